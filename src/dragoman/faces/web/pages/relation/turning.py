"""Turning points with what was told around them, and what is different since a day."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from dragoman.faces.web.lines import Line, lines
from dragoman.faces.web.pages.relation.asked import DIRECTIONS, Asked
from dragoman.ledger.tellings import Telling
from dragoman.model import Record
from dragoman.relations.balance import Measure
from dragoman.relations.briefing import names
from dragoman.relations.briefing.wording import Phrase, Value, fill
from dragoman.relations.changes import Act, Changes
from dragoman.relations.turns import Turn

_SHOWN = 3  # events on each side of a turn
_LATELY = datetime.timedelta(days=91)
_HEAVIEST = 5


class Around(Record, frozen=True):
    """A turn, with its number and the weightiest events on either side."""

    number: int
    turn: Turn
    before: tuple[Line, ...]
    after: tuple[Line, ...]


class Then(Record, frozen=True):
    """A direction before and since a day; None where nothing is told."""

    name: str
    was: Measure | None
    now: Measure | None


class Did(Record, frozen=True):
    """Something that is done only since a day, or only before it: what, and how many tellings."""

    what: Phrase
    number: int


class Since(Record, frozen=True):
    """What is different since a day; `days` are the lengths of both times, where the earlier is the shorter."""

    day: datetime.date
    found: Changes
    directions: tuple[Then, ...]
    new: tuple[Did, ...]
    ceased: tuple[Did, ...]
    heaviest: tuple[Line, ...]
    days: tuple[int, int] | None


def around(asked: Asked) -> list[Around]:
    """The turns in the order of days."""
    found = asked.relation.turns().found
    return [
        Around(
            number=number,
            turn=turn,
            before=_lines(asked, turn.before[-_SHOWN:]),
            after=_lines(asked, turn.after[:_SHOWN]),
        )
        for number, turn in enumerate(found, 1)
    ]


def lately(asked: Asked) -> datetime.date | None:
    """The day from which on something is "lately": a quarter of a year before the last that is told of."""
    span = asked.relation.dealings.span
    return max(span[0], span[1] - _LATELY) if span else None


def since(asked: Asked, day: datetime.date) -> Since:
    """What changed since a day. Raises RelationError where that is after the last day asked for."""
    found = asked.relation.changes(day)
    sides = found.before or {}, found.after or {}
    days = None
    if found.earlier and found.later:
        lengths = [(one.end - one.start).days + 1 for one in (found.earlier, found.later)]
        days = (lengths[0], lengths[1]) if lengths[0] < lengths[1] else None
    return Since(
        day=day,
        found=found,
        directions=tuple(
            Then(name=asked.name(side), was=sides[0].get(side), now=sides[1].get(side)) for side in DIRECTIONS
        ),
        new=tuple(_did(asked, one) for one in found.new),
        ceased=tuple(_did(asked, one) for one in found.ceased),
        heaviest=_lines(asked, found.heaviest[:_HEAVIEST]),
        days=days,
    )


def _lines(asked: Asked, tellings: Iterable[Telling]) -> tuple[Line, ...]:
    return tuple(lines(asked.relation.told(tellings), asked.ui))


def _did(asked: Asked, act: Act) -> Did:
    """An act as a sentence about the parties, in the direction of its heaviest telling."""
    words = asked.ui.words
    ways = _ways(act.tellings)
    one, other = ways[0]
    template = words.act(act.type, act.mode, both=len(ways) > 1)
    values: dict[str, Value] = {"one": names.party(one, words), "other": names.party(other, words), "where": ()}
    return Did(what=fill(template, values), number=len(act.tellings))


def _ways(tellings: Sequence[Telling]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((one.actor, one.recipient) for one in tellings))
