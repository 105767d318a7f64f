"""The ledger that a command works on: the one named, else the environment's, else `dragoman.db` in this folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dragoman.ledger import Ledger

VARIABLE = "DRAGOMAN_LEDGER"
DEFAULT = "dragoman.db"

Address = Annotated[
    str,
    typer.Option(
        "--ledger",
        metavar="LEDGER",
        envvar=VARIABLE,
        help="A file, or postgresql://user@host/database.",
    ),
]
Who = Annotated[
    str | None,
    typer.Option("--who", metavar="NAME", help="Who judges; your name on this machine if left out."),
]
Why = Annotated[str | None, typer.Option("--why", metavar="WORDS", help="The reason, kept with the judgement.")]


@contextmanager
def opened(address: str, *, create: bool = False, who: str | None = None) -> Iterator[Ledger]:
    """The ledger, closed at the end. Raises LedgerError."""
    from dragoman.ledger import Ledger

    with Ledger(address, create=create, who=who) as ledger:
        yield ledger
