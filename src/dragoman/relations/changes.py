"""What changed in a relation since a day: the time since then against as long a time before it.

Only time that something is told of counts: before the first day that is told of, and after the last, nobody knows.
"""

from __future__ import annotations

import datetime

from dragoman.errors import RelationError
from dragoman.ledger.tellings import Telling
from dragoman.model import Record
from dragoman.relations.balance import DIRECTIONS, Direction, Measure, Opened, measures, opened
from dragoman.relations.dealings import Dealings, Pair
from dragoman.relations.periods import Period

MOST = 10  # of the heaviest stories

_DAY = datetime.timedelta(days=1)
_Act = tuple[str, str | None]


class Act(Record, frozen=True):
    """A type, with its mode, and what is told of it, the heaviest first."""

    type: str
    mode: str | None
    weight: float
    tellings: tuple[Telling, ...]


class Changes(Record, frozen=True):
    """What is different in `later` from `earlier`, two periods, each with the measures of its directions.

    `new` are the types and modes told of only in the later, `ceased` those only in the earlier one; both are empty
    where there is nothing to compare. `heaviest` are the stories that weigh most in the later one, by one telling
    each. What nothing is told of is None; `notes` say why, and where a period is shorter than was asked for.
    """

    pair: Pair
    earlier: Period | None
    later: Period | None
    before: dict[Direction, Measure] | None
    after: dict[Direction, Measure] | None
    new: tuple[Act, ...] = ()
    ceased: tuple[Act, ...] = ()
    heaviest: tuple[Telling, ...] = ()
    notes: tuple[str, ...] = ()


def changes(dealings: Dealings, since: datetime.date, until: datetime.date | None = None) -> Changes:
    """What changed from a day on, until another or the last that is told of. Raises RelationError if that is before."""
    if until is not None and until < since:
        raise RelationError(f"{until} is before {since}", fix="put the earlier day first")
    earlier, later, notes = _periods(dealings, since, until)
    was, now = _opened(dealings, earlier), _opened(dealings, later)
    silent = [one for one, told in ((earlier, was), (later, now)) if one and not told]
    return Changes(
        pair=dealings.pair,
        earlier=earlier,
        later=later,
        before=_measured(dealings, earlier) if earlier and was else None,
        after=_measured(dealings, later) if later and now else None,
        new=_acts(now, but=was) if was else (),
        ceased=_acts(was, but=now) if now else (),
        heaviest=_heaviest(now),
        notes=(*notes, *(f"nothing is told of from {one.start} to {one.end}" for one in silent)),
    )


def _periods(
    dealings: Dealings, since: datetime.date, until: datetime.date | None
) -> tuple[Period | None, Period | None, list[str]]:
    """The time before and the time since, cut to the days that are told of, and what was cut."""
    if dealings.span is None:
        return None, None, ["nothing is told of"]
    first, last = dealings.span
    end = min(until or last, last)
    if end < since:
        return None, None, [f"nothing is told of after {last}"]
    notes = [f"nothing is told of after {last}"] if until and until > last else []
    if until and until < first:
        return None, None, [f"nothing is told of before {first}"]
    if since <= first:
        return None, _period(first, end), [*notes, f"nothing is told of before {first}"]
    days = (end - since).days + 1
    start = max(since - days * _DAY, first)
    if (shorter := (since - start).days) < days:
        notes.append(f"nothing is told of before {first}: {shorter} days stand against {days}")
    return _period(start, since - _DAY), _period(since, end), notes


def _period(start: datetime.date, end: datetime.date) -> Period:
    return Period(name=f"{start} to {end}", start=start, end=end)


def _opened(dealings: Dealings, period: Period | None) -> list[Opened]:
    return opened(dealings, period.start, period.end) if period else []


def _measured(dealings: Dealings, period: Period) -> dict[Direction, Measure]:
    return {name: found[0] for name, found in zip(DIRECTIONS, measures(dealings, (period,)), strict=True)}


def _acts(found: list[Opened], but: list[Opened]) -> tuple[Act, ...]:
    """What is told of in one period and not in the other, the heaviest first."""
    known = {_act(one) for one in but}
    kept: dict[_Act, list[Opened]] = {}
    for one in found:
        if _act(one) not in known:
            kept.setdefault(_act(one), []).append(one)
    acts = [
        Act(type=kind, mode=mode, weight=sum(one.weight for one in told), tellings=tuple(one.telling for one in told))
        for (kind, mode), told in kept.items()
    ]
    return tuple(sorted(acts, key=lambda act: (-act.weight, act.type, act.mode or "")))


def _act(one: Opened) -> _Act:
    return one.telling.type, one.telling.mode


def _heaviest(found: list[Opened]) -> tuple[Telling, ...]:
    """The stories that add most to the balance, or take most from it, each by its heaviest telling."""
    values: dict[str, float] = {}
    first: dict[str, Telling] = {}
    for one in found:
        story = one.telling.story
        values[story] = values.get(story, 0.0) + one.value
        first.setdefault(story, one.telling)
    return tuple(first[story] for story in sorted(values, key=lambda story: (-abs(values[story]), story))[:MOST])
