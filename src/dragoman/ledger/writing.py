"""Adds codings: what is known already is passed over, a changed report becomes a version, a copy is linked.

Each batch is one transaction. Two programs may add at once: who comes second finds the first one's rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from dragoman.ledger import copies, rows, words
from dragoman.ledger.rows import Row
from dragoman.ledger.schema import (
    bands,
    codings,
    dyads,
    events,
    note_parties,
    notes,
    parties,
    reports,
    runs,
    sentences,
    standings,
)
from dragoman.model import Coding, Event, ForeignEvent, Record, Report

Fate = Literal["added", "version", "recoded", "known"]
_SAME_ITEM = 0.3  # likeness under which a text at the same file's place is another report, not a new version


class Added(Record, frozen=True):
    """What became of one report: new, a new version of a known one, coded anew, or known already."""

    report: str
    fate: Fate
    coding: int | None = None
    events: int = 0
    copy_of: str | None = None


class Place(NamedTuple):
    """Where a report stands among the others."""

    item: str
    version: int
    replaces: str | None
    copy_of: str | None
    likeness: float | None


def begin(connection: sa.Connection, who: str, what: str, program: str) -> int:
    """A new run; gives its number."""
    row = {"at": datetime.datetime.now(datetime.UTC), "who": who, "what": what, "program": program}
    return _insert(connection, runs, [row])[0]


def known(connection: sa.Connection, report: str, coder: str) -> bool:
    """Whether this coder's records of the report are there."""
    found = sa.select(codings.c.seq).where(codings.c.report == report, codings.c.coder == coder)
    return connection.execute(found).first() is not None


def add(connection: sa.Connection, coding: Coding, coder: str, run: int) -> Added:
    """Adds one report with what it gave, in the transaction that is open."""
    published = coding.reading.published or coding.report.published
    report = msgspec.structs.replace(coding.report, published=published)
    fate, copy_of = _add_report(connection, report, run)
    seq = _add_coding(connection, report.id, coder, run)
    if seq is None:
        return Added(report=report.id, fate="known")
    if fate == "known":
        fate = "recoded"
        _retire(connection, report.id, f"coded anew by {coder}", run, but=seq)
    cut = {(s.start, s.end): words.of_tokens(report.text, s.tokens) for s in coding.reading.sentences}
    copy = copy_of is not None
    add_events(connection, coding.events, coding=seq, report=report, published=published, cut=cut, copy=copy)
    _add_notes(connection, coding, seq)
    return Added(report=report.id, fate=fate, coding=seq, events=len(coding.events), copy_of=copy_of)


def add_foreign(connection: sa.Connection, found: Sequence[ForeignEvent], coder: str, run: int) -> int:
    """Adds events of another tool, without those that are there as they are; gives how many were new."""
    ids = [event.id for event in found]
    there = set()
    for at in range(0, len(ids), 500):
        asked = sa.select(events.c.id).where(events.c.id.in_(ids[at : at + 500]))
        there |= set(connection.execute(asked).scalars())
    new = list({event.id: event for event in found if event.id not in there}.values())
    if new:
        seq = _insert(connection, codings, [{"report": None, "coder": coder, "run": run}])[0]
        add_events(connection, new, coding=seq)
    return len(new)


def add_events(
    connection: sa.Connection,
    found: Sequence[Event | ForeignEvent],
    *,
    coding: int,
    report: Report | None = None,
    published: datetime.date | None = None,
    cut: dict[tuple[int, int], str] | None = None,
    copy: bool = False,
    judgement: int | None = None,
) -> list[int]:
    """Adds event rows with their parties and dyads; gives their numbers.

    `cut` has the words of each sentence; `copy` says whether the report is a near copy of another.
    """
    if not found:
        return []
    places = {} if report is None else _add_sentences(connection, report, found, cut or {})
    of: list[Row] = []
    for event in found:
        day = event.published if isinstance(event, ForeignEvent) else published
        row = rows.event_row(event, report, day)
        span = None if isinstance(event, ForeignEvent) else (event.sentence.start, event.sentence.end)
        of.append(
            row
            | {
                "coding": coding,
                "report": report.id if report else None,
                "sentence": places.get(span) if span else None,
                "judgement": judgement,
                "copy": copy,
            }
        )
    numbers = _insert(connection, events, of)
    _insert_all(
        connection, parties, (p | {"event": n} for n, e in _numbered(numbers, found) for p in rows.party_rows(e))
    )
    days = (row["day"] for row in of)
    pairs = (
        dyad | {"event": number}
        for (number, event), day in zip(_numbered(numbers, found), days, strict=True)
        for dyad in rows.dyad_rows(event, day)
    )
    _insert_all(connection, dyads, pairs)
    return numbers


# --- the report ---------------------------------------------------------------------------------------


def _add_report(connection: sa.Connection, report: Report, run: int) -> tuple[Fate, str | None]:
    asked = sa.select(reports.c.copy_of).where(reports.c.id == report.id)
    found = connection.execute(asked).first()
    if found is not None:
        return "known", found.copy_of
    parts = copies.threes(report.text)
    sketch = copies.bands(parts)
    place = _place(connection, report, parts, sketch)
    row = rows.report_row(report) | place._asdict() | {"run": run}
    inserted = connection.execute(_dialect(connection).insert(reports).values(row).on_conflict_do_nothing())
    if not inserted.rowcount:  # another program was faster
        return "known", None
    _insert_all(connection, bands, ({"band": n, "sketch": s, "report": report.id} for n, s in enumerate(sketch)))
    if place.replaces is not None:
        _retire(connection, place.replaces, f"the report was changed: version {place.version}", run)
        return "version", place.copy_of
    return "added", place.copy_of


