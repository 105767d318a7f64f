"""Adds codings, a batch in each transaction: what is known already is passed over.

Only one program writes at a time (`store.py`): who comes second finds the first one's rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec
import sqlalchemy as sa

from dragoman.ledger import placing, rows, words
from dragoman.ledger.placing import Placed
from dragoman.ledger.rows import Row
from dragoman.ledger.schema import (
    bands,
    bodies,
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


class Added(Record, frozen=True):
    """What became of one report: new, a new version of a known one, coded anew, or known already."""

    report: str
    fate: Fate
    coding: int | None = None
    events: int = 0
    copy_of: str | None = None


def begin(connection: sa.Connection, who: str, what: str, program: str) -> int:
    """A new run; gives its number."""
    row = {"at": datetime.datetime.now(datetime.UTC), "who": who, "what": what, "program": program}
    return _insert(connection, runs, [row])[0]


def known(connection: sa.Connection, report: str, coder: str) -> bool:
    """Whether this coder's records of the report are there."""
    found = sa.select(codings.c.seq).where(codings.c.report == report, codings.c.coder == coder)
    return connection.execute(found).first() is not None


class NewEvent(NamedTuple):
    """An event to be added: the coding it belongs to, its report, the report's day, its sentence's words."""

    event: Event | ForeignEvent
    coding: int
    report: Report | None = None
    day: datetime.date | None = None
    words: str = ""
    copy: bool = False
    judgement: int | None = None


def add(connection: sa.Connection, found: Sequence[Coding], coder: str, run: int) -> list[Added]:
    """Adds reports with what they gave, in the transaction that is open; what is known already is passed over."""
    listed = {coding.report.id: _dated(coding) for coding in found}
    there = placing.there(connection, listed)
    asked = sa.select(codings.c.report).where(codings.c.coder == coder, codings.c.report.in_(listed))
    coded = set(connection.execute(asked).scalars())
    placed = placing.place(connection, [c.report for id, c in listed.items() if id not in there])
    _add_reports(connection, placed, run)
    new = [coding for id, coding in listed.items() if id not in coded]
    numbers = _insert(connection, codings, [{"report": c.report.id, "coder": coder, "run": run} for c in new])
    seqs = {coding.report.id: seq for coding, seq in zip(new, numbers, strict=True)}
    places = {one.report.id: one.place for one in placed}
    for one in placed:
        if one.place.replaces is not None:
            why = f"the report was changed: version {one.place.version} is {one.report.id}"
            _retire(connection, one.place.replaces, why, run)
    for report in there.keys() & seqs.keys():
        _retire(connection, report, f"coded anew by {coder}", run, but=seqs[report])
        if placing.was_replaced(connection, report):
            _retire(connection, report, "the report was changed since", run)
    copied = there | {id: place.copy_of for id, place in places.items()}
    add_events(connection, [one for coding in new for one in _new_events(coding, seqs, copied)])
    _add_notes(connection, new, seqs)
    fates = []
    for coding in found:
        id = coding.report.id
        seq = seqs.pop(id, None)
        if seq is None:
            fates.append(Added(report=id, fate="known"))
            continue
        place = places.get(id)
        fate: Fate = "recoded" if place is None else "version" if place.replaces else "added"
        fates.append(Added(report=id, fate=fate, coding=seq, events=len(coding.events), copy_of=copied[id]))
    return fates


def add_foreign(connection: sa.Connection, found: Sequence[ForeignEvent], coder: str, run: int) -> int:
    """Adds events of another tool, without those that are there already; gives how many were new."""
    ids = [event.id for event in found]
    there = {row.id for row in placing.among(connection, sa.select(events.c.id), events.c.id, ids)}
    new = list({event.id: event for event in found if event.id not in there}.values())
    if new:
        seq = _insert(connection, codings, [{"report": None, "coder": coder, "run": run}])[0]
        add_events(connection, [NewEvent(event, seq, day=event.published) for event in new])
    return len(new)


def add_events(connection: sa.Connection, new: Sequence[NewEvent]) -> list[int]:
    """Adds event rows with their sentences, parties and dyads; gives their numbers."""
    places = _add_sentences(connection, new)
    of: list[Row] = []
    for one in new:
        report = one.report.id if one.report else None
        row = rows.event_row(one.event, one.report, one.day)
        row |= {"coding": one.coding, "report": report, "sentence": places.get(_sentence(one))}
        of.append(row | {"judgement": one.judgement, "copy": one.copy})
    numbers = _insert(connection, events, of)
    whole = ({"event": number, "body": rows.encoded(one.event)} for number, one in zip(numbers, new, strict=True))
    _insert_all(connection, bodies, whole)
    named, pairs = [], []
    for number, one in zip(numbers, new, strict=True):
        named += [party | {"event": number} for party in rows.party_rows(one.event)]
        pairs += [dyad | {"event": number} for dyad in rows.dyad_rows(one.event)]
    _insert_all(connection, parties, named)
    _insert_all(connection, dyads, pairs)
    return numbers


