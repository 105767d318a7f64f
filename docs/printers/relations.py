"""What a relation gives in Python: the functions, and the records that come from them."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Any, get_args, get_type_hints

from dragoman import relations
from dragoman.model import Record
from dragoman.relations import Relation, briefing, links, network, pictures
from printers.program import record
from printers.tables import code, table

_METHODS = [one for name, one in vars(Relation).items() if callable(one) and not name.startswith("_")]
_FUNCTIONS: tuple[Callable[..., Any], ...] = (
    relations.relations_of,
    links.measured,
    links.confront,
    network.network,
    network.triads,
    network.moved,
    network.tellings_of,
    briefing.briefing,
    briefing.markdown,
    briefing.page,
    pictures.balance_picture,
    pictures.agenda_picture,
    pictures.links_picture,
    pictures.network_picture,
    pictures.save,
)


def _relation() -> str:
    rows = [(code(f"{one.__name__}{_asked(one)}"), _first(one)) for one in _METHODS]
    return table(("method", "what it gives"), rows)


def _functions() -> str:
    rows = [(code(f"{_door(one)}{_asked(one)}"), _first(one)) for one in _FUNCTIONS]
    return table(("function", "what it gives"), rows)


def _door(one: Any) -> str:
    """Where it is imported from: its module, or the package of that where it stands at the door."""
    package = one.__module__.rpartition(".")[0]
    module = package if getattr(sys.modules[package], one.__name__, None) is one else one.__module__
    return f"{module.removeprefix('dragoman.')}.{one.__name__}"


def _asked(function: Callable[..., Any]) -> str:
    """The parameters of a function, without their types and `self`."""
    shown = []
    for one in inspect.signature(function).parameters.values():
        given = "" if one.default is inspect.Parameter.empty else f"={one.default!r}"
        if one.kind is one.KEYWORD_ONLY and "*" not in shown:
            shown.append("*")
        if one.name != "self":
            shown.append(one.name + given)
    return f"({', '.join(shown)})"


def _first(function: Callable[..., Any]) -> str:
    return (inspect.getdoc(function) or "").split("\n\n", 1)[0].replace("\n", " ")


def _records() -> str:
    found: dict[type, None] = {}
    for function in (*_METHODS, *_FUNCTIONS):
        for kind in _within(_hints(function).get("return")):
            _gather(kind, found)
    return "\n\n".join(record(kind, _door(kind)) for kind in found)


def _gather(kind: type, found: dict[type, None]) -> None:
    """A record of relations, and those that its fields hold."""
    ours = kind.__module__.startswith("dragoman.relations") and issubclass(kind, Record | tuple)
    if not ours or kind in found:
        return
    found[kind] = None
    for hint in _hints(kind).values():
        for inner in _within(hint):
            _gather(inner, found)


def _hints(what: Any) -> dict[str, Any]:
    """The types of parameters or fields; none where a library is imported for types alone."""
    try:
        return get_type_hints(what)
    except NameError:
        return {}


def _within(hint: Any) -> Iterator[type]:
    """The classes in a type."""
    if isinstance(hint, type) and not get_args(hint):
        yield hint
    for part in get_args(hint):
        yield from _within(part)


PRINTERS: dict[str, Callable[[], str]] = {
    "relation": _relation,
    "relation functions": _functions,
    "relation records": _records,
}
