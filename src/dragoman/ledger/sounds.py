"""Words by their sound, so that a name that no gazetteer knows is met again in another script.

A word's sound is its consonants in classes that spellings keep: Moradian and its Arabic and Persian forms are all
MRTN. Of English only words with a capital count, which are mostly names; Arabic script has no capitals, so all of
its words do. Countries and nationalities are left out: who takes part is compared by codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from dragoman.data import read_yaml
from dragoman.errors import DataError
from dragoman.knowledge import gazetteer
from dragoman.languages.packs import LANGUAGES
from dragoman.text import fold

_LEAST = 3  # consonants from which a sound tells one name from another
_WORD = re.compile(r"\d+(?:[.,\u066b\u066c]\d+)*|[^\W\d_]+")
_ARABIC = re.compile("[\u0600-\u06ff]")
_GROUPED = re.compile(r"(?<=\d)[.,\u066b\u066c](?=\d{3}\b)")


class _Number(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    value: int
    words: tuple[str, ...]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `sounds.yaml` holds."""

    latin: dict[str, str]
    arabic: dict[str, str]
    prefixes: tuple[str, ...]
    titles: tuple[str, ...]
    numbers: tuple[_Number, ...]


class Heard(NamedTuple):
    """What a text sounds like: from each sound of a possible name to its spelling; the numbers; its script."""

    names: dict[str, str]
    numbers: frozenset[int]
    latin: bool


@lru_cache(maxsize=8192)
def heard(text: str) -> Heard:
    """The sounds and numbers of a text in English, Arabic or Persian."""
    latin = _ARABIC.search(text) is None
    names: dict[str, str] = {}
    numbers: set[int] = set()
    for found in _WORD.finditer(_GROUPED.sub("", text)):
        word = found.group()
        folded = fold(word)
        if folded.isdigit():
            numbers.add(int(folded[:12]))
        elif folded in _numbers():
            numbers.add(_numbers()[folded])
        elif not latin or (word[0].isupper() and folded not in _table().titles):
            names.update((sound, word) for sound in _sounds(folded, latin))
    return Heard(names, frozenset(numbers), latin)


def sound(folded: str) -> str:
    """The classes of a folded word's consonants, neighbours of one class once; "" where it has none."""
    known = _classes()
    out, at = "", 0
    while at < len(folded):
        size = next((n for n in (3, 2, 1) if folded[at : at + n] in known), 0)
        if size:
            out += "".join(c for c in known[folded[at : at + size]] if not out.endswith(c))
        at += size or 1
    return out


def _sounds(folded: str, latin: bool) -> Iterator[str]:
    if latin:
        forms = [folded, folded.replace("v", "")]  # which Arabic script may write as f or as a vowel
    else:
        forms = [folded, *(folded.removeprefix(p) for p in _table().prefixes if folded.startswith(p))]
    if _nations().isdisjoint(forms):
        yield from {s for form in forms if len(s := sound(form)) >= _LEAST}


@cache
def _table() -> Table:
    file = files("dragoman.ledger") / "sounds.yaml"
    table: Table = read_yaml(file, Table, "ledger/sounds.yaml")
    for letters in (*table.latin, *table.arabic):
        if fold(letters) != letters or not 1 <= len(letters) <= 3:
            raise DataError(f"{letters!r} is not one to three folded letters", "ledger/sounds.yaml")
    return table


@cache
def _classes() -> dict[str, str]:
    return _table().latin | _table().arabic


@cache
def _numbers() -> dict[str, int]:
    return {fold(word): number.value for number in _table().numbers for word in number.words}


@cache
def _nations() -> frozenset[str]:
    """The words in names of countries, nationalities and capitals."""
    known = gazetteer.load()
    return frozenset(
        word
        for language in LANGUAGES
        for name in known.names(language)
        if name.kind in ("state", "demonym", "capital")
        for word in fold(name.spelling).split()
    )
