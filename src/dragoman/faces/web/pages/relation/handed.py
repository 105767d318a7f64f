"""What of a relation is handed on: the picture of its balance, and the briefing as a page, a file, as Markdown."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dragoman.faces.web.access import Reader, audited
from dragoman.faces.web.fresh import Fresh
from dragoman.faces.web.pages.relation import pictured
from dragoman.faces.web.pages.relation.asked import Asked
from dragoman.faces.web.render import page
from dragoman.relations.briefing.draft import direction_of
from dragoman.relations.briefing.wording import LANGUAGES

PREFIX = "/relations/{one}/{other}"
router = APIRouter(route_class=Fresh, prefix=PREFIX)
files = APIRouter(prefix=PREFIX)  # each download is noted in the audit log, so none is answered by a kept copy


@router.get("/balance.svg")
def picture(request: Request, one: str, other: str) -> Response:
    """The picture of the balance."""
    return Response(pictured.picture(Asked(request, one, other)), media_type="image/svg+xml")


@router.get("/briefing")
def briefing(request: Request, one: str, other: str) -> Response:
    """The briefing, to read and to print."""
    asked = Asked(request, one, other)
    written = pictured.written(asked)
    return page(
        request, "relation_briefing", asked=asked, briefing=written, spoken_in=LANGUAGES, direction_of=direction_of
    )


@files.get("/briefing.md")
def markdown(request: Request, user: Reader, one: str, other: str) -> Response:
    """The briefing as Markdown."""
    asked = Asked(request, one, other)
    audited(request, user, "export", detail=request.url.path)
    return _file(pictured.as_markdown(asked), "text/markdown", f"{asked.one}-{asked.other}.md")


@files.get("/briefing.html")
def single(request: Request, user: Reader, one: str, other: str) -> Response:
    """The briefing as one file that needs nothing else."""
    asked = Asked(request, one, other)
    audited(request, user, "export", detail=request.url.path)
    return _file(pictured.as_page(asked), "text/html", f"{asked.one}-{asked.other}.html")


def _file(content: str, kind: str, name: str) -> Response:
    name = name.replace(":", "-")
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=f"{kind}; charset=utf-8", headers=headers)
