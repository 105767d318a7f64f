"""What the commands about relations have in common: two parties, days, periods, weights."""

from __future__ import annotations

import datetime
import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.faces import output
from dragoman.faces.ledger import filters
from dragoman.faces.ledger.counts import number
from dragoman.faces.options import one_of

if TYPE_CHECKING:
    from dragoman.relations import Relation
    from dragoman.relations.dealings import Weights

BYS = ("day", "week", "month", "quarter", "year")

_PICTURES = (".svg", ".png", ".pdf")


def picture(written: str) -> str:
    """Where a picture goes. Raises BadParameter before anything is computed where none can go there."""
    ending = os.path.splitext(written)[1].lower()
    if ending not in _PICTURES:
        raise typer.BadParameter(f"{written!r}: a picture ends in {', '.join(_PICTURES)}")
    folder = os.path.dirname(written) or "."
    if not os.path.isdir(folder):
        raise typer.BadParameter(f"{folder}: there is no such folder; make it, or choose another")
    return written


One = Annotated[str, typer.Argument(metavar="A", parser=filters.state, help="A state or body: AZE, iran, IGO:NATO.")]
Other = Annotated[str, typer.Argument(metavar="B", parser=filters.state, help="The other one.")]
By = Annotated[
    Any, typer.Option("--by", parser=one_of(BYS, "period"), metavar="|".join(BYS), help="How time is divided.")
]
Since = Annotated[
    datetime.date | None,
    typer.Option("--since", parser=filters.since, metavar="DAY", help="From that day on: 2024, 2024-02, 2024-02-17."),
]
Until = Annotated[
    datetime.date | None,
    typer.Option("--until", parser=filters.until, metavar="DAY", help="To the end of that day, month or year."),
]
Format = Annotated[
    str, typer.Option(parser=one_of(("table", "json"), "format"), metavar="table|json", help="What to print.")
]
Plot = Annotated[
    str | None,
    typer.Option("--plot", parser=picture, metavar="FILE.svg|png|pdf", help="Draw it there.", show_default=False),
]
Scores = Annotated[
    list[str] | None,
    typer.Option(
        "--score",
        metavar="TYPE=NUMBER",
        help="Another score than PLOVER's, -10 to +10: ACCUSE=-5, CONSULT/visit=4.",
        show_default=False,
    ),
]
Unweighted = Annotated[bool, typer.Option("--unweighted", help="Events count 1, however sure the coder is of them.")]


def weights(scores: list[str] | None, unweighted: bool) -> Weights:
    """What events count for. Raises BadParameter and RelationError."""
    from dragoman.relations.dealings import Weights

    return Weights(scores=dict(_score(one) for one in scores or ()), confidence=not unweighted)


def _score(written: str) -> tuple[str, float]:
    name, equals, value = written.partition("=")
    try:
        if not equals:
            raise ValueError
        kind, slash, mode = name.strip().partition("/")
        return kind.upper() + slash + mode.lower(), float(value)
    except ValueError:
        raise typer.BadParameter(f"{written!r} is no score; write it as ACCUSE=-5") from None


def drawn(plot: str | None, ledger: str, output_file: str | None) -> None:
    """Raises OutputError where a picture would overwrite the ledger or the other output."""
    if plot is not None:
        output.refuse_a_source(plot, [ledger])
        if output_file is not None and os.path.realpath(plot) == os.path.realpath(output_file):
            raise output.OutputError("the picture and the other output can't both go there", plot, "choose two places")


def nothing(found: Relation) -> str:
    """That nothing that counts is told of two parties, why, and of which relations of theirs something is."""
    pair = "–".join(found.pair)
    if found.dealings.left_out:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in sorted(found.dealings.left_out.items()))
        return f"nothing that happened is told of {pair}; left out: {reasons}"
    days = sorted(one.day for one in found.ledger.tellings(*found.pair) if one.day)
    if days:
        return f"nothing is told of {pair} in these days; what is told is from {days[0]} to {days[-1]}"
    near = [row for party in found.pair for row in found.ledger.busiest(3, party)]
    known = ", ".join(dict.fromkeys(f"{one}–{other} ({number(count, 'event')})" for one, other, count in near))
    return f"nothing is told of {pair}" + (f"; there are {known}" if known else "; see: dragoman info")
