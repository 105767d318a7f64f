"""The matrix: who did what to whom, parties by parties."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from dragoman.faces.web.interface import Interface
from dragoman.model import Record
from dragoman.relations.balance import over
from dragoman.relations.dealings import Dealings, Floats, Pair
from dragoman.relations.network import CLEAR, Network
from dragoman.relations.periods import Period

MOST = 20  # parties
_STRONG = 4.0  # the tone from which on it is strongly good or bad
_LARGE = 11.0  # the half side of the largest sign, of a cell of 24


class Cell(NamedTuple):
    """What one party did to another: `size` is half the side of its sign, by volume; `tone` -10 to +10."""

    actor: str
    recipient: str
    stories: int
    tone: float
    sign: int
    strong: bool
    size: float


class Line(NamedTuple):
    """What a party did to each of the others; None where nothing is told."""

    party: str
    name: str
    cells: tuple[Cell | None, ...]


class Grid(Record, frozen=True):
    """Parties by parties, those that stand together side by side, and how many of the network aren't in it."""

    parties: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    left_out: int


def grid(network: Network, dealings: Mapping[Pair, Dealings], ui: Interface) -> Grid:
    """The matrix of the busiest parties of a network with days."""
    assert network.since is not None and network.until is not None
    last = len(network.communities) + 1
    nodes = sorted(network.nodes[:MOST], key=lambda node: node.community or last)
    shown = [node.party for node in nodes]
    days = Period(name="", start=network.since, end=network.until)
    cells: dict[Pair, tuple[int, float, float]] = {}
    for one, other in (tie.pair for tie in network.ties if {*tie.pair} <= {*shown}):
        cells |= _cells(dealings[one, other], days)
    most = max((weight for _, weight, _ in cells.values()), default=0.0) or 1.0

    def cell(actor: str, recipient: str) -> Cell | None:
        if (actor, recipient) not in cells:
            return None
        stories, weight, tone = cells[actor, recipient]
        sign = 0 if abs(tone) < CLEAR else 1 if tone > 0 else -1
        size = round(2.5 + (_LARGE - 2.5) * float(np.sqrt(weight / most)), 1)
        return Cell(actor, recipient, stories, tone, sign, abs(tone) >= _STRONG, size)

    return Grid(
        parties=tuple((party, ui.party(party)) for party in shown),
        lines=tuple(Line(one, ui.party(one), tuple(cell(one, other) for other in shown)) for one in shown),
        left_out=len(network.nodes) - len(shown),
    )


def _cells(dealings: Dealings, days: Period) -> dict[Pair, tuple[int, float, float]]:
    """Stories, weight and tone of either direction that something is told of."""
    whole = over(dealings, (days,))
    one, other = dealings.pair
    found: dict[Pair, tuple[int, float, float]] = {}
    for way, flags in (((one, other), dealings.there), ((other, one), dealings.back)):
        part = whole.among(flags)
        weight = float(part.mass.sum())
        if weight > 0:
            scored: Floats = part.mass * dealings.score[part.which]
            found[way] = len(set(dealings.story[part.which].tolist())), weight, float(scored.sum()) / weight
    return found
