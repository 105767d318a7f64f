"""The interface's words: every key in three languages, spelt as each language is, with the same values in them."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import Any

import pytest
import yaml

import spelling
from dragoman.faces import web
from dragoman.faces.web.interface import interface
from dragoman.relations.briefing.wording import LANGUAGES

FOLDER = Path(web.__file__).parent
FILES = sorted((FOLDER / "words").glob("*.yaml"))


def read(file: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def forms(value: Any) -> list[str]:
    return list(value.values()) if isinstance(value, dict) else [value]


def slots(value: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(value) if name is not None}


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)
def test_words_are_spelt_as_their_language_is(file: Path) -> None:
    assert spelling.repeated_keys(file.read_bytes()) == []
    for key, languages in read(file).items():
        for language in LANGUAGES:
            for word in forms(languages[language]):
                joined = word.strip() if key == "and" else word  # Arabic's is written together with what follows
                assert list(spelling.faults(language, joined)) == [], f"{key}: {word}"


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)
def test_a_key_takes_the_same_values_in_every_language(file: Path) -> None:
    for key, languages in read(file).items():
        taken = {language: set().union(*map(slots, forms(languages[language]))) for language in LANGUAGES}
        assert len({frozenset(found) for found in taken.values()}) == 1, f"{key}: {taken}"


def test_every_key_that_a_template_names_is_there() -> None:
    spoken = interface("en")
    for file in FOLDER.rglob("*.jinja"):
        for key in re.findall(r"""\bt\(["']([\w.-]+)["'][,)]""", file.read_text(encoding="utf-8")):
            assert spoken.knows(key), f"{file.name}: {key}"


def test_a_number_takes_its_plural() -> None:
    said = {n: interface("ar").say("common.n_events", n=n) for n in (1, 2, 3, 11, 100)}
    assert len(set(said.values())) == 5
    assert interface("fa").say("common.n_events", n=12).startswith("۱۲")
