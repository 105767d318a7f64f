"""The figures count what they say they count."""

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from dragoman.evaluation.gold import Gold, GoldSentence
from dragoman.evaluation.matching import judge
from dragoman.evaluation.scores import Score, Scores, evaluate
from dragoman.model import Coding, Report, Span
from dragoman.pipeline import code_report

TEXT = "The Jordanian foreign minister met the Egyptian foreign minister in Cairo on Sunday."
CALM = "The harbour of Aqaba lies on a short stretch of coast."


def span(words: str, text: str = TEXT) -> dict[str, object]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


def sentence(**changes: object) -> GoldSentence:
    event = {
        "type": "CONSULT", "mode": None, "modality": "done", "trigger": span("met"), "actors": [0, 1],
        "recipients": [], "where": 2, "when": 3, "said_by": None, "condition": None,
    } | changes  # fmt: skip
    mentions = [
        span("Jordanian foreign minister") | {"kind": "office", "code": "JOR:GOV"},
        span("Egyptian foreign minister") | {"kind": "office", "code": "EGY:GOV"},
        span("Cairo") | {"kind": "place", "code": "EGY"},
        span("Sunday") | {"kind": "time", "code": None},
    ]
    return msgspec.convert(
        {"id": "1", "lang": "en", "text": TEXT, "tags": [], "mentions": mentions, "events": [event]},
        GoldSentence,
    )


@pytest.fixture(scope="module")
def coding() -> Coding:
    found = code_report(Report(id="1", text=TEXT, language="en"), "lexicon")
    assert [event.type for event in found.events] == ["CONSULT"]
    return found


def scored(*sentences: GoldSentence) -> Scores:
    return evaluate(Gold(path=Path("mine.jsonl"), language="en", sha256="0" * 64, sentences=sentences), "lexicon")


SAME = [
    ("the same parties", {}, True),
    ("a meeting with its parties on two sides", {"actors": [1], "recipients": [0]}, True),
    ("another mode or modality", {"mode": "visit", "modality": "future"}, True),
    ("a party too few", {"actors": [0]}, False),
    ("another type", {"type": "COOPERATE"}, False),
    ("another type with its sides changed", {"type": "SUPPORT", "actors": [1], "recipients": [0]}, False),
]


@pytest.mark.parametrize(("changes", "same"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_events_meet_by_type_and_countries(coding: Coding, changes: dict[str, object], same: bool) -> None:
    judged = judge(sentence(**changes), coding)
    assert (len(judged.matched), len(judged.missed), len(judged.extra)) == ((1, 0, 0) if same else (0, 1, 1))


def test_of_two_alike_events_those_with_one_trigger_go_together(coding: Coding) -> None:
    event = coding.events[0]
    elsewhere = replace(event, trigger=Span(start=4, end=13))
    judged = judge(sentence(), replace(coding, events=(elsewhere, event)))
    assert [found.trigger for _, found in judged.matched] == [event.trigger]
    assert judged.extra == (elsewhere,)


def test_all_figures_of_a_sentence_read_right_are_one() -> None:
    figures = scored(sentence()).figures
    assert {name for name, value in figures.items() if value != 1} == set()
    assert {
        "event_f1",
        "type_f1",
        "mention_f1",
        "mode",
        "when",
        "where",
        "said_by",
        "code",
        "evidence",
    } <= set(figures)


def test_figures_with_nothing_to_count_are_left_out() -> None:
    assert not {"clean", "condition_f1", "damage_f1"} & set(scored(sentence()).figures)


def test_a_wrong_type_is_missed_and_too_many_at_once() -> None:
    found = scored(sentence(type="SUPPORT"))
    assert found.scores["event"] == Score(right=0, found=1, gold=1)
    assert found.per_type == {"CONSULT": Score(0, 1, 0), "SUPPORT": Score(0, 0, 1)}


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("mode", "visit"), ("modality", "future"), ("where", None), ("when", None), ("said_by", 0)],
)
def test_each_field_is_asked_of_the_events_found(field: str, wrong: object) -> None:
    figures = scored(sentence(), sentence(**{field: wrong})).figures
    assert figures["event_f1"] == 1
    assert {name: value for name, value in figures.items() if value != 1} == {field: 0.5}


def test_a_sentence_without_events_is_clean_where_none_is_found() -> None:
    calm = msgspec.convert(
        {"id": "2", "lang": "en", "text": CALM, "tags": ["none"], "mentions": [], "events": []}, GoldSentence
    )
    shut_up = replace(sentence(), events=())
    assert scored(calm).figures["clean"] == 1
    assert scored(calm, shut_up).figures["clean"] == 0.5
