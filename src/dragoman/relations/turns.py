"""Turning points of a relation: where its tone changed, or how much is told of it, and whether that may be chance.

A series is cut where two parts differ most, or where a stretch differs most from what is before and after it (a crisis
that passes: Olshen and Venkatraman, Biostatistics 5(4), 2004). The cut is kept where shuffled series seldom give one
as deep, and each part is looked at again (Matteson and James, JASA 109(505), 2014).

Who looks often finds by chance: p is multiplied by the number of series looked at, and for a part by how many times
it goes into the whole (Meinshausen, Biometrika 95(2), 2008), so that `level` holds for all turns of a direction
together. It holds where stories are told independently of each other: follow-ups of one affair make turns too easy.

Tone is looked for along the stories, one after the other, not along the calendar: silence has no tone.
"""

from __future__ import annotations

import datetime
import itertools
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from dragoman.errors import RelationError
from dragoman.ledger.tellings import Telling
from dragoman.model import Record
from dragoman.relations.balance import DIRECTIONS, Direction
from dragoman.relations.dealings import Dealings, Floats, Whole

What = Literal["tone", "level"]

LEVEL = 0.05
FEW = 3  # points that a part must have
LEAST = 8  # points of which 3 and 5 can be told apart at 5 %: fewer have too few orders
_MOST = 200  # points of a series; beyond, neighbours are taken together
_GRID = 24  # places between which a stretch may lie
_SHUFFLES = 999
_AT_ONCE = 111  # shuffles between two looks at whether there is still hope
_WEEK, MONTH = 7, 365.2425 / 12  # days
_WEEKS = 12  # under which no level is looked at
_COARSE = 92  # days: of a story known to a season can be said whether it was before another, to a year hardly
_NEAR, _NAMED = 10, 5  # stories on either side, and how many of them are named

_Order = npt.NDArray[np.intp]
_Cuts = tuple[int, ...]


class Turn(Record, frozen=True):
    """Between two days, the tone (mean score, -10 to +10) or the level (stories a month) became another.

    `earlier` is the mean from `since` to `last_before`, `later` from `first_after` to `until`: to the turns next to it.
    What is known to a week or a month stands at its middle, so the days are no surer than the tellings around it.
    `p` is corrected for all looks. `before` and `after` are what was told nearest by and weighs most, in order of days.
    """

    what: What
    since: datetime.date
    last_before: datetime.date
    first_after: datetime.date
    until: datetime.date
    earlier: float
    later: float
    p: float
    before: tuple[Telling, ...]
    after: tuple[Telling, ...]


class Turns(Record, frozen=True):
    """The turns in the order of days. `points` is how many stories there were, `looked` what could be looked at.

    `left_out` counts the stories of which only a year is known; `too_little` says why nothing could be looked at.
    """

    found: tuple[Turn, ...]
    points: int
    left_out: int
    looked: tuple[What, ...]
    too_little: str | None


class _Points(NamedTuple):
    """A series: `value` with its `weight`, from one day to another (ordinals, both included)."""

    what: What
    value: Floats
    weight: Floats
    first: Whole
    last: Whole

    def between(self, start: int, end: int) -> _Points:
        cut = slice(start, end)
        return _Points(self.what, self.value[cut], self.weight[cut], self.first[cut], self.last[cut])


@dataclass(frozen=True)
class Stories:
    """Stories in the order of their days: weighted mean `score`, `weight`, `day` (ordinal; the middle of its days).

    `telling` is the index of the telling that weighs most, `left_out` how many are known too coarsely to be put
    before or after another.
    """

    score: Floats
    weight: Floats
    day: Whole
    telling: Whole
    left_out: int

    def __len__(self) -> int:
        return len(self.day)

    def between(self, first: int | np.int64, last: int | np.int64) -> Whole:
        """The numbers of the stories from one day to another, both included."""
        return np.arange(np.searchsorted(self.day, first), np.searchsorted(self.day, last, "right"))


def turns(dealings: Dealings, *, direction: Direction = "together", level: float = LEVEL) -> Turns:
    """The turns of tone and level of one direction, or of both together.

    Raises RelationError where `level` is no probability.
    """
    if direction not in DIRECTIONS:
        raise RelationError(f"no direction {direction!r}", fix=f"there are {', '.join(DIRECTIONS)}")
    if not 0 < level < 1:
        raise RelationError(f"{level:g} is no level", fix="choose one between 0 and 1, such as 0.05")
    told = stories(dealings, direction)
    series = [one for one in (_tone(told), _level(told)) if one is not None and _places(one).any()]
    found: list[Turn] = []
    for one in series:
        chance = np.random.default_rng(zlib.crc32(f"{dealings.pair} {direction} {one.what}".encode()))
        cuts = _Search(one, level, len(series), chance).cuts()
        found += _turns(one, cuts, told, dealings.tellings)
    return Turns(
        found=tuple(sorted(found, key=lambda turn: (turn.first_after, turn.what))),
        points=len(told),
        left_out=told.left_out,
        looked=tuple(one.what for one in series),
        too_little=None if series else _too_little(told),
    )


