"""`dragoman events`, `statements`, `conditions`, `stories`: what is in a ledger, filtered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import msgspec
import typer

from dragoman.faces import options, output
from dragoman.faces.ledger import filters, opening
from dragoman.faces.ledger.filters import Asking, filtered
from dragoman.faces.progress import complain

if TYPE_CHECKING:
    from dragoman.ledger import Ledger, Query
    from dragoman.ledger.questions import Noted

_EVENTS = """\b
Examples:
  The newest, in the terminal:
    dragoman events
\b
  What Azerbaijan and the USA did with each other in 2024, in deeds or words:
    dragoman events --pair AZE USA --since 2024 --until 2024
\b
  Visits and accusations, those the coder is surest of first:
    dragoman events --type CONSULT,ACCUSE --mode visit --order surest
\b
  A word in any spelling, with or without what is glued to it:
    dragoman events --text "nuclear talks" --language fa
\b
  For programs, one event a line; for spreadsheets:
    dragoman events --party iran --format jsonl > iran.jsonl
    dragoman events --party IRN:MIL --format csv > military.csv
\b
Several values of one option are alternatives (of --context all must be there);
different options must all be met. Near copies of a report count once.
\b
Exit codes: 0 also where nothing was found; 2 wrong usage; 3 no ledger there, or
it can't be read.
"""
_STATEMENTS = """\b
Examples:
  What was said of the relation of Armenia and Azerbaijan, newest first:
    dragoman statements --pair ARM AZE
    dragoman statements --pair ARM AZE --format jsonl > statements.jsonl
"""
_CONDITIONS = """\b
Examples:
  What Iran demands or is asked for, and in return for what:
    dragoman conditions --party iran
    dragoman conditions --since 2024 --format csv > conditions.csv
"""
_STORIES = """\b
Examples:
  Events that several reports tell, with why each was taken for the same:
    dragoman stories --pair iran usa
\b
  Those with an event in 2024, told by at least five reports:
    dragoman stories --since 2024 --until 2024 --least 5
"""

_Format = Annotated[
    str,
    typer.Option(
        parser=options.one_of(("table", "jsonl", "csv"), "format"), metavar="table|jsonl|csv", help="What to print."
    ),
]
_LinesFormat = Annotated[
    str, typer.Option(parser=options.one_of(("table", "jsonl"), "format"), metavar="table|jsonl", help="What to print.")
]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command(epilog=_EVENTS, cls=Asking)(events)
    app.command(epilog=_STATEMENTS, cls=Asking)(statements)
    app.command(epilog=_CONDITIONS, cls=Asking)(conditions)
    app.command(epilog=_STORIES, cls=Asking)(stories)


@filtered()
def events(
    asked: Query,
    *,
    ledger: opening.Address = opening.DEFAULT,
    format: _Format = "table",
    output_file: options.Output = None,
) -> None:
    """Shows the events of a ledger: who did what to whom, when, where, and who says so."""
    with opening.opened(ledger) as held, _written(output_file, ledger) as out:
        found = held.events(asked) if asked.limit is not None else held.stream(asked)
        if format == "csv":
            from dragoman import exchange

            exchange.write("csv", found, output.harmless(out))
        elif format == "jsonl":
            from dragoman.faces.ledger import records

            _lines(map(records.event, found), out)
        else:
            from dragoman.faces.ledger import tables

            _tell_rest(tables.events(found, _sheet(out)), asked, lambda: held.count(asked), "events")


@filtered(*filters.NOTES)
def statements(
    asked: Query,
    *,
    ledger: opening.Address = opening.DEFAULT,
    format: _Format = "table",
    output_file: options.Output = None,
) -> None:
    """Shows who said what of which relations, and where he stands."""
    with opening.opened(ledger) as held, _written(output_file, ledger) as out:
        _notes(held, held.notes("statement", asked), asked, format, out)


@filtered(*filters.NOTES)
def conditions(
    asked: Query,
    *,
    ledger: opening.Address = opening.DEFAULT,
    format: _Format = "table",
    output_file: options.Output = None,
) -> None:
    """Shows what is demanded of whom, in return for what, and what has become of it."""
    with opening.opened(ledger) as held, _written(output_file, ledger) as out:
        from dragoman.relations.commitments import states

        _notes(held, states(held, held.notes("condition", asked)), asked, format, out)


@filtered()
def stories(
    asked: Query,
    *,
    ledger: opening.Address = opening.DEFAULT,
    least: Annotated[int, typer.Option(min=1, metavar="NUMBER", help="How many reports must tell it.")] = 2,
    format: _LinesFormat = "table",
    output_file: options.Output = None,
) -> None:
    """Shows events that several reports tell, each with the reason why it is taken for the same."""
    with opening.opened(ledger) as held, _written(output_file, ledger) as out:
        found = held.stories(asked, least)
        if format == "jsonl":
            from dragoman.faces.ledger import records

            _lines(map(records.story, found), out)
        else:
            from dragoman.faces.ledger import tables

            if not tables.stories(found, _sheet(out)):
                complain("no stories found")


# --- how they are shown -----------------------------------------------------------------------------


def _written(path: str | None, ledger: str) -> Any:
    return output.destination(path, [ledger])


def _sheet(out: TextIO) -> Any:
    from dragoman.faces.sheet import Sheet

    return Sheet.on(out)


def _lines(found: Iterable[dict[str, Any]], out: TextIO) -> None:
    for one in found:
        output.write_line(msgspec.json.encode(one), out)


def _notes(held: Ledger, found: list[Noted], asked: Query, format: str, out: TextIO) -> None:
    from dragoman.faces.ledger import records, tables

    if format == "jsonl":
        _lines(map(records.note, found), out)
    elif format == "csv":
        output.csv_rows(list(map(records.cells, found)), out)
    else:
        shown = tables.notes(found, _sheet(out))
        if not shown:
            complain("nothing found")
        elif asked.limit is not None and shown == asked.limit:
            complain(f"{shown} are shown; for more: --skip {asked.skip + shown}, or --limit all")


def _tell_rest(shown: int, asked: Query, count: Callable[[], int], what: str) -> None:
    """On standard error: that there is nothing, or more than the page holds."""
    if not shown:
        complain(f"no {what} found")
    elif asked.limit is not None and shown == asked.limit:
        every = count()
        if every > asked.skip + shown:
            rest = f"--skip {asked.skip + shown}, or --limit all"
            complain(f"{shown:,} of {every:,} {what} are shown; for more: {rest}")
