"""The balance of a relation: how much was done, and how good or bad it was, period by period.

For each period and direction, `weight` is the sum of the weights of what was told, `balance` the sum of weight times
score, and `tone` the one over the other: the mean score. Verbal and material, cooperation and conflict are kept
apart in `quads`. Nothing else enters: `opened` lists every telling with its weight and score, and they add up.

The band is what would come out if other stories had happened to be told, by other outlets: 95 of 100 bootstrap
draws, in which stories and outlets get random weights of mean and variance 1 (Owen and Eckles, "Bootstrapping data
arrays of arbitrary order", Annals of Applied Statistics 6(3), 2012; it errs to the wide side).
"""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from dragoman.ledger.tellings import Telling
from dragoman.model import Record
from dragoman.relations.dealings import Dealings, Flags, Floats, Pair, Whole
from dragoman.relations.periods import By, Period, periods, spread

Direction = Literal["there", "back", "together"]
DIRECTIONS: tuple[Direction, ...] = ("there", "back", "together")
Band = tuple[float, float]

DRAWS = 400
_FEW = 3  # stories under which there is no band
_CELLS = 4_000_000  # numbers that the draws hold at a time
_BAND = (2.5, 97.5)  # per cent

_Draws = npt.NDArray[np.float32]


class Measure(Record, frozen=True):
    """A direction in a period. `tone` and the bands are None where too little is told for one."""

    stories: int
    tellings: int
    outlets: int
    weight: float
    balance: float
    tone: float | None
    balance_band: Band | None
    tone_band: Band | None
    quads: dict[str, float]


class Balance(Record, frozen=True):
    """A relation over time: three measures for each of the `periods`, and what was counted by which weights."""

    pair: Pair
    by: By
    periods: tuple[Period, ...]
    there: tuple[Measure, ...]
    back: tuple[Measure, ...]
    together: tuple[Measure, ...]
    weights: str
    left_out: dict[str, int]
    draws: int = DRAWS


class Opened(NamedTuple):
    """One telling of a period: its part of the period's weight, its score, and what both make."""

    telling: Telling
    weight: float
    score: float
    there: bool
    back: bool

    @property
    def value(self) -> float:
        """What it adds to the balance."""
        return self.weight * self.score


class _Spread(NamedTuple):
    """Tellings over periods: `which` telling, `period`, the `mass` that it has there; in the order of periods."""

    which: Whole
    period: Whole
    mass: Floats

    def among(self, chosen: Flags) -> _Spread:
        here = chosen[self.which]
        return _Spread(self.which[here], self.period[here], self.mass[here])


def balance(
    dealings: Dealings, by: By = "month", since: datetime.date | None = None, until: datetime.date | None = None
) -> Balance:
    """The balance by periods, from the first that is told of to the last, or between two days."""
    among = _periods(dealings, by, since, until)
    sides = {name: _measures(dealings, among, which) for name, which in _chosen(dealings).items()}
    return Balance(
        pair=dealings.pair,
        by=by,
        periods=among,
        there=sides["there"],
        back=sides["back"],
        together=sides["together"],
        weights=dealings.weights.version,
        left_out=dict(dealings.left_out),
    )


def opened(dealings: Dealings, start: datetime.date, end: datetime.date) -> list[Opened]:
    """What the balance between two days is made of, the heaviest first; the values add up to it."""
    if not len(dealings):
        return []
    over = _over(dealings, (Period(name="", start=start, end=end),))
    found = [
        Opened(
            telling=dealings.tellings[i],
            weight=float(mass),
            score=float(dealings.score[i]),
            there=bool(dealings.there[i]),
            back=bool(dealings.back[i]),
        )
        for i, mass in zip(over.which.tolist(), over.mass, strict=True)
    ]
    return sorted(found, key=lambda one: (-abs(one.value), -one.weight, one.telling.seq))


def series(dealings: Dealings, among: tuple[Period, ...]) -> Floats:
    """The balance of both directions together in each of the periods, 0 where nothing is told."""
    if not len(dealings):
        return np.zeros(len(among))
    found = _over(dealings, among)
    return _sums(found.period, found.mass * dealings.score[found.which], len(among))


def _periods(
    dealings: Dealings, by: By, since: datetime.date | None, until: datetime.date | None
) -> tuple[Period, ...]:
    span = dealings.span
    if span is None:
        return ()
    start, end = since or span[0], until or span[1]
    return periods(by, max(start, span[0]), min(end, span[1]))


