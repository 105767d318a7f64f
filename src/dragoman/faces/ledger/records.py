"""What a ledger holds, for programs: an event, statement, condition or story as one JSON object a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragoman.faces import contract
from dragoman.ledger.settling import condition_id
from dragoman.model import Condition, ForeignEvent, Link, Report, Statement, Told

if TYPE_CHECKING:
    from dragoman.ledger.questions import Noted
    from dragoman.ledger.stories import Story

_SPAN = ("start", "end")


def event(told: Told) -> dict[str, Any]:
    """The contract's event object with the head of its report, its story, and what its report copies."""
    if isinstance(told.event, ForeignEvent):
        found = _foreign(told.event)
    else:
        found = contract.event(told.event)
        if told.report is not None:
            found["trigger"]["text"] = told.event.trigger.words(told.report.text)
    return found | {"report": _head(told), "story": told.story, "copy_of": told.copy_of}


def _foreign(event: ForeignEvent) -> dict[str, Any]:
    """The same object with null for what no other tool's file tells."""
    parties = (
        [contract.actor(one) | dict.fromkeys(_SPAN) for one in side] for side in (event.actors, event.recipients)
    )
    actors, recipients = parties
    return {
        "id": event.id, "type": event.type, "mode": event.mode, "contexts": event.contexts,
        "actors": actors, "recipients": recipients,
        "when": contract.time(event.when), "where": contract.place(event.where), "modality": event.modality,
        "reported_by": [], "condition": None, "status": None, "quad": event.quad, "score": event.score,
        "cameo": event.cameo, "goldstein": event.goldstein, "confidence": event.confidence, "sentence": None,
        "trigger": None, "reason": None, "coder": event.coder,
    }  # fmt: skip


def _head(told: Told) -> dict[str, Any]:
    source = told.event if isinstance(told.event, ForeignEvent) else told.report
    if told.report is not None:
        return head(told.report)
    own = {name: getattr(source, name, None) for name in ("outlet", "language", "published", "url")}
    return {"id": None, **own, "title": None}


def head(report: Report) -> dict[str, Any]:
    """Which report it is."""
    return {
        "id": report.id, "outlet": report.outlet, "language": report.language, "published": report.published,
        "url": report.url, "title": report.title,
    }  # fmt: skip


def note(noted: Noted) -> dict[str, Any]:
    """The contract's statement, condition or link object with the head of its report."""
    found = noted.note
    if isinstance(found, Statement):
        shown = contract.statement(found)
    elif isinstance(found, Condition):
        shown = {"id": condition_id(noted.report.id, found)} | contract.condition(found)
    else:
        assert isinstance(found, Link)
        shown = contract.link(found)
    return shown | {"report": head(noted.report)}


def story(found: Story) -> dict[str, Any]:
    """A story: its events as `event` has them, each with why it joined."""
    return {
        "id": found.id,
        "reports": len({told.report.id for told in found.events if told.report}),
        "languages": sorted({told.report.language for told in found.events if told.report and told.report.language}),
        "events": [
            event(told) | {"joined": {"score": score, "reason": reason}}
            for told, (score, reason) in zip(found.events, found.reasons, strict=True)
        ],
    }


def cells(noted: Noted) -> dict[str, Any]:
    """A statement or condition as the cells of a table."""
    named = {"id": condition_id(noted.report.id, noted.note)} if isinstance(noted.note, Condition) else {}
    return {"report": noted.report.id} | named | _note_cells(noted.note) | _source_cells(noted.report)


def _note_cells(found: Any) -> dict[str, Any]:
    if isinstance(found, Statement):
        return {
            "speaker": _who(found.speaker), "addressee": _who(found.addressee),
            "about": "; ".join("-".join(pair) for pair in found.about), "stance": found.stance,
            "direct": found.direct, "start": found.start, "end": found.end, "text": found.text,
        }  # fmt: skip
    return {
        "holder": _who(found.holder), "party": _who(found.party), "demand": found.demand,
        "in_return_for": found.in_return_for, "due": found.due.end.isoformat() if found.due else None,
        "state": found.state, "start": found.start, "end": found.end,
    }  # fmt: skip


def _source_cells(report: Report) -> dict[str, Any]:
    shown = head(report)
    del shown["id"]
    return shown


def _who(party: Any) -> str | None:
    return None if party is None else f"{party.actor.name} [{party.actor.code}]"