def _too_little(told: Stories) -> str:
    count = f"{len(told)} {'story' if len(told) == 1 else 'stories'}"
    if len(told) < LEAST:
        return f"{count}: a turn can't be told from chance with fewer than {LEAST}"
    return f"{count}, but on too few days"


def stories(dealings: Dealings, direction: Direction = "together") -> Stories:
    """The stories of a direction, each once; its day is that of the telling which knows it most exactly."""
    sides = {"there": dealings.there, "back": dealings.back, "together": dealings.weight > 0}
    which = np.flatnonzero(sides[direction] & (dealings.weight > 0))
    numbers, story = np.unique(dealings.story[which], return_inverse=True)
    mass, score = dealings.weight[which], dealings.score[which]
    days = dealings.last[which] - dealings.first[which]
    only_reported = np.array([dealings.tellings[i].precision is None for i in which], bool)
    starts = np.searchsorted(np.sort(story), np.arange(len(numbers)))
    exact = which[np.lexsort((days, only_reported, story))[starts]]
    heaviest = which[np.lexsort((-np.abs(mass * score), story))[starts]]
    day = (dealings.first[exact] + dealings.last[exact]) // 2
    weight = np.bincount(story, mass).astype(np.float64)
    mean = np.bincount(story, mass * score) / weight
    order = np.argsort(day, kind="stable")
    order = order[(dealings.last[exact] - dealings.first[exact])[order] < _COARSE]
    return Stories(mean[order], weight[order], day[order], heaviest[order], len(numbers) - len(order))


# --- series -----------------------------------------------------------------------------------------


