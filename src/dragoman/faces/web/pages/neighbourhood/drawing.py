"""The network, drawn on the server: parties as circles by stories, ties as lines by tone and weight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from dragoman.faces.web.interface import Interface
from dragoman.model import Record
from dragoman.relations.dealings import Pair
from dragoman.relations.network import Network, Tie, layout

WIDTH, HEIGHT = 760, 520
_NAMED = 26  # parties; where there are more they go by their codes
_LETTER = 7.2  # how wide a letter is, about
_NAME = 22  # how much room a name takes below its circle
_ROUNDS = 100  # of moving names apart; a page can't wait longer
_TIES = 220  # lines that are drawn, the heaviest


class Circle(NamedTuple):
    """A party, by its middle."""

    party: str
    label: str
    name: str
    community: int | None
    x: float
    y: float
    radius: float
    below: float
    stories: int


class Strand(NamedTuple):
    """A tie; `weight` is 1 to 5."""

    pair: Pair
    x1: float
    y1: float
    x2: float
    y2: float
    sign: int
    weight: int


class Drawing(Record, frozen=True):
    """A network to be drawn, the lightest lines first; `left_out` is the number of ties that are not drawn."""

    circles: tuple[Circle, ...]
    strands: tuple[Strand, ...]
    left_out: int
    width: int = WIDTH
    height: int = HEIGHT


def drawing(network: Network, ui: Interface) -> Drawing:
    """A network that has parties, drawn."""
    few = len(network.nodes) <= _NAMED
    labels = [ui.party(one.party) if few else one.party.removeprefix("IGO:") for one in network.nodes]
    stories = np.array([one.stories for one in network.nodes], np.float64)
    radius = 5 + 15 * np.sqrt(stories / stories.max())
    half = np.stack([np.maximum(radius, [len(one) * _LETTER / 2 for one in labels]), radius + _NAME / 2], axis=1)
    places = layout(network, half, (WIDTH, HEIGHT), 4.0, rounds=_ROUNDS) - [0, _NAME / 2]
    spots = {one.party: place for one, place in zip(network.nodes, np.round(places, 1).tolist(), strict=True)}
    drawn = network.ties[:_TIES]
    heaviest = max((tie.weight for tie in drawn), default=0.0) or 1.0
    return Drawing(
        circles=tuple(
            Circle(
                party=one.party,
                label=label,
                name=ui.party(one.party),
                community=one.community,
                x=spots[one.party][0],
                y=spots[one.party][1],
                radius=round(size, 1),
                below=round(size + _NAME / 2, 1),
                stories=one.stories,
            )
            for one, label, size in zip(network.nodes, labels, radius.tolist(), strict=True)
        ),
        strands=tuple(_strand(tie, spots, heaviest) for tie in reversed(drawn)),
        left_out=len(network.ties) - len(drawn),
    )


def _strand(tie: Tie, spots: Mapping[str, list[float]], heaviest: float) -> Strand:
    (x1, y1), (x2, y2) = (spots[party] for party in tie.pair)
    weight = 1 + min(4, int(5 * (tie.weight / heaviest) ** 0.6))
    return Strand(pair=tie.pair, x1=x1, y1=y1, x2=x2, y2=y2, sign=tie.sign(), weight=weight)
