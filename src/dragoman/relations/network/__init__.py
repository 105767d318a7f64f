"""The network of relations: the `neighbourhood` of a time, its `triads`, `moves` between two of them, a `layout`."""

from dragoman.relations.network.layout import layout
from dragoman.relations.network.moves import Moves, moved
from dragoman.relations.network.neighbourhood import CLEAR, Network, Node, Tie, network, tellings_of
from dragoman.relations.network.triads import Triad, Triads, triads

__all__ = [
    "CLEAR",
    "Moves",
    "Network",
    "Node",
    "Tie",
    "Triad",
    "Triads",
    "layout",
    "moved",
    "network",
    "tellings_of",
    "triads",
]
