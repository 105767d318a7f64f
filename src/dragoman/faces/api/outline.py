"""The OpenAPI description as a reader wants it: what can be asked, with which parameters, and what is answered."""

from __future__ import annotations

from typing import Any, NamedTuple

from dragoman.faces.api.asking import Schema

_MANY = 5  # parameters in common that are not told again
_FEW = 8  # names that are all told


class Named(NamedTuple):
    """A parameter or a field: its name, what it may be in words, whether it must be there, what it is."""

    name: str
    kind: str
    required: bool
    what: str


class Operation(NamedTuple):
    """One thing that can be asked; `body` and `answer` are records, or media where there are none.

    `shared` are the names of parameters that it has in common with `like`, an operation above it.
    """

    method: str
    path: str
    what: str
    parameters: tuple[Named, ...]
    body: str | None
    answer: str | None
    shared: tuple[str, ...] = ()
    like: str = ""


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
    above: list[Operation] = []
    for path, methods in whole["paths"].items():
        for method, told in methods.items():
            one = _operation(method, whole["servers"][0]["url"] + path, told)
            found.setdefault(told["tags"][-1], []).append(_shortened(one, above))
            above.append(one)
    subjects = {tag["name"]: tag["description"] for tag in whole["tags"]}
    return tuple(Group(name, what, tuple(found[name])) for name, what in subjects.items() if name in found)


def shapes(whole: dict[str, Any]) -> tuple[Shape, ...]:
    """All records, by their names."""
    return tuple(
        Shape(name, _line(schema.get("description", "")), _fields(schema))
        for name, schema in whole["components"]["schemas"].items()
    )


def _shortened(one: Operation, above: list[Operation]) -> Operation:
    """The operation without the parameters that it has in common with the first one above it that has many of them."""
    for other in above:
        shared = tuple(named for named in one.parameters if named in other.parameters)
        if len(shared) >= _MANY:
            own = tuple(named for named in one.parameters if named not in shared)
            names = tuple(named.name for named in shared)
            return one._replace(parameters=own, shared=names, like=f"{other.method} {other.path}")
    return one


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
    schemas = {name: one.get("schema", {}) for name, one in content.items()}
    return ", ".join(_kind(one) if {"$ref", "anyOf"} & one.keys() else name for name, one in schemas.items())


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
        names = [str(one) for one in schema.get("enum", [schema.get("const")])]
        return " or ".join(names) if len(names) <= _FEW else f"{', '.join(names[:3])} … ({len(names)} names)"
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
