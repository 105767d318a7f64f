"""From records to rows and back. The whole record is kept as JSON; the columns are what it is found by."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from dragoman.errors import LedgerError
from dragoman.model import (
    Actor,
    Condition,
    Damage,
    Event,
    ForeignEvent,
    Link,
    Party,
    Record,
    Report,
    Statement,
    Topic,
)

Row = dict[str, Any]
Note = Statement | Condition | Link | Topic
KINDS: dict[str, type[Note]] = {"statement": Statement, "condition": Condition, "link": Link, "topic": Topic}


def report_row(report: Report) -> Row:
    """The columns of a report, without those that say how it stands to others."""
    row = {name: getattr(report, name) for name in report.__struct_fields__}
    return row | {"agencies": list(report.agencies), "damage": msgspec.to_builtins(report.damage)}


def report_of(row: Any) -> Report:
    """The report of a row of the table, or of a joined row with its columns."""
    values = {name: getattr(row, name) for name in Report.__struct_fields__}
    fetched = values["fetched"]
    if fetched is not None and fetched.tzinfo is None:  # SQLite forgets the zone
        values["fetched"] = fetched.replace(tzinfo=datetime.UTC)
    values["agencies"] = tuple(values["agencies"])
    values["damage"] = msgspec.convert(values["damage"], tuple[Damage, ...])
    return Report(**values)


def event_row(event: Event | ForeignEvent, report: Report | None, published: datetime.date | None) -> Row:
    """The columns of an event; `published` is the day it has where its words name none."""
    when, where = event.when, event.where
    if isinstance(event, ForeignEvent):
        own: Row = {"status": None, "language": event.language, "outlet": event.outlet}
        foreign = event.id.split(":", 1)[0]
    else:
        own = {"status": event.status, "language": report and report.language, "outlet": report and report.outlet}
        foreign = None
    return own | {
        "id": event.id,
        "type": event.type,
        "mode": event.mode,
        "contexts": f" {' '.join(event.contexts)} ",
        "day": when.start if when else published,
        "until": when.end if when else published,
        "precision": when.precision if when else None,
        "modality": event.modality,
        "quad": event.quad,
        "score": event.score,
        "goldstein": event.goldstein,
        "cameo": event.cameo,
        "confidence": event.confidence,
        "place": where.name if where else None,
        "place_country": where.country if where else None,
        "foreign": foreign,
    }


def event_of(body: str, foreign: str | None) -> Event | ForeignEvent:
    """The record that a row keeps. Raises LedgerError where the file was damaged."""
    try:
        if foreign:
            return msgspec.json.decode(body, type=ForeignEvent)
        return msgspec.json.decode(body, type=Event)
    except msgspec.MsgspecError as error:
        raise LedgerError(f"a record in the ledger is damaged ({error})", fix="restore a copy") from error


def party_rows(event: Event | ForeignEvent) -> Iterator[Row]:
    """Who is in an event, by role and place in the list."""
    for role, actors in (("a", _actors(event.actors)), ("r", _actors(event.recipients))):
        for at, actor in enumerate(actors):
            yield {
                "role": role,
                "at": at,
                "party": party_of(actor),
                "sector": actor.sector,
                "name": actor.name,
                "person": actor.person,
                "office": actor.office,
            }


def dyad_rows(event: Event | ForeignEvent) -> Iterator[Row]:
    """Who did it to whom, each pair of parties once.

    Where nobody receives, as in a meeting, each of the actors does it with each of the others.
    """
    actors, recipients = codes_of(event.actors), codes_of(event.recipients)
    pairs = [(a, r) for a in actors for r in recipients]
    if not event.recipients:
        pairs = [(a, b) for a in actors for b in actors if a != b]
    for actor, recipient in dict.fromkeys(pairs):
        yield {"actor": actor, "recipient": recipient}


def codes_of(parties: Iterable[Party | Actor]) -> list[str]:
    """What those of the parties are called that can be told."""
    return [code for actor in _actors(parties) if (code := party_of(actor))]


def party_of(actor: Actor) -> str | None:
    """What an actor is called in queries: a country's code, `IGO:X` for an international body, None if unknown."""
    if actor.country == "IGO":
        return f"IGO:{actor.organisation}" if actor.organisation else None
    return actor.country


def note_rows(kind: str, notes: Iterable[Note]) -> Iterator[tuple[Row, list[Row]]]:
    """The columns of each note, and who is in it."""
    for note in notes:
        parties = [(role, party) for role in _ROLES[kind] if (party := code_of(getattr(note, role)))]
        parties += [("about", code) for pair in getattr(note, "about", ()) for code in pair]
        parties += [(role, code) for role in ("of", "on") for code in getattr(note, role, ())]
        row = {"kind": kind, "start": note.start, "end": note.end, "body": encoded(note)}
        row["stance"] = getattr(note, "stance", None) or getattr(note, "state", None) or getattr(note, "topic", None)
        yield row, [{"role": role, "party": code} for role, code in dict.fromkeys(parties)]


_ROLES = {"statement": ("speaker", "addressee"), "condition": ("holder", "party"), "link": ("by",), "topic": ()}


def encoded(record: Record) -> str:
    """A record as JSON."""
    return msgspec.json.encode(record).decode()


def _actors(parties: Iterable[Party | Actor]) -> list[Actor]:
    return [party.actor if isinstance(party, Party) else party for party in parties]


def code_of(party: Party | None) -> str | None:
    """What a party is called, if there is one and it can be told."""
    return None if party is None else party_of(party.actor)
