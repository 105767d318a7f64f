"""What reviewers decide: rows with who, when and why. Undoing is another row.

A verdict is on an event's id, which is the same under every coder. It holds when the report is coded anew: what was
rejected stays rejected, what was corrected stays corrected, what was accepted stays though the coder has lost it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import sqlalchemy as sa

from dragoman.errors import LedgerError, UnknownRecord
from dragoman.ledger import rows
from dragoman.ledger.query import stands
from dragoman.ledger.schema import events, judgements, memberships, reports, standings
from dragoman.ledger.writing import NewEvent, add_events
from dragoman.model import Event, ForeignEvent, Record

Verdict = Literal["accept", "correct", "reject", "merge", "split", "undo"]
ON_RECORDS = ("accept", "correct", "reject")

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
    seq = _write(connection, event, "accept", None, who=who, why=why, run=run)
    _say(connection, row.seq, True, f"accepted by {who}", judgement=seq, run=run)
    return seq


def reject(connection: sa.Connection, event: str, *, who: str, why: str | None, run: int) -> int:
    """The report tells of no such event."""
    row = standing_row(connection, event)
    seq = _write(connection, event, "reject", None, who=who, why=why, run=run)
    _say(connection, row.seq, False, f"rejected by {who}", judgement=seq, run=run)
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
    if new == old:
        raise LedgerError("the correction changes nothing", event, "name a field and what it should be")
    seq = _write(connection, event, "correct", change, who=who, why=why, run=run)
    _say(connection, row.seq, False, f"corrected by {who}", judgement=seq, run=run)
    _place(connection, new, row, row.coding, f"as corrected by {who}", judgement=seq, run=run)
    return seq


def undo(connection: sa.Connection, judgement: int, *, who: str, why: str | None, run: int) -> int:
    """Takes a judgement back: what it made stand falls, what it made fall stands, events return to their stories.

    Raises UnknownRecord where there is none of that number, LedgerError where it is undone or was built upon.
    """
    found = connection.execute(sa.select(judgements).where(judgements.c.seq == judgement)).first()
    if found is None:
        raise UnknownRecord(f"there is no judgement {judgement}", fix="see: dragoman history EVENT")
    if connection.execute(sa.select(judgements.c.seq).where(judgements.c.undoes == judgement)).first():
        raise LedgerError(f"judgement {judgement} is undone already", fix="see: dragoman history EVENT")
    later = last_verdict(connection, found.event)
    if found.verdict in ON_RECORDS and later is not None and later != judgement:
        raise LedgerError(f"judgement {later} was made after it", found.event, f"undo that one first: {later}")
    seq = _write(connection, found.event, "undo", None, who=who, why=why, run=run, undoes=judgement)
    said = sa.select(standings.c.event, standings.c.stands).where(standings.c.judgement == judgement)
    first: dict[int, bool] = {}
    for row in connection.execute(said.order_by(standings.c.seq)):
        first.setdefault(row.event, row.stands)
    accepted = found.verdict == "accept"
    for event, stood in first.items():
        if not (accepted and _own_coding(connection, event)):
            _say(connection, event, not stood, f"judgement {judgement} was undone by {who}", judgement=seq, run=run)
    _restore_stories(connection, judgement, seq, who, run)
    return seq


def uphold(connection: sa.Connection, report: str, coding: int, run: int) -> None:
    """After a report was coded anew: what reviewers judged of it holds in the new coding too."""
    asked = sa.select(events.c.id).where(events.c.report == report).distinct()
    for event in connection.execute(asked).scalars().all():
        judgement = last_verdict(connection, event)
        if judgement is None:
            continue
        row = connection.execute(sa.select(judgements).where(judgements.c.seq == judgement)).one()
        mine = connection.execute(
            sa.select(events).where(events.c.id == event, events.c.coding == coding).order_by(events.c.seq.desc())
        ).first()
        if row.verdict == "reject" and mine is not None:
            _say(connection, mine.seq, False, f"rejected by {row.who}", judgement=judgement, run=run)
        elif row.verdict == "correct" or (row.verdict == "accept" and mine is None):
            if mine is not None:
                _say(connection, mine.seq, False, f"corrected by {row.who}", judgement=judgement, run=run)
            last = _judged_row(connection, event, judgement, coding)
            why = f"{row.verdict}ed by {row.who}, kept when the report was coded anew"
            _place(connection, rows.event_of(last.body, last.foreign), last, coding, why, judgement=judgement, run=run)


def last_verdict(connection: sa.Connection, event: str) -> int | None:
    """The number of the verdict on an event's record that holds."""
    undone = sa.select(judgements.c.undoes).where(judgements.c.undoes.is_not(None))
    found = sa.select(judgements.c.seq).where(
        judgements.c.event == event, judgements.c.verdict.in_(ON_RECORDS), judgements.c.seq.not_in(undone)
    )
    number = connection.execute(found.order_by(judgements.c.seq.desc()).limit(1)).scalar()
    return None if number is None else int(number)


def standing_row(connection: sa.Connection, event: str) -> sa.Row[Any]:
    """The row of an event that holds now, else the last one there was. Raises UnknownRecord where there is none."""
    asked = sa.select(events).where(events.c.id == event).order_by(events.c.seq.desc())
    row = connection.execute(asked.where(stands())).first() or connection.execute(asked).first()
    if row is None:
        raise UnknownRecord(f"there is no event {event!r}", fix="see: dragoman events")
    return row


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
    return _write(connection, event, verdict, change, who=who, why=why, run=run)


# --- rows ---------------------------------------------------------------------------------------------


def _write(
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
    row = {"event": event, "verdict": verdict, "change": change, "undoes": undoes, "why": why, "who": who, "run": run}
    return int(connection.execute(sa.insert(judgements).values(row).returning(judgements.c.seq)).scalar_one())


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


def _judged_row(connection: sa.Connection, event: str, judgement: int, coding: int) -> sa.Row[Any]:
    """The row that a verdict left standing, in a coding before this one."""
    left = sa.select(standings.c.event).where(standings.c.judgement == judgement, standings.c.stands)
    asked = sa.select(events).where(events.c.id == event, events.c.coding != coding, events.c.seq.in_(left))
    return connection.execute(asked.order_by(events.c.seq.desc()).limit(1)).one()


def _own_coding(connection: sa.Connection, row: int) -> bool:
    """Whether a coder gave this row, and no reviewer."""
    found = connection.execute(sa.select(events.c.judgement).where(events.c.seq == row)).scalar()
    return found is None


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
