"""A party: its names, offices, relations, acts, words and places; and how a party or a person is found."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import typer
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.errors import UnknownRecord
from dragoman.faces.ledger import filters
from dragoman.faces.web import known, maps, ties
from dragoman.faces.web.fresh import Fresh
from dragoman.faces.web.interface import Interface, interface_of
from dragoman.faces.web.known import Found
from dragoman.faces.web.lines import lines
from dragoman.faces.web.pages.neighbourhood.spots import spots
from dragoman.faces.web.render import page
from dragoman.faces.web.sayings import sayings
from dragoman.faces.web.site import Site, site_of
from dragoman.ledger import Query, doings
from dragoman.model import Record
from dragoman.relations.dealings import Dealings, Pair
from dragoman.relations.network import Tie

router = APIRouter(route_class=Fresh)

_RELATIONS = 12
_ACTS = 5
_WORDS = 5
_PLACES = 12
_PEOPLE = 12
_INDEX = 100  # parties that the index lists


@router.get("/parties")
def index(request: Request) -> Response:
    """Who is told of, and who is called so; straight to whoever is the only one."""
    ui, written = interface_of(request), request.query_params.get("name", "").strip()
    meant = known.find(written)
    if meant.only:
        return RedirectResponse(_address(meant.only), status_code=303)
    told = _told(site_of(request).relations.now())
    shown = sorted(told.items(), key=lambda one: (-one[1], one[0]))
    return page(
        request,
        "parties",
        written=written,
        found=[(_address(one), _called(one, ui), one) for one in meant.found],
        told=shown[:_INDEX],
        left_out=max(0, len(shown) - _INDEX),
    )


@router.get("/parties/{code}")
def party(request: Request, code: str) -> Response:
    """The page of one. Raises UnknownRecord where neither the gazetteer nor the ledger knows it."""
    ui, site = interface_of(request), site_of(request)
    about = known.party(code)
    if about is None and (meant := _code(code)) not in (None, code):
        return RedirectResponse(f"/parties/{meant}", status_code=303)
    mine = {pair: found for pair, found in site.relations.now().items() if code in pair}
    done = _done(site, code, ui)
    if about is None and not mine and not done["acted"] and not done["received"]:
        raise UnknownRecord(f"no party called {code!r}", "parties", "look for it by name")
    return page(request, "party", code=code, about=about, maps=maps, **_relations(mine, code, ui), **done)


def _code(written: str) -> str | None:
    """The code of a state or body by any of its names; None where nobody is called so."""
    try:
        return filters.state(written)
    except typer.BadParameter:
        return None


def _address(found: Found) -> str:
    """The page of a party or a person."""
    return f"/{'parties' if found.kind == 'party' else 'people'}/{quote(found.key)}"


def _called(found: Found, ui: Interface) -> str:
    if found.kind == "party":
        return ui.party(found.key)
    about = known.person(found.key)
    return about.names.get(ui.language, (found.key,))[0] if about else found.key


def _told(relations: Mapping[Pair, Dealings]) -> dict[str, int]:
    """How many tellings each party has a part in."""
    counts: dict[str, int] = {}
    for pair, found in relations.items():
        for one in pair:
            counts[one] = counts.get(one, 0) + len(found)
    return {one: count for one, count in counts.items() if count}


class Standing(Record, frozen=True):
    """All that is told of a party: from when until when, in how many stories of how many relations, and its tone."""

    since: datetime.date
    until: datetime.date
    stories: int
    relations: int
    tone: float | None


def _relations(mine: Mapping[Pair, Dealings], code: str, ui: Interface) -> dict[str, Any]:
    """How a party stands, its relations of most stories first, and those that the map shows."""
    spans = [found.span for found in mine.values() if found.span]
    if not spans:
        return {"standing": None, "rows": [], "recent": None, "shades": []}
    since, until = min(first for first, _ in spans), max(last for _, last in spans)
    found = sorted(map(ties.whole, filter(len, mine.values())), key=lambda tie: (-tie.stories, tie.pair))
    weight = sum(tie.weight for tie in found)
    standing = Standing(
        since=since,
        until=until,
        stories=len({telling.story for one in mine.values() for telling in one.tellings}),
        relations=len(found),
        tone=sum(tie.balance for tie in found) / weight if weight > 0 else None,
    )
    return {
        "standing": standing,
        "rows": ties.rows(found[:_RELATIONS], mine, since, until, ui),
        "recent": ties.lately(since, until),
        "shades": [_shade(tie, code, ui) for tie in found],
    }


def _shade(tie: Tie, code: str, ui: Interface) -> dict[str, Any]:
    """A partner on the map: its outline or, where that is missing, its capital's point."""
    other = tie.pair[1] if tie.pair[0] == code else tie.pair[0]
    outlined = other in maps.outlined()
    return {
        "code": other,
        "name": ui.party(other),
        "sign": tie.sign(),
        "outlined": outlined,
        "at": None if outlined else maps.capital(other),
    }


def _done(site: Site, code: str, ui: Interface) -> dict[str, Any]:
    """What it did lately, was done to and said, where, and through whom."""
    with site.ledger.store.reading() as connection:
        acted = doings.acts(connection, "actor", party=code, limit=_ACTS)
        received = doings.acts(connection, "recipient", party=code, limit=_ACTS)
        said = doings.words(connection, party=code, limit=_WORDS)
        people = doings.people(connection, code, _PEOPLE)
    return {
        "acted": lines(acted, ui),
        "received": lines(received, ui),
        "said": sayings(said, ui),
        "people": people,
        "places": spots(site.ledger, Query(party=code), ui, _PLACES),
    }
