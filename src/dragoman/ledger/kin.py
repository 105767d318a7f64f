"""A report's kin: the versions of the same item, what it is a near copy of, the other near copies of that.

Also which of its stories others tell.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from dragoman.errors import UnknownRecord
from dragoman.ledger import rows
from dragoman.ledger.schema import events, memberships, reports
from dragoman.model import Record, Report

_COPIES = 50  # copies that are told; an agency's text may have more


class Kin(Record, frozen=True):
    """How a report stands to others. `versions` has the report itself among the others, oldest first.

    `first` is what it is a near copy of, with the share of words in a row that they have in common; `copies` are the
    other near copies of that, else of the report, each with its share. `stories` are those of its events that other
    reports tell too, or once told.
    """

    version: int
    versions: tuple[Report, ...]
    first: tuple[Report, float] | None
    copies: tuple[tuple[Report, float], ...]
    stories: tuple[str, ...]

    @property
    def newest(self) -> Report:
        """The version that holds."""
        return self.versions[-1]


def of(connection: sa.Connection, report: str) -> Kin:
    """The kin of a report. Raises UnknownRecord."""
    own = connection.execute(sa.select(reports).where(reports.c.id == report)).first()
    if own is None:
        raise UnknownRecord(f"there is no report {report!r}", fix="see: dragoman events")
    versions = sa.select(reports).where(reports.c.item == own.item).order_by(reports.c.version)
    first = own.copy_of or own.id
    near = sa.select(reports).where(reports.c.copy_of == first, reports.c.id != own.id)
    near = near.order_by(reports.c.likeness.desc(), reports.c.id).limit(_COPIES)
    copied = None
    if own.copy_of:
        copied = connection.execute(sa.select(reports).where(reports.c.id == own.copy_of)).one()
    return Kin(
        version=own.version,
        versions=tuple(map(rows.report_of, connection.execute(versions).all())),
        first=None if copied is None else (rows.report_of(copied), float(own.likeness or 0)),
        copies=tuple(map(_near, connection.execute(near).all())),
        stories=tuple(connection.execute(_shared(own.id)).scalars()),
    )


def _shared(report: str) -> sa.Select[Any]:
    """The stories in which events of the report are beside those of others."""
    mine, theirs = memberships.alias(), memberships.alias()
    own = sa.select(events.c.id).where(events.c.report == report)
    other = events.c.report.is_(None) | (events.c.report != report)
    found = sa.select(mine.c.story).distinct().where(mine.c.event.in_(own)).join(theirs, theirs.c.story == mine.c.story)
    return found.join(events, events.c.id == theirs.c.event).where(other).order_by(mine.c.story)


def _near(row: Any) -> tuple[Report, float]:
    return rows.report_of(row), float(row.likeness or 0)
