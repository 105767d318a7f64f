"""What is asked of a ledger: one frozen query for the command line, the API and the pages, and the SQL it becomes.

An event row stands unless the last word on it, or on its coding, says that it doesn't.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from dragoman.ledger import words
from dragoman.ledger.schema import (
    codings,
    dyads,
    events,
    judgements,
    memberships,
    note_parties,
    notes,
    parties,
    reports,
    sentences,
    standings,
)
from dragoman.model import Modality, Record, Status

Order = Literal["newest", "oldest", "surest", "doubtful"]
Copies = Literal["once", "all"]
NoteKind = Literal["statement", "condition", "link", "topic"]

ON_RECORDS = ("accept", "correct", "reject")  # of the verdicts, those on whether and how an event is recorded
_MOST = 2**62  # rows that a database can be asked for


class Query(Record, frozen=True):
    """What events (or statements, conditions, links) are asked for; None and () leave all.

    `party` is a country (ISO 3166 alpha-3), an international body (`IGO:NATO`) or, with its sector, `IRN:MIL`;
    `pair` two of them, in either direction unless `directed`. `text` is words that the sentence must hold, in any
    spelling. `place` is a country, part of a place's name, or one place as `Tripoli, LBN`. `copies`: events of near
    copies of a report are left out ("once") or told too. Days include both ends.
    """

    party: str | None = None
    pair: tuple[str, str] | None = None
    directed: bool = False
    type: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    quad: tuple[str, ...] = ()
    modality: tuple[Modality, ...] = ()
    status: tuple[Status, ...] = ()
    person: str | None = None
    place: str | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    outlet: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    confidence: float | None = None
    text: str | None = None
    foreign: bool | None = None
    report: str | None = None
    story: str | None = None
    event: tuple[str, ...] = ()
    judged: bool | None = None
    copies: Copies = "once"
    order: Order = "newest"
    limit: int | None = 50
    skip: int = 0


# --- what stands --------------------------------------------------------------------------------------


_NO, _LATER = standings.alias(), standings.alias()


def _stands(name: str, value: Any) -> sa.ColumnElement[bool]:
    """Whether the last word on a coding or an event row, if there is one, is that it stands.

    It is asked the other way round, for a database plans well for what must not be there: whether some word says no
    and none comes after it.
    """
    after = sa.exists().where(_LATER.c[name] == _NO.c[name], _LATER.c.seq > _NO.c.seq)
    said = sa.exists().where(_NO.c[name] == value, ~_NO.c.stands, ~after.correlate(_NO))
    return ~said.correlate(events, notes, codings)


@cache
def coding_stands(coding: Any) -> sa.ColumnElement[bool]:
    """Whether a coding is the one that holds."""
    return _stands("coding", coding)


@cache
def stands_itself() -> sa.ColumnElement[bool]:
    """Whether an event row holds where its coding does."""
    return _stands("event", events.c.seq)


@cache
def stands() -> sa.ColumnElement[bool]:
    """Whether an event row holds now."""
    return sa.and_(stands_itself(), coding_stands(events.c.coding))


@cache
def story_of() -> sa.ScalarSelect[str]:
    """The story that an event row is in now; NULL where it is in none."""
    last = sa.select(memberships.c.story).where(memberships.c.event == events.c.id)
    return last.order_by(memberships.c.seq.desc()).limit(1).correlate(events).scalar_subquery()


@cache
def verdict_of() -> sa.ScalarSelect[str]:
    """The last verdict on an event that wasn't undone; NULL where there is none."""
    last = sa.select(judgements.c.verdict).where(*_verdicts())
    return last.order_by(judgements.c.seq.desc()).limit(1).correlate(events).scalar_subquery()


@cache
def _judged() -> sa.ColumnElement[bool]:
    return sa.exists().where(*_verdicts()).correlate(events)


def _verdicts() -> tuple[sa.ColumnElement[bool], ...]:
    """Of an event's judgements, those that count."""
    undone = sa.select(judgements.c.undoes).where(judgements.c.undoes.is_not(None))
    counts = judgements.c.seq.not_in(undone)
    return judgements.c.event == events.c.id, judgements.c.verdict.in_(ON_RECORDS), counts


