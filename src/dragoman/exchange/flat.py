"""CSV: one event a row under a header, comma and double quotes as in RFC 4180, UTF-8; a list in one cell, by `; `.

A cell that a spreadsheet would take for a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, TextIO

from dragoman.exchange import incoming, tabs
from dragoman.exchange.account import Tally
from dragoman.exchange.fields import COLUMNS, FIELDS, Field, why
from dragoman.exchange.format import Options
from dragoman.exchange.outline import Outline, mirrored
from dragoman.exchange.sink import writer

NAME = "csv"


def write(events: Iterable[Outline], out: BinaryIO | TextIO, options: Options, tally: Tally) -> None:
    """Writes the rows as the events come."""
    put = writer(out)
    if options.header:
        put(_line(COLUMNS))
    for event in events:
        for seen in (event, mirrored(event) if options.mirror else None):
            if seen is not None:
                if seen.day is not None:
                    incoming.tell_stand_in("date", seen, tally)
                put(_line([_cell(field, seen, tally) for field in FIELDS]))
                tally.rows += 1


def _line(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue().encode()


def _cell(field: Field, event: Outline, tally: Tally) -> str:
    value: Any = field.of(event)
    if field.kind == "texts":
        value = "; ".join(tabs.clean(one).replace(";", ",") for one in value)
    if value is None or value == "":
        tally.unfilled(field.name, why(field, event))
        return ""
    cell = tabs.clean(value)
    return guarded(cell) if field.kind in ("text", "texts") else cell


def guarded(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would compute it."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
