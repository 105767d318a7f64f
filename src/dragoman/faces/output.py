"""Where results go, and the formats they can have. A format writes each report as it comes."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO, cast

from dragoman.errors import EXIT_USAGE, DragomanError
from dragoman.text import printable

if TYPE_CHECKING:
    from dragoman.model import Coding

_ZWNJ = "\u200c"


class OutputError(DragomanError):
    """What was asked for cannot be written there."""

    exit_code = EXIT_USAGE


def prepare_streams() -> None:
    """UTF-8 on both streams, whatever the machine's locale; a character that has none never stops them."""
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


@contextmanager
def destination(path: str | None, sources: Sequence[str]) -> Iterator[TextIO]:
    """The stream to write to: standard output, or the file at `path`, which may not be a source.

    A reader that has seen enough (`| head`) ends the output quietly. Raises OutputError.
    """
    if path is not None:
        refuse_a_source(path, sources)
    elif sys.stdout is None:
        raise OutputError("there is no standard output", fix="name a file with --output")
    try:
        if path is None:
            yield sys.stdout
            sys.stdout.flush()
        else:
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                yield file
    except BrokenPipeError:
        if path is None:
            _let_go_of_stdout()
    except OSError as error:
        what = f"can't be written ({error.strerror or error})"
        raise OutputError(what, path or "standard output", "choose another place") from error


def refuse_a_source(path: str, sources: Sequence[str]) -> None:
    """Raises OutputError where the output would overwrite what is read, or be read itself."""
    own = os.path.realpath(path)
    for source in sources:
        given = os.path.realpath(source)
        if own == given or (os.path.isdir(given) and own.startswith(os.path.join(given, ""))):
            raise OutputError("the output may not be, or lie in, what is read", path, "choose another place")


def _let_go_of_stdout() -> None:
    """Python would complain of the broken pipe once more when it closes the stream at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def harmless_json(line: str) -> str:
    """The same JSON with every character escaped that could steer a terminal or break a line in two."""
    if line.isprintable():
        return line
    return "".join(char if char.isprintable() or char == _ZWNJ else json.dumps(char)[1:-1] for char in line)


class _Harmless(io.TextIOBase):
    """A terminal that gets nothing which could steer it."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str, /) -> int:
        """The text without control and direction marks."""
        return self._out.write(printable(text))


def harmless(out: TextIO) -> TextIO:
    """The stream for what keeps the reports' own characters: on a terminal, those that could steer it are dropped."""
    return cast(TextIO, _Harmless(out)) if out.isatty() else out


def _table(codings: Iterable[Coding], out: TextIO) -> None:
    from dragoman.faces import table

    table.write(codings, out)


def _jsonl(codings: Iterable[Coding], out: TextIO) -> None:
    from dragoman.faces import contract

    for coding in codings:
        write_line(contract.to_json(coding), out)


def _plover(codings: Iterable[Coding], out: TextIO) -> None:
    from dragoman.faces import plover

    for coding in codings:
        for event in plover.lines(coding):
            write_line(event, out)


def write_line(encoded: bytes, out: TextIO) -> None:
    """One line of JSON, harmless on a terminal."""
    out.write(harmless_json(encoded.decode()) + "\n")
    out.flush()


def csv_rows(rows: Sequence[Mapping[str, Any]], out: TextIO, columns: Sequence[str] = ()) -> None:
    """Rows under a header, as `export --format csv` writes them; no words in a cell are a formula.

    `columns` are the header where there are no rows.
    """
    from dragoman.exchange import flat, tabs

    safe = harmless(out)
    header = list(rows[0]) if rows else list(columns)
    for row in [header, *(one.values() for one in rows)] if header else []:
        line = io.StringIO()
        cells = (flat.guarded(tabs.clean(cell)) if isinstance(cell, str) else cell for cell in row)
        csv.writer(line, lineterminator="\n").writerow(cells)
        safe.write(line.getvalue())


def _html(codings: Iterable[Coding], out: TextIO) -> None:
    reports = list(codings)
    if reports:
        from dragoman.faces import page

        out.write(page.render(reports))


FORMATS: dict[str, Callable[[Iterable[Coding], TextIO], None]] = {
    "table": _table,
    "jsonl": _jsonl,
    "html": _html,
    "plover": _plover,
}
