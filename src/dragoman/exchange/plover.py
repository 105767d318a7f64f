"""PLOVER JSON: one event a line, under the names of the PLOVER manual 2.0 (chapter "Data Fields").

What the manual has no field for (whether the event is done at all, who says so, on what condition, how sure
the coder is, where the words stand) is under `dragoman`: a program that counts events should look at
`dragoman.modality`. An event without a date of its own has that of its report, and `dragoman.date_from` says
so; where that isn't known either, `date` is null. An event that came from a PLOVER file keeps its own line.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, TextIO

import msgspec

from dragoman import ontology
from dragoman.errors import InputError
from dragoman.exchange import crosswalk, incoming
from dragoman.exchange.account import Tally
from dragoman.exchange.format import Options
from dragoman.exchange.outline import Outline, Side, mirrored, outline
from dragoman.exchange.sink import writer
from dragoman.exchange.source import Source
from dragoman.model import Actor, ForeignEvent, Modality, Place, Time, Told

NAME = "plover"
LINE = "json"  # where a foreign event's row keeps the whole line
_GONE_WITH_ROW = "the event came from another tool's file, which has none"
_FIELDS = ("date", "recipient", "mode", "context", "event_scale", "event_text", "event_loc", "text")


def write(events: Iterable[Outline], out: BinaryIO | TextIO, options: Options, tally: Tally) -> None:
    """Writes the lines as the events come."""
    put = writer(out)
    for event in events:
        if event.format == NAME and LINE in event.row:
            put(event.row[LINE].encode() + b"\n")
            tally.rows += 1
            continue
        for seen in (event, mirrored(event) if options.mirror else None):
            if seen is not None:
                fields = _fields(seen, seen.published, None)
                for name in _FIELDS:
                    if not fields[name]:
                        tally.unfilled(name, _GONE_WITH_ROW if seen.format else "the event doesn't say")
                tally.unfilled("text_info.sequence", "the ledger keeps where a sentence stands, not its number")
                if seen.day is not None:
                    incoming.tell_stand_in("date", seen, tally)
                put(msgspec.json.encode(fields) + b"\n")
                tally.rows += 1


def as_dict(
    told: Told, *, published: datetime.date | None = None, sentence_number: int | None = None
) -> dict[str, Any]:
    """One event. Offsets are code points of the report's text.

    `published` is the report's day where reading found one that the report doesn't carry; `sentence_number` counts
    from 1.
    """
    found = outline(told)
    return _fields(found, published or found.published, sentence_number)


def _fields(event: Outline, published: datetime.date | None, sentence_number: int | None) -> dict[str, Any]:
    when, sentence = event.when, event.sentence
    return {
        "id": event.id,
        "date": when.start if when else published,
        "enddate": when.end if when and when.end != when.start else None,
        "actor": [_entity(side) for side in event.actors],
        "recipient": [_entity(side) for side in event.recipients],
        "event": [event.type],
        "mode": [event.mode] if event.mode else [],
        "context": event.contexts,
        "quad_code": event.quad_number,
        "event_scale": event.score,
        "event_text": [event.trigger_text] if event.trigger_text else [],
        "event_loc": _location(event.where),
        "text": event.sentence_text,
        "text_info": {
            "sequence": sentence_number,
            "start": sentence.start if sentence else None,
            "end": sentence.end if sentence else None,
        },
        "cite_info": {
            "title": event.title,
            "publication": event.outlet,
            "url": event.url,
            "language": event.language,
            "codebook": f"plover-{ontology.load().version}",
        },
        "coder": event.coder,
        "comment": event.reason,
        "dragoman": _beyond_plover(event, published),
    }


def _entity(side: Side) -> dict[str, Any]:
    actor = side.actor
    return {
        "code": actor.country,
        "sector": actor.sector,
        "entity_text": side.words,
        "identifier_text": actor.organisation or actor.name,
        "office": actor.office,
        "dragoman": {"person": actor.person, "start": side.start, "end": side.end},
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


def _beyond_plover(event: Outline, published: datetime.date | None) -> dict[str, Any]:
    trigger = event.trigger
    return {
        "report": event.report.id if event.report else None,
        "source_id": event.report.source_id if event.report else None,
        "published": published,
        "date_from": "text" if event.when else "published" if published else None,
        "date_precision": event.when.precision if event.when else None,
        "modality": event.modality,
        "status": event.status,
        "reported_by": event.reported_by,
        "condition": event.condition,
        "confidence": event.confidence,
        "cameo": event.cameo,
        "goldstein": event.goldstein,
        "trigger": {"start": trigger.start, "end": trigger.end} if trigger else None,
    }


# --- reading ------------------------------------------------------------------------------------

_CAMEL = {
    "source": "actor", "target": "recipient", "actorText": "entity_text", "eventText": "event_text",
    "textInfo": "text_info", "eventLoc": "event_loc",
}  # fmt: skip
_NOWHERE = "the other lines are read; correct this one, or leave it out"


def read(source: Source) -> Iterator[ForeignEvent | InputError]:
    """The events of a file of JSON lines, the camelCase of the older gold standard too; a bad line gives its error."""
    started = False
    for where, line in source.lines():
        if not line.strip():
            continue
        started = True
        try:
            yield _event(line.strip())
        except InputError as error:
            yield InputError(error.what, where, error.fix or _NOWHERE)
        except (msgspec.MsgspecError, ValueError, TypeError) as error:
            yield InputError(f"no PLOVER record ({error})", where, _NOWHERE)
    if not started:
        raise InputError("nothing in it", source.name, "fetch the file anew")


def _event(line: str) -> ForeignEvent:
    found = msgspec.json.decode(line, type=dict[str, Any])
    record = {_CAMEL.get(name, name): value for name, value in found.items()}
    own = _mapping(record.get("dragoman"))
    cited = _mapping(record.get("cite_info"))
    for name in ("id", "event"):
        if not record.get(name):
            raise InputError(f"no {name}")
    kind, mode, contexts = incoming.plover_names(
        _first(record["event"]), _first(record.get("mode")), _texts(record.get("context"))
    )
    return ForeignEvent(
        id=f"{NAME}:{record['id']}",
        type=kind,
        mode=mode,
        contexts=contexts,
        actors=_actors(record.get("actor")),
        recipients=_actors(record.get("recipient")),
        when=_time(record, own),
        where=_place(_mapping(record.get("event_loc"))),
        modality=_modality(own.get("modality")),
        quad=ontology.load().quad(kind),
        score=_number(record.get("event_scale"), -10, 10),
        cameo=_text(own.get("cameo")),
        goldstein=_number(own.get("goldstein"), -10, 10),
        confidence=_number(own.get("confidence"), 0, 1),
        outlet=_text(cited.get("publication") or record.get("publication")),
        language=_text(cited.get("language") or record.get("language")),
        url=_text(cited.get("url")),
        published=_date(own.get("published")),
        coder=_text(record.get("coder")) or NAME,
        row={LINE: line},
    )


def _actors(given: Any) -> tuple[Actor, ...]:
    entities = [given] if isinstance(given, dict) else given or []
    if not isinstance(entities, list):
        raise InputError("actors and recipients are lists of entities")
    return tuple(_actor(_mapping(entity)) for entity in entities if entity)


def _actor(entity: Mapping[str, Any]) -> Actor:
    """`code` is ISO alpha-3 or one of PLOVER's own marks; a second example of the manual has other names."""
    entity = {_CAMEL.get(name, name): value for name, value in entity.items()}
    code = (_text(entity.get("code")) or "").upper()
    country = code if code in crosswalk.load().states or code == crosswalk.IGO else None
    country = country or crosswalk.load().iso_of_name(_text(entity.get("country_name")) or "")
    sector = _text(entity.get("sector") or entity.get("sector_code"))
    named = _text(entity.get("identifier_text") or entity.get("entity_name"))
    words = _text(entity.get("entity_text") or entity.get("raw_text"))
    body = incoming.body_of_name(named or words or "") if country == crosswalk.IGO else None
    return Actor(
        name=named or words or code or "",
        country=country,
        sector=sector if sector in ontology.load().sectors else None,
        organisation=body,
        office=_text(entity.get("office")),
        person=_text(_mapping(entity.get("dragoman")).get("person")),
    )


