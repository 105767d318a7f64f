"""Codings out of the tables that they were written to, in the order of the corpus."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec
from pyarrow import parquet

from dragoman.bulk.storage import Folder
from dragoman.bulk.tables import SCHEMAS, Row
from dragoman.errors import BulkError
from dragoman.languages import packs
from dragoman.model import (
    Actor,
    Coding,
    Condition,
    Event,
    Evidence,
    Link,
    Party,
    Reading,
    Report,
    Sentence,
    Span,
    Statement,
    Topic,
)


def of_chunk(folder: Folder, chunk: str) -> Iterator[Coding]:
    """The codings of a chunk, whole but for the reading: of that the sentences with events are there, without mentions.

    Raises BulkError where a table is missing or damaged.
    """
    left = {table: iter(_rows(folder, table, chunk)) for table in SCHEMAS}
    try:
        for row in left["reports"]:
            yield _coding(row, {table: list(islice(left[table], row[table])) for table in _COUNTED}, left["evidence"])
    except (msgspec.ValidationError, KeyError, TypeError) as error:
        raise BulkError(f"the tables of chunk {chunk} don't fit together ({error})", folder.address, _FIX) from error


_COUNTED = ("events", "statements", "conditions", "links", "agenda")
_FIX = "code the corpus anew: --fresh"


def _rows(folder: Folder, table: str, chunk: str) -> list[Row]:
    name = f"{table}/{chunk}.parquet"
    content = folder.read(name)
    try:
        if content is not None:
            rows: list[Row] = parquet.read_table(io.BytesIO(content)).to_pylist()
            return rows
    except Exception as error:  # what Arrow raises at damage is of many kinds
        raise BulkError(f"{name} is damaged ({' '.join(str(error).split())[:80]})", folder.address, _FIX) from error
    raise BulkError(f"{name} is missing", folder.address, _FIX)


def _coding(row: Row, own: dict[str, list[Row]], evidence: Iterator[Row]) -> Coding:
    text = row["text"]
    spans = {(e["sentence"]["start"], e["sentence"]["end"]): e["sentence"] for e in own["events"]}
    reading = Reading(
        report=msgspec.convert(row | {"agencies": row["agencies"] or ()}, Report),
        sentences=tuple(_sentence(text, span) for span in spans.values()),
        published=row["day"],
        published_reason=row["day_reason"],
    )
    return Coding(
        reading=reading,
        events=tuple(_event(event, list(islice(evidence, event["evidence"]))) for event in own["events"]),
        statements=tuple(_of(Statement, one, parties=("speaker", "addressee")) for one in own["statements"]),
        conditions=tuple(_of(Condition, one, parties=("holder", "party")) for one in own["conditions"]),
        links=tuple(_of(Link, one, parties=("by",)) for one in own["links"]),
        agenda=tuple(_of(Topic, one) for one in own["agenda"]),
    )


def _sentence(text: str, span: Row) -> Sentence:
    return msgspec.convert(
        span | {"tokens": packs.load(span["language"]).tokens(text, span["start"], span["end"])}, Sentence
    )


def _event(row: Row, evidence: list[Row]) -> Event:
    parties = {side: tuple(map(_party, row[side])) for side in ("actors", "recipients")}
    trigger, sentence = ({"start": row[span]["start"], "end": row[span]["end"]} for span in ("trigger", "sentence"))
    found = tuple(msgspec.convert(one, Evidence) for one in evidence)
    spans = {"trigger": Span(**trigger), "sentence": Span(**sentence)}
    return msgspec.convert(row | spans | parties | {"evidence": found}, Event)


def _of(kind: Any, row: Row, parties: tuple[str, ...] = ()) -> Any:
    return msgspec.convert(row | {name: _party(row[name]) for name in parties}, kind)


def _party(row: Row | None) -> Party | None:
    if row is None:
        return None
    actor: Row = {name: row[name] for name in Actor.__struct_fields__}
    if actor["country"] == "IGO":
        actor["sector"] = None  # its acronym stands there
    return Party(start=row["start"], end=row["end"], actor=Actor(**actor))
