"""The balance of a relation as a picture: its tone, how much is told, and the days that matter.

Nothing is drawn where nothing is told: a line ends at a gap, and a band is as wide as its own period.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dragoman.errors import RelationError
from dragoman.model import Record
from dragoman.relations.balance import Balance, Measure
from dragoman.relations.dealings import Dealings
from dragoman.relations.pictures import style
from dragoman.relations.pictures.sheet import (
    HEADED,
    LANE,
    LEGENDED,
    Note,
    edges_of,
    headed,
    noted,
    placed,
    rule,
    sheet,
    timed,
    trim,
)
from dragoman.relations.pictures.wording import Words, legible, wording

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from dragoman.relations.turns import Turn

_TONE, _AMOUNT = (LEGENDED, 4.4), (LEGENDED, 3.4)  # cm
_LONGEST = 7.5  # cm of a label
_SHARE = "95%"
_SIDES = (("together", "black", "o", "-"), ("there", style.THERE, "^", "-"), ("back", style.BACK, "v", (0, (3, 1))))
_NAMES = 4.6  # cm that both parties' names may take


class Mark(Record, frozen=True):
    """A key event of a relation: its day and a few words, in any language."""

    day: datetime.date
    label: str


@style.drawing()
def balance_picture(
    balance: Balance,
    turns: Sequence[Turn] = (),
    marks: Sequence[Mark] = (),
    language: str = "en",
    dealings: Dealings | None = None,
) -> Figure:
    """A balance over time with its turns and key events, 17 cm wide; `dealings` adds to its foot what was counted.

    Raises RelationError where nothing is told, or there are no words in the language.
    """
    words = wording(language)
    names = [words.party(code) for code in balance.pair]
    if not balance.periods:
        raise RelationError(f"nothing is told between {' and '.join(names)}", fix="choose other days or parties")
    start, end = balance.periods[0].start, balance.periods[-1].end
    span = (start.toordinal(), end.toordinal() + 1)
    notes = placed(_notes(turns, marks, words, span), words, span)
    noting = [(HEADED, LANE * (max(one.lane for one in notes) + 1.2))] if notes else []
    title = words.say(words.balance, one=names[0], other=names[1], by=words.by[balance.by])
    figure, panels = sheet(words, [_TONE, _AMOUNT, *noting], title, _foot(balance, dealings, words, bool(turns)))
    _tone(panels[0], balance, words)
    _amount(panels[1], balance, words)
    for turn in turns:
        _levels(panels[0], turn)
    for one in notes:
        for axes in panels[:2]:
            rule(axes, one.note)
    if notes:
        noted(panels[2], notes)
        headed(panels[2], words, words.events)
    timed(panels, start, end)
    return figure


# --- panels ---------------------------------------------------------------------------------------------


def _tone(axes: Axes, balance: Balance, words: Words) -> None:
    left, right = edges_of(balance.periods)
    low, high = (np.array([_end(one, at) for one in balance.together]) for at in (0, 1))
    known = np.isfinite(low)
    sides, heights = (left[known], right[known]), (low[known], high[known])
    band = style.blocks(axes, sides, heights, facecolors=style.FAINT, zorder=0.5)
    size, thin = np.clip(200 / len(left), 1.0, 3.5), np.clip(150 / len(left), 0.3, 1.0)  # many are drawn finer
    drawn: list[Any] = []
    for side, color, marker, dashes in _SIDES:
        measures: tuple[Measure, ...] = getattr(balance, side)
        tone = np.array([np.nan if one.tone is None else one.tone for one in measures])
        (line,) = axes.plot((left + right) / 2, tone, color=color, marker=marker, markersize=size, linewidth=0.8 * thin)
        line.set(linestyle=dashes, zorder=2 if drawn else 3)
        drawn.append(line)
    drawn[0].set(markersize=1.3 * size, linewidth=1.2 * thin)
    reach = _reach(balance)
    axes.set_ylim(-reach, reach)
    axes.axhline(0, color=style.INK, linewidth=0.6, zorder=1)
    names = [words.say(words.together, share=_SHARE), *_directions(balance, words)]
    heading = words.say(words.tone, low="−10", high="+10")
    headed(axes, words, heading, list(zip([(band, drawn[0]), *drawn[1:]], names, strict=True)))
    _poles(axes, words)
    trim(axes)


def _amount(axes: Axes, balance: Balance, words: Words) -> None:
    left, right = edges_of(balance.periods)
    inset = (right - left) * 0.06
    sides = (left + inset, right - inset)
    legend = []
    for kind, sign in (("cooperation", 1.0), ("conflict", -1.0)):
        floor = np.zeros(len(left))
        for quad in (f"material-{kind}", f"verbal-{kind}"):
            top = floor + sign * np.array([one.quads.get(quad, 0.0) for one in balance.together])
            drawn = style.blocks(axes, sides, (floor, top), facecolors=style.QUADS[quad], zorder=2)
            legend.append((drawn, words.quads[quad]))
            floor = top
    axes.axhline(0, color=style.INK, linewidth=0.6, zorder=3)
    axes.autoscale_view(scalex=False)
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    headed(axes, words, words.amount, legend)
    trim(axes)


def _poles(axes: Axes, words: Words) -> None:
    """Which way is up: cooperation above the line, conflict below."""
    at, side = (0.995, "right") if words.right_to_left else (0.005, "left")
    for text, height, color in ((words.cooperation, 0.97, style.COOPERATION), (words.conflict, 0.03, style.CONFLICT)):
        edge = "top" if height > 0.5 else "bottom"
        where: dict[str, Any] = {"ha": side, "va": edge, "transform": axes.transAxes}
        axes.text(at, height, text, size=style.SMALL, color=color, bbox=style.PATCH, **where)


def _levels(axes: Axes, turn: Turn) -> None:
    """The mean tone before and after a turn."""
    if turn.what != "tone":
        return
    parts = ((turn.earlier, turn.since, turn.last_before), (turn.later, turn.first_after, turn.until))
    for value, first, last in parts:
        ends = np.array([[[first.toordinal(), value], [last.toordinal() + 1, value]]], np.float64)
        style.lines(axes, ends, colors="#777777", linewidths=0.8, linestyles=(0, (4, 3)), zorder=1)


# --- figures --------------------------------------------------------------------------------------------


def _end(measure: Measure, at: int) -> float:
    return measure.tone_band[at] if measure.tone_band and measure.tone is not None else np.nan


def _reach(balance: Balance) -> float:
    """How far the scale of tones goes, the same up and down, so that zero is in the middle."""
    tones = [one.tone for side in (balance.together, balance.there, balance.back) for one in side]
    ends = [end for one in balance.together for end in (one.tone_band or ())]
    return min(max([abs(value) for value in (*tones, *ends) if value is not None] + [1.0]) * 1.15, 10.5)


# --- words ----------------------------------------------------------------------------------------------


def _notes(turns: Sequence[Turn], marks: Sequence[Mark], words: Words, span: tuple[int, int]) -> list[Note]:
    notes = [_turn_note(turn, words) for turn in turns]
    for mark in marks:
        short = style.shortened(legible(mark.label), _LONGEST)
        day = mark.day.toordinal()
        notes.append(Note(day, day + 1, words.say(words.mark, day=mark.day, label=short)))
    inside = [note for note in notes if span[0] <= note.at <= span[1]]
    return sorted(inside, key=lambda note: (note.at, not note.turn, note.text))


def _turn_note(turn: Turn, words: Words) -> Note:
    day = turn.first_after
    text = words.say(
        words.turn,
        what=words.turns[turn.what],
        day=day,
        earlier=_signed(turn.earlier) if turn.what == "tone" else f"{turn.earlier:.1f}",
        later=_signed(turn.later) if turn.what == "tone" else f"{turn.later:.1f}",
        p=f"p = {turn.p:.3f}",
    )
    return Note(turn.last_before.toordinal() + 1, day.toordinal(), text, turn=True)


def _directions(balance: Balance, words: Words) -> list[str]:
    """Who acts on whom, by names, or by codes where names are too long for a line."""
    one, other = (words.party(code) for code in balance.pair)
    if style.text_width(one + other) > _NAMES:
        one, other = balance.pair
    return [words.say(words.directed, one=one, other=other), words.say(words.directed, one=other, other=one)]


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "−")


def _foot(balance: Balance, dealings: Dealings | None, words: Words, turned: bool) -> list[str]:
    """What the picture rests on."""
    found = []
    if dealings is not None:
        outlets = len(set(dealings.outlet.tolist()))
        counts = {"stories": dealings.stories, "tellings": len(dealings), "outlets": outlets}
        found.append(words.say(words.counted, **{name: f"{count:,}" for name, count in counts.items()}))
    if left_out := sum(balance.left_out.values()):
        found.append(words.say(words.left_out, number=f"{left_out:,}"))
    if turned:
        found.append(words.say(words.turned))
    found.append(words.say(words.weights, weights=balance.weights))
    found.append(words.say(words.band, share=_SHARE, draws=balance.draws))
    return found
