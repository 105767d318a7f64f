"""Measured links: which relations move together, at once or one after the other. Statistics, never cause.

Each relation is a series: its balance period by period, 0 where nothing is told. A story that belongs to more than
one pair of parties (a summit of three) would move all of them by construction, so it is left out of every series;
`shared` counts them. Of each series the ranks are taken, and out of these a straight trend and the series' own
persistence: an AR(1) whose coefficient is set right for the bias of short series (Kendall, "Note on bias in the
estimation of autocorrelation", Biometrika 41, 1954). Two relations are compared by what is left (Haugh, "Checking
the independence of two covariance-stationary time series", JASA 71, 1976), else any two that drift would seem linked.

The statistic of two relations is the strongest correlation over all lags, over its spread as estimated from all
lags together, so that two relations of which more is told in the same months are not linked by that alone (after
DiCiccio and Romano, "Robust permutation tests for correlation and regression coefficients", JASA 112, 2017). p is
the part of permutations of time that give as much; those with small p get more of them (Besag and Clifford,
"Sequential Monte Carlo p-values", Biometrika 78, 1991). q is p corrected for the number of links tested (Benjamini
and Hochberg, JRSS B 57, 1995): of the links with q <= 0.05, some 5 in 100 are expected to be chance. The stricter
rule for any dependence (Benjamini and Yekutieli, 2001) would cost more true links than pairs that share a series
call for: `evaluation/links_null.py` measures how often chance alone gives a link.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from copy import copy
from itertools import compress
from typing import Literal, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from scipy import stats

from dragoman.errors import RelationError
from dragoman.model import Record
from dragoman.relations.claims import Claim
from dragoman.relations.dealings import Dealings, Flags, Floats, Pair, Whole
from dragoman.relations.periods import By, Period, periods, spread

LEAST_TOLD = 8  # periods with something told that a relation needs
LEAST_PERIODS = 16
LEVEL = 0.05
NOTE = (
    "correlations of what was told, which say nothing of causes: both relations may follow a third, "
    "or the same turns of reporting"
)

_FIRST = 999  # permutations for every link
_MOST = 99_999  # for those with small p, or as many as the number of links asks for, up to:
_LIMIT = 999_999
_ENOUGH = 20  # permutations as strong as what was seen, after which p is known well enough
_WORK = 4_000_000  # permutations of all links together after which only a great number of links asks for more
_CELLS = 400_000  # numbers that are permuted at a time
_NOTHING = 1e-6

Verdict = Literal["together", "no link", "not measured"]
_Singles = npt.NDArray[np.float32]
_Float = TypeVar("_Float", np.float32, np.float64)


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
    known = {_sorted(pair): one for pair, one in dealings.items()}
    centre = None if focus is None else _sorted(focus)
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
    residuals = _residuals(left.series) if left.pairs else np.zeros((0, max(size - 1, 0)))
    moves = np.abs(residuals).max(axis=1, initial=0) > _NOTHING
    steady = tuple(compress(left.pairs, ~moves))
    links, most = _links(left.among(moves), residuals[moves], centre, _How(reach, level, seed))
    return Measured(
        links=links, by=by, since=among[0].start if among else None, until=among[-1].end if among else None,
        periods=size, lags=reach, permutations=most, level=level, too_little=too_little, steady=steady,
        shared=len(shared), note=NOTE if links else _why_nothing(by, size, centre, too_little, steady),
    )  # fmt: skip


def _why_nothing(by: By, size: int, focus: Pair | None, little: Mapping[Pair, int], steady: Sequence[Pair]) -> str:
    """In the order of what has to be there first: time, the focus, a second relation."""
    if size < LEAST_PERIODS:
        return f"nothing was measured: {size} {by}s are told of, and {LEAST_PERIODS} are needed"
    if focus is not None and focus in little:
        return f"nothing was measured: {too_little(focus, little[focus], by)}"
    if focus is not None and focus in steady:
        return f"nothing was measured: {stays(focus)}"
    return f"nothing was measured: it takes two relations with {LEAST_TOLD} {by}s told of each"


def too_little(pair: Pair, told: int, by: By) -> str:
    """That too little is told of a relation, with the numbers."""
    return f"too little is told of {named(pair)} ({told} {by}s, {LEAST_TOLD} are needed)"


def stays(pair: Pair) -> str:
    """That a relation has no ups and downs to be compared."""
    return f"the balance of {named(pair)} stays the same or runs straight"


def named(pair: Pair) -> str:
    """A relation as it is written: AZE–USA."""
    return "–".join(pair)


def _sorted(pair: Pair) -> Pair:
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
        if not len(one):
            continue
        own = np.array([telling.story not in shared for telling in one.tellings], bool)
        which, period, part = spread(one.first, one.last, among)
        here = own[which]
        which, period, mass = which[here], period[here], part[here] * one.weight[which[here]]
        series[row] = np.bincount(period, mass * one.score[which], len(among))
        told[row] = len(np.unique(period))
    return _Told(pairs, series, told)


def _residuals(series: Floats) -> Floats:
    """What is left of the ranks without trend and persistence: a period less, of length 1, or 0 throughout."""
    left = _detrended(stats.rankdata(series, axis=1).T)
    size = len(left)
    before, after = left[:-1], left[1:]
    persistence = (size * (before * after).sum(axis=0) + 2) / (size - 5)  # 2: a level and a trend were taken out
    return _detrended(after - np.clip(persistence, -0.95, 1) * before).T


def _detrended(columns: npt.NDArray[_Float]) -> npt.NDArray[_Float]:
    """Columns of periods without level and straight trend, scaled to length 1, or 0 where nothing is left."""
    size = len(columns)
    straight = np.linalg.qr(np.vander(np.linspace(-1, 1, size), 2))[0].astype(columns.dtype)
    left = columns - straight @ (straight.T @ columns)
    length = np.sqrt((left**2).sum(axis=0))
    nothing = length <= _NOTHING * size
    left[:, nothing], length[nothing] = 0, 1
    left /= length
    return left


# --- links --------------------------------------------------------------------------------------------


class _Compared:
    """Series (rows), each at every lag, to be held against others."""

    def __init__(self, residuals: Floats, reach: int) -> None:
        count, self.size = residuals.shape
        self.lags = sorted(range(-reach, reach + 1), key=lambda lag: (abs(lag), -lag))
        shifted = np.zeros((len(self.lags), count, self.size), np.float32)
        for at, lag in enumerate(self.lags):
            later, earlier = slice(max(lag, 0), self.size + min(lag, 0)), slice(max(-lag, 0), self.size - max(lag, 0))
            shifted[at, :, later] = residuals[:, earlier] / np.sqrt(1 - abs(lag) / self.size)
        self.shifted = shifted
        self.power = (shifted**2).mean(axis=0)

    def among(self, rows: Whole) -> _Compared:
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
        spread_of = np.sqrt(np.maximum(self.power @ others**2, _NOTHING**2))
        found: _Singles = self.at_lags(others).max(axis=0) / spread_of
        return found


def _links(told: _Told, residuals: Floats, focus: Pair | None, how: _How) -> tuple[tuple[MeasuredLink, ...], int]:
    """The links of all relations, or of the focus with the others, and the most permutations that one got."""
    ones, others = np.triu_indices(len(told.pairs), 1)
    if focus is not None:
        at = told.pairs.index(focus) if focus in told.pairs else -1
        ones, others = ones[(ones == at) | (others == at)], others[(ones == at) | (others == at)]
    if not len(ones):
        return (), 0
    compared = _Compared(residuals, how.reach)
    p, tried = _chances(compared, residuals, (ones, others), how)
    q = stats.false_discovery_control(p, method="bh")
    best = compared.at_lags(residuals.T.astype(np.float32)).argmax(axis=0)
    found = []
    for at, (a, b) in enumerate(zip(ones.tolist(), others.tolist(), strict=True)):
        lag = compared.lags[best[a, b]]
        one, other = told.pairs[a], told.pairs[b]
        link = MeasuredLink(
            one=one, other=other, lag=lag, leads=None if lag == 0 else one if lag > 0 else other,
            r=_correlation(residuals[a], residuals[b], lag), p=float(p[at]), q=float(q[at]),
            periods=residuals.shape[1] - abs(lag), told_one=int(told.told[a]), told_other=int(told.told[b]),
        )  # fmt: skip
        found.append(link)
    found.sort(key=lambda link: (link.p, -abs(link.r), link.one, link.other))
    return tuple(found), int(tried.max())


def _correlation(one: Floats, other: Floats, lag: int) -> float:
    """Pearson's r of the periods that two series share where the first comes `lag` before the second."""
    size = len(one)
    first = one[max(-lag, 0) : size - max(lag, 0)]
    second = other[max(lag, 0) : size + min(lag, 0)]
    first, second = first - first.mean(), second - second.mean()
    power = float(np.sqrt((first**2).sum() * (second**2).sum()))
    return float((first * second).sum()) / power if power > _NOTHING else 0.0


