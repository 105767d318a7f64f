"""Moments as the desk keeps them: in UTC, whichever database they come out of."""

from __future__ import annotations

import datetime
from typing import TypeVar

T = TypeVar("T", datetime.datetime, datetime.datetime | None)


def now() -> datetime.datetime:
    """This moment."""
    return datetime.datetime.now(datetime.UTC)


def utc(moment: T) -> T:
    """A moment out of a database: SQLite doesn't keep the zone."""
    return moment.replace(tzinfo=datetime.UTC) if moment is not None and moment.tzinfo is None else moment
