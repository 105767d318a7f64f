"""The description for programs, and the page on which a reader finds the same."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dragoman.faces.api import outline
from dragoman.faces.api.reply import reply
from dragoman.faces.web.access import Reader
from dragoman.faces.web.fresh import Fresh
from dragoman.faces.web.render import page

router = APIRouter(route_class=Fresh, include_in_schema=False)


@router.get("/openapi.json")
def openapi(request: Request, user: Reader) -> Response:
    """The OpenAPI description."""
    return reply(request.app.openapi())


@router.get("/")
def index(request: Request, user: Reader) -> Response:
    """The page."""
    whole = request.app.openapi()
    shapes = outline.shapes(whole)
    return page(request, "api", groups=outline.groups(whole), shapes=shapes, known={one.name for one in shapes})
