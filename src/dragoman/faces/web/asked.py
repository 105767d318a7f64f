"""What an address asks of the ledger: its parameters are the filters of the command line, by the same names.

`?party=IRN&type=CONSULT&since=2024-02&text=…` is a `Query` and back. An empty parameter is one that isn't there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer
from starlette.datastructures import QueryParams

from dragoman.errors import RelationError
from dragoman.faces.ledger.filters import FILTERS, together
from dragoman.ledger import Query

PAGE = 50  # events of a page, unless told otherwise
_FLAGS = ("directed", "judged", "foreign", "copies")
_TRUE = {"1": True, "true": True, "yes": True, "all": True, "0": False, "false": False, "no": False, "once": False}
NAMES = tuple(one.field for one in FILTERS)


class BadQuestion(RelationError):
    """A parameter that can't be read; `where` is its name."""


def query_of(parameters: QueryParams, *, page: int | None = PAGE, most: int | None = 500) -> Query:
    """The query of an address. Raises BadQuestion with the parameter's name and what it may be."""
    asked: dict[str, Any] = {}
    for one in FILTERS:
        written = [value.strip() for value in parameters.getlist(one.field) if value.strip()]
        if written:
            asked[one.field] = _read(one.field, one.read, one.many, written)
    if "copies" in asked:
        asked["copies"] = "all" if asked["copies"] else "once"
    limit = asked.get("limit", page)
    if most is not None and (limit == "all" or (limit is not None and limit > most)):
        raise BadQuestion(f"at most {most} at once", "limit", "ask page by page")
    asked["limit"] = None if limit == "all" else limit
    query = Query(**asked)
    if query.directed and query.pair is None:
        raise BadQuestion("it says nothing without a pair", "directed", "add pair=AZE,USA")
    try:
        together(query.since, query.until)
    except typer.BadParameter as error:
        raise BadQuestion(error.message.replace("--", ""), "since", "put the earlier day first") from None
    return query


def _read(field: str, read: Any, many: bool, written: list[str]) -> Any:
    if field in _FLAGS:
        if written[-1].lower() not in _TRUE:
            raise BadQuestion(f"{written[-1]!r} is neither true nor false", field, "write true or false")
        return _TRUE[written[-1].lower()]
    try:
        if not many:
            return read(written[-1])
        return tuple(read(part.strip()) for value in written for part in value.split(",") if part.strip())
    except typer.BadParameter as error:
        raise BadQuestion(error.message, field, "see the help of: dragoman events") from None


def parameters_of(query: Query, *, page: int | None = PAGE) -> Mapping[str, Any]:
    """The parameters that ask for it again; what is as it is anyway is left out."""
    plain = Query(limit=page)
    found: dict[str, Any] = {}
    for name in NAMES:
        value = getattr(query, name)
        if value == getattr(plain, name):
            continue
        if name == "pair":
            value = ",".join(value)
        elif isinstance(value, bool):
            value = "true" if value else "false"
        elif value is None:
            value = "all"
        found[name] = value
    return found
