"""The balance over time: what the chart is drawn from, the rows of its table, and what a period is made of."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from dragoman.faces.web.asked import BadQuestion
from dragoman.faces.web.lines import Line, lines
from dragoman.faces.web.pages.relation.asked import DIRECTIONS, Asked
from dragoman.model import Record
from dragoman.relations.balance import Balance, Measure, Opened
from dragoman.relations.turns import Turn

QUADS = ("verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict")
SHOWN = 40  # tellings of a period


class Row(Record, frozen=True):
    """A period of which something is told: its name and days, and the measures of the three directions."""

    name: str
    start: datetime.date
    end: datetime.date
    together: Measure
    there: Measure
    back: Measure


class Part(Record, frozen=True):
    """A telling with what it adds: weight × score = part of the balance."""

    line: Line
    weight: float
    score: float
    value: float


class Days(Record, frozen=True):
    """What the balance of some days is made of, the heaviest first; `more` tellings are not among the `parts`."""

    name: str
    start: datetime.date
    end: datetime.date
    parts: tuple[Part, ...]
    more: int
    weight: float
    value: float


def rows(asked: Asked) -> list[Row]:
    """The table, in the order of time."""
    found = asked.relation.balance(asked.by)
    names = _names(asked, found)
    sides = zip(found.periods, names, found.together, found.there, found.back, strict=True)
    return [
        Row(name=name, start=period.start, end=period.end, together=together, there=there, back=back)
        for period, name, together, there, back in sides
        if together.tellings
    ]


def chart(asked: Asked) -> dict[str, Any]:
    """What the chart is drawn from; of a period without tellings there is only its first day.

    `measures` are, for each direction and period, tone, both ends of its band, stories, outlets and the weights of
    `QUADS`.
    """
    found = asked.relation.balance(asked.by)
    return {
        "path": f"{asked.path}/days",
        "direction": asked.direction,
        "starts": [period.start.isoformat() for period in found.periods],
        "end": found.periods[-1].end.isoformat() if found.periods else None,
        "names": _names(asked, found),
        "measures": {side: [_numbers(one) for one in getattr(found, side)] for side in DIRECTIONS},
        "turns": [_turn(number, turn) for number, turn in enumerate(asked.relation.turns().found, 1)],
        "digits": asked.ui.words.digits,
        "decimal": asked.ui.words.decimal,
        "months": asked.ui.words.months,
        "say": {
            key: asked.ui.say(f"relation.{key}")
            for key in ("chart", "tone", "band", "stories", "outlets", "axis_amount")
        },
    }


def days(asked: Asked, start: datetime.date, end: datetime.date) -> Days:
    """The tellings of some days in the direction asked for. Raises BadQuestion where the first comes after the last."""
    if start > end:
        raise BadQuestion(f"{start} is after {end}", "days", "put the earlier day first")
    found = [one for one in asked.relation.opened(start, end) if _goes(one, asked)]
    shown = found[:SHOWN]
    told = lines(asked.relation.told([one.telling for one in shown]), asked.ui)
    return Days(
        name=asked.ui.days(start, end),
        start=start,
        end=end,
        parts=tuple(
            Part(line=line, weight=one.weight, score=one.score, value=one.value)
            for one, line in zip(shown, told, strict=True)
        ),
        more=len(found) - len(shown),
        weight=sum(one.weight for one in found),
        value=sum(one.value for one in found),
    )


def _goes(one: Opened, asked: Asked) -> bool:
    return {"together": True, "there": one.there, "back": one.back}[asked.direction]


def _names(asked: Asked, found: Balance) -> list[str]:
    """What the periods are called; empty where nothing is told of one."""
    return [
        asked.ui.words.period(period, asked.by) if measure.tellings else ""
        for period, measure in zip(found.periods, found.together, strict=True)
    ]


def _numbers(one: Measure) -> Sequence[float | None]:
    if not one.tellings:
        return ()
    low, high = one.tone_band or (None, None)
    figures = (one.tone, low, high, one.stories, one.outlets, *(one.quads.get(quad, 0.0) for quad in QUADS))
    return [None if figure is None else round(figure, 3) for figure in figures]


def _turn(number: int, turn: Turn) -> dict[str, Any]:
    return {
        "number": number,
        "what": turn.what,
        **{name: getattr(turn, name).isoformat() for name in ("since", "last_before", "first_after", "until")},
        "earlier": round(turn.earlier, 2),
        "later": round(turn.later, 2),
    }
