"""After reports were added: events that are one with those of other reports get into their story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dragoman.errors import ModelError
from dragoman.faces.ledger.stopping import Stop
from dragoman.faces.progress import Progress

if TYPE_CHECKING:
    from dragoman.ledger import Ledger
    from dragoman.ledger.sameness import Embed


def join(ledger: Ledger, coder: str, stop: Stop) -> None:
    """Gives a story to each event that has none; whatever is left when it is to stop, the next time does."""
    with Progress([], beside=None, unit="events compared", closing=False) as progress:
        done = 0
        for some in stop.until(ledger.join_stories(_embed(coder))):
            done += some
            progress.advance(done)


def _embed(coder: str) -> Embed | None:
    """What compares wording across languages; nothing where the packs alone are to be used, or there is no model."""
    if coder == "lexicon":
        return None
    from dragoman.coding.learned import model

    try:
        known = model.load()
    except ModelError:
        return None

    def vectors(texts: Sequence[str]) -> Any:
        return known.vectors(texts)

    return vectors
