"""Times in the words of three languages and three calendars, each with its precision and its words.

A time that names no year is taken from the report's day; where that is unknown, a weekday beside a day of a
month decides the year where it can ("Saturday 17 February"), and the time says that this was inferred.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from dragoman.model import Span, Time, Token
from dragoman.phrases import covering
from dragoman.reading.calendars import Kind, calendar_of, days_of, year_in
from dragoman.reading.timewords import Found, find_times

__all__ = ["Found", "find_times", "inferred_day", "place_time"]

_FIRST_YEAR = 1990  # the first year that a weekday may decide; reports on file begin then


def place_time(found: Found, tokens: Sequence[Token], text: str, published: datetime.date | None) -> Time | None:
    """The days that a found time means, or None where nothing decides them."""
    span = covering(tokens, found.first, found.last)
    words = span.words(text)
    if found.year is not None and found.decade:
        return _decade(found.kind, found.year, words)
    if found.year is not None:
        return _made(_days_in(found, found.year), found, words)
    if found.month is not None:
        return _month_without_year(found, words, published)
    if published is not None and found.weekday is not None:
        return _weekday(found, words, published)
    if published is not None and found.offset is not None:
        return _offset_time(found, found.offset, words, published)
    return None


def _decade(kind: Kind, year: int, words: str) -> Time | None:
    first, last = days_of(kind, year), days_of(kind, year + 9)
    return Time(start=first[0], end=last[1], precision="decade", text=words) if first and last else None


def _days_in(found: Found, year: int) -> tuple[datetime.date, datetime.date] | None:
    """The days in a year, which may be Gregorian beside a month that is not (Ramadan 2023)."""
    if found.kind == "gregorian" or calendar_of(year) != "gregorian":
        return days_of(found.kind, year, found.month, found.day)
    near = (
        days_of(found.kind, own, found.month, found.day) for own in _years_near(found.kind, datetime.date(year, 7, 1))
    )
    return next((days for days in near if days and days[0].year == year), None)


def _made(
    days: tuple[datetime.date, datetime.date] | None, found: Found, words: str, why: str | None = None
) -> Time | None:
    if days is None:
        return None
    start, end = days
    precision = "day" if found.day else "month" if found.month else "year"
    if found.part and found.day is None and found.month is not None:
        third = (end - start).days // 3
        bounds = {"early": (0, third), "middle": (third, 2 * third), "late": (2 * third, (end - start).days)}
        low, high = bounds[found.part]
        start, end = start + datetime.timedelta(low), start + datetime.timedelta(high)
        precision = "week"
    return Time(start=start, end=end, precision=precision, text=words, inferred=why)  # type: ignore[arg-type]


def _month_without_year(found: Found, words: str, published: datetime.date | None) -> Time | None:
    if published is None:
        year = _year_of_weekday(found)
        if year is None:
            return None
        why = f"the year {year} is the last in which that day of the month was that weekday"
        return _made(days_of(found.kind, year, found.month, found.day), found, words, why)
    best = None
    for year in _years_near(found.kind, published):
        days = days_of(found.kind, year, found.month, found.day)
        if days is None:
            continue
        if found.offset is not None:
            if year == year_in(found.kind, published) + found.offset[1]:
                best = days
        elif found.lean > 0:
            best = best or (days if days[0] > published else None)
        elif found.lean < 0:
            best = days if days[1] < published else best
        elif best is None or _gap(days, published) < _gap(best, published):
            best = days
    return _made(best, found, words)


def _gap(days: tuple[datetime.date, datetime.date], day: datetime.date) -> int:
    """Days between, the future counting double: reports look back more than ahead."""
    if days[0] <= day <= days[1]:
        return 0
    return (day - days[1]).days if days[1] < day else 2 * (days[0] - day).days


def _years_near(kind: Kind, day: datetime.date) -> range:
    year = year_in(kind, day)
    return range(year - 1, year + 2)


def _year_of_weekday(found: Found, today: datetime.date | None = None) -> int | None:
    if found.weekday is None or found.day is None:
        return None
    latest = today or datetime.date.today()
    for year in range(year_in(found.kind, latest), year_in(found.kind, datetime.date(_FIRST_YEAR, 6, 1)) - 1, -1):
        days = days_of(found.kind, year, found.month, found.day)
        if days and days[0] <= latest and days[0].weekday() == found.weekday:
            return year
    return None


def _weekday(found: Found, words: str, published: datetime.date) -> Time:
    if found.offset is not None:
        day = _weekday_at(found.offset, found, published)
        return Time(start=day, end=day, precision="day", text=words)
    back = (published.weekday() - (found.weekday or 0)) % 7
    if found.lean > 0:
        day = published + datetime.timedelta((7 - back) or 7)
    else:
        day = published - datetime.timedelta(back + (7 if found.lean < 0 and back == 0 else 0))
    return Time(start=day, end=day, precision="day", text=words)


def _weekday_at(offset: tuple[str, int], found: Found, published: datetime.date) -> datetime.date:
    """A weekday of another week, or the one nearest to "today" or "tomorrow": a report may come out late."""
    unit, count = offset
    weekday = found.weekday or 0
    if unit == "week":
        begin = _week_of(published, found.first_weekday) + datetime.timedelta(7 * count)
        return begin + datetime.timedelta((weekday - found.first_weekday) % 7)
    about = published + datetime.timedelta(count)
    return about + datetime.timedelta((weekday - about.weekday() + 3) % 7 - 3)


def _week_of(day: datetime.date, first_weekday: int) -> datetime.date:
    return day - datetime.timedelta((day.weekday() - first_weekday) % 7)


def _offset_time(found: Found, offset: tuple[str, int], words: str, published: datetime.date) -> Time | None:
    unit, count = offset
    if unit == "day":
        day = published + datetime.timedelta(count)
        return Time(start=day, end=day, precision="day", text=words)
    if unit == "week":
        begin = _week_of(published, found.first_weekday) + datetime.timedelta(7 * count)
        return Time(start=begin, end=begin + datetime.timedelta(6), precision="week", text=words)
    if unit == "month":
        index = published.year * 12 + published.month - 1 + count
        days = days_of("gregorian", index // 12, index % 12 + 1)
        return Time(start=days[0], end=days[1], precision="month", text=words) if days else None
    days = days_of(found.kind, year_in(found.kind, published) + count)
    return Time(start=days[0], end=days[1], precision="year", text=words) if days else None


def inferred_day(times: Sequence[Time]) -> tuple[datetime.date, str] | None:
    """The day of a report that gives none: the latest day that a weekday decided, with the reason."""
    decided = [time for time in times if time.inferred]
    if not decided:
        return None
    latest = max(decided, key=lambda time: time.end)
    return latest.end, f"no date given; “{latest.text}” falls on {latest.end.isoformat()}"


def spans_of(found: Sequence[Found], tokens: Sequence[Token]) -> Iterator[Span]:
    """The published spans of found times."""
    for time in found:
        yield covering(tokens, time.first, time.last)
