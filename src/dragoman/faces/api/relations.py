"""Relations: the busiest, and what is told of one."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Annotated, Any, Literal

import typer
from fastapi import Depends, Path, Query
from pydantic import BeforeValidator, WithJsonSchema
from starlette.requests import Request
from starlette.responses import Response

from dragoman.client import answers
from dragoman.client import relations as told
from dragoman.errors import RelationError, UnknownRecord
from dragoman.faces.api import asking, cursor
from dragoman.faces.api.asking import CURSOR, filtering
from dragoman.faces.api.description import gives
from dragoman.faces.api.reply import listed, reply
from dragoman.faces.ledger import filters
from dragoman.faces.relations import asking as weighing
from dragoman.faces.relations import shapes
from dragoman.faces.web.access import Reader
from dragoman.faces.web.asked import PAGE
from dragoman.faces.web.site import site_of
from dragoman.ledger import pages
from dragoman.relations import Relation
from dragoman.relations.agenda import Agenda
from dragoman.relations.balance import Balance
from dragoman.relations.carriers import Carriers
from dragoman.relations.links import confront
from dragoman.relations.periods import By
from dragoman.relations.turns import Turns

router = asking.router("relations")


def _read(read: Callable[[str], Any]) -> BeforeValidator:
    """A value as the command line reads it."""

    def reading(written: str) -> Any:
        try:
            return read(written)
        except typer.BadParameter as error:
            raise ValueError(error.message) from None

    return BeforeValidator(reading)


Party = Annotated[str, _read(filters.state), WithJsonSchema({"type": "string", "format": "party"})]
_First = Annotated[datetime.date, _read(filters.since), WithJsonSchema(asking.DAY)]
_Last = Annotated[datetime.date, _read(filters.until), WithJsonSchema(asking.DAY)]
_Days = Annotated[str, WithJsonSchema(asking.DAY)]
_Score = Annotated[str, WithJsonSchema(asking.score())]
Part = Literal["balance", "turns", "commitments", "agenda", "carriers", "links", "coverage"]

One = Annotated[Party, Path(description="A state or body: AZE, IGO:NATO.")]
Other = Annotated[Party, Path(description="The other one.")]
Periods = Annotated[By, Query(description="How time is divided.")]
Since = Annotated[_First | None, Query(description="From that day on.")]
Until = Annotated[_Last | None, Query(description="To the end of that day, month or year.")]
Scores = Annotated[list[_Score] | None, Query(description="Another score than PLOVER's: ACCUSE=-5, CONSULT/visit=4.")]
Unweighted = Annotated[bool, Query(description="Events count 1, however sure the coder is of them.")]


def _relation(
    request: Request,
    *,
    one: One,
    other: Other,
    since: Since = None,
    until: Until = None,
    score: Scores = None,
    unweighted: Unweighted = False,
) -> Relation:
    if one == other:
        raise UnknownRecord(f"{one} has no relation with itself", "other", "name two parties")
    try:
        weights = weighing.weights(score, unweighted)
    except typer.BadParameter as error:
        raise RelationError(error.message, "score", "write it as ACCUSE=-5") from None
    return Relation(site_of(request).ledger, one, other, since=since, until=until, weights=weights)


Found = Annotated[Relation, Depends(_relation)]


@router.get(
    "/relations",
    responses=gives(answers.Relations, "A page of relations"),
    openapi_extra=filtering(("party", "limit"), CURSOR),
    name="relations",
)
def busiest(request: Request, user: Reader) -> Response:
    """The relations of which most is told, of one party if it is named."""
    query = asking.asked(request, ("party", "limit"))
    place, size = cursor.read(request.query_params.get("cursor")), query.limit or PAGE
    found, end = pages.pairs(site_of(request).ledger, query.party, size, place)
    return listed(request, "relations", [{"pair": (a, b), "events": number} for a, b, number in found], end)


@router.get("/relations/{one}/{other}", responses=gives(told.WholeRelation, "The relation"))
def relation(
    user: Reader,
    found: Found,
    by: Periods = "month",
    show: Annotated[list[Part] | None, Query(description="Only these parts; all of them if left out.")] = None,
) -> Response:
    """A relation with its parts, as `dragoman relation --format json` has it."""
    parts = [name for name in shapes.PARTS if show is None or name in show]
    return reply(shapes.whole(found, {name: shapes.PARTS[name](found, by) for name in parts}))


@router.get("/relations/{one}/{other}/balance", responses=gives(Balance, "The balance"))
def balance(user: Reader, found: Found, by: Periods = "month") -> Response:
    """How much was done, and how good or bad it was, period by period, in both directions."""
    return reply(found.balance(by))


@router.get("/relations/{one}/{other}/opened", responses=gives(told.OpenedBalance, "What it is made of"))
def opened(
    user: Reader, found: Found, day: Annotated[_Days, Query(description="A year, a month or a day.")]
) -> Response:
    """What the balance of a year, month or day is made of, telling by telling."""
    try:
        days = filters.days(day)
    except typer.BadParameter as error:
        raise RelationError(error.message, "day") from None
    return reply(shapes.opened(found, days, found.opened(*days)))


@router.get("/relations/{one}/{other}/turns", responses=gives(Turns, "The turns"))
def turns(user: Reader, found: Found) -> Response:
    """Where the tone or the level changed, with what was told around it."""
    return reply(found.turns())


@router.get("/relations/{one}/{other}/changes", responses=gives(told.WholeRelation, "The changes"))
def changes(user: Reader, found: Found, day: Annotated[_First, Query(description="Since when.")]) -> Response:
    """What is different since a day, against as long a time before it."""
    return reply(shapes.whole(found, {"changes": found.changes(day)}))


@router.get("/relations/{one}/{other}/commitments", responses=gives(told.Commitments, "The commitments"))
def commitments(user: Reader, found: Found) -> Response:
    """Conditions and promises, with their state and how it came."""
    return reply({"commitments": found.commitments()})


@router.get("/relations/{one}/{other}/agenda", responses=gives(Agenda, "The agenda"))
def agenda(user: Reader, found: Found, by: Periods = "month") -> Response:
    """What the relation is about, and what rises and falls of it."""
    return reply(found.agenda(by))


@router.get("/relations/{one}/{other}/carriers", responses=gives(Carriers, "The carriers"))
def carriers(user: Reader, found: Found) -> Response:
    """Who carries it, their meetings, and third parties."""
    return reply(found.carriers())


@router.get("/relations/{one}/{other}/coverage", responses=gives(told.Rests, "What it rests on"))
def coverage(user: Reader, found: Found) -> Response:
    """The outlets and languages that the picture rests on, and what should make one careful."""
    return reply(shapes.part(found.coverage()))


@router.get("/relations/{one}/{other}/links", responses=gives(told.Claims, "The claims"))
def claims(user: Reader, found: Found) -> Response:
    """Who says that it hangs, or doesn't, on another relation."""
    return reply({"links": found.claims()})


@router.get("/relations/{one}/{other}/measured", responses=gives(told.LinkedRelation, "What it moves with"))
def measured(
    user: Reader,
    found: Found,
    by: Periods = "month",
    most: Annotated[int, Query(ge=2, le=500, description="Among how many relations.")] = 200,
    lags: Annotated[int | None, Query(ge=0, le=24, description="How many periods apart at most.")] = None,
) -> Response:
    """With which relations it moves, beside what is said of it: statistics, never a cause."""
    said, moving = found.claims(), found.links(by, most=most, lags=lags)
    return reply(shapes.linked(found, said, moving, confront(said, moving)))
