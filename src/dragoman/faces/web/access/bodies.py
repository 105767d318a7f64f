"""What is sent with a request: no more than a limit, and within a time."""

from __future__ import annotations

import asyncio
import time

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

SECONDS = 60.0  # in which all of it must have come
_CLOSE = {"Connection": "close"}


def bounded(scope: Scope, receive: Receive, limit: int) -> Receive:
    """Receives a body of at most `limit` bytes. Raises HTTPException (413, 408), at once where its length is declared.

    No Refusal: FastAPI, which reads the body, takes any other error for one of its form.
    """
    declared = Headers(scope=scope).get("content-length", "0")
    if not declared.isdecimal() or int(declared) > limit:
        raise _too_much(limit)
    end = time.monotonic() + SECONDS
    come, whole = 0, False

    async def next_part() -> Message:
        nonlocal come, whole
        if whole:  # what comes now is that whoever asked is gone, and may be long in coming
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), max(0.0, end - time.monotonic()))
        except TimeoutError:
            raise HTTPException(408, f"what was sent didn't come within {SECONDS:g} s", _CLOSE) from None
        come += len(message.get("body", b""))
        whole = message["type"] != "http.request" or not message.get("more_body", False)
        if come > limit:
            raise _too_much(limit)
        return message

    return next_part


def _too_much(limit: int) -> HTTPException:
    return HTTPException(413, f"more than {limit:,} bytes were sent", _CLOSE)
