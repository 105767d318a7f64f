"""A relation, asked of a server part by part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from dragoman.client.filters import Day
from dragoman.client.http import Http
from dragoman.client.relations import (
    Claims,
    Commitments,
    LinkedRelation,
    OpenedBalance,
    Rests,
    WholeRelation,
)
from dragoman.relations.agenda import Agenda
from dragoman.relations.balance import Balance
from dragoman.relations.carriers import Carriers
from dragoman.relations.changes import Changes
from dragoman.relations.commitments import Commitment
from dragoman.relations.links import Claim
from dragoman.relations.periods import By
from dragoman.relations.turns import Turns

T = TypeVar("T")


class AskedRelation:
    """Two parties over time; what `dragoman.relations.Relation` has of a ledger, this has of a server."""

    def __init__(self, http: Http, one: str, other: str, asked: Mapping[str, Any]) -> None:
        self.pair = (one, other)
        self._http = http
        self._asked = dict(asked)

    def whole(self, *show: str, by: By = "month") -> WholeRelation:
        """The head with these parts, or all of them."""
        return self._get(WholeRelation, "", by=by, show=show or None)

    def balance(self, by: By = "month") -> Balance:
        """How much was done, and how good or bad it was, period by period."""
        return self._get(Balance, "/balance", by=by)

    def opened(self, day: Day) -> OpenedBalance:
        """What the balance of a year, month or day is made of."""
        return self._get(OpenedBalance, "/opened", day=day)

    def turns(self) -> Turns:
        """Where tone or level changed."""
        return self._get(Turns, "/turns")

    def changes(self, since: Day) -> Changes:
        """What is different since a day, against as long a time before it."""
        found = self._get(WholeRelation, "/changes", day=since).changes
        assert found is not None
        return found

    def commitments(self) -> tuple[Commitment, ...]:
        """Conditions and promises, with their state."""
        return self._get(Commitments, "/commitments").commitments

    def agenda(self, by: By = "month") -> Agenda:
        """What the relation is about."""
        return self._get(Agenda, "/agenda", by=by)

    def carriers(self) -> Carriers:
        """Who carries it."""
        return self._get(Carriers, "/carriers")

    def coverage(self) -> Rests:
        """What the picture rests on."""
        return self._get(Rests, "/coverage")

    def claims(self) -> tuple[Claim, ...]:
        """Who says that it hangs, or doesn't, on another relation."""
        return self._get(Claims, "/links").links

    def links(self, by: By = "month", *, most: int = 200, lags: int | None = None) -> LinkedRelation:
        """With which relations it moves, beside what is said of it."""
        return self._get(LinkedRelation, "/measured", by=by, most=most, lags=lags)

    def _get(self, kind: type[T], part: str, **asked: Any) -> T:
        return self._http.get(kind, f"/relations/{self.pair[0]}/{self.pair[1]}{part}", self._asked | asked)