def _chosen(dealings: Dealings) -> dict[Direction, Flags]:
    return {"there": dealings.there, "back": dealings.back, "together": np.ones(len(dealings), bool)}


def _over(dealings: Dealings, among: tuple[Period, ...]) -> _Spread:
    which, period, part = spread(dealings.first, dealings.last, among)
    return _Spread(which, period, dealings.weight[which] * part)


def _measures(dealings: Dealings, among: tuple[Period, ...], chosen: Flags) -> tuple[Measure, ...]:
    if not among:
        return ()
    found, size = _over(dealings, among).among(chosen), len(among)
    value = found.mass * dealings.score[found.which]
    weight, total = _sums(found.period, found.mass, size), _sums(found.period, value, size)
    stories = _distinct(found.period, dealings.story[found.which], size)
    outlets = _distinct(found.period, dealings.outlet[found.which], size)
    tellings = np.bincount(found.period, minlength=size)
    bands = _bands(dealings, found, value, size)
    quads = _quads(dealings, found, size)
    return tuple(
        Measure(
            stories=int(stories[at]),
            tellings=int(tellings[at]),
            outlets=int(outlets[at]),
            weight=float(weight[at]),
            balance=float(total[at]),
            tone=float(total[at] / weight[at]) if weight[at] > 0 else None,
            balance_band=bands.balance(at) if stories[at] >= _FEW else None,
            tone_band=bands.tone(at) if stories[at] >= _FEW else None,
            quads={name: float(parts[at]) for name, parts in quads.items() if parts[at]},
        )
        for at in range(size)
    )


def _sums(period: Whole, values: Floats, size: int) -> Floats:
    return np.bincount(period, values, size).astype(np.float64)


def _distinct(period: Whole, value: Whole, size: int) -> Whole:
    """How many different values each period has."""
    if not len(period):
        return np.zeros(size, np.int64)
    keys = np.unique(period * (int(value.max()) + 1) + value)
    return np.bincount(keys // (int(value.max()) + 1), minlength=size)


def _quads(dealings: Dealings, found: _Spread, size: int) -> dict[str, Floats]:
    names = np.array([one.quad for one in dealings.tellings], dtype=object)[found.which]
    return {
        str(name): _sums(found.period[names == name], found.mass[names == name], size)
        for name in sorted(set(names.tolist()))
    }


# --- bands --------------------------------------------------------------------------------------------


class _Bands(NamedTuple):
    """For each period (columns), the lower and upper end of balance and tone."""

    balances: Floats
    tones: Floats

    def balance(self, at: int) -> Band:
        return float(self.balances[0, at]), float(self.balances[1, at])

    def tone(self, at: int) -> Band:
        return float(self.tones[0, at]), float(self.tones[1, at])


def _bands(dealings: Dealings, found: _Spread, value: Floats, size: int) -> _Bands:
    balances, weights = np.zeros((DRAWS, size)), np.zeros((DRAWS, size))
    there = np.unique(found.period)
    if len(there):
        starts = np.searchsorted(found.period, there)
        at = 0
        for drawn in _draws(dealings, found.which):
            rows = slice(at, at + len(drawn))
            balances[rows, there] = np.add.reduceat(drawn * value.astype(np.float32), starts, axis=1)
            weights[rows, there] = np.add.reduceat(drawn * found.mass.astype(np.float32), starts, axis=1)
            at += len(drawn)
    tones = np.divide(balances, weights, out=np.zeros_like(balances), where=weights > 0)
    return _Bands(np.percentile(balances, _BAND, axis=0), np.percentile(tones, _BAND, axis=0))


def _draws(dealings: Dealings, which: Whole) -> Iterator[_Draws]:
    """Random weights of tellings, some draws at a time: that of the story times that of the outlet.

    The same for the same pair, so that a picture drawn again is the same.
    """
    chance = np.random.default_rng(zlib.crc32("–".join(dealings.pair).encode()))
    story, outlet = dealings.story[which], dealings.outlet[which]
    stories, outlets = int(dealings.story.max()) + 1, int(dealings.outlet.max()) + 1
    rows = max(1, min(DRAWS, _CELLS // max(len(which), stories)))
    for at in range(0, DRAWS, rows):
        size = min(rows, DRAWS - at)
        told = chance.standard_exponential((size, stories), dtype=np.float32)
        by = chance.standard_exponential((size, outlets), dtype=np.float32)
        yield told[:, story] * by[:, outlet]
