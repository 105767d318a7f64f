"""Events as they are told: whole records with their reports and stories."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from dragoman.ledger import query, rows
from dragoman.ledger.placing import among
from dragoman.ledger.query import Query
from dragoman.ledger.schema import bodies, events, reports
from dragoman.model import Report, Told


def numbers(connection: sa.Connection, asked: Query) -> list[int]:
    """The event rows asked for, in order."""
    select = query.events_of(asked, events.c.seq, dialect=connection.dialect.name)
    return list(connection.execute(query.ordered(select, asked)).scalars())


def of(connection: sa.Connection, numbers: list[int]) -> Iterator[Told]:
    """The events of rows, in the order of their numbers."""
    columns = (events.c.seq, bodies.c.body, events.c.foreign, events.c.report, query.story_of().label("story"))
    asked = sa.select(*columns).join(bodies, bodies.c.event == events.c.seq)
    found = {row.seq: row for row in among(connection, asked, events.c.seq, numbers)}
    near = reports_of(connection, {row.report for row in found.values() if row.report})
    for number in numbers:
        row = found[number]
        report, copy_of = near.get(row.report, (None, None))
        event = rows.event_of(row.body, row.foreign)
        yield Told(event=event, report=report, story=row.story, copy_of=copy_of)


def reports_of(connection: sa.Connection, ids: set[str]) -> dict[str, tuple[Report, str | None]]:
    """Reports by id, each with the one that it copies."""
    found = among(connection, sa.select(reports), reports.c.id, ids)
    return {row.id: (rows.report_of(row), row.copy_of) for row in found}
