"""Tables with named columns, one report a row: CSV and TSV, in any encoding read here, and Parquet.

A table needs a column `text`; `id`, `title`, `language`, `published` (an ISO day or date and time), `outlet` and
`url` are read where there are such, others are left alone. A few usual other names are known (`COLUMNS`).
Rows are counted from 1 below the names.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from dragoman.errors import EmptyReport, InputError, MalformedLine
from dragoman.intake.decode import decode
from dragoman.intake.lines import iso_day
from dragoman.intake.report import Given, as_stored, make_report
from dragoman.model import Record, Report

# What a column may be called, in any case; where a table has several, the first that is in it is taken.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "fulltext", "article"),
    "id": ("id", "identifier", "guid"),
    "title": ("title", "headline"),
    "language": ("language", "lang"),
    "published": ("published", "date", "publication_date", "pubdate"),
    "outlet": ("outlet", "source", "publisher"),
    "url": ("url", "link", "address"),
}
FIX = "name the columns in the first row: text, and optionally id, title, language, published, outlet, url"


class Places(Record, frozen=True):
    """Which column of a table holds what, by its number from 0."""

    of: Mapping[str, int]
    width: int


def places(names: Sequence[str], where: str) -> Places:
    """Where the names of a table's columns are ours. Raises InputError where none is the text."""
    known = {_plain(name): number for number, name in reversed(list(enumerate(names)))}
    of = {
        column: next(known[name] for name in spellings if name in known)
        for column, spellings in COLUMNS.items()
        if any(name in known for name in spellings)
    }
    if "text" not in of:
        there = ", ".join(repr(as_stored(name))[:40] for name in names[:12]) or "no names"
        needed = " or ".join(COLUMNS["text"])
        raise InputError(f"the table has no column {needed}, only {there}", where, FIX)
    return Places(of=of, width=len(names))


def row_report(cells: Mapping[str, object], given: Given, place: str) -> Report:
    """The report in a row's cells, under our own names. Raises InputError with what is wrong with it."""
    text = _string(cells, "text", place)
    if text is None:
        raise EmptyReport("the row has no text", place, "fill it, or take the row out")
    return make_report(
        text,
        given,
        where=place,
        source_id=_identifier(cells.get("id"), place),
        title=_string(cells, "title", place),
        language=_string(cells, "language", place),
        published=_published(cells, place),
        outlet=_string(cells, "outlet", place),
        url=_string(cells, "url", place),
    )


def _plain(name: str) -> str:
    return "_".join(name.strip().lower().replace("-", " ").split())


def _string(cells: Mapping[str, object], column: str, place: str) -> str | None:
    value = cells.get(column)
    if isinstance(value, bytes):  # as older writers of Parquet leave texts
        value = decode(value, where=place)
    if value is not None and not isinstance(value, str):
        raise MalformedLine(f'"{column}" is no text', place, "write it as text, or leave it out")
    return value if value and value.strip() else None


def _identifier(value: object, place: str) -> str:
    if value is None or value == "":
        return place
    if isinstance(value, bytes):
        return decode(value, where=place)
    return str(value)


def _published(cells: Mapping[str, object], place: str) -> datetime.date | None:
    value = cells.get("published")
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    written = _string(cells, "published", place)
    try:
        return iso_day(written.strip()) if written else None
    except ValueError:
        fix = "write it as 2024-02-17, or leave it out"
        raise MalformedLine(f'"published" is {written!r:.40}, no ISO date', place, fix) from None
