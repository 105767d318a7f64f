"""Style, scripts, fonts and outlines out of the package, each at an address that changes with its content.

What is text is packed once and kept.
"""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
_TEXT = (".css", ".js", ".svg", ".json")
_YEAR = "public, max-age=31536000, immutable"


@cache
def address(name: str) -> str:
    """The address of `static/<name>`, with a mark of its content."""
    mark = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?{mark}"


class Static(StaticFiles):
    """The files, kept by browsers for good where the address has the mark."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file."""
        response = await super().get_response(path, scope)
        if response.status_code == 200 and path.endswith(_TEXT) and "gzip" in _accepted(scope):
            headers = {name: response.headers[name] for name in ("etag", "last-modified", "content-type")}
            response = Response(_packed(path), headers=headers | {"Content-Encoding": "gzip"})
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = _YEAR if scope["query_string"] else "no-cache"
        return response


def _accepted(scope: Scope) -> str:
    return Headers(scope=scope).get("accept-encoding", "")


@cache
def _packed(name: str) -> bytes:
    return gzip.compress((STATIC / name).read_bytes(), 9, mtime=0)
