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
    id: str
    parts: frozenset[str]
    copy_of: str | None


def there(connection: sa.Connection, ids: Iterable[str]) -> dict[str, str | None]:
    """Which of the reports are there, each with what it copies."""
    asked = sa.select(reports.c.id, reports.c.copy_of)
    return {row.id: row.copy_of for row in _among(connection, asked, reports.c.id, ids)}


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
        if before is not None and (report.url or copies.likeness(own, copies.threes(before[1])) >= _SAME_ITEM):
            found = before[0]
            at = Place(item, found.version + 1, before[2], found.copy_of, found.likeness)
        else:
            item = item if before is None else f"{item}#{report.id}"
            at = Place(item, 1, None, *near.copied(own, sketch))
        last[item] = (at, report.text, report.id)
        near.add(_Known(report.id, own, at.copy_of), sketch)
        placed.append(Placed(report, at, sketch))
    return placed


class _Near:
    """The reports that share a band with a new one: those of the ledger, and new ones before it."""

    def __init__(self, connection: sa.Connection, sketch: Iterable[int]) -> None:
        self._of: dict[int, list[str]] = {}
        self._known: dict[str, _Known] = {}
        for row in _among(connection, sa.select(bands), bands.c.sketch, sketch):
            self._of.setdefault(row.sketch, []).append(row.report)
        ids = {report for found in self._of.values() for report in found}
        asked = sa.select(reports.c.id, reports.c.text, reports.c.copy_of)
        for row in _among(connection, asked, reports.c.id, ids):
            self._known[row.id] = _Known(row.id, copies.threes(row.text), row.copy_of)

    def add(self, known: _Known, sketch: Iterable[int]) -> None:
        self._known[known.id] = known
        for number in sketch:
            self._of.setdefault(number, []).append(known.id)

    def copied(self, parts: frozenset[str], sketch: Iterable[int]) -> tuple[str | None, float | None]:
        """The first report that this one is a near copy of, and how alike they are."""
        ids = dict.fromkeys(report for number in sketch for report in self._of.get(number, ()))
        alike = [(copies.likeness(parts, self._known[report].parts), self._known[report]) for report in ids]
        share, best = max(alike, key=lambda found: found[0], default=(0.0, None))
        if best is None or share < copies.ENOUGH:
            return None, None
        return best.copy_of or best.id, round(share, 3)


def _item(report: Report) -> str:
    """What the report is a version of: its address, else its source's own id with its outlet."""
    return report.url or "/".join(filter(None, (report.outlet, report.source_id))) or report.id


def _last_versions(connection: sa.Connection, items: Iterable[str]) -> dict[str, tuple[Place, str, str]]:
    """The last version of each item that is there: its place, text and id."""
    asked = sa.select(
        *(reports.c[name] for name in ("id", "text", "item", "version", "replaces", "copy_of", "likeness"))
    ).order_by(reports.c.version)
    return {
        row.item: (Place(row.item, row.version, row.replaces, row.copy_of, row.likeness), row.text, row.id)
        for row in _among(connection, asked, reports.c.item, items)
    }


def _among(
    connection: sa.Connection, asked: sa.Select[Any], column: sa.Column[Any], values: Iterable[Any]
) -> list[Any]:
    """The rows whose column is one of the values."""
    listed = list(dict.fromkeys(values))
    found: list[Any] = []
    for at in range(0, len(listed), _AT_ONCE):
        found += connection.execute(asked.where(column.in_(listed[at : at + _AT_ONCE]))).all()
    return found
