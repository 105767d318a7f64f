"""`dragoman links`: which relations one hangs on, as somebody says and as the figures do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer
from rich.text import Text

from dragoman.faces import options, output
from dragoman.faces.ledger import opening
from dragoman.faces.ledger.counts import number
from dragoman.faces.progress import complain
from dragoman.faces.relations import asking

if TYPE_CHECKING:
    from dragoman.faces.sheet import Sheet
    from dragoman.relations.claims import Claim
    from dragoman.relations.links import Confronted, Measured, MeasuredLink

_EXAMPLES = """\b
Examples:
  Who says that the relation of Azerbaijan and the USA hangs on another, and
  with which it moves:
    dragoman links AZE USA
\b
  By week, looking up to eight weeks back and forth, among the 100 relations of
  which most is told:
    dragoman links AZE USA --by week --lags 8 --most 100
\b
  All that is said, and all that can be measured, for programs:
    dragoman links AZE USA --format json
\b
What is said stays a claim, with who says it. What is measured is a statistic: two
relations may move together because a third thing moves both. It is never a cause.
\b
Exit codes: 0 also where nothing is said or found; 2 wrong usage; 3 no ledger
there, or it can't be read.
"""
_SHOWN = 10  # measured links that are listed though they may be chance

_Format = Annotated[
    str, typer.Option(parser=options.one_of(("table", "json"), "format"), metavar="table|json", help="What to print.")
]


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog=_EXAMPLES)(links)


def links(
    one: asking.One,
    other: asking.Other,
    *,
    by: asking.By = "month",
    since: asking.Since = None,
    until: asking.Until = None,
    lags: Annotated[
        int | None,
        typer.Option(min=0, metavar="NUMBER", help="How many periods apart at most.", show_default=False),
    ] = None,
    most: Annotated[int, typer.Option(min=2, metavar="NUMBER", help="Among how many relations.")] = 200,
    ledger: opening.Address = opening.DEFAULT,
    format: _Format = "table",
    plot: asking.Plot = None,
    output_file: options.Output = None,
) -> None:
    """Shows which relations one hangs on: who says so, and which move together."""
    from dragoman.relations import Relation
    from dragoman.relations.links import confront

    with opening.opened(ledger) as held, output.destination(output_file, [ledger]) as out:
        found = Relation(held, one, other, since=since, until=until)
        if not found.dealings.tellings:
            complain(asking.nothing(held, one, other))
        said, measured = found.claims(), found.links(by, most=most, lags=lags)
        both = confront(said, measured)
        if format == "json":
            whole = {"pair": found.pair, "stated": said, "measured": measured, "confronted": both}
            output.write_line(msgspec.json.encode(whole, enc_hook=list), out)
        else:
            from dragoman.faces.sheet import Sheet

            _show(said, measured, both, Sheet.on(out))
        if plot is not None:
            _plot(found, measured, plot)


def _show(said: list[Claim], measured: Measured, both: list[Confronted], sheet: Sheet) -> None:
    from dragoman.faces.relations import matters

    matters.title("Said", sheet, number(len(said), "claim"))
    for claim in said:
        matters.claim(claim, sheet)
    if not said:
        sheet.line(Text("nobody is told to have said that it hangs, or doesn't, on another"), 2)
    sheet.line()
    tested = (
        f"{number(len(measured.links), 'pair')} tested by {measured.by}, over {number(measured.periods, measured.by)}"
    )
    matters.title("Measured", sheet, f"{tested}, up to {measured.lags} apart")
    beyond = [link for link in measured.links if link.q <= measured.level]
    for link in beyond or measured.links[:_SHOWN]:
        sheet.line(_line(link, measured), 2)
    if measured.links and not beyond:
        sheet.line(Text("none of these is beyond chance"), 2)
    if measured.too_little:
        sheet.line(
            Text(f"{number(len(measured.too_little), 'relation')} with too little told to be measured", "dim"), 2
        )
    if measured.shared:
        several = number(measured.shared, "story", "stories")
        sheet.line(Text(f"{several} of several relations left out: they would move all of them at once", "dim"), 2)
    if measured.note:
        sheet.line(Text(measured.note, "dim"), 2)
    sheet.line()
    if both:
        matters.title("Said and measured", sheet)
    for row in both:
        sheet.line(Text(f"{'–'.join(row.one)} and {'–'.join(row.other)}", "bold"), 2)
        sheet.line(sheet.name(row.says), 4)


def _line(link: MeasuredLink, measured: Measured) -> Text:
    one, other = "–".join(link.one), "–".join(link.other)
    if link.lag:
        ahead, behind = (one, other) if link.lag > 0 else (other, one)
        how = f"{ahead} moves {number(abs(link.lag), measured.by)} before {behind}"
    else:
        how = f"{one} and {other} move at once"
    way = "the same way" if link.r > 0 else "the other way"
    sure = link.q <= measured.level
    figures = f"r {link.r:+.2f}  p {link.p:.4f}  q {link.q:.3f}".replace("-", "−")
    return Text.assemble((how, "bold" if sure else ""), f", {way}  ", (figures, "" if sure else "dim"))


def _plot(found: Any, measured: Measured, path: str) -> None:
    from dragoman.relations import pictures

    if not measured.links:
        complain("no link was measured, so there is nothing to draw")
        return
    pictures.save(pictures.links_picture(found.ledger, measured.links[0], measured), path)
    complain(f"drawn in {path}")
