"""The balance of a relation for a terminal: a line a period, with what can be seen at a glance drawn in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.text import Text

from dragoman.faces import table
from dragoman.faces.ledger.counts import number
from dragoman.faces.sheet import Sheet
from dragoman.relations.balance import Balance, Measure

_BARS = "▁▂▃▄▅▆▇█"
_AXIS = 21  # columns of the axis of tones, an odd number
_STEPS = (2.5, 5.0, 10.0)  # where the axis may end
_GAP = 2  # periods with nothing told that are drawn; more are said in one line
_GOOD = ("verbal-cooperation", "material-cooperation")
_BAD = ("verbal-conflict", "material-conflict")


def write(found: Balance, sheet: Sheet) -> None:
    """The chart, and under it what its columns are."""
    told = [measure for measure in found.together if measure.stories]
    if not told:
        return
    reach = next(step for step in _STEPS if step >= min(_extent(told), _STEPS[-1]))
    most = max(max(_sum(one, _GOOD), _sum(one, _BAD)) for one in told)
    name = max(len(period.name) for period in found.periods)
    one, other = found.pair
    sides = f"{_short(one)}→{_short(other)}", f"{_short(other)}→{_short(one)}"
    ends = f"{-reach:g}".replace("-", "−") + "0".center(_AXIS - 2 * len(f"{reach:g}") - 2) + f"+{reach:g}"
    heads = f"{'':{name}}  {'tone':>5}  {ends:{_AXIS}}  {sides[0]:>9} {sides[1]:>9}  {'stories':>7}  good bad"
    sheet.line(Text(heads, "dim"), 2)
    for empty, at in _lines(found):
        if empty:
            sheet.line(Text(f"{'⋮':>{name}}  nothing told for {number(len(at), found.by)}", "dim"), 2)
        for index in () if empty else at:
            sheet.line(_line(found, index, name, reach, most), 2)


def sparkline(values: Sequence[float | None]) -> str:
    """Values from -10 to +10 as one character each, a blank where there is none; the middle is neither."""
    reach = max((abs(value) for value in values if value is not None), default=0.0) or 1.0
    top = len(_BARS) - 1
    return "".join(" " if v is None else _BARS[round((v / reach + 1) / 2 * top)] for v in values)


def signed(value: float | None) -> str:
    """`+2.5`, `−1.0`, a dot where there is none."""
    return "·" if value is None else f"{value:+.1f}".replace("-", "−")


def _lines(found: Balance) -> Iterator[tuple[bool, list[int]]]:
    """Indexes of periods that are drawn, and runs of empty ones that are not."""
    for empty, run in groupby(range(len(found.periods)), key=lambda at: not found.together[at].stories):
        at = list(run)
        yield empty and len(at) > _GAP, at


def _line(found: Balance, at: int, name: int, reach: float, most: float) -> Text:
    measure, there, back = found.together[at], found.there[at], found.back[at]
    line = Text.assemble(f"{found.periods[at].name:>{name}}  ", (f"{signed(measure.tone):>5}", _style(measure.tone)))
    line.append("  ").append_text(_axis(measure, reach))
    line.append(f"  {signed(there.tone):>9} {signed(back.tone):>9}  ").append(f"{measure.stories:>7,}  ")
    return line.append_text(_bars(measure, most))


def _axis(measure: Measure, reach: float) -> Text:
    """The tone as a point and its band as a line, across zero."""
    cells, styles = [" "] * _AXIS, ["dim"] * _AXIS
    cells[_AXIS // 2] = "│"
    if measure.tone_band is not None:
        low, high = (_column(end, reach) for end in measure.tone_band)
        for column in range(low, high + 1):
            cells[column] = "┼" if column == _AXIS // 2 else "─"
    if measure.tone is not None:
        column = _column(measure.tone, reach)
        cells[column], styles[column] = "●", _style(measure.tone)
    return Text.assemble(*zip(cells, styles, strict=True))


def _column(tone: float, reach: float) -> int:
    share = min(max(tone / reach, -1.0), 1.0)
    return round((share + 1) / 2 * (_AXIS - 1))


def _bars(measure: Measure, most: float) -> Text:
    """How much good and bad was done, in words and in deeds, by the most of any period."""
    bars = Text()
    for names, gap in ((_GOOD, "   "), (_BAD, "")):
        for name in names:
            weight = measure.quads.get(name, 0.0)
            bar = _BARS[min(int(weight / most * len(_BARS)), len(_BARS) - 1)] if weight else " "
            bars.append(bar, table.QUADS[name].style)
        bars.append(gap)
    return bars


def _style(tone: float | None) -> str:
    if tone is None or not tone:
        return "dim"
    return f"bold {table.QUADS[_GOOD[1] if tone > 0 else _BAD[1]].style}"


def _sum(measure: Measure, quads: Sequence[str]) -> float:
    return sum(measure.quads.get(name, 0.0) for name in quads)


def _extent(told: Sequence[Measure]) -> float:
    """How far from zero the tones go."""
    return max(abs(one.tone or 0.0) for one in told)


def _short(party: str) -> str:
    return party.removeprefix("IGO:")[:4]
