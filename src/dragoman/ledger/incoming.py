"""Events in the order in which they came into a ledger, each once, however often it is coded anew or corrected."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from dragoman.ledger import told
from dragoman.ledger.ledger import Ledger
from dragoman.ledger.query import Query, events_of
from dragoman.ledger.schema import codings, events, judgements, runs
from dragoman.model import Record, Told

_PAGE = 200  # events that a stream holds at a time


class Arrival(Record, frozen=True):
    """An event with the number of its row, and when that came (UTC): as it was coded, or corrected."""

    number: int
    at: datetime.datetime
    told: Told


def newest(ledger: Ledger, asked: Query, size: int) -> list[Arrival]:
    """The events asked for that came or were corrected last, the newest first. The query's order doesn't count."""
    with ledger.store.reading() as connection:
        select = _arrived(asked, connection).order_by(events.c.seq.desc()).limit(size)
        return _whole(connection, connection.execute(select).all())


def since(ledger: Ledger, asked: Query, number: int) -> Iterator[Arrival]:
    """The events asked for that came after the row of that number and were not there before, in order."""
    other = events.alias()
    before = sa.select(other.c.seq).where(other.c.id == events.c.id, other.c.seq <= number).correlate(events)
    with ledger.store.reading() as connection:
        select = _arrived(asked, connection).where(events.c.seq > number, ~before.exists()).order_by(events.c.seq)
        found = connection.execute(select).all()
        for at in range(0, len(found), _PAGE):
            yield from _whole(connection, found[at : at + _PAGE])


def last(ledger: Ledger) -> int:
    """The number of the last row of an event; 0 where there is none."""
    with ledger.store.reading() as connection:
        return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(events.c.seq), 0))).scalar_one())


def _arrived(asked: Query, connection: sa.Connection) -> sa.Select[Any]:
    every = msgspec.structs.replace(asked, limit=None, skip=0)
    found = events_of(every, events.c.seq, runs.c.at, dialect=connection.dialect.name)
    found = found.join(codings, codings.c.seq == events.c.coding)
    found = found.outerjoin(judgements, judgements.c.seq == events.c.judgement)
    return found.join(runs, runs.c.seq == sa.func.coalesce(judgements.c.run, codings.c.run))


def _whole(connection: sa.Connection, found: Any) -> list[Arrival]:
    listed = told.of(connection, [row.seq for row in found])
    return [Arrival(number=row.seq, at=_utc(row.at), told=one) for row, one in zip(found, listed, strict=True)]


def _utc(at: datetime.datetime) -> datetime.datetime:
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)
