"""The JSON contract of `dragoman read --format jsonl`: outside programs rely on every name in it."""

from __future__ import annotations

from typing import Any

import msgspec

from dragoman.model import Actor, Coding, Condition, Event, Link, Party, Place, Report, Statement, Time, Topic


def to_json(coding: Coding) -> bytes:
    """One report's line, without the newline."""
    return msgspec.json.encode(as_dict(coding))


def as_dict(coding: Coding) -> dict[str, Any]:
    """One report as the contract has it; all offsets are code points of the report's text."""
    return {
        "report": head(coding.report),
        "events": [event(one) for one in coding.events],
        "statements": [statement(one) for one in coding.statements],
        "conditions": [condition(one) for one in coding.conditions],
        "links": [link(one) for one in coding.links],
        "agenda": [topic(one) for one in coding.agenda],
    }


def head(report: Report) -> dict[str, Any]:
    """A report, all of it but its text."""
    return {
        "id": report.id, "source_id": report.source_id, "title": report.title, "language": report.language,
        "outlet": report.outlet, "agencies": report.agencies, "url": report.url, "published": report.published,
        "damage": [{"kind": d.kind, "start": d.start, "end": d.end} for d in report.damage],
    }  # fmt: skip


def event(event: Event) -> dict[str, Any]:
    """An event; all of it but its evidence."""
    return {
        "id": event.id, "type": event.type, "mode": event.mode, "contexts": event.contexts,
        "actors": [party(p) for p in event.actors], "recipients": [party(p) for p in event.recipients],
        "when": time(event.when), "where": place(event.where), "modality": event.modality,
        "reported_by": event.reported_by, "condition": event.condition, "status": event.status, "quad": event.quad,
        "score": event.score, "cameo": event.cameo, "goldstein": event.goldstein, "confidence": event.confidence,
        "sentence": {"start": event.sentence.start, "end": event.sentence.end},
        "trigger": {"start": event.trigger.start, "end": event.trigger.end, "text": event.evidence[0].quote},
        "reason": event.reason, "coder": event.coder,
    }  # fmt: skip


def statement(said: Statement) -> dict[str, Any]:
    """A statement."""
    return {
        "speaker": party(said.speaker), "addressee": party(said.addressee), "about": said.about, "stance": said.stance,
        "direct": said.direct, "start": said.start, "end": said.end, "text": said.text,
    }  # fmt: skip


def condition(found: Condition) -> dict[str, Any]:
    """A condition."""
    return {
        "holder": party(found.holder), "party": party(found.party), "demand": found.demand,
        "in_return_for": found.in_return_for, "due": time(found.due), "state": found.state, "start": found.start,
        "end": found.end,
    }  # fmt: skip


def link(found: Link) -> dict[str, Any]:
    """A link."""
    return {
        "of": found.of, "on": found.on, "stance": found.stance, "by": party(found.by), "start": found.start,
        "end": found.end,
    }  # fmt: skip


def topic(found: Topic) -> dict[str, Any]:
    """A matter on the agenda."""
    return {"topic": found.topic, "text": found.text, "start": found.start, "end": found.end}


def party(found: Party | None) -> dict[str, Any] | None:
    """An actor at its place. An international body has `IGO:ACRONYM`'s parts in `country` and `sector`."""
    if found is None:
        return None
    return actor(found.actor) | {"start": found.start, "end": found.end}


def actor(who: Actor) -> dict[str, Any]:
    """Who, wherever it is named."""
    return {
        "name": who.name, "person": who.person, "office": who.office, "country": who.country,
        "sector": who.organisation if who.country == "IGO" else who.sector,
    }  # fmt: skip


def time(found: Time | None) -> dict[str, Any] | None:
    """When, both days included."""
    if found is None:
        return None
    return {"start": found.start, "end": found.end, "precision": found.precision, "text": found.text}


def place(found: Place | None) -> dict[str, Any] | None:
    """Where; a place without a point has no coordinates."""
    if found is None:
        return None
    return {"name": found.name, "country": found.country, "lat": found.lat, "lon": found.lon, "text": found.text}
