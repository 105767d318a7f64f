"""The JSON contract of `dragoman read --format jsonl`: outside programs rely on every name in it."""

from __future__ import annotations

from typing import Any

import msgspec

from dragoman.model import Coding, Event, Party, Place, Report, Time


def to_json(coding: Coding) -> bytes:
    """One report's line, without the newline."""
    return msgspec.json.encode(as_dict(coding))


def as_dict(coding: Coding) -> dict[str, Any]:
    """One report as the contract has it; all offsets are code points of the report's text."""
    return {
        "report": _report(coding.report),
        "events": [_event(event) for event in coding.events],
        "statements": [
            {
                "speaker": party(s.speaker), "addressee": party(s.addressee), "about": s.about, "stance": s.stance,
                "direct": s.direct, "start": s.start, "end": s.end, "text": s.text,
            }
            for s in coding.statements
        ],
        "conditions": [
            {
                "holder": party(c.holder), "party": party(c.party), "demand": c.demand,
                "in_return_for": c.in_return_for, "due": _time(c.due), "state": c.state, "start": c.start, "end": c.end,
            }
            for c in coding.conditions
        ],
        "links": [
            {"of": x.of, "on": x.on, "stance": x.stance, "by": party(x.by), "start": x.start, "end": x.end}
            for x in coding.links
        ],
        "agenda": [{"topic": t.topic, "text": t.text, "start": t.start, "end": t.end} for t in coding.agenda],
    }  # fmt: skip


def _report(report: Report) -> dict[str, Any]:
    return {
        "id": report.id, "source_id": report.source_id, "title": report.title, "language": report.language,
        "outlet": report.outlet, "agencies": report.agencies, "url": report.url, "published": report.published,
        "damage": [{"kind": d.kind, "start": d.start, "end": d.end} for d in report.damage],
    }  # fmt: skip


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id, "type": event.type, "mode": event.mode, "contexts": event.contexts,
        "actors": [party(p) for p in event.actors], "recipients": [party(p) for p in event.recipients],
        "when": _time(event.when), "where": _place(event.where), "modality": event.modality,
        "reported_by": event.reported_by, "condition": event.condition, "status": event.status, "quad": event.quad,
        "score": event.score, "cameo": event.cameo, "goldstein": event.goldstein, "confidence": event.confidence,
        "sentence": {"start": event.sentence.start, "end": event.sentence.end},
        "trigger": {"start": event.trigger.start, "end": event.trigger.end, "text": event.evidence[0].quote},
        "reason": event.reason, "coder": event.coder,
    }  # fmt: skip


def party(found: Party | None) -> dict[str, Any] | None:
    """An actor at its place. An international body has `IGO:ACRONYM`'s parts in `country` and `sector`."""
    if found is None:
        return None
    actor = found.actor
    return {
        "name": actor.name, "person": actor.person, "office": actor.office, "country": actor.country,
        "sector": actor.organisation if actor.country == "IGO" else actor.sector,
        "start": found.start, "end": found.end,
    }  # fmt: skip


def _time(time: Time | None) -> dict[str, Any] | None:
    if time is None:
        return None
    return {"start": time.start, "end": time.end, "precision": time.precision, "text": time.text}


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "name": place.name,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "text": place.text,
    }
