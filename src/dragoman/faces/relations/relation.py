"""`dragoman relation`: how two parties stand, how that developed, and what the picture rests on."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from dragoman.faces import options, output
from dragoman.faces.ledger import filters, opening
from dragoman.faces.progress import complain
from dragoman.faces.relations import asking, shapes

if TYPE_CHECKING:
    from dragoman.relations import Relation

_EXAMPLES = """\b
Examples:
  How the relation of Azerbaijan and the USA developed, month by month:
    dragoman relation AZE USA
\b
  By week since September 2023, as a picture too:
    dragoman relation azerbaijan usa --by week --since 2023-09 --plot aze-usa.svg
\b
  What the figure of one month is made of, event by event:
    dragoman relation AZE USA --open 2024-02
\b
  What changed since a day, against as long a time before it:
    dragoman relation AZE USA --changes 2024-02-01
\b
  With accusations weighing more, and every event the same whatever the coder's
  confidence:
    dragoman relation AZE USA --score ACCUSE=-5 --unweighted
\b
  What it is about, drawn:
    dragoman relation AZE USA --show agenda --plot agenda.svg
\b
  Only some parts; all of them for programs; the balance for a spreadsheet:
    dragoman relation AZE USA --show turns,commitments
    dragoman relation AZE USA --format json > aze-usa.json
    dragoman relation AZE USA --format csv > aze-usa.csv
\b
Each story counts once, however many reports tell it; what was denied, did not
happen or is still to come counts for nothing in the balance. A day in brackets
is the report's own: its words tell none.
\b
Exit codes: 0 also where nothing is told; 2 wrong usage, or nothing to draw;
3 no ledger there, or it can't be read.
"""


def _parts(written: str) -> tuple[str, ...]:
    read = options.one_of(shapes.PARTS, "part")
    asked = {read(part.strip()) for part in written.split(",")}
    return tuple(name for name in shapes.PARTS if name in asked)


_Parts = Annotated[
    Any,
    typer.Option(
        "--show", parser=_parts, metavar="PART,…", help=f"Only these: {', '.join(shapes.PARTS)}.", show_default=False
    ),
]
_Format = Annotated[
    str,
    typer.Option(
        parser=options.one_of(("table", "json", "csv"), "format"), metavar="table|json|csv", help="What to print."
    ),
]
_Days = Annotated[
    Any,
    typer.Option(
        "--open", parser=filters.days, metavar="DAY", help="What the balance of a year, month or day is made of."
    ),
]
_Changes = Annotated[
    datetime.date | None,
    typer.Option("--changes", parser=filters.since, metavar="DAY", help="What changed since that day."),
]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog=_EXAMPLES)(relation)


def relation(
    one: asking.One,
    other: asking.Other,
    *,
    by: asking.By = "month",
    since: asking.Since = None,
    until: asking.Until = None,
    show: _Parts = None,
    open_: _Days = None,
    changes: _Changes = None,
    score: asking.Scores = None,
    unweighted: asking.Unweighted = False,
    ledger: opening.Address = opening.DEFAULT,
    format: _Format = "table",
    plot: asking.Plot = None,
    output_file: options.Output = None,
) -> None:
    """Shows how two parties stand with each other, how it changed, and what it hangs on."""
    from dragoman.relations import Relation

    filters.together(since, until)
    asking.drawn(plot, ledger, output_file)
    _check(format, show, open_, changes)
    chosen = asking.weights(score, unweighted)
    with opening.opened(ledger) as held:
        found = Relation(held, one, other, since=since, until=until, weights=chosen)
        if not found.dealings.tellings:
            complain(asking.nothing(found))
        with output.destination(output_file, [ledger]) as out:
            if open_ is not None:
                _open(found, open_, format, out)
            elif changes is not None:
                _write(found, {"changes": found.changes(changes)}, format, out)
            elif format == "csv":
                _csv(found, by, out)
            else:
                parts = {name: shapes.PARTS[name](found, by) for name in show or shapes.PARTS}
                _write(found, parts, format, out, asked=show is not None)
        if plot is not None:
            (found.plot_agenda if show == ("agenda",) else found.plot)(plot, by)
            complain(f"drawn in {plot}")


def _check(format: str, show: Any, open_: Any, changes: Any) -> None:
    """Raises BadParameter where options don't go together."""
    given = [name for name, value in (("--show", show), ("--open", open_), ("--changes", changes)) if value is not None]
    if len(given) > 1:
        raise typer.BadParameter(f"{' and '.join(given)} can't go together; give one of them")
    if format == "csv" and (changes is not None or (show is not None and show != ("balance",))):
        raise typer.BadParameter("csv is for the balance and for --open; --format json has everything")


def _write(found: Relation, parts: dict[str, Any], format: str, out: Any, *, asked: bool = False) -> None:
    if format == "json":
        output.write_line(msgspec.json.encode(shapes.whole(found, parts)), out)
        return
    from dragoman.faces.relations import sections
    from dragoman.faces.sheet import Sheet

    sheet = Sheet.on(out)
    sections.head(found, sheet)
    for name, part in parts.items():
        sections.PARTS[name](part, found, sheet)
        if asked and name != "changes" and sections.is_empty(part):
            sheet.line(sections.nothing(name))


def _open(found: Relation, days: tuple[datetime.date, datetime.date], format: str, out: Any) -> None:
    opened = found.opened(*days)
    if format == "json":
        output.write_line(msgspec.json.encode(shapes.opened(found, days, opened)), out)
    elif format == "csv":
        columns = (
            "event",
            "report",
            "actor",
            "recipient",
            "day",
            "until",
            "type",
            "mode",
            "told_by",
            "language",
            "story",
        )
        rows = [
            {name: getattr(one.telling, name) for name in columns}
            | {"there": one.there, "back": one.back, "weight": one.weight, "score": one.score, "value": one.value}
            for one in opened
        ]
        output.csv_rows(rows, out)
    else:
        from dragoman.faces.relations import sections
        from dragoman.faces.sheet import Sheet

        sections.opened(opened, days, found, Sheet.on(out))


def _csv(found: Relation, by: Any, out: Any) -> None:
    from dragoman.relations.relation import COLUMNS, rows

    output.csv_rows(rows(found.balance(by)), out, COLUMNS)
