"""The story of a record: when it came, who changed what and why; and what two coders make of the same reports."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterator
from typing import Any, Literal

import sqlalchemy as sa

from dragoman.errors import UnknownRecord
from dragoman.ledger import rows
from dragoman.ledger.schema import bodies, codings, events, judgements, memberships, reports, runs, standings
from dragoman.model import Event, ForeignEvent, Record

DIFFERING = ("type", "mode", "contexts", "actors", "recipients", "when", "where", "modality", "status", "condition")


class Step(Record, frozen=True):
    """One thing that happened to a record: when, by whom, what, and why."""

    at: datetime.datetime
    who: str
    what: str
    why: str | None = None
    judgement: int | None = None


class Change(Record, frozen=True):
    """What differs between two coders on one event: `fields` from the one value to the other."""

    event: str
    report: str
    kind: Literal["added", "removed", "changed"]
    type: str
    trigger: str
    fields: dict[str, tuple[Any, Any]]


def of_event(connection: sa.Connection, event: str) -> list[Step]:
    """All that happened to an event, in order. Raises UnknownRecord where there is none of that id."""
    found = connection.execute(_with_runs(events, events.c.id == event, codings.c.coder)).all()
    if not found:
        raise UnknownRecord(f"there is no event {event!r}", fix="see: dragoman events")
    steps = [(row.run, 0, _step(row, f"{_recorded(row)} by {row.coder}")) for row in found if row.judgement is None]
    seqs = [row.seq for row in found]
    about = sa.or_(standings.c.event.in_(seqs), standings.c.coding.in_({row.coding for row in found}))
    said = sa.select(standings, runs.c.at, runs.c.who).join(runs, runs.c.seq == standings.c.run)
    for row in connection.execute(said.where(about, standings.c.judgement.is_(None))):
        steps.append((row.run, 1, _step(row, "stands again" if row.stands else "no longer stands", row.why)))
    for row in connection.execute(_with_run(judgements, judgements.c.event == event)):
        step = Step(at=_utc(row.at), who=row.who, what=_judged(row), why=row.why, judgement=row.seq)
        steps.append((row.run, 2, step))
    for row in connection.execute(_with_run(memberships, memberships.c.event == event)):
        steps.append((row.run, 3, _step(row, f"in story {row.story}", row.reason)))
    return [step for _, _, step in sorted(steps, key=lambda entry: entry[:2])]


def of_condition(connection: sa.Connection, condition: str) -> list[Step]:
    """What people decided of a condition, in order."""
    found = connection.execute(_with_run(judgements, judgements.c.event == condition))
    return [Step(at=_utc(row.at), who=row.who, what=_judged(row), why=row.why, judgement=row.seq) for row in found]


def of_report(connection: sa.Connection, report: str) -> list[Step]:
    """The versions of a report with what was changed in each, what it copies, and who coded it."""
    found = connection.execute(sa.select(reports.c.item).where(reports.c.id == report)).first()
    if found is None:
        raise UnknownRecord(f"there is no report {report!r}", fix="see: dragoman events")
    steps: list[tuple[int, Step]] = []
    before = ""
    versions = _with_run(reports, reports.c.item == found.item).order_by(None).order_by(reports.c.version)
    for row in connection.execute(versions).all():
        what = f"version {row.version}: report {row.id}"
        if row.copy_of:
            what += f", a copy of {row.copy_of} ({row.likeness:.0%} alike)"
        steps.append((row.run, _step(row, what, difference(before, row.text) if before else None)))
        before = row.text
        for coded in connection.execute(_with_run(codings, codings.c.report == row.id)):
            steps.append((coded.run, _step(coded, f"coded by {coded.coder}")))
    return [step for _, step in sorted(steps, key=lambda entry: entry[0])]


def difference(before: str, after: str) -> str:
    """The sentences and lines that two texts don't share, each behind `-` or `+`."""
    old, new = _pieces(before), _pieces(after)
    found = []
    for kind, at, to, there, then in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if kind != "equal":
            found += [f"- {piece}" for piece in old[at:to]] + [f"+ {piece}" for piece in new[there:then]]
    return "\n".join(found)


