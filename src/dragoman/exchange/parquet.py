"""Parquet: one event a row, every column with its type, lists as lists; null is what is missing.

Rows are written in groups, so that memory stays flat however many there are.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from dragoman.errors import ExchangeError
from dragoman.exchange import incoming
from dragoman.exchange.account import Tally
from dragoman.exchange.fields import FIELDS, why
from dragoman.exchange.format import Options
from dragoman.exchange.outline import Outline, mirrored

if TYPE_CHECKING:
    import pyarrow

NAME = "parquet"
GROUP = 10_000  # rows


def schema() -> pyarrow.Schema:
    """The columns with their types."""
    import pyarrow

    types = {
        "text": pyarrow.string(),
        "texts": pyarrow.list_(pyarrow.string()),
        "whole": pyarrow.int32(),
        "number": pyarrow.float64(),
        "day": pyarrow.date32(),
    }
    return pyarrow.schema([pyarrow.field(field.name, types[field.kind]) for field in FIELDS])


def write(events: Iterable[Outline], out: BinaryIO | TextIO, options: Options, tally: Tally) -> None:
    """Writes the rows in groups as the events come. Raises ExchangeError where `out` takes text only."""
    from pyarrow import parquet

    if isinstance(out, io.TextIOBase):
        raise ExchangeError("Parquet is no text", "the output", "write it to a file, or to a stream of bytes")
    shape = schema()
    with parquet.ParquetWriter(out, shape, compression="zstd") as file:
        group: list[dict[str, Any]] = []
        for event in events:
            for seen in (event, mirrored(event) if options.mirror else None):
                if seen is not None:
                    group.append(_row(seen, tally))
            if len(group) >= GROUP:
                file.write_table(_table(group, shape))
                group.clear()
        if group:
            file.write_table(_table(group, shape))


def _table(group: list[dict[str, Any]], shape: pyarrow.Schema) -> pyarrow.Table:
    import pyarrow

    return pyarrow.Table.from_pylist(group, schema=shape)


def _row(event: Outline, tally: Tally) -> dict[str, Any]:
    row = {}
    for field in FIELDS:
        value = field.of(event)
        if value is None or value in ("", []):
            tally.unfilled(field.name, why(field, event))
            value = [] if field.kind == "texts" else None
        row[field.name] = value
    if event.day is not None:
        incoming.tell_stand_in("date", event, tally)
    tally.rows += 1
    return row
