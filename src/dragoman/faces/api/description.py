"""The OpenAPI description, out of the routes, the records that they answer with, and the filters."""

from __future__ import annotations

from importlib import metadata
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from dragoman.client import answers, records, relations, sent
from dragoman.client.answers import Problem
from dragoman.faces.api import asking
from dragoman.faces.api.asking import Schema, reference
from dragoman.faces.api.problem import MEDIA
from dragoman.model import Record

_REFERENCE = "#/components/schemas/{name}"
_TAGS = {
    "events": "Who did what to whom, as reports tell it.",
    "reports": "What was published, and what was read in it.",
    "statements": "What was said: statements, conditions, stated links.",
    "stories": "Events that several reports tell.",
    "relations": "How two parties stand with each other.",
    "judgements": "What reviewers decide.",
    "reading": "Reports that are sent to be read.",
    "ledger": "What the ledger holds, and what was saved of it.",
    "feeds": "What comes into the ledger, as it comes.",
}
_SUMMARY = "News about dealings between states as records that can be checked word by word"


def schema_of(kind: Any) -> Schema:
    """The schema of a record, which refers to where it stands."""
    return dict(msgspec.json.schema_components((kind,), ref_template=_REFERENCE)[0][0])


def gives(kind: Any, what: str, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """What a route says of its answer, for `responses`: a record's JSON."""
    return {status: {"description": what, "content": {"application/json": {"schema": schema_of(kind)}}}}


def takes(kind: Any, **media: Schema) -> dict[str, Any]:
    """What a route says of its body, for `openapi_extra`: a record's JSON, or other media."""
    content: dict[str, Any] = {"application/json": {"schema": schema_of(kind)}}
    return {"requestBody": {"required": True, "content": content | media}}


def describe(app: FastAPI, address: str, *, tokens: bool) -> dict[str, Any]:
    """The whole description of what is at an address; `tokens` says whether one must be shown."""
    whole = get_openapi(
        title="Dragoman",
        version=metadata.version("dragoman"),
        summary=_SUMMARY,
        description="Days are ISO days, offsets code points of a report's text; what is not known is null.",
        routes=app.routes,
        tags=[{"name": name, "description": what} for name, what in _TAGS.items()],
        servers=[{"url": address}],
    )
    for operations in whole["paths"].values():
        for operation in operations.values():
            _complete(operation)
    whole["components"] = {"schemas": _needed(whole["paths"])}
    if tokens:
        scheme = {"type": "http", "scheme": "bearer", "description": "A token of an account, made on its page."}
        whole["components"]["securitySchemes"] = {"token": scheme}
        whole["security"] = [{"token": []}]
    return whole


def name_of(route: APIRoute) -> str:
    """What an operation is called: its function."""
    return route.name


def _complete(operation: dict[str, Any]) -> None:
    """Adds what holds for all: errors in their shape, unchanged answers; references for codes of parties."""
    answers = operation["responses"]
    answers.pop("422", None)
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _plain(parameter["schema"])
    if "200" in answers and "requestBody" not in operation:
        answers["304"] = {"description": "What you have is still so (If-None-Match)"}
    problem = {MEDIA: {"schema": schema_of(Problem)}}
    answers["default"] = {"description": "What is wrong, where, and what to do", "content": problem}


def _plain(schema: Schema) -> Schema:
    """What a parameter may be where it is there, for no address can say null."""
    named = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    found = dict(named[0]) if len(named) == 1 else {**schema, "anyOf": named} if named else schema
    found.pop("title", None)
    return reference("PartyCode") if found.get("format") == "party" else found


def _needed(part: Any) -> dict[str, Schema]:
    """The schemas that a part of the description refers to, and those that they refer to."""
    every = _records() | asking.components()
    found: dict[str, Schema] = {}
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
            name = str(one.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found[name] = every[name]
                waiting.append(every[name])
        elif isinstance(one, list):
            waiting += one
    return dict(sorted(found.items()))


def _records() -> dict[str, Schema]:
    """The schemas of all records that are sent or answered, by their names."""
    modules = (answers, records, relations, sent)
    kinds = {kind for module in modules for kind in vars(module).values() if _is_record(kind)}
    ordered = sorted(kinds, key=lambda kind: kind.__name__)
    return msgspec.json.schema_components(ordered, ref_template=_REFERENCE)[1]


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Record) and kind.__name__[0].isupper() and kind is not Record
