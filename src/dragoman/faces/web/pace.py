"""At what pace pages follow the ledger: at once for whoever changed something, within seconds for all others.

Where many judge, the ledger is another one several times a second, and nothing that was found out for a page would
hold until it is asked for again. So the state that pages show is looked up anew when it is older than `SECONDS`, or
when a browser asks that has written something since: it carries the state after its last change in a cookie.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.ledger import Ledger

SECONDS = 5.0
COOKIE = "wrote"
_SAFE = ("GET", "HEAD", "OPTIONS")


class Pace:
    """Which state of a ledger is shown; many threads may ask."""

    def __init__(self, ledger: Ledger, clock: Callable[[], float] = time.monotonic) -> None:
        self._ledger = ledger
        self._clock = clock
        self._lock = threading.Lock()
        self._shown: str | None = None
        self._since = 0.0

    def shown(self, least: str | None = None) -> str:
        """The revision that pages show, which has all that `least` has."""
        with self._lock:
            old = self._shown is None or self._clock() - self._since > SECONDS
            if old or (least is not None and _lacks(self._shown or "", least)):
                self._shown, self._since = self._ledger.revision(), self._clock()
            return self._shown or ""

    def of(self, request: Request) -> str:
        """The revision that a request is answered from."""
        return self.shown(request.cookies.get(COOKIE))


def _lacks(shown: str, wanted: str) -> bool:
    """Whether a revision is older than another in any of its numbers; one that can't be read wants nothing."""
    try:
        here, there = ([int(part) for part in one.split(".")] for one in (shown, wanted))
        return any(a < b for a, b in zip(here, there, strict=True))
    except ValueError:
        return False


class Wrote:
    """Gives a browser whose request changed something the state after it."""

    def __init__(self, app: ASGIApp, ledger: Ledger) -> None:
        self.app = app
        self.ledger = ledger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http" or scope["method"] in _SAFE:
            await self.app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                cookie = Response()
                now = await run_in_threadpool(self.ledger.revision)
                cookie.set_cookie(COOKIE, now, max_age=int(4 * SECONDS), httponly=True, samesite="lax")
                MutableHeaders(scope=message).append("Set-Cookie", cookie.headers["set-cookie"])
            await send(message)

        await self.app(scope, receive, marked)
