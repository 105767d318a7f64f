"""An agenda as a picture: how many reports name each matter, period by period, and which matters rise or fall."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from dragoman.errors import RelationError
from dragoman.relations.agenda import Agenda, Matter
from dragoman.relations.pictures import style
from dragoman.relations.pictures.sheet import HEADED, MARGIN, edges_of, headed, sheet, timed, trim
from dragoman.relations.pictures.wording import Words, legible, wording

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ROW, _BARS, _COUNTS = 0.46, 1.5, 1.3  # cm
_LONGEST = 5.0  # cm of a name
_LIGHT, _DARK = np.array([0.87, 0.92, 0.97]), np.array([0.03, 0.24, 0.49])


@style.drawing()
def agenda_picture(agenda: Agenda, language: str = "en", most: int = 16) -> Figure:
    """Matters in rows, the most named first, with their independent reports in each period; contexts if no topics.

    Raises RelationError where no report names any, or there are no words in the language.
    """
    words = wording(language)
    names = [words.party(code) for code in agenda.pair]
    matters = (agenda.topics or agenda.contexts)[:most]
    if not matters or not agenda.periods:
        raise RelationError(f"no matter is named between {' and '.join(names)}", fix="choose other days or parties")
    labels = [_label(one, words) for one in matters]
    beside = max(MARGIN, *(style.text_width(one) + 0.6 for one in labels))
    sides = (_COUNTS, beside) if words.right_to_left else (beside, _COUNTS)
    title = words.say(words.agenda, one=names[0], other=names[1], by=words.by[agenda.by])
    tall = [(HEADED, _BARS), (HEADED, _ROW * len(matters))]
    figure, panels = sheet(words, tall, title, _foot(agenda, len(matters), words), sides=sides)
    _all(panels[0], agenda, words)
    _matters(panels[1], agenda, matters, words)
    _names(panels[1], matters, labels, words)
    timed(panels, agenda.periods[0].start, agenda.periods[-1].end)
    if agenda.turn is not None:
        for axes in panels:
            axes.axvline(agenda.turn.toordinal(), color="#555555", linewidth=0.8, linestyle=(0, (4, 3)), zorder=0.5)
    return figure


def _all(axes: Axes, agenda: Agenda, words: Words) -> None:
    left, right = edges_of(agenda.periods)
    inset = (right - left) * 0.06
    counts = np.array(agenda.series, np.float64)
    style.blocks(axes, (left + inset, right - inset), (np.zeros(len(counts)), counts), facecolors="#9a9a9a")
    axes.set_ylim(0, max(1.0, counts.max() * 1.1))
    headed(axes, words, words.say(words.reports))
    trim(axes)


def _matters(axes: Axes, agenda: Agenda, matters: tuple[Matter, ...], words: Words) -> None:
    left, right = edges_of(agenda.periods)
    counts = np.array([one.series for one in matters], np.float64)
    most = max(1.0, counts.max())
    row, column = np.nonzero(counts)
    top = row.astype(np.float64)
    depth = (counts[row, column] / most)[:, None]
    sides, heights = (left[column], right[column]), (top + 0.06, top + 0.94)
    style.blocks(axes, sides, heights, facecolors=_LIGHT + (_DARK - _LIGHT) * depth, edgecolors="white", linewidths=0.5)
    axes.set_ylim(len(matters), 0)
    cell = axes.get_position().width * style.WIDTH / len(agenda.periods)
    if cell > style.text_width(f"{most:.0f}") + 0.1:
        for at, when in zip(row.tolist(), column.tolist(), strict=True):
            color = "white" if counts[at, when] > 0.45 * most else style.INK
            middle = (left[when] + right[when]) / 2
            axes.text(middle, at + 0.52, f"{counts[at, when]:.0f}", size=6, color=color, ha="center", va="center")
    headed(axes, words, words.say(words.matters))


def _names(axes: Axes, matters: tuple[Matter, ...], labels: list[str], words: Words) -> None:
    """Names on the side where the language begins; on the other sums, with an arrow where a matter rises or falls."""
    axes.set_yticks(np.arange(len(matters)) + 0.5, labels=labels)
    axes.tick_params(axis="y", length=0, pad=4)
    axes.spines["left"].set_visible(False)
    if words.right_to_left:
        axes.yaxis.tick_right()
    at, side, shift = (0.0, "right", -4) if words.right_to_left else (1.0, "left", 4)
    for row, matter in enumerate(matters):
        arrow = {"rises": " ↑", "falls": " ↓"}.get(matter.shift.trend or "", "") if matter.shift else ""
        weight = "bold" if arrow else "normal"
        axes.annotate(
            f"{matter.independent}{arrow}",
            (at, row + 0.5),
            xycoords=("axes fraction", "data"),
            xytext=(shift, 0),
            textcoords="offset points",
            size=style.SMALL,
            weight=weight,
            ha=side,
            va="center",
        )


def _label(matter: Matter, words: Words) -> str:
    """What a matter is called: in Arabic and Persian by the words that reports name it with most often, if any do."""
    quotes = Counter(one.quote for one in matter.mentioned if one.quote and one.language == words.language)
    found = matter.label.replace("_", " ")
    if words.right_to_left and quotes:
        found = min(quotes, key=lambda quote: (-quotes[quote], quote))
    return style.shortened(legible(found), _LONGEST)


def _foot(agenda: Agenda, shown: int, words: Words) -> list[str]:
    more = len(agenda.topics or agenda.contexts) - shown
    counts = {"reports": agenda.reports, "independent": agenda.independent, "undated": agenda.undated, "more": more}
    found = [words.say(words.agenda_counted, **{name: f"{count:,}" for name, count in counts.items()})]
    if agenda.turn is not None:
        found.append(words.say(words.halves, day=agenda.turn))
    return found
