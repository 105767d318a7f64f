"""The balance of a relation for a terminal: a line a period, with what can be seen at a glance drawn in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from rich.text import Text

from dragoman.faces import table
from dragoman.faces.ledger.counts import number
from dragoman.faces.sheet import Sheet
from dragoman.relations.balance import Balance, Measure

_BARS = "▁▂▃▄▅▆▇█"
_NARROW, _AXIS = 11, 41  # the least and the most columns of the axis of tones, odd numbers
_SIDES = 70  # columns of a terminal from which on the tone of each direction has room
_STEPS = (2.5, 5.0, 10.0)  # where the axis may end
_GAP = 2  # periods with nothing told that are drawn; more are said in one line
_IN = 2
_GOOD = ("verbal-cooperation", "material-cooperation")
_BAD = ("verbal-conflict", "material-conflict")


class _Look(NamedTuple):
    """How wide the name of a period and the axis are, what the axis reaches to, and what the longest bar stands for."""

    name: int
    axis: int
    sides: bool
    reach: float
    most: float

    def column(self, tone: float) -> int:
        """Where on the axis a tone is."""
        share = min(max(tone / self.reach, -1.0), 1.0)
        return round((share + 1) / 2 * (self.axis - 1))


def write(found: Balance, sheet: Sheet) -> None:
    """The chart, under the names of its columns."""
    told = [measure for measure in found.together if measure.stories]
    if not told:
        return
    look = _look(found, told, sheet)
    sheet.line(Text(_heads(found, look), "dim"), _IN)
    for empty, at in _lines(found):
        if empty:
            sheet.line(Text(f"{'⋮':>{look.name}}  nothing told for {number(len(at), found.by)}", "dim"), _IN)
        for index in () if empty else at:
            sheet.line(_line(found, index, look), _IN)


def course(found: Balance) -> Text:
    """The tone over the whole time in one line, a character a period, blank where nothing is told."""
    line = Text()
    tones = [measure.tone for measure in found.together]
    for bar, tone in zip(sparkline(tones), tones, strict=True):
        line.append(bar, _style(tone))
    return line


def sparkline(values: Sequence[float | None]) -> str:
    """Values from -10 to +10 as one character each, a blank where there is none; the middle is neither."""
    reach = max((abs(value) for value in values if value is not None), default=0.0) or 1.0
    top = len(_BARS) - 1
    return "".join(" " if v is None else _BARS[round((v / reach + 1) / 2 * top)] for v in values)


def chance(value: float) -> str:
    """A probability: `0.016`, `<0.001`."""
    return "<0.001" if value < 0.0005 else f"{value:.3f}"


def signed(value: float | None, digits: int = 1) -> str:
    """`+2.5`, `−1.0`, `0.0`; a dot where there is none."""
    if value is None:
        return "·"
    shown = f"{value:+.{digits}f}"
    return shown[1:] if not float(shown) else shown.replace("-", "−")


def _lines(found: Balance) -> Iterator[tuple[bool, list[int]]]:
    """Indexes of periods that are drawn, and runs of empty ones that are not."""
    for empty, run in groupby(range(len(found.periods)), key=lambda at: not found.together[at].stories):
        at = list(run)
        yield empty and len(at) > _GAP, at


def _look(found: Balance, told: Sequence[Measure], sheet: Sheet) -> _Look:
    name = max(len(period.name) for period in found.periods)
    sides = sheet.width >= _SIDES
    room = sheet.width - _IN - name - (50 if sides else 30)  # 30 columns for tone, stories and bars
    return _Look(
        name=name,
        axis=max(min(room - 1 + room % 2, _AXIS), _NARROW),
        sides=sides,
        reach=next(step for step in _STEPS if step >= min(_extent(told), _STEPS[-1])),
        most=max(max(_sum(one, _GOOD), _sum(one, _BAD)) for one in told),
    )


def _heads(found: Balance, look: _Look) -> str:
    end = f"{look.reach:g}"
    ends = f"−{end}" + "0".center(look.axis - 2 * len(end) - 2) + f"+{end}"
    one, other = map(_short, found.pair)
    sides = f"{f'{one}→{other}':>9} {f'{other}→{one}':>9}  " if look.sides else ""
    return f"{'':{look.name}}  {'tone':>5}  {ends}  {sides}{'stories':>7}  good bad"


def _line(found: Balance, at: int, look: _Look) -> Text:
    measure, there, back = found.together[at], found.there[at], found.back[at]
    line = Text.assemble(
        f"{found.periods[at].name:>{look.name}}  ", (f"{signed(measure.tone):>5}", _style(measure.tone))
    )
    line.append("  ").append_text(_axis(measure, look))
    line.append(f"  {signed(there.tone):>9} {signed(back.tone):>9}" if look.sides else "")
    line.append(f"  {measure.stories:>7,}  ")
    return line.append_text(_bars(measure, look.most))


def _axis(measure: Measure, look: _Look) -> Text:
    """The tone as a point and its band as a line, across zero."""
    cells, styles = [" "] * look.axis, ["dim"] * look.axis
    cells[look.axis // 2] = "│"
    if measure.tone_band is not None:
        low, high = map(look.column, measure.tone_band)
        for column in range(low, high + 1):
            cells[column] = "┼" if column == look.axis // 2 else "─"
    if measure.tone is not None:
        column = look.column(measure.tone)
        cells[column], styles[column] = "●", _style(measure.tone)
    return Text.assemble(*zip(cells, styles, strict=True))


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
