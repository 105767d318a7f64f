"""What came in: the reports published from a day on, and what they tell, relation by relation."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa

from dragoman.ledger.query import stands
from dragoman.ledger.schema import dyads, events, reports
from dragoman.model import Record

Pair = tuple[str, str]
_HEAVIEST = 3  # events of a relation that are named


class Dealt(Record, frozen=True):
    """A relation that came up: its parties (`AZE` before `USA`), how many events, and the rows of the weightiest."""

    pair: Pair
    events: int
    heaviest: tuple[int, ...]


class Arrivals(Record, frozen=True):
    """What came in since a day: reports without near copies, by language; their events; the busiest relation first.

    `lone` counts the events that name no two parties.
    """

    since: datetime.date
    reports: int
    languages: dict[str, int]
    outlets: int
    events: int
    lone: int
    relations: tuple[Dealt, ...]


class _Weighed(NamedTuple):
    """What an event weighs, and the row of its sentence; what did not happen, or not yet, weighs half."""

    weight: float
    sentence: int | None


def since(connection: sa.Connection, day: datetime.date) -> Arrivals:
    """What the reports tell that were published on that day or later."""
    fresh = (reports.c.published >= day, reports.c.copy_of.is_(None))
    told_by = sa.select(reports.c.language, reports.c.outlet, sa.func.count().label("number")).where(*fresh)
    by_outlet = connection.execute(told_by.group_by(reports.c.language, reports.c.outlet)).all()
    languages: Counter[str] = Counter()
    for row in by_outlet:
        languages[row.language or "und"] += row.number
    found, pairs = _told(connection, fresh)
    return Arrivals(
        since=day,
        reports=sum(languages.values()),
        languages=dict(sorted(languages.items(), key=lambda one: (-one[1], one[0]))),
        outlets=len({row.outlet for row in by_outlet if row.outlet}),
        events=len(found),
        lone=len(found.keys() - set().union(*pairs.values())),
        relations=tuple(_ranked(pairs, found)),
    )


def _told(
    connection: sa.Connection, fresh: tuple[sa.ColumnElement[bool], ...]
) -> tuple[dict[int, _Weighed], dict[Pair, set[int]]]:
    """The event rows of these reports, and those of each two parties."""
    within = sa.select(events.c.seq).where(events.c.report.in_(sa.select(reports.c.id).where(*fresh)), stands())
    surely = sa.func.coalesce(sa.func.abs(events.c.score) * events.c.confidence, 0.0)
    weight = sa.case((events.c.modality == "done", surely), else_=surely / 2)
    asked = sa.select(events.c.seq, weight, events.c.sentence, dyads.c.actor, dyads.c.recipient)
    asked = asked.select_from(events).outerjoin(dyads, dyads.c.event == events.c.seq).where(events.c.seq.in_(within))
    found: dict[int, _Weighed] = {}
    pairs: dict[Pair, set[int]] = {}
    for seq, heavy, sentence, actor, recipient in connection.execute(asked):
        found[seq] = _Weighed(heavy, sentence)
        if actor is not None and actor != recipient:
            pairs.setdefault((min(actor, recipient), max(actor, recipient)), set()).add(seq)
    return found, pairs


def _ranked(pairs: dict[Pair, set[int]], found: dict[int, _Weighed]) -> Iterator[Dealt]:
    for pair in sorted(pairs, key=lambda pair: (-len(pairs[pair]), pair)):
        order = sorted(pairs[pair], key=lambda seq: (-found[seq].weight, seq))
        first: dict[int, int] = {}  # of a sentence that tells several events, one is enough
        for seq in order:
            first.setdefault(found[seq].sentence or -seq, seq)
        yield Dealt(pair=pair, events=len(order), heaviest=tuple(first.values())[:_HEAVIEST])
