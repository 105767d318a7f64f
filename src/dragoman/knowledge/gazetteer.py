"""Who and where: states, cities, bodies, offices, groups and people by name, in each language.

The files are read strictly; a name may have several readings, and all of them are given: it is for the
reader to choose by context.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal, NamedTuple

import msgspec

from dragoman.data import read_yaml
from dragoman.errors import DataError
from dragoman.model import Place, Token
from dragoman.phrases import ARTICLE, Phrases
from dragoman.text import fold

Names = dict[str, tuple[str, ...]]
NameKind = Literal[
    "state", "demonym", "capital", "seat", "place", "organisation", "office", "group", "person", "family"
]


class _Strict(msgspec.Struct, frozen=True, eq=False, forbid_unknown_fields=True):
    pass


class Country(_Strict, frozen=True):
    """A state or partly recognised entity; `parent` codes for it where it has no code of its own."""

    names: Names
    code: str | None = None
    demonyms: Names = {}
    capital: dict[str, str] = {}
    seats: Names = {}
    not_government: bool = False
    parent: str | None = None
    until: int | None = None
    ambiguous: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    note: str | None = None

    @property
    def iso(self) -> str:
        """The code that events carry."""
        return self.code or self.parent or ""


class Spell(_Strict, frozen=True, rename={"start": "from"}):
    """From when until when (years) something held; None is open."""

    start: int | None = None
    until: int | None = None
    code: str | None = None
    country: str | None = None
    organisation: str | None = None
    office: str | None = None
    sector: str | None = None

    def holds(self, year: int) -> bool:
        """Whether it held in a year."""
        return (self.start is None or self.start <= year) and (self.until is None or year <= self.until)


class Organisation(_Strict, frozen=True):
    """A body with a name of its own; `code` is `IGO:ACRONYM` or `COUNTRY:SECTOR`."""

    id: str
    code: str
    names: Names
    kind: str | None = None
    spells: tuple[Spell, ...] = ()
    note: str | None = None

    def code_in(self, year: int | None) -> str:
        """Its code in a year."""
        for spell in self.spells:
            if year is not None and spell.code and spell.holds(year):
                return spell.code
        return self.code


class Office(_Strict, frozen=True):
    """What one person may hold; `country` or `organisation` where only one has it."""

    id: str
    sector: str
    names: Names
    country: str | None = None
    organisation: str | None = None
    note: str | None = None


class Collective(_Strict, frozen=True):
    """A generic collective actor: the police, the government, protesters."""

    id: str
    sector: str
    names: Names
    kind: Literal["organisation", "group"] = "group"
    foreign: bool = False  # whether somebody's are of another country than he: his allies, his hostages
    note: str | None = None


class Person(_Strict, frozen=True):
    """A leader, minister or envoy with the offices held."""

    id: str
    names: Names
    spells: tuple[Spell, ...] = ()
    family: dict[str, str] = {}
    note: str | None = None

    def spell_in(self, year: int | None) -> tuple[Spell | None, bool]:
        """The spell that counts in a year, and whether the person then held it (else: before or after)."""
        if not self.spells:
            return None, False
        if year is None:
            return self.spells[-1], True
        for spell in reversed(self.spells):
            if spell.holds(year):
                return spell, True
        return min(self.spells, key=lambda s: _distance(s, year)), False


def _distance(spell: Spell, year: int) -> int:
    return min(abs(year - (spell.start or year)), abs(year - (spell.until or year)))


class City(NamedTuple):
    """A city, region or water with its point."""

    name: str
    country: str | None
    lat: float
    lon: float
    kind: str

    @property
    def place(self) -> Place:
        """As a place record."""
        return Place(name=self.name, country=self.country, lat=self.lat, lon=self.lon)


Entry = Country | Organisation | Office | Collective | Person | City


class Name(NamedTuple):
    """One reading of a name."""

    kind: NameKind
    entry: Entry
    spelling: str


class Named(NamedTuple):
    """Tokens `first` up to `last` are a name; `names` are its readings, the clitics taken off before it."""

    first: int
    last: int
    names: tuple[Name, ...]
    prefix: str
    suffix: str


class Gazetteer:
    """Everything named, ready to be found in any of the languages."""

    def __init__(self) -> None:
        self._folder = files(__package__)
        self.files = {
            name: (self._folder / name).read_bytes()
            for name in (
                "countries.yaml",
                "cities.csv",
                "organisations.yaml",
                "offices.yaml",
                "groups.yaml",
                "people.yaml",
            )
        }
        self.countries: tuple[Country, ...] = self._read("countries.yaml", tuple[Country, ...])
        self.organisations: tuple[Organisation, ...] = self._read("organisations.yaml", tuple[Organisation, ...])
        self.offices: tuple[Office, ...] = self._read("offices.yaml", tuple[Office, ...])
        self.groups: tuple[Collective, ...] = self._read("groups.yaml", tuple[Collective, ...])
        self.people: tuple[Person, ...] = self._read("people.yaml", tuple[Person, ...])
        self.cities = tuple(self._cities())
        self._phrases: dict[str, tuple[Phrases[Name], Phrases[Name]]] = {}
        self._given: dict[str, frozenset[str]] = {}

    def find(self, language: str, tokens: Sequence[Token]) -> list[Named]:
        """The names among the tokens, the longest at each place, left to right, none inside another."""
        out: list[Named] = []
        at = 0
        while at < len(tokens):
            named = self._at(language, tokens, at) if tokens[at].word else None
            if named is None:
                at += 1
            else:
                out.append(named)
                at = named.last
        return out

    def display(self, iso: str) -> str:
        """A country's English name."""
        return self._display.get(iso, iso)

    @cached_property
    def _display(self) -> dict[str, str]:
        return {c.code: c.names["en"][0] for c in reversed(self.countries) if c.code and not c.until}

    @cached_property
    def capitals(self) -> dict[str, City]:
        """Capitals' points by the country's code; a state's own goes before that of an entity coded under it."""
        by_name = {(city.name, city.country): city for city in self.cities}
        found: dict[str, City] = {}
        for country in self.countries:
            name = country.capital.get("en", "")
            told_apart = f"{name} ({country.names['en'][0]})"  # Georgetown (Guyana)
            city = by_name.get((name, country.iso)) or by_name.get((told_apart, country.iso))
            of_state = country.code is not None and country.until is None
            if city is not None and (of_state or country.iso not in found):
                found[country.iso] = city
        return found

    @cached_property
    def fingerprint(self) -> str:
        """First 12 hex digits of the digest of the data files."""
        digest = hashlib.sha256()
        for name in sorted(self.files):
            digest.update(self.files[name])
        return digest.hexdigest()[:12]

    def _at(self, language: str, tokens: Sequence[Token], at: int) -> Named | None:
        names, roles = self._of(language)
        found = [
            m
            for m in names.at(tokens, at) + roles.at(tokens, at)
            if _spelt(language, m.value.spelling, tokens[m.first : m.last])
            and not (m.value.kind == "family" and m.prefix.endswith(ARTICLE))  # no article comes before a name
        ]
        if not found:
            return None
        least = min((-m.last, _taken(m.prefix, m.suffix)) for m in found)
        best = [m for m in found if (-m.last, _taken(m.prefix, m.suffix)) == least]
        readings = tuple(dict.fromkeys(m.value for m in best))
        return Named(at, best[0].last, readings, best[0].prefix, best[0].suffix)

    def _of(self, language: str) -> tuple[Phrases[Name], Phrases[Name]]:
        if language not in self._phrases:
            proper: Phrases[Name] = Phrases()
            roles: Phrases[Name] = Phrases(suffixes=True)
            for name in self.names(language):
                (roles if name.kind in ("office", "group") else proper).add(name.spelling, name)
            self._phrases[language] = proper, roles
        return self._phrases[language]

    def names(self, language: str) -> Iterator[Name]:
        """Every name of a language with its reading."""
        for kind, entry, spellings in self._spellings(language):
            for spelling in spellings:
                yield Name(kind, entry, spelling)

    def _spellings(self, language: str) -> Iterator[tuple[NameKind, Entry, Sequence[str]]]:
        for country in self.countries:
            yield "state", country, country.names.get(language, ())
            yield "demonym", country, country.demonyms.get(language, ())
            yield "seat", country, country.seats.get(language, ())
            yield "capital", country, [country.capital[language]] if language in country.capital else ()
        for body in self.organisations:
            yield "organisation", body, body.names.get(language, ())
        for office in self.offices:
            yield "office", office, office.names.get(language, ())
        for group in self.groups:
            yield "group", group, group.names.get(language, ())
        for person in self.people:
            yield "person", person, person.names.get(language, ())
            yield "family", person, [person.family[language]] if language in person.family else ()
        for city, names in self._city_names[language]:
            yield "place", city, names

    def given(self, language: str) -> frozenset[str]:
        """Given names, folded: the words that two people's names or more begin with, and no office's or group's."""
        if language not in self._given:
            first = Counter[str]()
            for person in self.people:
                names = [fold(name).split() for name in person.names.get(language, ())]
                first.update({words[0] for words in names if len(words) > 1})
            every = [*(office.names for office in self.offices), *(group.names for group in self.groups)]
            roles = {fold(name) for names in every for name in names.get(language, ())}
            self._given[language] = frozenset(word for word, many in first.items() if many > 1 and word not in roles)
        return self._given[language]

    @cached_property
    def _city_names(self) -> dict[str, list[tuple[City, list[str]]]]:
        found: dict[str, list[tuple[City, list[str]]]] = {"ar": [], "fa": [], "en": []}
        for row, city in zip(self._rows(), self.cities, strict=True):
            found["en"].append((city, [city.name]))
            for language in ("ar", "fa"):
                found[language].append((city, [s for s in row[language].split("|") if s.strip()]))
        return found

    def _rows(self) -> Iterator[dict[str, str]]:
        yield from csv.DictReader(io.StringIO(self.files["cities.csv"].decode()))

    def _cities(self) -> Iterator[City]:
        for number, row in enumerate(self._rows(), start=2):
            try:
                lat, lon = float(row["lat"]), float(row["lon"])
            except (TypeError, ValueError) as error:
                raise DataError("coordinates are not numbers", f"knowledge/cities.csv:{number}") from error
            if not (-90 <= lat <= 90 and -180 <= lon <= 180):
                raise DataError("coordinates off the globe", f"knowledge/cities.csv:{number}")
            yield City(row["name"], row["country"] or None, lat, lon, row["kind"])

    def _read(self, name: str, shape: Any) -> Any:
        return read_yaml(self._folder / name, shape, f"knowledge/{name}")


def _taken(prefix: str, suffix: str) -> int:
    """How much of a word was taken off; the article and a plain "and" weigh nothing."""
    return len(prefix.removesuffix(ARTICLE).removeprefix("و")) + len(suffix)


def _spelt(language: str, spelling: str, tokens: Sequence[Token]) -> bool:
    """Whether the published spelling can be this name: English capitals must be kept."""
    if language != "en" or not spelling[0].isupper():
        return True
    text = tokens[0].text
    if spelling.isupper() and len(spelling) <= 5:
        return text.isupper()
    return text[:1].isupper()


@cache
def load() -> Gazetteer:
    """The gazetteer, read once."""
    return Gazetteer()
