"""The API: what can be asked of a server, and the records that are sent and answered."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.faces.api import outline
from dragoman.faces.api.outline import Named, Operation
from dragoman.faces.web import Settings, create
from printers.tables import code, table


@cache
def _parts() -> dict[str, dict[str, Any]]:
    """The descriptions of the API and of the feeds, by their addresses."""
    with tempfile.TemporaryDirectory() as folder:
        app = create(Settings(ledger=str(Path(folder) / "dragoman.db")))
        found = {route.path: route.app.openapi() for route in app.routes if hasattr(route, "app") and _described(route)}
        app.state.site.close()
    return found


def _described(route: Any) -> bool:
    return route.path in ("/api/v1", "/feeds")


def _api() -> str:
    return "\n\n".join(
        f"## {group.name.capitalize()}\n\n{group.what}\n\n" + "\n\n".join(map(_operation, group.operations))
        for address in ("/api/v1", "/feeds")
        for group in outline.groups(_parts()[address])
    )


def _operation(one: Operation) -> str:
    said = [f"### `{one.method} {one.path}`", one.what]
    said += [_named("parameter", one.parameters)] if one.parameters else []
    said += [f"{', '.join(map(code, one.shared))} as in `{one.like}`."] if one.shared else []
    said += [f"Sent: {_kind(one.body)}."] if one.body else []
    said += [f"Answer: {_kind(one.answer)}."] if one.answer else []
    return "\n\n".join(said)


def _records() -> str:
    return "\n\n".join(
        f"### {shape.name}\n\n{shape.what}" + (f"\n\n{_named('field', shape.fields)}" if shape.fields else "")
        for shape in outline.shapes(_parts()["/api/v1"])
    )


def _named(head: str, several: Iterable[Named]) -> str:
    rows = [(code(one.name) + _must(head, one), _kind(one.kind), one.what) for one in several]
    if not any(what for _, _, what in rows):
        return table((head, "what it may be"), [row[:2] for row in rows])
    return table((head, "what it may be", ""), rows)


def _must(head: str, one: Named) -> str:
    return " (required)" if one.required and head == "parameter" else ""


def _kind(words: str) -> str:
    """The words, with links to the records among them."""
    known = _parts()["/api/v1"]["components"]["schemas"]
    return re.sub(r"[\w]+", lambda one: f"[{one[0]}](#{one[0].lower()})" if one[0] in known else one[0], words)


PRINTERS: dict[str, Callable[[], str]] = {"api": _api, "api records": _records}