# --- events -------------------------------------------------------------------------------------------


# What each order goes by, and whether from the highest down; equals go by their numbers, the same way.
KEYS: dict[Order, tuple[sa.ColumnElement[Any], bool]] = {
    "newest": (events.c.day, True),
    "oldest": (events.c.day, False),
    "surest": (events.c.confidence, True),
    "doubtful": (sa.func.abs(events.c.confidence - 0.5), False),
}


def events_of(query: Query, *columns: Any, dialect: str = "sqlite") -> sa.Select[Any]:
    """The rows asked for, with these columns (all of them if none are named), in order, not yet cut to a page."""
    found = sa.select(*(columns or (events,))).where(*_wanted(_askable(query), dialect), stands())
    if query.copies == "once":
        found = found.where(~events.c.copy)
    return found


def ordered(found: sa.Select[Any], query: Query) -> sa.Select[Any]:
    """In the order asked for, cut to the page."""
    key, falling = KEYS[query.order]
    by = (key.desc(), events.c.seq.desc()) if falling else (key.asc(), events.c.seq.asc())
    return _page(found.order_by(by[0].nulls_last(), by[1]), query)


def _page(found: sa.Select[Any], query: Query) -> sa.Select[Any]:
    if query.limit is not None:
        found = found.limit(min(max(query.limit, 0), _MOST))
    elif query.skip:
        found = found.limit(_MOST)  # SQLite skips only where there is a limit
    return found.offset(min(max(query.skip, 0), _MOST)) if query.skip else found


def _askable(query: Query) -> Query:
    """The query without letters that no row can hold, at which a database would stop: NUL and halves of a pair."""
    changed: dict[str, Any] = {}
    for name in query.__struct_fields__:
        value = getattr(query, name)
        if isinstance(value, str):
            changed[name] = _plain(value)
        elif isinstance(value, tuple):
            changed[name] = tuple(map(_plain, value))
    return msgspec.structs.replace(query, **changed)


def _plain(text: str) -> str:
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "\ufffd")


def _wanted(query: Query, dialect: str) -> Iterator[sa.ColumnElement[bool]]:
    yield from _among(query)
    if query.party is not None:
        yield events.c.seq.in_(_with_party(query.party))
    if query.pair is not None:
        yield events.c.seq.in_(_between(*query.pair, directed=query.directed))
    for context in query.context:
        whole = context.split() == [context]  # one name; in the column they stand between blanks
        yield events.c.contexts.contains(f" {context} ", autoescape=True) if whole else sa.false()
    if query.person is not None:
        name = parties.c.person.icontains(query.person, autoescape=True)
        yield events.c.seq.in_(sa.select(parties.c.event).where(name))
    if query.place is not None:
        yield _at(query.place)
    if query.since is not None:
        yield sa.func.coalesce(events.c.until, events.c.day) >= query.since
    if query.until is not None:
        yield events.c.day <= query.until
    if query.confidence is not None:
        yield events.c.confidence >= query.confidence
    if query.foreign is not None:
        yield events.c.foreign.is_not(None) if query.foreign else events.c.foreign.is_(None)
    if query.story is not None:
        yield story_of() == query.story
    if query.judged is not None:
        yield _judged() if query.judged else ~_judged()
    if query.text is not None:
        yield events.c.sentence.in_(_sentences_with(query.text, dialect))


def _among(query: Query) -> Iterator[sa.ColumnElement[bool]]:
    """The fields where one of several values is asked for."""
    named = {
        events.c.type: tuple(kind.upper() for kind in query.type),
        events.c.mode: query.mode,
        events.c.quad: query.quad,
        events.c.modality: query.modality,
        events.c.status: query.status,
        events.c.outlet: query.outlet,
        events.c.language: query.language,
        events.c.id: query.event,
        events.c.report: () if query.report is None else (query.report,),
    }
    for column, values in named.items():
        if values:
            yield column == values[0] if len(values) == 1 else column.in_(values)


