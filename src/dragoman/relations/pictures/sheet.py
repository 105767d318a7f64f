"""A sheet: panels under each other that share their time, with a title above and what they rest on below.

Time is days (`date.toordinal`) and runs from left to right in every language; words stand where the language begins.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dragoman.relations.dealings import Floats
from dragoman.relations.periods import BYS, By, Period, periods
from dragoman.relations.pictures.style import PALE, PATCH, SMALL, TEXT, TITLE, WIDTH, lanes, new_figure, text_width
from dragoman.relations.pictures.wording import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_TOP, TICKS, _LINE = 0.85, 0.75, 0.36  # cm
_MOST = 12  # periods that have room for their names
_LENGTHS: dict[By, int] = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}  # days
LANE, MARGIN, SIDE = 0.42, 1.1, 0.35  # cm: a line of notes; what a scale needs; the edge of the sheet
HEADED, LEGENDED = 0.75, 1.15  # cm above a panel with a heading, and with a legend too
Sides = tuple[float, float]


class Sheet(NamedTuple):
    """A figure and its panels from the top down."""

    figure: Figure
    panels: list[Axes]


def sheet(
    words: Words,
    tall: Sequence[tuple[float, float]],
    title: str,
    foot: Sequence[str],
    *,
    sides: Sides = (MARGIN, SIDE),
    apart: int = 0,
) -> Sheet:
    """A sheet with panels: what is left free above each, and how tall it is; free `sides` left and right; all in cm.

    The last panels, if some stand `apart`, have no time.
    """
    notes, heading = paragraph(words, foot), paragraph(words, [title], TITLE, "bold")
    top = _TOP + _LINE * heading.count("\n")
    height = top + sum(map(sum, tall)) + TICKS + _LINE * (notes.count("\n") + 1.7)
    figure = new_figure(WIDTH, height)
    edge, side = (1 - SIDE / WIDTH, "right") if words.right_to_left else (SIDE / WIDTH, "left")
    figure.text(edge, 1 - 0.3 / height, heading, size=TITLE, weight="bold", ha=side, va="top")
    figure.text(edge, 0.2 / height, notes, size=SMALL, color=PALE, ha=side, va="bottom", linespacing=1.4)
    at, panels = height - top, list[Any]()
    for number, (free, size) in enumerate(tall):
        at -= free + size
        box = (sides[0] / WIDTH, at / height, (WIDTH - sum(sides)) / WIDTH, size / height)
        timely = number and number < len(tall) - apart
        panels.append(figure.add_axes(box, sharex=panels[0] if timely else None))
    return Sheet(figure, panels)


def paragraph(words: Words, sentences: Sequence[str], size: float = SMALL, weight: str = "normal") -> str:
    """Sentences in lines as wide as the sheet, never broken inside an isolate."""
    broken: list[list[str]] = [[]]
    room, space = WIDTH - 2 * SIDE, text_width(" ", size, weight)
    for piece in words.pieces(sentences):
        wide = text_width(piece, size, weight)
        if broken[-1] and room < wide:
            broken.append([])
            room = WIDTH - 2 * SIDE
        broken[-1].append(piece)
        room -= wide + space
    return "\n".join(words.begun(" ".join(line)) for line in broken)


def headed(axes: Axes, words: Words, heading: str, legend: Sequence[tuple[Any, str]] = ()) -> None:
    """Puts a heading above a panel, and its legend under that, where the language begins."""
    at, side = (1.0, "right") if words.right_to_left else (0.0, "left")
    points: dict[str, Any] = {"xytext": (0, 16 if legend else 5), "textcoords": "offset points"}
    axes.annotate(heading, (at, 1), xycoords="axes fraction", size=TEXT, weight="bold", ha=side, va="bottom", **points)
    if legend:
        shown = list(reversed(legend)) if words.right_to_left else list(legend)
        axes.legend(
            [handle for handle, _ in shown],
            [text for _, text in shown],
            loc="lower right" if words.right_to_left else "lower left",
            bbox_to_anchor=(at, 1.0),
            ncols=len(legend),
            borderaxespad=0.2,
            borderpad=0,
            handlelength=1.4,
            handletextpad=0.5,
            columnspacing=1.4,
            markerfirst=not words.right_to_left,
        )


def trim(axes: Axes) -> None:
    """Leaves a panel's scale few numbers."""
    axes.locator_params(axis="y", nbins=5, steps=[1, 2, 5, 10])


