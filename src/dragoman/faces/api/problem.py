"""What goes wrong in the API and the feeds, in one shape: problem details (RFC 9457) with `where` and `fix`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from dragoman.client.answers import Problem
from dragoman.errors import DragomanError

MEDIA = "application/problem+json"
NAMELESS = "about:blank"  # the type of a problem that its status alone explains
_OURS = ("/api/", "/feeds/")


def is_wanted(request: Request) -> bool:
    """Whether whoever asks is told in this shape, and not on a page."""
    return request.url.path.startswith(_OURS)


def problem(
    status: int, what: str, where: str = "", fix: str = "", *, kind: str = NAMELESS, headers: Mapping[str, str] = {}
) -> Response:
    """The answer that says what is wrong, where, and what to do."""
    told = Problem(
        type=kind, title=HTTPStatus(status).phrase, status=status, detail=what, where=where, fix=fix
    )  # fmt: skip
    return Response(msgspec.json.encode(told), status, media_type=MEDIA, headers=dict(headers))


def kind_of(error: DragomanError) -> str:
    """A name by which programs tell errors apart: `urn:dragoman:problem:unknown-record`."""
    words = re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()
    return f"urn:dragoman:problem:{words}"
