"""Triads: three parties who all clearly stand well or badly with each other, and whether that fits.

A triad is balanced where the product of its signs is positive: the friend of a friend is a friend, the enemy of a
friend an enemy (Heider, "Attitudes and cognitive organization", Journal of Psychology 21, 1946; Cartwright and
Harary, "Structural balance", Psychological Review 63(5), 1956). Three enemies are not balanced in this sense; Davis
("Clustering and structural balance in graphs", Human Relations 20, 1967) lets them pass, so they are counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np

from dragoman.errors import RelationError
from dragoman.model import Record
from dragoman.relations.dealings import Floats, Whole
from dragoman.relations.network.neighbourhood import CLEAR, Tie

Kind = Literal["+++", "++-", "+--", "---"]
KINDS: tuple[Kind, ...] = ("+++", "++-", "+--", "---")  # by the number of bad ties

ENOUGH = 3  # stories from which on a tie is told well enough


class Triad(Record, frozen=True):
    """Three parties and their ties; its weight is that of the lightest, for it holds no longer than that."""

    parties: tuple[str, str, str]
    ties: tuple[Tie, Tie, Tie]
    kind: Kind
    balanced: bool
    weight: float


class Triads(Record, frozen=True):
    """The heaviest triads, how many there are of each kind, and how many ties were too unclear or too little told.

    `balanced` is the part of all triads that is, None where there are none.
    """

    triads: tuple[Triad, ...]
    counts: dict[Kind, int]
    balanced: float | None
    unclear: int
    too_little: int


def triads(ties: Iterable[Tie], clear: float = CLEAR, enough: int = ENOUGH, most: int | None = 100) -> Triads:
    """The triads of ties whose tone is at least `clear` and that have `enough` stories, the heaviest first.

    `most` cuts the list, never the counts. Raises RelationError on a threshold under which no sign is clear.
    """
    if clear <= 0:
        raise RelationError(f"a tone of {clear:g} is neither good nor bad", fix="a threshold is above 0")
    given = list(ties)
    told = [tie for tie in given if tie.stories >= enough]
    signed = sorted((tie for tie in told if tie.sign(clear)), key=lambda tie: tie.pair)
    corners, weights, bad = _closed(signed, clear)
    heaviest = np.lexsort((*corners.T[::-1], -weights))[:most]
    names = sorted({party for tie in signed for party in tie.pair})
    by_pair = {tie.pair: tie for tie in signed}
    counts = {kind: int(number) for kind, number in zip(KINDS, np.bincount(bad, minlength=4), strict=True)}
    return Triads(
        triads=tuple(_triad(by_pair, [names[at] for at in corners[which]], KINDS[bad[which]]) for which in heaviest),
        counts=counts,
        balanced=(counts["+++"] + counts["+--"]) / len(bad) if len(bad) else None,
        unclear=len(told) - len(signed),
        too_little=len(given) - len(told),
    )


def _triad(by_pair: dict[tuple[str, str], Tie], parties: list[str], kind: Kind) -> Triad:
    one, two, three = parties
    ties = (by_pair[one, two], by_pair[one, three], by_pair[two, three])
    return Triad(
        parties=(one, two, three),
        ties=ties,
        kind=kind,
        balanced=kind in ("+++", "+--"),
        weight=min(tie.weight for tie in ties),
    )


def _closed(signed: list[Tie], clear: float) -> tuple[Whole, Floats, Whole]:
    """All triangles: their corners (n, 3) as numbers of parties in order, their weights, their numbers of bad ties."""
    names = sorted({party for tie in signed for party in tie.pair})
    number = {name: at for at, name in enumerate(names)}
    weight, sign = np.zeros((len(names), len(names))), np.zeros((len(names), len(names)), np.int64)
    for tie in signed:
        one, other = sorted(number[party] for party in tie.pair)
        weight[one, other], sign[one, other] = tie.weight, tie.sign(clear)
    corners = [np.zeros((0, 3), np.int64)]
    for one in range(len(names)):
        near = np.flatnonzero(sign[one])
        two, three = np.nonzero(sign[np.ix_(near, near)])
        corners.append(np.column_stack([np.full(len(two), one), near[two], near[three]]))
    found = np.concatenate(corners)
    ends = (found[:, [0, 0, 1]], found[:, [1, 2, 2]])
    return found, weight[ends].min(axis=1), (sign[ends] < 0).sum(axis=1)
