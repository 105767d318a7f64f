"""The ledger's commands: `add`, `watch`, what asks, `judge`, `import` and `export`, on the one command line."""

from __future__ import annotations

import typer

from dragoman.faces.ledger import add, ask, exchange, judge, past, watch


def register(app: typer.Typer) -> None:
    """Gives the application the ledger's commands, in the order in which its help shows them."""
    for part in (add, watch, ask, past, judge, exchange):
        part.register(app)
