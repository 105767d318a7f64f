"""Where the parties of a network stand in a drawing.

The layout is that of Fruchterman and Reingold ("Graph drawing by force-directed placement", Software: Practice and
Experience 21(11), 1991) from a fixed start, so that the same network is drawn the same; communities are drawn closer,
and names are moved apart.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dragoman.relations.dealings import Floats
from dragoman.relations.network.neighbourhood import Network

_SEED = 1
_TOGETHER = 4  # how much stronger a tie pulls within a community
_LOOSE = 0.2  # how strongly parts that nothing ties together pull at each other
_ROUNDS = 300


def layout(network: Network, half: Floats, room: tuple[float, float], gap: float, *, rounds: int = _ROUNDS) -> Floats:
    """The middle of each party (a row), so that no two boxes meet.

    `half` is half the width and height of each party's box, circle and name, `room` the width and height of all, and
    `gap` what stays free between boxes, all in one unit. After so many `rounds` of moving apart boxes that still
    meet are left so.
    """
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(one.party for one in network.nodes)
    of = {one.party: one.community for one in network.nodes}
    for one, other, weight in ((*tie.pair, tie.weight) for tie in network.ties):
        together = of[one] is not None and of[one] == of[other]
        graph.add_edge(one, other, weight=math.sqrt(weight) * (_TOGETHER if together else 1) + 0.01)
    _join(graph)
    found = nx.spring_layout(graph, seed=_SEED, iterations=200, k=1.6 / math.sqrt(len(graph)))
    places = np.array([found[one.party] for one in network.nodes])
    spread = np.ptp(places, axis=0)
    places = (places - places.min(axis=0)) / np.where(spread > 0, spread, 1) + (spread == 0) / 2
    size = np.array(room)
    return _apart(half + places * (size - 2 * half), half, size, gap, rounds)


def _join(graph: Any) -> None:
    """Ties each part of the network loosely to the largest, so that none flees to a corner."""
    import networkx as nx

    parts = [[one for one in graph if one in part] for part in nx.connected_components(graph)]
    largest, *others = sorted(parts, key=len, reverse=True)
    for part in others:
        graph.add_edge(largest[0], part[0], weight=_LOOSE)


def _apart(places: Floats, half: Floats, room: Floats, free: float, rounds: int) -> Floats:
    """Moves boxes of some half sizes off each other, each pair along the side where they meet least."""
    reach = half[:, None] + half[None] + free
    for _ in range(rounds):
        gap = places[:, None] - places[None]
        over = reach - np.abs(gap)
        met = (over > 0).all(axis=2) & ~np.eye(len(places), dtype=bool)
        if not met.any():
            break
        side = over.argmin(axis=2)
        order = np.sign(np.arange(len(places))[:, None] - np.arange(len(places))[None])
        for axis in (0, 1):
            way = np.where(gap[..., axis] == 0, order, np.sign(gap[..., axis]))
            places[:, axis] += (way * over[..., axis] * (met & (side == axis))).sum(axis=1) * 0.3
        places = np.clip(places, half, room - half)
    return places
