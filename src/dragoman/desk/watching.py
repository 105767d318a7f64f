"""The feeds that a ledger's readers watch: rows with who and when; the last one of an address holds."""

from __future__ import annotations

import datetime
from typing import Literal

import sqlalchemy as sa

from dragoman.desk import naming
from dragoman.desk.moments import utc
from dragoman.errors import DeskError
from dragoman.ledger.schema import watches
from dragoman.model import Record

State = Literal["watched", "paused", "forgotten"]
_LONGEST = 2_000  # characters of an address


class Watched(Record, frozen=True):
    """A feed as it is watched: since when, and who said so last."""

    url: str
    title: str | None
    paused: bool
    since: datetime.datetime
    who: str


def listed(connection: sa.Connection) -> list[Watched]:
    """All that are watched or paused, in the order in which they came."""
    first = sa.func.min(watches.c.seq).label("first")
    last = sa.select(first, sa.func.max(watches.c.seq).label("last")).group_by(watches.c.url).subquery()
    asked = sa.select(watches).join(last, last.c.last == watches.c.seq).where(watches.c.state != "forgotten")
    return [
        Watched(url=row.url, title=row.title, paused=row.state == "paused", since=utc(row.at), who=row.who)
        for row in connection.execute(asked.order_by(last.c.first))
    ]


def forgotten(connection: sa.Connection) -> frozenset[str]:
    """The addresses that were watched and are so no more."""
    last = sa.select(sa.func.max(watches.c.seq)).group_by(watches.c.url)
    asked = sa.select(watches.c.url).where(watches.c.seq.in_(last), watches.c.state == "forgotten")
    return frozenset(connection.execute(asked).scalars())


def watch(connection: sa.Connection, url: str, title: str | None, who: str, at: datetime.datetime) -> None:
    """Watches a feed from now on; one that is watched gets this title. Raises DeskError for what is no address."""
    url = url.strip()
    if not url.lower().startswith(("http://", "https://")) or len(url) > _LONGEST or not url.isprintable():
        raise DeskError("this is no address of a feed", url[:80], "it begins with https://")
    kept = naming.title(title, "a feed") if title and title.strip() else None
    _add(connection, {"url": url, "title": kept, "state": "watched", "who": who, "at": at})


def change(connection: sa.Connection, url: str, state: State, who: str, at: datetime.datetime) -> None:
    """Pauses, resumes or forgets a feed. Raises DeskError where it isn't watched."""
    found = next((one for one in listed(connection) if one.url == url), None)
    if found is None:
        raise DeskError("this feed isn't watched", url[:80], "see the page of sources")
    _add(connection, {"url": url, "title": found.title, "state": state, "who": who, "at": at})


def _add(connection: sa.Connection, row: dict[str, object]) -> None:
    connection.execute(sa.insert(watches).values(row))
