"""Answers: JSON as the contract has it, and pages of lists with the address of the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from dragoman.faces.api import cursor
from dragoman.ledger.pages import Place


def reply(found: Any, status: int = 200, headers: Mapping[str, str] = {}) -> Response:
    """The answer as JSON."""
    return Response(msgspec.json.encode(found), status, media_type="application/json", headers=dict(headers))


def listed(request: Request, name: str, found: Sequence[Any], end: Place | None) -> Response:
    """A page of a list under its name, with `next` and the same as a Link header (RFC 8288)."""
    if end is None:
        return reply({name: found, "next": None})
    following = request.url.include_query_params(cursor=cursor.written(end))
    address = f"{following.path}?{following.query}"
    return reply({name: found, "next": address}, headers={"Link": f'<{address}>; rel="next"'})
