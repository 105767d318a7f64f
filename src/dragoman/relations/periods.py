"""Periods: the days, weeks, months, quarters or years that a relation is looked at by."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Literal

import numpy as np

from dragoman.model import Record
from dragoman.relations.dealings import Floats, Whole

By = Literal["day", "week", "month", "quarter", "year"]
BYS: tuple[By, ...] = ("day", "week", "month", "quarter", "year")


class Period(Record, frozen=True):
    """A stretch of days, both ends included; `name` is 2024-02-17, 2024-W07, 2024-02, 2024-Q1 or 2024."""

    name: str
    start: datetime.date
    end: datetime.date


def periods(by: By, start: datetime.date, end: datetime.date) -> tuple[Period, ...]:
    """All periods from the one that holds `start` to the one that holds `end`."""
    return tuple(_from(by, start, end))


def _from(by: By, start: datetime.date, end: datetime.date) -> Iterator[Period]:
    at = _start(by, start)
    while at <= end:
        after = _next(by, at)
        yield Period(name=_name(by, at), start=at, end=after - datetime.timedelta(days=1))
        at = after


def _start(by: By, day: datetime.date) -> datetime.date:
    if by == "day":
        return day
    if by == "week":
        return day - datetime.timedelta(days=day.weekday())
    if by == "quarter":
        return day.replace(month=day.month - (day.month - 1) % 3, day=1)
    return day.replace(day=1) if by == "month" else day.replace(month=1, day=1)


def _next(by: By, start: datetime.date) -> datetime.date:
    if by in ("day", "week"):
        return start + datetime.timedelta(days=1 if by == "day" else 7)
    months = start.month - 1 + {"month": 1, "quarter": 3, "year": 12}[by]
    return start.replace(year=start.year + months // 12, month=months % 12 + 1)


def _name(by: By, start: datetime.date) -> str:
    if by == "week":
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02}"
    if by == "quarter":
        return f"{start.year}-Q{(start.month + 2) // 3}"
    return start.isoformat()[: {"day": 10, "month": 7, "year": 4}[by]]


def spread(first: Whole, last: Whole, among: tuple[Period, ...]) -> tuple[Whole, Whole, Floats]:
    """Which stretches of days touch which periods: indexes of the stretches, of the periods, and the part of each.

    A stretch within one period belongs to it whole; one over several is shared out by days, and what lies outside
    all of them is lost. In the order of periods.
    """
    edges = np.array([one.start.toordinal() for one in among] + [among[-1].end.toordinal() + 1])
    low = np.clip(first, edges[0], None)
    high = np.clip(last, None, edges[-1] - 1)
    inside = np.flatnonzero(low <= high)
    begins = np.searchsorted(edges, low[inside], "right") - 1
    ends = np.searchsorted(edges, high[inside], "right") - 1
    counts = ends - begins + 1
    which = np.repeat(inside, counts)
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    period = np.repeat(begins, counts) + offsets
    days = np.minimum(last[which], edges[period + 1] - 1) - np.maximum(first[which], edges[period]) + 1
    part = days / (last[which] - first[which] + 1)
    order = np.argsort(period, kind="stable")
    return which[order], period[order], part[order]
