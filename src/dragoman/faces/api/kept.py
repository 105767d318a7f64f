"""What the ledger holds: how much, by whom coded, who a party is; and what a user saved of it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import Depends, Path
from starlette.requests import Request
from starlette.responses import Response

from dragoman.client import answers
from dragoman.client.sent import GivenSearch
from dragoman.errors import UnknownRecord
from dragoman.faces.api import asking
from dragoman.faces.api.body import json_body
from dragoman.faces.api.description import gives, takes
from dragoman.faces.api.relations import Party
from dragoman.faces.api.reply import reply
from dragoman.faces.web.access import Reader, Reviewer
from dragoman.faces.web.site import site_of
from dragoman.ledger import Query
from dragoman.relations.briefing import names
from dragoman.relations.briefing.wording import LANGUAGES, wording

router = asking.router("ledger", kept=False)  # no revision tells when these change

_BUSIEST = 20  # relations of a party


@router.get("/totals", responses=gives(answers.Amounts, "How much there is"))
def totals(request: Request, user: Reader) -> Response:
    """How much the ledger holds, and which state of it that is."""
    ledger = site_of(request).ledger
    return reply({"revision": ledger.revision(), **msgspec.structs.asdict(ledger.totals())})


@router.get("/coders", responses=gives(answers.Coders, "The coders"))
def coders(request: Request, user: Reader) -> Response:
    """The coders that coded reports here, the last one last."""
    found = site_of(request).ledger.coders()
    return reply({"coders": [{"coder": coder, "reports": count} for coder, count in found.items()]})


@router.get("/parties/{code}", responses=gives(answers.KnownParty, "The party"))
def party(
    request: Request, user: Reader, code: Annotated[Party, Path(description="A state or body: AZE, IGO:NATO.")]
) -> Response:
    """A state or an international body: its names, how much is told of it, and its busiest relations."""
    ledger = site_of(request).ledger
    busiest = [{"pair": (one, other), "events": number} for one, other, number in ledger.busiest(_BUSIEST, code)]
    called = {language: names.party(code, wording(language)) for language in LANGUAGES}
    return reply({"code": code, "names": called, "events": ledger.count(Query(party=code)), "relations": busiest})


@router.get("/searches", responses=gives(answers.Searches, "Your searches"))
def searches(request: Request, user: Reader) -> Response:
    """The searches that you saved, by their names; each is the query string of `/events` and the feeds."""
    return reply({"searches": site_of(request).desk.searches(user.name)})


@router.post(
    "/searches",
    status_code=201,
    responses=gives(answers.SavedSearch, "The search that was saved", 201),
    openapi_extra=takes(GivenSearch),
)
def save_search(
    request: Request, user: Reviewer, search: Annotated[GivenSearch, Depends(json_body(GivenSearch))]
) -> Response:
    """Saves a search under a name; an older one of that name gives way."""
    return reply(site_of(request).desk.save_search(user.name, search.name, search.address), 201)


@router.delete("/searches/{id}", status_code=204, responses={204: {"description": "It is gone"}})
def drop_search(
    request: Request, user: Reviewer, id: Annotated[int, Path(ge=1, le=2**62, description="Its number.")]
) -> Response:
    """Drops a search of yours."""
    if not site_of(request).desk.drop_search(user.name, id):
        raise UnknownRecord(f"you have no search {id}", fix="see: /api/v1/searches")
    return Response(status_code=204)