def _place(connection: sa.Connection, report: Report, parts: frozenset[str], sketch: list[int]) -> Place:
    """The item that it is a version of, and what it copies."""
    item = report.url or "/".join(filter(None, (report.outlet, report.source_id))) or report.id
    last = connection.execute(
        sa.select(reports).where(reports.c.item == item).order_by(reports.c.version.desc()).limit(1)
    ).first()
    if last is not None:
        alike = copies.likeness(parts, copies.threes(last.text)) >= _SAME_ITEM
        if report.url or alike:
            return Place(item, last.version + 1, last.id, last.copy_of, last.likeness)
        item = f"{item}#{report.id}"
    copied, share = _copied(connection, parts, sketch)
    return Place(item, 1, None, copied, share)


def _copied(connection: sa.Connection, parts: frozenset[str], sketch: list[int]) -> tuple[str | None, float | None]:
    """The first report that this one is a near copy of, and how alike they are."""
    if not sketch:
        return None, None
    same = [(bands.c.band == n) & (bands.c.sketch == s) for n, s in enumerate(sketch)]
    near = sa.select(bands.c.report).where(sa.or_(*same)).distinct()
    asked = sa.select(reports.c.id, reports.c.text, reports.c.copy_of).where(reports.c.id.in_(near))
    best: tuple[float, str] | None = None
    for other in connection.execute(asked):
        share = copies.likeness(parts, copies.threes(other.text))
        if share >= copies.ENOUGH and (best is None or share > best[0]):
            best = (share, other.copy_of or other.id)
    return (None, None) if best is None else (best[1], round(best[0], 3))


def _add_coding(connection: sa.Connection, report: str, coder: str, run: int) -> int | None:
    """The number of a new coding, None where this coder's is there."""
    new = _dialect(connection).insert(codings).values(report=report, coder=coder, run=run)
    row = connection.execute(new.on_conflict_do_nothing().returning(codings.c.seq)).first()
    return None if row is None else int(row.seq)


def _retire(connection: sa.Connection, report: str, why: str, run: int, *, but: int | None = None) -> None:
    """No coding of the report stands any more, but for one."""
    asked = sa.select(codings.c.seq).where(codings.c.report == report)
    old = [seq for seq in connection.execute(asked).scalars() if seq != but]
    _insert_all(connection, standings, ({"coding": seq, "stands": False, "why": why, "run": run} for seq in old))


# --- what it gave -------------------------------------------------------------------------------------


def _add_sentences(
    connection: sa.Connection,
    report: Report,
    found: Iterable[Event | ForeignEvent],
    cut: dict[tuple[int, int], str],
) -> dict[tuple[int, int], int]:
    """The number of each sentence that holds an event."""
    asked = sa.select(sentences.c.start, sentences.c.end, sentences.c.seq).where(sentences.c.report == report.id)
    there = {(row.start, row.end): row.seq for row in connection.execute(asked)}
    spans = [(e.sentence.start, e.sentence.end) for e in found if isinstance(e, Event)]
    new = [span for span in dict.fromkeys(spans) if span not in there]
    of = [{"report": report.id, "start": s, "end": e, "words": cut.get((s, e), "")} for s, e in new]
    return there | dict(zip(new, _insert(connection, sentences, of), strict=True))


def _add_notes(connection: sa.Connection, coding: Coding, seq: int) -> None:
    given: dict[str, Sequence[rows.Note]] = {
        "statement": coding.statements,
        "condition": coding.conditions,
        "link": coding.links,
        "topic": coding.agenda,
    }
    of = [pair for kind, found in given.items() for pair in rows.note_rows(kind, found)]
    numbers = _insert(connection, notes, [row | {"coding": seq, "report": coding.report.id} for row, _ in of])
    named = (p | {"note": number} for number, (_, named) in zip(numbers, of, strict=True) for p in named)
    _insert_all(connection, note_parties, named)


# --- SQL ----------------------------------------------------------------------------------------------


def _dialect(connection: sa.Connection) -> Any:
    """The module whose `insert` knows ON CONFLICT."""
    return postgresql if connection.dialect.name == "postgresql" else sqlite


def _insert(connection: sa.Connection, table: sa.Table, of: Sequence[Row]) -> list[int]:
    """Adds rows and gives their numbers, in their order."""
    if not of:
        return []
    new = sa.insert(table).returning(table.c.seq, sort_by_parameter_order=True)
    return [int(seq) for seq in connection.execute(new, list(of)).scalars()]


def _insert_all(connection: sa.Connection, table: sa.Table, of: Iterable[Row]) -> None:
    listed = list(of)
    if listed:
        connection.execute(sa.insert(table), listed)


def _numbered(numbers: Sequence[int], found: Sequence[Event | ForeignEvent]) -> zip[tuple[int, Event | ForeignEvent]]:
    return zip(numbers, found, strict=True)
