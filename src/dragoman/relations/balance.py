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
from dragoman.relations.dealings import Dealings, Flags, Floats, Pair, Whole, distinct
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


class Spread(NamedTuple):
    """Tellings over periods: `which` telling, `period`, the `mass` that it has there; in the order of periods."""

    which: Whole
    period: Whole
    mass: Floats

    def among(self, chosen: Flags) -> Spread:
        """What some of the tellings have."""
        here = chosen[self.which]
        return Spread(self.which[here], self.period[here], self.mass[here])

    def balance(self, score: Floats, size: int) -> Floats:
        """The balance of each of so many periods; `score` is that of all tellings."""
        return _sums(self.period, self.mass * score[self.which], size)


def balance(
    dealings: Dealings, by: By = "month", since: datetime.date | None = None, until: datetime.date | None = None
) -> Balance:
    """The balance by periods, from the first that is told of to the last, or between two days."""
    among = _periods(dealings, by, since, until)
    there, back, together = measures(dealings, among) if among else ((), (), ())
    return Balance(
        pair=dealings.pair,
        by=by,
        periods=among,
        there=there,
        back=back,
        together=together,
        weights=dealings.weights.version,
        left_out=dict(dealings.left_out),
    )


def opened(dealings: Dealings, start: datetime.date, end: datetime.date) -> list[Opened]:
    """What the balance between two days is made of, the heaviest first; the values add up to it."""
    whole = over(dealings, (Period(name="", start=start, end=end),))
    found = [
        Opened(
            telling=dealings.tellings[i],
            weight=float(mass),
            score=float(dealings.score[i]),
            there=bool(dealings.there[i]),
            back=bool(dealings.back[i]),
        )
        for i, mass in zip(whole.which.tolist(), whole.mass, strict=True)
    ]
    return sorted(found, key=lambda one: (-abs(one.value), -one.weight, one.telling.seq))


def _periods(
    dealings: Dealings, by: By, since: datetime.date | None, until: datetime.date | None
) -> tuple[Period, ...]:
    span = dealings.span
    if span is None:
        return ()
    start, end = since or span[0], until or span[1]
    return periods(by, max(start, span[0]), min(end, span[1]))


def over(dealings: Dealings, among: tuple[Period, ...]) -> Spread:
    """All tellings over periods."""
    if not len(dealings):
        return Spread(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    which, period, part = spread(dealings.first, dealings.last, among)
    return Spread(which, period, dealings.weight[which] * part)


def measures(dealings: Dealings, among: tuple[Period, ...]) -> Iterator[tuple[Measure, ...]]:
    """The measures of one direction after the other, in the order of `DIRECTIONS`."""
    whole = over(dealings, among)
    chosen = [dealings.there, dealings.back, np.ones(len(dealings), bool)]
    quads = _Quads([one.quad for one in dealings.tellings])
    for flags, bands in zip(chosen, _bands(dealings, whole, chosen, len(among)), strict=True):
        yield _direction(dealings, whole.among(flags), quads, bands)


def _direction(dealings: Dealings, found: Spread, quads: _Quads, bands: _Bands) -> tuple[Measure, ...]:
    size = bands.balances.shape[1]
    weight, total = _sums(found.period, found.mass, size), found.balance(dealings.score, size)
    stories = distinct(found.period, dealings.story[found.which], size)
    outlets = distinct(found.period, dealings.outlet[found.which], size)
    tellings = np.bincount(found.period, minlength=size)
    parts = quads.parts(found, size)
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
            quads={name: float(part[at]) for name, part in parts.items() if part[at]},
        )
        for at in range(size)
    )


def _sums(period: Whole, values: Floats, size: int) -> Floats:
    return np.bincount(period, values, size).astype(np.float64)


class _Quads:
    """The quads of the tellings as numbers, made once for all directions."""

    def __init__(self, quads: list[str]) -> None:
        self.names = sorted(set(quads))
        self.numbers: Whole = np.array([self.names.index(quad) for quad in quads], np.int64)

    def parts(self, found: Spread, size: int) -> dict[str, Floats]:
        """The weight of each quad in each period."""
        cells = self.numbers[found.which] * size + found.period
        sums = _sums(cells, found.mass, len(self.names) * size).reshape(len(self.names), size)
        return dict(zip(self.names, sums, strict=True))


# --- bands --------------------------------------------------------------------------------------------


class _Bands(NamedTuple):
    """For each period (columns), the lower and upper end (rows) of balance and tone."""

    balances: Floats
    tones: Floats

    def balance(self, at: int) -> Band:
        return float(self.balances[0, at]), float(self.balances[1, at])

    def tone(self, at: int) -> Band:
        return float(self.tones[0, at]), float(self.tones[1, at])


def _bands(dealings: Dealings, whole: Spread, chosen: list[Flags], size: int) -> Iterator[_Bands]:
    """The bands of several choices of tellings, all from the same draws."""
    weights = np.array([whole.mass * flags[whole.which] for flags in chosen])
    values = np.concatenate([weights * dealings.score[whole.which], weights]).astype(np.float32)
    told_of, starts = np.unique(whole.period, return_index=True)
    ends = np.append(starts, len(whole.period))[1:]
    sums = np.zeros((len(values), len(told_of), DRAWS), np.float32)
    at = 0
    for drawn in _draws(dealings, whole.which):
        draws = slice(at, at + drawn.shape[1])
        for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
            sums[:, row, draws] = values[:, start:end] @ drawn[start:end]
        at = draws.stop
    for balances, masses in zip(sums[: len(chosen)], sums[len(chosen) :], strict=True):
        tones = np.divide(balances, masses, out=np.zeros_like(balances), where=masses > 0)
        bands = _Bands(np.zeros((2, size)), np.zeros((2, size)))
        bands.balances[:, told_of] = np.percentile(balances, _BAND, axis=1)
        bands.tones[:, told_of] = np.percentile(tones, _BAND, axis=1)
        yield bands


def _draws(dealings: Dealings, which: Whole) -> Iterator[_Draws]:
    """Random weights of tellings (rows), some draws (columns) at a time: that of the story times that of the outlet.

    The same for the same pair, so that a picture drawn again is the same.
    """
    chance = np.random.default_rng(zlib.crc32("–".join(dealings.pair).encode()))
    story, outlet = dealings.story[which], dealings.outlet[which]
    stories, outlets = int(dealings.story.max()) + 1, int(dealings.outlet.max()) + 1
    columns = max(1, min(DRAWS, _CELLS // max(len(which), stories)))
    for at in range(0, DRAWS, columns):
        size = min(columns, DRAWS - at)
        told = chance.standard_exponential((stories, size), dtype=np.float32)
        by = chance.standard_exponential((outlets, size), dtype=np.float32)
        drawn: _Draws = told[story]
        drawn *= by[outlet]
        yield drawn
