"""A reviewer's correction: fields by name, in words that people write, made into a new record.

What a correction says must be checkable too: a party is one that the event has already, or words of its sentence.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from dragoman import ontology
from dragoman.errors import LedgerError
from dragoman.knowledge import gazetteer
from dragoman.model import Actor, Event, Evidence, Party, Report, Time

FIELDS = ("type", "mode", "modality", "status", "contexts", "actors", "recipients", "when", "condition")
_NOTHING = ("", "-", "none")
_CODE = re.compile(r"(?:(?P<words>.+)=)?(?P<country>[A-Z]{3}|---|IGO)(?::(?P<sector>[A-Z0-9]+))?$")
_PARTY_FIX = 'write AZE:GOV for a party of the event, or "words of the sentence"=AZE:GOV'


def corrected(event: Event, report: Report, change: Mapping[str, str], who: str) -> Event:
    """The event with fields changed; scores and codes follow from the new type and mode.

    `when` is a day or two with `..` between; `actors` and `recipients` are lists with commas. Raises LedgerError
    where a field can't be corrected or its value can't be.
    """
    values: dict[str, Any] = {}
    for name, written in change.items():
        if name not in FIELDS:
            raise LedgerError(f"{name!r} can't be corrected", event.id, f"the fields are {', '.join(FIELDS)}")
        values[name] = _value(name, written.strip(), event, report)
    new = msgspec.structs.replace(event, **values)
    new = _scored(new)
    return msgspec.structs.replace(new, evidence=_evidence(new, event, report, change, who))


def _value(name: str, written: str, event: Event, report: Report) -> Any:
    plover = ontology.load()
    if name in ("type", "modality", "status"):
        statuses = ("claimed", "confirmed", "denied")
        allowed = {"type": plover.types, "modality": plover.modalities, "status": statuses}[name]
        return _one_of(written.upper() if name == "type" else written.lower(), allowed, name)
    empty = written.lower() in _NOTHING
    if name in ("contexts", "actors", "recipients"):
        listed = [] if empty else [part.strip() for part in written.split(",")]
        if name == "contexts":
            return tuple(_one_of(context, plover.contexts, name) for context in sorted(listed))
        return tuple(_party(part, event, report) for part in listed)
    if empty:
        return None
    if name == "when":
        return _time(written, event)
    return written.lower() if name == "mode" else _words_of(written, event, report)


def _one_of(value: str, allowed: Any, name: str) -> str:
    if value not in allowed:
        some = ", ".join(list(allowed)[:20])
        raise LedgerError(f"no {name} called {value!r}", fix=f"there are {some}{' …' if len(allowed) > 20 else ''}")
    return value


def _scored(event: Event) -> Event:
    plover = ontology.load()
    modes = [mode.name for mode in plover.types[event.type].modes]
    if event.mode is not None and event.mode not in modes:
        listed = ", ".join(modes) or "none"
        raise LedgerError(f"{event.type} has no mode {event.mode!r}", event.id, f"there are {listed}; or write mode=-")
    cameo, goldstein = plover.cameo(event.type, event.mode, event.contexts)
    score = plover.score(event.type, event.mode)
    return msgspec.structs.replace(event, quad=plover.quad(event.type), score=score, cameo=cameo, goldstein=goldstein)


def _party(written: str, event: Event, report: Report) -> Party:
    found = _CODE.fullmatch(written)
    if found is None:
        raise LedgerError(f"{written!r} names no party", event.id, _PARTY_FIX)
    words, country, sector = found["words"], found["country"], found["sector"]
    if words is None:
        for party in (*event.actors, *event.recipients):
            if party.actor.code == written or (sector is None and party.actor.country == country):
                return party
        raise LedgerError(f"{written} is no party of the event", event.id, _PARTY_FIX)
    words = _words_of(words.strip('"'), event, report)
    start = report.text.index(words, event.sentence.start)
    if country == "IGO":
        if sector is None:
            raise LedgerError("IGO alone names no body", event.id, "write its acronym too, as IGO:NATO")
        actor = Actor(name=words, country="IGO", organisation=sector, reason="named by a reviewer")
    else:
        _one_of(sector or "GOV", ontology.load().sectors, "sector")
        code = None if country == "---" else _one_of(country, _countries(), "country")
        actor = Actor(name=words, country=code, sector=sector, reason="named by a reviewer")
    return Party(start=start, end=start + len(words), actor=actor)


def _countries() -> dict[str, str]:
    known = gazetteer.load()
    return {c.code: known.display(c.code) for c in known.countries if c.code}


def _words_of(written: str, event: Event, report: Report) -> str:
    if not written or written not in event.sentence.words(report.text):
        what = f"{written!r} does not stand in the event's sentence"
        raise LedgerError(what, event.id, "quote it letter by letter")
    return written


def _time(written: str, event: Event) -> Time:
    first, _, last = written.partition("..")
    try:
        start = datetime.date.fromisoformat(first.strip())
        end = datetime.date.fromisoformat(last.strip()) if last else start
    except ValueError:
        raise LedgerError(f"{written!r} is no day", event.id, "write 2024-02-17 or 2024-02-01..2024-02-29") from None
    if end < start:
        raise LedgerError(f"{written!r} ends before it begins", event.id, "write the earlier day first")
    words = event.when.text if event.when else ""
    return Time(start=start, end=end, precision=_precision(start, end), text=words, inferred="set by a reviewer")


def _precision(start: datetime.date, end: datetime.date) -> Any:
    days = (end - start).days
    limits = ((1, "day"), (8, "week"), (32, "month"), (125, "season"), (367, "year"))
    return next((name for limit, name in limits if days < limit), "decade")


def _evidence(new: Event, old: Event, report: Report, change: Mapping[str, str], who: str) -> tuple[Evidence, ...]:
    """The old evidence of fields that stay, and the reviewer's for those that changed."""
    kept = [e for e in old.evidence if e.field not in change]
    spans = {"actors": new.actors, "recipients": new.recipients}
    for name in change:
        for span in spans.get(name, (new.trigger,)):
            quote = report.text[span.start : span.end]
            kept.append(
                Evidence(
                    start=span.start, end=span.end, field=name, quote=quote, method="judgement",
                    reason=f"set by {who}",
                )
            )  # fmt: skip
    return tuple(kept)
