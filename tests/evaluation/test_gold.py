"""The shipped gold is sound and covers what it must; what is not sound is refused with file and line."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dragoman import ontology
from dragoman.errors import EmptyReport, MalformedLine, MissingSource
from dragoman.evaluation.gold import Gold, load
from dragoman.languages.packs import LANGUAGES

FOLDER = Path(__file__).parents[2] / "evaluation" / "gold"


@pytest.fixture(scope="module", params=LANGUAGES)
def gold(request: pytest.FixtureRequest) -> Gold:
    return load(FOLDER / f"{request.param}.jsonl")


def test_every_language_has_its_gold(gold: Gold) -> None:
    assert gold.language == gold.path.stem
    assert len(gold.sentences) >= 150


def test_no_sentence_stands_twice(gold: Gold) -> None:
    texts = Counter(sentence.text for sentence in gold.sentences)
    assert [text for text, times in texts.items() if times > 1] == []


def test_every_type_is_there_several_times(gold: Gold) -> None:
    types = Counter(event.type for sentence in gold.sentences for event in sentence.events)
    assert {name: types[name] for name in ontology.load().types if types[name] < 5} == {}


def test_every_modality_is_there(gold: Gold) -> None:
    modalities = {event.modality for sentence in gold.sentences for event in sentence.events}
    assert modalities == set(ontology.load().modalities)


def test_conditions_are_there(gold: Gold) -> None:
    assert any(event.condition is not None for sentence in gold.sentences for event in sentence.events)


@pytest.mark.parametrize("tag", ["headline", "passive", "condition", "damage", "none", "multi", "quote"])
def test_each_kind_of_sentence_is_there(gold: Gold, tag: str) -> None:
    assert any(tag in sentence.tags for sentence in gold.sentences)


def test_sentences_without_events_are_tagged_so_and_no_others(gold: Gold) -> None:
    wrong = [s.id for s in gold.sentences if ("none" in s.tags) != (not s.events)]
    assert wrong == []


# --- refusals ---------------------------------------------------------------------------------

TEXT = "Chad thanked Niger on Monday, unless it rains."
SENTENCE: dict[str, Any] = {
    "id": "x-1",
    "lang": "en",
    "text": TEXT,
    "tags": [],
    "mentions": [
        {"start": 0, "end": 4, "kind": "state", "code": "TCD:GOV", "text": "Chad"},
        {"start": 13, "end": 18, "kind": "state", "code": "NER:GOV", "text": "Niger"},
        {"start": 22, "end": 28, "kind": "time", "code": None, "text": "Monday"},
    ],
    "events": [
        {
            "type": "SUPPORT",
            "mode": None,
            "modality": "done",
            "trigger": {"text": "thanked", "start": 5, "end": 12},
            "actors": [0],
            "recipients": [1],
            "where": None,
            "when": 2,
            "said_by": None,
            "condition": None,
        }
    ],
}


def written(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "mine.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def changed(**changes: Any) -> dict[str, Any]:
    return json.loads(json.dumps(SENTENCE)) | changes


def with_mention(**changes: Any) -> dict[str, Any]:
    first, *rest = SENTENCE["mentions"]
    return changed(mentions=[first | changes, *rest])


def with_event(**changes: Any) -> dict[str, Any]:
    return changed(events=[SENTENCE["events"][0] | changes])


def test_a_sound_line_is_read_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    gold = load(written(tmp_path, "", json.dumps(SENTENCE), ""))
    assert [s.id for s in gold.sentences] == ["x-1"]
    assert gold.language == "en"


NONSENSE: dict[str, tuple[Any, str]] = {
    "no JSON": ("{", "this is no gold sentence"),
    "no object": ([1], "this is no gold sentence"),
    "an unknown key": (changed(note="?"), "unknown field `note`"),
    "an unknown language": (changed(lang="xx"), "no language pack for 'xx'"),
    "an id twice": (changed(), "the id stands above already"),
    "another language": (changed(id="x-2", lang="fa"), "give each its own file"),
    "text that is not NFC": (changed(text=TEXT.replace("Monday", "Mo\u0308nday")), "NFC"),
    "a moved mention": (with_mention(start=1, end=5), "where the text has “had ”; it stands at 0:4"),
    "a mention outside": (with_mention(start=60, end=64), "outside the text's"),
    "an unknown kind": (with_mention(kind="ghost"), "Invalid enum value 'ghost'"),
    "a misshapen code": (with_mention(code="Chad"), "matching regex"),
    "an unknown sector": (with_mention(code="TCD:XYZ"), "no sector 'XYZ'"),
    "a party without a sector": (with_mention(code="TCD"), "has no code with a sector"),
    "a time with a code": (with_mention(kind="time"), "the time “Chad” has a code"),
    "an unknown type": (with_event(type="HUG"), "no event type 'HUG'"),
    "an unknown mode": (with_event(mode="visit"), "SUPPORT has no mode 'visit'"),
    "an unknown modality": (with_event(modality="maybe"), "Invalid enum value 'maybe'"),
    "a moved trigger": (
        with_event(trigger={"text": "thanked", "start": 4, "end": 11}),
        "the trigger of the SUPPORT at 4:11 quotes",
    ),
    "a mention that is not there": (with_event(actors=[7]), "an actor of the SUPPORT is mention 7"),
    "a time that acts": (with_event(actors=[2]), "an actor of the SUPPORT is a time"),
    "a party for a place": (with_event(where=1), "the place of the SUPPORT is a state"),
    "one on both sides": (with_event(recipients=[0]), "one mention on both sides"),
}  # fmt: skip


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_refused_with_file_and_line(tmp_path: Path, name: str) -> None:
    line, words = NONSENSE[name]
    path = written(
        tmp_path,
        json.dumps(SENTENCE | {"id": "x-1" if name == "an id twice" else "x-0"}),
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False),
    )
    with pytest.raises(MalformedLine) as caught:
        load(path)
    assert caught.value.where == f"{path}:2"
    assert words in caught.value.what


@pytest.mark.parametrize(
    ("prepare", "error"),
    [
        (lambda folder: folder / "none.jsonl", MissingSource),
        (lambda folder: written(folder, ""), EmptyReport),
    ],
    ids=["missing", "empty"],
)
def test_a_file_without_sentences_is_refused(
    tmp_path: Path, prepare: Callable[[Path], Path], error: type[Exception]
) -> None:
    with pytest.raises(error, match="name a file of gold"):
        load(prepare(tmp_path))
