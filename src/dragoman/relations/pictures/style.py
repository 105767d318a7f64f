"""The look of all pictures: size, type, colours, and the settings under which they are drawn and written.

Colours tell cooperation from conflict for those who see colours badly, and light from dark in print without colour.
Letters are DejaVu Sans, which matplotlib brings along and which has those of all three languages, so that a picture
looks the same on every machine. What a user has set for matplotlib plays no part in it, and is as before afterwards.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

_logger = logging.getLogger("matplotlib")
_level = _logger.level
_logger.setLevel(logging.ERROR)  # where its folder can't be written it makes another, which is nobody's concern
try:
    import matplotlib as mpl
    from matplotlib.collections import LineCollection, PolyCollection
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.patheffects import AbstractPathEffect, Normal, withStroke
    from matplotlib.text import Text
    from matplotlib.textpath import text_to_path
finally:
    _logger.setLevel(_level)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from dragoman.relations.dealings import Floats

WIDTH = 17.0  # cm, the page of a journal between its margins
CM = 1 / 2.54  # inches
POINTS = 28.3465  # in a cm

INK = "#222222"
PALE = "#5c5c5c"
FAINT = "#dcdcdc"
PAPER = "white"
COOPERATION = "#2166ac"
CONFLICT = "#d6540b"
THERE = "#762a83"
BACK = "#1b7837"
QUADS = {
    "material-cooperation": COOPERATION,
    "verbal-cooperation": "#92c5de",
    "material-conflict": CONFLICT,
    "verbal-conflict": "#fdc086",
}
COMMUNITIES = ("#d9f0d3", "#e7d4e8", "#fff2ae", "#fccde5", "#e5d8bd", "#b3e2cd", "#f1b6da", "#d9d9d9")

PATCH = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0, "alpha": 0.85}  # behind words that lines may cross
TITLE, TEXT, SMALL = 9.0, 8.0, 7.0  # points

_KEPT = ("backend", "backend_fallback", "interactive", "toolbar", "figure.max_open_warning")  # not ours to set
_SETTINGS: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": TEXT,
    "text.color": INK,
    "text.parse_math": False,  # a dollar in a report is a dollar
    "axes.titlesize": TEXT,
    "axes.labelsize": TEXT,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 3,
    "ytick.major.size": 3,
    "legend.fontsize": SMALL,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
    "svg.fonttype": "path",  # so that it needs no font where it is looked at
    "svg.hashsalt": "dragoman",
}
_LOCK = threading.RLock()  # matplotlib's settings are the whole process's


@contextmanager
def drawing() -> Iterator[None]:
    """Draws and writes under our settings, one thread at a time; also a decorator."""
    with _LOCK, mpl.rc_context():
        mpl.rcParams.update({key: value for key, value in mpl.rcParamsDefault.items() if key not in _KEPT})
        mpl.rcParams.update(_SETTINGS)
        yield


@contextmanager
def outlined(figure: Figure) -> Iterator[None]:
    """Draws words as outlines, as SVG has them: matplotlib's PDF loses marks between words of two directions."""
    figure.draw_without_rendering()  # makes the words of the scales
    words = [one for one in figure.findobj(Text) if not one.get_path_effects()]
    try:
        for one in words:
            one.set_path_effects([Normal()])
        yield
    finally:
        for one in words:
            one.set_path_effects([])


def new_figure(width: float, height: float) -> Figure:
    """An empty figure, in cm, bound to no window."""
    return Figure(figsize=(width * CM, height * CM), facecolor=PAPER)


@lru_cache(4096)
def text_width(text: str, size: float = SMALL, weight: str = "normal") -> float:
    """How wide a line of text is, in cm."""
    font = FontProperties(family=["DejaVu Sans"], size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0] / POINTS


def blocks(axes: Axes, sides: tuple[Floats, Floats], heights: tuple[Floats, Floats], **look: Any) -> PolyCollection:
    """Many rectangles at once, from `sides[0]` to `sides[1]` along x and `heights[0]` to `heights[1]` along y."""
    (left, right), (low, high) = sides, heights
    corners = np.stack([left, low, left, high, right, high, right, low], axis=1).reshape(-1, 4, 2)
    drawn = PolyCollection(list(corners), **{"linewidths": 0, **look})
    axes.add_collection(drawn, autolim=True)
    return drawn


def lines(axes: Axes, ends: Floats, **look: Any) -> LineCollection:
    """Many straight lines at once; `ends` is line by end by x and y."""
    drawn = LineCollection(list(ends), **look)
    axes.add_collection(drawn, autolim=True)
    return drawn


def halo() -> list[AbstractPathEffect]:
    """White around letters, for words that stand on colours."""
    return [withStroke(linewidth=1.8, foreground=PAPER, alpha=0.85)]


def shortened(text: str, width: float) -> str:
    """A text no wider than some cm, with an ellipsis where it was cut."""
    if text_width(text) <= width:
        return text
    kept = next(at for at in range(len(text) - 1, -1, -1) if text_width(f"{text[:at]}…") <= width)
    return f"{text[:kept].rstrip()}…"


def lanes(spans: Sequence[tuple[float, float]]) -> list[int]:
    """A lane for each span such that none overlaps another in its lane; the first that is free, in order."""
    ends: list[list[tuple[float, float]]] = []
    found = []
    for start, end in spans:
        free = (lane for lane, taken in enumerate(ends) if all(end <= low or start >= high for low, high in taken))
        lane = next(free, len(ends))
        if lane == len(ends):
            ends.append([])
        ends[lane].append((start, end))
        found.append(lane)
    return found
