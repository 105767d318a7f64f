"""What reviewers decide: read by all, written by those who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from dragoman.client import answers
from dragoman.client.sent import Accept, Correct, Decision, Merge, Reject, Settle, Split, Undo
from dragoman.errors import UnknownRecord
from dragoman.faces.api import asking, cursor
from dragoman.faces.api.asking import CURSOR, filtering
from dragoman.faces.api.body import json_body
from dragoman.faces.api.description import gives, takes
from dragoman.faces.api.reply import listed, reply
from dragoman.faces.ledger.review import story_named
from dragoman.faces.web.access import Reader, Reviewer, audited, signed
from dragoman.faces.web.asked import PAGE
from dragoman.faces.web.site import site_of
from dragoman.ledger import Ledger, pages
from dragoman.ledger.judging import Judgement

router = asking.router("judgements")

Number = Annotated[int, Path(ge=1, le=2**62, description="The number of the judgement.")]
_Record = Annotated[str | None, Query(pattern="^[!-~]{1,300}$", description="Only what was decided of this record.")]


@router.get(
    "/judgements",
    responses=gives(answers.Judgements, "A page of judgements"),
    openapi_extra=filtering(("limit",), CURSOR),
)
def judgements(request: Request, user: Reader, event: _Record = None) -> Response:
    """All that reviewers decided, in order; what was undone is there too, and its undoing behind it."""
    size = asking.asked(request, ("limit",)).limit or PAGE
    place = cursor.read(request.query_params.get("cursor"))
    found, end = pages.judged(site_of(request).ledger, event, size, place)
    return listed(request, "judgements", found, end)


@router.get("/judgements/{number}", responses=gives(Judgement, "The judgement"))
def judgement(request: Request, user: Reader, number: Number) -> Response:
    """One judgement."""
    found = site_of(request).ledger.judgements(number=number)
    if not found:
        raise UnknownRecord(f"there is no judgement {number}", fix="see: /api/v1/judgements")
    return reply(found[0])


@router.post(
    "/judgements",
    status_code=201,
    responses=gives(Judgement, "The judgement that was written", 201),
    openapi_extra=takes(Decision),
)
def judge(request: Request, user: Reviewer, decision: Annotated[Decision, Depends(json_body(Decision))]) -> Response:
    """Accepts, corrects or rejects a record; merges, splits, settles; or takes a judgement back."""
    ledger, site = signed(request, user), site_of(request)
    number = _written(ledger, decision)
    found = ledger.judgements(number=number)[0]
    if isinstance(decision, Undo):
        site.queues.forget()
    else:
        site.queues.done(found.event)
    audited(request, user, "judge", found.event, found.verdict)
    return reply(found, 201, {"Location": f"/api/v1/judgements/{number}"})


def _written(ledger: Ledger, decision: Decision) -> int:
    ways: dict[type, Callable[[Any], int]] = {
        Accept: lambda one: ledger.accept(one.event, one.why),
        Reject: lambda one: ledger.reject(one.event, one.why),
        Correct: lambda one: ledger.correct(one.event, one.change.given(), one.why),
        Merge: lambda one: ledger.merge(one.event, story_named(ledger, one.story), one.why),
        Split: lambda one: ledger.split(one.event, one.why),
        Settle: lambda one: ledger.settle(one.commitment, one.state, one.why),
        Undo: lambda one: ledger.undo(one.judgement, one.why),
    }
    return ways[type(decision)](decision)
