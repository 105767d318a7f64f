"""Server-sent events: each event of a filter as it comes into the ledger, whichever process adds it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Header
from starlette.concurrency import iterate_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from dragoman.faces.api import asking
from dragoman.faces.api.asking import CHOSEN, Checked, filtering
from dragoman.faces.api.feeds.streams import Streams
from dragoman.faces.ledger import records
from dragoman.faces.web.access import Reader
from dragoman.faces.web.site import site_of
from dragoman.ledger import Ledger, Query, incoming

router = APIRouter(route_class=Checked, tags=["feeds"])

_MEDIA = "text/event-stream"
_LONGEST = 900.0  # seconds; whoever is gone or may no longer read is found out by then
_AGAIN = 3_000  # milliseconds after which a client comes back
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_CONTENT: dict[int | str, dict[str, Any]] = {
    200: {"description": "Events as they come", "content": {_MEDIA: {"schema": {"type": "string"}}}}
}


@router.get("/events/stream", responses=_CONTENT, openapi_extra=filtering(CHOSEN))
async def stream(
    request: Request,
    user: Reader,
    last_event_id: Annotated[str | None, Header(pattern="^[0-9]{1,18}$", description="Go on behind this one.")] = None,
) -> Response:
    """New events, each as `/events` has it, with a number by which to go on; a sign of life between them."""
    query, streams = asking.asked(request, CHOSEN), streams_of(request)
    number = int(last_event_id) if last_event_id is not None else await streams.last()
    flow = _events(site_of(request).ledger, query, number, streams)
    return StreamingResponse(streams.counted(flow), media_type=_MEDIA, headers=_HEADERS)


def streams_of(request: Request) -> Streams:
    """The streams of the server that is asked."""
    found: Streams = request.app.state.streams
    return found


async def _events(ledger: Ledger, query: Query, number: int, streams: Streams) -> AsyncIterator[bytes]:
    end = time.monotonic() + _LONGEST
    yield f"retry: {_AGAIN}\nid: {number}\n\n".encode()
    spoke = time.monotonic()
    while not streams.closed and time.monotonic() < end:
        last = await streams.last()
        if last > number:
            async for arrival in iterate_in_threadpool(incoming.since(ledger, query, number)):
                last = max(last, arrival.number)
                body = msgspec.json.encode(records.event(arrival.told))
                yield b"id: %d\nevent: event\ndata: %b\n\n" % (arrival.number, body)
            number, spoke = last, time.monotonic()
        elif time.monotonic() - spoke > streams.pause:
            yield f": still here\nid: {number}\n\n".encode()
            spoke = time.monotonic()
        await asyncio.sleep(streams.step)
