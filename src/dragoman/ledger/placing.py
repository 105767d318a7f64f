"""How new reports stand to those there are: another version of one, a near copy of one, or something new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from dragoman.ledger import copies
from dragoman.ledger.schema import bands, reports
from dragoman.model import Report

_SAME_ITEM = 0.3  # likeness under which a text at the same file's place is another report, not a new version
_AT_ONCE = 500  # values in one question to the database


class Place(NamedTuple):
    """Where a report stands among the others."""

    item: str
    version: int = 1
    replaces: str | None = None
    copy_of: str | None = None
    likeness: float | None = None


class Placed(NamedTuple):
    """A report at its place, with the sketch by which later copies of it are found."""

    report: Report
    place: Place
    sketch: list[int]


class _Known(NamedTuple):
    """A report to compare with; `first` is the one that it copies, else itself."""

    item: str
    parts: frozenset[str]
    first: str
    first_item: str


def there(connection: sa.Connection, ids: Iterable[str]) -> dict[str, str | None]:
    """Which of the reports are there, each with what it copies."""
    asked = sa.select(reports.c.id, reports.c.copy_of)
    return {row.id: row.copy_of for row in among(connection, asked, reports.c.id, ids)}


def was_replaced(connection: sa.Connection, report: str) -> bool:
    """Whether there is a newer version of the report."""
    return connection.execute(sa.select(reports.c.id).where(reports.c.replaces == report)).first() is not None


def place(connection: sa.Connection, new: Sequence[Report]) -> list[Placed]:
    """Places reports that aren't there yet, each after those before it."""
    items = {report.id: _item(report) for report in new}
    parts = {report.id: copies.threes(report.text) for report in new}
    sketches = {report.id: copies.bands(parts[report.id]) for report in new}
    last = _last_versions(connection, items.values())
    near = _Near(connection, (number for sketch in sketches.values() for number in sketch))
    placed = []
    for report in new:
        own, sketch, item = parts[report.id], sketches[report.id], items[report.id]
        before = last.get(item)
        at = Place(item)
        if before is not None and (report.url or copies.likeness(own, copies.threes(before.text)) >= _SAME_ITEM):
            at = Place(item, before.version + 1, before.report)
        elif before is not None:
            at = Place(f"{item}#{report.id}")
        known = _Known(at.item, own, report.id, at.item)
        share, first = near.copied(known, sketch)
        if first is not None:
            known = known._replace(first=first.first, first_item=first.first_item)
            at = at._replace(copy_of=first.first, likeness=round(share, 3))
        last[at.item] = _Last(report.id, report.text, at.version)
        near.add(report.id, known, sketch)
        placed.append(Placed(report, at, sketch))
    return placed


class _Near:
    """The reports that share a band with a new one: those of the ledger, and new ones before it."""

    def __init__(self, connection: sa.Connection, sketch: Iterable[int]) -> None:
        self._of: dict[int, list[str]] = {}
        self._known: dict[str, _Known] = {}
        for row in among(connection, sa.select(bands), bands.c.sketch, sketch):
            self._of.setdefault(row.sketch, []).append(row.report)
        ids = {report for found in self._of.values() for report in found}
        first = reports.alias()
        asked = sa.select(
            *(reports.c[name] for name in ("id", "item", "text")), first.c.id.label("first"), first.c.item.label("of")
        ).join(first, first.c.id == sa.func.coalesce(reports.c.copy_of, reports.c.id))
        for row in among(connection, asked, reports.c.id, ids):
            self._known[row.id] = _Known(row.item, copies.threes(row.text), row.first, row.of)

    def add(self, report: str, known: _Known, sketch: Iterable[int]) -> None:
        self._known[report] = known
        for number in sketch:
            self._of.setdefault(number, []).append(report)

    def copied(self, new: _Known, sketch: Iterable[int]) -> tuple[float, _Known | None]:
        """How alike a report is to the one that it is a near copy of, and that one.

        What the same item said before doesn't count, nor what others copied from it.
        """
        ids = dict.fromkeys(report for number in sketch for report in self._of.get(number, ()))
        others = [
            known for known in map(self._known.__getitem__, ids) if new.item not in (known.item, known.first_item)
        ]
        alike = [(copies.likeness(new.parts, other.parts), other) for other in others]
        share, best = max(alike, key=lambda found: found[0], default=(0.0, None))
        return (share, best) if share >= copies.ENOUGH else (share, None)


def _item(report: Report) -> str:
    """What the report is a version of: its address, else its source's own id with its outlet."""
    return report.url or "/".join(filter(None, (report.outlet, report.source_id))) or report.id


class _Last(NamedTuple):
    """The last version of an item."""

    report: str
    text: str
    version: int


def _last_versions(connection: sa.Connection, items: Iterable[str]) -> dict[str, _Last]:
    """The last version of each item that is there."""
    asked = sa.select(reports.c.item, reports.c.id, reports.c.text, reports.c.version).order_by(reports.c.version)
    found = among(connection, asked, reports.c.item, items)
    return {row.item: _Last(row.id, row.text, row.version) for row in found}


def among(connection: sa.Connection, asked: sa.Select[Any], column: sa.Column[Any], values: Iterable[Any]) -> list[Any]:
    """The rows whose column is one of the values."""
    listed = list(dict.fromkeys(values))
    found: list[Any] = []
    for at in range(0, len(listed), _AT_ONCE):
        found += connection.execute(asked.where(column.in_(listed[at : at + _AT_ONCE]))).all()
    return found