def _tone(told: Stories) -> _Points | None:
    """One point a story, in the order of days, or a group of neighbours where there are very many."""
    if len(told) < LEAST:
        return None
    if len(told) <= _MOST:
        return _Points("tone", told.score, told.weight, told.day, told.day)
    size = -(-len(told) // _MOST)
    _, group = np.unique(np.searchsorted(told.day, told.day) // size, return_inverse=True)  # a day stays whole
    weight = np.bincount(group, told.weight).astype(np.float64)
    starts = np.searchsorted(group, np.arange(len(weight)))
    ends = np.append(starts[1:], len(told)) - 1
    return _Points(
        "tone", np.bincount(group, told.weight * told.score) / weight, weight, told.day[starts], told.day[ends]
    )


def _level(told: Stories) -> _Points | None:
    """Stories a month in equal stretches of at least a week and, on average, a story; they weigh by their days."""
    days = int(told.day[-1] - told.day[0]) + 1 if len(told) else 0
    size = min(days // _WEEK, len(told), _MOST)
    if size < _WEEKS:
        return None
    edges = told.day[0] + np.arange(size + 1) * days // size
    counts = np.bincount(np.searchsorted(edges, told.day, "right") - 1, minlength=size)
    long = np.diff(edges).astype(np.float64)
    return _Points("level", counts / long * MONTH, long, edges[:-1], edges[1:] - 1)


def _places(points: _Points) -> npt.NDArray[np.bool_]:
    """Before which points a cut may be: never within a day, and with enough on either side."""
    free = np.append(True, points.first[1:] > points.last[:-1])
    free[:FEW] = free[len(free) - FEW + 1 :] = False
    return free


# --- where and whether --------------------------------------------------------------------------------


class _Search:
    """The hierarchical search for the cuts of one series."""

    def __init__(self, points: _Points, level: float, series: int, chance: np.random.Generator) -> None:
        self.points = points
        self.level = level
        self.series = series
        self.chance = chance

    def cuts(self) -> dict[int, float]:
        """Points before which there is a cut, with its p."""
        return dict(sorted(self._within(0, len(self.points.value))))

    def _within(self, start: int, end: int) -> Iterator[tuple[int, float]]:
        if end - start < LEAST:
            return
        part = self.points.between(start, end)
        looks = self.series * len(self.points.value) / (end - start)
        cuts, p = self._tested(part, looks)
        if not cuts:
            return
        yield from ((start + cut, p) for cut in cuts)
        edges = [start, *(start + cut for cut in cuts), end]
        for one, other in itertools.pairwise(edges):
            yield from self._within(one, other)

    def _tested(self, part: _Points, looks: float) -> tuple[_Cuts, float]:
        """The deepest cut, or two, and its p; none where it isn't below the level."""
        size = len(part.value)
        low, high = _pairs(_places(part))
        if not len(low):
            return (), 1.0
        # One more cut has to explain as much more as the BIC asks: log n / n of the whole.
        centred = part.value - np.average(part.value, weights=part.weight)
        whole = float(np.sum(part.weight * centred**2))
        dues = np.where(low > 0, whole * np.log(size) / size, 0.0)
        depths = (_depths(centred, part.weight, np.arange(size)[None], low, high) - dues)[0]
        best, as_deep = int(depths.argmax()), 1
        for _ in range(_SHUFFLES // _AT_ONCE):
            order = self.chance.permuted(np.tile(np.arange(size), (_AT_ONCE, 1)), axis=1)
            deepest = (_depths(centred, part.weight, order, low, high) - dues).max(axis=1)
            as_deep += int(np.count_nonzero(deepest >= depths[best] - 1e-9 * whole))
            if as_deep * looks > self.level * (_SHUFFLES + 1):
                return (), 1.0
        return _placed(part, int(low[best]), int(high[best])), as_deep * looks / (_SHUFFLES + 1)


def _pairs(places: npt.NDArray[np.bool_]) -> tuple[Whole, Whole]:
    """Stretches that may differ from the rest: from the start to each place, and between places of a grid."""
    size, single = len(places), np.flatnonzero(places)
    few = single if len(single) <= _GRID else single[np.linspace(0, len(single) - 1, _GRID).astype(int)]
    one, other = np.triu_indices(len(few), 1)
    low, high = few[one], few[other]
    wide = (high - low >= FEW) & (size - high >= FEW)
    return np.concatenate([np.zeros_like(single), low[wide]]), np.concatenate([single, high[wide]])


def _depths(value: Floats, weight: Floats, order: _Order, low: Whole, high: Whole) -> Floats:
    """How much of the sum of squares each stretch explains, in each order (rows) of centred values."""
    weights, values = _running(weight[order]), _running((weight * value)[order])
    inside, total = weights[:, high] - weights[:, low], float(weight.sum())
    return np.asarray((values[:, high] - values[:, low]) ** 2 * total / (inside * (total - inside)))


def _running(values: Floats) -> Floats:
    return np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)


def _placed(part: _Points, low: int, high: int) -> _Cuts:
    """The cuts at their best places: the ends of a stretch of the grid are moved, one after the other."""
    if not low:
        return (_place(part, 0, len(part.value)),)
    low = _place(part, 0, high)
    return low, _place(part, low, len(part.value))


def _place(part: _Points, start: int, end: int) -> int:
    """The best single cut between two points."""
    inner = part.between(start, end)
    places = np.flatnonzero(_places(inner))
    centred = inner.value - np.average(inner.value, weights=inner.weight)
    order = np.arange(len(centred))[None]
    return start + int(places[_depths(centred, inner.weight, order, np.zeros_like(places), places)[0].argmax()])


# --- what is told of a turn ---------------------------------------------------------------------------


def _turns(points: _Points, cuts: dict[int, float], told: Stories, tellings: tuple[Telling, ...]) -> Iterator[Turn]:
    edges = [0, *cuts, len(points.value)]
    for start, (cut, p), end in zip(edges, cuts.items(), edges[2:], strict=False):
        earlier, later = points.between(start, cut), points.between(cut, end)
        yield Turn(
            what=points.what,
            since=_date(earlier.first[0]),
            last_before=_date(earlier.last[-1]),
            first_after=_date(later.first[0]),
            until=_date(later.last[-1]),
            earlier=float(np.average(earlier.value, weights=earlier.weight)),
            later=float(np.average(later.value, weights=later.weight)),
            p=p,
            before=_named(told.between(earlier.first[0], earlier.last[-1])[-_NEAR:], told, tellings),
            after=_named(told.between(later.first[0], later.last[-1])[:_NEAR], told, tellings),
        )


def _named(near: Whole, told: Stories, tellings: tuple[Telling, ...]) -> tuple[Telling, ...]:
    mass = np.abs(told.weight * told.score)[near]
    chosen = np.sort(near[np.argsort(-mass, kind="stable")[:_NAMED]])
    return tuple(tellings[i] for i in told.telling[chosen])


def _date(day: np.int64) -> datetime.date:
    return datetime.date.fromordinal(int(day))
