"""What changed: among the relations told of most in the last month, those in which something stands out."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator

from dragoman.faces.web.recent import Recent
from dragoman.ledger import Ledger
from dragoman.model import Record
from dragoman.relations import Relation
from dragoman.relations.balance import Measure
from dragoman.relations.changes import Changes
from dragoman.relations.dealings import Pair
from dragoman.relations.turns import Turn

DAYS = 30  # that are compared with as many before
_LOOKED = 6  # relations; each costs some hundredths of a second
_FEW = 5  # events, or stories, under which nothing can stand out
_RECENT = 90  # days in which a turn is still news
_ACTS = 3  # new types that are named
_SIGMAS = 2  # beyond which a number of stories is no chance
_WEIGHT = 0.5  # of a new type, under which it may be a mistake


class Shift(Record, frozen=True):
    """A relation in which something stands out: its tone or level against the month before, new types, turns."""

    pair: Pair
    before: Measure | None
    after: Measure
    tone: bool
    level: bool
    new: tuple[str, ...]
    turns: tuple[Turn, ...]


class Changed(Record, frozen=True):
    """What stands out since a day, among so many relations that were looked at."""

    since: datetime.date
    looked: int
    shifts: tuple[Shift, ...]


def changed(ledger: Ledger, recent: Recent, last: datetime.date) -> Changed:
    """What stands out in the month that ends with that day."""
    since = last - datetime.timedelta(days=DAYS - 1)
    busy = [one.pair for one in ledger.arrivals(since).relations[:_LOOKED] if one.events >= _FEW]
    shifts = [shift for pair in busy for shift in _shift(recent.relation(*pair), since, last)]
    shifts.sort(key=lambda one: (not one.turns, not one.tone, not one.level))
    return Changed(since=since, looked=len(busy), shifts=tuple(shifts))


def _shift(relation: Relation, since: datetime.date, last: datetime.date) -> Iterator[Shift]:
    found = relation.changes(since)
    if found.after is None:
        return
    before, after = found.before["together"] if found.before else None, found.after["together"]
    recent = last - datetime.timedelta(days=_RECENT)
    shift = Shift(
        pair=found.pair,
        before=before,
        after=after,
        tone=before is not None and _apart(before, after),
        level=before is not None and _unlike(before.stories, after.stories),
        new=_new(found) if before is not None and before.stories >= _FEW else (),
        turns=tuple(turn for turn in relation.turns().found if turn.first_after >= recent),
    )
    if shift.tone or shift.level or shift.new or shift.turns:
        yield shift


def _apart(before: Measure, after: Measure) -> bool:
    """Whether the bands of the two tones don't meet."""
    one, other = before.tone_band, after.tone_band
    return one is not None and other is not None and (one[1] < other[0] or other[1] < one[0])


def _unlike(one: int, other: int) -> bool:
    """Whether two numbers of stories differ by more than chance would make them."""
    return abs(one - other) > _SIGMAS * math.sqrt(one + other)


def _new(found: Changes) -> tuple[str, ...]:
    weights: dict[str, float] = {}
    for act in found.new:
        weights[act.type] = weights.get(act.type, 0.0) + act.weight
    ceased = {act.type for act in found.ceased}
    return tuple(kind for kind, weight in weights.items() if weight >= _WEIGHT and kind not in ceased)[:_ACTS]
