"""From tags to spans: which pieces are a mention, which an act."""

from __future__ import annotations

from typing import NamedTuple

from dragoman.coding.learned.heads import Floats, Span
from dragoman.coding.learned.labels import KINDS, TYPES

_ENOUGH = 0.5  # of a piece's probability that any tag stands on it, for a mention


class Tagged(NamedTuple):
    """A span of pieces with what it is (the number of its kind or type) and how likely that is."""

    span: Span
    what: int
    chance: float


def mentions(tags: Floats) -> list[Tagged]:
    """Mentions, from tags [pieces, 17]."""
    return list(_spans(tags, len(KINDS), _ENOUGH))


def acts(tags: Floats, enough: float) -> list[Tagged]:
    """Act words, from tags [pieces, 33], as far as they are at least `enough` likely."""
    return list(_spans(tags, len(TYPES), enough))


def _spans(tags: Floats, kinds: int, enough: float) -> list[Tagged]:
    """Runs of pieces that are rather something than nothing, cut where another one begins."""
    either = tags[:, 1 : kinds + 1] + tags[:, kinds + 1 :]
    inside = (1 - tags[:, 0] >= enough).tolist()
    begins = (tags[:, 1:].argmax(1) < kinds).tolist()
    best = either.argmax(1).tolist()
    found: list[Tagged] = []
    first = -1
    for at in range(len(tags) + 1):
        new = at < len(tags) and inside[at]
        if first >= 0 and (not new or begins[at] or best[at] != best[at - 1]):
            found.append(_tagged(either, tags, first, at))
            first = -1
        if new and first < 0:
            first = at
    return found


def _tagged(either: Floats, tags: Floats, first: int, end: int) -> Tagged:
    mean = either[first:end].sum(0) / (end - first)
    what = int(mean.argmax())
    return Tagged((first, end), what, float((1 - tags[first:end, 0]).max() * mean[what] / mean.sum()))
