"""Whether the server can answer, for whoever watches over it."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dragoman.faces.web.site import site_of

router = APIRouter()


@router.get("/health")
def health(request: Request) -> Response:
    """`ok` where the ledger's database answers, 503 where it doesn't."""
    site_of(request).ledger.revision()
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})
