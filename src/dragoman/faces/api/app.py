"""The API as an application of its own under /api/v1, and the feeds under /feeds."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path

from dragoman.faces.api import description, export, feeds, judging, kept, reading, records, reference, relations
from dragoman.faces.api.feeds.streams import Streams
from dragoman.faces.api.head import Head
from dragoman.faces.api.problem import problem
from dragoman.faces.web import faults

_PARTS: dict[str, Sequence[APIRouter]] = {
    "/api/v1": (
        *(records.router, export.router, records.statements, records.stories, relations.router),
        *(judging.router, reading.router, kept.router, reference.router),
    ),
    "/feeds": (feeds.router,),
}


def mount(app: FastAPI) -> None:
    """Puts the API and the feeds into the application of the pages; its site is theirs."""
    app.state.streams = Streams(app.state.site.ledger)
    for address, routers in _PARTS.items():
        app.mount(address, _part(app, address, routers))


def _part(whole: FastAPI, address: str, routers: Sequence[APIRouter]) -> FastAPI:
    part = FastAPI(
        title="Dragoman",
        version=metadata.version("dragoman"),
        openapi_url=None,
        redirect_slashes=False,
        default_response_class=Response,
        generate_unique_id_function=description.name_of,
    )
    part.state = whole.state
    part.add_middleware(Head)
    faults.register(part)
    part.add_exception_handler(405, _other_method)  # type: ignore[arg-type]  # starlette's own types forbid its own use
    for router in routers:
        part.include_router(router)

    def described() -> dict[str, Any]:
        if part.openapi_schema is None:
            tokens = whole.state.site.settings.access == "accounts"
            part.openapi_schema = description.describe(part, address, tokens=tokens)
        return part.openapi_schema

    part.openapi = described  # type: ignore[method-assign]  # as FastAPI's own documentation has it
    return part


def _other_method(request: Request, error: HTTPException) -> Response:
    """The methods that an address has; OPTIONS asks for no more."""
    known = {"OPTIONS", *(error.headers or {}).get("Allow", "").split(", ")}
    here = request.url.path.removeprefix(request.scope["root_path"])
    for path, operations in request.app.openapi()["paths"].items():
        if compile_path(path)[0].match(here):
            known |= {method.upper() for method in operations}
    known |= {"HEAD"} if "GET" in known else set()
    allowed = {"Allow": ", ".join(sorted(known - {""}))}
    if request.method == "OPTIONS":
        return Response(status_code=204, headers=allowed)
    return problem(405, f"nothing here answers to {request.method}", request.url.path, headers=allowed)
