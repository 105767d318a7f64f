"""The small picture over the table: events by month, cooperation above a line and conflict below it.

It shows the filter without its days, so that other days can be chosen in it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from dragoman.faces.ledger import filters
from dragoman.faces.web.interface import Interface
from dragoman.faces.web.pages.events.form import address
from dragoman.faces.web.remembered import Remembered
from dragoman.ledger import Ledger, Query
from dragoman.model import Record

MOST = 100_000  # events that are counted exactly, and by month
_LONGEST = 60  # months; beyond, years
_HEIGHT = 30  # of the longest bar, in units of the picture
_WIDTH = 10

ByMonth = list[tuple[str, str, int, float]]


class Bar(Record, frozen=True):
    """A month (`2024-02`) or year with its events; `chosen` where it lies in the days asked for.

    `x`, `up` and `down` are units of the picture; `only` is the address with these days alone.
    """

    name: str
    label: str
    cooperation: int
    conflict: int
    chosen: bool
    x: int
    up: float
    down: float
    only: str


class Counted(Record, frozen=True):
    """How many events are asked for, None where they are more than MOST, and then without months."""

    total: int | None
    months: ByMonth


_COUNTED: Remembered[int] = Remembered(512)
_MONTHS: Remembered[ByMonth] = Remembered(256)


def counted(ledger: Ledger, query: Query, revision: str) -> Counted:
    """The number of the events asked for, and by month that of the events of any day."""
    kept = (ledger.store.address, revision)
    whole = replace(query, order="newest", limit=None, skip=0)
    total = _COUNTED.get((*kept, whole), lambda: ledger.count(whole, MOST))
    ever = replace(whole, since=None, until=None)
    if total > MOST or _COUNTED.get((*kept, ever), lambda: ledger.count(ever, MOST)) > MOST:
        return Counted(total=total if total <= MOST else None, months=[])
    return Counted(total=total, months=_MONTHS.get((*kept, ever), lambda: ledger.by_month(ever)))


def bars(months: ByMonth, query: Query, ui: Interface) -> list[Bar]:
    """A bar for each month from the first to the last, or for each year where they are many."""
    cut = 7 if len(list(_between(months, 7))) <= _LONGEST else 4
    cooperation, conflict = _sums(months, cut, "cooperation"), _sums(months, cut, "conflict")
    highest = max([*cooperation.values(), *conflict.values()], default=1)
    found = []
    for at, name in enumerate(_between(months, cut)):
        first, last = filters.days(name)
        up, down = cooperation.get(name, 0), conflict.get(name, 0)
        found.append(
            Bar(
                name=name,
                label=ui.days(first, last),
                cooperation=up,
                conflict=down,
                chosen=_overlap(first, last, query),
                x=at * _WIDTH,
                up=round(up / highest * _HEIGHT, 1),
                down=round(down / highest * _HEIGHT, 1),
                only=address(replace(query, since=first, until=last, skip=0)),
            )
        )
    return found


def _overlap(first: datetime.date, last: datetime.date, query: Query) -> bool:
    return (query.since is None or last >= query.since) and (query.until is None or first <= query.until)


def _sums(months: ByMonth, cut: int, side: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for month, quad, number, _ in months:
        if quad.endswith(side):
            found[month[:cut]] = found.get(month[:cut], 0) + number
    return found


def _between(months: Sequence[tuple[str, str, int, float]], cut: int) -> Iterable[str]:
    """The names of all months, or years, from the first to the last."""
    if not months:
        return ()
    first, last = months[0][0], months[-1][0]
    names: Iterator[str] = (
        f"{year:04}-{month:02}" for year in range(int(first[:4]), int(last[:4]) + 1) for month in range(1, 13)
    )
    return dict.fromkeys(name[:cut] for name in names if first <= name <= last)
