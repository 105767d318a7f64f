"""Coverage: which outlets and languages the picture of a relation rests on, and where that should make one careful.

Where outlets come and go, a turn may be theirs and not the relation's. For each turn is asked whether the mix of
outlets changed with it (chi-square, against tables drawn at random with the same sums, so that few stories do no
harm: Patefield, Applied Statistics 30(1), 1981) and whether the turn is still there among the outlets that tell on
both sides (outlet by outlet, against shuffled stories of each; for a level, against chance, its days known).
A story stands here with the outlet whose telling of it weighs most.
"""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from dragoman.model import Record
from dragoman.relations.dealings import Dealings, Floats, Pair, Whole, numbered
from dragoman.relations.turns import FEW, LEVEL, MONTH, Stories, Turn, What, stories, turns

Kind = Literal[
    "only-outlet", "main-outlet", "only-language", "foreign", "undated", "mix-changed", "no-common-outlet", "not-within"
]

HALF = 0.5  # of the weight or the tellings: from more than this on there is a warning
UNNAMED = "an unnamed outlet"
_NEAR = 200  # stories on either side that are shuffled
_DRAWS = 999

_TEXTS: dict[Kind, str] = {
    "only-outlet": "All of it is told by one outlet: {name}.",
    "main-outlet": "{share:.0%} of the weight is told by one outlet: {name}.",
    "only-language": "All of it is told in one language: {name}.",
    "foreign": "{share:.0%} of the weight comes from other tools' files, without the words of a report.",
    "undated": "{share:.0%} of the tellings name no day: they stand at the day of their report.",
    "mix-changed": "The mix of outlets changed at the turn of {what} before {day} (p = {p:.3f}).",
    "no-common-outlet": "No outlet tells enough on both sides of the turn of {what} before {day}.",
    "not-within": "Among outlets that tell on both sides, the turn of {what} before {day} isn't shown (p = {p:.3f}).",
}


class CoverageWarning(Record, frozen=True):
    """Something that should make one careful, with its figures: `share` 0 to 1, `p` a probability."""

    kind: Kind
    name: str | None = None
    share: float | None = None
    what: What | None = None
    day: datetime.date | None = None
    p: float | None = None

    @property
    def text(self) -> str:
        """A sentence in English."""
        return _TEXTS[self.kind].format(
            name=self.name, share=self.share or 0.0, what=self.what, day=self.day, p=self.p or 0.0
        )


class Source(Record, frozen=True):
    """An outlet or a language: in how many stories and tellings it is, and its share of the weight (0 to 1)."""

    name: str | None
    stories: int
    tellings: int
    share: float


class Mix(Record, frozen=True):
    """The outlets at a turn. `p` is the chance that one mix looks as different before and after it.

    `common` are the outlets that tell on both sides, `difference` is by how much their tone or level became another,
    `within` the chance of as much where nothing changed (not corrected for the search that found the turn), `holds`
    whether the turn is shown among them. What too little is told for is None.
    """

    what: What
    first_after: datetime.date
    p: float | None
    common: tuple[str | None, ...]
    difference: float | None
    within: float | None
    holds: bool | None


class Coverage(Record, frozen=True):
    """What the picture rests on, the heaviest outlets and languages first.

    `effective` is how many outlets of the same weight would be as varied: Hill's number of order 2 (Ecology 54(2),
    1973). `shared` counts the stories that several outlets tell, `foreign` is the share of the weight without a
    report, `undated` the share of the tellings that have only their report's day. None where nothing is told.
    """

    pair: Pair
    stories: int
    tellings: int
    outlets: tuple[Source, ...]
    languages: tuple[Source, ...]
    effective: float | None
    shared: int
    foreign: float | None
    undated: float | None
    mixes: tuple[Mix, ...]
    warnings: tuple[CoverageWarning, ...]


