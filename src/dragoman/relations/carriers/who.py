"""Who somebody in an event is: a person, else an office, else a body, else all of a party's sector together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal

from dragoman.knowledge import gazetteer
from dragoman.ledger.casts import Seat
from dragoman.model import Record

KINDS = ("person", "office", "body", "sector")

_UNTOLD = "other"  # the office of people of whom the gazetteer tells none


class Who(Record, frozen=True):
    """Somebody lasting of a party. `name` is the person's, the office's or the body's, else the party's."""

    party: str
    kind: Literal["person", "office", "body", "sector"]
    name: str
    sector: str | None = None


def who(seat: Seat) -> Who | None:
    """Who is meant by a seat of an event, under whatever name; None where nobody can know the party."""
    return None if seat.party is None else _who(seat.party, seat.sector, seat.name, seat.person, seat.office)


@cache
def _who(party: str, sector: str | None, name: str, person: str | None, office: str | None) -> Who:
    # Names come in any script; a person's and a body's are resolved ones, of a group there may be thousands.
    if person:
        return Who(party=party, kind="person", name=person)
    if office := told(office):
        return Who(party=party, kind="office", name=office)
    if name in _bodies():
        return Who(party=party, kind="body", name=name, sector=sector)
    kind: Literal["body", "sector"] = "body" if party.startswith("IGO:") else "sector"
    shown = party.removeprefix("IGO:") if kind == "body" else gazetteer.load().display(party)
    return Who(party=party, kind=kind, name=shown, sector=sector)


def told(office: str | None) -> str | None:
    """An office that says something."""
    return None if office == _UNTOLD else office or None


@cache
def _bodies() -> frozenset[str]:
    return frozenset(body.names["en"][0] for body in gazetteer.load().organisations)


def without_doubles(people: Iterable[tuple[Who, str | None]]) -> tuple[Who, ...]:
    """People of one event by party, without whoever is named again more loosely.

    The office of a person who is there (each comes with the office he is given), and a sector beside anybody of its
    party, are the same people once more.
    """
    listed = list(people)
    offices = {(one.party, office) for one, office in listed if one.kind == "person"}
    named = {one.party for one, _ in listed if one.kind != "sector"}
    kept = {
        one
        for one, _ in listed
        if not (one.kind == "office" and (one.party, one.name) in offices)
        and not (one.kind == "sector" and one.party in named)
    }
    return tuple(sorted(kept, key=order))


def order(one: Who) -> tuple[str, int, str, str]:
    """By party, the more exactly named first."""
    return one.party, KINDS.index(one.kind), one.name, one.sector or ""
