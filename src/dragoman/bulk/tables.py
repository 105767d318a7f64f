"""The tables that a corpus is coded into: their columns, and rows of them out of codings.

The names are those of `dragoman read --format jsonl`, with `report` before them. What a coding holds beyond that stands
behind, so that it can be had back whole (`codings.py`). Missing is null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from dragoman.model import Coding, Condition, Event, Evidence, Link, Party, Place, Report, Statement, Time, Topic

Row = dict[str, Any]

_TEXT, _TEXTS, _WHOLE, _NUMBER = pa.string(), pa.list_(pa.string()), pa.int32(), pa.float64()
_SPAN = pa.struct({"start": _WHOLE, "end": _WHOLE})
_PARTY = pa.struct(
    dict.fromkeys(("name", "person", "office", "country", "sector", "organisation", "reason"), _TEXT)
    | {"start": _WHOLE, "end": _WHOLE}
)
_TIME = pa.struct({"start": pa.date32(), "end": pa.date32(), "precision": _TEXT, "text": _TEXT, "inferred": _TEXT})
_PLACE = pa.struct({"name": _TEXT, "country": _TEXT, "lat": _NUMBER, "lon": _NUMBER, "text": _TEXT})
_DAMAGE = pa.list_(pa.struct({"kind": _TEXT, "start": _WHOLE, "end": _WHOLE, "reason": _TEXT}))
_SENTENCE = pa.struct({"start": _WHOLE, "end": _WHOLE, "language": _TEXT, "paragraph": _WHOLE, "headline": pa.bool_()})
_TRIGGER = pa.struct({"start": _WHOLE, "end": _WHOLE, "text": _TEXT})

_OF = {"report": (_TEXT, "the report's id")}
_PLACED = {"start": (_WHOLE, "where the words begin in the report's text"), "end": (_WHOLE, "where they end")}
_COLUMNS: Mapping[str, Mapping[str, tuple[Any, str]]] = {
    "reports": {
        "id": (_TEXT, "from what was published, when and by whom; a report that comes twice has it twice"),
        "source_id": (_TEXT, "what the corpus calls it, else its file and number there"),
        "title": (_TEXT, "as published"),
        "language": (_TEXT, "its code"),
        "outlet": (_TEXT, "who published it"),
        "agencies": (_TEXTS, "whose report it is, by its own words"),
        "url": (_TEXT, "its address"),
        "published": (pa.date32(), "the day, as the corpus says"),
        "damage": (_DAMAGE, "what scraping and translation left in the text"),
        "text": (_TEXT, "as published; all places are counted in its code points"),
        "fetched": (pa.timestamp("us", "UTC"), "when it was had from the web"),
        "day": (pa.date32(), "the day of publication, as the corpus or the text says"),
        "day_reason": (_TEXT, "how the text says it"),
        "sentences": (_WHOLE, "how many it has"),
        "events": (_WHOLE, "how many rows of `events` are its, in the same order"),
        "statements": (_WHOLE, "so of `statements`"),
        "conditions": (_WHOLE, "so of `conditions`"),
        "links": (_WHOLE, "so of `links`"),
        "agenda": (_WHOLE, "so of `agenda`"),
    },
    "events": {
        **_OF,
        "id": (_TEXT, "the event's own"),
        "type": (_TEXT, "PLOVER's"),
        "mode": (_TEXT, "how"),
        "contexts": (_TEXTS, "about what"),
        "actors": (pa.list_(_PARTY), "who; of an international body `sector` is its acronym"),
        "recipients": (pa.list_(_PARTY), "to whom"),
        "when": (_TIME, "days, both included"),
        "where": (_PLACE, "the place"),
        "modality": (_TEXT, "whether it happened at all"),
        "reported_by": (_TEXTS, "who says so"),
        "condition": (_TEXT, "on what condition"),
        "status": (_TEXT, "claimed, confirmed or denied"),
        "quad": (_TEXT, "cooperation or conflict, in words or in deeds"),
        "score": (_NUMBER, "PLOVER's, -10 to +10"),
        "cameo": (_TEXT, "CAMEO's code"),
        "goldstein": (_NUMBER, "Goldstein's weight"),
        "confidence": (_NUMBER, "the probability that type and parties are right"),
        "sentence": (_SENTENCE, "where it is reported"),
        "trigger": (_TRIGGER, "the words that report it"),
        "reason": (_TEXT, "why they do"),
        "coder": (_TEXT, "fingerprints of what decided"),
        "evidence": (_WHOLE, "how many rows of `evidence` are its, in the same order"),
    },
    "statements": {
        **_OF,
        "speaker": (_PARTY, "who"),
        "addressee": (_PARTY, "to whom"),
        "about": (pa.list_(_TEXTS), "which relations, as pairs of countries"),
        "stance": (_TEXT, "where the speaker stands"),
        "direct": (pa.bool_(), "whether it is quoted"),
        **_PLACED,
        "text": (_TEXT, "the words"),
    },
    "conditions": {
        **_OF,
        "holder": (_PARTY, "who demands or promises"),
        "party": (_PARTY, "of whom"),
        "demand": (_TEXT, "what"),
        "in_return_for": (_TEXT, "for what"),
        "due": (_TIME, "before when"),
        "state": (_TEXT, "open, met, breached or lapsed"),
        **_PLACED,
    },
    "links": {
        **_OF,
        "of": (_TEXTS, "the relation"),
        "on": (_TEXTS, "the one it hangs on"),
        "stance": (_TEXT, "whether it is said to"),
        "by": (_PARTY, "who says so"),
        **_PLACED,
    },
    "agenda": {
        **_OF,
        "topic": (_TEXT, "the matter"),
        "text": (_TEXT, "the words that name it"),
        **_PLACED,
    },
    "evidence": {
        **_OF,
        "event": (_TEXT, "the event's id"),
        "field": (_TEXT, "what the words are evidence of"),
        "quote": (_TEXT, "the words"),
        "method": (_TEXT, "how they were found"),
        "reason": (_TEXT, "why they say so"),
        **_PLACED,
    },
}  # fmt: skip

SCHEMAS: Mapping[str, pa.Schema] = {
    table: pa.schema([pa.field(name, kind, metadata={"description": gist}) for name, (kind, gist) in columns.items()])
    for table, columns in _COLUMNS.items()
}


def rows(codings: Iterable[Coding]) -> dict[str, list[Row]]:
    """The rows of all tables, in the order of the codings."""
    of: dict[str, list[Row]] = {table: [] for table in SCHEMAS}
    for coding in codings:
        own = {"report": coding.report.id}
        of["reports"].append(_report(coding))
        of["events"] += [own | _event(event, coding) for event in coding.events]
        of["evidence"] += [own | {"event": e.id} | _evidence(one) for e in coding.events for one in e.evidence]
        of["statements"] += [own | _statement(said) for said in coding.statements]
        of["conditions"] += [own | _condition(found) for found in coding.conditions]
        of["links"] += [own | _link(found) for found in coding.links]
        of["agenda"] += [own | _topic(found) for found in coding.agenda]
    return of


def encoded(table: str, of: list[Row]) -> bytes:
    """A Parquet file of the rows; the same rows give the same bytes."""
    from pyarrow import parquet

    out = pa.BufferOutputStream()
    parquet.write_table(pa.Table.from_pylist(of, schema=SCHEMAS[table]), out, compression="zstd")
    return bytes(out.getvalue())


# --- rows -----------------------------------------------------------------------------------------


def _report(coding: Coding) -> Row:
    report: Report = coding.report
    row = {name: getattr(report, name) for name in report.__struct_fields__ if name != "damage"}
    damage = [{"kind": d.kind.value, "start": d.start, "end": d.end, "reason": d.reason} for d in report.damage]
    reading = coding.reading
    return row | {
        "damage": damage, "day": reading.published, "day_reason": reading.published_reason,
        "sentences": len(reading.sentences), "events": len(coding.events), "statements": len(coding.statements),
        "conditions": len(coding.conditions), "links": len(coding.links), "agenda": len(coding.agenda),
    }  # fmt: skip


def _event(event: Event, coding: Coding) -> Row:
    span, trigger = event.sentence, event.trigger
    sentence = next(s for s in coding.reading.sentences if (s.start, s.end) == (span.start, span.end))
    return {
        "id": event.id, "type": event.type, "mode": event.mode, "contexts": event.contexts,
        "actors": [_party(p) for p in event.actors], "recipients": [_party(p) for p in event.recipients],
        "when": _time(event.when), "where": _place(event.where), "modality": event.modality,
        "reported_by": event.reported_by, "condition": event.condition, "status": event.status, "quad": event.quad,
        "score": event.score, "cameo": event.cameo, "goldstein": event.goldstein, "confidence": event.confidence,
        "sentence": {
            "start": span.start, "end": span.end, "language": sentence.language, "paragraph": sentence.paragraph,
            "headline": sentence.headline,
        },
        "trigger": {"start": trigger.start, "end": trigger.end, "text": trigger.words(coding.report.text)},
        "reason": event.reason, "coder": event.coder, "evidence": len(event.evidence),
    }  # fmt: skip


def _evidence(one: Evidence) -> Row:
    return {
        "field": one.field, "quote": one.quote, "method": one.method, "reason": one.reason, "start": one.start,
        "end": one.end,
    }  # fmt: skip


def _statement(said: Statement) -> Row:
    return {
        "speaker": _party(said.speaker), "addressee": _party(said.addressee), "about": said.about,
        "stance": said.stance, "direct": said.direct, "start": said.start, "end": said.end, "text": said.text,
    }  # fmt: skip


def _condition(found: Condition) -> Row:
    return {
        "holder": _party(found.holder), "party": _party(found.party), "demand": found.demand,
        "in_return_for": found.in_return_for, "due": _time(found.due), "state": found.state, "start": found.start,
        "end": found.end,
    }  # fmt: skip


def _link(found: Link) -> Row:
    return {
        "of": found.of, "on": found.on, "stance": found.stance, "by": _party(found.by), "start": found.start,
        "end": found.end,
    }  # fmt: skip


def _topic(found: Topic) -> Row:
    return {"topic": found.topic, "text": found.text, "start": found.start, "end": found.end}


def _party(found: Party | None) -> Row | None:
    if found is None:
        return None
    who = found.actor
    return {
        "name": who.name, "person": who.person, "office": who.office, "country": who.country,
        "sector": who.organisation if who.country == "IGO" else who.sector, "organisation": who.organisation,
        "reason": who.reason, "start": found.start, "end": found.end,
    }  # fmt: skip


def _time(found: Time | None) -> Row | None:
    return {name: getattr(found, name) for name in found.__struct_fields__} if found else None


def _place(found: Place | None) -> Row | None:
    return {name: getattr(found, name) for name in found.__struct_fields__} if found else None
