"""Two relations as a picture: their balances one above the other, and how they move together at each lag.

Statistics, never cause: the foot says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from dragoman.errors import RelationError
from dragoman.relations.balance import Balance
from dragoman.relations.dealings import Pair
from dragoman.relations.pictures import style
from dragoman.relations.pictures.sheet import HEADED, LEGENDED, TICKS, edges_of, headed, sheet, timed, trim
from dragoman.relations.pictures.wording import Words, wording

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from dragoman.relations.links import Lagged, MeasuredLink

_SERIES, _LAGS = 2.6, 3.0  # cm
_LONGEST = 9.0  # cm of a relation's name


@style.drawing()
def links_picture(
    link: MeasuredLink, balances: tuple[Balance, Balance], lagged: Lagged | None = None, language: str = "en"
) -> Figure:
    """The balances of a link's `one` and `other`, and their correlation at each lag if it is given; 17 cm wide.

    Raises RelationError where a balance is of other parties, of other periods or of nothing, or there are no words.
    """
    words = wording(language)
    one, other = balances
    _check(link, one, other)
    names = [_named(pair, words) for pair in (link.one, link.other)]
    tall = [(HEADED, _SERIES), (HEADED, _SERIES)] + ([(TICKS + LEGENDED, _LAGS)] if lagged else [])
    title = words.say(words.links, by=words.by[one.by])
    foot = [
        _result(link, names, words.by[one.by], words),
        words.say(words.no_cause),
        words.say(words.weights, weights=one.weights),
    ]
    figure, panels = sheet(words, tall, title, foot, apart=1 if lagged else 0)
    for axes, balance, name in zip(panels, balances, names, strict=False):
        _series(axes, balance)
        headed(axes, words, words.say(words.balance_of, relation=name))
    start, end = (min(b.periods[0].start for b in balances), max(b.periods[-1].end for b in balances))
    timed(panels[:2], start, end)
    if lagged is not None:
        _lags(panels[2], lagged, link, names, words)
    return figure


def _check(link: MeasuredLink, one: Balance, other: Balance) -> None:
    for pair, balance in ((link.one, one), (link.other, other)):
        if set(balance.pair) != set(pair):
            raise RelationError(f"{'–'.join(balance.pair)} isn't {'–'.join(pair)}", fix="give the link's own balances")
        if not balance.periods:
            raise RelationError(f"nothing is told between {' and '.join(pair)}", fix="choose other days or parties")
    if one.by != other.by:
        raise RelationError(f"balances by {one.by} and by {other.by} can't be compared", fix="take both by the same")


def _series(axes: Axes, balance: Balance) -> None:
    """Bars from nothing, up or down, with the band of each."""
    left, right = edges_of(balance.periods)
    inset = (right - left) * 0.06
    value = np.array([one.balance for one in balance.together])
    for color, part in ((style.COOPERATION, np.maximum(value, 0)), (style.CONFLICT, np.minimum(value, 0))):
        style.blocks(axes, (left + inset, right - inset), (np.zeros(len(value)), part), facecolors=color, zorder=2)
    bands = [(at, one.balance_band) for at, one in enumerate(balance.together) if one.balance_band]
    middle = (left + right) / 2
    ends = np.array([[[middle[at], low], [middle[at], high]] for at, (low, high) in bands]).reshape(-1, 2, 2)
    style.lines(axes, ends, colors=style.INK, linewidths=0.8, zorder=3)
    axes.axhline(0, color=style.INK, linewidth=0.6, zorder=3)
    axes.autoscale_view(scalex=False)
    trim(axes)


def _lags(axes: Axes, lagged: Lagged, link: MeasuredLink, names: Sequence[str], words: Words) -> None:
    lags, r = np.array(lagged.lags, np.float64), np.array(lagged.r)
    low, high = np.array(lagged.low), np.array(lagged.high)
    band = style.blocks(axes, (lags - 0.5, lags + 0.5), (low, high), facecolors=style.FAINT, zorder=0.5)
    best = lags == link.lag
    for chosen, color, size in ((~best, "#777777", 4.0), (best, "black", 6.0)):
        ends = np.stack([np.stack([lags, np.zeros(len(r))], 1), np.stack([lags, r], 1)], axis=1)[chosen]
        style.lines(axes, ends, colors=color, linewidths=1.2, zorder=2)
        axes.plot(lags[chosen], r[chosen], "o", color=color, markersize=size, zorder=3)
    axes.axhline(0, color=style.INK, linewidth=0.6, zorder=1)
    reach = min(1.05, max(np.abs(np.concatenate([r, low, high])).max() * 1.35, 0.3))
    axes.set(xlim=(lags.min() - 0.5, lags.max() + 0.5), ylim=(-reach, reach))
    axes.set_xticks(lags, labels=[f"{lag:+.0f}".replace("-", "−") if lag else "0" for lag in lags])
    for at, side, name in ((0.995, "right", names[0]), (0.005, "left", names[1])):
        text = words.say(words.first, relation=name)
        axes.text(at, 0.97, text, transform=axes.transAxes, size=style.SMALL, ha=side, va="top", bbox=style.PATCH)
    headed(axes, words, words.say(words.lagged), [(band, words.say(words.chance, share="95%"))])
    trim(axes)


def _named(pair: Pair, words: Words) -> str:
    """A relation by the names of its parties, or by their codes where those are too long."""
    one, other = (words.party(code) for code in pair)
    if style.text_width(one + other) > _LONGEST:
        one, other = pair
    return f"{one} – {other}"


def _result(link: MeasuredLink, names: Sequence[str], by: str, words: Words) -> str:
    figures = f"r {link.r:+.2f}, p {link.p:.2g}, q {link.q:.2g}".replace("-", "−")
    if link.leads is None:
        return words.say(words.at_once, figures=figures)
    leading = names[0] if link.leads == link.one else names[1]
    return words.say(words.ahead, relation=leading, lag=abs(link.lag), by=by, figures=figures)
