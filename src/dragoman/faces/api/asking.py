"""What an address asks of the API: the filters of the command line as parameters, each with its schema.

A parameter that is not known, is empty, or is given twice where it has one value is refused: it would change what is
asked without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from functools import cache
from typing import Any

import typer
from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from dragoman import ontology
from dragoman.faces.ledger import filters, parties
from dragoman.faces.web.asked import PAGE, BadQuestion, query_of
from dragoman.faces.web.fresh import Fresh
from dragoman.faces.web.site import site_of
from dragoman.ledger import Query

MOST = 500  # of a list at once
EVENTS = tuple(name for name in filters.EVENTS if name != "skip")
NOTES = tuple(name for name in filters.NOTES if name != "skip")
CHOSEN = tuple(name for name in EVENTS if name != "limit")  # which events; not how many of them

Schema = dict[str, Any]
Operation = dict[str, Any]

DAY: Schema = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "pattern": "^[1-9][0-9]{3}(-(0[1-9]|1[0-2]))?$"}]
}
_WORDS: Schema = {"type": "string", "minLength": 1, "pattern": "\\S"}
_TRUTH: Schema = {"type": "boolean"}
_WRITTEN = {"true": "true", "false": "false", "all": "true", "once": "false"}
CURSOR: Schema = {
    "name": "cursor",
    "in": "query",
    "description": "Where the page before ended: out of its `next`.",
    "schema": {"type": "string", "minLength": 1, "pattern": "^[A-Za-z0-9_-]+$"},
}


@cache
def shapes() -> dict[str, Schema]:
    """The schema of each filter's value, by its name."""
    known = ontology.load()
    names = {
        "type": tuple(known.types),
        "mode": tuple(sorted({mode.name for kind in known.types.values() for mode in kind.modes})),
        "context": tuple(known.contexts),
        "quad": tuple(known.quads),
        "modality": tuple(known.modalities),
        "status": ("claimed", "confirmed", "denied"),
    }
    found: dict[str, Schema] = {name: _several({"type": "string", "enum": list(of)}) for name, of in names.items()}
    party = reference("PartyOrSector")
    found |= {"party": party, "pair": _several(party) | {"minItems": 2, "maxItems": 2, "uniqueItems": True}}
    found |= dict.fromkeys(("since", "until"), DAY)
    found |= dict.fromkeys(("person", "place", "text", "report", "story"), _WORDS)
    found |= dict.fromkeys(("outlet", "event"), _several(_WORDS | {"pattern": "^[^,]*[^,\\s][^,]*$"}))
    found |= dict.fromkeys(("directed", "judged", "foreign"), _TRUTH)
    return found | {
        "language": _several({"type": "string", "pattern": "^[a-z]{2,3}$"}),
        "confidence": {"type": "number", "minimum": 0, "maximum": 1},
        "copies": {"type": "string", "enum": ["once", "all"], "default": "once"},
        "order": {"type": "string", "enum": ["newest", "oldest", "surest", "doubtful"], "default": "newest"},
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE},
    }


@cache
def components() -> dict[str, Schema]:
    """The schemas that filters refer to: codes of parties."""
    whole = "|".join(parties.states())
    states = "|".join(one for one in parties.states() if not one.startswith("IGO:"))
    sectors = "|".join(ontology.load().sectors)
    return {
        "PartyCode": {
            "description": "A state (ISO 3166 alpha-3) or an international body: AZE, IGO:NATO. A name in any language "
            "that is read is understood too.",
            "type": "string",
            "pattern": f"^({whole})$",
        },
        "PartyOrSector": {
            "description": "A state or an international body, or a state's part of society: AZE, IGO:NATO, IRN:MIL.",
            "type": "string",
            "pattern": f"^({whole}|({states}):({sectors}))$",
        },
    }


@cache
def score() -> Schema:
    """The schema of another score than PLOVER's: ACCUSE=-5, CONSULT/visit=4."""
    known = ontology.load().types.values()
    names = [kind.name for kind in known] + [f"{kind.name}/{mode.name}" for kind in known for mode in kind.modes]
    return {"type": "string", "pattern": f"^({'|'.join(names)})=-?(10|[0-9](\\.[0-9]{{1,3}})?)$"}


