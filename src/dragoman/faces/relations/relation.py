"""`dragoman relation`: how two parties stand, how that developed, and what the picture rests on."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from dragoman.faces import options, output
from dragoman.faces.ledger import filters, opening
from dragoman.faces.progress import complain
from dragoman.faces.relations import asking

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

PARTS = ("balance", "turns", "commitments", "agenda", "carriers", "links", "coverage")


def _parts(written: str) -> tuple[str, ...]:
    read = options.one_of(PARTS, "part")
    return tuple(dict.fromkeys(read(part.strip()) for part in written.split(",")))


_Parts = Annotated[
    Any,
    typer.Option(
        "--show", parser=_parts, metavar="PART,…", help=f"Only these: {', '.join(PARTS)}.", show_default=False
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
                _write(found, _chosen(found, by, show or PARTS), format, out, asked=show is not None)
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


def _chosen(found: Relation, by: Any, parts: tuple[str, ...]) -> dict[str, Any]:
    every: dict[str, Callable[[], Any]] = {
        "balance": lambda: found.balance(by),
        "turns": found.turns,
        "commitments": found.commitments,
        "agenda": lambda: found.agenda(by),
        "carriers": found.carriers,
        "links": found.claims,
        "coverage": found.coverage,
    }
    return {name: every[name]() for name in PARTS if name in parts}


def _write(found: Relation, parts: dict[str, Any], format: str, out: Any, *, asked: bool = False) -> None:
    if format == "json":
        whole = _whole(found) | {name: _told(part) for name, part in parts.items()}
        output.write_line(msgspec.json.encode(whole), out)
        return
    from dragoman.faces.relations import sections
    from dragoman.faces.sheet import Sheet

    sheet = Sheet.on(out)
    sections.head(found, sheet)
    for name, part in parts.items():
        sections.PARTS[name](part, found, sheet)
        if asked and name != "changes" and sections.is_empty(part):
            sheet.line(sections.nothing(name))


def _whole(found: Relation) -> dict[str, Any]:
    dealings = found.dealings
    return {
        "pair": found.pair, "since": found.since, "until": found.until, "weights": found.weights.version,
        "stories": dealings.stories, "tellings": len(dealings), "left_out": dict(dealings.left_out),
    }  # fmt: skip


def _told(part: Any) -> Any:
    """A part as JSON has it: the warnings with their sentences, which are no field of theirs."""
    from dragoman.relations.coverage import Coverage

    if not isinstance(part, Coverage):
        return part
    warnings = [msgspec.to_builtins(one) | {"text": one.text} for one in part.warnings]
    return msgspec.to_builtins(part) | {"warnings": warnings}


def _open(found: Relation, days: tuple[datetime.date, datetime.date], format: str, out: Any) -> None:
    opened = found.opened(*days)
    if format == "json":
        listed = [one._asdict() | {"value": one.value} for one in opened]
        weight, balance = sum(one.weight for one in opened), sum(one.value for one in opened)
        sums = {"weight": weight, "balance": balance, "tone": balance / weight if weight else None}
        whole = _whole(found) | {"from": days[0], "to": days[1]} | sums | {"opened": listed}
        output.write_line(msgspec.json.encode(whole), out)
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
