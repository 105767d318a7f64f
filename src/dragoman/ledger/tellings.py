"""Tellings: events as the pictures of relations need them, many and light, without their words.

One row is one event, as one report tells it, between one actor and one recipient.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from dragoman.ledger.query import stands, story_of
from dragoman.ledger.schema import dyads, events

_AT_ONCE = 10_000  # rows that are fetched together


class Telling(msgspec.Struct, frozen=True, gc=False):
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


_COLUMNS = (
    events.c.seq,
    events.c.id,
    sa.func.coalesce(story_of(), events.c.id).label("story"),
    events.c.day,
    sa.func.coalesce(events.c.until, events.c.day, type_=sa.Date).label("last"),
    events.c.precision,
    events.c.type,
    events.c.mode,
    events.c.quad,
    events.c.score,
    events.c.confidence,
    events.c.modality,
    events.c.status,
    events.c.report,
    sa.func.coalesce(events.c.outlet, events.c.foreign).label("told_by"),
    events.c.language,
)
_STANDING = (stands(), ~events.c.copy)


def of_pair(connection: sa.Connection, one: str, other: str) -> list[Telling]:
    """What two parties did to each other, in no order. An event may be told in both directions."""
    forth = sa.and_(dyads.c.actor == one, dyads.c.recipient == other)
    back = sa.and_(dyads.c.actor == other, dyads.c.recipient == one)
    ways = sa.select(
        dyads.c.event,
        sa.func.max(sa.case((forth, 1), else_=0)).label("forth"),
        sa.func.max(sa.case((back, 1), else_=0)).label("back"),
    )
    grouped = ways.where(sa.or_(forth, back)).group_by(dyads.c.event).subquery()
    asked = sa.select(*_COLUMNS, grouped.c.forth, grouped.c.back).select_from(grouped)
    asked = asked.join(events, events.c.seq == grouped.c.event).where(*_STANDING)
    found = []
    for row in connection.execute(asked).all():
        head, rest = row[:3], row[3:-2]
        if row.forth:
            found.append(Telling(*(*head, one, other, *rest)))
        if row.back:
            found.append(Telling(*(*head, other, one, *rest)))
    return found


def of_all(
    connection: sa.Connection, since: datetime.date | None = None, until: datetime.date | None = None
) -> Iterator[Telling]:
    """What all parties did to each other in a period, in the order in which it came into the ledger."""
    asked = sa.select(*_COLUMNS).where(*_STANDING).order_by(events.c.seq)
    if since is not None:
        asked = asked.where(events.c.until >= since)
    if until is not None:
        asked = asked.where(events.c.day <= until)
    between = sa.select(dyads.c.event, dyads.c.actor, dyads.c.recipient)
    between = between.order_by(dyads.c.event, dyads.c.actor, dyads.c.recipient)
    # Each event is read once, though many parties may be in it: joined, the two took three times as long.
    pairs = _streamed(connection, between)
    pair = next(pairs, None)
    known: dict[Any, Any] = {}  # names, days and scores come again and again: one object serves for all
    for row in _streamed(connection, asked):
        rest: list[Any] = [known.setdefault(value, value) for value in row[3:]]
        while pair is not None and pair[0] <= row[0]:
            if pair[0] == row[0]:
                actor, recipient = known.setdefault(pair[1], pair[1]), known.setdefault(pair[2], pair[2])
                yield Telling(*(*row[:3], actor, recipient, *rest))
            pair = next(pairs, None)


def _streamed(connection: sa.Connection, asked: sa.Select[Any]) -> Iterator[Any]:
    for rows in connection.execute(asked, execution_options={"yield_per": _AT_ONCE}).partitions():
        yield from rows


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
