"""Events, reports, statements, conditions, links and stories, as the JSON contract has them."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query
from starlette.requests import Request
from starlette.responses import Response

from dragoman.client import answers
from dragoman.client.records import CodedReport, WholeEvent
from dragoman.faces import contract
from dragoman.faces.api import asking, cursor
from dragoman.faces.api.asking import CURSOR, EVENTS, NOTES, asked, filtering
from dragoman.faces.api.description import gives
from dragoman.faces.api.reply import listed, reply
from dragoman.faces.ledger import records
from dragoman.faces.web.access import Reader
from dragoman.faces.web.asked import PAGE
from dragoman.faces.web.site import site_of
from dragoman.ledger import Ledger, pages
from dragoman.ledger import Query as Asked
from dragoman.model import Condition, Event, Link, Span, Statement, Told, Topic
from dragoman.relations.commitments import states
from dragoman.text import utf16_offset

Id = Annotated[str, Path(pattern="^[!-.0-~]{1,300}$", description="The id of the record.")]
Cursor = str | None

router = asking.router("events")
statements = asking.router("statements")
stories = asking.router("stories")


@router.get("/events", responses=gives(answers.Events, "A page of events"), openapi_extra=filtering(EVENTS, CURSOR))
def events(request: Request, user: Reader) -> Response:
    """The events asked for, page by page."""
    ledger, query = site_of(request).ledger, asked(request)
    found, end = pages.told_events(ledger, query, query.limit or PAGE, _after(request))
    return listed(request, "events", [records.event(told) for told in found], end)


@router.get("/events/{id}", responses=gives(WholeEvent, "The event"))
def event(request: Request, user: Reader, id: Id) -> Response:
    """One event with its evidence and its history; one that was rejected is still told."""
    ledger = site_of(request).ledger
    standing = ledger.events(Asked(event=(id,), copies="all", limit=1))
    told = standing[0] if standing else ledger.event(id)
    return reply(records.event(told) | _evidence(told) | {"history": ledger.history(id)})


@router.get("/events/{id}/history", responses=gives(answers.History, "What happened to it"), tags=["events"])
def event_history(request: Request, user: Reader, id: Id) -> Response:
    """All that happened to an event: who coded it, who judged it and why, its story."""
    ledger = site_of(request).ledger
    ledger.event(id)
    return reply({"steps": ledger.history(id)})


@router.get("/reports/{id}", responses=gives(CodedReport, "The report"), tags=["reports"])
def report(request: Request, user: Reader, id: Id) -> Response:
    """One report, as it was published, with all its records as they stand."""
    ledger = site_of(request).ledger
    found = ledger.report(id)
    every = Asked(report=id, copies="all", limit=None, order="oldest")
    told = [one.event for one in ledger.events(every)]
    own = sorted((one for one in told if isinstance(one, Event)), key=lambda one: one.trigger.start)
    return reply({
        "report": contract.head(found) | {"text": found.text},
        "events": [contract.event(one) | {"trigger": _trigger(one, found.text)} for one in own],
        "statements": [contract.statement(one) for one in _notes(ledger, "statement", every, Statement)],
        "conditions": [contract.condition(one) for one in _notes(ledger, "condition", every, Condition)],
        "links": [contract.link(one) for one in _notes(ledger, "link", every, Link)],
        "agenda": [contract.topic(one) for one in _notes(ledger, "topic", every, Topic)],
    })  # fmt: skip


@router.get("/reports/{id}/history", responses=gives(answers.History, "What happened to it"), tags=["reports"])
def report_history(request: Request, user: Reader, id: Id) -> Response:
    """The versions of a report, what was changed in each, what it copies, and who coded it."""
    ledger = site_of(request).ledger
    ledger.report(id)
    return reply({"steps": ledger.history(id)})


@statements.get(
    "/statements",
    responses=gives(answers.Statements, "A page of statements"),
    openapi_extra=filtering(NOTES, CURSOR),
    name="statements",
)
def said(request: Request, user: Reader) -> Response:
    """Who said what of which relations, and where he stands; the newest first."""
    return _noted(request, "statement", "statements")


@statements.get(
    "/conditions",
    responses=gives(answers.Conditions, "A page of conditions"),
    openapi_extra=filtering(NOTES, CURSOR),
)
def conditions(request: Request, user: Reader) -> Response:
    """What is demanded of whom, in return for what, and what has become of it; the newest first."""
    return _noted(request, "condition", "conditions")


@statements.get("/links", responses=gives(answers.Links, "A page of links"), openapi_extra=filtering(NOTES, CURSOR))
def links(request: Request, user: Reader) -> Response:
    """Which relation somebody says to hang, or not to hang, on another; the newest first."""
    return _noted(request, "link", "links")


@stories.get(
    "/stories",
    responses=gives(answers.Stories, "A page of stories"),
    openapi_extra=filtering(tuple(name for name in EVENTS if name != "order"), CURSOR),
    name="stories",
)
def told_stories(
    request: Request,
    user: Reader,
    least: Annotated[int, Query(ge=1, le=1_000, description="How many reports must tell it.")] = 2,
) -> Response:
    """Events that several reports tell, each with the reason why it is taken for the same; the newest first."""
    query = asked(request)
    size = query.limit or PAGE
    found, end = pages.told_stories(site_of(request).ledger, query, least, size, _after(request))
    return listed(request, "stories", [records.story(one) for one in found], end)


@stories.get("/stories/{id}", responses=gives(answers.ToldStory, "The story"))
def story(request: Request, user: Reader, id: Id) -> Response:
    """One story with all its events."""
    return reply(records.story(site_of(request).ledger.story(id)))


def _after(request: Request) -> pages.Place | None:
    return cursor.read(request.query_params.get("cursor"))


def _noted(request: Request, kind: Any, name: str) -> Response:
    ledger, query = site_of(request).ledger, asked(request, NOTES)
    found, end = pages.noted(ledger, kind, query, query.limit or PAGE, _after(request))
    now = states(ledger, found) if kind == "condition" else found
    return listed(request, name, [records.note(one) for one in now], end)


def _notes(ledger: Ledger, kind: Any, query: Asked, of: Any) -> list[Any]:
    """The notes of a report in the order of its text, conditions in the state that they are in now."""
    found = ledger.notes(kind, query)
    now = states(ledger, found) if of is Condition and found else found
    return sorted((one.note for one in now), key=lambda note: note.start)


def _trigger(event: Event, text: str) -> dict[str, Any]:
    return {"start": event.trigger.start, "end": event.trigger.end, "text": event.trigger.words(text)}


def _evidence(told: Told) -> dict[str, Any]:
    """What the fields of an event rest on; nothing, where another tool coded it."""
    if told.report is None or not isinstance(told.event, Event):
        return {"evidence": (), "utf16": {}}
    event, text = told.event, told.report.text
    spans: dict[str, Span] = {"sentence": event.sentence, "trigger": event.trigger}
    spans |= {f"actors.{at}": party for at, party in enumerate(event.actors)}
    spans |= {f"recipients.{at}": party for at, party in enumerate(event.recipients)}
    proofs = [
        {
            "field": one.field, "start": one.start, "end": one.end, "utf16": _utf16(one, text), "quote": one.quote,
            "method": one.method, "reason": one.reason,
        }
        for one in event.evidence
    ]  # fmt: skip
    return {"evidence": proofs, "utf16": {name: _utf16(span, text) for name, span in spans.items()}}


def _utf16(span: Span, text: str) -> dict[str, int]:
    return {"start": utf16_offset(text, span.start), "end": utf16_offset(text, span.end)}