# --- reports ------------------------------------------------------------------------------------------


def _dated(coding: Coding) -> Coding:
    """The coding of a report with the day of publication that reading found in its text."""
    published = coding.reading.published or coding.report.published
    report = msgspec.structs.replace(coding.report, published=published)
    return msgspec.structs.replace(coding, reading=msgspec.structs.replace(coding.reading, report=report))


def _add_reports(connection: sa.Connection, placed: Sequence[Placed], run: int) -> None:
    _insert_all(
        connection, reports, (rows.report_row(one.report) | one.place._asdict() | {"run": run} for one in placed)
    )
    _insert_all(
        connection, bands, ({"sketch": n, "report": one.report.id} for one in placed for n in dict.fromkeys(one.sketch))
    )


def _retire(connection: sa.Connection, report: str, why: str, run: int, *, but: int | None = None) -> None:
    """No coding of the report stands any more, but for one."""
    asked = sa.select(codings.c.seq).where(codings.c.report == report)
    old = [seq for seq in connection.execute(asked).scalars() if seq != but]
    _insert_all(connection, standings, ({"coding": seq, "stands": False, "why": why, "run": run} for seq in old))


# --- what they gave -----------------------------------------------------------------------------------


def _new_events(coding: Coding, seqs: dict[str, int], copied: dict[str, str | None]) -> Iterator[NewEvent]:
    report = coding.report
    spans = {(event.sentence.start, event.sentence.end) for event in coding.events}
    cut = {(s.start, s.end): s.tokens for s in coding.reading.sentences}
    searched = {span: words.of_tokens(report.text, cut.get(span, ())) for span in spans}
    copy = copied[report.id] is not None
    for event in coding.events:
        found = searched[event.sentence.start, event.sentence.end]
        yield NewEvent(event, seqs[report.id], report, report.published, found, copy)


def _sentence(one: NewEvent) -> tuple[str, int, int] | None:
    """Which sentence an event stands in."""
    if one.report is None or isinstance(one.event, ForeignEvent):
        return None
    return one.report.id, one.event.sentence.start, one.event.sentence.end


def _add_sentences(connection: sa.Connection, new: Sequence[NewEvent]) -> dict[tuple[str, int, int] | None, int]:
    """The number of each sentence that holds an event; those of a report that was coded before are there."""
    wanted = {place: one.words for one in new if (place := _sentence(one)) is not None}
    table = sentences.c
    asked = sa.select(table.report, table.start, table.end, table.seq).where(
        table.report.in_({place[0] for place in wanted})
    )
    found: dict[tuple[str, int, int] | None, int] = {}
    for row in connection.execute(asked):
        found[row.report, row.start, row.end] = row.seq
    missing = [place for place in wanted if place not in found]
    of = [{"report": r, "start": start, "end": end, "words": wanted[r, start, end]} for r, start, end in missing]
    return found | dict(zip(missing, _insert(connection, sentences, of), strict=True))


def _add_notes(connection: sa.Connection, new: Sequence[Coding], seqs: dict[str, int]) -> None:
    of = []
    for coding in new:
        given: dict[str, Sequence[rows.Note]] = {
            "statement": coding.statements,
            "condition": coding.conditions,
            "link": coding.links,
            "topic": coding.agenda,
        }
        own = {"coding": seqs[coding.report.id], "report": coding.report.id}
        of += [(row | own, named) for kind, notes_ in given.items() for row, named in rows.note_rows(kind, notes_)]
    numbers = _insert(connection, notes, [row for row, _ in of])
    _insert_all(
        connection,
        note_parties,
        (party | {"note": number} for number, (_, named) in zip(numbers, of, strict=True) for party in named),
    )


# --- SQL ----------------------------------------------------------------------------------------------


def _insert(connection: sa.Connection, table: sa.Table, of: Sequence[Row]) -> list[int]:
    """Adds rows and gives their numbers, in their order.

    As nobody else writes meanwhile, the numbers can be given here: to ask them of the database costs a statement a row.
    """
    if not of:
        return []
    last = int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(table.c.seq), 0))).scalar_one())
    numbers = list(range(last + 1, last + 1 + len(of)))
    _insert_all(connection, table, [row | {"seq": number} for row, number in zip(of, numbers, strict=True)])
    return numbers


def _insert_all(connection: sa.Connection, table: sa.Table, of: Iterable[Row]) -> None:
    listed = list(of)
    if listed:
        connection.execute(sa.insert(table), listed)
