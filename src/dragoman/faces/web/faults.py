"""What went wrong, as a page that says what, where and what to do."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dragoman.errors import DragomanError, InputError, LedgerBusy, RelationError, UnknownRecord
from dragoman.faces.web.render import page


def status_of(error: DragomanError) -> int:
    """The HTTP status that says the same."""
    for kind, status in ((UnknownRecord, 404), (LedgerBusy, 503), (InputError, 422), (RelationError, 422)):
        if isinstance(error, kind):
            return status
    return 500


def register(app: FastAPI) -> None:
    """Gives every error its page."""

    @app.exception_handler(DragomanError)
    def _ours(request: Request, error: DragomanError) -> Response:
        return page(request, "fault", status=status_of(error), what=error.what, where=error.where, fix=error.fix)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        return page(request, "fault", status=error.status_code, what=str(error.detail), where="", fix="")

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = " ".join(str(part) for part in first["loc"][1:])
        return page(request, "fault", status=422, what=str(first["msg"]), where=where, fix="")
