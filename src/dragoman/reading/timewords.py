"""Words of time found among tokens: days, months, years and spans, in three languages and calendars."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from dragoman.languages.packs import LanguagePack
from dragoman.model import Token
from dragoman.phrases import Match, Phrases, V
from dragoman.reading.calendars import Kind, calendar_of, days_of

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")
_KINDS: tuple[Kind, ...] = ("gregorian", "jalali", "hijri")


class Found(NamedTuple):
    """A time at tokens `first` up to `last`, before it is placed in the calendar."""

    first: int
    last: int
    kind: Kind = "gregorian"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    offset: tuple[str, int] | None = None
    part: str | None = None
    lean: int = 0
    decade: bool = False
    first_weekday: int = 0


class _Words:
    """A pack's calendar words, ready to be found."""

    def __init__(self, pack: LanguagePack) -> None:
        calendar = pack.data.calendar
        self.months: Phrases[tuple[Kind, int]] = Phrases()
        for kind in _KINDS:
            for number, names in enumerate(getattr(calendar, kind), start=1):
                self.months.update(names, (kind, number))
        self.weekdays: Phrases[int] = Phrases()
        for number, names in enumerate(calendar.weekdays):
            self.weekdays.update(names, number)
        self.days: Phrases[int] = Phrases()
        for name, offset in calendar.days.items():
            self.days.add(name, offset)
        self.units: Phrases[str] = Phrases()
        for unit in ("day", "week", "month", "year", "decade"):
            self.units.update(getattr(calendar.units, unit), unit)
        self.lean: Phrases[int] = Phrases()
        self.lean.update(calendar.past, -1)
        self.lean.update(calendar.next, 1)
        self.lean.update(calendar.this, 0)
        self.ago: Phrases[int] = Phrases()
        self.ago.update(calendar.ago, -1)
        self.ago.update(calendar.ahead, 1)
        self.parts: Phrases[str] = Phrases()
        for part in ("early", "middle", "late"):
            self.parts.update(getattr(calendar, part), part)
        self.numerals: Phrases[int] = Phrases()
        for name, value in calendar.numerals.items():
            self.numerals.add(name, value)
        self.year_words: Phrases[str] = Phrases()
        self.year_words.update(calendar.year_words, "year")
        self.dual: Phrases[int] = Phrases()
        self.dual.update(calendar.dual, 2)
        self.years: Phrases[int] = Phrases()
        for name, offset in calendar.years.items():
            self.years.add(name, offset)
        self.decades: Phrases[int] = Phrases()
        for name, year in calendar.decades.items():
            self.decades.add(name, year)
        self.doubtful: Phrases[str] = Phrases()
        self.doubtful.update(calendar.doubtful_months, "month")
        self.leads = pack.folded("calendar.month_leads")
        self.prepositions = pack.folded("prepositions")
        self.between = pack.folded("calendar.between") | {",", "،", "-"}
        self.vague = pack.folded("quantifiers")
        self.first_weekday = calendar.first_weekday
        kinds = [found for found in vars(self).values() if isinstance(found, Phrases)]
        self.openings = self.between.union(*(phrases.beginnings for phrases in kinds))


_words: dict[str, _Words] = {}


def find_times(pack: LanguagePack, tokens: Sequence[Token]) -> list[Found]:
    """The times among the tokens, left to right, none inside another."""
    if pack.code not in _words:
        _words[pack.code] = _Words(pack)
    reader = _Reader(_words[pack.code], tokens, pack.order)
    found, at = [], 0
    while at < len(tokens):
        time = reader.at(at) if reader.may_begin(at) else None
        if time is None:
            at += 1
        else:
            found.append(time)
            at = time.last
    return found