def edges_of(among: Sequence[Period]) -> tuple[Floats, Floats]:
    """Where periods begin and end on the axis of time."""
    left = np.array([one.start.toordinal() for one in among], np.float64)
    return left, np.array([one.end.toordinal() + 1 for one in among], np.float64)


# --- time -----------------------------------------------------------------------------------------------


def timed(panels: Sequence[Axes], start: datetime.date, end: datetime.date) -> None:
    """Gives the panels a time from one day to another, both whole; the lowest tells it, by what fits."""
    first, after = start.toordinal(), end.toordinal() + 1
    found = _named(start, end)
    edges = [day for one in found if first <= (day := one.start.toordinal()) <= after]
    for axes in panels:
        axes.set_xlim(first, after)
        axes.set_xticks(edges, labels=[""] * len(edges))
        axes.tick_params(axis="x", which="minor", length=0, pad=4, labelsize=SMALL)
        if axes is not panels[-1]:
            axes.tick_params(axis="x", which="both", length=0, labelbottom=False)
    cm = panels[-1].get_position().width * WIDTH / (after - first)
    shown = [one for one in found if text_width(one.name) < 1.1 * cm * (_to(one, after) - _from(one, first))]
    middles = [(_from(one, first) + _to(one, after)) / 2 for one in shown]
    panels[-1].set_xticks(middles, labels=[one.name for one in shown], minor=True)


def _named(start: datetime.date, end: datetime.date) -> tuple[Period, ...]:
    """Periods that are few enough to be told by name: the shortest kind, or every so many years."""
    days = (end - start).days
    by: By = next((by for by in BYS if days < _MOST * _LENGTHS[by]), "year")
    found = periods(by, start, end)
    return found[:: -(-len(found) // (_MOST + 2))]


def _from(period: Period, first: int) -> int:
    return max(period.start.toordinal(), first)


def _to(period: Period, after: int) -> int:
    return min(period.end.toordinal() + 1, after)


# --- notes ----------------------------------------------------------------------------------------------


class Note(NamedTuple):
    """A day, or a stretch of days, with a few words to it."""

    first: float
    last: float
    text: str
    turn: bool = False

    @property
    def at(self) -> float:
        """Where its line stands."""
        return (self.first + self.last) / 2


class Placed(NamedTuple):
    """A note with the lane where its words stand, and whether they stand before its line."""

    note: Note
    lane: int
    before: bool


def placed(notes: Sequence[Note], words: Words, span: tuple[int, int]) -> list[Placed]:
    """Notes in lanes, so that no words meet; `span` is the days that the panel shows."""
    width = WIDTH - MARGIN - SIDE
    cm = width / (span[1] - span[0])
    stretches, sides = [], []
    for note in notes:
        at, size = (note.at - span[0]) * cm, text_width(note.text) + 0.45
        before = at - size >= 0 if words.right_to_left else at + size > width and at - size >= 0
        stretches.append((at - size, at + 0.1) if before else (at - 0.1, at + size))
        sides.append(before)
    return [Placed(*one) for one in zip(notes, lanes(stretches), sides, strict=True)]


def noted(axes: Axes, found: Sequence[Placed]) -> None:
    """Writes the notes into a panel of their own, each at the end of its line."""
    count = max(one.lane for one in found) + 1
    axes.set_ylim(count, 0)
    axes.yaxis.set_visible(False)
    axes.spines["left"].set_visible(False)
    for note, lane, before in found:
        rule(axes, note, until=1 - (lane + 0.5) / count)
        axes.plot([note.at], [lane + 0.5], marker="D" if note.turn else "o", markersize=3, color="black", clip_on=False)
        axes.annotate(
            note.text,
            (note.at, lane + 0.5),
            xytext=(-5 if before else 5, 0),
            textcoords="offset points",
            size=SMALL,
            ha="right" if before else "left",
            va="center",
            annotation_clip=False,
            bbox=PATCH,
            zorder=5,
        )


def rule(axes: Axes, note: Note, until: float = 0.0) -> None:
    """The upright line of a note, from the top of a panel down; a turn's is dashed, and the days it may be shaded."""
    if note.turn and note.last > note.first:
        axes.axvspan(note.first, note.last, ymin=until, color="#f0f0f0", zorder=0, linewidth=0)
    style = (0, (4, 3)) if note.turn else (0, (1, 2))
    axes.axvline(note.at, ymin=until, color="#555555", linewidth=0.8 if note.turn else 0.6, linestyle=style, zorder=1)
