"""The OpenAPI description as a reader wants it: what can be asked, with which parameters, and what is answered."""

from __future__ import annotations

from typing import Any, NamedTuple

from dragoman.faces.api.asking import Schema


class Named(NamedTuple):
    """A parameter or a field: its name, what it may be in words, whether it must be there, what it is."""

    name: str
    kind: str
    required: bool
    what: str


class Operation(NamedTuple):
    """One thing that can be asked; `body` and `answer` are records, or media where there are none."""

    method: str
    path: str
    what: str
    parameters: tuple[Named, ...]
    body: str | None
    answer: str | None


class Group(NamedTuple):
    """What belongs together."""

    name: str
    what: str
    operations: tuple[Operation, ...]


class Shape(NamedTuple):
    """A record: what it is, and its fields."""

    name: str
    what: str
    fields: tuple[Named, ...]


def groups(whole: dict[str, Any]) -> tuple[Group, ...]:
    """All that can be asked, by its subject."""
    found: dict[str, list[Operation]] = {}
    for path, methods in whole["paths"].items():
        for method, told in methods.items():
            found.setdefault(told["tags"][-1], []).append(_operation(method, whole["servers"][0]["url"] + path, told))
    subjects = {tag["name"]: tag["description"] for tag in whole["tags"]}
    return tuple(Group(name, what, tuple(found[name])) for name, what in subjects.items() if name in found)


def shapes(whole: dict[str, Any]) -> tuple[Shape, ...]:
    """All records, by their names."""
    return tuple(
        Shape(name, _line(schema.get("description", "")), _fields(schema))
        for name, schema in whole["components"]["schemas"].items()
    )


def _operation(method: str, path: str, told: dict[str, Any]) -> Operation:
    parameters = tuple(
        Named(one["name"], _kind(one["schema"]), one.get("required", False), one.get("description", ""))
        for one in told.get("parameters", ())
        if one["in"] != "header"
    )
    good: dict[str, Any] = next((one for status, one in told["responses"].items() if status.startswith("2")), {})
    body = _content(told["requestBody"]["content"]) if "requestBody" in told else None
    return Operation(method.upper(), path, _line(told["description"]), parameters, body, _content(good.get("content")))


def _content(content: dict[str, Any] | None) -> str | None:
    """The records of some media, or else the media."""
    if not content:
        return None
    return ", ".join(_kind(one["schema"]) if name == "application/json" else name for name, one in content.items())


def _fields(schema: Schema) -> tuple[Named, ...]:
    required = schema.get("required", ())
    return tuple(
        Named(name, _kind(one), name in required, one.get("description", ""))
        for name, one in schema.get("properties", {}).items()
    )


def _kind(schema: Schema) -> str:
    """What a value may be, in words: `list of EventRecord`, `day or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(_kind(one) for one in schema[several]))
    if "enum" in schema or "const" in schema:
        return " or ".join(str(one) for one in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        inner = schema.get("prefixItems") or [schema.get("items") or {}]
        return f"list of {' and '.join(dict.fromkeys(_kind(one) for one in inner))}"
    if schema.get("type") == "object":
        values = schema.get("additionalProperties")
        return f"{_kind(values)} by name" if isinstance(values, dict) and values else "object"
    named = {
        "date": "day",
        "date-time": "time",
        "string": "words",
        "integer": "whole number",
        "boolean": "true or false",
    }
    kind = schema.get("format") or schema.get("type") or "anything"
    return named.get(kind, kind)


def _line(text: str) -> str:
    return " ".join(text.split())
