"""CSV and TSV: rows out of a stream, in little memory, whatever their encoding and delimiter.

Python's reader is used in its strict form: a lenient one reads rows with a quote too many as one long row, and
says nothing. After a malformed row reading goes on at the next line, so that a quote never closed costs one row.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice

from dragoman.errors import EmptyReport, InputError, MalformedLine, NotText, TooLarge
from dragoman.intake.decode import decode
from dragoman.intake.parts import WHOLE, Part
from dragoman.intake.report import BYTE_ORDER_MARK, TEXT_LIMIT, Given
from dragoman.intake.stream import LINE_LIMIT, Stream
from dragoman.intake.tables import FIX, Places, places, row_report
from dragoman.model import Report
from dragoman.text import REPLACEMENT

_SAMPLE = 262_144
_RECORD_LIMIT = 2 * TEXT_LIMIT
_READ_AGAIN = 50_000_000  # characters read a second time behind malformed rows, above which rows are passed over
_CODECS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1256", "cp1252")
_DELIMITERS = ",;\t|"
_DECLARED = re.compile(r"sep=(.)\s*")  # what spreadsheets put above the names
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_QUOTING = "put cells with delimiters, quotes or line ends between quotes, and double the quotes inside"


class _TooLong(Exception):
    """A row with no end in sight."""


def read_delimited(
    stream: Stream, given: Given, *, where: str, charset: str | None = None, tabs: bool = False, part: Part = WHOLE
) -> Iterator[Report | InputError]:
    """A report, or what is wrong with it, for each row; `where` names the file, `charset` what its server declared.

    Cells are divided by tabs, or else by what makes a `text` of the names: comma, semicolon, tab or bar. Raises
    InputError where there is no such column, NotText for what is binary or in no known encoding.
    """
    placed, records = _table(stream, where, charset, tabs)
    for number, record in part.of(enumerate(records, 1)):
        place = f"{where}:{number}"
        try:
            if isinstance(record, InputError):
                raise type(record)(record.what, place, record.fix)
            yield _report(record, placed, given, place)
        except InputError as error:
            yield error


def row_lengths(stream: Stream, *, where: str, charset: str | None = None, tabs: bool = False) -> Iterator[int]:
    """The characters of each row that `read_delimited` counts, read without making reports; raises as it does."""
    for record in _table(stream, where, charset, tabs)[1]:
        yield 0 if isinstance(record, InputError) else sum(map(len, record))


def _table(
    stream: Stream, where: str, charset: str | None, tabs: bool
) -> tuple[Places, Iterator[list[str] | InputError]]:
    """Which column holds what, and the rows below the names."""
    sample = b"".join(stream.look(_SAMPLE))
    lines = _Lines(stream, _codec(sample, where, charset))
    delimiter = "\t" if tabs else _delimiter(lines)
    # The default is a tenth of what a report may be; `_Lines` bounds the whole row.
    csv.field_size_limit(max(csv.field_size_limit(), _RECORD_LIMIT))
    records = _records(lines, delimiter, where)
    names = next(records, None)
    if names is None:
        raise EmptyReport("there are no rows in this table", where, FIX)
    if isinstance(names, InputError):
        raise names
    return places(names, where), records


class _Lines:
    """The lines of a stream as text; those of the row at hand can be put back, all but the first."""

    def __init__(self, stream: Stream, codec: str) -> None:
        self._coming = _text_lines(stream, codec)
        self._back: deque[str] = deque()
        self._row: list[str] = []
        self._length = self._again = 0
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._coming)
        line = line if self.number else line.removeprefix(BYTE_ORDER_MARK)
        self.number += 1
        self._row.append(line)
        self._length += len(line)
        if self._length > _RECORD_LIMIT:
            raise _TooLong
        return line

    def begin_row(self) -> int:
        """Forgets the row before; the number of the line at which the next begins."""
        self._row.clear()
        self._length = 0
        return self.number + 1

    def put_back(self, *, first: bool = False) -> None:
        """What was read of the row is to be read again, its first line only where `first`."""
        again = self._row if first else self._row[1:]
        self._again += sum(map(len, again))
        if self._again <= _READ_AGAIN:
            self._back.extendleft(reversed(again))
            self.number -= len(again)


def _text_lines(stream: Stream, codec: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)("replace")
    rest = ""
    while chunk := stream.line():
        rest += decoder.decode(chunk)
        if rest.endswith("\n") or len(rest) > LINE_LIMIT:  # in wide characters a chunk may end inside a line end
            yield from _LINE.findall(rest)
            rest = ""
    yield from _LINE.findall(rest + decoder.decode(b"", True))


def _codec(sample: bytes, where: str, charset: str | None) -> str:
    """The encoding in which the sample is what `decode` makes of it, so that all rows are read in one."""
    if not sample.strip():
        raise EmptyReport("there are no rows in this table", where, FIX)
    text = decode(sample, where=where, charset=charset)
    for codec in (*_CODECS, charset or ""):
        try:
            if sample.decode(codec, "replace").removeprefix(BYTE_ORDER_MARK) == text:
                return codec
        except (LookupError, UnicodeError):
            continue
    return "utf-8"


def _delimiter(lines: _Lines) -> str:
    """What divides the names so that one of them is the text's; a comma where nothing does."""
    lines.begin_row()
    for line in islice(lines, 20):
        declared = _DECLARED.fullmatch(line)
        if declared:
            lines.begin_row()
            return declared[1]
        if line.strip():
            lines.put_back(first=True)
            lines.begin_row()
            return next((one for one in _DELIMITERS if _names_a_text(line, one)), ",")
        lines.begin_row()
    return ","


def _names_a_text(line: str, delimiter: str) -> bool:
    try:
        return "text" in places(next(csv.reader([line], delimiter=delimiter)), "").of
    except (InputError, csv.Error):
        return False


def _records(lines: _Lines, delimiter: str, where: str) -> Iterator[list[str] | InputError]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number = lines.begin_row()
        try:
            record = next(reader)
        except StopIteration:
            return
        except (csv.Error, _TooLong) as error:
            if isinstance(error, _TooLong):
                what = f"the row at line {number:,} has no end within {_RECORD_LIMIT:,} characters"
                yield TooLarge(what, where, "close its quotes, or split its text")
            else:
                yield MalformedLine(f"the row at line {number:,} is malformed ({error})", where, _QUOTING)
            lines.put_back()
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            continue
        if any(cell.strip() for cell in record):
            yield record


def _report(record: list[str], placed: Places, given: Given, place: str) -> Report:
    cells = record[: placed.width] if not any(map(str.strip, record[placed.width :])) else record
    if len(cells) != placed.width:
        # Taken as they are, a comma or line end without quotes would cut a text short.
        raise MalformedLine(f"the row has {len(cells)} cells, the table {placed.width} columns", place, _QUOTING)
    found = {column: cells[number] for column, number in placed.of.items()}
    if found["text"].count(REPLACEMENT) * 20 > len(found["text"]):
        raise NotText("the row is in another encoding than the table's beginning", place, "save the table as UTF-8")
    return row_report(found, given, place)
