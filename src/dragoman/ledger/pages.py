"""Pages of what is asked for: each goes on behind the last row of the one before it, whatever is added meanwhile.

A page is found by what its rows are ordered by, not by counting, so nothing is told twice and nothing left out. The
`place` where a page ended is values that JSON can hold.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Annotated, Any, Generic, NamedTuple, TypeVar

import msgspec
import sqlalchemy as sa
from msgspec import Meta

from dragoman.errors import UnknownRecord
from dragoman.ledger import query, rows, stories, told
from dragoman.ledger.judging import Judgement
from dragoman.ledger.ledger import Ledger
from dragoman.ledger.query import NoteKind, Query
from dragoman.ledger.questions import Noted
from dragoman.ledger.schema import events, judgements, notes, reports
from dragoman.ledger.stories import Story
from dragoman.model import Told

Place = Sequence[Any]
T = TypeVar("T")

_Number = Annotated[int, Meta(ge=0, le=2**62)]
_Name = Annotated[str, Meta(pattern="^[!-~]{1,300}$")]
_ByDay = tuple[datetime.date | None, _Number]
_ByConfidence = tuple[float | None, _Number]


class Page(NamedTuple, Generic[T]):
    """Some of what is asked for, and where it ended; None where nothing comes behind it."""

    found: list[T]
    end: Place | None


def told_events(ledger: Ledger, asked: Query, size: int, after: Place | None = None) -> Page[Told]:
    """Events in the order asked for. Raises UnknownRecord where no such page ever ended at `after`."""
    key, falling = query.KEYS[asked.order]
    with ledger.store.reading() as connection:
        select = query.events_of(asked, events.c.seq, key.label("key"), dialect=connection.dialect.name)
        if after is not None:
            by = _ByDay if asked.order in ("newest", "oldest") else _ByConfidence
            select = select.where(_behind(key, events.c.seq, _place(after, by), falling, falling))
        listed = query.ordered(select, _cut(asked, size)).subquery()
        found = connection.execute(sa.select(listed)).all()
        whole = list(told.of(connection, [row.seq for row in found[:size]]))
    return Page(whole, _end(found, size, "key", "seq"))


def noted(ledger: Ledger, kind: NoteKind, asked: Query, size: int, after: Place | None = None) -> Page[Noted]:
    """Statements, conditions, links or topics, newest first. Raises UnknownRecord."""
    select = query.notes_of(kind, _cut(asked, size)).add_columns(notes.c.seq)
    if after is not None:
        select = select.where(_behind(reports.c.published, notes.c.seq, _place(after, _ByDay), True, False))
    with ledger.store.reading() as connection:
        found = connection.execute(select).all()
    whole = [
        Noted(note=msgspec.json.decode(row.body, type=rows.KINDS[kind]), report=rows.report_of(row))
        for row in found[:size]
    ]
    return Page(whole, _end(found, size, "published", "seq"))


def told_stories(ledger: Ledger, asked: Query, least: int, size: int, after: Place | None = None) -> Page[Story]:
    """Stories, those with the newest events first. Raises UnknownRecord."""
    with ledger.store.reading() as connection:
        select = stories.grouped(asked, least, connection.dialect.name)
        if after is not None:
            column = select.selected_columns
            place = _place(after, tuple[datetime.date | None, _Name])
            select = select.where(_behind(column.day, column.story, place, True, False))
        found = connection.execute(select.limit(size + 1)).all()
        whole = [stories.one(connection, row.story) for row in found[:size]]
    return Page(whole, _end(found, size, "day", "story"))


def judged(ledger: Ledger, event: str | None, size: int, after: Place | None = None) -> Page[Judgement]:
    """Judgements in the order in which they were made, of one record if it is named. Raises UnknownRecord."""
    select = sa.select(judgements).order_by(judgements.c.seq).limit(size + 1)
    if event is not None:
        select = select.where(judgements.c.event == event)
    if after is not None:
        select = select.where(judgements.c.seq > _place(after, tuple[_Number])[0])
    with ledger.store.reading() as connection:
        found = connection.execute(select).all()
    whole = [Judgement(**{name: getattr(row, name) for name in Judgement.__struct_fields__}) for row in found[:size]]
    return Page(whole, _end(found, size, "seq"))


def pairs(ledger: Ledger, party: str | None, size: int, after: Place | None = None) -> Page[tuple[str, str, int]]:
    """The pairs of parties with the most events, of one party if it is named. Raises UnknownRecord."""
    place = None if after is None else _place(after, tuple[_Number, _Name, _Name])
    every = (one for one in ledger.busiest(2**31, party) if place is None or _rank(one) > (-place[0], *place[1:]))
    found = [one for one, _ in zip(every, range(size + 1), strict=False)]
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], last and (last[2], last[0], last[1]))


def _rank(pair: tuple[str, str, int]) -> tuple[int, str, str]:
    return -pair[2], pair[0], pair[1]


def _cut(asked: Query, size: int) -> Query:
    return msgspec.structs.replace(asked, limit=size + 1, skip=0)


def _place(written: Place, kind: Any) -> Any:
    try:
        return msgspec.convert(written, kind)
    except msgspec.ValidationError:
        raise UnknownRecord("no page ends there", fix="begin again without it") from None


def _behind(key: Any, number: Any, place: Any, falling: bool, numbers_falling: bool) -> sa.ColumnElement[bool]:
    """The rows that come behind a place; those without the key come last."""
    value, last = place
    later = number < last if numbers_falling else number > last
    if value is None:
        return sa.and_(key.is_(None), later)
    return sa.or_(key < value if falling else key > value, sa.and_(key == value, later), key.is_(None))


def _end(found: Sequence[Any], size: int, *names: str) -> Place | None:
    """Where the page ended, if there is another one."""
    if len(found) <= size:
        return None
    values = (getattr(found[size - 1], name) for name in names)
    return [value.isoformat() if isinstance(value, datetime.date) else value for value in values]
