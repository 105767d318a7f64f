"""What one party or one person did, was done to, and said; the newest first."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec
import sqlalchemy as sa

from dragoman.ledger import query, rows, told
from dragoman.ledger.query import Query, coding_stands
from dragoman.ledger.schema import events, note_parties, notes, parties, reports
from dragoman.model import Report, Statement, Told

Role = Literal["actor", "recipient"]
_STANDING = (query.stands(), ~events.c.copy)
_AT_ONCE = 50  # statements that are looked through at a time


class Said(NamedTuple):
    """A statement with the report that it stands in."""

    statement: Statement
    report: Report


class Named(NamedTuple):
    """A person who is told of, by the office that is named with him or her most often, and how often in all."""

    person: str
    office: str | None
    events: int


def acts(
    connection: sa.Connection, role: Role, *, party: str | None = None, person: str | None = None, limit: int
) -> list[Told]:
    """The newest events in which a party or a person has this role."""
    asked = Query(limit=limit)
    mine = sa.select(parties.c.event).where(parties.c.role == role[0], _who(party, person))
    found = query.events_of(asked, events.c.seq, dialect=connection.dialect.name).where(events.c.seq.in_(mine))
    return list(told.of(connection, list(connection.execute(query.ordered(found, asked)).scalars())))


def words(connection: sa.Connection, *, party: str | None = None, person: str | None = None, limit: int) -> list[Said]:
    """The newest statements of a party (whoever speaks for it), or of a person, near copies left out."""
    said = sa.select(notes.c.body, reports).join(reports, reports.c.id == notes.c.report)
    said = said.where(notes.c.kind == "statement", coding_stands(notes.c.coding), reports.c.copy_of.is_(None))
    if party is not None:
        speaks = sa.and_(note_parties.c.party == party, note_parties.c.role == "speaker")
        said = said.where(notes.c.seq.in_(sa.select(note_parties.c.note).where(speaks)))
    if person is not None:
        named = f'"person":{msgspec.json.encode(person).decode()}'
        said = said.where(notes.c.body.contains(named, autoescape=True))
    said = said.order_by(reports.c.published.desc().nulls_last(), notes.c.seq)
    found: list[Said] = []
    for row in connection.execute(said, execution_options={"yield_per": _AT_ONCE}):
        statement = msgspec.json.decode(row.body, type=Statement)
        speaker = statement.speaker.actor if statement.speaker else None
        if person is None or (speaker is not None and speaker.person == person):
            found.append(Said(statement, rows.report_of(row)))
        if len(found) == limit:
            break
    return found


def people(connection: sa.Connection, party: str, limit: int) -> list[Named]:
    """The people of a party that are told of, those of most events first."""
    number = sa.func.count(parties.c.event.distinct())
    asked = sa.select(parties.c.person, parties.c.office, number.label("events"))
    asked = asked.join(events, events.c.seq == parties.c.event).where(*_STANDING)
    asked = asked.where(parties.c.party == party, parties.c.person.is_not(None))
    asked = asked.group_by(parties.c.person, parties.c.office).order_by(number.desc(), parties.c.person)
    found: dict[str, Named] = {}
    for person, office, count in connection.execute(asked):
        known = found.get(person)
        found[person] = known._replace(events=known.events + count) if known else Named(person, office, count)
    return sorted(found.values(), key=lambda one: (-one.events, one.person))[:limit]


def parties_of(connection: sa.Connection, person: str) -> list[tuple[str, int]]:
    """The parties that a person is told to act for, with the number of events."""
    number = sa.func.count(parties.c.event.distinct())
    asked = sa.select(parties.c.party, number.label("events")).join(events, events.c.seq == parties.c.event)
    asked = asked.where(_who(None, person), parties.c.party.is_not(None), *_STANDING)
    asked = asked.group_by(parties.c.party).order_by(number.desc(), parties.c.party)
    return [(party, count) for party, count in connection.execute(asked)]


def _who(party: str | None, person: str | None) -> sa.ColumnElement[bool]:
    return parties.c.person == person if person is not None else parties.c.party == party
