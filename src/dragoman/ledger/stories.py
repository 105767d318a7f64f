"""Stories: events of several reports, outlets and languages that are one, with the reason of each joining.

An event is in the story that the last membership row says. The program adds one when it first sees the event; a
reviewer's merge or split adds others, and undoing them more. What may belong together, but not surely, is a doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from dragoman.errors import LedgerError, UnknownRecord
from dragoman.ledger import judging, rows
from dragoman.ledger.query import Query, events_of, stands, story_of
from dragoman.ledger.sameness import Sameness
from dragoman.ledger.schema import bodies, doubts, events, memberships, parties, reports
from dragoman.model import Record, Told

AT_ONCE = 200  # events that are given a story in one transaction


class Story(Record, frozen=True):
    """What several reports tell together: its events, the earliest published first, and why each joined.

    `reasons` has, for each event, its score (None where a person decided, or it began the story) and the reason.
    """

    id: str
    events: tuple[Told, ...]
    reasons: tuple[tuple[float | None, str], ...]


class StoryDoubt(Record, frozen=True):
    """An event that may belong to a story, for a person to judge."""

    event: str
    story: str
    score: float
    reason: str


def join(connection: sa.Connection, sameness: Sameness, run: int, limit: int = AT_ONCE) -> int:
    """Gives a story to events that have none, the earliest published first; gives how many there were."""
    told = list(_told(connection, _without_story().limit(limit)))
    for one in told:
        joining = sameness.place(one, _near(connection, sameness, one))
        score = joining.score if joining.story else None
        reason = joining.reason if joining.story else f"begins a story: {joining.reason}"
        row = {
            "event": one.event.id,
            "story": joining.story or one.event.id,
            "score": score,
            "reason": reason,
            "run": run,
        }
        connection.execute(sa.insert(memberships).values(row))
        for doubt in joining.doubts:
            connection.execute(sa.insert(doubts).values(doubt._asdict() | {"event": one.event.id, "run": run}))
    return len(told)


def of(connection: sa.Connection, query: Query, least: int = 2) -> list[Story]:
    """The stories of the events asked for, those with the newest events first; `least` reports to a story."""
    asked = grouped(query, least, connection.dialect.name).limit(query.limit).offset(query.skip)
    return [one(connection, row.story) for row in connection.execute(asked).all()]


def grouped(query: Query, least: int, dialect: str) -> sa.Select[Any]:
    """The ids of such stories, each with the `day` of its newest event, in that order."""
    story = story_of().label("story")
    asked = events_of(query, story, events.c.day, events.c.report, dialect=dialect).subquery()
    day = sa.func.max(asked.c.day)
    told = sa.select(asked.c.story, day.label("day")).where(asked.c.story.is_not(None)).group_by(asked.c.story)
    often = told.having(sa.func.count(asked.c.report.distinct()) >= least).subquery()
    return sa.select(often).order_by(often.c.day.desc().nulls_last(), often.c.story)


def one(connection: sa.Connection, story: str) -> Story:
    """A story with all its events, those of copies too. Raises UnknownRecord."""
    found = list(_members(connection, [story]))
    if not found:
        raise UnknownRecord(f"there is no story {story!r}", fix="see: dragoman stories")
    why = {row.event: (row.score, row.reason) for row in _last_words(connection, [told.event.id for told in found])}
    found.sort(key=lambda told: (str(told.report and told.report.published), told.event.id))
    return Story(id=story, events=tuple(found), reasons=tuple(why[told.event.id] for told in found))


def open_doubts(connection: sa.Connection, limit: int) -> list[StoryDoubt]:
    """Events that may belong to another story and about which nobody has decided, the most doubtful first."""
    decided = sa.select(memberships.c.seq).where(
        memberships.c.event == doubts.c.event, memberships.c.judgement.is_not(None)
    )
    standing = sa.select(events.c.seq).where(events.c.id == doubts.c.event, stands())
    asked = sa.select(doubts).where(~decided.correlate(doubts).exists(), standing.correlate(doubts).exists())
    found = connection.execute(asked.order_by(sa.func.abs(doubts.c.score - 0.5), doubts.c.seq).limit(limit))
    return [StoryDoubt(event=row.event, story=row.story, score=row.score, reason=row.reason) for row in found]


def merge(connection: sa.Connection, event: str, story: str, *, who: str, why: str | None, run: int) -> int:
    """Puts an event, with all that its story holds, into another story; gives the judgement's number."""
    target = one(connection, story)
    before = _story_now(connection, event)
    if before == target.id:
        raise LedgerError("it is in that story already", event, "see: dragoman stories")
    change = {"story": target.id, "from": before}
    judgement = judging.write_story(connection, event, "merge", change, who=who, why=why, run=run)
    moved = [told.event.id for told in _members(connection, [before])] if before else [event]
    for moving in dict.fromkeys([event, *moved]):
        _put(connection, moving, target.id, f"merged by {who}", judgement=judgement, run=run)
    return judgement


