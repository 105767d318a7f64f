"""What a table says of an event at a glance: how many reports tell its story, and what a reviewer said of it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from dragoman.ledger.placing import among
from dragoman.ledger.query import stands, story_of, verdict_of
from dragoman.ledger.schema import events, memberships
from dragoman.model import Record, Told


class Glance(Record, frozen=True):
    """The reports that tell the story, near copies aside, their languages, and the last verdict that holds."""

    reports: int
    languages: tuple[str, ...]
    verdict: str | None


def of(connection: sa.Connection, told: Sequence[Told]) -> list[Glance]:
    """One glance for each event, in their order."""
    ids = {one.event.id for one in told}
    asked = sa.select(events.c.id, verdict_of().label("verdict")).distinct()
    verdicts = {row.id: row.verdict for row in among(connection, asked, events.c.id, ids)}
    stories = _tellers(connection, {one.story for one in told if one.story})
    found = []
    for one in told:
        tellers = stories.get(one.story or "", {})
        languages = sorted({language for language in tellers.values() if language})
        found.append(Glance(len(tellers) or 1, tuple(languages), verdicts.get(one.event.id)))
    return found


def _tellers(connection: sa.Connection, stories: set[str]) -> dict[str, dict[str, str | None]]:
    """For each story the reports that tell it, with their languages."""
    asked = sa.select(memberships.c.event).distinct()
    members = {row.event for row in among(connection, asked, memberships.c.story, stories)}
    now = sa.select(story_of().label("story"), events.c.report, events.c.language)
    found: dict[str, dict[str, str | None]] = {}
    for row in among(
        connection, now.where(stands(), ~events.c.copy, events.c.report.is_not(None)), events.c.id, members
    ):
        if row.story in stories:
            found.setdefault(row.story, {})[row.report] = row.language
    return found