def coverage(dealings: Dealings, found: Sequence[Turn] | None = None) -> Coverage:
    """Outlets, languages and warnings; `found` are the turns of both directions, where they are known already."""
    outlets = _sources(dealings, [one.told_by for one in dealings.tellings])
    languages = _sources(dealings, [one.language for one in dealings.tellings])
    foreign = _part(np.array([one.report is None for one in dealings.tellings], bool), dealings.weight)
    undated = _part(np.array([one.precision is None for one in dealings.tellings], bool), np.ones(len(dealings)))
    mixes = _mixes(dealings, turns(dealings).found if found is None else found)
    warnings = [*_one_sided(outlets, languages), *_poor(foreign, undated), *(w for mix in mixes for w in _moved(mix))]
    return Coverage(
        pair=dealings.pair,
        stories=dealings.stories,
        tellings=len(dealings),
        outlets=outlets,
        languages=languages,
        effective=1 / sum(one.share**2 for one in outlets) if any(one.share for one in outlets) else None,
        shared=_shared(dealings),
        foreign=foreign,
        undated=undated,
        mixes=mixes,
        warnings=tuple(warnings),
    )


def _sources(dealings: Dealings, names: list[str | None]) -> tuple[Source, ...]:
    if not names:
        return ()
    number, distinct = numbered(names), list(dict.fromkeys(names))
    told = np.unique(np.stack([number, dealings.story]), axis=1)[0]
    weight = np.bincount(number, dealings.weight)
    share = weight / (weight.sum() or 1.0)
    columns = np.bincount(told).tolist(), np.bincount(number).tolist(), share.tolist()
    sources = [
        Source(name=name, stories=stories, tellings=tellings, share=share)
        for name, stories, tellings, share in zip(distinct, *columns, strict=True)
    ]
    return tuple(sorted(sources, key=lambda one: (-one.share, -one.tellings, one.name or "")))


def _part(chosen: npt.NDArray[np.bool_], weight: Floats) -> float | None:
    whole = float(weight.sum())
    return float(weight[chosen].sum()) / whole if whole else None


def _shared(dealings: Dealings) -> int:
    """Stories that more than one outlet tells, as far as outlets have names."""
    named = np.array([one.told_by is not None for one in dealings.tellings], bool)
    pairs = np.unique(np.stack([dealings.story[named], dealings.outlet[named]]), axis=1)
    return int(np.count_nonzero(np.bincount(pairs[0]) > 1))


# --- turns ------------------------------------------------------------------------------------------


class _Sides(NamedTuple):
    """The stories before and after a turn with their outlets."""

    which: Whole
    outlet: Whole
    after: Whole  # 0 or 1

    def among(self, outlets: Whole) -> _Sides:
        here = np.isin(self.outlet, outlets)
        return _Sides(self.which[here], self.outlet[here], self.after[here])

    def table(self) -> Whole:
        """Stories by outlet (rows), before and after (columns)."""
        size = int(self.outlet.max()) + 1 if len(self.outlet) else 0
        return np.bincount(self.outlet * 2 + self.after, minlength=size * 2).reshape(size, 2)


def _mixes(dealings: Dealings, found: Sequence[Turn]) -> tuple[Mix, ...]:
    told = stories(dealings)
    chance = np.random.default_rng(zlib.crc32("–".join(dealings.pair).encode()))
    return tuple(_mix(dealings, told, turn, chance) for turn in found)


def _mix(dealings: Dealings, told: Stories, turn: Turn, chance: np.random.Generator) -> Mix:
    before = told.between(turn.since.toordinal(), turn.last_before.toordinal())
    after = told.between(turn.first_after.toordinal(), turn.until.toordinal())
    which = np.concatenate([before, after])
    outlet = dealings.outlet[told.telling[which]]
    sides = _Sides(which, outlet, np.repeat([0, 1], [len(before), len(after)]))
    common = np.flatnonzero((sides.table() > 0).all(axis=1))
    names = dict(zip(outlet.tolist(), (dealings.tellings[i].told_by for i in told.telling[which]), strict=True))
    inner = sides.among(common)
    difference, within = None, None
    if np.bincount(inner.after, minlength=2).min() >= FEW:
        difference, within = _tone(told, inner, chance) if turn.what == "tone" else _level(turn, inner)
    return Mix(
        what=turn.what,
        first_after=turn.first_after,
        p=_changed(sides.table(), chance),
        common=tuple(names[one] for one in common.tolist()),
        difference=difference,
        within=within,
        holds=None
        if difference is None or within is None
        else within <= LEVEL and difference * (turn.later - turn.earlier) > 0,
    )


