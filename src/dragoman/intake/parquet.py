"""Parquet: rows out of a file, some dozens at a time, so that memory holds no more than that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from dragoman.errors import EmptyReport, InputError, MalformedLine, NotText
from dragoman.intake.parts import WHOLE, Part
from dragoman.intake.report import Given
from dragoman.intake.tables import places, row_report
from dragoman.model import Report

_ROWS = 32
_BUFFER = 1 << 20
_ToOutcome = Callable[[Any, int, int], Report | InputError]  # of a row in a batch, and its number in the file
_TEXTS = ("string", "large_string", "string_view", "binary", "large_binary", "binary_view", "null")


def read_parquet(raw: BinaryIO, given: Given, *, where: str, part: Part = WHOLE) -> Iterator[Report | InputError]:
    """A report, or what is wrong with it, for each row of a file that can be sought in; `where` names it.

    A column of another type than it should have costs one error and is left out; a part that is broken costs one
    error too, and the next is read. Raises NotText for what is no Parquet, InputError where no column is the text.
    """
    import pyarrow as pa

    file = _opened(raw, where)
    schema = file.schema_arrow
    wanted = {}
    for column, number in places(schema.names, where).of.items():
        kind = schema.field(number).type
        if _fits(column, kind, pa):
            wanted[column] = schema.names[number]
            continue
        error_ = InputError(f"the column {schema.names[number]!r:.40} is of type {kind!s:.40}", where, _needed(column))
        if column == "text":
            raise error_
        if not part.start:
            yield error_
    if not file.metadata.num_rows:
        yield EmptyReport("there are no rows in this table", where, "check that this is the file you meant")

    def outcome(batch: Any, row: int, number: int) -> Report | InputError:
        return _outcome(batch, row, wanted, given, f"{where}:{number + 1}")

    before = 0
    for group in range(file.metadata.num_row_groups):
        rows = file.metadata.row_group(group).num_rows
        if part.ends(before):
            return
        if before + rows > part.start:
            columns = list(wanted.values())
            yield from _of_group(file, group, columns=columns, part=part, before=before, outcome=outcome, where=where)
        before += rows


def _of_group(
    file: Any, group: int, *, columns: list[str], part: Part, before: int, outcome: _ToOutcome, where: str
) -> Iterator[Report | InputError]:
    """What a part has of a group of rows, `before` which there are so many; what can't be read costs one error."""
    import pyarrow as pa

    number = before
    try:
        for batch in file.iter_batches(_ROWS, row_groups=[group], columns=columns, use_threads=False):
            for row in range(batch.num_rows):
                if part.ends(number):
                    return
                if number >= part.start:
                    yield outcome(batch, row, number)
                number += 1
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        if number >= part.start:  # else the part before has told it
            place = f"{where}:{number + 1}-{before + file.metadata.row_group(group).num_rows}"
            yield MalformedLine(f"these rows can't be read ({_reason(error)})", place, "write the file anew")


def row_weights(raw: BinaryIO, *, where: str) -> Iterator[int]:
    """About how many bytes of text each row holds, by what the file says of its groups. Raises NotText."""
    metadata = _opened(raw, where).metadata
    for group in map(metadata.row_group, range(metadata.num_row_groups)):
        for _ in range(group.num_rows):
            yield int(group.total_byte_size // group.num_rows)


def _opened(raw: BinaryIO, where: str) -> Any:
    """The file, its columns known. Raises NotText."""
    import pyarrow as pa  # a fifth of a second that other sources needn't wait
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(raw, buffer_size=_BUFFER, pre_buffer=False)
        _ = file.schema_arrow
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        what = f"this can't be read as Parquet ({_reason(error)})"
        raise NotText(what, where, "check that the file is whole") from error
    return file


def _fits(column: str, kind: Any, pa: Any) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if str(kind) in _TEXTS:
        return True
    if column == "id":
        return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))
    return column == "published" and bool(pa.types.is_date(kind) or pa.types.is_timestamp(kind))


def _needed(column: str) -> str:
    kinds = {"id": "text or numbers", "published": "dates, times or ISO text"}
    return f"{column} must be {kinds.get(column, 'text')}"


def _outcome(batch: Any, row: int, wanted: dict[str, str], given: Given, place: str) -> Report | InputError:
    try:
        return row_report({column: _cell(batch, name, row) for column, name in wanted.items()}, given, place)
    except InputError as error:
        return error
    except (ValueError, OverflowError) as error:  # no UTF-8; a time that no calendar has
        return MalformedLine(f"the row can't be read ({_reason(error)})", place, "write the row anew")


def _cell(batch: Any, name: str, row: int) -> object:
    import pyarrow as pa

    column = batch.column(batch.schema.get_all_field_indices(name)[0])
    if pa.types.is_timestamp(column.type) and column.type.unit == "ns":  # finer than Python's own times
        column = column.slice(row, 1).cast(pa.timestamp("us", column.type.tz), safe=False)
        row = 0
    return column[row].as_py()


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
