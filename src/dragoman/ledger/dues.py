"""Conditions whose day has come, or comes soon, and of which nobody has said what became of them."""

from __future__ import annotations

import datetime

import msgspec
import sqlalchemy as sa

from dragoman.ledger import rows, settling
from dragoman.ledger.query import Query, notes_of
from dragoman.ledger.schema import notes
from dragoman.model import Condition, Report

_WITHOUT = '%"due":null%'  # in a condition's JSON, where no day is named


def between(connection: sa.Connection, first: datetime.date, last: datetime.date) -> list[tuple[Condition, Report]]:
    """Those due from one day to another, the earliest first, near copies aside."""
    asked = notes_of("condition", Query(limit=None)).where(notes.c.body.not_like(_WITHOUT))
    settled = {one.commitment for one in settling.settlements(connection)}
    found = []
    for row in connection.execute(asked):
        condition = msgspec.json.decode(row.body, type=Condition)
        if condition.due is None or not first <= condition.due.end <= last:
            continue
        report = rows.report_of(row)
        if settling.condition_id(report.id, condition) not in settled:
            found.append((condition, report))
    return sorted(found, key=lambda one: (one[0].due.end if one[0].due else last, one[1].id, one[0].start))
