"""`dragoman classify`: the rows of a table, each with what its marked actor does to its marked recipient.

A table has a line of column names and tabs between its cells; nothing is quoted, in or out. Its cells come out as
they are, except that a control character or a line break inside one becomes a space.
"""

from __future__ import annotations

import codecs
import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple, TextIO

from dragoman.coding.learned import model
from dragoman.coding.learned.relation import Relation, classified
from dragoman.errors import EmptyReport, InputError, MissingSource, NotText, TooLarge
from dragoman.faces.progress import complain
from dragoman.intake.decode import decode
from dragoman.intake.sources import STANDARD_INPUT
from dragoman.intake.stream import LINE_LIMIT, Stream

COLUMN = "marked_sentence"
ADDED = ("type", "mode", "modality", "confidence")

_NOTHING = ("",) * len(ADDED)
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # spreadsheets save "Unicode text" like this
_SPACED = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029), " ")


class _Row(NamedTuple):
    """A line of the table below its head."""

    number: int
    cells: list[str]
    fault: InputError | None = None


def write(source: str, out: TextIO) -> bool:
    """Prints the table at `source` with the columns added; whether all of its rows could be classified.

    Raises InputError where there is no table with a column of marked sentences, ModelError where there is no model.
    """
    with _opened(source) as raw:
        lines = _lines(raw, source)
        head = _head(lines, source)
        coder = model.load()
        _put([*head, *ADDED], out)
        column = [name.strip() for name in head].index(COLUMN)
        return _write_rows(coder, _rows(lines, len(head)), column, source, out)


def _write_rows(coder: model.Model, rows: Iterator[_Row], column: int, source: str, out: TextIO) -> bool:
    held: deque[_Row] = deque()

    def sentences() -> Iterator[str]:
        for row in rows:
            held.append(row)
            yield "" if row.fault else row.cells[column]

    whole = True
    for outcome in _shown(classified(coder, sentences()), source, beside=out):
        row = held.popleft()
        found = row.fault or outcome
        if isinstance(found, InputError):
            whole = False
            complain(type(found)(found.what, f"{source}:{row.number}", found.fix))
            _put([*row.cells, *_NOTHING], out)
        else:
            _put([*row.cells, found.type, found.mode or "", found.modality, f"{found.confidence:.3f}"], out)
    return whole


def _put(cells: Sequence[str], out: TextIO) -> None:
    out.write("\t".join(cell.translate(_SPACED) for cell in cells) + "\n")
    out.flush()


# --- the table --------------------------------------------------------------------------------


@contextmanager
def _opened(source: str) -> Iterator[Stream]:
    if source == STANDARD_INPUT:
        if sys.stdin is None:
            raise MissingSource("there is no standard input", source, "pipe a table in, or name a file")
        yield Stream(sys.stdin.buffer)
        return
    try:
        file = open(source, "rb")  # noqa: SIM115 - closed below; what goes wrong later is no missing file
    except FileNotFoundError as error:
        raise MissingSource("no such file", source, "check the path") from error
    except (OSError, ValueError) as error:
        what = f"can't be read ({getattr(error, 'strerror', None) or error})"
        raise MissingSource(what, source, "name a file") from error
    with file:
        yield Stream(file)


def _lines(raw: Stream, source: str) -> Iterator[tuple[int, bytes | str]]:
    """The numbered lines without their ends, as characters where the whole had to be decoded at once."""
    line = raw.line()
    if line.startswith(_WIDE):
        text = decode(line + raw.read(sys.maxsize), where=source)
        yield from ((n, one.removesuffix("\r")) for n, one in enumerate(text.removesuffix("\n").split("\n"), 1))
        return
    number = 0
    while line:
        number += 1
        if len(line) > LINE_LIMIT:
            what = f"a line longer than {LINE_LIMIT:,} bytes"
            raise TooLarge(what, f"{source}:{number}", "give one sentence a line")
        yield number, line.rstrip(b"\r\n")
        line = raw.line()


def _head(lines: Iterator[tuple[int, bytes | str]], source: str) -> list[str]:
    line = next(lines, (0, b""))[1]
    head = line if isinstance(line, str) else decode(line, where=source)
    names = head.split("\t")
    known = [name.strip() for name in names]
    if not any(known):
        raise EmptyReport("there is no table in it", source, f"give one with a column {COLUMN}")
    if COLUMN not in known:
        what = f"there is no column {COLUMN}; the columns are {', '.join(known)}"
        raise InputError(what, source, "name one so, with a tab between columns")
    if taken := [name for name in ADDED if name in known]:
        raise InputError(f"there is a column {taken[0]} already", source, "give it another name")
    return names


def _rows(lines: Iterator[tuple[int, bytes | str]], width: int) -> Iterator[_Row]:
    """The rows, each as wide as the head; blank lines at the end are none."""
    blank: list[int] = []
    for number, line in lines:
        if not line.strip():
            blank.append(number)
            continue
        yield from (_Row(n, [""] * width) for n in blank)
        blank.clear()
        yield _row(number, line, width)


def _row(number: int, line: bytes | str, width: int) -> _Row:
    fault: InputError | None = None
    try:
        text = line if isinstance(line, str) else decode(line)
    except NotText as error:
        fault, text = error, bytes(line).decode("utf-8", "replace")  # type: ignore[arg-type]
    cells = text.split("\t")
    if len(cells) > width:
        fault = fault or InputError(
            f"{len(cells)} cells under {width} column names", fix="take the tab out of its cell"
        )
        cells[width - 1 :] = [" ".join(cells[width - 1 :])]
    return _Row(number, cells + [""] * (width - len(cells)), fault)


# --- how far things are -----------------------------------------------------------------------


def _shown(outcomes: Iterator[Relation | InputError], source: str, beside: TextIO) -> Iterator[Relation | InputError]:
    """The outcomes, with a bar on standard error where that is a terminal and results appear elsewhere."""
    if sys.stderr is None or not sys.stderr.isatty() or beside.isatty():
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import track

    total = None
    if os.path.isfile(source):
        with open(source, "rb") as lines:
            total = max(sum(1 for _ in lines) - 1, 1)
    yield from track(outcomes, "classifying", total, console=Console(stderr=True), transient=True)
