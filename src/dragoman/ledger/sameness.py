"""Which events of several reports, outlets and languages are one.

Pairs that could be one (`candidates`) are compared fact by fact (`likeness`); measured weights make of the facts a
probability and a reason that a person can read. An event joins the story whose events it is likeliest one with on
average, so that no chain of middling likenesses glues two meetings of one week. What is likely, but not likely enough,
comes out as a doubt, for a person to judge.

The weights in `sameness.yaml` are measured by `evaluation/fit_sameness.py`.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Annotated, NamedTuple

import msgspec
import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from dragoman.data import read_yaml
from dragoman.errors import DataError
from dragoman.ledger.likeness import Fact, Profile, apart, facts, profile
from dragoman.model import Told

Embed = Callable[[Sequence[str]], NDArray[np.float32]]  # texts into vectors of unit length, [texts, width]
Share = Annotated[float, Meta(ge=0, le=1)]

_WHO = ("parties/same", "actors/same", "recipients/same")
_FOR, _AGAINST = 4, 2  # further facts that a reason names
_SPOKEN = 0.2  # a fact's share in the sum from which the reason names it
_KEPT = 50_000  # profiles and vectors held at once
_WHERE = "ledger/sameness.yaml"


class Closeness(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The cosine of two sentences' vectors: its mean and spread among candidates, and what one spread is worth."""

    middle: float
    spread: Annotated[float, Meta(gt=0)]
    weight: float


