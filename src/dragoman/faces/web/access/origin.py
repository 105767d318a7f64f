"""Whether a change is asked for by our own pages (CSRF): the browser says which site's page sent a request.

No token in a form is needed: `Sec-Fetch-Site` can't be set by a script, and where a browser doesn't send it (old
ones; all of them over plain HTTP) it sends `Origin` with every request that changes something.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import Scope

from dragoman.faces.web.access.refusal import ComesFromElsewhere

SAFE = ("GET", "HEAD", "OPTIONS")


def check_origin(scope: Scope, *, programs: bool) -> None:
    """Raises ComesFromElsewhere for a change that another site's page asks for.

    `programs` lets through what no browser sent, which says nothing of either.
    """
    if scope["method"] in SAFE:
        return
    headers = Headers(scope=scope)
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        ours = site == "same-origin"
    elif origin is not None:
        ours = origin.lower() == f"{scope['scheme']}://{headers.get('host', '')}".lower()
    else:
        ours = programs
    if not ours:
        fix = "send it from a page of this server; a program sends a token: Authorization: Bearer …"
        raise ComesFromElsewhere("another site's page asked for this change", scope["path"], fix)
