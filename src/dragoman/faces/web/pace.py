"""At what pace pages follow the ledger: at once for whoever changed something, within seconds for all others.

Where many judge, the ledger is another one several times a second, and nothing that was found out for a page would
hold until it is asked for again. So the state that pages show is looked up anew when it is older than `SECONDS`, and
while what takes long is made ready for it, pages go on showing the old one. A browser that has written something
carries the state after its last change in a cookie: until the others have caught up, its requests are answered from a
state of their own.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.ledger import Ledger
from dragoman.ledger.touched import lacks

SECONDS = 10.0
COOKIE = "wrote"
_SAFE = ("GET", "HEAD", "OPTIONS")
_OWN: ContextVar[str | None] = ContextVar("own", default=None)  # the state that one request is answered from


class Pace:
    """Which state of a ledger is shown; many threads may ask."""

    def __init__(
        self, ledger: Ledger, ready: Callable[[], object] = bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._ledger = ledger
        self._ready = ready  # makes ready what takes long, for the state that is shown where it is called
        self._clock = clock
        self._moving: threading.Thread | None = None
        self._lock = threading.Lock()
        self._shown: str | None = None
        self._since = 0.0

    def shown(self) -> str:
        """The revision that the request under way is answered from."""
        return _OWN.get() or self._shared()

    @property
    def has_own(self) -> bool:
        """Whether the request under way is answered from a state of its own."""
        return _OWN.get() is not None

    def with_all_of(self, least: str) -> str:
        """A revision that has all that `least` has: the one that is shown, where it does."""
        shared = self._shared()
        return self._ledger.revision() if lacks(shared, least) else shared

    @contextmanager
    def own(self, revision: str) -> Iterator[None]:
        """Answers what is asked meanwhile, in this task and its threads, from a state of its own."""
        token = _OWN.set(revision)
        try:
            yield
        finally:
            _OWN.reset(token)

    def _shared(self) -> str:
        with self._lock:
            age = self._clock() - self._since
            if self._shown is None or age > 2 * SECONDS:  # nobody has asked for some time
                self._shown, self._since = self._ledger.revision(), self._clock()
            elif age > SECONDS and not (self._moving and self._moving.is_alive()):
                self._moving = threading.Thread(target=self._move, daemon=True)
                self._moving.start()
            return self._shown

    def _move(self) -> None:
        now, revision = self._clock(), self._ledger.revision()
        with self.own(revision):
            self._ready()
        with self._lock:
            self._shown, self._since = revision, now


class Paced:
    """Gives a browser whose request changed something the state after it, and its next requests no older one."""

    def __init__(self, app: ASGIApp, ledger: Ledger, pace: Pace) -> None:
        self.app = app
        self.ledger = ledger
        self.pace = pace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        wrote = Request(scope).cookies.get(COOKIE) if scope["type"] == "http" else None
        if wrote is None:
            await self._answer(scope, receive, send)
            return
        with self.pace.own(await run_in_threadpool(self.pace.with_all_of, wrote)):
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in _SAFE:
            await self.app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] < 400:
                cookie = Response()
                now = await run_in_threadpool(self.ledger.revision)
                cookie.set_cookie(COOKIE, now, max_age=int(2 * SECONDS), httponly=True, samesite="lax")
                MutableHeaders(scope=message).append("Set-Cookie", cookie.headers["set-cookie"])
            await send(message)

        await self.app(scope, receive, marked)
