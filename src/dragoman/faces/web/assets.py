"""Style, scripts, fonts and outlines out of the package, each at an address that changes with its content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
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
        response.headers["Cache-Control"] = _YEAR if scope["query_string"] else "no-cache"
        return response
