"""What the gazetteer knows of parties and people, for their pages and for finding them by any name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from dragoman.knowledge import gazetteer
from dragoman.knowledge.gazetteer import Country, Names, Organisation, Person, Spell
from dragoman.model import Record
from dragoman.text import fold

Kind = Literal["state", "territory", "body"]
_MOST = 60  # that are found
_NEAR = 6  # that are called nearly so


class Holding(Record, frozen=True):
    """An office that a person holds or held: the party's code, the office's English label, and the years."""

    person: str
    party: str | None
    office: str
    since: int | None
    until: int | None


class KnownParty(Record, frozen=True):
    """A state, territory or international body. `parts` are names of what is counted with it."""

    code: str
    kind: Kind
    names: Names
    parent: str | None = None
    note: str | None = None
    parts: tuple[Names, ...] = ()
    holdings: tuple[Holding, ...] = ()


class KnownPerson(Record, frozen=True):
    """A person by the English label of records, with the offices: those held still, then the latest."""

    name: str
    names: Names
    note: str | None
    holdings: tuple[Holding, ...]


class Found(NamedTuple):
    """A party (by code) or a person (by label) that a name may mean."""

    kind: Literal["party", "person"]
    key: str


class Meant(NamedTuple):
    """Who may be meant by a name; `near` where nobody is called so, but nearly."""

    found: tuple[Found, ...]
    near: bool

    @property
    def only(self) -> Found | None:
        """The one who is called so, where there is no other."""
        return self.found[0] if len(self.found) == 1 and not self.near else None


def party(code: str) -> KnownParty | None:
    """A party by its code; None where the gazetteer has none."""
    known = gazetteer.load()
    states = [one for one in known.countries if one.iso == code]
    bodies = [one for one in known.organisations if one.code == code and code.startswith("IGO:")]
    own = next((one for one in states if one.code and not one.until), None)
    first: Country | Organisation | None = own or next(iter(bodies), None)
    if first is None:
        return None
    parent = own.parent if own else None
    return KnownParty(
        code=code,
        kind="body" if own is None else "territory" if parent else "state",
        names=first.names,
        parent=parent,
        note=first.note,
        parts=tuple(one.names for several in (states, bodies) for one in several if one is not first),
        holdings=tuple(sorted(_of_party().get(code, ()), key=_first)),
    )


def person(name: str) -> KnownPerson | None:
    """A person by label; None where the gazetteer has none."""
    found = _people().get(name)
    if found is None:
        return None
    holdings = sorted((_holding(found, spell) for spell in found.spells), key=_latest)
    return KnownPerson(name=name, names=found.names, note=found.note, holdings=tuple(holdings))


def find(written: str) -> Meant:
    """Who may be meant: those of that very name, else those with it in theirs, else those who are called nearly so."""
    key = _key(written)
    index = _index()
    if not key or key in index:
        return Meant(index.get(key, ()), near=False)
    begun = [found for name, found in index.items() if name.startswith(key)]
    inside = [found for name, found in index.items() if f" {key}" in name]
    if begun or inside:
        return Meant(tuple(dict.fromkeys(one for several in begun + inside for one in several))[:_MOST], near=False)
    near = difflib.get_close_matches(key, index, n=_NEAR, cutoff=0.75)
    return Meant(tuple(dict.fromkeys(one for name in near for one in index[name])), near=True)


def _key(name: str) -> str:
    return " ".join(fold(name).split())


def _first(one: Holding) -> tuple[bool, int, int, str]:
    """Who holds an office still, the highest office first; then who held one, the latest first."""
    held = one.until is not None
    return held, -(one.until or 0) if held else _ranks().get(one.office, len(_ranks())), -(one.since or 0), one.person


def _latest(one: Holding) -> tuple[int, int, str]:
    """What is held still before what was held, then the latest first."""
    return -(one.until or 9999), -(one.since or 0), one.person


def _holding(of: Person, spell: Spell) -> Holding:
    return Holding(
        person=of.names["en"][0],
        party=spell.organisation or spell.country,
        office=_offices().get(spell.office or "", spell.office or "other"),
        since=spell.start,
        until=spell.until,
    )


@cache
def _people() -> dict[str, Person]:
    return {one.names["en"][0]: one for one in gazetteer.load().people}


@cache
def _offices() -> dict[str, str]:
    return {one.id: one.names["en"][0] for one in gazetteer.load().offices}


@cache
def _ranks() -> dict[str, int]:
    """Offices by their English labels, in the gazetteer's order, which puts heads of state first."""
    return {label: rank for rank, label in enumerate(_offices().values())}


@cache
def _of_party() -> dict[str, list[Holding]]:
    found: dict[str, list[Holding]] = {}
    for one in gazetteer.load().people:
        for spell in one.spells:
            holding = _holding(one, spell)
            if holding.party:
                found.setdefault(holding.party, []).append(holding)
    return found


@cache
def _index() -> dict[str, tuple[Found, ...]]:
    """Who is called what, by folded names and codes: parties before people, in the order of the gazetteer."""
    found: dict[str, dict[Found, None]] = {}
    for name, one in _named():
        if key := _key(name):
            found.setdefault(key, {})[one] = None
    return {key: tuple(several) for key, several in found.items()}


def _named() -> Iterator[tuple[str, Found]]:
    known = gazetteer.load()
    for country in sorted(known.countries, key=lambda one: (one.code is None, one.until is not None)):
        one = Found("party", country.iso)
        yield from ((name, one) for name in (country.iso, *_every(country.names)))
    for body in known.organisations:
        if body.code.startswith("IGO:"):
            one = Found("party", body.code)
            yield from ((name, one) for name in (body.code, body.code.removeprefix("IGO:"), *_every(body.names)))
    for label, who in _people().items():
        one = Found("person", label)
        yield from ((name, one) for name in (*_every(who.names), *who.family.values()))


def _every(names: Names) -> Iterable[str]:
    return (name for several in names.values() for name in several)
