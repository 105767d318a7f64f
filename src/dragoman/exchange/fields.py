"""The fields of the formats that are our own, CSV and Parquet: all that is known of an event, in one row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from dragoman.exchange.outline import Outline, Side
from dragoman.model import Record

Kind = Literal["text", "texts", "whole", "number", "day"]
MISSING_IN_FOREIGN = "the event came from another tool's file, which has none"


class Field(Record, frozen=True):
    """A column: its name, what it holds, and how it is had from an event."""

    name: str
    kind: Kind
    of: Callable[[Outline], Any]


def _of_sides(prefix: str, sides: Callable[[Outline], Sequence[Side]]) -> list[Field]:
    """Lists in step: the third name belongs to the third country; "" where a party has none."""
    parts: dict[str, Callable[[Side], str | None]] = {
        "names": lambda side: side.name,
        "codes": lambda side: side.actor.code,
        "countries": lambda side: side.actor.country,
        "sectors": lambda side: side.actor.sector,
        "organisations": lambda side: side.actor.organisation,
        "offices": lambda side: side.actor.office,
        "persons": lambda side: side.actor.person,
        "words": lambda side: side.words,
    }

    def column(part: Callable[[Side], str | None]) -> Callable[[Outline], list[str]]:
        def values(event: Outline) -> list[str]:
            found = [part(side) or "" for side in sides(event)]
            return found if any(found) else []

        return values

    return [Field(name=f"{prefix}_{name}", kind="texts", of=column(part)) for name, part in parts.items()]


FIELDS: tuple[Field, ...] = (
    Field(name="id", kind="text", of=lambda e: e.id),
    Field(name="story", kind="text", of=lambda e: e.story),
    Field(name="report", kind="text", of=lambda e: e.report.id if e.report else None),
    Field(name="copy_of", kind="text", of=lambda e: e.copy_of),
    Field(name="date", kind="day", of=lambda e: e.day),
    Field(name="date_end", kind="day", of=lambda e: e.when.end if e.when else e.day),
    Field(name="date_precision", kind="text", of=lambda e: e.when.precision if e.when else None),
    Field(name="date_words", kind="text", of=lambda e: e.when.text if e.when else None),
    Field(name="date_from", kind="text", of=lambda e: e.day_from),
    Field(name="type", kind="text", of=lambda e: e.type),
    Field(name="mode", kind="text", of=lambda e: e.mode),
    Field(name="contexts", kind="texts", of=lambda e: list(e.contexts)),
    Field(name="quad", kind="text", of=lambda e: e.quad),
    Field(name="score", kind="number", of=lambda e: e.score),
    Field(name="cameo", kind="text", of=lambda e: e.cameo),
    Field(name="goldstein", kind="number", of=lambda e: e.goldstein),
    *_of_sides("actor", lambda e: e.actors),
    *_of_sides("recipient", lambda e: e.recipients),
    Field(name="place", kind="text", of=lambda e: e.where.name if e.where else None),
    Field(name="place_country", kind="text", of=lambda e: e.where.country if e.where else None),
    Field(name="place_words", kind="text", of=lambda e: e.where.text or None if e.where else None),
    Field(name="lat", kind="number", of=lambda e: e.where.lat if e.where else None),
    Field(name="lon", kind="number", of=lambda e: e.where.lon if e.where and e.where.lat is not None else None),
    Field(name="modality", kind="text", of=lambda e: e.modality),
    Field(name="status", kind="text", of=lambda e: e.status),
    Field(name="reported_by", kind="texts", of=lambda e: list(e.reported_by)),
    Field(name="condition", kind="text", of=lambda e: e.condition),
    Field(name="confidence", kind="number", of=lambda e: e.confidence),
    Field(name="trigger", kind="text", of=lambda e: e.trigger_text),
    Field(name="trigger_start", kind="whole", of=lambda e: e.trigger.start if e.trigger else None),
    Field(name="trigger_end", kind="whole", of=lambda e: e.trigger.end if e.trigger else None),
    Field(name="sentence", kind="text", of=lambda e: e.sentence_text),
    Field(name="sentence_start", kind="whole", of=lambda e: e.sentence.start if e.sentence else None),
    Field(name="sentence_end", kind="whole", of=lambda e: e.sentence.end if e.sentence else None),
    Field(name="reason", kind="text", of=lambda e: e.reason),
    Field(name="outlet", kind="text", of=lambda e: e.outlet),
    Field(name="agencies", kind="texts", of=lambda e: list(e.report.agencies) if e.report else []),
    Field(name="language", kind="text", of=lambda e: e.language),
    Field(name="title", kind="text", of=lambda e: e.title),
    Field(name="url", kind="text", of=lambda e: e.url),
    Field(name="published", kind="day", of=lambda e: e.published),
    Field(name="coder", kind="text", of=lambda e: e.coder),
    Field(name="foreign_format", kind="text", of=lambda e: e.format),
)
COLUMNS = tuple(field.name for field in FIELDS)

_FROM_REPORTS = frozenset(
    {"report", "status", "condition", "reported_by", "reason", "title", "agencies", "actor_words", "recipient_words"}
    | {f"{span}{end}" for span in ("trigger", "sentence") for end in ("", "_start", "_end")}
)


def why(field: Field, event: Outline) -> str:
    """Why a field of an event is empty."""
    if field.name == "foreign_format":
        return "Dragoman coded the event"
    if event.format and field.name in _FROM_REPORTS:
        return MISSING_IN_FOREIGN
    if field.name == "story":
        return "the event belongs to no story"
    if field.name == "copy_of":
        return "the report repeats no other"
    return "the event doesn't say"
