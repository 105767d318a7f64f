"""How much a ledger holds."""

from __future__ import annotations

import sqlalchemy as sa

from dragoman.ledger import query
from dragoman.ledger.query import Query
from dragoman.ledger.schema import events, judgements, reports
from dragoman.model import Record


class Totals(Record, frozen=True):
    """How much a ledger holds: what stands now, without near copies."""

    reports: int
    copies: int
    events: int
    foreign: int
    judgements: int
    languages: dict[str, int]


def count(connection: sa.Connection) -> Totals:
    """All of it."""
    one = connection.execute
    by_language = sa.select(reports.c.language, sa.func.count()).group_by(reports.c.language)
    copied = sa.select(sa.func.count()).where(reports.c.copy_of.is_not(None))
    every = query.events_of(Query(), sa.func.count(), dialect=connection.dialect.name)
    return Totals(
        reports=one(sa.select(sa.func.count()).select_from(reports)).scalar_one(),
        copies=one(copied).scalar_one(),
        events=one(every).scalar_one(),
        foreign=one(every.where(events.c.foreign.is_not(None))).scalar_one(),
        judgements=one(sa.select(sa.func.count()).select_from(judgements)).scalar_one(),
        languages={language or "und": count for language, count in one(by_language)},
    )
