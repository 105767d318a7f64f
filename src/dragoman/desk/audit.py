"""Who did what: signed in or failed to, judged, changed, exported. Rows are only ever added."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import sqlalchemy as sa

from dragoman.desk.moments import utc
from dragoman.ledger.schema import audit
from dragoman.model import Record
from dragoman.text import printable

_LONGEST = 2_000  # characters of a field


class Entry(Record, frozen=True):
    """A line of the log: `what` was done (`sign-in`, `judge`), about which record, from which address."""

    seq: int
    at: datetime.datetime
    who: str
    what: str
    about: str | None
    detail: str | None
    address: str | None


class Filter(Record, frozen=True):
    """Which lines: of one account, of one kind, in days (UTC, both included); None is any."""

    who: str | None = None
    what: str | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None


def note(
    connection: sa.Connection, at: datetime.datetime, who: str, what: str, about: str | None = None, **more: str | None
) -> None:
    """Adds a line; `more` is its `detail` and `address`."""
    said = {"who": who, "what": what, "about": about, **more}
    row = {name: printable(value)[:_LONGEST] if value else None for name, value in said.items()}
    connection.execute(sa.insert(audit).values({"at": at, **row}))


def log(connection: sa.Connection, limit: int | None, before: int | None, only: Filter) -> Iterator[Entry]:
    """The newest lines, those with a number under `before`."""
    asked = sa.select(audit).order_by(audit.c.seq.desc()).limit(limit)
    if before is not None:
        asked = asked.where(audit.c.seq < before)
    if only.who is not None:
        asked = asked.where(audit.c.who == only.who)
    if only.what is not None:
        asked = asked.where(audit.c.what == only.what)
    if only.since is not None:
        asked = asked.where(audit.c.at >= datetime.datetime.combine(only.since, datetime.time.min, datetime.UTC))
    if only.until is not None:
        asked = asked.where(audit.c.at <= datetime.datetime.combine(only.until, datetime.time.max, datetime.UTC))
    for row in connection.execute(asked):
        entry = {name: getattr(row, name) for name in Entry.__struct_fields__}
        yield Entry(**{**entry, "at": utc(row.at)})


def kinds(connection: sa.Connection) -> list[str]:
    """What was ever done, in order."""
    return list(connection.execute(sa.select(audit.c.what).distinct().order_by(audit.c.what)).scalars())
