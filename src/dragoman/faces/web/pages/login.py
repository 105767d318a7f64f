"""Signing in and out, and the first account of a new server."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.desk import Account, SignInRefused
from dragoman.desk.passwords import LONGEST, SHORTEST
from dragoman.desk.sessions import digest
from dragoman.errors import DeskError
from dragoman.faces.web.access import NotAllowed, User, address_of, audited, cookie, visitor_of
from dragoman.faces.web.render import inside, page
from dragoman.faces.web.site import Site, site_of

router = APIRouter()


@router.get("/login")
def asked(request: Request, next: str = "/") -> Response:
    """The form."""
    site = site_of(request)
    if site.settings.access == "open" or visitor_of(request):
        return RedirectResponse(inside(next), status_code=303)
    if not site.desk.has_accounts():
        return RedirectResponse("/setup", status_code=303)
    return page(request, "login", next=inside(next), given="", wait=None)


@router.post("/login")
def sign_in(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Begins a session where name and password go together."""
    desk = _with_accounts(request).desk
    try:
        account = desk.is_password(name, password, address_of(request))
    except SignInRefused as refused:
        # A name that no account has isn't noted: it may be a password, typed in the wrong field.
        desk.note(desk.known(name) or "?", "sign-in-failed", None, refused.what, address_of(request))
        shown = page(
            request, "login", status=429 if refused.wait else 401, next=inside(next), given=name, wait=refused.wait
        )
        if refused.wait:
            shown.headers["Retry-After"] = str(refused.wait)
        return shown
    return begin(request, account, "sign-in", inside(next))


@router.post("/logout")
def sign_out(request: Request) -> Response:
    """Ends the session."""
    user = visitor_of(request)
    answer = RedirectResponse("/login", status_code=303)
    if user is not None and user.session is not None:
        desk = site_of(request).desk
        desk.end_sessions(desk.account(user.name), only=user.session.id)
        audited(request, user, "sign-out")
        cookie.take(request, answer)
    return answer


@router.get("/setup")
def first(request: Request, key: str = "") -> Response:
    """The form for the first account, for whoever has the link that the server printed."""
    site = _with_accounts(request)
    if site.desk.has_accounts():
        return RedirectResponse("/login", status_code=303)
    return _first(request, key)


@router.post("/setup")
def make_first(
    request: Request,
    key: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Makes the account that administers, and signs it in."""
    site = _with_accounts(request)
    if not _is_key(site, key):
        site.desk.note("?", "setup-failed", None, None, address_of(request))
        raise NotAllowed("this is not the link that the server printed", "", "see where the server was started")
    if password != again:
        return _first(request, key, name, fault="differ")
    try:
        account = site.desk.add_account(name, "admin", password, first=True)
    except DeskError as error:
        return _first(request, key, name, fault=str(error))
    return begin(request, account, "setup", "/")


def begin(request: Request, account: Account, what: str, then: str) -> Response:
    """Begins a session under a new key, whatever the browser had before, and goes on."""
    desk, before = site_of(request).desk, visitor_of(request)
    if before is not None and before.session is not None:
        desk.end_sessions(desk.account(before.name), only=before.session.id)
    answer = RedirectResponse(then, status_code=303)
    cookie.give(request, answer, desk.begin_session(account))
    audited(request, User(name=account.name, role=account.role), what)
    return answer


def _first(request: Request, key: str, name: str = "", fault: str = "") -> Response:
    known = _is_key(site_of(request), key)
    told = {"key": key if known else None, "given": name, "fault": fault}
    return page(request, "setup", status=422 if fault else 200, shortest=SHORTEST, longest=LONGEST, **told)


def _is_key(site: Site, key: str) -> bool:
    expected = site.settings.setup
    return expected is not None and secrets.compare_digest(digest(key), expected)


def _with_accounts(request: Request) -> Site:
    site = site_of(request)
    if site.settings.access == "open":
        raise NotAllowed("this server has no accounts", "", "start it with: dragoman serve --accounts")
    return site
