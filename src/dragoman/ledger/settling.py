"""Settlements: what a person says has become of a condition or a promise, and what a ledger holds of conditions.

A settlement is a judgement (`settle`) on a commitment's id: that of an event, or of a condition `REPORT:START-END`.
It is undone like any other judgement, and the commitment is told again as the reports tell it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Literal, NamedTuple, get_args

import msgspec
import sqlalchemy as sa

from dragoman.errors import LedgerError, UnknownRecord
from dragoman.ledger import judging, rows
from dragoman.ledger.placing import among
from dragoman.ledger.query import Query, notes_of, stands
from dragoman.ledger.schema import events, judgements, notes, reports, runs, sentences
from dragoman.model import Condition, Record, Report

State = Literal["open", "met", "breached", "lapsed"]
STATES: tuple[State, ...] = get_args(State)

_CONDITION = re.compile(r"(.+):(\d{1,9})-(\d{1,9})")


class Settlement(Record, frozen=True):
    """What a person decided of a commitment: its state, why, and under which judgement's number."""

    commitment: str
    state: State
    why: str | None
    who: str
    at: datetime.datetime
    judgement: int


class Demand(NamedTuple):
    """A condition where a report tells it, with the numbers of the event rows of its sentence."""

    condition: Condition
    report: Report
    events: tuple[int, ...]


def condition_id(report: str, condition: Condition) -> str:
    """What a condition is called: its report and where it stands in it."""
    return f"{report}:{condition.start}-{condition.end}"


def settle(connection: sa.Connection, commitment: str, state: str, *, who: str, why: str | None, run: int) -> int:
    """Writes what has become of a condition or promise; gives the judgement's number.

    Raises UnknownRecord where there is no such condition or event, LedgerError where there is no such state.
    """
    if state not in STATES:
        raise LedgerError(f"{state!r} is no state of a commitment", commitment, f"it is {', '.join(STATES)}")
    if not is_condition(connection, commitment):
        _check_event(connection, commitment)
    return judging.write(connection, commitment, "settle", {"state": state}, who=who, why=why, run=run)


def settlements(connection: sa.Connection) -> list[Settlement]:
    """What people decided of commitments and did not take back, in order."""
    undone = sa.select(judgements.c.undoes).where(judgements.c.undoes.is_not(None))
    asked = sa.select(judgements, runs.c.at).join(runs, runs.c.seq == judgements.c.run)
    asked = asked.where(judgements.c.verdict == "settle", judgements.c.seq.not_in(undone)).order_by(judgements.c.seq)
    return [
        Settlement(
            commitment=row.event, state=row.change["state"], why=row.why, who=row.who,
            at=row.at if row.at.tzinfo else row.at.replace(tzinfo=datetime.UTC), judgement=row.seq,
        )
        for row in connection.execute(asked)
    ]  # fmt: skip


def is_condition(connection: sa.Connection, commitment: str) -> bool:
    """Whether a condition of that id was ever noted."""
    named = _CONDITION.fullmatch(commitment)
    if named is None:
        return False
    report, start, end = named.groups()
    asked = sa.select(notes.c.seq).where(
        notes.c.kind == "condition", notes.c.report == report, notes.c.start == int(start), notes.c.end == int(end)
    )
    return connection.execute(asked.limit(1)).first() is not None


def demands(connection: sa.Connection, asked: Query) -> list[Demand]:
    """The conditions asked for as they stand, in the order in which they were published."""
    found = connection.execute(notes_of("condition", asked).add_columns(notes.c.seq)).all()
    within = _events_within(connection, [row.seq for row in found])
    ordered = sorted(found, key=lambda row: (row.published or datetime.date.max, row.seq))
    return [
        Demand(msgspec.json.decode(row.body, type=Condition), rows.report_of(row), tuple(within.get(row.seq, ())))
        for row in ordered
    ]


def last_day(connection: sa.Connection) -> datetime.date | None:
    """The day on which the last report was published; of foreign events alone, the last day of any."""
    asked = sa.select(sa.func.max(reports.c.published))
    published: datetime.date | None = connection.execute(asked).scalar()
    if published is None:
        published = connection.execute(sa.select(sa.func.max(events.c.day))).scalar()
    return published


def _check_event(connection: sa.Connection, commitment: str) -> None:
    if not connection.execute(sa.select(events.c.seq).where(events.c.id == commitment).limit(1)).first():
        raise UnknownRecord(f"there is no condition or event {commitment!r}", fix="see: dragoman conditions")


def _events_within(connection: sa.Connection, numbers: Iterable[int]) -> dict[int, list[int]]:
    """For each condition, the event rows that stand in its sentence."""
    asked = (
        sa.select(notes.c.seq.label("note"), events.c.seq.label("event"))
        .join(events, events.c.coding == notes.c.coding)
        .join(sentences, sentences.c.seq == events.c.sentence)
        .where(sentences.c.start <= notes.c.start, notes.c.start < sentences.c.end, stands())
        .order_by(events.c.seq)
    )
    found: dict[int, list[int]] = {}
    for row in among(connection, asked, notes.c.seq, numbers):
        found.setdefault(row.note, []).append(row.event)
    return found
