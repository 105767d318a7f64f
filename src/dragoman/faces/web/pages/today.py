"""The first page: what came in, what changed, what waits, who is silent."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dragoman.faces.web.fresh import Fresh
from dragoman.faces.web.interface import interface_of
from dragoman.faces.web.lines import lines
from dragoman.faces.web.render import page
from dragoman.faces.web.site import site_of
from dragoman.ledger import Query

router = APIRouter(route_class=Fresh)


@router.get("/")
def today(request: Request) -> Response:
    """The page."""
    ui = interface_of(request)
    return page(request, "today", newest=lines(site_of(request).ledger.events(Query(limit=10)), ui))