def split(connection: sa.Connection, event: str, *, who: str, why: str | None, run: int) -> int:
    """Takes an event out of its story, into one of its own; gives the judgement's number."""
    before = _story_now(connection, event)
    if before is None or len(list(_members(connection, [before]))) < 2:
        raise LedgerError("it stands alone in its story", event, "there is nothing to split it from")
    judgement = judging.write_story(connection, event, "split", {"from": before}, who=who, why=why, run=run)
    own = event if before != event else f"{event}.{judgement}"  # the story keeps the name of its first event
    _put(connection, event, own, f"split off by {who}", judgement=judgement, run=run)
    return judgement


# --- rows ---------------------------------------------------------------------------------------------


def _without_story() -> sa.Select[Any]:
    """Events of reports in no story yet, the earliest published first."""
    told = sa.select(memberships.c.seq).where(memberships.c.event == events.c.id).correlate(events)
    asked = sa.select(bodies.c.body, events.c.foreign, reports).join(events, events.c.seq == bodies.c.event)
    asked = asked.join(reports, reports.c.id == events.c.report).where(~told.exists(), stands())
    return asked.order_by(reports.c.published.asc().nulls_last(), events.c.seq)


def _near(connection: sa.Connection, sameness: Sameness, told: Told) -> dict[str, list[Told]]:
    """The stories with an event of the type that shares a party and was published within reach, whole."""
    codes = sameness.profile(told).all
    asked = sa.select(story_of().label("story")).join(reports, reports.c.id == events.c.report)
    asked = asked.where(events.c.type == told.event.type, events.c.id != told.event.id, stands())
    if codes:
        sharing = sa.select(parties.c.event).where(parties.c.party.in_(codes))
        nobody = ~sa.select(parties.c.event).where(parties.c.event == events.c.seq).correlate(events).exists()
        asked = asked.where(sa.or_(events.c.seq.in_(sharing), nobody))
    reach = sameness.reach(told)
    if reach is not None:
        published = reports.c.published
        asked = asked.where(sa.or_(published.is_(None), published.between(*reach)))
    stories = [story for story in connection.execute(asked.distinct()).scalars().all() if story is not None]
    found: dict[str, list[Told]] = {}
    for member in _members(connection, stories):
        found.setdefault(str(member.story), []).append(member)
    return found


def _members(connection: sa.Connection, stories: Sequence[str]) -> Iterator[Told]:
    """The standing events of stories."""
    for at in range(0, len(stories), 500):
        some = list(stories[at : at + 500])
        ids = sa.select(memberships.c.event).where(memberships.c.story.in_(some))
        story = story_of()
        asked = (
            sa.select(bodies.c.body, events.c.foreign, reports, story.label("story"))
            .join(events, events.c.seq == bodies.c.event)
            .outerjoin(reports, reports.c.id == events.c.report)
            .where(events.c.id.in_(ids), story.in_(some), stands())
            .order_by(events.c.seq)
        )
        yield from _told(connection, asked)


def _told(connection: sa.Connection, asked: sa.Select[Any]) -> Iterator[Told]:
    for row in connection.execute(asked).all():
        report = rows.report_of(row) if row.id else None
        story = getattr(row, "story", None)
        yield Told(event=rows.event_of(row.body, row.foreign), report=report, story=story, copy_of=row.copy_of)


def _last_words(connection: sa.Connection, ids: Sequence[str]) -> Iterator[Any]:
    last = sa.select(sa.func.max(memberships.c.seq)).where(memberships.c.event.in_(ids)).group_by(memberships.c.event)
    yield from connection.execute(sa.select(memberships).where(memberships.c.seq.in_(last)))


def _story_now(connection: sa.Connection, event: str) -> str | None:
    judging.standing_row(connection, event)
    last = sa.select(memberships.c.story).where(memberships.c.event == event).order_by(memberships.c.seq.desc())
    found: str | None = connection.execute(last.limit(1)).scalar()
    return found


def _put(connection: sa.Connection, event: str, story: str, reason: str, *, judgement: int, run: int) -> None:
    row = {"event": event, "story": story, "reason": reason, "judgement": judgement, "run": run}
    connection.execute(sa.insert(memberships).values(row))
