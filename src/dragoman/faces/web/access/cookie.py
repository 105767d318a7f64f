"""The cookie that a browser is known by. A browser keeps it from scripts, and from other sites' requests."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from dragoman.desk.sessions import LONGEST
from dragoman.faces.web.site import site_of


def key_of(request: Request) -> str | None:
    """The key that the browser shows."""
    return request.cookies.get(_name(request)) or None


def give(request: Request, response: Response, key: str) -> None:
    """Has the browser keep a session's key."""
    seconds = int(LONGEST.total_seconds())
    secure = request.url.scheme == "https"
    response.set_cookie(_name(request), key, max_age=seconds, secure=secure, httponly=True, samesite="lax")


def take(request: Request, response: Response) -> None:
    """Has the browser forget it."""
    secure = request.url.scheme == "https"
    response.delete_cookie(_name(request), secure=secure, httponly=True, samesite="lax")


def _name(request: Request) -> str:
    # A __Host- cookie can be set by no other name and over no plain HTTP; cookies are shared between ports.
    return "__Host-dragoman" if request.url.scheme == "https" else f"dragoman-{site_of(request).settings.port}"
