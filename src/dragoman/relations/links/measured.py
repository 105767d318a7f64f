"""Measured links: which relations move together, at once or one after the other. Statistics, never cause.

Each relation is a series: its balance period by period, 0 where nothing is told. A story that belongs to more than
one pair of parties (a summit of three) would move all of them by construction, so it is left out of every series;
`shared` counts them. How two series are compared, and what p is, says `comovement.py`. q is p corrected for the
number of links tested (Benjamini and Hochberg, JRSS B 57, 1995): of the links with q <= 0.05, some 5 in 100 are
expected to be chance. The stricter rule for any dependence (Benjamini and Yekutieli, 2001) would cost more true links
than pairs that share a series call for: `evaluation/links_null.py` measures how often chance alone gives a link.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np

from dragoman.errors import RelationError
from dragoman.model import Record
from dragoman.relations.balance import over
from dragoman.relations.dealings import Dealings, Flags, Floats, Pair, Whole, uncollected
from dragoman.relations.links.comovement import NOTHING, Compared, chances, correlation, residuals
from dragoman.relations.periods import By, Period, periods

LEAST_TOLD = 8  # periods with something told that a relation needs
LEAST_PERIODS = 16
LEVEL = 0.05
_BAND = 499  # permutations of one link, for the band that a picture shows
NOTE = (
    "correlations of what was told, which say nothing of causes: both relations may follow a third, "
    "or the same turns of reporting"
)


class MeasuredLink(Record, frozen=True):
    """How two relations move together at the lag where they do most.

    `lag` is in periods: `one` comes first where it is above 0, `other` where it is below; `leads` is which, None
    where they move at once. `r` is the correlation over `periods`, `told_one` and `told_other` the periods in which
    anything is told.
    """

    one: Pair
    other: Pair
    lag: int
    leads: Pair | None
    r: float
    p: float
    q: float
    periods: int
    told_one: int
    told_other: int


class Measured(Record, frozen=True):
    """All links tested, the least likely by chance first, and what could not be.

    `lags` is how far apart they were compared, in periods; `permutations` the most that one link got; `too_little`
    the relations with too few periods told, with their number; `steady` those that stay the same or run straight;
    `shared` how many stories were left out because they belong to several pairs.
    """

    links: tuple[MeasuredLink, ...]
    by: By
    since: datetime.date | None
    until: datetime.date | None
    periods: int
    lags: int
    permutations: int
    level: float
    too_little: dict[Pair, int]
    steady: tuple[Pair, ...]
    shared: int
    note: str

    @property
    def found(self) -> tuple[MeasuredLink, ...]:
        """Those that stand out from chance: q at or under the level."""
        return tuple(link for link in self.links if link.q <= self.level)


class _How(NamedTuple):
    reach: int
    level: float
    seed: int


class _Told(NamedTuple):
    """Balances of relations (rows) by periods (columns), and how many periods are told of each."""

    pairs: tuple[Pair, ...]
    series: Floats
    told: Whole

    def among(self, chosen: Flags) -> _Told:
        pairs = tuple(compress(self.pairs, chosen))
        return _Told(pairs, self.series[chosen], self.told[chosen])


def measured(
    dealings: Mapping[Pair, Dealings],
    *,
    focus: Pair | None = None,
    by: By = "month",
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    lags: int | None = None,
    level: float = LEVEL,
    seed: int = 0,
) -> Measured:
    """Which of the relations move together between two days; with a `focus`, which of the others move with that one.

    Without days the time is that of all that is told, or is told of the focus. `lags` is at most a third of the
    periods, by default a fifth and not over 6.

    Raises RelationError where days, lags or level make no sense.
    """
    if not 0 < level < 1:
        raise RelationError(f"{level:g} is no level", fix="it is the part of links found that may be chance: 0.05")
    known = {ordered(pair): one for pair, one in dealings.items()}
    centre = None if focus is None else ordered(focus)
    if centre is not None:
        known.setdefault(centre, Dealings(centre, ()))
    shared = _shared(known)
    among = _window(known, centre, by, since, until)
    size = len(among)
    reach = _reach(size, lags)
    told = _told(known, shared, among)
    enough = told.told >= LEAST_TOLD if size >= LEAST_PERIODS else np.zeros(len(told.pairs), bool)
    too_little = {pair: int(n) for pair, n, there in zip(told.pairs, told.told, enough, strict=True) if not there}
    left = told.among(enough)
    moving = residuals(left.series) if left.pairs else np.zeros((0, max(size - 1, 0)))
    moves = np.abs(moving).max(axis=1, initial=0) > NOTHING
    steady = tuple(compress(left.pairs, ~moves))
    with uncollected():
        links, most = _links(left.among(moves), moving[moves], centre, _How(reach, level, seed))
    return Measured(
        links=links, by=by, since=among[0].start if among else None, until=among[-1].end if among else None,
        periods=size, lags=reach, permutations=most, level=level, too_little=too_little, steady=steady,
        shared=len(shared), note=NOTE if links else _why_nothing(by, size, centre, too_little, steady),
    )  # fmt: skip


def _why_nothing(by: By, size: int, focus: Pair | None, little: Mapping[Pair, int], steady: Sequence[Pair]) -> str:
    """In the order of what has to be there first: time, the focus, a second relation."""
    if size < LEAST_PERIODS:
        return f"nothing was measured: {are_told(size, by)}, and {LEAST_PERIODS} are needed"
    if focus is not None and focus in little:
        return f"nothing was measured: {too_little(focus, little[focus], by)}"
    if focus is not None and focus in steady:
        return f"nothing was measured: {stays(focus)}"
    return f"nothing was measured: it takes two relations with {LEAST_TOLD} {by}s told of each"


def are_told(size: int, by: By) -> str:
    """How many periods are told of."""
    return f"{size} {by}s are told of" if size != 1 else f"1 {by} is told of"


def too_little(pair: Pair, told: int, by: By) -> str:
    """That too little is told of a relation, with the numbers."""
    return f"too little is told of {named(pair)} ({told} {by}{'s' * (told != 1)}, {LEAST_TOLD} are needed)"


def stays(pair: Pair) -> str:
    """That a relation has no ups and downs to be compared."""
    return f"the balance of {named(pair)} stays the same or runs straight"


def named(pair: Pair) -> str:
    """A relation as it is written: AZE–USA."""
    return "–".join(pair)


def ordered(pair: Pair) -> Pair:
    """A pair whichever way it was named: AZE before USA."""
    one, other = sorted(pair)
    return one, other


# --- series -------------------------------------------------------------------------------------------


def _shared(dealings: Mapping[Pair, Dealings]) -> set[str]:
    """The stories that are told under more than one pair."""
    first: dict[str, Pair] = {}
    return {
        story
        for pair, one in dealings.items()
        for story in {telling.story for telling in one.tellings}
        if first.setdefault(story, pair) != pair
    }


def _window(
    dealings: Mapping[Pair, Dealings],
    focus: Pair | None,
    by: By,
    since: datetime.date | None,
    until: datetime.date | None,
) -> tuple[Period, ...]:
    if since and until and since > until:
        raise RelationError(f"{since} is after {until}", fix="put the earlier day first")
    spans = [one.span for pair, one in dealings.items() if one.span and focus in (None, pair)]
    start = since or min((first for first, _ in spans), default=None)
    end = until or max((last for _, last in spans), default=None)
    return periods(by, start, end) if start and end else ()


def _reach(size: int, lags: int | None) -> int:
    if lags is None:
        return min(6, size // 5)
    if size >= LEAST_PERIODS and not 0 <= lags <= size // 3:
        raise RelationError(f"{size} periods can't be compared {lags} apart", fix=f"lags run from 0 to {size // 3}")
    return lags


def _told(dealings: Mapping[Pair, Dealings], shared: set[str], among: tuple[Period, ...]) -> _Told:
    pairs = tuple(sorted(dealings))
    series, told = np.zeros((len(pairs), len(among))), np.zeros(len(pairs), np.int64)
    for row, pair in enumerate(pairs if among else ()):
        one = dealings[pair]
        own = np.array([telling.story not in shared for telling in one.tellings], bool)
        found = over(one, among).among(own)
        series[row] = found.balance(one.score, len(among))
        told[row] = len(np.unique(found.period))
    return _Told(pairs, series, told)


# --- links --------------------------------------------------------------------------------------------


def _links(told: _Told, series: Floats, focus: Pair | None, how: _How) -> tuple[tuple[MeasuredLink, ...], int]:
    """The links of all relations, or of the focus with the others, and the most permutations that one got."""
    from scipy.stats import false_discovery_control

    ones, others = np.triu_indices(len(told.pairs), 1)
    if focus is not None:
        at = told.pairs.index(focus) if focus in told.pairs else -1
        ones, others = ones[(ones == at) | (others == at)], others[(ones == at) | (others == at)]
    if not len(ones):
        return (), 0
    compared = Compared(series, how.reach)
    p, tried = chances(compared, series, (ones, others), level=how.level, seed=how.seed)
    q = false_discovery_control(p, method="bh")
    best = compared.at_lags(series.T.astype(np.float32)).argmax(axis=0)
    found = []
    for at, (a, b) in enumerate(zip(ones.tolist(), others.tolist(), strict=True)):
        lag = compared.lags[best[a, b]]
        one, other = told.pairs[a], told.pairs[b]
        link = MeasuredLink(
            one=one, other=other, lag=lag, leads=None if lag == 0 else one if lag > 0 else other,
            r=correlation(series[a], series[b], lag), p=float(p[at]), q=float(q[at]),
            periods=series.shape[1] - abs(lag), told_one=int(told.told[a]), told_other=int(told.told[b]),
        )  # fmt: skip
        found.append(link)
    found.sort(key=lambda link: (link.p, -abs(link.r), link.one, link.other))
    return tuple(found), int(tried.max())


# --- one link, lag by lag -------------------------------------------------------------------------------


class Lagged(Record, frozen=True):
    """The correlation `r` of two relations at each of the `lags`, in periods; the first leads where they are above 0.

    Between `low` and `high` are 95 of 100 permutations of time, lag by lag.
    """

    lags: tuple[int, ...]
    r: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def lagged(dealings: Mapping[Pair, Dealings], link: MeasuredLink, found: Measured, seed: int = 0) -> Lagged:
    """A link at every lag, as it was measured among these relations."""
    assert found.since is not None and found.until is not None  # else no link was measured
    known = {ordered(pair): one for pair, one in dealings.items()}
    among = periods(found.by, found.since, found.until)
    told = _told({pair: known[pair] for pair in (link.one, link.other)}, _shared(known), among)
    one, other = residuals(told.series)[[told.pairs.index(link.one), told.pairs.index(link.other)]]
    chance = np.random.default_rng(seed)
    lags = range(-found.lags, found.lags + 1)
    drawn = [
        [correlation(one, mixed, lag) for lag in lags] for mixed in (chance.permutation(other) for _ in range(_BAND))
    ]
    low, high = np.percentile(drawn, (2.5, 97.5), axis=0)
    return Lagged(
        lags=tuple(lags),
        r=tuple(correlation(one, other, lag) for lag in lags),
        low=tuple(low.tolist()),
        high=tuple(high.tolist()),
    )
