"""How records came to be, what coders differ in, how much there is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from dragoman.coding import coder
from dragoman.ledger import Ledger
from dragoman.reading import reader

from .lines import REPORTS, dragoman


def test_the_history_of_an_event_has_who_judged_it_and_why(ledger: Path, events: dict[str, Any]) -> None:
    event = events["ACCUSE en"]["id"]
    dragoman("judge", "reject", event, "--who", "mina", "--why", "of last year \x1b[2J")
    ran = dragoman("history", event)
    assert "ACCUSE/allege done, recorded by lexicon/" in " ".join(ran.out.split())
    assert "mina  rejected (judgement 1)" in ran.out and "of last year" in ran.out and "\x1b" not in ran.out
    (coded, *_, judged) = dragoman("history", event, "--format", "jsonl").lines
    assert coded["what"].startswith("ACCUSE") and judged["who"] == "mina"


def test_the_history_of_a_report_tells_its_versions(ledger: Path, events: dict[str, Any]) -> None:
    report = events["ACCUSE en"]["report"]["id"]
    assert f"version 1: report {report}" in dragoman("history", report).out


def test_an_id_that_nothing_has_is_wrong_usage(ledger: Path) -> None:
    ran = dragoman("history", "feedfeedfeedfeed")
    assert (ran.code, ran.out) == (2, "") and "there is no event 'feedfeedfeedfeed'" in ran.err


def test_without_names_the_coders_are_listed(ledger: Path) -> None:
    assert f"{len(REPORTS)} reports  lexicon/" in dragoman("diff").out
    (line,) = dragoman("diff", "--format", "jsonl").lines
    assert line["reports"] == len(REPORTS)


def test_what_a_second_coder_sees_otherwise_is_told(ledger: Path, events: dict[str, Any]) -> None:
    with Ledger(str(ledger)) as held:
        report = held.report(events["ACCUSE en"]["report"]["id"])
        coding = coder.load("lexicon").code(reader.read(report))
        held.add([replace(coding, events=coding.events[:1])], "other/2")
    ran = dragoman("diff", "lexicon", "other")
    assert f"report {report.id}" in ran.out and "- ACCUSE “accused”" in ran.out
    (change,) = dragoman("diff", "lexicon", "other", "--format", "jsonl").lines
    assert change["kind"] == "removed"
    assert dragoman("diff", "lexicon", "nobody").code == 2
    assert dragoman("diff", "lexicon").code == 2


def test_the_totals_are_those_of_what_was_added(ledger: Path) -> None:
    (told,) = dragoman("info", "--format", "jsonl").lines
    assert told["reports"] == len(REPORTS) and told["languages"] == {"ar": 1, "en": 3, "fa": 1}
    assert f"{len(REPORTS):>12,}  reports" in dragoman("info").out
