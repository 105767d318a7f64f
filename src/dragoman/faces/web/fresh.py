"""Answers that hold until the ledger changes: asked for again they cost a glance at its revision.

A router made with `route_class=Fresh` gives its GET answers a tag of all that they depend on (the state of the ledger,
the day, the address, language, look and user). A client that has it is told so (304), another gets a copy kept here.
"""

from __future__ import annotations

import datetime
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from importlib import metadata
from typing import Any

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from dragoman.faces.web.access import user_of
from dragoman.faces.web.interface import interface_of
from dragoman.faces.web.render import THEME, VARY
from dragoman.faces.web.site import site_of

_ROOM = 64 * 2**20  # bytes of answers that are kept


class Fresh(APIRoute):
    """A route whose answers depend on the ledger, the address and who asks, and on nothing else."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, asked only where no answer is kept."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            if request.method not in ("GET", "HEAD"):
                return await handle(request)
            tag = await run_in_threadpool(_tag, request)
            headers = {"ETag": tag, "Vary": VARY, "Cache-Control": "private, no-cache"}
            if tag in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers=headers)
            kept = _KEPT.get(tag)
            if kept is None:
                async with site_of(request).turns:
                    kept = _KEPT.get(tag)  # it may have been made meanwhile
                    if kept is None:
                        response = await handle(request)
                        response.headers.update(headers)
                        if response.status_code == 200 and not isinstance(response, StreamingResponse | FileResponse):
                            _KEPT.put(tag, bytes(response.body), dict(response.headers))
                        return response
            return Response(kept[0], headers=kept[1])

        return answer


def _tag(request: Request) -> str:
    user, site = user_of(request), site_of(request)
    parts = (
        *(metadata.version("dragoman"), site.pace.of(request), str(datetime.date.today()), str(request.url)),
        *(interface_of(request).language, request.cookies.get(THEME, ""), user.name, user.role),
        *(request.headers.get("hx-request", ""), request.headers.get("accept", "")),
    )
    return f'W/"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


class _Kept:
    """Answers by their tags; those that were not asked for longest go first."""

    def __init__(self, room: int) -> None:
        self.room, self.taken = room, 0
        self._answers: OrderedDict[str, tuple[bytes, dict[str, str]]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, tag: str) -> tuple[bytes, dict[str, str]] | None:
        with self._lock:
            found = self._answers.get(tag)
            if found is not None:
                self._answers.move_to_end(tag)
            return found

    def put(self, tag: str, body: bytes, headers: dict[str, str]) -> None:
        with self._lock:
            if tag in self._answers or len(body) > self.room // 8:
                return
            self._answers[tag] = (body, headers)
            self.taken += len(body)
            while self.taken > self.room:
                _, (gone, _) = self._answers.popitem(last=False)
                self.taken -= len(gone)


_KEPT = _Kept(_ROOM)
