"""`dragoman import` and `dragoman export`: other tools' files into a ledger, and its events into theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from dragoman.errors import EXIT_SOME_UNREAD, InputError
from dragoman.faces import options, output
from dragoman.faces.ledger import opening
from dragoman.faces.ledger.counts import number
from dragoman.faces.ledger.filters import Asking, filtered
from dragoman.faces.ledger.stopping import Stop
from dragoman.faces.progress import Progress, complain

if TYPE_CHECKING:
    from dragoman.ledger import Ledger, Query
    from dragoman.model import ForeignEvent

_IMPORT = """\b
Examples:
  A day of GDELT and a year of POLECAT, packed as they are published:
    dragoman import 20240217.export.CSV.zip ngecEvents.DV.2023.txt.zip
\b
  A file whose first line doesn't tell what it is:
    dragoman import events.tab --format icews
\b
Imported events are marked as foreign and have no evidence: `dragoman events
--foreign` shows them, `--own` leaves them out. What is there already is not
added again.
\b
Exit codes: 0 all was read; 1 some rows were not, standard error says which and
why; 2 wrong usage; 3 the ledger can't be written; 130 stopped.
"""
_EXPORT = """\b
Examples:
  All of it for a spreadsheet; events.csv.json beside it says what is in it:
    dragoman export --format csv --output events.csv
\b
  What two states did with each other, for tools that read GDELT or POLECAT:
    dragoman export --format gdelt --pair iran iraq --output iran-iraq.export.CSV
    dragoman export --format polecat --since 2024 --output 2024.txt
\b
  For pandas and polars; for Aleph:
    dragoman export --format parquet --output events.parquet
    dragoman export --format ftm --output events.ftm.json
\b
A side-car, FILE.json, lies beside each file: the filter, how many rows, which
fields the format has that could not be filled, and why, and the code tables.
Without --output the rows go to standard output, without it.
"""
_READABLE = ("gdelt", "icews", "polecat", "plover")
_WRITABLE = ("plover", "polecat", "gdelt", "gdelt-mentions", "icews", "csv", "parquet", "ftm")
_SHOWN = 20  # faults of one file that get a line each


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(name="import", epilog=_IMPORT)(import_)
    app.command(epilog=_EXPORT, cls=Asking)(export)


# --- in -------------------------------------------------------------------------------------------


def import_(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files of events, plain, zipped or gzipped.")],
    *,
    ledger: opening.Address = opening.DEFAULT,
    format: Annotated[
        str | None,
        typer.Option(
            parser=options.one_of(_READABLE, "format that can be read"),
            metavar="|".join(_READABLE),
            help="The format; left out, the first line tells it.",
        ),
    ] = None,
) -> None:
    """Adds events that another tool coded: GDELT, ICEWS, POLECAT, PLOVER JSON."""
    whole = True
    with opening.opened(ledger, create=True) as held, Stop() as stop:
        for file in files:
            if not stop.wanted.is_set():
                whole &= _import(held, file, format, stop)
    if stop.wanted.is_set():
        complain("stopped; what is counted is in the ledger, run it again to go on")
        raise typer.Exit(stop.code)
    if not whole:
        raise typer.Exit(EXIT_SOME_UNREAD)


def _import(held: Ledger, file: str, format: str | None, stop: Stop) -> bool:
    """Adds one file's events and says how it went; whether all rows could be read."""
    from dragoman import exchange

    rows = _Rows()
    name = format or ""
    new = 0
    with Progress([], beside=None, unit="rows", closing=False) as progress:
        try:
            name = format or exchange.guess(file) or ""
            if not name:
                fix = f"name it with --format {'|'.join(_READABLE)}"
                raise InputError("its first line doesn't tell the format", file, fix)
            found = progress.counted(stop.until(exchange.read(name, file)))
            new = held.add_foreign(rows.sound(found, progress), name)
        except InputError as error:
            rows.faults += 1
            error.where = error.where or file
            progress.tell(error)
    if rows.faults > _SHOWN:
        complain(f"{file}: {rows.faults - _SHOWN:,} more rows that can't be read")
    if name:
        print(f"{_safe(file)}: {name}, {rows.told(new)}", flush=True)
    return not rows.faults