def _at(place: str) -> sa.ColumnElement[bool]:
    """In a state, by its code; at that very place (`Tripoli, LBN`); or at one with this in its name."""
    name, _, country = place.rpartition(", ")
    exact = sa.and_(events.c.place == name, events.c.place_country == country)
    return sa.or_(events.c.place_country == place.upper(), events.c.place.icontains(place, autoescape=True), exact)


def _with_party(code: str) -> sa.Select[Any]:
    found = sa.select(parties.c.event)
    if code.startswith("IGO:") or ":" not in code:
        return found.where(parties.c.party == code)
    country, sector = code.split(":", 1)
    return found.where(parties.c.party == country, parties.c.sector == sector)


def _between(one: str, other: str, *, directed: bool) -> sa.Select[Any]:
    there = sa.and_(dyads.c.actor == one, dyads.c.recipient == other)
    back = sa.and_(dyads.c.actor == other, dyads.c.recipient == one)
    return sa.select(dyads.c.event).where(there if directed else sa.or_(there, back))


def _sentences_with(text: str, dialect: str) -> sa.Select[Any]:
    """The sentences that hold a form of each word; nothing where there is no word in the text."""
    asked = words.asked(text)
    if not asked:
        return sa.select(sentences.c.seq).where(sa.false())
    if dialect == "postgresql":
        wanted = " & ".join("(" + " | ".join(f"'{_quoted(form)}'" for form in forms) + ")" for forms in asked)
        vector = sa.func.to_tsvector(sa.literal_column("'simple'"), sentences.c.words)
        query = sa.func.to_tsquery(sa.literal_column("'simple'"), wanted)
        return sa.select(sentences.c.seq).where(vector.op("@@")(query))
    wanted = " AND ".join(
        "(" + " OR ".join('"' + form.replace('"', '""') + '"' for form in forms) + ")" for forms in asked
    )
    index = sa.table("sentence_words", sa.column("rowid"), sa.column("sentence_words"))
    return sa.select(index.c.rowid).where(index.c.sentence_words.op("MATCH")(wanted))


def _quoted(form: str) -> str:
    return form.replace("\\", "\\\\").replace("'", "''")


# --- counts -------------------------------------------------------------------------------------------


def by_month(query: Query, *, dialect: str = "sqlite") -> sa.Select[Any]:
    """Month (`2024-02`), quad, number of events and sum of their scores, in order of months."""
    day = events.c.day  # cutting its text is twice as fast as SQLite's strftime
    month = sa.func.to_char(day, "YYYY-MM") if dialect == "postgresql" else sa.func.substr(day, 1, 7)
    columns = (
        month.label("month"),
        events.c.quad,
        sa.func.count().label("events"),
        sa.func.sum(events.c.score).label("score"),
    )
    found = events_of(query, *columns, dialect=dialect).where(events.c.day.is_not(None))
    return found.group_by(sa.text("1"), events.c.quad).order_by(sa.text("1"), events.c.quad)


# --- statements, conditions, links ----------------------------------------------------------------------


def notes_of(kind: NoteKind, query: Query) -> sa.Select[Any]:
    """The notes of one kind with their reports, newest first, cut to the page.

    Of the query, `party`, `pair`, `status` aside, `since`, `until`, `outlet`, `language` and `report` apply.
    """
    query = _askable(query)
    found = (
        sa.select(notes.c.kind, notes.c.body, reports)
        .join(reports, reports.c.id == notes.c.report)
        .where(notes.c.kind == kind, coding_stands(notes.c.coding))
    )
    codes = query.pair or ((query.party,) if query.party else ())
    for code in codes:
        found = found.where(notes.c.seq.in_(sa.select(note_parties.c.note).where(note_parties.c.party == code)))
    if query.copies == "once":
        found = found.where(reports.c.copy_of.is_(None))
    if query.since is not None:
        found = found.where(reports.c.published >= query.since)
    if query.until is not None:
        found = found.where(reports.c.published <= query.until)
    for column, values in ((reports.c.outlet, query.outlet), (reports.c.language, query.language)):
        if values:
            found = found.where(column.in_(values))
    if query.report is not None:
        found = found.where(reports.c.id == query.report)
    return _page(found.order_by(reports.c.published.desc().nulls_last(), notes.c.seq), query)
