"""What two parties did to each other, as arrays that everything about a relation is computed from.

Each story counts once: a telling's share is one over the number of tellings of its story that count in the pair, and
its weight is that share times its confidence. What didn't happen, or not yet, is left out and counted by reason.
"""

from __future__ import annotations

import datetime
import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from dragoman import ontology
from dragoman.errors import RelationError
from dragoman.ledger.tellings import Telling
from dragoman.model import Record

Pair = tuple[str, str]
Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

UNSURE = 0.5  # the confidence of a foreign event that came without one

_ORDER = attrgetter("day", "until", "seq")
_Value = TypeVar("_Value")


class Weights(Record, frozen=True):
    """What an event counts for: its score, -10 to +10, times its confidence (or 1, if that is not to count).

    `scores` gives event types, or `TYPE/mode`, another score than PLOVER's.
    """

    scores: Mapping[str, float] = {}
    confidence: bool = True

    def __post_init__(self) -> None:
        known = ontology.load()
        for name, score in self.scores.items():
            kind, _, mode = name.partition("/")
            modes = {m.name for m in known.types[kind].modes} if kind in known.types else set()
            if kind not in known.types or (mode and mode not in modes):
                raise RelationError(f"no event type {name!r}", fix=f"there are {', '.join(known.types)}, or TYPE/mode")
            if not -10 <= score <= 10:
                raise RelationError(f"{name} can't weigh {score:g}", fix="a score runs from -10 to +10")

    @property
    def version(self) -> str:
        """PLOVER's version, its fingerprint, and what was changed."""
        known = ontology.load()
        changed = "".join(f", {name} {score:+g}" for name, score in sorted(self.scores.items()))
        return f"PLOVER {known.version} ({known.fingerprint}){changed}{'' if self.confidence else ', unweighted'}"

    def score(self, telling: Telling) -> float:
        """The score of a telling."""
        if self.scores:
            for name in (f"{telling.type}/{telling.mode}", telling.type):
                if name in self.scores:
                    return self.scores[name]
        return ontology.load().score(telling.type) if telling.score is None else telling.score


class Dealings:
    """The tellings that count between two parties, ordered by their days; arrays are as long as `tellings`.

    `first`/`last` are days as ordinals (`date.toordinal`), `there`/`back` whether the first party acts on the second
    or the second on the first, `share` is 1/n of a story told n times, `weight` the share times the confidence,
    `score` -10 to +10, `story` and `outlet` are numbers from 0 on, `left_out` how many were left out and why.
    """

    def __init__(self, pair: Pair, tellings: Iterable[Telling], weights: Weights | None = None) -> None:
        self.pair = pair
        self.weights = weights or Weights()
        self.left_out: Counter[str] = Counter()
        kept: dict[int, Telling] = {}
        refused: dict[int, str] = {}
        there, back = set[int](), set[int]()
        for telling in tellings:
            if reason := why_not(telling):
                refused[telling.seq] = reason
                continue
            kept.setdefault(telling.seq, telling)
            (there if telling.actor == pair[0] else back).add(telling.seq)
        self.left_out.update(refused.values())
        self.tellings: tuple[Telling, ...] = tuple(sorted(kept.values(), key=_ORDER))
        self.there: Flags = np.array([one.seq in there for one in self.tellings], bool)
        self.back: Flags = np.array([one.seq in back for one in self.tellings], bool)
        days = [(one.day, one.until or one.day) for one in self.tellings if one.day]
        self.first: Whole = np.array([day.toordinal() for day, _ in days], np.int64)
        self.last: Whole = np.array([until.toordinal() for _, until in days], np.int64)
        self.score: Floats = np.array([self.weights.score(one) for one in self.tellings], np.float64)
        self.story: Whole = numbered([one.story for one in self.tellings])
        self.outlet: Whole = numbered([one.told_by or "" for one in self.tellings])
        self.share: Floats = 1.0 / np.bincount(self.story)[self.story] if len(self) else np.zeros(0)
        self.weight: Floats = self.share * self._confidence

    def __len__(self) -> int:
        return len(self.tellings)

    @cached_property
    def _confidence(self) -> Floats:
        if not self.weights.confidence:
            return np.ones(len(self))
        return np.array([UNSURE if one.confidence is None else one.confidence for one in self.tellings], np.float64)

    @property
    def stories(self) -> int:
        """How many stories there are."""
        return len(set(self.story.tolist()))

    @property
    def tone(self) -> float | None:
        """The mean score of all that is told, -10 to +10; None where nothing is."""
        weight = float(self.weight.sum())
        return float((self.weight * self.score).sum()) / weight if weight > 0 else None

    @property
    def span(self) -> tuple[datetime.date, datetime.date] | None:
        """The first and last day of anything told; None where nothing is."""
        if not len(self):
            return None
        day = datetime.date.fromordinal
        return day(int(self.first.min())), day(int(self.last.max()))


def why_not(telling: Telling) -> str | None:
    """Why a telling counts for nothing in a balance: it did not happen, not yet, or nobody knows when."""
    if telling.status == "denied":
        return "denied"
    if telling.modality != "done":
        return telling.modality
    return "without a day" if telling.day is None else None


def numbered(values: Sequence[_Value]) -> Whole:
    """Each value as a number from 0 on, in the order of their first coming."""
    numbers: dict[_Value, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], np.int64)


def distinct(group: Whole, value: Whole, groups: int) -> Whole:
    """How many different values each of the groups has; both are numbers from 0 on."""
    if not len(group):
        return np.zeros(groups, np.int64)
    values = int(value.max()) + 1
    cells = np.sort(group * values + value)  # np.unique makes a hash table, which is slower
    first = np.append(True, cells[1:] != cells[:-1])
    return np.bincount(cells[first] // values, minlength=groups)


@contextmanager
def uncollected() -> Iterator[None]:
    """Lets no garbage be looked for meanwhile: among millions of tellings there is none, and looking takes a third."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def by_pair(tellings: Iterable[Telling], weights: Weights | None = None) -> dict[Pair, Dealings]:
    """The dealings of each pair of parties that is told of, `AZE` before `USA`; a party's with itself are left out."""
    sorted_out: dict[Pair, list[Telling]] = {}
    for telling in tellings:
        one, other = telling.actor, telling.recipient
        if one != other:
            sorted_out.setdefault((one, other) if one < other else (other, one), []).append(telling)
    return {pair: Dealings(pair, found, weights) for pair, found in sorted_out.items()}
