"""Tellings: events as the pictures of relations need them, many and light, without their words.

One row is one event, as one report tells it, between one actor and one recipient.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa

from dragoman.ledger.query import stands, story_of
from dragoman.ledger.schema import dyads, events

_AT_ONCE = 10_000  # rows that are fetched together


class Telling(NamedTuple):
    """An event of one report between two parties; `story` is its own id where it is in none.

    `day` to `until` are the days it may have been on, None where nobody can know; `precision` is None where that is
    only the report's day.
    `told_by` is the outlet, else the file that a foreign event came from.
    """

    seq: int
    event: str
    story: str
    actor: str
    recipient: str
    day: datetime.date | None
    until: datetime.date | None
    precision: str | None
    type: str
    mode: str | None
    quad: str
    score: float | None
    confidence: float | None
    modality: str
    status: str | None
    report: str | None
    told_by: str | None
    language: str | None


def of_pair(connection: sa.Connection, one: str, other: str) -> list[Telling]:
    """What two parties did to each other, in the order of days. An event may be told in both directions."""
    there = sa.and_(dyads.c.actor == one, dyads.c.recipient == other)
    back = sa.and_(dyads.c.actor == other, dyads.c.recipient == one)
    asked = _asked().where(sa.or_(there, back)).order_by(events.c.day.asc().nulls_last(), events.c.seq)
    return list(_read(connection.execute(asked)))


def of_all(
    connection: sa.Connection, since: datetime.date | None = None, until: datetime.date | None = None
) -> Iterator[Telling]:
    """What all parties did to each other in a period, in no order."""
    asked = _asked()
    if since is not None:
        asked = asked.where(events.c.until >= since)
    if until is not None:
        asked = asked.where(events.c.day <= until)
    yield from _read(connection.execution_options(yield_per=_AT_ONCE).execute(asked))


def busiest(connection: sa.Connection, party: str | None, limit: int) -> list[tuple[str, str, int]]:
    """The pairs of parties with the most events, whoever acts (`AZE` before `USA`), of one party if it is named."""
    one = sa.case((dyads.c.actor < dyads.c.recipient, dyads.c.actor), else_=dyads.c.recipient)
    other = sa.case((dyads.c.actor < dyads.c.recipient, dyads.c.recipient), else_=dyads.c.actor)
    number = sa.func.count(dyads.c.event.distinct())
    asked = sa.select(one.label("one"), other.label("other"), number.label("number"))
    asked = asked.select_from(dyads).join(events, events.c.seq == dyads.c.event)
    asked = asked.where(dyads.c.actor != dyads.c.recipient, stands(), ~events.c.copy)
    if party is not None:
        asked = asked.where(sa.or_(dyads.c.actor == party, dyads.c.recipient == party))
    asked = asked.group_by(one, other).order_by(number.desc(), one, other).limit(limit)
    return [(row.one, row.other, row.number) for row in connection.execute(asked)]


def _asked() -> sa.Select[Any]:
    columns = (
        events.c.seq,
        events.c.id,
        sa.func.coalesce(story_of(), events.c.id),
        dyads.c.actor,
        dyads.c.recipient,
        events.c.day,
        sa.func.coalesce(events.c.until, events.c.day, type_=sa.Date),
        events.c.precision,
        events.c.type,
        events.c.mode,
        events.c.quad,
        events.c.score,
        events.c.confidence,
        events.c.modality,
        events.c.status,
        events.c.report,
        sa.func.coalesce(events.c.outlet, events.c.foreign),
        events.c.language,
    )
    found = sa.select(*columns).select_from(dyads).join(events, events.c.seq == dyads.c.event)
    return found.where(stands(), ~events.c.copy)


def _read(result: Iterable[Any]) -> Iterator[Telling]:
    for row in result:
        yield Telling(*row)
