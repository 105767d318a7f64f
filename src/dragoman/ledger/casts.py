"""Who is in events and where they are, and where reports tell of a pair: what stands around the tellings of a relation.

Everything is asked for by the numbers of rows, or by reports, some hundreds at a time.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from dragoman.ledger import rows
from dragoman.ledger.placing import among
from dragoman.ledger.query import coding_stands, stands, story_of
from dragoman.ledger.schema import dyads, events, note_parties, notes, parties, reports, sentences
from dragoman.model import Condition, Link, Span, Statement, Topic

Pair = tuple[str, str]


class Seat(NamedTuple):
    """Somebody in an event row: an actor (`a`) or a recipient (`r`); `party` is None where nobody can know."""

    event: int
    role: str
    party: str | None
    sector: str | None
    name: str
    person: str | None
    office: str | None


class Scene(NamedTuple):
    """Where the event of a row was."""

    event: int
    place: str
    country: str | None


class Wording(NamedTuple):
    """The sentence of an event row in its report; `forms` are its words in every spelling (`words.py`)."""

    event: int
    report: str
    start: int
    end: int
    text: str
    forms: str
    language: str | None


class Passage(NamedTuple):
    """A sentence that tells an event of a pair, or the words of a statement, condition or link about it.

    A foreign event has no report and no span; `event`, `story` and `contexts` are an event's only.
    """

    report: str | None
    start: int | None
    end: int | None
    event: str | None = None
    story: str | None = None
    contexts: tuple[str, ...] = ()
    day: datetime.date | None = None
    language: str | None = None
    outlet: str | None = None


class Imprint(NamedTuple):
    """Who published a report, in which language, when."""

    report: str
    language: str | None
    outlet: str | None
    published: datetime.date | None


# --- events by their rows -----------------------------------------------------------------------------


def seats(connection: sa.Connection, of: Iterable[int]) -> list[Seat]:
    """Who is in event rows."""
    columns = ("event", "role", "party", "sector", "name", "person", "office")
    found = among(connection, sa.select(*(parties.c[name] for name in columns)), parties.c.event, of)
    return [Seat(*row) for row in found]


def scenes(connection: sa.Connection, of: Iterable[int]) -> list[Scene]:
    """Where event rows were, for those of which it is told."""
    asked = sa.select(events.c.seq, events.c.place, events.c.place_country).where(events.c.place.is_not(None))
    return [Scene(*row) for row in among(connection, asked, events.c.seq, of)]


def wordings(connection: sa.Connection, of: Iterable[int]) -> list[Wording]:
    """The sentences of event rows; foreign events have none."""
    text = sa.func.substr(reports.c.text, sentences.c.start + 1, sentences.c.end - sentences.c.start)
    own = (sentences.c.report, sentences.c.start, sentences.c.end)
    asked = sa.select(events.c.seq, *own, text, sentences.c.words, reports.c.language)
    asked = asked.join(sentences, sentences.c.seq == events.c.sentence).join(
        reports, reports.c.id == sentences.c.report
    )
    return [Wording(*row) for row in among(connection, asked, events.c.seq, of)]


# --- where reports tell of a pair -----------------------------------------------------------------------


def passages(connection: sa.Connection, pair: Pair) -> list[Passage]:
    """Where reports tell of a pair, whatever came of it, near copies left out."""
    return _of_events(connection, pair) + _of_notes(connection, pair)


def _of_events(connection: sa.Connection, pair: Pair) -> list[Passage]:
    columns = (
        events.c.report,
        sentences.c.start,
        sentences.c.end,
        events.c.id,
        sa.func.coalesce(story_of(), events.c.id),
        events.c.contexts,
        events.c.day,
        events.c.language,
        sa.func.coalesce(events.c.outlet, events.c.foreign),
    )
    asked = sa.select(*columns).outerjoin(sentences, sentences.c.seq == events.c.sentence)
    asked = asked.where(events.c.seq.in_(sa.select(dyads.c.event).where(_between(pair))), stands(), ~events.c.copy)
    found = connection.execute(asked.order_by(events.c.seq))
    return [Passage(*row)._replace(contexts=tuple(row.contexts.split())) for row in found]


def _of_notes(connection: sa.Connection, pair: Pair) -> list[Passage]:
    one, other = note_parties.alias(), note_parties.alias()
    both = sa.select(one.c.note).join(other, other.c.note == one.c.note)
    both = both.where(one.c.party == pair[0], other.c.party == pair[1])
    asked = sa.select(notes.c.report, notes.c.kind, notes.c.body).join(reports, reports.c.id == notes.c.report)
    asked = asked.where(notes.c.seq.in_(both), coding_stands(notes.c.coding), reports.c.copy_of.is_(None))
    found = []
    for row in connection.execute(asked.order_by(notes.c.seq)):
        note = msgspec.json.decode(row.body, type=rows.KINDS[row.kind])
        if frozenset(pair) in _about(note):
            found.append(Passage(row.report, note.start, note.end))
    return found


def _about(note: rows.Note) -> set[frozenset[str | None]]:
    """Which pairs a note is about."""
    match note:
        case Statement():
            return {frozenset(pair) for pair in note.about}
        case Link():
            return {frozenset(note.of), frozenset(note.on)}
        case Condition(holder=holder, party=party) if holder is not None and party is not None:
            return {frozenset((rows.party_of(holder.actor), rows.party_of(party.actor)))}
        case _:
            return set()


def _between(pair: Pair) -> sa.ColumnElement[bool]:
    there = sa.and_(dyads.c.actor == pair[0], dyads.c.recipient == pair[1])
    return sa.or_(there, sa.and_(dyads.c.actor == pair[1], dyads.c.recipient == pair[0]))


# --- reports by their ids -------------------------------------------------------------------------------


def elsewhere(connection: sa.Connection, pair: Pair, of: Iterable[str]) -> list[tuple[str, Span]]:
    """The sentences in which reports tell events of other pairs and not of this one, each event once."""
    own = sa.exists().where(dyads.c.event == events.c.seq, _between(pair))
    other = sa.exists().where(dyads.c.event == events.c.seq, dyads.c.actor != dyads.c.recipient)
    asked = sa.select(events.c.report, sentences.c.start, sentences.c.end)
    asked = asked.join(sentences, sentences.c.seq == events.c.sentence).where(~own, other, stands())
    found = among(connection, asked, events.c.report, of)
    return [(row.report, Span(start=row.start, end=row.end)) for row in found]


def notes_elsewhere(connection: sa.Connection, pair: Pair, of: Iterable[str]) -> list[tuple[str, Span]]:
    """The words of statements, conditions and links in reports that are about other pairs and not about this one."""
    asked: sa.Select[Any] = sa.select(notes.c.report, notes.c.kind, notes.c.body)
    asked = asked.where(_kind() != "topic", coding_stands(notes.c.coding))
    found = []
    for report, kind, body in among(connection, asked, notes.c.report, of):
        note = msgspec.json.decode(body, type=rows.KINDS[kind])
        about = _about(note)
        if about and frozenset(pair) not in about:
            found.append((report, Span(start=note.start, end=note.end)))
    return found


def topics(connection: sa.Connection, of: Iterable[str]) -> list[tuple[str, Topic]]:
    """The matters that reports name."""
    asked: sa.Select[Any] = sa.select(notes.c.report, notes.c.body)
    asked = asked.where(_kind() == "topic", coding_stands(notes.c.coding))
    decode = msgspec.json.Decoder(Topic).decode
    return [(report, decode(body)) for report, body in among(connection, asked, notes.c.report, of)]


def _kind() -> sa.ColumnElement[str]:
    """The kind of a note, not to be found by: SQLite would go through all topics rather than those of some reports."""
    return notes.c.kind.concat("")


def imprints(connection: sa.Connection, of: Iterable[str]) -> list[Imprint]:
    """Who published reports, in which language, when."""
    asked = sa.select(*(reports.c[name] for name in ("id", "language", "outlet", "published")))
    return [Imprint(*row) for row in among(connection, asked, reports.c.id, of)]


def texts(connection: sa.Connection, of: Iterable[str]) -> dict[str, str]:
    """The texts of reports."""
    found = among(connection, sa.select(reports.c.id, reports.c.text), reports.c.id, of)
    return {row.id: row.text for row in found}
