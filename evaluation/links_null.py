"""How often measured links are chance, and how often true ones are found: python evaluation/links_null.py [COPIES]

Six relations over 18, 36 and 104 periods, many times. In the first rows one follows another a period later; in the
others nothing hangs on anything, and each link that is found is a false one. `any` is the part of copies in which any
link has q <= 0.05 (it should be about 0.05 where all is chance), `p <= 0.05` the part of single links, `binomial`
how likely so many copies or more are if the level is 0.05.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.stats import binomtest

from dragoman.ledger.tellings import Telling
from dragoman.relations.dealings import Dealings, Pair
from dragoman.relations.links import Measured, MeasuredLink, measured
from dragoman.relations.periods import periods

RELATIONS: tuple[Pair, ...] = (
    ("ARM", "AZE"), ("AZE", "USA"), ("DNK", "GHA"), ("KAZ", "OMN"), ("NOR", "TUR"), ("QAT", "YEM"),
)  # fmt: skip
SCORES = (-6.5, -4.0, -2.0, 2.5, 5.0, 7.0)
_MONTHS = periods("month", datetime.date(2010, 1, 1), datetime.date(2024, 12, 31))

Floats = npt.NDArray[np.float64]
Chance = np.random.Generator


def dealings_of(stories: npt.NDArray[np.object_]) -> dict[Pair, Dealings]:
    """Relations whose stories (rows of relations, columns of months, lists of scores) are each told once."""
    numbers = itertools.count(1)
    return {
        pair: Dealings(pair, [_telling(next(numbers), pair, at, s) for at, told in enumerate(row) for s in told])
        for pair, row in zip(RELATIONS, stories, strict=True)
    }


def _telling(seq: int, pair: Pair, month: int, score: float) -> Telling:
    day = _MONTHS[month].start + datetime.timedelta(days=seq % 28)
    return Telling(
        seq=seq, event=f"e{seq}", story=f"s{seq}", actor=pair[0], recipient=pair[1], day=day, until=day,
        precision="day", type="CONSULT", mode=None, quad="verbal-cooperation", score=float(score), confidence=1.0,
        modality="done", status="claimed", report=f"r{seq}", told_by="Harbour Wire", language="en",
    )  # fmt: skip


# --- what is drawn ------------------------------------------------------------------------------------


def stories(chance: Chance, size: int, each: Floats | float = 2.0) -> npt.NDArray[np.object_]:
    """A Poisson number of stories a month, of irregular signs."""
    counts = chance.poisson(each, (len(RELATIONS), size))
    return _listed([[chance.choice(SCORES, count).tolist() for count in row] for row in counts])


def planted(chance: Chance, size: int, noise: float = 1.0) -> npt.NDArray[np.object_]:
    """Two stories a month; the second relation follows the first a month later, with a little noise."""
    scores = chance.choice(SCORES, (len(RELATIONS), size, 2))
    scores[1, 1:] = scores[0, :-1] + chance.normal(0, noise, (size - 1, 2))
    return _listed(scores.tolist())


def signed(chance: Chance, size: int) -> npt.NDArray[np.object_]:
    """Three stories a month, all good or all bad in the first relation, and so a month later in the second."""
    scores = chance.choice(SCORES, (len(RELATIONS), size, 3))
    signs = chance.choice((-1, 1), size)
    scores[0] = signs[:, None] * np.abs(scores[0])
    scores[1, 1:] = signs[:-1, None] * np.abs(scores[1, 1:])
    return _listed(scores.tolist())


def shuffled(chance: Chance, size: int) -> npt.NDArray[np.object_]:
    """The planted ones with the days of stories shuffled within each relation."""
    told = planted(np.random.default_rng(5), size)
    for row in told:
        every = chance.permutation([score for month in row for score in month])
        month = chance.permutation(np.repeat(np.arange(size), 2))
        row[:] = _listed([[every[month == at].tolist() for at in range(size)]])[0]
    return told


def drifting(chance: Chance, size: int, persistence: float) -> npt.NDArray[np.object_]:
    """One story a month, whose score is that of the month before, times the persistence, and something new."""
    new = chance.standard_normal((len(RELATIONS), size + 100))
    for at in range(1, new.shape[1] if persistence else 0):
        new[:, at] += persistence * new[:, at - 1]
    return _listed(new[:, 100:, None].tolist())


def bursting(chance: Chance, size: int) -> npt.NDArray[np.object_]:
    """Much more is told of all in the last two fifths of the time."""
    return stories(chance, size, np.where(np.arange(size) < 0.6 * size, 0.7, 8.0))


def trending(chance: Chance, size: int) -> npt.NDArray[np.object_]:
    """All get better at the same pace."""
    scores = chance.standard_normal((len(RELATIONS), size, 1)) + np.linspace(-2, 2, size)[None, :, None]
    return _listed(scores.tolist())


def _listed(rows: list[list[list[float]]]) -> npt.NDArray[np.object_]:
    made = np.empty((len(rows), len(rows[0])), dtype=object)
    for at, row in enumerate(rows):
        made[at, :] = row
    return made


def heavy(chance: Chance, size: int) -> npt.NDArray[np.object_]:
    """One story a month, now and then a very loud one."""
    scores = 3 * chance.standard_t(1.5, (len(RELATIONS), size, 1))
    return _listed(scores.clip(-60, 60).tolist())


Drawn = Callable[[Chance, int], npt.NDArray[np.object_]]
PLANTED: dict[str, Drawn] = {
    "noise 1": planted,
    "noise 3": lambda chance, size: planted(chance, size, 3.0),
    "only signs alike": signed,
}
CHANCE: dict[str, Drawn] = {
    "two stories a month": stories,
    "one story a month": lambda chance, size: stories(chance, size, 1.0),
    "planted link, shuffled": shuffled,
    "AR(1) 0.8": lambda chance, size: drifting(chance, size, 0.8),
    "AR(1) -0.5": lambda chance, size: drifting(chance, size, -0.5),
    "random walks": lambda chance, size: drifting(chance, size, 1.0),
    "more told of all at once": bursting,
    "the same trend": trending,
    "now and then very loud": heavy,
}


def found(drawn: Drawn, size: int, seed: int) -> Measured:
    """The links of one copy."""
    told = dealings_of(drawn(np.random.default_rng([size, seed]), size))
    return measured(told, since=_MONTHS[0].start, until=_MONTHS[size - 1].end)


def right(one: Measured) -> bool:
    """Whether the planted link is found, at its lag and with its leader."""
    return any(is_planted(link) and link.lag == 1 and link.leads == link.one for link in one.found)


def main() -> None:
    """Draws, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("copies", nargs="?", type=int, default=200)
    copies = parser.parse_args().copies
    for size in (18, 36, 104):
        for name, drawn in PLANTED.items():
            every = [found(drawn, size, seed) for seed in range(copies)]
            others = sum(any(not is_planted(link) for link in one.found) for one in every)
            print(f"{size:4} planted, {name}: found {np.mean([right(one) for one in every]):.3f}, "
                  f"with another link {others / copies:.3f}", flush=True)  # fmt: skip
        for name, drawn in CHANCE.items():
            every = [found(drawn, size, seed) for seed in range(copies)]
            hits = sum(bool(one.found) for one in every)
            single = np.mean([link.p <= 0.05 for one in every for link in one.links])
            likely = binomtest(hits, copies, 0.05, alternative="greater").pvalue
            print(
                f"{size:4} {name:26} any {hits / copies:.3f}  p <= 0.05 {single:.3f}  binomial {likely:.2f}", flush=True
            )


def is_planted(link: MeasuredLink) -> bool:
    """Whether a link is of the two relations that were planted."""
    return (link.one, link.other) == RELATIONS[:2]


if __name__ == "__main__":
    main()
