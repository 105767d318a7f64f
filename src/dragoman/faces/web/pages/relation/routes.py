"""The page of a relation and its parts, each also a page of its own."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.errors import UnknownRecord
from dragoman.faces.ledger import filters
from dragoman.faces.web.fresh import Fresh
from dragoman.faces.web.pages.relation import carried, course, hanging, owed, rests, standing, subjects, turning
from dragoman.faces.web.pages.relation.asked import DIRECTIONS, Asked, day_of
from dragoman.faces.web.render import href, page
from dragoman.faces.web.site import site_of
from dragoman.ledger.settling import STATES
from dragoman.relations.periods import BYS

router = APIRouter(route_class=Fresh, prefix="/relations/{one}/{other}")


@router.get("")
def whole(request: Request, one: str, other: str) -> Response:
    """The page."""
    asked = Asked(request, one, other)
    if (asked.one, asked.other) != (one, other):
        return RedirectResponse(href(asked.path, request.query_params), status_code=308)
    told = asked.relation.dealings.span is not None
    return page(
        request,
        "relation",
        asked=asked,
        dealings=asked.relation.dealings,
        outlets=len({one.told_by for one in asked.relation.dealings.tellings}),
        left_out=standing.left_out(asked),
        near=[] if told else standing.near(asked),
        standing=standing.standing(asked),
        chart=course.chart(asked),
        rows=course.rows(asked),
        turns=turning.around(asked),
        lately=turning.lately(asked),
        stated=hanging.stated(asked),
        bys=BYS,
        directions=DIRECTIONS,
    )


@router.get("/days/{start}/{end}")
def days(request: Request, one: str, other: str, start: datetime.date, end: datetime.date) -> Response:
    """What the balance of some days is made of."""
    asked = Asked(request, one, other)
    return _part(request, asked, "days", days=course.days(asked, start, end))


@router.get("/changes")
def changes(request: Request, one: str, other: str, day: Annotated[str, Query()] = "") -> Response:
    """What is different since a day."""
    asked = Asked(request, one, other)
    chosen = day_of(day, "day", filters.since) or turning.lately(asked)
    if chosen is None:
        raise UnknownRecord("nothing that happened is told of the two", "changes", "choose other days or parties")
    return _part(request, asked, "changes", since=turning.since(asked, chosen))


@router.get("/commitments")
def commitments(request: Request, one: str, other: str, every: Annotated[bool, Query(alias="all")] = False) -> Response:
    """Conditions and promises."""
    asked = Asked(request, one, other)
    return _part(request, asked, "commitments", owing=owed.owing(asked, every=every), states=STATES)


@router.get("/agenda")
def agenda(request: Request, one: str, other: str) -> Response:
    """What it is about."""
    asked = Asked(request, one, other)
    return _part(request, asked, "agenda", subjects=subjects.subjects(asked))


@router.get("/links")
def links(request: Request, one: str, other: str) -> Response:
    """With which relations it moves."""
    asked = Asked(request, one, other)
    return _part(request, asked, "links", shown=hanging.measured(asked, site_of(request).relations))


@router.get("/carriers")
def carriers(request: Request, one: str, other: str) -> Response:
    """Who carries it."""
    asked = Asked(request, one, other)
    return _part(request, asked, "carriers", carried=carried.carried(asked))


@router.get("/coverage")
def coverage(request: Request, one: str, other: str) -> Response:
    """What the picture rests on."""
    asked = Asked(request, one, other)
    return _part(request, asked, "coverage", rests=rests.rests(asked))


def _part(request: Request, asked: Asked, part: str, **values: Any) -> Response:
    return page(request, "relation_part", asked=asked, part=part, **values)
