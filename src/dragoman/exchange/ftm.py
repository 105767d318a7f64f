"""FollowTheMoney: JSON lines of `Event`, `Article` (the report, as proof) and an entity for each party.

A party is a `Person` where one is named, a `PublicBody` where it is a state or an organ of one, an `Organization` where
it is an international body, else a `LegalEntity`; each is written once. The schema's `Event` has neither direction nor
type: `summary` says who did what to whom in words, `keywords` holds the codes. Readers are Aleph and OpenSanctions'
tools.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, TextIO

import msgspec

from dragoman.exchange import crosswalk, incoming
from dragoman.exchange.account import Tally
from dragoman.exchange.format import Options
from dragoman.exchange.outline import Outline, Side
from dragoman.exchange.sink import writer
from dragoman.model import Actor, Place

NAME = "ftm"
_PUBLIC = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
_NO_FIELD = "the schema has no field for it; the event's summary tells it"
_LANGUAGES = {"ar": "ara", "en": "eng", "fa": "fas"}  # ISO 639-3, as the schema wants them


def write(events: Iterable[Outline], out: BinaryIO | TextIO, options: Options, tally: Tally) -> None:
    """Writes the entities as the events come; the ids of those already written are kept, 16 bytes each."""
    put = writer(out)
    seen: set[bytes] = set()
    for event in events:
        for entity in _entities(event, tally):
            digest = hashlib.blake2b(entity["id"].encode(), digest_size=16).digest()
            if digest not in seen:
                seen.add(digest)
                put(msgspec.json.encode(entity) + b"\n")
                tally.rows += 1


def _entities(event: Outline, tally: Tally) -> Iterator[dict[str, Any]]:
    parties = [_party(side) for side in (*event.actors, *event.recipients) if side.name]
    yield from parties
    article = _article(event)
    if article is None:
        tally.unfilled("proof", "no report is at hand")
    else:
        yield article
    for name in ("direction", "type", "modality"):
        tally.unfilled(name, _NO_FIELD)
    if event.day is not None:
        incoming.tell_stand_in("startDate", event, tally)
    known: dict[str, list[Any]] = {
        "name": [_title(event)],
        "summary": [_summary(event)],
        "description": [event.sentence_text],
        "keywords": [event.type, event.mode, *event.contexts, f"CAMEO {event.cameo}", event.modality],
        "startDate": [event.day],
        "endDate": [event.when.end if event.when else event.day],
        "location": [_where(event.where)],
        "country": sorted({code for code in map(_alpha2, _countries(event)) if code}),
        "involved": list(dict.fromkeys(party["id"] for party in parties)),
        "proof": [article["id"]] if article else [],
        "sourceUrl": [event.url],
        "publisher": [event.outlet],
        "recordId": [event.id],
    }
    for name in ("description", "startDate", "location", "country", "involved", "sourceUrl", "publisher"):
        if not any(known[name]):
            tally.unfilled(name, "the event doesn't say")
    yield _entity("Event", f"event-{event.id}", known)


def _entity(schema: str, key: str, properties: dict[str, list[Any]]) -> dict[str, Any]:
    kept = {name: list(dict.fromkeys(str(value) for value in values if value)) for name, values in properties.items()}
    return {
        "id": f"dragoman-{hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()}",
        "schema": schema,
        "properties": {name: values for name, values in kept.items() if values},
    }


def _party(side: Side) -> dict[str, Any]:
    actor = side.actor
    schema = _schema(actor)
    country = [_alpha2(actor.country)]
    properties: dict[str, list[Any]] = {
        "name": [side.name],
        "country": country,
        "keywords": [actor.code],
        "weakAlias": [actor.organisation if actor.organisation != side.name else None],
    }
    if schema == "Person":
        properties["position"] = [actor.office]
    elif schema == "PublicBody":
        properties["jurisdiction"] = country
    return _entity(
        schema, f"{schema}-{actor.code}-{side.name}-{actor.office if schema == 'Person' else ''}", properties
    )


def _schema(actor: Actor) -> str:
    if actor.person:
        return "Person"
    if actor.country == crosswalk.IGO:
        return "Organization"
    if actor.country and actor.sector in _PUBLIC:
        return "PublicBody"
    return "LegalEntity"


def _article(event: Outline) -> dict[str, Any] | None:
    report = event.report
    if report is None:
        return None
    return _entity(
        "Article",
        f"report-{report.id}",
        {
            "title": [report.title],
            "name": [report.title or report.url or report.id],
            "sourceUrl": [report.url],
            "publisher": [report.outlet],
            "author": list(report.agencies),
            "language": [_LANGUAGES.get(report.language or "")],
            "publishedAt": [report.published],
            "retrievedAt": [_moment(report.fetched)],
        },
    )


def _moment(moment: datetime.datetime | None) -> str | None:
    """In UTC and without its name, as the schema wants it."""
    if moment is None:
        return None
    in_utc = moment.astimezone(datetime.UTC) if moment.tzinfo else moment
    return in_utc.replace(tzinfo=None).isoformat(timespec="seconds")


def _title(event: Outline) -> str:
    return " ".join(
        (_act(event), "-", _names(event.actors), *(("→", _names(event.recipients)) if event.recipients else ()))
    )


def _summary(event: Outline) -> str:
    whom = f" to {_names(event.recipients)}" if event.recipients else ""
    words = f', in the words "{event.trigger_text}"' if event.trigger_text else ""
    return f"{_names(event.actors)}: {_act(event)}{whom} ({event.modality}{words})"


def _act(event: Outline) -> str:
    return f"{event.type} {event.mode}" if event.mode else event.type


def _names(sides: Iterable[Side]) -> str:
    return ", ".join(side.name for side in sides) or "nobody named"


def _countries(event: Outline) -> Iterator[str | None]:
    for side in (*event.actors, *event.recipients):
        yield side.actor.country
    if event.where is not None:
        yield event.where.country


def _alpha2(iso: str | None) -> str | None:
    state = crosswalk.load().states.get(iso or "")
    return state.alpha2 if state else None


def _where(place: Place | None) -> str | None:
    if place is None:
        return None
    state = crosswalk.load().name(place.country)
    return place.name if state in (None, place.name) else f"{place.name}, {state}"
