"""The events of a filter in the format of another tool, sent while they are written."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from dragoman.faces.api import asking
from dragoman.faces.api.asking import CHOSEN, filtering
from dragoman.faces.web.access import Reader, audited
from dragoman.faces.web.pages.events import export as files
from dragoman.faces.web.site import site_of

router = asking.router("events")

_Format = Annotated[
    Literal["jsonl", "csv", "parquet", "plover", "polecat", "gdelt", "icews", "ftm"],
    Query(description="What to write: events as /events has them, a line each, or another tool's format."),
]
_Table = Annotated[
    Literal["csv", "parquet", "plover", "polecat", "gdelt", "icews", "ftm"], Query(description="Of which format.")
]
_BINARY = {"type": "string", "format": "binary"}
_CONTENT = {way.media.partition(";")[0]: {"schema": _BINARY} for way in files.WAYS.values()}


@router.get(
    "/export",
    responses={200: {"description": "The events", "content": _CONTENT}},
    openapi_extra=filtering(CHOSEN),
)
def export(request: Request, user: Reader, format: _Format = "jsonl") -> Response:
    """All events asked for, however many, in their order; what comes in meanwhile is not among them."""
    query, way = asking.asked(request, CHOSEN, page=None), files.way(format)
    audited(request, user, "export", None, request.url.query)
    name = f'attachment; filename="events{way.suffix}"'
    content = files.content(site_of(request).ledger, query, format)
    return StreamingResponse(content, media_type=way.media, headers={"Content-Disposition": name})


@router.get(
    "/export/account",
    responses={200: {"description": "The account", "content": {"application/json": {"schema": {"type": "object"}}}}},
    openapi_extra=filtering(CHOSEN),
)
def account(request: Request, user: Reader, format: _Table = "csv") -> Response:
    """What such a file holds, what was left out of it and what could not be filled, with the reasons."""
    query = asking.asked(request, CHOSEN, page=None)
    return Response(files.account(site_of(request).ledger, query, format), media_type="application/json")