def diff(connection: sa.Connection, one: str, other: str) -> Iterator[Change]:
    """What differs where both coders coded a report, report by report; a coder is named by how its name begins.

    Raises UnknownRecord where a coder coded nothing.
    """
    for name in (one, other):
        if not connection.execute(
            sa.select(codings.c.seq).where(codings.c.coder.startswith(name, autoescape=True))
        ).first():
            known = ", ".join(connection.execute(sa.select(codings.c.coder).distinct()).scalars())
            raise UnknownRecord(f"no coder {name!r} coded anything here", fix=f"there are {known}")
    mine, theirs = codings.alias(), codings.alias()
    asked = (
        sa.select(mine.c.report, sa.func.max(mine.c.seq).label("one"), sa.func.max(theirs.c.seq).label("other"))
        .join(theirs, theirs.c.report == mine.c.report)
        .where(
            mine.c.coder.startswith(one, autoescape=True),
            theirs.c.coder.startswith(other, autoescape=True),
            mine.c.seq != theirs.c.seq,
        )
        .group_by(mine.c.report)
        .order_by(mine.c.report)
    )
    for row in connection.execute(asked).all():
        text = connection.execute(sa.select(reports.c.text).where(reports.c.id == row.report)).scalar_one()
        yield from _changes(row.report, text, _events(connection, row.one), _events(connection, row.other))


def _changes(report: str, text: str, one: dict[str, Event], other: dict[str, Event]) -> Iterator[Change]:
    for event in sorted(one.keys() | other.keys()):
        old, new = one.get(event), other.get(event)
        shown = new or old
        assert shown is not None
        fields: dict[str, tuple[Any, Any]] = {}
        if old and new:
            told = ((name, _told(old, name), _told(new, name)) for name in DIFFERING)
            fields = {name: (a, b) for name, a, b in told if a != b}
            if not fields:
                continue
        kind: Literal["added", "removed", "changed"] = "changed" if old and new else "added" if new else "removed"
        words = shown.trigger.words(text)
        yield Change(event=event, report=report, kind=kind, type=shown.type, trigger=words, fields=fields)


def _events(connection: sa.Connection, coding: int) -> dict[str, Event]:
    asked = sa.select(bodies.c.body).join(events).where(events.c.coding == coding, events.c.judgement.is_(None))
    found = (rows.event_of(body, None) for body in connection.execute(asked).scalars())
    return {event.id: event for event in found if isinstance(event, Event)}


def _told(event: Event | ForeignEvent, name: str) -> Any:
    """A field as people compare it: parties by code, days and places by name."""
    value = getattr(event, name)
    if name in ("actors", "recipients"):
        return tuple(party.actor.code for party in value)
    if name == "when":
        return None if value is None else f"{value.start}..{value.end}"
    if name == "where":
        return None if value is None else value.name
    return value


def _with_run(table: sa.Table, which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    who = () if "who" in table.c else (runs.c.who,)
    return (
        sa.select(table, runs.c.at, *who)
        .join(runs, runs.c.seq == table.c.run)
        .where(which)
        .order_by(*table.primary_key)
    )


def _with_runs(table: sa.Table, which: sa.ColumnElement[bool], *columns: Any) -> sa.Select[Any]:
    """Rows of a coding with the run that added them."""
    joined = sa.select(table, *columns, codings.c.run, runs.c.at, runs.c.who)
    joined = joined.join(codings, codings.c.seq == table.c.coding).join(runs, runs.c.seq == codings.c.run)
    return joined.where(which).order_by(table.c.seq)


def _step(row: Any, what: str, why: str | None = None) -> Step:
    return Step(at=_utc(row.at), who=row.who, what=what, why=why)


def _recorded(row: Any) -> str:
    mode = f"/{row.mode}" if row.mode else ""
    return f"{row.type}{mode} {row.modality}, recorded"


def _judged(row: Any) -> str:
    words = {"accept": "accepted", "correct": "corrected", "reject": "rejected", "merge": "put into a story"}
    words |= {"split": "taken out of a story", "settle": "settled", "undo": f"judgement {row.undoes} undone"}
    change = "" if not row.change else " " + ", ".join(f"{name}={value}" for name, value in row.change.items())
    return words[row.verdict] + change


def _pieces(text: str) -> list[str]:
    """Lines, and the sentences in them, roughly: enough to see what was changed."""
    return [
        piece.strip() for line in text.splitlines() for piece in line.replace(". ", ".\n").splitlines() if piece.strip()
    ]


def _utc(at: datetime.datetime) -> datetime.datetime:
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)
