"""What is remembered of feeds: each poll is a row, the last one says how things stand."""

from __future__ import annotations

import datetime
from typing import Any

import sqlalchemy as sa

from dragoman.ledger.schema import polls
from dragoman.model import Record


class Polled(Record, frozen=True):
    """What a source gave when it was asked; `state` is what whoever polls wants back next time, as JSON."""

    source: str
    at: datetime.datetime
    status: str
    entries: int
    added: int
    message: str | None
    next_at: datetime.datetime | None
    state: str


def write(connection: sa.Connection, polled: Polled, run: int) -> None:
    """Adds what a source gave."""
    row = {name: getattr(polled, name) for name in polled.__struct_fields__}
    connection.execute(sa.insert(polls).values(row | {"run": run}))


def last(connection: sa.Connection) -> dict[str, Polled]:
    """What each source gave last, in the order of their addresses."""
    newest = sa.select(sa.func.max(polls.c.seq)).group_by(polls.c.source)
    found = connection.execute(sa.select(polls).where(polls.c.seq.in_(newest)).order_by(polls.c.source))
    return {row.source: _polled(row) for row in found}


def recent(connection: sa.Connection, source: str, limit: int) -> list[Polled]:
    """What a source gave the last times, the last one first."""
    asked = sa.select(polls).where(polls.c.source == source).order_by(polls.c.seq.desc()).limit(limit)
    return [_polled(row) for row in connection.execute(asked)]


def _polled(row: sa.Row[Any]) -> Polled:
    return Polled(**{name: utc(getattr(row, name)) for name in Polled.__struct_fields__})


def utc(value: Any) -> Any:
    """A moment with its zone, which SQLite forgets; anything else as it is."""
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        return value.replace(tzinfo=datetime.UTC)
    return value
