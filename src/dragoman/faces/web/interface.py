"""The interface's words: `words/*.yaml`, a file a page, each key in English, Arabic and Persian side by side.

A value is a template or, where a number decides, its plural forms by CLDR's names; `{n}` is the number.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from markupsafe import Markup, escape
from starlette.requests import Request

from dragoman.data import read_yaml
from dragoman.errors import DataError
from dragoman.relations.briefing import names
from dragoman.relations.briefing.wording import LANGUAGES, PLURALS, Phrase, Words, plural, wording

Forms = str | dict[str, str]
COOKIE = "language"


class Interface:
    """The interface in one language: its words, and how it writes numbers, days and names."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.words: Words = wording(language)
        self.direction = self.words.direction
        self._forms = {key: forms[language] for key, forms in _all().items()}

    def say(self, key: str, /, n: int | None = None, **values: Any) -> str:
        """The words of `page.key` with their values; values that are markup stay so. Raises KeyError."""
        forms = self._forms[key]
        if isinstance(forms, dict):
            forms = forms[plural(self.language, n or 0)]
        if n is not None:
            values["n"] = self.number(n)
        if not values:
            return forms
        if any(hasattr(value, "__html__") for value in values.values()):
            return Markup(escape(forms)).format(**values)
        return forms.format(**values)

    def knows(self, key: str) -> bool:
        """Whether there are such words."""
        return key in self._forms

    def number(self, number: int) -> str:
        """A whole number in the language's digits."""
        return self.words.whole(number)

    def figure(self, number: float, places: int = 1, signed: bool = False) -> str:
        """A figure in the language's digits; to be set left to right."""
        return self.words.figure(number, places, signed=signed).text

    def share(self, part: float) -> str:
        """A part of one, in per cent; to be set left to right."""
        return self.words.share(part).text

    def date(self, day: datetime.date) -> str:
        """A day, in Persian with the Jalali one."""
        return self.words.date(day)

    def days(self, first: datetime.date, last: datetime.date) -> str:
        """Days from one to another."""
        return self.words.span(first, last)

    def party(self, code: str) -> str:
        """The name of a state or an international body."""
        return names.party(code, self.words)

    def person(self, name: str) -> Phrase:
        """A person by the label of records, else as a report names him or her."""
        return names.person(name, self.words)

    def office(self, label: str) -> str | None:
        """An office by its English label; None where the language has no word for it."""
        return names.office(label, self.words)

    def kind(self, type_: str) -> str:
        """What events of a PLOVER type are called."""
        return self.words.kinds.get(type_, type_)


@cache
def interface(language: str) -> Interface:
    """The interface in a language."""
    return Interface(language)


def interface_of(request: Request) -> Interface:
    """The interface that a request asks for: by its address, its cookie, or what its browser prefers."""
    asked = request.query_params.get("lang") or request.cookies.get(COOKIE)
    if asked in LANGUAGES:
        return interface(asked)
    return interface(_preferred(request.headers.get("accept-language", "")))


def _preferred(header: str) -> str:
    """The best of our languages by an Accept-Language header (RFC 9110, 12.5.4); English where none is wanted."""
    best, weight = "en", 0.0
    for part in header.split(","):
        tag, _, parameter = part.strip().partition(";")
        code = tag.strip().lower().partition("-")[0]
        try:
            quality = float(parameter.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if code in LANGUAGES and quality > weight:
            best, weight = code, quality
    return best


@cache
def _all() -> Mapping[str, dict[str, Forms]]:
    """Every key, `page.key`, in every language. Raises DataError where one lacks a language or a plural form."""
    found: dict[str, dict[str, Forms]] = {}
    folder = resources.files(__package__) / "words"
    for file in sorted((one for one in folder.iterdir() if one.name.endswith(".yaml")), key=lambda one: one.name):
        page = file.name.removesuffix(".yaml")
        where = f"faces/web/words/{file.name}"
        for key, forms in read_yaml(file, dict[str, dict[str, Forms]], where).items():
            if forms.keys() != set(LANGUAGES):
                raise DataError(f"{key} must be in {', '.join(LANGUAGES)}", where)
            for language, form in forms.items():
                if isinstance(form, dict) and form.keys() != set(PLURALS[language]):
                    raise DataError(f"{key} needs the forms {', '.join(PLURALS[language])} in {language}", where)
            found[f"{page}.{key}"] = forms
    return found
