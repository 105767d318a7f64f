"""`dragoman network`: the neighbourhood of relations in a period, and who moved since another."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import typer

from dragoman.faces import options, output
from dragoman.faces.ledger import filters, opening
from dragoman.faces.progress import complain
from dragoman.faces.relations import asking

_EXAMPLES = """\b
Examples:
  Who dealt with whom, who stands together, which triads don't fit:
    dragoman network
\b
  Around Azerbaijan in 2024, and who moved since the year before:
    dragoman network --party AZE --since 2024 --until 2024 --before 2023
\b
  As a picture, and for programs:
    dragoman network --plot network.svg
    dragoman network --format json > network.json
\b
Exit codes: 0 also where nothing is told; 2 wrong usage, or nothing to draw;
3 no ledger there, or it can't be read.
"""


def register(app: typer.Typer) -> None:
    """Adds the command."""
    app.command(epilog=_EXAMPLES)(network)


def network(
    *,
    party: Annotated[
        str | None,
        typer.Option(
            "--party", parser=filters.state, metavar="PARTY", help="Only around this one: AZE, iran, IGO:NATO."
        ),
    ] = None,
    since: asking.Since = None,
    until: asking.Until = None,
    before: Annotated[
        Any,
        typer.Option(
            "--before", parser=filters.days, metavar="DAY", help="Who moved since that year, month or day.",
            show_default=False,
        ),
    ] = None,
    most: Annotated[int, typer.Option(min=2, metavar="NUMBER", help="At most so many parties.")] = 60,
    score: asking.Scores = None,
    unweighted: asking.Unweighted = False,
    ledger: opening.Address = opening.DEFAULT,
    format: asking.Format = "table",
    plot: asking.Plot = None,
    output_file: options.Output = None,
) -> None:  # fmt: skip
    """Shows the network of relations: who deals with whom, who stands together, and who moved."""
    from dragoman.relations import relations_of
    from dragoman.relations.network import moved, triads
    from dragoman.relations.network import network as drawn

    filters.together(since, until)
    asking.drawn(plot, ledger, output_file)
    weights = asking.weights(score, unweighted)
    with opening.opened(ledger) as held:
        every = relations_of(held, weights=weights)
        now = drawn(every, since, until, party=party, most=most)
        then = drawn(every, *before, party=party, most=most) if before else None
        moves = moved(then, now) if then and then.nodes and now.nodes else None
        threes = triads(now.ties)
        if not now.nodes:
            complain(_nothing(party, since, until))
        elif before and moves is None:
            complain(f"nothing is told from {before[0]} to {before[1]}, so nobody can know who moved")
        with output.destination(output_file, [ledger]) as out:
            if format == "json":
                whole = {"network": now, "triads": threes, "before": then, "moves": moves}
                output.write_line(msgspec.json.encode(whole), out)
            elif now.nodes:
                from dragoman.faces.relations import neighbours
                from dragoman.faces.sheet import Sheet

                neighbours.write(now, then, threes, moves, Sheet.on(out))
        if plot is not None:
            from dragoman.relations import pictures

            pictures.save(pictures.network_picture(now), plot)
            complain(f"drawn in {plot}")


def _nothing(party: str | None, since: Any, until: Any) -> str:
    of = f"any relation of {party}" if party else "any relation"
    return f"nothing is told of {of}{' in these days' if since or until else ''}; see: dragoman info"
