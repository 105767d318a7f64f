"""What went wrong: on a page that says what, where and what to do, or in the API's shape where that was asked."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dragoman.errors import (
    AccessError,
    DeskError,
    DragomanError,
    ExchangeError,
    InputError,
    LedgerBusy,
    LedgerError,
    RelationError,
    TooLarge,
    UnknownRecord,
)
from dragoman.faces.api import problem
from dragoman.faces.web.access import Refusal
from dragoman.faces.web.reader import ReaderBusy
from dragoman.faces.web.render import page

_STATUS: tuple[tuple[type[DragomanError], int], ...] = (
    (UnknownRecord, 404),
    (LedgerBusy, 503),
    (ReaderBusy, 503),
    (TooLarge, 413),
    (InputError, 422),
    (ExchangeError, 422),
    (RelationError, 422),
    (DeskError, 422),
    (AccessError, 403),
)


def status_of(error: DragomanError) -> int:
    """The HTTP status that says the same."""
    if isinstance(error, Refusal):
        return error.status
    if type(error) is LedgerError and error.__cause__ is None:  # the ledger itself says no, not its database
        return 409
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def answer(request: Request, error: DragomanError | HTTPException) -> Response:
    """What is told of an error, with the headers that it brings."""
    if isinstance(error, HTTPException):
        nowhere = error.status_code == 404 and problem.is_wanted(request)
        found = _told(request, error.status_code, "there is nothing here" if nowhere else str(error.detail))
    else:
        kind = problem.kind_of(error)
        found = _told(request, status_of(error), error.what, error.where, error.fix, kind=kind)
    found.headers.update(getattr(error, "headers", None) or {})
    return found


def register(app: FastAPI) -> None:
    """Has every error told."""

    @app.exception_handler(DragomanError)
    def _ours(request: Request, error: DragomanError) -> Response:
        return answer(request, error)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        return answer(request, error)

    @app.exception_handler(RequestValidationError)
    def _invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = " ".join(str(part) for part in first["loc"][1:])
        return _told(request, 422, str(first["msg"]).removeprefix("Value error, "), where)

    @app.exception_handler(Exception)
    def _own(request: Request, error: Exception) -> Response:
        return _told(request, 500, "an error of the program's own", "", "the server's log says more")


def _told(
    request: Request, status: int, what: str, where: str = "", fix: str = "", *, kind: str = problem.NAMELESS
) -> Response:
    if problem.is_wanted(request):
        return problem.problem(status, what, where, fix, kind=kind)
    return page(request, "fault", status=status, what=what, where=where, fix=fix)
