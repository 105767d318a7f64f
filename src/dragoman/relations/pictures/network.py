"""A network of relations as a picture: parties as circles, and what two of them did to each other as a line.

The layout is that of Fruchterman and Reingold ("Graph drawing by force-directed placement", Software: Practice and
Experience 21(11), 1991) from a fixed start, so that the same network is drawn the same; communities are drawn closer,
and names are moved apart.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from dragoman.errors import RelationError
from dragoman.relations.dealings import Floats
from dragoman.relations.network import Network
from dragoman.relations.pictures import style
from dragoman.relations.pictures.sheet import LEGENDED, SIDE, headed, sheet
from dragoman.relations.pictures.wording import Words, wording

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_TALL = 12.5  # cm
_NAMED = 25  # parties; where there are more they go by their codes
_SEED = 1
_TOGETHER = 4  # how much stronger a tie pulls within a community
_ROUNDS = 300  # of moving names apart


@style.drawing()
def network_picture(network: Network, language: str = "en") -> Figure:
    """A network, 17 cm wide: circles by stories and community, lines by weight and tone.

    Raises RelationError where nothing is told, or there are no words in the language.
    """
    words = wording(language)
    if not network.nodes:
        raise RelationError("nothing is told in these days", fix="choose other days")
    title = words.say(words.network, since=network.since, until=network.until)
    figure, (axes,) = sheet(words, [(LEGENDED, _TALL)], title, _foot(network, words), sides=(SIDE, SIDE))
    width = style.WIDTH - 2 * SIDE
    axes.set(xlim=(0, width), ylim=(0, _TALL))
    axes.axis("off")
    few = len(network.nodes) <= _NAMED
    labels = [words.party(one.party) if few else one.party.removeprefix("IGO:") for one in network.nodes]
    stories = np.array([one.stories for one in network.nodes], np.float64)
    radius = 0.14 + 0.5 * np.sqrt(stories / stories.max())
    places = _places(network, labels, radius, (width, _TALL))
    _lines(axes, network, places)
    _circles(axes, network, labels, places, radius)
    headed(axes, words, words.say(words.ties), _legend(axes, words))
    return figure


# --- places ---------------------------------------------------------------------------------------------


def _places(network: Network, labels: list[str], radius: Floats, size: tuple[float, float]) -> Floats:
    """Where each party stands, in cm, so that no circle or name lies on another."""
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(one.party for one in network.nodes)
    of = {one.party: one.community for one in network.nodes}
    for one, other, weight in ((*tie.pair, tie.weight) for tie in network.ties):
        together = of[one] is not None and of[one] == of[other]
        graph.add_edge(one, other, weight=math.sqrt(weight) * (_TOGETHER if together else 1) + 0.01)
    found = nx.spring_layout(graph, seed=_SEED, iterations=200, k=1.6 / math.sqrt(len(graph)))
    places = np.array([found[one.party] for one in network.nodes])
    half = np.stack(
        [np.maximum(radius, [style.text_width(one) / 2 for one in labels]), np.maximum(radius, 0.18)], axis=1
    )
    spread = np.ptp(places, axis=0)
    places = (places - places.min(axis=0)) / np.where(spread > 0, spread, 1) + (spread == 0) / 2
    room = np.array(size)
    return _apart(half + places * (room - 2 * half), half, room)


def _apart(places: Floats, half: Floats, room: Floats) -> Floats:
    """Moves boxes of some half sizes off each other, each pair along the side where they meet least."""
    reach = half[:, None] + half[None] + 0.12
    for _ in range(_ROUNDS):
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


# --- what is drawn --------------------------------------------------------------------------------------


def _lines(axes: Axes, network: Network, places: Floats) -> None:
    number = {one.party: at for at, one in enumerate(network.nodes)}
    most = max((tie.weight for tie in network.ties), default=0.0) or 1.0
    for sign, (color, dashes) in _TIES.items():
        ties = [tie for tie in network.ties if tie.sign() == sign]
        ends = np.array([[places[number[party]] for party in tie.pair] for tie in ties]).reshape(-1, 2, 2)
        if not ties:
            continue
        shares = np.array([tie.weight / most for tie in ties])
        look = {"linewidths": 0.5 + 5 * shares**0.75, "alpha": 0.35 + 0.6 * shares**0.5, "linestyles": dashes}
        style.lines(axes, ends, colors=color, zorder=1, **look)


_TIES: dict[int, tuple[str, Any]] = {
    0: ("#bdbdbd", "solid"),
    1: (style.COOPERATION, "solid"),
    -1: (style.CONFLICT, (0, (2.5, 1))),
}


def _circles(axes: Axes, network: Network, labels: list[str], places: Floats, radius: Floats) -> None:
    colors = [_color(one.community) for one in network.nodes]
    sizes = (2 * radius * style.POINTS) ** 2
    axes.scatter(
        places[:, 0], places[:, 1], s=sizes, c=colors, edgecolors=style.INK, linewidths=0.6, zorder=2, clip_on=False
    )
    for label, (x, y) in zip(labels, places.tolist(), strict=True):
        axes.text(x, y, label, size=style.SMALL, ha="center", va="center_baseline", zorder=3, path_effects=style.halo())


def _color(community: int | None) -> str:
    if community is None:
        return style.PAPER
    return style.COMMUNITIES[min(community, len(style.COMMUNITIES)) - 1]


def _legend(axes: Axes, words: Words) -> list[tuple[Any, str]]:
    names = {1: words.cooperation, -1: words.conflict, 0: words.unclear}
    found: list[tuple[Any, str]] = []
    for sign, name in names.items():
        color, dashes = _TIES[sign]
        (line,) = axes.plot([], [], color=color, linestyle=dashes, linewidth=2)
        found.append((line, name))
    return found


def _foot(network: Network, words: Words) -> list[str]:
    most = max(one.stories for one in network.nodes)
    found = [words.say(words.circles, most=f"{most:,}")]
    if network.modularity is not None:
        found.append(words.say(words.communities, modularity=f"{network.modularity:.2f}"))
    if network.left_out:
        found.append(words.say(words.parties_left_out, number=f"{network.left_out:,}"))
    if network.weights is not None:
        found.append(words.say(words.weights, weights=network.weights))
    return found
