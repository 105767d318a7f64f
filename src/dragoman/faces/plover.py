"""PLOVER JSON: one event a line, under the names of the PLOVER manual 2.0 (chapter "Data Fields").

What the manual has no field for (whether the event is done at all, who says so, on what condition, how sure
the coder is, where the words stand) is under `dragoman`: a program that counts events should look at
`dragoman.modality`. An event without a date of its own has that of its report, and `dragoman.date_from` says
so; where that isn't known either, `date` is null.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from dragoman import ontology
from dragoman.model import Coding, Event, Party, Place, Span


def lines(coding: Coding) -> Iterator[bytes]:
    """The report's events, each a line without its newline."""
    for event in coding.events:
        yield msgspec.json.encode(as_dict(event, coding))


def as_dict(event: Event, coding: Coding) -> dict[str, Any]:
    """One event. Offsets are code points of the report's text."""
    report, when = coding.report, event.when
    published = coding.reading.published
    return {
        "id": event.id,
        "date": when.start if when else published,
        "enddate": when.end if when and when.end != when.start else None,
        "actor": [_entity(party, report.text) for party in event.actors],
        "recipient": [_entity(party, report.text) for party in event.recipients],
        "event": [event.type],
        "mode": [event.mode] if event.mode else [],
        "context": event.contexts,
        "quad_code": ontology.load().quads[event.quad].number,
        "event_scale": event.score,
        "event_text": [event.trigger.words(report.text)],
        "event_loc": _location(event.where),
        "text": event.sentence.words(report.text),
        "text_info": _text_info(event, coding),
        "cite_info": {
            "title": report.title,
            "publication": report.outlet,
            "url": report.url,
            "language": report.language,
            "codebook": f"plover-{ontology.load().version}",
        },
        "coder": event.coder,
        "comment": event.reason,
        "dragoman": _beyond_plover(event, coding),
    }


def _entity(party: Party, text: str) -> dict[str, Any]:
    actor = party.actor
    return {
        "code": actor.country,
        "sector": actor.sector,
        "entity_text": Span(start=party.start, end=party.end).words(text),
        "identifier_text": actor.organisation or actor.name,
        "office": actor.office,
        "dragoman": {"person": actor.person, "start": party.start, "end": party.end},
    }


def _location(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {
        "extracted_place": place.text,
        "resolved_place": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "country_code": place.country,
    }


def _text_info(event: Event, coding: Coding) -> dict[str, Any]:
    sentence = event.sentence
    starts = [other.start for other in coding.reading.sentences]
    number = starts.index(sentence.start) + 1 if sentence.start in starts else None
    return {"sequence": number, "start": sentence.start, "end": sentence.end}


def _beyond_plover(event: Event, coding: Coding) -> dict[str, Any]:
    dated = "published" if coding.reading.published else None
    return {
        "report": coding.report.id,
        "source_id": coding.report.source_id,
        "published": coding.reading.published,
        "date_from": "text" if event.when else dated,
        "date_precision": event.when.precision if event.when else None,
        "modality": event.modality,
        "status": event.status,
        "reported_by": event.reported_by,
        "condition": event.condition,
        "confidence": event.confidence,
        "cameo": event.cameo,
        "goldstein": event.goldstein,
        "trigger": {"start": event.trigger.start, "end": event.trigger.end},
    }
