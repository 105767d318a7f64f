"""How two series move together, and whether that may be chance.

Of each series the square root is taken, with its sign, so that one loud month does not decide; and out of these a
straight trend and the series' own persistence: an AR(1) whose coefficient is set right for the bias of short series
(Kendall, "Note on bias in the estimation of autocorrelation", Biometrika 41, 1954). Series are compared by what is
left (Haugh, "Checking the independence of two covariance-stationary time series", JASA 71, 1976), else any two that
drift would seem linked.

The statistic is the strongest correlation over all lags, over its spread as estimated from all lags together, so
that two relations of which more is told in the same months are not linked by that alone (after DiCiccio and Romano,
"Robust permutation tests for correlation and regression coefficients", JASA 112, 2017). p is the part of
permutations of time that give as much; those with small p get more of them (Besag and Clifford, "Sequential Monte
Carlo p-values", Biometrika 78, 1991).
"""

from __future__ import annotations

from copy import copy
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from dragoman.relations.dealings import Floats, Whole

NOTHING = 1e-6

_FIRST = 999  # permutations for every link
_MOST = 99_999  # for those with small p, or as many as the number of links asks for, up to:
_LIMIT = 999_999
_ENOUGH = 20  # permutations as strong as what was seen, after which p is known well enough
_WORK = 4_000_000  # permutations of all links together after which only a great number of links asks for more
_CELLS = 400_000  # numbers that are permuted at a time

_Singles = npt.NDArray[np.float32]
_Float = TypeVar("_Float", np.float32, np.float64)


def residuals(series: Floats) -> Floats:
    """What is left of series (rows) without trend and persistence: a period less, of length 1, or 0 throughout."""
    left = detrended((np.sign(series) * np.sqrt(np.abs(series))).T)
    size = len(left)
    before, after = left[:-1], left[1:]
    persistence = (size * (before * after).sum(axis=0) + 2) / (size - 5)  # 2: a level and a trend were taken out
    return detrended(after - np.clip(persistence, -0.95, 1) * before).T


def detrended(columns: npt.NDArray[_Float]) -> npt.NDArray[_Float]:
    """Columns of periods without level and straight trend, scaled to length 1, or 0 where nothing is left."""
    size = len(columns)
    straight = np.linalg.qr(np.vander(np.linspace(-1, 1, size), 2))[0].astype(columns.dtype)
    left = columns - straight @ (straight.T @ columns)
    length = np.sqrt((left**2).sum(axis=0))
    nothing = length <= NOTHING * size
    left[:, nothing], length[nothing] = 0, 1
    left /= length
    return left


class Compared:
    """Series (rows), each at every lag, to be held against others."""

    def __init__(self, left: Floats, reach: int) -> None:
        count, self.size = left.shape
        self.lags = sorted(range(-reach, reach + 1), key=lambda lag: (abs(lag), -lag))
        shifted = np.zeros((len(self.lags), count, self.size), np.float32)
        for at, lag in enumerate(self.lags):
            later, earlier = slice(max(lag, 0), self.size + min(lag, 0)), slice(max(-lag, 0), self.size - max(lag, 0))
            shifted[at, :, later] = left[:, earlier] / np.sqrt(1 - abs(lag) / self.size)
        self.shifted = shifted
        self.power = (shifted**2).mean(axis=0)

    def among(self, rows: Whole) -> Compared:
        """Some of the rows."""
        found = copy(self)
        found.shifted, found.power = self.shifted[:, rows], self.power[rows]
        return found

    def at_lags(self, others: _Singles) -> _Singles:
        """How strongly they move with others (periods × others), whichever way: lags × rows × others."""
        found: _Singles = self.shifted.reshape(-1, self.size) @ others
        np.abs(found, out=found)
        return found.reshape(len(self.lags), -1, others.shape[1])

    def strongest(self, others: _Singles) -> _Singles:
        """The statistic, rows × others."""
        spread_of = np.sqrt(np.maximum(self.power @ others**2, NOTHING**2))
        found: _Singles = self.at_lags(others).max(axis=0) / spread_of
        return found


def correlation(one: Floats, other: Floats, lag: int) -> float:
    """Pearson's r of the periods that two series share where the first comes `lag` before the second."""
    size = len(one)
    first = one[max(-lag, 0) : size - max(lag, 0)]
    second = other[max(lag, 0) : size + min(lag, 0)]
    first, second = first - first.mean(), second - second.mean()
    power = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / power if power > NOTHING else 0.0


def chances(
    compared: Compared, series: Floats, between: tuple[Whole, Whole], *, level: float, seed: int
) -> tuple[Floats, Whole]:
    """p of each link, and how many permutations it rests on; all links see the same ones."""
    chance = np.random.default_rng(seed)
    rows = series.astype(np.float32)
    left, at_left = np.unique(between[0], return_inverse=True)
    lefts, cells = compared.among(left), at_left * len(rows) + between[1]
    seen = lefts.strongest(rows.T).take(cells) * np.float32(1 - 1e-5)  # what differs by rounding alone is as strong
    passed = np.zeros(len(seen), np.int64)
    for _ in range(_FIRST):
        passed += lefts.strongest(detrended(rows.T[chance.permutation(compared.size)])).take(cells) >= seen
    tried, done = np.full(len(seen), _FIRST), _FIRST
    most = min(max(_MOST, int(2 * len(seen) / level)), _LIMIT)  # what a single true link takes to be found
    work = max(_WORK, int(20 * len(seen) / level))
    while done < most and len(going := np.flatnonzero(passed < _ENOUGH)) and done * len(going) < work:
        size = min(max(_CELLS // compared.size, 1), most - done, 9 * done)
        order = chance.permuted(np.tile(np.arange(compared.size), (size, 1)), axis=1)
        for at in going:
            drawn = compared.among(between[0][at : at + 1]).strongest(detrended(rows[between[1][at]][order].T))
            passed[at] += np.count_nonzero(drawn >= seen[at])
        done += size
        tried[going] = done
    return (passed + 1) / (tried + 1), tried
