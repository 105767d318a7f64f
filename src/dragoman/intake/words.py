"""The words of the boilerplate around a report: `words.yaml`, read strictly, once, when first needed."""

from __future__ import annotations

from functools import cache
from importlib import resources

from dragoman.data import read_yaml
from dragoman.errors import DataError
from dragoman.model import Record
from dragoman.text import fold


class Agency(Record, frozen=True, forbid_unknown_fields=True):
    """A news agency: its English name and how reports spell it."""

    name: str
    spellings: tuple[str, ...]


class Words(Record, frozen=True, forbid_unknown_fields=True):
    """All lists of `words.yaml`, as written there."""

    cues: tuple[str, ...]
    changed: tuple[str, ...]
    agencies: tuple[Agency, ...]


@cache
def words() -> Words:
    """The lists. Raises DataError where the file is broken or one spelling names two agencies."""
    found: Words = read_yaml(resources.files("dragoman.intake") / "words.yaml", Words, "intake/words.yaml")
    owners: dict[str, str] = {}
    for agency in found.agencies:
        for spelling in agency.spellings:
            if owners.setdefault(fold(spelling), agency.name) != agency.name:
                raise DataError(f"{spelling} names two agencies", "intake/words.yaml", "keep one")
    return found
