"""Relations as rows of a table: how good, how much, how it went, and what changed lately."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np

from dragoman.faces.web.interface import Interface
from dragoman.model import Record
from dragoman.relations.balance import over
from dragoman.relations.dealings import Dealings, Pair, distinct
from dragoman.relations.network import CLEAR, Tie
from dragoman.relations.network.triads import ENOUGH
from dragoman.relations.periods import By, Period, periods

WIDTH, HEIGHT = 120, 32  # of the small chart
MOST_PERIODS = 60
_DAY = datetime.timedelta(days=1)
_LATELY = 90  # days, at most


class Bar(NamedTuple):
    """A period of a small chart: a bar up for cooperation or down for conflict, as tall as the tone is clear."""

    x: float
    y: float
    width: float
    height: float
    sign: int


class Row(Record, frozen=True):
    """A relation in a period. `change` of tone lately is None where too little is told on either side of it."""

    pair: Pair
    names: tuple[str, str]
    stories: int
    outlets: int
    tone: float | None
    sign: int
    change: float | None
    bars: tuple[Bar, ...]


class Lately(NamedTuple):
    """The end of a period, and as long a time before it."""

    before: Period
    after: Period


def whole(dealings: Dealings) -> Tie:
    """The tie of all that is told of two parties."""
    weight = float(dealings.weight.sum())
    return Tie(
        pair=dealings.pair,
        stories=dealings.stories,
        tellings=len(dealings),
        outlets=len(set(dealings.outlet.tolist())),
        weight=weight,
        balance=float((dealings.weight * dealings.score).sum()),
        tone=dealings.tone,
    )


def rows(
    ties: Iterable[Tie], dealings: Mapping[Pair, Dealings], since: datetime.date, until: datetime.date, ui: Interface
) -> list[Row]:
    """Ties of these days as rows, in their order."""
    recent, among = lately(since, until), periods(fitting(since, until), since, until)
    return [
        Row(
            pair=tie.pair,
            names=(ui.party(tie.pair[0]), ui.party(tie.pair[1])),
            stories=tie.stories,
            outlets=tie.outlets,
            tone=tie.tone,
            sign=tie.sign(),
            change=change(dealings[tie.pair], recent),
            bars=bars(dealings[tie.pair], among),
        )
        for tie in ties
    ]


def fitting(since: datetime.date, until: datetime.date) -> By:
    """The finest of months, quarters and years by which these days make a chart that can be read."""
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    return "month" if months <= MOST_PERIODS else "quarter" if months <= 3 * MOST_PERIODS else "year"


def lately(since: datetime.date, until: datetime.date) -> Lately:
    """The last third of these days, at most three months, against as long before."""
    days = max(1, min(_LATELY, ((until - since).days + 1) // 3))
    start = until - (days - 1) * _DAY
    return Lately(
        before=Period(name="before", start=start - days * _DAY, end=start - _DAY),
        after=Period(name="after", start=start, end=until),
    )


def change(dealings: Dealings, recent: Lately) -> float | None:
    """How much better or worse the tone became lately."""
    found = over(dealings, tuple(recent))
    weight = np.bincount(found.period, found.mass, 2)
    stories = distinct(found.period, dealings.story[found.which], 2)
    if stories.min() < ENOUGH or weight.min() <= 0:
        return None
    tone = found.balance(dealings.score, 2) / weight
    return float(tone[1] - tone[0])


def bars(dealings: Dealings, among: tuple[Period, ...]) -> tuple[Bar, ...]:
    """The tone of each period that something is told of."""
    size = len(among)
    found = over(dealings, among)
    weight, balance = np.bincount(found.period, found.mass, size), found.balance(dealings.score, size)
    step, middle = WIDTH / size, HEIGHT / 2
    drawn = []
    for at in np.flatnonzero(weight).tolist():
        tone = float(balance[at] / weight[at])
        height = max(1.5, abs(tone) / 10 * middle)
        sign = 0 if abs(tone) < CLEAR else 1 if tone > 0 else -1
        top = middle - height if tone >= 0 else middle
        drawn.append(Bar(round(at * step, 1), round(top, 1), round(max(1.0, step * 0.8), 1), round(height, 1), sign))
    return tuple(drawn)
