"""The examples that training learns from: in the form, many, varied, and none of them gold."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dragoman import ontology
from dragoman.text import fold

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "training"))
import examples  # noqa: E402

LANGUAGES = ("ar", "en", "fa")
FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefe]")


def sentences(language: str) -> list[dict[str, Any]]:
    files = sorted((ROOT / "training/examples" / language).glob("*.txt"))
    return [sentence for file in files for sentence in examples.sentences(file)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_of_every_type_and_kind(language: str) -> None:
    found = sentences(language)
    events = [e for s in found for e in s["events"]]
    types = Counter(e["type"] for e in events)
    assert len(found) >= 600
    assert set(types) == set(ontology.load().types) and min(types.values()) >= 30
    assert sum(not s["events"] for s in found) >= 0.1 * len(found)  # hard negatives
    assert sum(len(s["events"]) > 1 for s in found) >= 0.2 * len(found)
    assert sum(e["modality"] != "done" for e in events) >= 0.08 * len(events)
    assert sum(e["condition"] is not None for e in events) >= 30
    assert sum(s["speaker"] is not None for s in found) >= 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_is_gold_and_hardly_any_stands_twice(language: str) -> None:
    own = Counter(fold(s["text"]) for s in sentences(language))
    lines = (ROOT / f"evaluation/gold/{language}.jsonl").read_text(encoding="utf-8").splitlines()
    assert not own.keys() & {fold(json.loads(line)["text"]) for line in lines}
    assert [text for text, times in own.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_those_that_are_published(language: str) -> None:
    for one in sentences(language):
        assert one["text"] == unicodedata.normalize("NFC", one["text"]), one["id"]
        assert not FORMS.search(one["text"]), one["id"]


GOOD = '[Kenya|state KEN:GOV] thanked [Ghana|state GHA:GOV] on [Monday|time].\n  SUPPORT done "thanked" 1 > 2 when 3\n'


def test_a_block_says_what_stands_in_it(tmp_path: Path) -> None:
    file = tmp_path / "en" / "some.txt"
    file.parent.mkdir()
    file.write_text(GOOD + "  SAYS 1\n\n# a remark\nNothing happened.\n", encoding="utf-8")
    first, second = examples.sentences(file)
    assert first["text"] == "Kenya thanked Ghana on Monday."
    assert [first["text"][m["start"] : m["end"]] for m in first["mentions"]] == ["Kenya", "Ghana", "Monday"]
    (event,) = first["events"]
    assert (event["type"], event["actors"], event["recipients"], event["when"]) == ("SUPPORT", [0], [1], 2)
    assert (first["speaker"], second["events"], second["speaker"]) == (0, [], None)


def test_a_report_knows_whom_its_sentences_do_not_name(tmp_path: Path) -> None:
    file = tmp_path / "en" / "some.txt"
    file.parent.mkdir()
    file.write_text(
        GOOD + "\n===\n" + GOOD + '\nHelp was promised.\n  AGREE done "promised" ~GHA:GOV > -\n', encoding="utf-8"
    )
    alone, first, second = examples.sentences(file)
    assert "article" not in alone
    assert first["article"] == second["article"]
    (event,) = second["events"]
    assert (event["actors"], event["context_actors"], event["context_recipients"]) == ([], ["GHA:GOV"], [])


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (GOOD.replace("state KEN", "land KEN"), "no kind 'land'"),
        (GOOD.replace("KEN:GOV", "Kenya"), "no code 'Kenya'"),
        (GOOD.replace("SUPPORT", "PRAISE"), "no type 'PRAISE'"),
        (GOOD.replace("SUPPORT done", "SUPPORT visit done"), "no mode 'visit'"),
        (GOOD.replace("done", "perhaps"), "no modality 'perhaps'"),
        (GOOD.replace('"thanked"', '"praised"'), "does not stand in the sentence"),
        (GOOD.replace("1 > 2", "1 > 7"), "no mention 7"),
        (GOOD.replace("1 > 2", "1, 2"), "is no event"),
        (GOOD.replace("[Monday", "[[Monday"), "a bracket that is no mention"),
        (GOOD.replace("1 > 2", "1 > ~Ghana"), "no code 'Ghana'"),
        (GOOD.replace("1 > 2", "1 > ~GHA:GOV"), "in no report"),
    ],
)
def test_a_wrong_block_is_refused_with_its_place(tmp_path: Path, wrong: str, told: str) -> None:
    file = tmp_path / "en" / "some.txt"
    file.parent.mkdir()
    file.write_text("Nothing happened.\n\n" + wrong, encoding="utf-8")
    with pytest.raises(examples.Refused, match=rf"some\.txt:3: .*{re.escape(told)}"):
        list(examples.sentences(file))
