"""How well events are gathered into stories: B-cubed, and what was merged or missed.

B-cubed (Bagga and Baldwin, "Entity-based cross-document coreferencing using the vector space model", COLING-ACL 1998)
looks at each event in turn: what share of those found with it belong with it (precision), and what share of those
that belong with it were found (recall); the figures are means over the events.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple


class Gathered(NamedTuple):
    """Figures of a gathering; merges are counted in pairs of events, of `pairs` that belong together."""

    precision: float
    recall: float
    false_merges: int
    missed_merges: int
    pairs: int
    events: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score(true: Sequence[Hashable], found: Sequence[Hashable]) -> Gathered:
    """Figures of `found` against `true`: each gives the story of every event, in one order.

    Raises ValueError where there is no event or the two differ in length.
    """
    if not true or len(true) != len(found):
        raise ValueError(f"{len(true)} true stories and {len(found)} found ones do not tell of the same events")
    own, gathered, shared = Counter(true), Counter(found), Counter(zip(true, found, strict=True))
    size = len(true)
    right = _pairs(shared.values())
    return Gathered(
        precision=sum(n * n / gathered[story] for (_, story), n in shared.items()) / size,
        recall=sum(n * n / own[story] for (story, _), n in shared.items()) / size,
        false_merges=_pairs(gathered.values()) - right,
        missed_merges=_pairs(own.values()) - right,
        pairs=_pairs(own.values()),
        events=size,
    )


def errors(true: Sequence[Hashable], found: Sequence[Hashable]) -> Iterator[tuple[int, int, bool]]:
    """Pairs of events that were wrongly merged (True) or wrongly kept apart (False), by their places, in order."""
    places: dict[Hashable, set[int]] = defaultdict(set)
    for at, stories in enumerate(zip(true, found, strict=True)):
        for side, story in enumerate(stories):
            places[side, story].add(at)
    pairs = {(a, b) for some in places.values() for a in some for b in some if a < b}
    for a, b in sorted(pairs):
        if (true[a] == true[b]) != (found[a] == found[b]):
            yield a, b, found[a] == found[b]


def _pairs(sizes: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)