def reference(name: str) -> Schema:
    """That a schema stands under that name."""
    return {"$ref": f"#/components/schemas/{name}"}


def _several(one: Schema) -> Schema:
    return {"type": "array", "items": one, "minItems": 1}


def filtering(fields: Sequence[str], *more: Schema) -> Operation:
    """What a route says of its filters, for `openapi_extra`."""
    return {"parameters": [*(_parameter(one, fields) for one in filters.FILTERS if one.field in fields), *more]}


def _parameter(one: filters.Filter, fields: Sequence[str]) -> Schema:
    schema = shapes()[one.field]
    if one.field == "party" and "type" not in fields:  # statements and conditions know no sectors
        schema = reference("PartyCode")
    if one.field == "pair":
        schema = schema | {"items": reference("PartyCode")}
    help = {"directed": "Of a pair, only what the first does to the second.", "limit": "At most so many.",
            "judged": "Only what a reviewer judged, or did not.", "foreign": "Only imported events, or none of them.",
            "copies": "Whether what near copies of a report repeat is told too.",
            "pair": "Between two, whichever acts: AZE,USA."}.get(one.field, one.help)  # fmt: skip
    found: Schema = {"name": one.field, "in": "query", "description": help, "schema": schema}
    if schema.get("type") == "array":
        found |= {"style": "form", "explode": one.field != "pair"}
    return found


def asked(request: Request, fields: Sequence[str] = EVENTS, *, page: int | None = PAGE) -> Query:
    """The query of an address with these filters. Raises BadQuestion."""
    given = [
        (name, _plain(name, value, fields)) for name, value in request.query_params.multi_items() if name in fields
    ]
    return query_of(QueryParams(given), page=page, most=MOST if page is not None else None)


def _plain(name: str, written: str, fields: Sequence[str]) -> str:
    """A value as the pages write it; theirs may be written in more ways than one."""
    if name == "party" and "type" not in fields:
        return _state(written)
    return _flag(name, written) if name in ("directed", "judged", "foreign", "copies") else written


def _state(written: str) -> str:
    try:
        return filters.state(written)
    except typer.BadParameter as error:
        raise BadQuestion(error.message, "party", "leave the sector out") from None


def _flag(name: str, written: str) -> str:
    allowed = ("once", "all") if name == "copies" else ("true", "false")
    if written not in allowed:
        raise BadQuestion(f"{written!r} is not known", name, f"write {' or '.join(allowed)}")
    return _WRITTEN[written]


class Checked(APIRoute):
    """A route that takes the parameters that the OpenAPI names, and no others."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, which looks at the parameters first."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            check(request, declared(request, self.path_format))
            return await handle(request)

        return answer


class Asked(Checked, Fresh):
    """Such a route whose answers depend on the ledger, the address and who asks alone.

    Pages may lag behind the ledger; a program that has changed it asks for what it changed.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, asked of the ledger as it is now."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            site = site_of(request)
            with site.pace.own(await run_in_threadpool(site.ledger.revision)):
                return await handle(request)

        return answer


def declared(request: Request, path: str) -> dict[str, bool]:
    """The parameters of an address, and whether each may have several values."""
    operation = request.app.openapi()["paths"][path][request.method.lower()]
    named = (one for one in operation.get("parameters", ()) if one["in"] == "query")
    return {one["name"]: one["schema"].get("type") == "array" and one.get("explode", True) for one in named}


def check(request: Request, known: dict[str, bool]) -> None:
    """Raises BadQuestion for a parameter that is not known, is empty, or is there twice."""
    for name in request.query_params:
        if name not in known:
            there = f"there are {', '.join(known)}" if known else "this address takes none"
            raise BadQuestion("there is no such parameter", name, there)
        values = request.query_params.getlist(name)
        if not all(value.strip() for value in values):
            raise BadQuestion("it is empty", name, "leave it out, or give it a value")
        if len(values) > 1 and not known[name]:
            raise BadQuestion("it is there twice", name, "give it once")


def router(tag: str, *, kept: bool = True) -> APIRouter:
    """A router whose routes do so; `kept` where what they answer holds until the ledger changes."""
    return APIRouter(route_class=Asked if kept else Checked, tags=[tag])
