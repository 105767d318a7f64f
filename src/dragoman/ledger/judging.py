"""What reviewers decide: rows with who, when and why. Undoing is another row.

A verdict is on an event's id, which is the same under every coder. It holds when the report is coded anew: what was
rejected stays rejected, what was corrected stays corrected, what was accepted stays though the coder has lost it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from dragoman.errors import LedgerError, UnknownRecord
from dragoman.ledger import rows
from dragoman.ledger.query import ON_RECORDS, coding_stands, stands, stands_itself
from dragoman.ledger.schema import bodies, codings, events, judgements, memberships, reports, standings
from dragoman.ledger.writing import NewEvent, add_events
from dragoman.model import Event, ForeignEvent, Record

Verdict = Literal["accept", "correct", "reject", "merge", "split", "settle", "undo"]
_NUMBERS = 2**63  # where a database's numbers end
_PAST = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}

Correct = Callable[[Event], Event]


class Judgement(Record, frozen=True):
    """A reviewer's decision as it was written down."""

    seq: int
    event: str
    verdict: Verdict
    change: dict[str, Any] | None
    undoes: int | None
    why: str | None
    who: str


def accept(connection: sa.Connection, event: str, *, who: str, why: str | None, run: int) -> int:
    """The record is right as it stands."""
    row = standing_row(connection, event)
    seq = write(connection, event, "accept", None, who=who, why=why, run=run)
    _say(connection, row.seq, True, f"accepted by {who}", judgement=seq, run=run)
    _settle(connection, event, f"accepted by {who}", judgement=seq, run=run)
    return seq


def reject(connection: sa.Connection, event: str, *, who: str, why: str | None, run: int) -> int:
    """The report tells of no such event."""
    standing_row(connection, event)
    seq = write(connection, event, "reject", None, who=who, why=why, run=run)
    _settle(connection, event, f"rejected by {who}", judgement=seq, run=run)
    return seq


def correct(
    connection: sa.Connection, event: str, change: dict[str, Any], by: Correct, *, who: str, why: str | None, run: int
) -> int:
    """Another record in its place, with `change` as the reviewer wrote it and `by` what makes the new record."""
    row = standing_row(connection, event)
    old = rows.event_of(row.body, row.foreign)
    if isinstance(old, ForeignEvent):
        raise LedgerError("foreign events can be accepted or rejected, not corrected", event, "code the report itself")
    new = by(old)
    if msgspec.structs.replace(new, evidence=old.evidence) == old:
        raise LedgerError("the correction changes nothing", event, "name a field and what it should be")
    seq = write(connection, event, "correct", change, who=who, why=why, run=run)
    _place(connection, new, row, _coding_now(connection, row), f"as corrected by {who}", judgement=seq, run=run)
    _settle(connection, event, f"corrected by {who}", judgement=seq, run=run)
    return seq


def undo(connection: sa.Connection, judgement: int, *, who: str, why: str | None, run: int) -> int:
    """Takes a judgement back: what was said before it holds again, events return to their stories.

    Raises UnknownRecord where there is none of that number, LedgerError where it is undone or was built upon.
    """
    found = None
    if 0 < judgement < _NUMBERS:
        found = connection.execute(sa.select(judgements).where(judgements.c.seq == judgement)).first()
    if found is None:
        raise UnknownRecord(f"there is no judgement {judgement}", fix="see: dragoman history EVENT")
    if found.verdict == "undo":
        raise LedgerError(f"judgement {judgement} undoes another, and an undoing can't be undone", fix="judge anew")
    if connection.execute(sa.select(judgements.c.seq).where(judgements.c.undoes == judgement)).first():
        raise LedgerError(f"judgement {judgement} is undone already", fix="see: dragoman history EVENT")
    later = last_verdict(connection, found.event)
    if found.verdict in ON_RECORDS and later is not None and later.seq != judgement:
        raise LedgerError(f"judgement {later.seq} was made after it", found.event, f"undo that one first: {later.seq}")
    seq = write(connection, found.event, "undo", None, who=who, why=why, run=run, undoes=judgement)
    if found.verdict in ON_RECORDS:
        _settle(connection, found.event, f"judgement {judgement} was undone by {who}", judgement=seq, run=run)
    _restore_stories(connection, judgement, seq, who, run)
    return seq


