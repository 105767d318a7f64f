"""Who may use the server, and the log of what was done with it."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from dragoman.desk import ROLES, Desk, Entry, Filter, Role, passwords
from dragoman.errors import DeskError
from dragoman.faces.output import csv_rows
from dragoman.faces.web.access import Admin, NotAllowed, User, audited
from dragoman.faces.web.render import page
from dragoman.faces.web.site import site_of
from dragoman.text import printable

router = APIRouter()
Before = Annotated[int | None, Query(ge=1, lt=2**63)]
_PAGE, _BATCH = 50, 1_000  # lines of the log on a page, in a piece of the file


@router.get("/admin")
def shown(request: Request, user: Admin, done: str = "", before: Before = None) -> Response:
    """The page."""
    return _page(request, done=done, before=before)


@router.post("/admin/account")
def make(request: Request, user: Admin, name: Annotated[str, Form()], role: Annotated[Role, Form()]) -> Response:
    """Makes an account, and shows the password that it begins with, this once."""
    password = passwords.made()
    try:
        account = _desk(request).add_account(name, role, password)
    except DeskError as error:
        return _page(request, status=422, fault=str(error))
    audited(request, user, "account-made", account.name, role)
    return _page(request, secret=(account.name, password))


@router.post("/admin/password")
def reset(request: Request, user: Admin, name: Annotated[str, Form()]) -> Response:
    """Gives an account another password, and shows it, this once."""
    password = passwords.made()
    account = _desk(request).set_password(name, password)
    audited(request, user, "password", account.name)
    return _page(request, secret=(account.name, password))


@router.post("/admin/role")
def set_role(request: Request, user: Admin, name: Annotated[str, Form()], role: Annotated[Role, Form()]) -> Response:
    """Gives an account another role."""
    return _changed(request, user, "role", name, role)


@router.post("/admin/disable")
def disable(request: Request, user: Admin, name: Annotated[str, Form()]) -> Response:
    """Lets nobody sign in by an account any more."""
    return _changed(request, user, "disabled", name)


@router.post("/admin/enable")
def enable(request: Request, user: Admin, name: Annotated[str, Form()]) -> Response:
    """Lets an account sign in again."""
    return _changed(request, user, "enabled", name)


@router.get("/admin/audit.csv")
def log(request: Request, user: Admin) -> Response:
    """All lines of the log that the filter leaves, the newest first."""
    audited(request, user, "export", "audit", request.url.query or None)
    headers = {
        "Content-Disposition": 'attachment; filename="dragoman-audit.csv"',
        "Cache-Control": "no-store",
    }
    rows = _rows(site_of(request).desk, _only(request))
    return StreamingResponse(rows, media_type="text/csv; charset=utf-8", headers=headers)


def _rows(desk: Desk, only: Filter) -> Iterator[str]:
    before: int | None = None
    while True:
        entries = desk.log(_BATCH, before, only)
        out = io.StringIO()
        csv_rows([_cells(entry) for entry in entries], out, columns=Entry.__struct_fields__)
        text = out.getvalue()
        yield text if before is None else text.partition("\n")[2]
        if len(entries) < _BATCH:
            return
        before = entries[-1].seq


def _cells(entry: Entry) -> dict[str, Any]:
    cells = {name: getattr(entry, name) for name in Entry.__struct_fields__}
    return {**cells, "at": entry.at.isoformat(timespec="seconds")}


def _changed(request: Request, user: User, what: str, name: str, role: Role | None = None) -> Response:
    desk = _desk(request)
    try:
        if what == "role" and role is not None:
            account = desk.set_role(name, role)
        else:
            account = desk.disable(name) if what == "disabled" else desk.enable(name)
    except DeskError as error:
        return _page(request, status=422, fault=str(error))
    audited(request, user, what, account.name, role)
    return RedirectResponse(f"/admin?done={what}", status_code=303)


def _desk(request: Request) -> Desk:
    site = site_of(request)
    if site.settings.access == "open":
        raise NotAllowed("this server has no accounts", "", "start it with: dragoman serve --accounts")
    return site.desk


def _only(request: Request) -> Filter:
    asked = {
        name: printable(request.query_params.get(name, "").strip()) or None
        for name in ("who", "what", "since", "until")
    }
    return Filter(who=asked["who"], what=asked["what"], since=_day(asked["since"]), until=_day(asked["until"]))


def _day(written: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(written) if written else None
    except ValueError:  # the form gives days; whoever writes an address by hand sees what the filter shows
        return None


def _page(request: Request, *, status: int = 200, before: int | None = None, **values: Any) -> Response:
    desk, only = site_of(request).desk, _only(request)
    entries = desk.log(_PAGE + 1, before, only)
    told = {"done": "", "fault": "", "secret": None} | values
    answer = page(
        request,
        "admin",
        status=status,
        listed=desk.accounts(),
        roles=ROLES,
        entries=entries[:_PAGE],
        older=entries[_PAGE - 1].seq if len(entries) > _PAGE else None,
        kinds=desk.kinds(),
        only=only,
        **told,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
