"""What is wrong with a spelling, for the tests that guard the data files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import yaml

from dragoman.text import ZWNJ

# Letters of the neighbour's alphabet, which look the same and are not.
_FOREIGN = {"ar": frozenset("یکۀەہ"), "fa": frozenset("يكىةۀ"), "en": frozenset()}
_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefe]")
_ARABIC = re.compile("[\u0600-\u06ff]")
_MARKS = re.compile(r"[\u064b-\u0652\u0670]|\u0640(?!\d)")  # الـ77 is spelt so
_STRAY_JOINER = re.compile(f"^{ZWNJ}|{ZWNJ}$|{ZWNJ}[{ZWNJ} ]| {ZWNJ}")


def faults(language: str, spelling: str) -> Iterator[str]:
    """What breaks the rules for data in a language: letters, invisible characters, blanks."""
    if spelling != unicodedata.normalize("NFC", spelling):
        yield "not NFC"
    if _FORMS.search(spelling):
        yield "a presentation form"
    if foreign := _FOREIGN[language] & set(spelling):
        yield f"letters of another language: {foreign}"
    if language == "en" and _ARABIC.search(spelling):
        yield "Arabic letters in English"
    if _MARKS.search(spelling):
        yield "a vowel mark or a lengthened letter"
    seen = spelling.replace(ZWNJ, "") if language == "fa" else spelling
    if not seen.isprintable():
        yield f"something invisible: {spelling!a}"
    if _STRAY_JOINER.search(spelling):
        yield "a non-joiner at an edge"
    if spelling != " ".join(spelling.split()):
        yield "stray blanks"


def strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a value read from YAML, keys included, with its place."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield f"{path}/{key}", str(key)
            yield from strings(inner, f"{path}/{key}")
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from strings(inner, f"{path}[{number}]")


def lists(value: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Every list of strings, with its place."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from lists(inner, f"{path}/{key}")
    elif isinstance(value, list | tuple):
        if value and all(isinstance(inner, str) for inner in value):
            yield path, list(value)
        for number, inner in enumerate(value):
            yield from lists(inner, f"{path}[{number}]")


def repeated_keys(text: bytes) -> list[str]:
    """Keys that stand twice in one mapping, with their line: PyYAML silently keeps the last."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        return list(_repeated(loader.get_single_node()))
    finally:
        loader.dispose()


def _repeated(node: yaml.Node | None) -> Iterator[str]:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield f"{key.value!r} in line {key.start_mark.line + 1}"
            seen.add(key.value)
            yield from _repeated(value)
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _repeated(child)
