"""What the address of a relation asks for: which two, by which periods, between which days, in which direction.

`/relations/KEN/NOR?by=week&since=2023-09&direction=there`; a part of the page has the same parameters behind its own
path, `/relations/KEN/NOR/agenda?…`.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar, cast

import typer
from starlette.requests import Request

from dragoman.errors import UnknownRecord
from dragoman.faces.ledger import filters, parties
from dragoman.faces.web.asked import BadQuestion
from dragoman.faces.web.interface import interface_of
from dragoman.faces.web.site import site_of
from dragoman.relations.balance import Direction
from dragoman.relations.briefing.draft import Draft
from dragoman.relations.periods import BYS, By

DIRECTIONS: tuple[Direction, ...] = ("together", "there", "back")
_LONGEST: tuple[tuple[int, By], ...] = ((31, "day"), (200, "week"), (12 * 366, "month"), (30 * 366, "quarter"))

_Value = TypeVar("_Value")


class Asked:
    """What is asked for, with the relation that answers it.

    Raises UnknownRecord for a party that nobody knows, BadQuestion for a parameter that can't be read, RelationError
    for a party with itself.
    """

    def __init__(self, request: Request, one: str, other: str) -> None:
        self._written = request.query_params
        self.ui = interface_of(request)
        self.one, self.other = _party(one), _party(other)
        self.since = self._read("since", filters.since)
        self.until = self._read("until", filters.until)
        self.direction: Direction = self._choice("direction", DIRECTIONS) or "together"
        self.relation = site_of(request).recent.relation(self.one, self.other, self.since, self.until)

    @property
    def path(self) -> str:
        """Where the relation is."""
        return f"/relations/{self.one}/{self.other}"

    @cached_property
    def by(self) -> By:
        """The periods: those asked for, else the shortest of which there are not too many."""
        return self._choice("by", BYS) or self._fitting()

    @cached_property
    def draft(self) -> Draft:
        """What sentences about it are written with, in the reader's language."""
        return Draft(self.relation, self.ui.words, self.by)

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The parameters that ask for it again; what is as it is anyway is left out."""
        return {
            "by": self._written.get("by"),
            "since": self.since,
            "until": self.until,
            "direction": None if self.direction == "together" else self.direction,
        }

    def name(self, direction: Direction) -> str:
        """Who acts on whom, in the reader's language."""
        names = self.draft.one, self.draft.other
        if direction == "together":
            return self.ui.say("relation.together")
        one, other = names if direction == "there" else names[::-1]
        said = self.ui.say("relation.directed", one=one, other=other)
        return said[:1].upper() + said[1:]

    def _fitting(self) -> By:
        span = self.relation.dealings.span
        days = (span[1] - span[0]).days if span else 0
        return next((by for longest, by in _LONGEST if days <= longest), "year")

    def _choice(self, name: str, choices: tuple[_Value, ...]) -> _Value | None:
        written = self._written.get(name, "").strip()
        if written and written not in choices:
            raise BadQuestion(f"{written!r} is none of them", name, f"there are {', '.join(map(str, choices))}")
        return cast(_Value, written) if written else None

    def _read(self, name: str, read: Callable[[str], datetime.date]) -> datetime.date | None:
        return day_of(self._written.get(name, ""), name, read)


def day_of(written: str, name: str, read: Callable[[str], datetime.date]) -> datetime.date | None:
    """The day that a parameter names, by `filters.since` or `filters.until`; None where it is empty."""
    try:
        return read(written.strip()) if written.strip() else None
    except typer.BadParameter as error:
        raise BadQuestion(error.message, name, "write it as 2024-02-17") from None


def _party(written: str) -> str:
    try:
        return parties.state(written)
    except parties.UnknownParty as error:
        raise UnknownRecord(str(error), "party", "see: dragoman info") from None