def _changed(table: Whole, chance: np.random.Generator) -> float | None:
    """How often tables with the same sums are as uneven; None where there is one outlet, or too little on a side."""
    from scipy.stats import random_table

    table = table[table.any(axis=1)]
    outlets, sides = table.sum(axis=1), table.sum(axis=0)
    if len(outlets) < 2 or sides.min() < FEW:
        return None
    expected = np.outer(outlets, sides) / table.sum()
    drawn = random_table(outlets, sides).rvs(_DRAWS, random_state=chance)
    uneven = ((drawn - expected) ** 2 / expected).sum(axis=(1, 2))
    return _p(uneven, float(((table - expected) ** 2 / expected).sum()))


def _tone(told: Stories, sides: _Sides, chance: np.random.Generator) -> tuple[float, float]:
    """By how much the tone of the nearest stories differs, outlet by outlet, and how often it does when shuffled."""
    near = np.concatenate([np.flatnonzero(sides.after == 0)[-_NEAR:], np.flatnonzero(sides.after == 1)[:_NEAR]])
    near = near[np.argsort(sides.outlet[near], kind="stable")]
    after, outlet = sides.after[near], sides.outlet[near]
    weight, score = told.weight[sides.which[near]], told.score[sides.which[near]]
    whole, later = np.bincount(outlet, weight), np.bincount(outlet, weight * after)
    mean = np.divide(np.bincount(outlet, weight * score), whole, out=np.zeros_like(whole), where=whole > 0)
    pull = weight * (score - mean[outlet])
    order = np.argsort(outlet + chance.random((_DRAWS, len(near))), axis=1)  # each outlet's among themselves
    drawn = np.abs(pull[order] @ after)
    share = np.divide(later * (whole - later), whole, out=np.zeros_like(whole), where=whole > 0).sum()
    return (float(pull @ after / share) if share else 0.0), _p(drawn, float(abs(pull @ after)))


def _level(turn: Turn, sides: _Sides) -> tuple[float, float]:
    """By how many stories a month the level differs, and the chance of it if it were the same all along."""
    from scipy.stats import binomtest

    days = np.array([(turn.last_before - turn.since).days + 1, (turn.until - turn.first_after).days + 1])
    counts = np.bincount(sides.after, minlength=2)
    rates = counts / days * MONTH
    found = binomtest(int(counts[1]), int(counts.sum()), float(days[1] / days.sum()))
    return float(rates[1] - rates[0]), float(found.pvalue)


def _p(drawn: Floats, found: float) -> float:
    return float((1 + np.count_nonzero(drawn >= found - 1e-9)) / (_DRAWS + 1))


# --- warnings -----------------------------------------------------------------------------------------


def _one_sided(outlets: tuple[Source, ...], languages: tuple[Source, ...]) -> Iterator[CoverageWarning]:
    if outlets and outlets[0].share > HALF:
        kind: Kind = "only-outlet" if len(outlets) == 1 else "main-outlet"
        yield CoverageWarning(kind=kind, name=outlets[0].name or UNNAMED, share=outlets[0].share)
    if len(languages) == 1 and languages[0].name:
        yield CoverageWarning(kind="only-language", name=languages[0].name, share=1.0)


def _poor(foreign: float | None, undated: float | None) -> Iterator[CoverageWarning]:
    if foreign is not None and foreign > HALF:
        yield CoverageWarning(kind="foreign", share=foreign)
    if undated is not None and undated > HALF:
        yield CoverageWarning(kind="undated", share=undated)


def _moved(mix: Mix) -> Iterator[CoverageWarning]:
    if mix.holds is None:
        yield CoverageWarning(kind="no-common-outlet", what=mix.what, day=mix.first_after)
    if mix.p is None or mix.p > LEVEL:
        return
    yield CoverageWarning(kind="mix-changed", what=mix.what, day=mix.first_after, p=mix.p)
    if mix.holds is False:
        yield CoverageWarning(kind="not-within", what=mix.what, day=mix.first_after, p=mix.within)
