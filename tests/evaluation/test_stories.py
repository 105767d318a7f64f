"""The set of stories: what it holds, and what its loader refuses."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import EmptyReport, MalformedLine, MissingSource
from dragoman.evaluation import stories
from dragoman.evaluation.stories import StoryReport
from dragoman.reading import reader

SET = Path(__file__).parents[2] / "evaluation" / "stories" / "reports.jsonl"
TEXT = "Oman's minister met Iran's minister in Muscat on Monday."


def span(words: str) -> dict[str, Any]:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words), "text": words}


def row(**changes: Any) -> dict[str, Any]:
    event = {
        "type": "CONSULT", "mode": "visit", "modality": "done", "trigger": span("met"), "actors": [0],
        "recipients": [1], "where": 2, "when": 3, "said_by": None, "condition": None, "story": "muscat",
    }  # fmt: skip
    mentions = [
        span("Oman's minister") | {"kind": "office", "code": "OMN:GOV"},
        span("Iran's minister") | {"kind": "office", "code": "IRN:GOV"},
        span("Muscat") | {"kind": "place", "code": "OMN"},
        span("Monday") | {"kind": "time", "code": None},
    ]
    report = {
        "id": "r1", "lang": "en", "outlet": "A Paper", "published": "2025-01-21", "url": "https://paper.example/1",
        "title": "Talks", "text": TEXT, "sentences": [{"start": 0, "end": len(TEXT)}], "mentions": mentions,
        "events": [event | changes.pop("event", {})],
    }  # fmt: skip
    return report | changes


def written(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "reports.jsonl"
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def reports() -> tuple[StoryReport, ...]:
    return stories.load(SET)


def test_the_set_has_stories_of_several_reports_outlets_and_languages(reports: tuple[StoryReport, ...]) -> None:
    assert len(reports) >= 120
    assert {report.lang for report in reports} == {"ar", "en", "fa"}
    told_by: dict[str, set[str]] = {}
    languages: dict[str, set[str]] = {}
    for report in reports:
        for event in report.events:
            told_by.setdefault(event.story, set()).add(report.id)
            languages.setdefault(event.story, set()).add(report.lang)
    assert sum(len(some) > 1 for some in told_by.values()) >= 40
    assert sum(len(some) == 3 for some in languages.values()) >= 20


def test_one_story_is_told_as_one_type(reports: tuple[StoryReport, ...]) -> None:
    types = Counter(story for story, _ in {(e.story, e.type) for report in reports for e in report.events})
    assert [story for story, count in types.items() if count > 1] == []


def test_no_story_is_told_in_two_families(reports: tuple[StoryReport, ...]) -> None:
    families = stories.families(reports)
    assert sorted(r.id for family in families for r in family) == sorted(r.id for r in reports)
    seen = Counter(key for family in families for key in {e.story for r in family for e in r.events})
    assert set(seen.values()) == {1}


def test_an_event_by_hand_is_told_as_a_coder_would(tmp_path: Path) -> None:
    (report,) = stories.load(written(tmp_path, row()))
    (told,) = stories.told(report, reader.read(report.report))
    assert [party.actor.code for party in (*told.event.actors, *told.event.recipients)] == ["OMN:GOV", "IRN:GOV"]
    assert told.event.when is not None and told.event.when.start.isoformat() == "2025-01-20"
    assert told.event.where is not None and told.event.where.country == "OMN"
    assert told.report == report.report


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lang": "de"}, "no language pack for 'de'"),
        ({"sentences": [{"start": 0, "end": 999}]}, "the sentences are not in order"),
        ({"sentences": [{"start": 0, "end": 10}]}, "lies in no sentence"),
        ({"event": {"trigger": span("met") | {"text": "saw"}}}, "quotes “saw”, which does not stand there"),
        ({"event": {"type": "GREET"}}, "no event type 'GREET'"),
        ({"event": {"mode": "sit"}}, "CONSULT has no mode 'sit'"),
        ({"event": {"recipients": [0]}}, "has one mention on both sides"),
        ({"event": {"where": 3}}, "points at 3, which is none of place"),
        ({"event": {"actors": [9]}}, "points at 9"),
        ({"event": {"story": ""}}, "this is no report of stories"),
        ({"more": 1}, "this is no report of stories"),
    ],
)
def test_a_report_that_makes_no_sense_is_refused_with_its_line(
    tmp_path: Path, changes: dict[str, Any], words: str
) -> None:
    path = written(tmp_path, row(**changes))
    with pytest.raises(MalformedLine, match=words) as refused:
        stories.load(path)
    assert refused.value.where == f"{path}:1"


def test_an_id_stands_once(tmp_path: Path) -> None:
    with pytest.raises(MalformedLine, match="the id stands above already"):
        stories.load(written(tmp_path, row(), row()))


def test_a_missing_and_an_empty_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(MissingSource):
        stories.load(tmp_path / "none.jsonl")
    with pytest.raises(EmptyReport):
        stories.load(written(tmp_path))
