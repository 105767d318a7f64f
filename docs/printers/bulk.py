"""The tables of `dragoman code`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa

from dragoman.bulk.tables import SCHEMAS
from printers.tables import code, table

_ROWS = {
    "reports": "one a report",
    "events": "one an event",
    "statements": "one a statement",
    "conditions": "one a condition",
    "links": "one a relation that is said to hang, or not, on another",
    "agenda": "one a matter that is named",
    "evidence": "one a field of an event and the words that it rests on",
}


def _tables() -> str:
    return "\n\n".join(_table(name, schema) for name, schema in SCHEMAS.items())


def _table(name: str, schema: pa.Schema) -> str:
    rows = [(code(field.name), code(_kind(field.type)), field.metadata[b"description"].decode()) for field in schema]
    return f"### `{name}`\n\nRows: {_ROWS[name]}.\n\n{table(('column', 'type', 'what it says'), rows)}"


def _kind(kind: Any) -> str:
    """A type in few words: `list<struct<name, person>>`."""
    if pa.types.is_list(kind):
        return f"list<{_kind(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(field.name for field in kind)}>"
    return str(kind)


PRINTERS: dict[str, Callable[[], str]] = {"bulk tables": _tables}
