"""One's own account: the password, where one is signed in, and tokens for programs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.desk import SCOPES, Account, Scope, SignInRefused
from dragoman.desk.passwords import LONGEST, SHORTEST
from dragoman.errors import DeskError
from dragoman.faces.web.access import NotAllowed, Reader, User, address_of, audited
from dragoman.faces.web.pages.login import begin
from dragoman.faces.web.render import page
from dragoman.faces.web.site import site_of

router = APIRouter()
Number = Annotated[int, Form(ge=1, lt=2**63)]


def _owner(user: Reader) -> User:
    """Who is signed in with a browser: no token makes tokens or changes a password."""
    if user.session is None:
        raise NotAllowed("this is for who is signed in with a browser", "", "see: dragoman accounts --help")
    return user


Owner = Annotated[User, Depends(_owner)]


@router.get("/account")
def shown(request: Request, user: Owner, done: str = "") -> Response:
    """The page."""
    return _page(request, user, done=done)


@router.post("/account/password")
def set_password(
    request: Request,
    user: Owner,
    current: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Changes the password; every session ends, and a new one begins here."""
    desk = site_of(request).desk
    try:
        desk.is_password(user.name, current, address_of(request))
        if password != again:
            return _page(request, user, status=422, fault="differ")
        account = desk.set_password(user.name, password)
    except SignInRefused as refused:
        audited(request, user, "password-failed", None, refused.what)
        return _page(request, user, status=429 if refused.wait else 422, fault="wrong")
    except DeskError as error:
        return _page(request, user, status=422, fault=str(error))
    return begin(request, account, "password", "/account?done=password")


@router.post("/account/session")
def end_session(request: Request, user: Owner, id: Number) -> Response:
    """Signs another browser out."""
    if site_of(request).desk.end_sessions(_account(request, user), only=id):
        audited(request, user, "session-ended")
    return RedirectResponse("/account?done=session", status_code=303)


@router.post("/account/token")
def make_token(request: Request, user: Owner, name: Annotated[str, Form()], scope: Annotated[str, Form()]) -> Response:
    """Makes a token and shows it, this once."""
    chosen: Scope = "write" if scope == "write" and user.reviews else "read"
    try:
        secret = site_of(request).desk.make_token(_account(request, user), name, chosen)
    except DeskError as error:
        return _page(request, user, status=422, fault=str(error))
    audited(request, user, "token-made", name, chosen)
    return _page(request, user, secret=secret)


@router.post("/account/token/revoke")
def revoke_token(request: Request, user: Owner, id: Number) -> Response:
    """Ends a token."""
    if site_of(request).desk.revoke_token(_account(request, user), id):
        audited(request, user, "token-revoked")
    return RedirectResponse("/account?done=token", status_code=303)


def _account(request: Request, user: User) -> Account:
    return site_of(request).desk.account(user.name)


def _page(request: Request, user: User, *, status: int = 200, **values: Any) -> Response:
    desk, account = site_of(request).desk, _account(request, user)
    told = {"done": "", "fault": "", "secret": None} | values
    listed = {"sessions": desk.sessions(account), "tokens": desk.tokens(account)}
    rules = {"shortest": SHORTEST, "longest": LONGEST, "scopes": SCOPES if user.reviews else SCOPES[:1]}
    answer = page(request, "account", status=status, **told, **listed, **rules)
    answer.headers["Cache-Control"] = "no-store"
    return answer
