"""A person: names, offices, acts and words."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman.errors import UnknownRecord
from dragoman.faces.web import known
from dragoman.faces.web.fresh import Fresh
from dragoman.faces.web.interface import interface_of
from dragoman.faces.web.lines import lines
from dragoman.faces.web.render import page
from dragoman.faces.web.sayings import sayings
from dragoman.faces.web.site import site_of
from dragoman.ledger import doings

router = APIRouter(route_class=Fresh)

_ACTS = 8


@router.get("/people/{name}")
def person(request: Request, name: str) -> Response:
    """The page of one. Raises UnknownRecord where neither the gazetteer nor the ledger knows such a name."""
    ui, about = interface_of(request), known.person(name)
    with site_of(request).ledger.store.reading() as connection:
        told = doings.parties_of(connection, name)
        acted = doings.acts(connection, "actor", person=name, limit=_ACTS)
        received = doings.acts(connection, "recipient", person=name, limit=_ACTS)
        said = doings.words(connection, person=name, limit=_ACTS)
    if about is None and not acted and not received and not said:
        only = known.find(name).only
        if only and only.kind == "person":
            return RedirectResponse(f"/people/{quote(only.key)}", status_code=303)
        raise UnknownRecord(f"nobody called {name!r} is told of", "people", "look for the name among the parties")
    return page(
        request,
        "person",
        person=name,
        about=about,
        told=told,
        acted=lines(acted, ui),
        received=lines(received, ui),
        said=sayings(said, ui),
    )
