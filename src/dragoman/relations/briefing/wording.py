"""The words of briefings in English, Arabic and Persian: `en.yaml`, `ar.yaml` and `fa.yaml`, read strictly.

A sentence is a tuple of pieces, so that a name or a report's own words keep their direction and language to
themselves wherever they are printed. Plurals follow CLDR's rules, but that Persian's "one" doesn't stand for nothing.
"""

from __future__ import annotations

import datetime
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Literal

from msgspec.structs import replace
from persiantools.jdatetime import JalaliDate

from dragoman import ontology
from dragoman.data import read_yaml
from dragoman.errors import DataError, RelationError
from dragoman.model import Record
from dragoman.relations.periods import By, Period

LANGUAGES = ("en", "ar", "fa")
PLURALS = {"en": ("one", "other"), "ar": ("zero", "one", "two", "few", "many", "other"), "fa": ("one", "other")}

Direction = Literal["ltr", "rtl", "auto"]


class Piece(Record, frozen=True):
    """A stretch of a sentence; `language` and `direction` are the page's where they are None."""

    text: str
    language: str | None = None
    direction: Direction | None = None
    quoted: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is a part of the sentence like any other."""
        return self.language is None and self.direction is None and not self.quoted


Phrase = tuple[Piece, ...]
Value = str | Piece | Phrase


class Words(Record, frozen=True, forbid_unknown_fields=True, rename={"and_": "and"}):
    """All that a briefing says in one language; the file `en.yaml` explains the keys."""

    direction: Literal["ltr", "rtl"]
    digits: str
    decimal: str
    percent: str
    comma: str
    and_: str
    open: str
    close: str
    months: tuple[str, ...]
    jalali_months: tuple[str, ...]
    day: str
    month: str
    year: str
    quarters: tuple[str, ...]
    week: str
    days: str
    days_in_month: str
    jalali_days: str
    reported: str
    counts: dict[str, dict[str, str]]
    languages: dict[str, str]
    parties: dict[str, str]
    sectors: dict[str, str]
    people: str
    acts: dict[str, dict[str, str]]
    kinds: dict[str, str]
    place: str
    sentences: dict[str, str]
    titles: dict[str, str]
    reasons: dict[str, str]
    empty: dict[str, str]
    offices: dict[str, str]
    topics: dict[str, str]
    contexts: dict[str, str]
    code: str = ""

    # --- sentences --------------------------------------------------------------------------------

    def say(self, key: str, /, **values: Value) -> Phrase:
        """One of the `sentences` with its values in it."""
        return fill(self.sentences[key], values)

    def listed(self, values: Sequence[Phrase]) -> Phrase:
        """Several as a list with an "and"."""
        found: list[Piece] = []
        for at, one in enumerate(values):
            if at:
                last = at == len(values) - 1 and (self.and_.endswith(" ") or one[0].plain)
                found.append(Piece(text=self.and_ if last else self.comma))  # Arabic's "and" joins no foreign letters
            found += one
        return joined(found)

    def act(self, type: str, mode: str | None, *, both: bool) -> str:
        """The sentence of an act; `both` where each side acts on the other."""
        known = self.acts[type]
        if both and "both" in known and mode not in known.keys() - {"visit"}:
            return known["both"]
        return known.get(mode or "any", known["any"])

    # --- figures ----------------------------------------------------------------------------------

    def whole(self, number: int, *, grouped: bool = True) -> str:
        """A whole number in the language's digits."""
        shown = f"{number:,}" if grouped and number >= 10_000 else str(number)
        return shown.translate(str.maketrans("0123456789", self.digits))

    def figure(self, number: float, places: int = 1, *, signed: bool = False) -> Piece:
        """A figure; it keeps its direction, so that its sign stands before it."""
        shown = f"{number:+.{places}f}" if signed else f"{number:.{places}f}"
        if not float(shown):
            shown = shown.lstrip("+-")
        shown = shown.replace("-", "−").replace(".", self.decimal)
        return Piece(text=shown.translate(str.maketrans("0123456789", self.digits)), direction="ltr")

    def p_value(self, p: float) -> Piece:
        """How likely so much would be by chance: "p = 0.002", as one, for it runs from left to right."""
        found = self.figure(p, 3)
        return replace(found, text=f"p = {found.text}")

    def share(self, part: float) -> Piece:
        """A part of one, in per cent."""
        return Piece(text=self.percent.format(number=self.whole(round(part * 100))), direction="ltr")

    def count(self, noun: str, number: int) -> str:
        """A number with its noun."""
        forms = self.counts[noun]
        return forms[plural(self.code, number)].format(n=self.whole(number))

    # --- time -------------------------------------------------------------------------------------

    def date(self, day: datetime.date) -> str:
        """A day of the calendar, in Persian with the Jalali one."""
        return self.day.format(jalali=self._jalali(day, with_day=True), **self._parts(day))

    def span(self, first: datetime.date, last: datetime.date) -> str:
        """Days from one to another; a whole month or year is called by its name."""
        if first == last:
            return self.date(first)
        after = last + datetime.timedelta(days=1)
        if first.day == after.day == 1 and (after.year - first.year) * 12 + after.month - first.month == 1:
            return self.of_month(first)
        if (first.month, first.day, after.month, after.day, after.year - first.year) == (1, 1, 1, 1, 1):
            return self.year.format(**self._parts(first))
        if (first.year, first.month) != (last.year, last.month):
            return self.days.format(first=self.date(first), last=self.date(last))
        parts = self._parts(last) | {"first": self.whole(first.day), "last": self.whole(last.day)}
        return self.days_in_month.format(jalali=self._jalali_days(first, last), **parts)

    def period(self, period: Period, by: By) -> str:
        """A period as it stands in a sentence."""
        if by == "week":
            return self.week.format(day=self.date(period.start))
        if by == "quarter":
            return self.quarters[(period.start.month - 1) // 3].format(**self._parts(period.start))
        return self.span(period.start, period.end)

    def of_month(self, first: datetime.date) -> str:
        """A month, in Persian with the two Jalali ones that it lies in."""
        last = (first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)
        return self.month.format(jalali=self._jalali_months(first, last), **self._parts(first))

    def _parts(self, day: datetime.date) -> dict[str, str]:
        whole = {"day": self.whole(day.day), "year": self.whole(day.year, grouped=False)}
        return {**whole, "month": self.months[day.month - 1]}

    def _jalali(self, day: datetime.date, *, with_day: bool) -> str:
        if not self.jalali_months:
            return ""
        found: Any = JalaliDate(day)  # type: ignore[no-untyped-call]  # it ships no types
        month, year = self.jalali_months[found.month - 1], self.whole(found.year, grouped=False)
        return f"{self.whole(found.day)} {month} {year}" if with_day else f"{month} {year}"

    def _jalali_days(self, first: datetime.date, last: datetime.date) -> str:
        one, other = self._jalali(first, with_day=True), self._jalali(last, with_day=True)
        shared = 0
        for cut in (1, 2):  # what both end in is said once
            if one.rsplit(" ", cut)[1:] == other.rsplit(" ", cut)[1:]:
                shared = cut
        return self.jalali_days.format(first=one.rsplit(" ", shared)[0] if shared else one, last=other)

    def _jalali_months(self, first: datetime.date, last: datetime.date) -> str:
        one, other = self._jalali(first, with_day=False), self._jalali(last, with_day=False)
        if one == other or not one:
            return one
        month, year = one.rsplit(" ", 1)
        return f"{month if other.endswith(f' {year}') else one}{self.and_}{other}"


def fill(template: str, values: Mapping[str, Value]) -> Phrase:
    """A template with its values in it, as pieces."""
    found: list[Piece] = []
    for literal, name, _, _ in string.Formatter().parse(template):
        if literal:
            found.append(Piece(text=literal))
        if name is not None:
            value = values[name]
            found += [Piece(text=value)] if isinstance(value, str) else [value] if isinstance(value, Piece) else value
    return joined(found)


def joined(pieces: Iterable[Piece]) -> Phrase:
    """Pieces with neighbours that are plain made one."""
    found: list[Piece] = []
    for piece in pieces:
        if found and found[-1].plain and piece.plain:
            found[-1] = replace(piece, text=found[-1].text + piece.text)
        elif piece.text:
            found.append(piece)
    return tuple(found)


def begun(phrase: Phrase) -> Phrase:
    """A phrase that begins a sentence: with a capital letter, where the first word is ours and the script has them."""
    if not phrase or phrase[0].quoted or phrase[0].language:
        return phrase
    first = phrase[0].text
    return (replace(phrase[0], text=first[:1].upper() + first[1:]), *phrase[1:])


def wording(language: str) -> Words:
    """The words in a language. Raises RelationError where there are none, DataError where the file is broken."""
    if language not in LANGUAGES:
        raise RelationError(f"no briefing in {language!r}", fix=f"there are {', '.join(LANGUAGES)}")
    return _load(language)


@cache
def _load(language: str) -> Words:
    where = f"relations/briefing/{language}.yaml"
    read: Words = read_yaml(resources.files(__package__) / f"{language}.yaml", Words, where)
    words = replace(read, code=language)
    for fault in _faults(words):
        raise DataError(fault, where)
    return words


def _faults(words: Words) -> Iterator[str]:
    """What breaks the rules: acts that are not PLOVER's, missing ones, counts without a form."""
    known = ontology.load().types
    if words.acts.keys() != known.keys() or words.kinds.keys() != known.keys():
        yield "acts and kinds must name PLOVER's types, each once"
    for name, templates in words.acts.items():
        wanted = {"any", *(mode.name for mode in known[name].modes)} | ({"both"} if known[name].symmetric else set())
        if templates.keys() != wanted:
            yield f"{name}: modes that are missing or not PLOVER's: {', '.join(sorted(templates.keys() ^ wanted))}"
        for template in templates.values():
            if not {"one", "other"} <= slots(template) <= {"one", "other", "where"}:
                yield f"{name}: {template!r} must have {{one}} and {{other}}"
    for noun, forms in words.counts.items():
        if set(forms) != set(PLURALS[words.code]):
            yield f"counts of {noun} need the forms {', '.join(PLURALS[words.code])}"
    if (len(words.months), len(words.quarters), len(words.digits)) != (12, 4, 10):
        yield "there are 12 months, 4 quarters and 10 digits"


def slots(template: str) -> set[str]:
    """The names that a template is filled with."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def plural(language: str, number: int) -> str:
    """CLDR's plural category of a whole number."""
    if language != "ar":
        return "one" if number == 1 else "other"
    if number < 3:
        return ("zero", "one", "two")[number]
    rest = number % 100
    return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"
