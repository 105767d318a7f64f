"""The network of relations: the `neighbourhood` of a time, its `triads`, and the `moves` from one to another."""

from dragoman.relations.network.moves import Moves, moved
from dragoman.relations.network.neighbourhood import CLEAR, Network, Node, Tie, network, tellings_of
from dragoman.relations.network.triads import Triad, Triads, triads

__all__ = ["CLEAR", "Moves", "Network", "Node", "Tie", "Triad", "Triads", "moved", "network", "tellings_of", "triads"]
