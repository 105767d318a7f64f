"""Which relations are told otherwise than in an earlier state of the ledger."""

from __future__ import annotations

import sqlalchemy as sa

from dragoman.ledger.schema import dyads, events, memberships, standings


def lacks(revision: str, wanted: str) -> bool:
    """Whether a `Ledger.revision` is older than another in any of its numbers; one that can't be read wants nothing."""
    try:
        here, there = ([int(part) for part in one.split(".")] for one in (revision, wanted))
    except ValueError:
        return False
    return len(here) == len(there) and any(a < b for a, b in zip(here, there, strict=True))


def since(connection: sa.Connection, revision: str, most: int) -> list[tuple[str, str]] | None:
    """The pairs (`AZE` before `USA`) of what came, went or changed its story since a `Ledger.revision`.

    None where there are more than `most`: then it is quicker to read all anew.
    """
    event, standing, membership, *_ = map(int, revision.split("."))
    judged = sa.select(standings.c.event).where(standings.c.seq > standing, standings.c.event.is_not(None))
    recoded = sa.select(standings.c.coding).where(standings.c.seq > standing, standings.c.coding.is_not(None))
    moved = sa.select(memberships.c.event).where(memberships.c.seq > membership)
    rows = sa.union(
        sa.select(events.c.seq).where(events.c.seq > event),
        sa.select(events.c.seq).where(events.c.seq.in_(judged)),
        sa.select(events.c.seq).where(events.c.coding.in_(recoded)),
        sa.select(events.c.seq).where(events.c.id.in_(moved)),
    ).subquery()
    one = sa.case((dyads.c.actor < dyads.c.recipient, dyads.c.actor), else_=dyads.c.recipient)
    other = sa.case((dyads.c.actor < dyads.c.recipient, dyads.c.recipient), else_=dyads.c.actor)
    asked = sa.select(one.label("one"), other.label("other")).join(rows, rows.c.seq == dyads.c.event)
    asked = asked.where(dyads.c.actor != dyads.c.recipient).distinct().limit(most + 1)
    found = [(row.one, row.other) for row in connection.execute(asked)]
    return None if len(found) > most else sorted(found)