class Windows(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far apart, in days, two candidates may be: both dated, published with one undated, published looking back."""

    dated: int
    undated: int
    past: int


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `sameness.yaml` holds."""

    same: Share
    maybe: Share
    windows: Windows
    closeness: Closeness
    bias: float
    facts: dict[str, float]


class Match(NamedTuple):
    """How likely two events are one, what speaks for and against it, and the gist of that on one line."""

    score: float
    facts: tuple[Fact, ...]
    reason: str


class Doubt(NamedTuple):
    """A story that an event may belong to, for a person to judge."""

    story: str
    score: float
    reason: str


class Joining(NamedTuple):
    """The story that an event joins, or None where it begins one; `doubts` are the likeliest first."""

    story: str | None
    score: float
    reason: str
    doubts: tuple[Doubt, ...] = ()


class Clusters(NamedTuple):
    """Stories by the places of their events in what was given, and the doubts of each event that has some."""

    stories: tuple[tuple[int, ...], ...]
    doubts: dict[int, tuple[Doubt, ...]]


class Sameness:
    """Compares events and finds the story of each. Keeps what it has seen of them, up to a limit.

    `embed` gives vectors of sentences; without it their wording is not compared beyond names and numbers.
    """

    def __init__(self, embed: Embed | None = None, weights: Weights | None = None) -> None:
        self.weights = weights or load()
        self._embed = embed
        self._profiles: dict[tuple[str, str | None], Profile] = {}
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def reach(self, told: Told) -> tuple[datetime.date, datetime.date] | None:
        """First and last day on which reports of the same event can have been published; None where all can.

        Wider than what `candidates` leaves: a first choice for a query.
        """
        own, windows = self.profile(told), self.weights.windows
        if own.published is None:
            return None
        first = min(own.published, own.days[0]) if own.days else own.published
        back = windows.past if own.modality == "historical" else windows.undated
        return first - datetime.timedelta(days=back), own.published + datetime.timedelta(days=windows.past)

    def candidates(self, told: Told, others: Iterable[Told]) -> Iterator[Told]:
        """Those of the others that could be one with it: of one type, with a common party, and near in time."""
        own = self.profile(told)
        return (other for other in others if self._could_be(own, self.profile(other)))

    def match(self, a: Told, b: Told, rivals: int = 1) -> Match:
        """How likely the two are one; `rivals` is how many stories hold a candidate for the later one, this included.

        The more events of a kind there are in some days, the less it says that two are of those days.
        """
        found = [*facts(self.profile(a), self.profile(b)), _busy(rivals)]
        if self.weights.closeness.weight:
            found += self._worded(self.profile(a), self.profile(b))
        parts = [(self._worth(fact), fact) for fact in found]
        score = _logistic(self.weights.bias + sum(part for part, _ in parts))
        return Match(score, tuple(found), _reason(parts))

    def place(self, new: Told, stories: Mapping[str, Sequence[Told]]) -> Joining:
        """The story that an event joins, of those given, and those that it may belong to.

        A story's score is the mean over its events; one that is no candidate counts 0.
        """
        own = self.profile(new)
        found = {
            story: [told for told in members if self._could_be(own, self.profile(told))]
            for story, members in stories.items()
        }
        rivals = sum(map(bool, found.values()))
        scored = []
        for story, members in found.items():
            if members:
                matches = [self.match(new, told, rivals) for told in members]
                score = sum(m.score for m in matches) / len(stories[story])
                scored.append(Doubt(story, score, max(matches, key=lambda m: m.score).reason))
        scored.sort(key=lambda one: (-one.score, one.story))
        first = scored[0] if scored else None
        if first is not None and first.score >= self.weights.same:
            return Joining(*first, self._doubts(scored[1:]))
        return Joining(None, first.score if first else 0.0, "nothing told so far is this event", self._doubts(scored))

    def cluster(self, told: Sequence[Told]) -> Clusters:
        """The stories of many events, placed one by one in the order in which they were published."""
        stories: dict[str, list[Told]] = {}
        places: dict[str, list[int]] = {}
        doubts: dict[int, tuple[Doubt, ...]] = {}
        for at in self.in_order(told):
            joining = self.place(told[at], stories)
            story = joining.story if joining.story is not None else str(len(stories))
            stories.setdefault(story, []).append(told[at])
            places.setdefault(story, []).append(at)
            if joining.doubts:
                doubts[at] = joining.doubts
        return Clusters(tuple(tuple(some) for some in places.values()), doubts)

    def in_order(self, told: Sequence[Told]) -> list[int]:
        """The places of the events in the order in which they are placed: by day of publication, report, and text."""
        return sorted(range(len(told)), key=lambda at: self._order(told[at]))

    def with_weights(self, weights: Weights) -> Sameness:
        """The same by other weights, with what has been seen so far."""
        other = Sameness(self._embed, weights)
        other._profiles, other._vectors = self._profiles, self._vectors
        return other

    def facts(self, a: Told, b: Told, rivals: int = 1) -> dict[str, float]:
        """The facts of a pair by name: what the weights are measured on."""
        one, other = self.profile(a), self.profile(b)
        found = [*facts(one, other), *self._worded(one, other), _busy(rivals)]
        return {fact.name: fact.value for fact in found}

    def profile(self, told: Told) -> Profile:
        """An event as it is compared."""
        key = told.event.id, told.report.id if told.report else None
        if key not in self._profiles:
            if len(self._profiles) >= _KEPT:
                self._profiles.clear()
            self._profiles[key] = profile(told)
        return self._profiles[key]

    def _could_be(self, a: Profile, b: Profile) -> bool:
        return a.type == b.type and _linked(a, b) and self._near(a, b)

    def _near(self, a: Profile, b: Profile) -> bool:
        windows = self.weights.windows
        if a.days and b.days:
            return apart(a.days, b.days) <= windows.dated
        if a.published is None or b.published is None:
            return True
        later = a if a.published >= b.published else b
        limit = windows.past if later.modality == "historical" else windows.undated
        return abs((a.published - b.published).days) <= limit

    def _worded(self, a: Profile, b: Profile) -> Iterator[Fact]:
        if self._embed is not None and a.sentence and b.sentence and a.sentence != b.sentence:
            cosine = float(self._vector(a.sentence) @ self._vector(b.sentence))
            close = self.weights.closeness
            yield Fact("closeness", (cosine - close.middle) / close.spread, f"wording {cosine:.2f} alike")

    def _vector(self, sentence: str) -> NDArray[np.float32]:
        if sentence not in self._vectors and self._embed is not None:
            if len(self._vectors) >= _KEPT:
                self._vectors.clear()
            self._vectors[sentence] = self._embed([sentence])[0]
        return self._vectors[sentence]

    def _worth(self, fact: Fact) -> float:
        if fact.name == "closeness":
            return fact.value * self.weights.closeness.weight
        return fact.value * self.weights.facts.get(fact.name, 0.0)

    def _doubts(self, scored: Sequence[Doubt]) -> tuple[Doubt, ...]:
        return tuple(one for one in scored if one.score >= self.weights.maybe)

    def _order(self, told: Told) -> tuple[datetime.date, str, int, str]:
        own = self.profile(told)
        return own.published or datetime.date.max, own.report or "", own.at, told.event.id


@cache
def load() -> Weights:
    """The measured weights; raises DataError where the file breaks its shape."""
    weights: Weights = read_yaml(files("dragoman.ledger") / "sameness.yaml", Weights, _WHERE)
    if weights.maybe > weights.same:
        raise DataError(f"maybe ({weights.maybe}) lies above same ({weights.same})", _WHERE)
    return weights


def _linked(a: Profile, b: Profile) -> bool:
    """Whether they share a party; where nobody is known to take part in one, a name or a country's ground instead."""
    if a.all and b.all:
        return not a.all.isdisjoint(b.all)
    grounds = [{p.where.country} if p.where and p.where.country else set() for p in (a, b)]
    return not a.heard.names.keys().isdisjoint(b.heard.names.keys()) or not (grounds[0] | a.all).isdisjoint(
        grounds[1] | b.all
    )


def _busy(rivals: int) -> Fact:
    few = "it alone" if rivals <= 1 else f"one of {rivals}"
    return Fact("busy", math.log(max(1, rivals)), f"{few} of the kind in these days")


def _logistic(total: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _reason(parts: Sequence[tuple[float, Fact]]) -> str:
    """Whom both name, though every candidate shares that, then the facts that weigh most, those for it first."""
    spoken = sorted(((part, fact.words) for part, fact in parts if fact.words and fact.name not in _WHO), reverse=True)
    who = [fact.words for _, fact in parts if fact.name in _WHO]
    for_it = who + [words for part, words in spoken if part >= _SPOKEN][:_FOR]
    against = [words for part, words in reversed(spoken) if part <= -_SPOKEN][:_AGAINST]
    sides = ["; ".join(for_it), "but " + "; ".join(against) if against else ""]
    return ", ".join(filter(None, sides)) or "little speaks for it or against it"
