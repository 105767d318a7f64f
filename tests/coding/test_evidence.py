"""Every span of a coding stands in the report, and what a coder might get wrong is found."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from dragoman.coding.evidence import verify
from dragoman.evaluation import gold
from dragoman.intake import reports
from dragoman.model import Coding, Condition, Link, Mention, Place, Report, Span, Statement, Time, Topic
from dragoman.pipeline import code_report

ROOT = Path(__file__).parents[2]
GOLD = sorted((ROOT / "evaluation" / "gold").glob("*.jsonl"))
REPORTS = sorted((ROOT / "examples").glob("*.txt")) + sorted((ROOT / "../shared/samples").glob("*.txt"))

TEXT = (
    "🔴 Breaking. The Jordanian foreign minister met the Egyptian foreign minister in Cairo on 3 March 2024, "
    "the Jordanian government said. Iran did not arrest the French ambassador."
)


@pytest.fixture(scope="module")
def sound() -> Coding:
    coding = code_report(
        Report(id="r", text=TEXT, language="en", outlet="Gazette", published=datetime.date(2024, 3, 4))
    )
    assert [event.type for event in coding.events] == ["CONSULT", "COERCE"]
    return coding


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_every_span_in_the_gold_sentences_is_confirmed(path: Path) -> None:
    for sentence in gold.load(path).sentences:
        coding = code_report(Report(id=sentence.id, text=sentence.text, language=sentence.lang))
        assert not verify(coding), sentence.id


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_every_span_in_whole_reports_is_confirmed(path: Path) -> None:
    for report in reports([str(path)]):
        assert isinstance(report, Report)
        coding = code_report(report)
        assert coding.events
        assert not verify(coding)


def test_a_report_with_emoji_is_confirmed_in_both_ways_of_counting(sound: Coding) -> None:
    assert verify(sound) == []


# --- planted faults ---------------------------------------------------------------------------


def in_event(number: int = 0, **changes: object) -> Callable[[Coding], Coding]:
    def plant(coding: Coding) -> Coding:
        events = list(coding.events)
        events[number] = replace(events[number], **changes)
        return replace(coding, events=tuple(events))

    return plant


def in_evidence(of: str, **changes: object) -> Callable[[Coding], Coding]:
    def plant(coding: Coding) -> Coding:
        shown = tuple(replace(e, **changes) if e.field == of else e for e in coding.events[0].evidence)
        return in_event(evidence=shown)(coding)

    return plant


def without_evidence(field: str, number: int = 0) -> Callable[[Coding], Coding]:
    def plant(coding: Coding) -> Coding:
        kept = tuple(e for e in coding.events[number].evidence if e.field != field)
        assert len(kept) < len(coding.events[number].evidence)
        return in_event(number, evidence=kept)(coding)

    return plant


def moved_actor(coding: Coding) -> Coding:
    first, *rest = coding.events[0].actors
    return in_event(actors=(replace(first, start=0, end=10), *rest))(coding)


def other_actor(coding: Coding) -> Coding:
    first, *rest = coding.events[0].actors
    stranger = replace(first.actor, name="Ruritania", country="RUR")
    return in_event(actors=(replace(first, actor=stranger), *rest))(coding)


def other_sector(coding: Coding) -> Coding:
    first, *rest = coding.events[0].actors
    return in_event(actors=(replace(first, actor=replace(first.actor, sector="REB")), *rest))(coding)


def moved_mention(coding: Coding) -> Coding:
    def moved(mention: Mention) -> Mention:
        return replace(mention, start=mention.start + 1, end=mention.end + 1)

    sentences = tuple(replace(s, mentions=tuple(map(moved, s.mentions))) for s in coding.reading.sentences)
    return replace(coding, reading=replace(coding.reading, sentences=sentences))


def with_statement(coding: Coding) -> Coding:
    said = Statement(
        start=2, end=10, speaker=None, addressee=None, about=(), stance="neutral", direct=False, text="Never."
    )
    return replace(coding, statements=(said,))


def with_speaker_elsewhere(coding: Coding) -> Coding:
    speaker = replace(coding.events[0].actors[0], start=len(TEXT), end=len(TEXT) + 5)
    link = Link(start=2, end=10, of=("EGY", "JOR"), on=("FRA", "IRN"), stance="conditional", by=speaker)
    return replace(coding, links=(link,))


def with_condition(coding: Coding) -> Coding:
    demanded = Condition(
        start=2,
        end=10,
        holder=None,
        party=None,
        demand="unless they leave",
        in_return_for=None,
        due=None,
        state="open",
    )
    return replace(coding, conditions=(demanded,))


DAY = datetime.date(2024, 3, 3)
FAULTS = {
    "a moved trigger": (in_event(trigger=Span(start=3, end=6)), "its trigger lies outside its sentence"),
    "a trigger beyond the end": (in_event(trigger=Span(start=900, end=906)), "outside the report's"),
    "a sentence that is none": (in_event(sentence=Span(start=13, end=90)), "is none of the report's"),
    "a moved span": (in_evidence("type", start=40, end=45), "quotes “met” where the report has"),
    "a wrong quote": (in_evidence("where", quote="Paris"), "quotes “Paris” where the report has “Cairo”"),
    "an empty span": (in_evidence("where", start=9, end=9), "is empty"),
    "an unknown method": (in_evidence("where", method="oracle"), "'oracle', which is no known method"),
    "an unknown field": (in_evidence("where", field="mood"), "of a field that events do not have"),
    "no reason": (in_evidence("where", reason=""), "gives no reason"),
    "no evidence of the type": (without_evidence("type"), "its type has no evidence"),
    "no evidence of an actor": (without_evidence("actors"), "its actors has no evidence"),
    "no evidence of a recipient": (without_evidence("recipients", 1), "its recipients has no evidence"),
    "no evidence of the time": (without_evidence("when"), "its when has no evidence"),
    "no evidence of the place": (without_evidence("where"), "its where has no evidence"),
    "no evidence of the speaker": (without_evidence("reported_by"), "its reported_by has no evidence"),
    "no evidence of the mode": (without_evidence("mode", 1), "its mode has no evidence"),
    "no evidence of the modality": (without_evidence("modality", 1), "its modality has no evidence"),
    "a party named elsewhere": (moved_actor, "has no evidence where it is named"),
    "a party that the words do not name": (other_actor, "Ruritania is not named by"),
    "a party in another sector than its words": (other_sector, "is not named by"),
    "a condition nobody set": (in_event(condition="if it rains"), "“if it rains”, does not occur"),
    "a place nobody named": (
        in_event(where=Place(name="Rome", country="ITA", text="Rome")),
        "“Rome”, does not",
    ),
    "a time nobody named": (
        in_event(when=Time(start=DAY, end=DAY, precision="day", text="today")),
        "“today”",
    ),
    "a moved mention": (moved_mention, "the mention of a"),
    "a statement nobody made": (with_statement, "the statement at 2:10 quotes “Never.”"),
    "a speaker outside the text": (with_speaker_elsewhere, "the link at 2:10: its speaker"),
    "a demand nobody made": (with_condition, "“unless they leave”, does not occur"),
    "a topic outside the text": (
        lambda coding: replace(coding, agenda=(Topic(start=5, end=2, topic="gas", text="gas"),)),
        "the topic at 5:2 lies outside",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(sound: Coding, name: str) -> None:
    plant, words = FAULTS[name]
    faults = verify(plant(sound))
    assert any(words in fault for fault in faults), faults
