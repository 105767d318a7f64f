"""What a ledger shows: events, statements, conditions, stories."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

from dragoman.faces import contract
from dragoman.ledger import Ledger
from dragoman.model import Actor, Event, ForeignEvent

from .lines import BLAME, PERSIAN, dragoman


def unsafe(shown: str) -> set[str]:
    return {c for c in shown if unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\u200c"}


def test_the_table_shows_each_event_with_its_words_and_its_report(ledger: Path) -> None:
    ran = dragoman("events", "--party", "GRC", "--until", "2024-05")
    assert ran.code == 0
    assert f"“{BLAME.replace('accused', '‹accused›')}”" in ran.out
    assert "The Courier · en · 2024-05-14" in ran.out
    assert "○ cooperation in words" in ran.out.splitlines()[-1]


def test_events_as_json_lines_are_those_of_the_contract_with_their_report(ledger: Path) -> None:
    line = next(line for line in dragoman("events", "--format", "jsonl").lines if line["type"] == "SUPPORT")
    with Ledger(str(ledger)) as held:
        told = held.event(line["id"])
    assert isinstance(told.event, Event)
    assert list(line) == [*contract.event(told.event), "report", "story", "copy_of"]
    assert list(line["report"]) == ["id", "outlet", "language", "published", "url", "title"]
    assert line["trigger"]["text"] in PERSIAN
    assert line["report"]["published"] == "2023-01-02"


def test_a_foreign_event_has_null_where_no_report_stands_behind_it(ledger: Path) -> None:
    event = ForeignEvent(
        id="gdelt:1", type="AID", quad="material-cooperation", actors=(Actor(name="QATAR", country="QAT"),),
        coder="gdelt", row={}, outlet="example.org",
    )  # fmt: skip
    with Ledger(str(ledger)) as held:
        held.add_foreign([event], "gdelt")
    (line,) = dragoman("events", "--foreign", "--format", "jsonl").lines
    (own, *_) = dragoman("events", "--own", "--format", "jsonl").lines
    assert list(line) == list(own) and list(line["actors"][0]) == list(own["actors"][0])
    assert (line["trigger"], line["sentence"], line["reason"], line["report"]["id"]) == (None,) * 4
    assert line["report"]["outlet"] == "example.org"
    assert "foreign, gdelt · example.org" in dragoman("events", "--foreign").out


def test_a_word_is_found_in_any_spelling(ledger: Path) -> None:
    found = dragoman("events", "--text", "وزير", "--language", "fa", "--format", "jsonl").lines
    assert {line["report"]["language"] for line in found} == {"fa"}


def test_csv_has_a_row_for_each_event(ledger: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(dragoman("events", "--format", "csv").out)))
    assert len(rows) == len(dragoman("events", "--format", "jsonl").lines) > 4


def test_what_a_page_leaves_out_is_said(ledger: Path) -> None:
    every = len(dragoman("events", "--format", "jsonl").lines)
    ran = dragoman("events", "--limit", "2")
    assert ran.err == f"dragoman: 2 of {every} events are shown; for more: --skip 2, or --limit all\n"
    assert dragoman("events", "--skip", "2", "--limit", "all", "--format", "jsonl").lines[0]
    assert dragoman("events", "--party", "PER").err == "dragoman: no events found\n"


def test_conditions_and_statements_come_with_their_report(ledger: Path) -> None:
    (condition,) = dragoman("conditions", "--party", "iran", "--format", "jsonl").lines
    assert condition["demand"] == "the tanker was returned" and condition["report"]["outlet"] == "Post"
    shown = dragoman("conditions", "--pair", "iran", "greece").out
    assert "Post · en · 2024-06-01" in shown and "the tanker was returned" in shown
    (row,) = csv.DictReader(io.StringIO(dragoman("conditions", "--format", "csv").out))
    assert row["demand"] == condition["demand"]
    (statement,) = dragoman("statements", "--party", "iran", "--format", "jsonl").lines
    assert statement["about"] == [["GRC", "IRN"]] and statement["text"] in dragoman("statements").out
    assert dragoman("statements", "--party", "PER").err == "dragoman: nothing found\n"


def test_a_story_says_why_its_events_are_one(ledger: Path) -> None:
    (story, *_) = dragoman("stories", "--format", "jsonl").lines
    assert story["reports"] == 2
    assert all(event["story"] == story["id"] and event["joined"]["reason"] for event in story["events"])
    ran = dragoman("stories", "--pair", "TUR", "GRC")
    assert f"story {story['id']}: {len(story['events'])} events of 2 reports" in ran.out
    assert dragoman("stories", "--least", "9").err == "dragoman: no stories found\n"


def test_nothing_in_a_report_steers_the_terminal(ledger: Path) -> None:
    for command in ("events", "statements", "conditions", "stories"):
        assert not unsafe(dragoman(command).out)
        assert not unsafe(dragoman(command, "--format", "jsonl").out)


def test_a_ledger_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    ran = dragoman("events", "--ledger", tmp_path / "none.db")
    assert ran.code == 3
    assert ran.err.startswith(f"dragoman: {tmp_path}/none.db: there is no such ledger; make one with: dragoman add")
    assert list(tmp_path.iterdir()) == []