def _time(record: Mapping[str, Any], own: Mapping[str, Any]) -> Time | None:
    """None where the record says that its day is only that of the report."""
    start = _date(record.get("date"))
    if start is None or own.get("date_from") == "published":
        return None
    end = _date(record.get("enddate")) or start
    told = {"start": start, "end": max(start, end), "precision": own.get("date_precision") or "day", "text": ""}
    return msgspec.convert(told, Time)


def _place(given: Mapping[str, Any]) -> Place | None:
    name = _text(given.get("resolved_place") or given.get("extracted_place"))
    if not name:
        return None
    lat, lon = incoming.point(str(given.get("lat") or ""), str(given.get("lon") or ""))
    country = _text(given.get("country_code"))
    return Place(
        name=name,
        country=country if country in crosswalk.load().states else None,
        lat=lat,
        lon=lon,
        text=_text(given.get("extracted_place")) or "",
    )


def _modality(given: Any) -> Modality:
    known: dict[Any, Modality] = {"future": "future", "hypothetical": "hypothetical", "negated": "negated"}
    return known.get(given, "historical" if given == "historical" else "done")


def _date(given: Any) -> datetime.date | None:
    return incoming.date(given, "%Y-%m-%d") if isinstance(given, str) and given else None


def _number(given: Any, least: float, most: float) -> float | None:
    return None if given is None else incoming.decimal(str(given), least, most, "number")


def _text(given: Any) -> str | None:
    return given.strip() or None if isinstance(given, str) else None


def _first(given: Any) -> str:
    found = _texts(given)
    return found[0] if found else ""


def _texts(given: Any) -> list[str]:
    values = given if isinstance(given, list) else [given]
    return [value for value in values if isinstance(value, str) and value]


def _mapping(given: Any) -> Mapping[str, Any]:
    return given if isinstance(given, dict) else {}
