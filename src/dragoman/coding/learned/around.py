"""The mentions around a sentence: those of a report's other sentences that may have a part in its acts.

"He was arrested", says a sentence, and the one before it that the police of Cairo had looked for him.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dragoman.coding.learned.heads import Around, Floats
from dragoman.coding.learned.labels import SPAN

BEHIND, AHEAD = 12, 3  # how many sentences before and after are looked at
_MOST = 32  # mentions


def around(names: Sequence[Sequence[str]], at: int) -> list[tuple[int, int]]:
    """The mentions around sentence `at`, as their sentence and place in it, the nearest sentence first.

    `names` are the words of each sentence's mentions, empty for one that has no part in any act; of those with the same
    words only the nearest is looked at.
    """
    near = sorted(range(max(0, at - BEHIND), min(len(names), at + AHEAD + 1)), key=lambda i: (abs(i - at), i))
    found: dict[str, tuple[int, int]] = {}
    for sentence in near:
        if sentence != at:
            for place, words in enumerate(names[sentence]):
                if words:
                    found.setdefault(words, (sentence, place))
    return list(found.values())[:_MOST]


def vectors_of(near: Sequence[tuple[int, int]], named: Sequence[Floats], at: int) -> Around:
    """What the heads see of the mentions around sentence `at`; `named` are the vectors of each sentence's mentions."""
    vectors = np.array([named[sentence][place] for sentence, place in near], np.float32).reshape(-1, SPAN)
    return Around(vectors, [sentence - at for sentence, _ in near])
