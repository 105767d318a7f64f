"""Which neighbourhood an address asks for, and the time that it may be cut out of."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import typer
from starlette.datastructures import QueryParams

from dragoman.faces.ledger import filters
from dragoman.faces.options import one_of
from dragoman.faces.web.asked import BadQuestion
from dragoman.faces.web.ties import fitting
from dragoman.model import Record
from dragoman.relations.dealings import Dealings, Floats, Pair, Whole
from dragoman.relations.periods import By, Period, periods, spread

BYS = ("month", "quarter", "year")
MOSTS = (12, 24, 40, 60)  # parties that can be asked for
_MOST = 24
_PERIODS = 240  # of the timeline; where there are more it is by quarters or years
_WIDTH, _HEIGHT = 1000, 72


class Asked(Record, frozen=True):
    """The days (None: from the first, to the last), how time is divided, at most how many parties, around whom."""

    since: datetime.date | None = None
    until: datetime.date | None = None
    by: By | None = None
    most: int = _MOST
    party: str | None = None

    def parameters(self, **changed: Any) -> dict[str, Any]:
        """The parameters that ask for it again, some of them changed; what is as it is anyway is left out."""
        found = {name: getattr(self, name) for name in self.__struct_fields__} | changed
        return {name: value for name, value in found.items() if not (name == "most" and value == _MOST)}


def asked_of(parameters: QueryParams) -> Asked:
    """What an address asks for. Raises BadQuestion with the parameter's name and what it may be."""
    found: dict[str, Any] = {}
    for name, read in _READ.items():
        written = parameters.get(name, "").strip()
        if written:
            try:
                found[name] = read(written)
            except typer.BadParameter as error:
                raise BadQuestion(error.message, name, "leave it out, or correct it") from None
    asked = Asked(**found)
    if asked.since and asked.until and asked.since > asked.until:
        raise BadQuestion(f"{asked.since} is after {asked.until}", "since", "put the earlier day first")
    return asked


_READ: Mapping[str, Callable[[str], Any]] = {
    "since": filters.since,
    "until": filters.until,
    "by": one_of(BYS, "period"),
    "most": lambda written: int(one_of(tuple(map(str, MOSTS)), "number of parties")(written)),
    "party": filters.state,
}


class Bar(NamedTuple):
    """A period of the timeline: what was told of cooperation stands above the line, of conflict below it."""

    name: str
    since: datetime.date
    until: datetime.date
    x: float
    width: float
    up: float
    down: float
    chosen: bool


class Timeline(Record, frozen=True):
    """All time that something is told of. `first` and `last` number the bars of the days asked for."""

    by: By
    bars: tuple[Bar, ...]
    first: int
    last: int
    earlier: tuple[datetime.date, datetime.date] | None
    later: tuple[datetime.date, datetime.date] | None
    width: int = _WIDTH
    height: int = _HEIGHT


def timeline(relations: Mapping[Pair, Dealings], asked: Asked) -> Timeline | None:
    """The timeline of some relations; None where nothing is told."""
    found = [one for one in relations.values() if len(one)]
    if not found:
        return None
    first, last = np.concatenate([one.first for one in found]), np.concatenate([one.last for one in found])
    begin, end = datetime.date.fromordinal(int(first.min())), datetime.date.fromordinal(int(last.max()))
    by = asked.by or fitting(begin, end)
    among = periods(by, begin, end)
    while len(among) > _PERIODS and by != "year":
        by = "quarter" if by == "month" else "year"
        among = periods(by, begin, end)
    up, down = _volumes(found, spread(first, last, among), len(among))
    step, middle = _WIDTH / len(among), _HEIGHT / 2
    chosen = [_meet(one, asked) for one in among]
    bars = tuple(
        Bar(
            name=one.name,
            since=one.start,
            until=one.end,
            x=round(at * step, 2),
            width=round(step * 0.86, 2),
            up=round(float(up[at]) * middle, 1),
            down=round(float(down[at]) * middle, 1),
            chosen=chosen[at],
        )
        for at, one in enumerate(among)
    )
    inside = [at for at, is_in in enumerate(chosen) if is_in] or [0]
    start, size = inside[0], len(inside)
    return Timeline(
        by=by,
        bars=bars,
        first=start,
        last=start + size - 1,
        earlier=_window(among, start - size, size) if start > 0 else None,
        later=_window(among, start + size, size) if start + size < len(among) else None,
    )


def _volumes(found: list[Dealings], spread_out: tuple[Whole, Whole, Floats], size: int) -> tuple[Floats, Floats]:
    """How much is told of cooperation and of conflict in each period, as parts of the most in any."""
    which, period, part = spread_out
    mass = np.concatenate([one.weight for one in found])[which] * part
    good = np.concatenate([one.score for one in found])[which] >= 0
    up, down = (np.bincount(period, mass * side, size) for side in (good, ~good))
    most = max(float(up.max()), float(down.max())) or 1.0
    return up / most, down / most


def _meet(period: Period, asked: Asked) -> bool:
    return not (asked.since and period.end < asked.since) and not (asked.until and period.start > asked.until)


def _window(among: tuple[Period, ...], first: int, size: int) -> tuple[datetime.date, datetime.date]:
    first = max(0, min(first, len(among) - size))
    return among[first].start, among[min(first + size, len(among)) - 1].end
