"""The story of a record, and what two coders make of the same reports."""

from __future__ import annotations

import datetime

import pytest
from msgspec.structs import replace

from dragoman.errors import UnknownRecord
from dragoman.ledger import Ledger, history

from .samples import coding, event, one_event, report

UTC = datetime.UTC


def said(ledger: Ledger, record: str) -> list[str]:
    return [step.what for step in ledger.history(record)]


def test_an_event_has_its_story_in_order(ledger: Ledger) -> None:
    one = one_event()
    before = datetime.datetime.now(UTC)
    ledger.add([one], "lexicon/1")
    number = ledger.correct(one.events[0].id, {"status": "denied"}, "it says so")
    ledger.add([coding(one.report, replace(one.events[0], mode="disapprove"))], "lexicon/2")
    ledger.undo(number, "a slip")
    ledger.reject(one.events[0].id)
    steps = ledger.history(one.events[0].id)
    assert [(step.what, step.why) for step in steps] == [
        ("ACCUSE done, recorded by lexicon/1", None),
        ("corrected status=denied", "it says so"),
        ("ACCUSE/disapprove done, recorded by lexicon/2", None),
        ("no longer stands", "coded anew by lexicon/2"),
        (f"judgement {number} undone", "a slip"),
        ("rejected", None),
    ]
    assert {step.who for step in steps} == {"Leyla"}
    assert [step.judgement for step in steps if step.judgement] == [number, number + 1, number + 2]
    after = datetime.datetime.now(UTC)
    assert all(before <= step.at <= after for step in steps)
    assert [step.at for step in steps] == sorted(step.at for step in steps)


def test_a_report_has_its_versions_and_coders(ledger: Ledger) -> None:
    one, two = (one_event(f"Armenia accused Azerbaijan of {what}. It rained.", url="https://e.org") for what in "xy")
    ledger.add([one], "lexicon/1")
    ledger.add([two, one], "lexicon/2")
    for record in (one.report.id, two.report.id):
        assert said(ledger, record) == [
            f"version 1: report {one.report.id}",
            "coded by lexicon/1",
            "coded by lexicon/2",
            f"version 2: report {two.report.id}",
            "coded by lexicon/2",
        ]
    assert [step.why for step in ledger.history(one.report.id) if step.why] == [
        "- Armenia accused Azerbaijan of x.\n+ Armenia accused Azerbaijan of y."
    ]


@pytest.mark.parametrize("record", ["nothing", "", "'; --", "%"])
def test_what_is_not_there_has_no_story(ledger: Ledger, record: str) -> None:
    ledger.add([one_event()], "lexicon/1")
    with pytest.raises(UnknownRecord, match="there is no event"):
        ledger.history(record)
    with pytest.raises(UnknownRecord, match="there is no report"):
        ledger.report(record)


def test_the_difference_of_long_texts_takes_no_long_time() -> None:
    before = "\n".join(f"Sentence {number} of a long report." for number in range(5_000))
    after = "\n".join(f"Sentence {number} of another long report." for number in range(5_000))
    found = history.difference(before, after).splitlines()
    assert len(found) == 10_000 and found[0] == "- Sentence 0 of a long report."
    assert history.difference(before, before) == ""


# --- two coders -----------------------------------------------------------------------------------


def test_what_differs_between_two_coders_is_told_event_by_event(ledger: Ledger) -> None:
    of = report("Armenia accused Azerbaijan of shelling a village, and Georgia thanked Armenia.")
    accused = event(of, "accused", "ACCUSE", ["ARM:GOV"], ["AZE:GOV"])
    shelling = event(of, "shelling", "ASSAULT", ["AZE:MIL"])
    thanked = event(of, "thanked", "SUPPORT", ["GEO:GOV"], ["ARM:GOV"])
    ledger.add([coding(of, accused, shelling), one_event("Chad accused Mali.")], "lexicon/1/x")
    other = replace(accused, recipients=(), mode="disapprove", confidence=0.1, reason="otherwise")
    ledger.add([coding(of, other, thanked)], "encoder/2")
    found = {change.event: change for change in ledger.diff("lexicon", "encoder")}
    assert {event: change.kind for event, change in found.items()} == {
        accused.id: "changed",
        shelling.id: "removed",
        thanked.id: "added",
    }
    assert found[accused.id].fields == {"recipients": (("AZE:GOV",), ()), "mode": (None, "disapprove")}
    assert (found[shelling.id].trigger, found[shelling.id].type) == ("shelling", "ASSAULT")
    assert {change.kind for change in ledger.diff("encoder", "lexicon")} == {"changed", "added", "removed"}
    assert ledger.diff("lexicon/1", "lexicon/1/x") == []


def test_judgements_are_no_difference_between_coders(ledger: Ledger) -> None:
    one = one_event()
    ledger.add([one], "lexicon/1")
    ledger.correct(one.events[0].id, {"status": "denied"})
    ledger.add([one], "lexicon/2")
    assert ledger.diff("lexicon/1", "lexicon/2") == []


def test_a_coder_that_coded_nothing_is_named_with_those_that_did(ledger: Ledger) -> None:
    ledger.add([one_event()], "lexicon/1")
    for name in ("encoder", "%", "_exicon"):
        with pytest.raises(UnknownRecord, match=rf"no coder '{name}' coded anything here; there are lexicon/1"):
            ledger.diff("lexicon", name)
