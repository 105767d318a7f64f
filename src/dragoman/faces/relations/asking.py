"""What the commands about relations have in common: two parties, days, periods, weights."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.faces.ledger import filters
from dragoman.faces.ledger.counts import number
from dragoman.faces.options import one_of

if TYPE_CHECKING:
    from dragoman.ledger import Ledger
    from dragoman.relations.dealings import Weights

BYS = ("day", "week", "month", "quarter", "year")

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
Plot = Annotated[
    str | None,
    typer.Option("--plot", metavar="FILE.svg|png|pdf", help="Draw it there.", show_default=False),
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
    name, equals, number = written.partition("=")
    try:
        if not equals:
            raise ValueError
        kind, slash, mode = name.strip().partition("/")
        return kind.upper() + slash + mode.lower(), float(number)
    except ValueError:
        raise typer.BadParameter(f"{written!r} is no score; write it as ACCUSE=-5") from None


def nothing(held: Ledger, one: str, other: str) -> str:
    """That nothing is told of a pair, and of which pairs of the two something is."""
    near = [pair for party in (one, other) for pair in held.busiest(3, party)]
    known = ", ".join(dict.fromkeys(f"{a}–{b} ({number(count, 'event')})" for a, b, count in near))
    return f"nothing is told of {one}–{other}" + (f"; there are {known}" if known else "; see: dragoman info")
