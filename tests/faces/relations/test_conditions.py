"""Conditions with their states, and `dragoman judge settle`, by which people say what became of them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import EXIT_USAGE

from ..ledger.lines import dragoman


@pytest.fixture
def condition(own: Path) -> str:
    """The id of the only condition."""
    (found,) = dragoman("conditions", "--format", "jsonl").lines
    return str(found["id"])


def state(condition: str) -> str:
    (found,) = (one for one in dragoman("conditions", "--format", "jsonl").lines if one["id"] == condition)
    return str(found["state"])


def told(condition: str) -> dict[str, Any]:
    found = json.loads(dragoman("relation", "CHL", "PRT", "--show", "commitments", "--format", "json").out)
    return next(one for one in found["commitments"] if one["id"] == condition)


def test_each_condition_has_its_id_and_state_in_every_format(condition: str) -> None:
    report, _, place = condition.partition(":")
    assert len(report) == 16 and all(part.isdigit() for part in place.split("-"))
    shown = dragoman("conditions").out
    assert f"condition {condition}" in shown and ": open" in shown and "the trawler was returned" in shown
    (row,) = csv.DictReader(io.StringIO(dragoman("conditions", "--format", "csv").out))
    assert (row["id"], row["state"]) == (condition, "open")


def test_a_settled_condition_is_shown_as_it_was_settled_until_that_is_undone(condition: str) -> None:
    ran = dragoman("judge", "settle", condition, "met", "--why", "seen in port", "--who", "Ines")
    assert (ran.code, ran.out) == (0, f"judgement 1: {condition} is met\n")
    assert state(condition) == "met"
    shown = dragoman("relation", "CHL", "PRT", "--show", "commitments").out
    assert "met" in shown and "says Ines: seen in port" in shown
    assert dragoman("judge", "undo", "1").code == 0
    assert state(condition) == "open"


def test_two_who_say_different_things_are_both_shown(condition: str) -> None:
    dragoman("judge", "settle", condition, "met", "--who", "Ines")
    dragoman("judge", "settle", condition, "breached", "--who", "Rui")
    found = told(condition)
    assert found["contested"] and found["state"] == "breached"
    assert [change["by"] for change in found["changes"]][-2:] == ["Ines", "Rui"]
    shown = dragoman("relation", "CHL", "PRT", "--show", "commitments").out
    assert "contested" in shown and "says Ines" in shown and "says Rui" in shown


def test_one_who_changes_his_mind_contests_nothing(condition: str) -> None:
    dragoman("judge", "settle", condition, "met", "--who", "Ines")
    dragoman("judge", "settle", condition, "lapsed", "--who", "Ines")
    assert not told(condition)["contested"] and state(condition) == "lapsed"


def test_a_promise_is_settled_by_the_id_of_its_event(own: Path) -> None:
    (event,) = dragoman("events", "--type", "AGREE", "--format", "jsonl").lines
    assert f"promise {event['id']}" in dragoman("relation", "CHL", "PRT", "--show", "commitments").out
    assert dragoman("judge", "settle", event["id"], "BREACHED").code == 0
    assert told(event["id"])["state"] == "breached"


def test_what_is_not_there_or_no_state_is_refused(condition: str) -> None:
    for unknown in ("nothing", "0123456789abcdef:1-2"):
        ran = dragoman("judge", "settle", unknown, "met")
        assert ran.code == EXIT_USAGE
        assert ran.err == f"dragoman: there is no condition or event '{unknown}'; see: dragoman conditions\n"
    ran = dragoman("judge", "settle", condition, "forgotten")
    assert ran.code == EXIT_USAGE and "no state called 'forgotten'; there are open, met, breached, lapsed" in ran.err
    assert dragoman("judge", "list").err == "dragoman: nothing was judged yet\n"
