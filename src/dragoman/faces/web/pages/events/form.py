"""The form of filters: what an address asks for, as far as it can be read, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from markupsafe import Markup
from msgspec.structs import replace
from starlette.datastructures import QueryParams

from dragoman import ontology
from dragoman.faces.ledger import parties
from dragoman.faces.web import asked
from dragoman.faces.web.interface import Interface
from dragoman.faces.web.render import href
from dragoman.knowledge import gazetteer
from dragoman.ledger import Query
from dragoman.model import Record

# Those that are always seen, and those that unfold; what neither names comes by links and stays with the others.
SEEN = ("text", "party", "other", "type", "since", "until")
FOLDED = (
    *("directed", "mode", "context", "quad", "modality", "status", "person", "place", "outlet", "language"),
    *("confidence", "judged", "foreign", "order", "copies"),
)
_NO_CHIP = ("order", "limit", "skip")
_FLAGS = ("directed", "copies")


class Asked(Record, frozen=True):
    """What is asked for. `errors` says, by field, what could not be read; `written` is what was written there."""

    query: Query
    errors: dict[str, str]
    written: dict[str, str]


class Chip(Record, frozen=True):
    """A filter in use: its name, its value, and the address without it."""

    field: str
    value: str
    without: str


class Choice(Record, frozen=True):
    """A value that a filter may have; `group` is the quad of a type."""

    value: str
    label: str
    chosen: bool
    group: str | None = None


def read(parameters: QueryParams) -> Asked:
    """All filters that can be read; of the rest, why not."""
    given = [(name, value) for name, value in parameters.multi_items() if value.strip()]
    errors: dict[str, str] = {}
    given = _paired(given, errors)
    while True:
        try:
            query = asked.query_of(QueryParams(given))
            break
        except asked.BadQuestion as error:
            field = error.where or "skip"
            if not (field == "directed" and errors.keys() & {"party", "other", "pair"}):
                errors[field] = error.what
            given = [(name, value) for name, value in given if name != field]
    written = {name: ", ".join(parameters.getlist(name)) for name in errors}
    return Asked(query=query, errors=errors, written=written)


def _paired(given: list[tuple[str, str]], errors: dict[str, str]) -> list[tuple[str, str]]:
    """`party` and `other` together are a pair; each is read on its own, for its name may hold a comma."""
    named = {name: value for name, value in given if name in ("party", "other")}
    if "other" not in named:
        return given
    found: dict[str, str] = {}
    for name, value in named.items():
        try:
            found[name] = parties.state(value) if len(named) == 2 else parties.code(value)
        except parties.UnknownParty as error:
            errors[name] = str(error)
    rest = [(name, value) for name, value in given if name not in named]
    codes = list(dict.fromkeys(found.values()))
    if len(found) == 2 and len(codes) == 1:
        errors["other"] = f"both are {codes[0]}; a pair is two parties"
    return [*rest, *([("pair", ",".join(codes))] if len(codes) == 2 else [("party", code) for code in codes])]


def address(query: Query, path: str = "/events", **more: Any) -> str:
    """The address of a query."""
    return href(path, asked.parameters_of(query), **more)


def unfolded(found: Asked) -> bool:
    """Whether one of the folded filters is in use, or wrong."""
    plain = Query()
    return any(
        name in found.errors or getattr(found.query, name) != getattr(plain, name) for name in FOLDED if name != "order"
    )


# --- what stands in the fields ------------------------------------------------------------------------


def values(found: Asked, ui: Interface) -> dict[str, str]:
    """What stands in each field that is written in; what could not be read stands as it was written."""
    query = found.query
    one, other = query.pair or (query.party, None)
    shown: dict[str, Any] = {name: getattr(query, name) for name in ("text", "person", "place", "since", "until")}
    shown |= {"outlet": ", ".join(query.outlet), "confidence": query.confidence}
    shown |= {"party": _name(one, ui), "other": _name(other, ui)}
    return {name: "" if value is None else str(value) for name, value in shown.items()} | found.written


def choices(found: Asked, ui: Interface) -> dict[str, list[Choice]]:
    """What may be chosen, field by field."""
    known, query = ontology.load(), found.query
    modes = sorted({mode.name for kind in known.types.values() for mode in kind.modes})
    of: dict[str, tuple[tuple[str, ...], tuple[Any, ...]]] = {
        "type": (tuple(known.types), query.type),
        "mode": (tuple(modes), query.mode),
        "context": (tuple(known.contexts), query.context),
        "quad": (tuple(known.quads), query.quad),
        "modality": (tuple(known.modalities), query.modality),
        "status": (("claimed", "confirmed", "denied"), query.status),
        "language": (("ar", "en", "fa"), query.language),
        "order": (("", "oldest", "surest", "doubtful"), ("" if query.order == "newest" else query.order,)),
        "judged": (("true", "false"), (_flag(query.judged),)),
        "foreign": (("true", "false"), (_flag(query.foreign),)),
    }
    shown = {
        field: [
            Choice(
                value=value,
                label=label(field, value, ui),
                chosen=value in chosen,
                group=known.types[value].quad if field == "type" else None,
            )
            for value in among
        ]
        for field, (among, chosen) in of.items()
    }
    for field in ("mode", "context"):
        shown[field].sort(key=lambda choice: choice.label.casefold())
    return shown


def label(field: str, value: Any, ui: Interface) -> str:
    """What a value of a filter is called."""
    if field in ("party", "pair"):
        return _name(value, ui)
    if field == "type":
        return ui.say(f"acts.{value}")
    if field == "context":
        return ui.words.contexts.get(value) or str(value).replace("_", " ")
    key = {
        "mode": f"modes.{value}",
        "order": f"events.{value or 'newest'}",
        "judged": f"events.judged_{value}",
        "foreign": f"events.foreign_{value}",
    }.get(field, f"common.{value}")
    return ui.say(key) if ui.knows(key) else str(value)


def _name(code: str | None, ui: Interface) -> str:
    """A party by a name that is read as it; with its sector, by its code."""
    if code is None:
        return ""
    if ":" in code and not code.startswith("IGO:"):
        return code
    return _readable(ui).get(code, code)


@cache
def _readable(ui: Interface) -> dict[str, str]:
    """The names of parties in a language, those alone that are understood when they are written."""
    known, found = gazetteer.load(), {}
    codes = [state.code for state in known.countries if state.code and not state.until]
    codes += [body.code for body in known.organisations if body.code.startswith("IGO:")]
    for code in dict.fromkeys(codes):
        name = ui.party(code)
        ways = [way for way in (name, name.removeprefix("the ")) if _means(way, code)]
        found[code] = ways[0] if ways else code
    return found


def _means(name: str, code: str) -> bool:
    try:
        return parties.code(name) == code
    except parties.UnknownParty:
        return False


@cache
def suggested(ui: Interface) -> Markup:
    """The names of parties that are suggested, in the order of their letters, as options."""
    listed = sorted(_readable(ui).values(), key=str.casefold)
    return Markup("").join(Markup('<option value="{}"></option>').format(name) for name in listed)


def _flag(value: bool | None) -> str:
    return "" if value is None else str(value).lower()


# --- chips ------------------------------------------------------------------------------------------


def chips(query: Query, ui: Interface) -> list[Chip]:
    """The filters in use, each with the address without it."""
    query = replace(query, skip=0)
    return [
        Chip(field=ui.say(f"events.{field}"), value=shown, without=address(replace(query, **change)))
        for field, shown, change in _used(query, ui)
    ]


def _used(query: Query, ui: Interface) -> Iterator[tuple[str, str, dict[str, Any]]]:
    plain = Query()
    for field in asked.NAMES:
        value = getattr(query, field)
        if field in _NO_CHIP or value == getattr(plain, field):
            continue
        if field == "pair":
            yield (
                field,
                f" {ui.say('common.and')} ".join(_name(code, ui) for code in value),
                {"pair": None, "directed": False},
            )
        elif isinstance(value, tuple):
            for one in value:
                yield field, label(field, one, ui), {field: tuple(other for other in value if other != one)}
        elif field in _FLAGS:
            yield field, "", {field: getattr(plain, field)}
        elif isinstance(value, bool):
            yield field, label(field, _flag(value), ui), {field: None}
        elif field in ("since", "until"):
            yield field, ui.date(value), {field: None}
        elif field == "confidence":
            yield field, ui.share(value), {field: None}
        else:
            yield field, label(field, value, ui), {field: None}