def uphold(connection: sa.Connection, report: str, run: int) -> None:
    """After a report was coded anew: what reviewers judged of it holds in the new coding too."""
    judged = sa.select(judgements.c.event).where(judgements.c.verdict.in_(ON_RECORDS))
    asked = sa.select(events.c.id).where(events.c.report == report, events.c.id.in_(judged)).distinct()
    for event in connection.execute(asked).scalars().all():
        verdict = last_verdict(connection, event)
        if verdict is not None:
            why = f"{_PAST[verdict.verdict]} by {verdict.who}, kept when the report was coded anew"
            _settle(connection, event, why, judgement=verdict.seq, run=run)


def last_verdict(connection: sa.Connection, event: str, among: tuple[str, ...] = ON_RECORDS) -> sa.Row[Any] | None:
    """The last verdict of these kinds on an event's record that wasn't undone."""
    undone = sa.select(judgements.c.undoes).where(judgements.c.undoes.is_not(None))
    found = sa.select(judgements).where(
        judgements.c.event == event, judgements.c.verdict.in_(among), judgements.c.seq.not_in(undone)
    )
    return connection.execute(found.order_by(judgements.c.seq.desc()).limit(1)).first()


def standing_row(connection: sa.Connection, event: str) -> sa.Row[Any]:
    """The row of an event that holds now, else what would hold without a rejection, else the last there was.

    Raises UnknownRecord where there is none.
    """
    asked = _whole().where(events.c.id == event).order_by(events.c.seq.desc())
    row = connection.execute(asked.where(stands())).first()
    if row is not None:
        return row
    last = connection.execute(asked.where(events.c.judgement.is_(None))).first()
    if last is None:
        raise UnknownRecord(f"there is no event {event!r}", fix="see: dragoman events")
    verdict = last_verdict(connection, event, ("accept", "correct"))
    return _record(connection, event, verdict, _coding_now(connection, last)) or last


def write_story(
    connection: sa.Connection,
    event: str,
    verdict: Verdict,
    change: dict[str, Any],
    *,
    who: str,
    why: str | None,
    run: int,
) -> int:
    """A judgement about the story that an event is in."""
    standing_row(connection, event)
    return write(connection, event, verdict, change, who=who, why=why, run=run)


def write(
    connection: sa.Connection,
    event: str,
    verdict: Verdict,
    change: dict[str, Any] | None,
    *,
    who: str,
    why: str | None,
    run: int,
    undoes: int | None = None,
) -> int:
    """A judgement's row; gives its number. `event` is the id of what is judged."""
    row = {"event": event, "verdict": verdict, "change": change, "undoes": undoes, "why": why, "who": who, "run": run}
    return int(connection.execute(sa.insert(judgements).values(row).returning(judgements.c.seq)).scalar_one())


# --- rows ---------------------------------------------------------------------------------------------


def _whole() -> sa.Select[Any]:
    """Event rows with their records."""
    return sa.select(events, bodies.c.body).join(bodies, bodies.c.event == events.c.seq)


def _say(connection: sa.Connection, row: int, stands_: bool, why: str, *, judgement: int, run: int) -> None:
    """From now on the event row stands, or doesn't."""
    values = {"event": row, "stands": stands_, "why": why, "judgement": judgement, "run": run}
    connection.execute(sa.insert(standings).values(values))


