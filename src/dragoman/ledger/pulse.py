"""How often each feed gives something new, and whether it has been silent for longer than it usually is."""

from __future__ import annotations

import datetime
import itertools
from statistics import median

import sqlalchemy as sa

from dragoman.ledger.feeds import last, utc
from dragoman.ledger.schema import polls
from dragoman.model import Record

_LOOKED = 20  # of the last polls that gave something
_FEW = 3  # of them, before which nothing is usual
_PATIENCE = 3  # times the usual pause
_LEAST = datetime.timedelta(days=1)


class Pulse(Record, frozen=True):
    """When a feed last gave something new, and the usual pause between two such times; None where nobody can know."""

    last: datetime.datetime | None
    usual: datetime.timedelta | None

    def silent(self, now: datetime.datetime) -> bool:
        """Whether nothing came for a day, and for three times the usual pause."""
        if self.last is None or self.usual is None:
            return False
        return now - self.last > max(_PATIENCE * self.usual, _LEAST)


def of(connection: sa.Connection) -> dict[str, Pulse]:
    """The pulse of each feed that was ever asked, in the order of their addresses."""
    return {source: _pulse(connection, source) for source in last(connection)}


def _pulse(connection: sa.Connection, source: str) -> Pulse:
    fruitful = sa.select(polls.c.at).where(polls.c.source == source, polls.c.added > 0)
    times = [utc(at) for at in connection.execute(fruitful.order_by(polls.c.seq.desc()).limit(_LOOKED)).scalars()]
    pauses = [later - earlier for later, earlier in itertools.pairwise(times)]
    return Pulse(last=times[0] if times else None, usual=median(pauses) if len(pauses) >= _FEW else None)
