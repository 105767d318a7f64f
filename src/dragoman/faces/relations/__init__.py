"""The commands about relations: `relation`, `links`, `network`, `brief`."""

from __future__ import annotations

import typer

from dragoman.faces.relations import brief, links, network, relation


def register(app: typer.Typer) -> None:
    """Gives the application the commands, in the order in which its help shows them."""
    for part in (relation, links, network, brief):
        part.register(app)