def _chances(compared: _Compared, residuals: Floats, between: tuple[Whole, Whole], how: _How) -> tuple[Floats, Whole]:
    """p of each link, and how many permutations it rests on; all links see the same ones."""
    chance = np.random.default_rng(how.seed)
    rows = residuals.astype(np.float32)
    left, at_left = np.unique(between[0], return_inverse=True)
    lefts, cells = compared.among(left), at_left * len(rows) + between[1]
    seen = lefts.strongest(rows.T).take(cells) * np.float32(1 - 1e-5)  # what differs by rounding alone is as strong
    passed = np.zeros(len(seen), np.int64)
    for _ in range(_FIRST):
        passed += lefts.strongest(_detrended(rows.T[chance.permutation(compared.size)])).take(cells) >= seen
    tried, done = np.full(len(seen), _FIRST), _FIRST
    most = min(max(_MOST, int(2 * len(seen) / how.level)), _LIMIT)  # what a single true link takes to be found
    work = max(_WORK, int(20 * len(seen) / how.level))
    while done < most and len(going := np.flatnonzero(passed < _ENOUGH)) and done * len(going) < work:
        size = min(max(_CELLS // compared.size, 1), most - done, 9 * done)
        order = chance.permuted(np.tile(np.arange(compared.size), (size, 1)), axis=1)
        for at in going:
            drawn = compared.among(between[0][at : at + 1]).strongest(_detrended(rows[between[1][at]][order].T))
            passed[at] += np.count_nonzero(drawn >= seen[at])
        done += size
        tried[going] = done
    return (passed + 1) / (tried + 1), tried


# --- what is said against what is measured --------------------------------------------------------------


class Confronted(Record, frozen=True):
    """Two relations of which somebody says that one hangs on the other, or doesn't, and what was measured of them.

    `link` is None where nothing was; `says` is the result in words.
    """

    one: Pair
    other: Pair
    claims: tuple[Claim, ...]
    link: MeasuredLink | None
    verdict: Verdict
    says: str


def confront(claims: Sequence[Claim], measured: Measured) -> list[Confronted]:
    """What is said against what is measured, a row for every two relations, in the order of the claims."""
    rows: dict[tuple[Pair, Pair], list[Claim]] = {}
    for claim in claims:
        one, other = sorted((_sorted(claim.of), _sorted(claim.on)))
        rows.setdefault((one, other), []).append(claim)
    links = {(link.one, link.other): link for link in measured.links}
    found = []
    for (one, other), told in rows.items():
        link = links.get((one, other))
        verdict, says = _unmeasured(one, other, measured) if link is None else _verdict(link, measured)
        found.append(Confronted(one=one, other=other, claims=tuple(told), link=link, verdict=verdict, says=says))
    return found


def _verdict(link: MeasuredLink, measured: Measured) -> tuple[Verdict, str]:
    if link.q > measured.level:
        return "no link", f"no link found: r at best {link.r:+.2f}, q {link.q:.2g}"
    ahead = f"{abs(link.lag)} {measured.by}{'s' if abs(link.lag) > 1 else ''}"
    when = "at once" if link.leads is None else f"{named(link.leads)} {ahead} ahead"
    return "together", f"they move together, {when}: r {link.r:+.2f}, q {link.q:.2g}"


def _unmeasured(one: Pair, other: Pair, measured: Measured) -> tuple[Verdict, str]:
    reasons = []
    for pair in (one, other):
        if pair in measured.too_little:
            reasons.append(too_little(pair, measured.too_little[pair], measured.by))
        elif pair in measured.steady:
            reasons.append(stays(pair))
    if measured.periods < LEAST_PERIODS:
        reasons = [f"{measured.periods} {measured.by}s are told of, and {LEAST_PERIODS} are needed"]
    reasons = reasons or [f"{named(one)} and {named(other)} were not compared"]
    return "not measured", f"not measured: {'; '.join(reasons)}"
