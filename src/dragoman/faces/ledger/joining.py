"""After reports were added: events that are one with those of other reports get into their story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.faces.ledger.stopping import Stop
from dragoman.faces.progress import Progress

if TYPE_CHECKING:
    from dragoman.ledger import Ledger


def join(ledger: Ledger, coder: str, stop: Stop) -> None:
    """Gives a story to each event that has none; whatever is left when it is to stop, the next time does."""
    from dragoman import pipeline

    with Progress([], beside=None, unit="events compared", closing=False) as progress:
        done = 0
        for some in stop.until(pipeline.join_stories(ledger, coder)):
            done += some
            progress.advance(done)
