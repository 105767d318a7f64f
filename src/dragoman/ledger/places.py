"""Where events happened: places with how many, and how good or bad."""

from __future__ import annotations

import sqlalchemy as sa

from dragoman.ledger import query, rows
from dragoman.ledger.placing import among
from dragoman.ledger.query import Query
from dragoman.ledger.schema import bodies, events
from dragoman.model import Place, Record


class Spot(Record, frozen=True):
    """A place with the number of its events, of those that are cooperation, and the sum of their scores."""

    place: Place
    events: int
    cooperation: int
    score: float


def of(connection: sa.Connection, asked: Query, most: int) -> tuple[list[Spot], int]:
    """The places of the events asked for, those of most events first, and how many there are beyond `most`.

    A place's point is the one that its first event carries; None where that has none (a state as a whole).
    """
    good = sa.func.sum(sa.case((events.c.quad.in_(("verbal-cooperation", "material-cooperation")), 1), else_=0))
    number = sa.func.count()
    columns = (
        *(events.c.place, events.c.place_country, number.label("number"), good.label("good")),
        *(sa.func.sum(events.c.score).label("score"), sa.func.min(events.c.seq).label("first")),
    )
    found = query.events_of(asked, *columns, dialect=connection.dialect.name).where(events.c.place.is_not(None))
    found = found.group_by(events.c.place, events.c.place_country)
    every = connection.execute(found.order_by(number.desc(), events.c.place, events.c.place_country)).all()
    shown = every[:most]
    points = _points(connection, [row.first for row in shown])
    spots = [
        Spot(place=points[row.first], events=row.number, cooperation=row.good, score=float(row.score or 0))
        for row in shown
    ]
    return spots, len(every) - len(shown)


def _points(connection: sa.Connection, numbers: list[int]) -> dict[int, Place]:
    """The places that event rows name, by their numbers."""
    asked = sa.select(bodies.c.event, bodies.c.body, events.c.foreign).join(events, events.c.seq == bodies.c.event)
    found = among(connection, asked, bodies.c.event, numbers)
    places = {row.event: rows.event_of(row.body, row.foreign).where for row in found}
    return {number: place for number, place in places.items() if place is not None}
