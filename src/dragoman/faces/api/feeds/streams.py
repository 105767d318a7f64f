"""The streams of one server: how many there are, what is new for all of them, and when they end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool

from dragoman.faces.web.access import TooOften
from dragoman.ledger import Ledger, incoming

MOST = 64
_AGAIN = {"Retry-After": "30"}


class Streams:
    """At most `MOST` streams, which look every `step` seconds and say every `pause` seconds that they live.

    Whoever ends the server calls `close` before it waits for its answers to end.
    """

    def __init__(self, ledger: Ledger, *, step: float = 1.0, pause: float = 15.0) -> None:
        self.step, self.pause = step, pause
        self.closed = False
        self._ledger = ledger
        self._open = 0
        self._last = 0
        self._looked = float("-inf")
        self._turn = asyncio.Lock()

    def close(self) -> None:
        """Ends all streams within a step."""
        self.closed = True

    async def last(self) -> int:
        """The number of the ledger's last event; one look serves all streams of a step."""
        async with self._turn:
            if time.monotonic() - self._looked > self.step / 2:
                self._last = await run_in_threadpool(incoming.last, self._ledger)
                self._looked = time.monotonic()
            return self._last

    def counted(self, flow: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """The flow, as one of the streams. Raises TooOften where there are too many."""
        if self._open >= MOST:
            raise TooOften(f"{MOST} streams are open already", "", "try again later, or read the Atom feed", _AGAIN)
        self._open += 1
        return self._until_its_end(flow)

    async def _until_its_end(self, flow: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        try:
            async for part in flow:
                yield part
        finally:
            self._open -= 1
