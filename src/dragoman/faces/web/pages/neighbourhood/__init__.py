"""The neighbourhood: who deals with whom in a period, as a table, a matrix, a network and a map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from dragoman.faces.web import maps, ties
from dragoman.faces.web.fresh import Fresh
from dragoman.faces.web.interface import Interface, interface_of
from dragoman.faces.web.pages.neighbourhood.asked import BYS, MOSTS, Asked, asked_of, timeline
from dragoman.faces.web.pages.neighbourhood.drawing import drawing
from dragoman.faces.web.pages.neighbourhood.grid import grid
from dragoman.faces.web.pages.neighbourhood.spots import spots
from dragoman.faces.web.remembered import Remembered
from dragoman.faces.web.render import page
from dragoman.faces.web.site import site_of
from dragoman.ledger import Ledger, Query
from dragoman.relations.dealings import Dealings, Pair
from dragoman.relations.network import Network, network

router = APIRouter(route_class=Fresh)
_ROWS = 40  # relations in the table
_NETWORKS: Remembered[Network] = Remembered(32)  # the same for all users and languages


@router.get("/relations")
def neighbourhood(request: Request) -> Response:
    """The page."""
    ui, site = interface_of(request), site_of(request)
    asked = asked_of(request.query_params)
    relations = site.relations.now()
    near = relations
    if asked.party:
        near = {pair: found for pair, found in relations.items() if asked.party in pair}
    line = timeline(near, asked)
    key = (site.settings.ledger, site.pace.shown(), asked.since, asked.until, asked.party, asked.most)
    found = _NETWORKS.get(key, lambda: network(relations, asked.since, asked.until, party=asked.party, most=asked.most))
    parts = _parts(found, relations, site.ledger, asked, ui) if found.nodes else {}
    return page(
        request, "neighbourhood", asked=asked, timeline=line, network=found, bys=BYS, mosts=MOSTS, maps=maps, **parts
    )


def _parts(
    found: Network, relations: Mapping[Pair, Dealings], ledger: Ledger, asked: Asked, ui: Interface
) -> dict[str, Any]:
    """What the page shows of a network with parties."""
    assert found.since is not None and found.until is not None
    inside = {pair: relations[pair] for pair in (tie.pair for tie in found.ties)}
    return {
        "days": {"since": asked.since, "until": asked.until},
        "rows": ties.rows(found.ties[:_ROWS], inside, found.since, found.until, ui),
        "recent": ties.lately(found.since, found.until),
        "grid": grid(found, inside, ui),
        "drawing": drawing(found, ui),
        "places": spots(ledger, Query(party=asked.party, since=asked.since, until=asked.until), ui),
    }
