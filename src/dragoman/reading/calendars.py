"""Three calendars: a day, month or year of any of them as Gregorian days."""

from __future__ import annotations

import calendar as gregorian
import datetime
from typing import Literal

Kind = Literal["gregorian", "jalali", "hijri"]
Days = tuple[datetime.date, datetime.date]


def days_of(kind: Kind, year: int, month: int | None = None, day: int | None = None) -> Days | None:
    """First and last day of a day, a month (`day` None) or a year (`month` None); or None."""
    try:
        first = _day(kind, year, month or 1, day or 1)
        if day is not None:
            return first, first
        if month is not None:
            return first, _day(kind, year, month, _length(kind, year, month))
        return first, _day(kind, year, 12, _length(kind, year, 12))
    except (ValueError, OverflowError):
        return None


def calendar_of(year: int, month_kind: Kind | None = None) -> Kind:
    """The calendar of a bare year: Jalali years of our age run from 1300, Hijri ones from 1410."""
    if month_kind is not None:
        return month_kind
    return "jalali" if 1300 <= year < 1410 else "hijri" if 1410 <= year < 1500 else "gregorian"


def year_in(kind: Kind, day: datetime.date) -> int:
    """The year of a calendar in which a Gregorian day lies; about right for Hijri years before 1924."""
    if kind == "jalali":
        from persiantools.jdatetime import JalaliDate

        return int(JalaliDate.to_jalali(day).year)  # type: ignore[no-untyped-call]
    if kind == "hijri":
        from hijridate import Gregorian

        try:
            return int(Gregorian(day.year, day.month, day.day).to_hijri().year)
        except (ValueError, OverflowError):
            return round((day.year - 622) * 33 / 32)
    return day.year


def _day(kind: Kind, year: int, month: int, day: int) -> datetime.date:
    if kind == "jalali":
        from persiantools.jdatetime import JalaliDate

        return JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
    if kind == "hijri":
        from hijridate import Hijri

        converted = Hijri(year, month, day).to_gregorian()
        return datetime.date(converted.year, converted.month, converted.day)
    return datetime.date(year, month, day)


def _length(kind: Kind, year: int, month: int) -> int:
    if kind == "jalali":
        from persiantools.jdatetime import JalaliDate

        return int(JalaliDate.days_in_month(month, year))
    if kind == "hijri":
        from hijridate import Hijri

        return int(Hijri(year, month, 1).month_length())
    return gregorian.monthrange(year, month)[1]
