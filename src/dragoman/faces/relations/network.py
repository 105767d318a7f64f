"""`dragoman network`: the neighbourhood of relations in a period, and who moved since another."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer
from rich.text import Text

from dragoman.faces import options, output
from dragoman.faces.ledger import filters, opening
from dragoman.faces.ledger.counts import number
from dragoman.faces.progress import complain
from dragoman.faces.relations import asking

if TYPE_CHECKING:
    from dragoman.faces.sheet import Sheet
    from dragoman.relations.network import Network
    from dragoman.relations.network.moves import Moves
    from dragoman.relations.network.triads import Triads

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
Exit codes: 0 also where nothing is told; 2 wrong usage; 3 no ledger there, or it
can't be read.
"""
_SHOWN = 15
_Format = Annotated[
    str, typer.Option(parser=options.one_of(("table", "json"), "format"), metavar="table|json", help="What to print.")
]


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
        tuple[datetime.date, datetime.date] | None,
        typer.Option(
            "--before", parser=filters.days, metavar="DAY", help="Who moved since that year, month or day.",
            show_default=False,
        ),
    ] = None,
    most: Annotated[int, typer.Option(min=2, metavar="NUMBER", help="At most so many parties.")] = 60,
    score: asking.Scores = None,
    unweighted: asking.Unweighted = False,
    ledger: opening.Address = opening.DEFAULT,
    format: _Format = "table",
    plot: asking.Plot = None,
    output_file: options.Output = None,
) -> None:  # fmt: skip
    """Shows the network of relations: who deals with whom, who stands together, and who moved."""
    from dragoman.relations import relations_of
    from dragoman.relations.network import moved, triads
    from dragoman.relations.network import network as drawn

    weights = asking.weights(score, unweighted)
    with opening.opened(ledger) as held, output.destination(output_file, [ledger]) as out:
        every = relations_of(held, weights=weights)
        now = drawn(every, since, until, party=party, most=most)
        then = drawn(every, *before, party=party, most=most) if before else None
        moves = moved(then, now) if then else None
        threes = triads(now.ties)
        if not now.nodes:
            complain("nothing is told of any relation there; see: dragoman info")
        if format == "json":
            whole = {"network": now, "triads": threes, "before": then, "moves": moves}
            output.write_line(msgspec.json.encode(whole), out)
        elif now.nodes:
            from dragoman.faces.sheet import Sheet

            _show(now, threes, moves, Sheet.on(out))
        if plot is not None:
            from dragoman.relations import pictures

            pictures.save(pictures.network_picture(now), plot)
            complain(f"drawn in {plot}")


def _show(now: Network, threes: Triads, moves: Moves | None, sheet: Sheet) -> None:
    from dragoman.faces.relations.matters import title

    days = f"{now.since or 'the beginning'} to {now.until or 'the end'}"
    title("Parties", sheet, f"{number(len(now.nodes), 'party', 'parties')}, {days}")
    _nodes(now, sheet)
    title("Ties", sheet, "the heaviest first")
    _ties(now, sheet)
    if now.communities:
        title("Who stands together", sheet, f"modularity {now.modularity:.2f}" if now.modularity is not None else "")
        for place, parties in enumerate(now.communities, 1):
            sheet.labelled(Text(f"{place}", "dim"), Text(", ".join(parties)), 2, 6)
        sheet.line()
    if any(threes.counts.values()):
        _triads(threes, sheet)
    if moves is not None:
        _moves(moves, sheet)


def _nodes(now: Network, sheet: Sheet) -> None:
    from dragoman.faces.relations.chart import signed

    sheet.line(Text(f"{'':10} stories   tone  ties  central", "dim"), 2)
    for node in now.nodes[:_SHOWN]:
        central = "·" if node.centrality is None else f"{node.centrality:.2f}"
        figures = f"{node.party:10} {node.stories:>7,}  {signed(node.tone):>5}  {node.degree:>4}  {central:>7}"
        sheet.line(Text(figures), 2)
    more = len(now.nodes) - _SHOWN + now.left_out
    if more > 0:
        sheet.line(Text(f"and {number(more, 'party', 'parties')} more", "dim"), 2)
    sheet.line()


def _ties(now: Network, sheet: Sheet) -> None:
    from dragoman.faces.relations.chart import signed

    for tie in now.ties[:_SHOWN]:
        told = f"{number(tie.stories, 'story', 'stories')} of {number(tie.outlets, 'outlet')}"
        sheet.line(Text(f"{'–'.join(tie.pair):15}  tone {signed(tie.tone):>5}  {told}"), 2)
    if len(now.ties) > _SHOWN:
        sheet.line(Text(f"and {len(now.ties) - _SHOWN:,} more", "dim"), 2)
    sheet.line()


def _triads(threes: Triads, sheet: Sheet) -> None:
    from dragoman.faces.relations.matters import title

    share = "" if threes.balanced is None else f"{threes.balanced:.0%} balanced: a friend's friend is a friend"
    title("Triads", sheet, share)
    sheet.line(Text(", ".join(f"{kind} {count:,}" for kind, count in threes.counts.items())), 2)
    for triad in [one for one in threes.triads if not one.balanced][:5]:
        signs = ", ".join(f"{'–'.join(tie.pair)} {'+' if tie.sign() > 0 else '−'}" for tie in triad.ties)
        sheet.line(Text.assemble("does not fit: ", signs), 2)
    sheet.line()


def _moves(moves: Moves, sheet: Sheet) -> None:
    from dragoman.faces.relations.chart import signed
    from dragoman.faces.relations.matters import title

    title("Who moved", sheet)
    for shift in moves.shifts[:_SHOWN]:
        line = f"{shift.party} left community {shift.before or '–'} for {shift.after or '–'}"
        sheet.line(Text.assemble(line, (f"  ({shift.stories[0]:,} and {shift.stories[1]:,} stories)", "dim")), 2)
    for name, changes in (("turned", moves.turned), ("changed most", moves.tones[:5])):
        for change in changes[:_SHOWN]:
            was, now = (side.tone if side else None for side in (change.before, change.after))
            sheet.line(Text(f"{name}: {'–'.join(change.pair)} {signed(was)} → {signed(now)}"), 2)
    for words, parties in (("new here", moves.came), ("no longer here", moves.went)):
        if parties:
            sheet.line(Text(f"{words}: {', '.join(parties)}"), 2)
    few = ", ".join(f"{count:,} {what}" for what, count in moves.too_little.items() if count)
    if few:
        sheet.line(Text(f"too little told to compare: {few}", "dim"), 2)
    sheet.line()
