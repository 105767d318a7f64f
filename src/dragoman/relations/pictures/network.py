"""A network of relations as a picture: parties as circles, and what two of them did to each other as a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dragoman.errors import RelationError
from dragoman.relations.dealings import Floats
from dragoman.relations.network import Network, layout
from dragoman.relations.pictures import style
from dragoman.relations.pictures.sheet import LEGENDED, SIDE, headed, sheet
from dragoman.relations.pictures.wording import Words, wording

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_TALL = 12.5  # cm
_NAMED = 25  # parties; where there are more they go by their codes
_FREE = 0.12  # cm between two circles or names


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
    half = np.stack([np.maximum(radius, [style.text_width(one) / 2 for one in labels]), np.maximum(radius, 0.18)], 1)
    places = layout(network, half, (width, _TALL), _FREE)
    _lines(axes, network, places)
    _circles(axes, network, labels, places, radius)
    headed(axes, words, words.say(words.ties), _legend(axes, words))
    return figure


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
