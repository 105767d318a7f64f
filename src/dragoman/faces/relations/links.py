"""`dragoman links`: which relations one hangs on, as somebody says and as the figures do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from dragoman.errors import RelationError
from dragoman.faces import options, output
from dragoman.faces.ledger import filters, opening
from dragoman.faces.progress import complain
from dragoman.faces.relations import asking, shapes

if TYPE_CHECKING:
    from dragoman.relations import Relation
    from dragoman.relations.links import Measured

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
Exit codes: 0 also where nothing is said or found; 2 wrong usage, or nothing to
draw; 3 no ledger there, or it can't be read.
"""


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
    score: asking.Scores = None,
    unweighted: asking.Unweighted = False,
    ledger: opening.Address = opening.DEFAULT,
    format: asking.Format = "table",
    plot: asking.Plot = None,
    output_file: options.Output = None,
) -> None:
    """Shows which relations one hangs on: who says so, and which move together."""
    from dragoman.relations import Relation
    from dragoman.relations.links import confront

    filters.together(since, until)
    asking.drawn(plot, ledger, output_file)
    weights = asking.weights(score, unweighted)
    with opening.opened(ledger) as held:
        found = Relation(held, one, other, since=since, until=until, weights=weights)
        if not found.dealings.tellings:
            complain(asking.nothing(found))
        said, measured = found.claims(), found.links(by, most=most, lags=lags)
        both = confront(said, measured)
        with output.destination(output_file, [ledger]) as out:
            if format == "json":
                output.write_line(msgspec.json.encode(shapes.linked(found, said, measured, both)), out)
            else:
                from dragoman.faces.relations import linked
                from dragoman.faces.sheet import Sheet

                linked.write(said, measured, both, Sheet.on(out))
        if plot is not None:
            _plot(found, measured, most, plot)


def _plot(found: Relation, measured: Measured, most: int, path: str) -> None:
    """The likeliest link: the balances of its two relations, and how they move together at each lag."""
    from dragoman.relations import pictures
    from dragoman.relations.balance import balance
    from dragoman.relations.links import lagged

    if not measured.links:
        raise RelationError(f"there is no link to draw; {measured.note}", fix="choose other days or parties")
    among, link = found.among(most), measured.links[0]
    one, other = (balance(among[pair], measured.by, measured.since, measured.until) for pair in (link.one, link.other))
    pictures.save(pictures.links_picture(link, (one, other), lagged(among, link, measured)), path)
    complain(f"drawn in {path}: {'–'.join(link.one)} and {'–'.join(link.other)}")
