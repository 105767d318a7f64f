"""Answers that hold until the ledger changes: asked for again they cost a glance at its revision.

A router made with `route_class=Fresh` gives its GET answers a tag of all that they depend on (the state of the ledger,
the day, the address, language, look and user). A client that has it is told so (304), another gets a copy kept here.
Where more ask than can be answered at once, a copy that was true some seconds ago is given rather than made anew.
"""

from __future__ import annotations

import datetime
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from importlib import metadata
from typing import Any, NamedTuple

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from dragoman.faces.web.access import user_of
from dragoman.faces.web.interface import interface_of
from dragoman.faces.web.render import THEME, VARY
from dragoman.faces.web.site import Site, site_of

_ROOM = 64 * 2**20  # bytes of answers that are kept
_LATE = 15.0  # seconds for which an answer may still be given to some of many


class Fresh(APIRoute):
    """A route whose answers depend on the ledger, the address and who asks, and on nothing else."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, asked only where no answer is kept."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            if request.method not in ("GET", "HEAD"):
                return await handle(request)
            site, asked = site_of(request), _asked(request)
            state = await run_in_threadpool(site.pace.shown)
            tag = _tag(asked, state)
            if tag in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers=_headers(tag))
            kept = _KEPT.get(asked)
            if kept is None or not _will_do(kept, tag, site):
                async with site.turns:
                    kept = _KEPT.get(asked)  # it may have been made meanwhile
                    if kept is None or kept.tag != tag:
                        response = await handle(request)
                        response.headers.update(_headers(tag))
                        if response.status_code == 200 and not isinstance(response, StreamingResponse | FileResponse):
                            body, headers = bytes(response.body), dict(response.headers)
                            _KEPT.put(asked, _Answer(tag, time.monotonic(), body, headers))
                        return response
            return Response(kept.body, headers=kept.headers)

        return answer


class _Answer(NamedTuple):
    """What was answered, to what state (its tag), and when."""

    tag: str
    made: float
    body: bytes
    headers: dict[str, str]


def _will_do(kept: _Answer, tag: str, site: Site) -> bool:
    """Whether an answer need not be made anew: it is of this state, or lately was, and others wait for theirs.

    Whoever has a state of their own, for they changed something, is never given what is older.
    """
    if kept.tag == tag:
        return True
    return site.turns.locked() and not site.pace.has_own and time.monotonic() - kept.made < _LATE


def _asked(request: Request) -> str:
    """All that an answer depends on but the state of the ledger."""
    user = user_of(request)
    parts = (
        *(metadata.version("dragoman"), str(datetime.date.today()), str(request.url)),
        *(interface_of(request).language, request.cookies.get(THEME, ""), user.name, user.role),
        *(request.headers.get("hx-request", ""), request.headers.get("accept", "")),
    )
    return chr(0).join(parts)


def _tag(asked: str, state: str) -> str:
    return f'W/"{hashlib.sha256(f"{asked}{chr(0)}{state}".encode()).hexdigest()[:32]}"'


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Vary": VARY, "Cache-Control": "private, no-cache"}


class _Kept:
    """The last answer to each request; those that were not asked for longest go first."""

    def __init__(self, room: int) -> None:
        self.room, self.taken = room, 0
        self._answers: OrderedDict[str, _Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, asked: str) -> _Answer | None:
        with self._lock:
            found = self._answers.get(asked)
            if found is not None:
                self._answers.move_to_end(asked)
            return found

    def put(self, asked: str, answer: _Answer) -> None:
        with self._lock:
            if len(answer.body) > self.room // 8:
                return
            old = self._answers.pop(asked, None)
            self._answers[asked] = answer
            self.taken += len(answer.body) - (len(old.body) if old else 0)
            while self.taken > self.room:
                _, gone = self._answers.popitem(last=False)
                self.taken -= len(gone.body)


_KEPT = _Kept(_ROOM)
