"""The routes of the review page: a record is shown, a decision is written, the next one follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dragoman import ontology
from dragoman.errors import LedgerError
from dragoman.faces.ledger.review import story_named
from dragoman.faces.web.access import Reviewer, User, audited, signed
from dragoman.faces.web.asked import parameters_of, query_of
from dragoman.faces.web.interface import interface_of
from dragoman.faces.web.pages.review.desk import desk, fields_of, modes
from dragoman.faces.web.queues import KINDS, Item, Kind
from dragoman.faces.web.render import href, page
from dragoman.faces.web.site import Site, site_of
from dragoman.knowledge import gazetteer
from dragoman.ledger import Ledger, Query
from dragoman.ledger.correction import FIELDS
from dragoman.model import Event

router = APIRouter()


@router.get("/review")
def review(request: Request, user: Reviewer, done: int = 0, fault: str = "") -> Response:
    """The record that `event` names, or the next one of the queue."""
    (kind, asked), site = _asked(request), site_of(request)
    named = request.query_params.get("event")
    item = Item(named, request.query_params.get("story")) if named else site.queues.next(kind, asked, user.name)
    return _shown(request, site, item, kind=kind, asked=asked, who=user.name, done=done, fault=fault)


@router.get("/review/agreement")
def agreement(request: Request, user: Reviewer) -> Response:
    """How far reviewers agree, and on what they don't."""
    ledger = site_of(request).ledger
    verdicts = ledger.verdicts()
    disputed = [(event, given) for event, given in verdicts.items() if len(set(given.values())) > 1]
    return page(request, "agreement", found=ledger.agreement(), disputed=disputed[:100], judged=len(verdicts))


@router.post("/review")
async def judge(request: Request, user: Reviewer) -> Response:
    """Writes a decision and leads to the next record, or shows what stood in its way."""
    form = {name: str(value) for name, value in (await request.form()).items()}
    return await run_in_threadpool(_judge, request, user, form)


@router.post("/review/undo")
def undo(request: Request, user: Reviewer, judgement: Annotated[int, Form()]) -> Response:
    """Takes a decision back and shows the record again."""
    ledger, site = signed(request, user), site_of(request)
    event = next((one.event for one in ledger.judgements(number=judgement)), "")
    try:
        number = ledger.undo(judgement)
    except LedgerError as error:
        return RedirectResponse(href("/review", event=event, fault=str(error)), status_code=303)
    audited(request, user, "undo", event, f"judgement {judgement}")
    site.queues.forget()
    return RedirectResponse(href("/review", event=event, done=number), status_code=303)


def _asked(request: Request) -> tuple[Kind, Query]:
    wanted = request.query_params.get("queue")
    kind = next((one for one in KINDS if one == wanted), KINDS[0])
    return kind, query_of(request.query_params)


def _shown(
    request: Request,
    site: Site,
    item: Item | None,
    *,
    kind: Kind,
    asked: Query,
    who: str,
    done: int = 0,
    fault: str = "",
    status: int = 200,
    written: Mapping[str, str] | None = None,
) -> Response:
    plover, ui = ontology.load(), interface_of(request)
    filters = {name: value for name, value in parameters_of(asked).items() if name not in ("limit", "skip", "order")}
    last = next(iter(site.ledger.judgements(number=done)), None) if done else None
    return page(
        request,
        "review",
        status=status,
        desk=desk(site.ledger, item, ui) if item else None,
        kind=kind,
        kinds=KINDS,
        filters=filters,
        left=site.queues.left(kind, asked, who),
        last=last,
        fault=fault,
        written=written or {},
        types=tuple(plover.types),
        modes=modes(),
        modalities=tuple(plover.modalities),
        contexts=tuple(plover.contexts),
        sectors=tuple(plover.sectors),
        countries=sorted({c.code: ui.party(c.code) for c in gazetteer.load().countries if c.code}.items()),
    )


def _judge(request: Request, user: User, form: dict[str, str]) -> Response:
    site, ledger, (kind, asked) = site_of(request), signed(request, user), _asked(request)
    event, verdict = form.get("event", ""), form.get("verdict", "")
    if verdict == "skip":
        site.queues.passed(event, user.name)
        return RedirectResponse(_next(request), status_code=303)
    item = Item(event, form.get("story") or None)
    try:
        _unchanged(ledger, event, form.get("seen", "0"))
        number = _written(ledger, event, verdict, form)
    except LedgerError as error:
        return _shown(
            request, site, item, kind=kind, asked=asked, who=user.name, fault=str(error), status=409, written=form
        )
    audited(request, user, "judge", event, f"{verdict}, judgement {number}")
    site.queues.done(event)
    return RedirectResponse(_next(request, done=number), status_code=303)


def _next(request: Request, **more: int) -> str:
    kept = {name: request.query_params.getlist(name) for name in request.query_params if name not in _OWN}
    return href("/review", kept, **more)


_OWN = ("event", "story", "done", "fault")


def _unchanged(ledger: Ledger, event: str, seen: str) -> None:
    """Nobody's judgement is passed over unseen. Raises LedgerError where another came in between."""
    last = int(seen) if seen.isdecimal() else 0
    since = [one for one in ledger.judgements(event) if one.seq > last]
    if since:
        what = f"meanwhile {since[-1].who} judged it ({since[-1].verdict})"
        raise LedgerError(what, event, "look at it again; your decision was not written yet")


def _written(ledger: Ledger, event: str, verdict: str, form: Mapping[str, str]) -> int:
    why = form.get("why", "").strip() or None
    if verdict == "accept":
        return ledger.accept(event, why)
    if verdict == "reject":
        return ledger.reject(event, why)
    if verdict == "split":
        return ledger.split(event, why)
    if verdict == "merge":
        story = form.get("other", "").strip() or form.get("story", "").strip()
        if not story:
            raise LedgerError("no story was named", event, "choose one of the events, or write a story's id")
        return ledger.merge(event, story_named(ledger, story), why)
    if verdict == "correct":
        return ledger.correct(event, _change(ledger, event, form), why)
    raise LedgerError(f"{verdict!r} is no verdict", event, "accept, correct, reject, merge, split or skip it")


def _change(ledger: Ledger, event: str, form: Mapping[str, str]) -> dict[str, str]:
    """The fields that were written otherwise than they stand."""
    told = ledger.event(event).event
    if not isinstance(told, Event):
        return {}
    now = fields_of(told)
    change = {}
    for name in FIELDS:
        if name in form and form[name].strip() != now[name]:
            change[name] = form[name].strip() or "-"
    if not change:
        raise LedgerError("nothing was written otherwise", event, "change a field, or accept the record")
    # A mode belongs to its type: with another type it goes, unless one was chosen.
    if "type" in change and "mode" not in change and now["mode"]:
        change["mode"] = "-"
    return change
