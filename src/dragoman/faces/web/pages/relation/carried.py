"""Who carries a relation: people and institutions of both sides, their meetings, third parties."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from dragoman.faces.web.pages.relation.asked import Asked
from dragoman.model import Place, Record
from dragoman.relations.briefing import names
from dragoman.relations.briefing.wording import Phrase, Piece, Words, fill
from dragoman.relations.carriers import Carrier, Third
from dragoman.relations.carriers.meetings import TYPE, Meeting
from dragoman.relations.carriers.who import Who

SHOWN = 8  # of each side, and of meetings
_ACTS = 3
_PEOPLE = 4  # of a meeting


class Shown(Record, frozen=True):
    """A carrier by name, with the address of its page, its offices and what it did most."""

    name: Phrase
    href: str
    offices: tuple[str, ...]
    acts: tuple[tuple[str, int], ...]
    carrier: Carrier


class Side(Record, frozen=True):
    """One of the two with its carriers; `more` are not shown at once."""

    code: str
    name: str
    carriers: tuple[Shown, ...]
    more: tuple[Shown, ...]


class Talks(Record, frozen=True):
    """A meeting: days, people, how they met, where, at which conference."""

    days: str | None
    people: tuple[Phrase, ...]
    how: Phrase
    where: Phrase | None
    margin: Phrase | None
    event: str


class Carried(Record, frozen=True):
    """All of it."""

    sides: tuple[Side, Side]
    met: int
    meetings: tuple[Talks, ...]
    more: tuple[Talks, ...]
    thirds: tuple[tuple[Third, str], ...]


def carried(asked: Asked) -> Carried:
    """Who carries the relation, those with most stories first."""
    found, words = asked.relation.carriers(), asked.ui.words
    talks = [_talks(one, asked) for one in found.meetings]
    one, other = (
        Side(
            code=code,
            name=names.party(code, words),
            carriers=tuple(_shown(each, words) for each in side[:SHOWN]),
            more=tuple(_shown(each, words) for each in side[SHOWN : 5 * SHOWN]),
        )
        for code, side in zip(found.pair, (found.one, found.other), strict=True)
    )
    return Carried(
        sides=(one, other),
        met=found.met,
        meetings=tuple(talks[:SHOWN]),
        more=tuple(talks[SHOWN : 5 * SHOWN]),
        thirds=tuple((each, names.party(each.party, words)) for each in found.thirds[:SHOWN]),
    )


def _shown(carrier: Carrier, words: Words) -> Shown:
    offices = (names.office(office, words) for office in carrier.offices)
    path = f"/people/{quote(carrier.name, safe='')}" if carrier.kind == "person" else f"/parties/{carrier.party}"
    return Shown(
        name=_name(carrier, words, at_home=True),
        href=path,
        offices=tuple(office for office in offices if office)[:2],
        acts=tuple((words.kinds[kind], number) for kind, number in list(carrier.acts.items())[:_ACTS]),
        carrier=carrier,
    )


def _name(one: Who, words: Words, *, at_home: bool = False) -> Phrase:
    """Somebody by name; of whom the name doesn't tell the party, it is said, unless it stands above."""
    party = names.party(one.party, words)
    if one.kind == "person":
        return names.person(one.name, words)
    if one.kind == "office":
        office = names.office(one.name, words)
        shown: Phrase = (Piece(text=office),) if office else names.foreign(one.name)
        return shown if at_home else fill(words.people, {"party": party, "people": shown})
    if one.kind == "sector":
        return (Piece(text=words.sectors[one.sector].format(party=party) if one.sector in words.sectors else party),)
    return names.source(one.name, words)


def _talks(meeting: Meeting, asked: Asked) -> Talks:
    words = asked.ui.words
    one, other = (Piece(text=names.party(code, words)) for code in asked.relation.pair)
    how = fill(words.act(TYPE, meeting.mode, both=True), {"one": one, "other": other, "where": ()})
    return Talks(
        days=asked.ui.days(meeting.first, meeting.last or meeting.first) if meeting.first else None,
        people=_people(meeting.people, words),
        how=how,
        where=names.place(Place(name=meeting.place, country=meeting.country), words) if meeting.place else None,
        margin=names.conference(meeting.margin.conference, words) if meeting.margin else None,
        event=meeting.events[0],
    )


def _people(found: Iterable[Who], words: Words) -> tuple[Phrase, ...]:
    """People and offices; a side as a whole is said by how they met."""
    return tuple(_name(one, words) for one in found if one.kind != "sector")[:_PEOPLE]