def _place(
    connection: sa.Connection,
    event: Event | ForeignEvent,
    like: Any,
    coding: int,
    why: str,
    *,
    judgement: int,
    run: int,
) -> None:
    """A judged record as a row of a coding, in the place of the row `like`."""
    found = connection.execute(sa.select(reports).where(reports.c.id == like.report)).first()
    report = None if found is None else rows.report_of(found)
    day = like.day if like.precision is None else (report.published if report else None)
    row = NewEvent(event, coding, report, day, copy=like.copy, judgement=judgement)
    _say(connection, add_events(connection, [row])[0], True, why, judgement=judgement, run=run)


def _settle(connection: sa.Connection, event: str, why: str, *, judgement: int, run: int) -> None:
    """Makes the record stand that the last verdict asks for, in the coding that holds, and no other one of it."""
    some = connection.execute(sa.select(events).where(events.c.id == event).limit(1)).one()
    coding = _coding_now(connection, some)
    verdict = last_verdict(connection, event)
    wanted = None
    if verdict is None or verdict.verdict != "reject":
        wanted = _record(connection, event, verdict, coding)
    if wanted is not None and verdict is not None and wanted.coding != coding:
        record = rows.event_of(wanted.body, wanted.foreign)
        _place(connection, record, wanted, coding, why, judgement=verdict.seq, run=run)
        wanted = _record(connection, event, verdict, coding)
    number = None if wanted is None else wanted.seq
    asked = sa.select(events.c.seq, stands_itself().label("stands")).where(
        events.c.id == event, events.c.coding == coding
    )
    for row in connection.execute(asked).all():
        if row.stands != (row.seq == number):
            _say(connection, row.seq, row.seq == number, why, judgement=judgement, run=run)


def _record(connection: sa.Connection, event: str, verdict: sa.Row[Any] | None, coding: int) -> sa.Row[Any] | None:
    """The row that a verdict is about, that of this coding if there is one; without a verdict the coder's own.

    A record that was accepted as its coder gave it is whatever the coding that holds makes of it.
    """
    asked = _whole().where(events.c.id == event).order_by(events.c.seq.desc())
    of_coder = connection.execute(asked.where(events.c.coding == coding, events.c.judgement.is_(None))).first()
    if verdict is None:
        return of_coder
    said = sa.select(standings.c.event).where(standings.c.judgement == verdict.seq, standings.c.stands)
    first = _whole().where(events.c.seq == said.order_by(standings.c.seq).limit(1).scalar_subquery())
    judged = connection.execute(first).one()
    if verdict.verdict == "accept" and judged.judgement is None and of_coder is not None:
        return of_coder
    kept = connection.execute(asked.where(events.c.coding == coding, events.c.judgement == verdict.seq)).first()
    return kept or judged


def _coding_now(connection: sa.Connection, row: sa.Row[Any]) -> int:
    """The coding of a row's report that holds, else the last one; of a foreign event its own."""
    if row.report is None:
        return int(row.coding)
    asked = sa.select(codings.c.seq).where(codings.c.report == row.report).order_by(codings.c.seq.desc()).limit(1)
    found = connection.execute(asked.where(coding_stands(codings.c.seq))).scalar()
    return int(found if found is not None else connection.execute(asked).scalar_one())


def _restore_stories(connection: sa.Connection, judgement: int, undoing: int, who: str, run: int) -> None:
    """Puts events back into the stories that they were in before a merge or split."""
    moved = sa.select(memberships).where(memberships.c.judgement == judgement).order_by(memberships.c.seq)
    for row in connection.execute(moved).all():
        before = sa.select(memberships.c.story).where(memberships.c.event == row.event, memberships.c.seq < row.seq)
        story = connection.execute(before.order_by(memberships.c.seq.desc()).limit(1)).scalar() or row.event
        values = {
            "event": row.event,
            "story": story,
            "reason": f"judgement {judgement} was undone by {who}",
            "judgement": undoing,
            "run": run,
        }
        connection.execute(sa.insert(memberships).values(values))