class _Reader:
    """Reads one time where it starts."""

    def __init__(self, words: _Words, tokens: Sequence[Token], order: str) -> None:
        self.words = words
        self.tokens = tokens
        self.head_first = order != "svo"

    def may_begin(self, at: int) -> bool:
        """Whether a token is a number, a word of time or one that stands before it: nothing else begins a time."""
        token = self.tokens[at]
        if token.folded[0].isdigit():
            return True
        openings = self.words.openings
        return token.folded in openings or any(form.stem in openings for form in token.forms)

    def at(self, first: int) -> Found | None:
        """The time that starts at a token."""
        found = self._numeric(first) or self._dated(first) or self._relative(first) or self._year(first)
        return found._replace(first_weekday=self.words.first_weekday) if found else None

    def _numeric(self, first: int) -> Found | None:
        token = self.tokens[first]
        text, last = token.folded, first + 1
        if re.fullmatch(r"\d{1,4}", text) and last + 3 < len(self.tokens):
            pieces = self.tokens[first : first + 5]
            if len(pieces) == 5 and pieces[1].folded == pieces[3].folded and pieces[1].folded in "-/":
                text, last = "".join(piece.folded for piece in pieces), first + 5
        match = _ISO.match(text)
        if not match:
            return None
        parts = [int(part) for part in match.groups() if part]
        year, month, day = parts if match.group(1) else parts[::-1]
        if month > 12 >= day:
            month, day = day, month
        kind = calendar_of(year)
        return Found(first, last, kind, year, month, day) if days_of(kind, year, month, day) else None

    def _dated(self, first: int) -> Found | None:
        """[weekday] [part] day month [year], month day, year; month [year]; weekday alone."""
        at, weekday, day, part = first, None, None, None
        before = self._lean(at) if not self.head_first else None
        if before is not None and before[1] < len(self.tokens):
            at = before[1]
        match = self.words.weekdays.longest(self.tokens, at)
        if match is not None:
            weekday, at = match.value, self._skip(match.last)
            if at < len(self.tokens) and self.tokens[at].folded == "(" and self._number(at + 1):
                at += 1
        part_match = self.words.parts.longest(self.tokens, at) if at < len(self.tokens) else None
        if part_match is not None and self._month(self._skip(part_match.last)):
            part, at = part_match.value, self._skip(part_match.last)
        number = self._number(at)
        if number is not None and 1 <= number[0] <= 31 and self._month(self._skip(number[1])):
            day, at = number[0], self._skip(number[1])
        month = self._month(at)
        if month is None:
            if weekday is None or match is None:
                return None
            return self._weekday_alone(first, match.last, weekday, before)
        dated = self._after_month(first, month, weekday, day, part)
        dated = dated._replace(lean=before[0]) if before and not dated.lean else dated
        return None if self._doubtful(dated, before is not None) else dated

    def _weekday_alone(self, first: int, last: int, weekday: int, before: tuple[int, int] | None) -> Found:
        """A weekday, perhaps of this, the last or the next week (دوشنبه هفته گذشته, Monday last week)."""
        week = self._leaning_unit(self._skip(last), "week")
        if week is not None:
            return Found(first, week[1], weekday=weekday, offset=("week", week[0]))
        lean = self._lean(last) or (before and (before[0], last))
        return Found(first, lean[1] if lean else last, weekday=weekday, lean=lean[0] if lean else 0)

    def _doubtful(self, found: Found, leaned: bool) -> bool:
        """Whether nothing but the name of a month stands there, which means something else as well."""
        own = self.words.doubtful.longest(self.tokens, found.first)
        alone = found._replace(kind="gregorian", month=None) == Found(found.first, found.last)
        if own is None or own.last != found.last or leaned or not alone:
            return False
        before = self.tokens[found.first - 1] if found.first else None
        return before is None or not any(form.stem in self.words.leads for form in before.forms)

    def _leaning_unit(self, at: int, wanted: str) -> tuple[int, int] | None:
        """This (0), the last (-1) or the next (1) week or year, and where it ends."""
        if at >= len(self.tokens):
            return None
        lean = self._lean(at)
        at = lean[1] if lean else at
        unit = self.words.units.longest(self.tokens, at) if at < len(self.tokens) else None
        if unit is None or unit.value != wanted:
            return None
        return (lean[0], unit.last) if lean else self._lean(unit.last)

    def _after_month(
        self, first: int, month: tuple[Kind, int, int], weekday: int | None, day: int | None, part: str | None
    ) -> Found:
        kind, number, last = month
        if day is None and not self.head_first:
            following = self._number(last)
            if following is not None and 1 <= following[0] <= 31:
                day, last = following[0], following[1]
        weekday, last = self._late_weekday(weekday, last)
        found = Found(first, last, kind, None, number, day, weekday, part=part)
        at = self._skip(last)
        year = self._plain_year(at) or self._short_year(kind, day, at)
        if year is not None:
            return found._replace(year=year[0], last=year[1])
        relative = self._leaning_unit(at, "year") or self._named_year(at)
        if relative is not None:
            return found._replace(offset=("year", relative[0]), last=relative[1])
        lean = self._lean(last)
        return found._replace(lean=lean[0], last=lean[1]) if lean else found

    def _short_year(self, kind: Kind, day: int | None, at: int) -> tuple[int, int] | None:
        """The last two digits of a Jalali year behind a day: ۲۲ بهمن ۵۷."""
        if kind != "jalali" or day is None or at >= len(self.tokens):
            return None
        digits = self.tokens[at].folded
        if not re.fullmatch(r"[3-9]\d|0\d", digits):
            return None
        return (1400 if digits[0] == "0" else 1300) + int(digits), at + 1

    def _named_year(self, at: int) -> tuple[int, int] | None:
        match = self.words.years.longest(self.tokens, at) if at < len(self.tokens) else None
        return (match.value, match.last) if match else None

    def _late_weekday(self, weekday: int | None, last: int) -> tuple[int | None, int]:
        """A weekday that stands in brackets after the date: 17 فبراير. (السبت)."""
        at = last
        while at < len(self.tokens) and at < last + 2 and self.tokens[at].folded in ".(":
            at += 1
        if weekday is None and at > last and at < len(self.tokens):
            match = self.words.weekdays.longest(self.tokens, at)
            if match is not None:
                closing = match.last < len(self.tokens) and self.tokens[match.last].folded == ")"
                return match.value, match.last + closing
        return weekday, last

    def _relative(self, first: int) -> Found | None:
        day = self.words.days.longest(self.tokens, first)
        if day is not None:
            named = self._longest(self.words.weekdays, day.last)
            last, weekday = (named.last, named.value) if named else (day.last, None)
            return Found(first, last, weekday=weekday, offset=("day", day.value))
        year = self._named_year(first)
        if year is not None:
            return Found(first, year[1], "jalali", offset=("year", year[0]))
        ago = self.words.ago.longest(self.tokens, first) if self.head_first else None
        sign, at = (ago.value, self._skip(ago.last)) if ago else (0, first)
        return self._span(first, at, sign) if at < len(self.tokens) else None

    def _span(self, first: int, at: int, sign: int) -> Found | None:
        """A span of time at `at`: past (-1) or ahead (1) by the word before it, else (0) by one in or behind it."""
        lean = self._lean(at)
        unit = self._longest(self.words.units, lean[1]) if lean else None
        if lean is not None and unit is not None:
            return self._offset(first, unit.last, unit.value, lean[0])
        dual = self.words.dual.longest(self.tokens, at) if sign else None
        unit = self.words.units.longest(self.tokens, at)
        if dual is not None and unit is not None:
            return self._offset(first, dual.last, unit.value, 2 * sign)
        number = self._number(at)
        if number is not None:
            return self._counted(first, number, sign)
        if unit is None or sign or (first and self.tokens[first - 1].folded in self.words.vague):
            return None  # "some days ago" is no day
        lean = self._lean(unit.last)
        return self._offset(first, lean[1], unit.value, lean[0]) if lean else None

    def _counted(self, first: int, number: tuple[int, int], sign: int) -> Found | None:
        """So many days or weeks, by the word before them (`sign`) or the one behind them."""
        count, at = number
        unit = self._longest(self.words.units, at)
        if unit is None:
            return None
        if sign:
            return self._offset(first, unit.last, unit.value, sign * count)
        ago = self._longest(self.words.ago, unit.last)
        return self._offset(first, ago.last, unit.value, ago.value * count) if ago else None

    def _longest(self, phrases: Phrases[V], at: int) -> Match[V] | None:
        """The longest phrase that starts at a place, which may lie behind the last token."""
        return phrases.longest(self.tokens, at) if at < len(self.tokens) else None

    def _offset(self, first: int, last: int, unit: str, count: int) -> Found | None:
        return Found(first, last, offset=(unit, count)) if unit != "decade" else None

    def _year(self, first: int) -> Found | None:
        named = self.words.decades.longest(self.tokens, first)
        if named is not None:
            return Found(first, named.last, year=named.value, decade=True)
        unit = self.words.units.longest(self.tokens, first)
        match = unit or self.words.year_words.longest(self.tokens, first)
        led = match is not None and match.value in ("year", "decade")
        year = self._plain_year(match.last if match and led else first)
        if year is None:
            return None
        number, last = year
        plural = last < len(self.tokens) and self.tokens[last].folded == "s"  # the 1990s
        if not led and not plural:
            return None
        decade = plural or (match is not None and match.value == "decade")
        start = first if unit else last - 1
        if unit is None and start and self.words.units.longest(self.tokens, start - 1) and start - 1 > first:
            start -= 1  # "in the year 2015"
        return Found(start, last + plural, calendar_of(number), number, decade=decade)

    def _plain_year(self, at: int) -> tuple[int, int] | None:
        at = self._skip(at)
        if at < len(self.tokens):
            match = self.words.units.longest(self.tokens, at)
            if match is not None and match.value == "year":
                at = match.last
        if at < len(self.tokens) and re.fullmatch(r"1[34]\d\d|19\d\d|20\d\d", self.tokens[at].folded):
            return int(self.tokens[at].folded), at + 1
        return None

    def _number(self, at: int) -> tuple[int, int] | None:
        if at >= len(self.tokens):
            return None
        text = re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", self.tokens[at].folded)
        if re.fullmatch(r"\d{1,2}", text):
            last = at + 1
            if last < len(self.tokens) and self.tokens[last].folded in ("st", "nd", "rd", "th"):
                last += 1
            return int(text), last
        match = self.words.numerals.longest(self.tokens, at)
        return (match.value, match.last) if match else None

    def _month(self, at: int) -> tuple[Kind, int, int] | None:
        if at >= len(self.tokens):
            return None
        match = self.words.months.longest(self.tokens, at)
        if match is None or (match.prefix and self.tokens[at].folded in self.words.prepositions):
            return None  # لدى is "at", not the month Dey behind ل
        if not self.head_first and not self.tokens[at].text[0].isupper():
            return None
        last = match.last
        # Both Arabic namings side by side: شباط/فبراير, أيلول (سبتمبر)
        if last + 1 < len(self.tokens) and self.tokens[last].folded in "/(":
            twin = self.words.months.longest(self.tokens, last + 1)
            if twin is not None and twin.value == match.value:
                last = twin.last
                if last < len(self.tokens) and self.tokens[last].folded == ")":
                    last += 1
        return match.value[0], match.value[1], last

    def _lean(self, at: int) -> tuple[int, int] | None:
        if at >= len(self.tokens):
            return None
        match = self.words.lean.longest(self.tokens, at)
        return (match.value, match.last) if match else None

    def _skip(self, at: int) -> int:
        """Past at most two commas, dashes and words like "of", من and ماه between the parts of one date."""
        steps = 0
        while at < len(self.tokens) and steps < 2 and self.tokens[at].folded in self.words.between:
            at, steps = at + 1, steps + 1
        return at
