"""Conferences and summits by name: the words of a sentence say on whose margins people met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import msgspec

from dragoman.data import read_yaml
from dragoman.model import Token
from dragoman.phrases import Phrases, words

_FILE = "conferences.yaml"


class Conference(msgspec.Struct, frozen=True, eq=False, forbid_unknown_fields=True):
    """A conference or summit, by its names in each language; `label` is what is shown."""

    id: str
    label: str
    names: dict[str, tuple[str, ...]]
    note: str | None = None


class Found(msgspec.Struct, frozen=True):
    """Tokens `first` up to `last` name a conference."""

    first: int
    last: int
    conference: Conference


class Conferences:
    """All of them, ready to be found in any of the languages."""

    def __init__(self) -> None:
        self.all: tuple[Conference, ...] = read_yaml(
            files(__package__) / _FILE, tuple[Conference, ...], f"knowledge/{_FILE}"
        )
        self._phrases: dict[str, Phrases[Conference]] = {}
        self._needs: dict[str, dict[str, list[frozenset[str]]]] = {}

    def find(self, language: str, tokens: Sequence[Token]) -> Found | None:
        """The conference that the tokens name with the most words, the first of several; None where they name none."""
        found = self._of(language).all(tokens)
        if not found:
            return None
        best = max(found, key=lambda match: (match.last - match.first, -match.first))
        return Found(best.first, best.last, best.value)

    def may_hold(self, language: str, forms: Iterable[str]) -> bool:
        """Whether words in all their forms (the ledger's `sentences.words`) can hold a name at all; quick."""
        there = frozenset(forms)
        needs = self._wanted(language)
        return any(need <= there for word in needs.keys() & there for need in needs[word])

    def _of(self, language: str) -> Phrases[Conference]:
        if language not in self._phrases:
            phrases: Phrases[Conference] = Phrases()
            for conference in self.all:
                phrases.update(conference.names.get(language, ()), conference)
            self._phrases[language] = phrases
        return self._phrases[language]

    def _wanted(self, language: str) -> dict[str, list[frozenset[str]]]:
        """The words of each name, by the longest of them."""
        if language not in self._needs:
            needs: dict[str, list[frozenset[str]]] = {}
            for name in (name for conference in self.all for name in conference.names.get(language, ())):
                parts = [word for word in words(name) if word.isalnum()]
                needs.setdefault(max(parts, key=len), []).append(frozenset(parts))
            self._needs[language] = needs
        return self._needs[language]


@cache
def load() -> Conferences:
    """The conferences, read once."""
    return Conferences()