class _Rows:
    """The rows of a file: those that are events, those that can't be read, those of acts that PLOVER lacks."""

    def __init__(self) -> None:
        self.events = 0
        self.faults = 0
        self.other = 0

    def sound(self, found: Iterator[ForeignEvent | InputError], progress: Progress) -> Iterator[ForeignEvent]:
        """The events alone; the first faults are told, all are counted."""
        from dragoman.errors import NoCounterpart

        for one in found:
            if isinstance(one, NoCounterpart):
                self.other += 1
            elif isinstance(one, InputError):
                self.faults += 1
                if self.faults <= _SHOWN:
                    progress.tell(one)
            else:
                self.events += 1
                yield one

    def told(self, new: int) -> str:
        """How it went."""
        other = f", {self.other:,} of acts that PLOVER has no type for" if self.other else ""
        return f"{number(new, 'new event')}, {self.events - new:,} known, {self.faults:,} not read{other}"


def _safe(name: str) -> str:
    from dragoman.faces.sheet import one_line

    return one_line(name)


# --- out ------------------------------------------------------------------------------------------


@filtered(page=None)
def export(
    asked: Query,
    *,
    format: Annotated[
        str,
        typer.Option(parser=options.one_of(_WRITABLE, "format"), metavar="|".join(_WRITABLE), help="What to write."),
    ],
    ledger: opening.Address = opening.DEFAULT,
    output_file: options.Output = None,
    mirror: Annotated[
        bool | None,
        typer.Option(
            "--mirror/--no-mirror",
            help="Meetings from both sides, or not, whatever the format's custom.",
            show_default=False,
        ),
    ] = None,
    header: Annotated[
        bool | None,
        typer.Option("--header/--no-header", help="Column names in the first line, or not.", show_default=False),
    ] = None,
    all_modalities: Annotated[
        bool,
        typer.Option("--all-modalities", help="Also what did not happen, where a format has no field that says so."),
    ] = False,
) -> None:
    """Writes events in the format of another tool, with a side-car that says what could not be filled."""
    from dragoman import exchange

    ways: dict[str, Any] = {"mirror_symmetric": mirror, "header": header, "all_modalities": all_modalities}
    binary = exchange.FORMATS[format].binary
    if output_file is None and binary:
        raise output.OutputError(f"{format} is not for a terminal or a pipe", fix="name a file with --output")
    with opening.opened(ledger) as held:
        found = held.events(asked) if asked.limit is not None else held.stream(asked)
        account = None
        if output_file is None:
            with output.destination(None, []) as out:
                account = exchange.write(format, found, output.harmless(out), **ways)
        else:
            for path in (output_file, f"{output_file}.json"):
                output.refuse_a_source(path, [ledger])
            account = exchange.write(format, found, output_file, **ways)
            _write_side_car(f"{output_file}.json", exchange.side_car(account, _filter(asked), held.revision()))
    if account is None:  # whoever read it had seen enough
        return
    left = f", {sum(account.left_out.values()):,} left out" if account.left_out else ""
    complain(f"{number(account.events, 'event')} in {number(account.rows, 'row')}{left}")


def _filter(asked: Query) -> dict[str, Any]:
    """What was asked for, without what wasn't."""
    from dragoman.ledger import Query

    nothing = msgspec.to_builtins(Query(limit=None))
    given: dict[str, Any] = msgspec.to_builtins(asked)
    return {name: value for name, value in given.items() if value != nothing[name]}


def _write_side_car(path: str, content: bytes) -> None:
    try:
        with open(path, "wb") as file:
            file.write(content)
    except OSError as error:
        what = f"the side-car can't be written ({error.strerror or error})"
        raise output.OutputError(what, path, "choose another place") from error
