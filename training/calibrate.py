"""How the coder decides, and how certain it is: measured on the sentences kept aside, which no part has seen.

The decision is logistic over what model and lexicon say of a candidate; the certainty is the isotonic curve from
an event's probability to the share that was right. Both are fitted on one half of the sentences and measured on
the other, then fitted on all.
"""

from __future__ import annotations

import bisect
import itertools
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from measure import group_of, sides_of
from msgspec.structs import replace
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from dragoman.coding.learned.coder import Candidate, LearnedCoder, Parties, candidates, parties, scenes, sides
from dragoman.coding.learned.model import Model
from dragoman.coding.learned.sight import Sight
from dragoman.coding.roles import Frame
from dragoman.evaluation.matching import countries, same_sides
from dragoman.model import Reading, Report
from dragoman.reading import reader

_STRENGTH = 0.3  # inverse regularisation
_THRESHOLDS = [round(0.1 + 0.02 * i, 2) for i in range(26)]
_ALIKE = 0.004  # F1 within which one threshold is as good as another
Facts = dict[str, float]
Row = dict[str, Any]  # a sentence annotated in full


class Judged(NamedTuple):
    """A report kept aside, or a sentence alone, with the candidates in it, each right or wrong."""

    rows: list[Row]
    reading: Reading
    facts: list[Facts]
    right: list[bool]
    parties: list[tuple[Facts, bool, bool | None]]  # of the right ones: right by the model, by the lexicon

    def row_at(self, at: int) -> tuple[int, int]:
        """Which of the rows a place in the text belongs to, and where that begins."""
        starts = [0, *itertools.accumulate(len(r["text"]) + 1 for r in self.rows[:-1])]
        number = bisect.bisect_right(starts, at) - 1
        return number, starts[number]


def judged(coder: LearnedCoder, reports: Iterable[list[Row]]) -> list[Judged]:
    """Reads the reports and judges every candidate by its type, and of the right ones the parties."""
    found = []
    for rows in reports:
        text = "\n".join(r["text"] for r in rows)
        one = Judged(rows, reader.read(Report(id=rows[0]["id"], text=text, language=rows[0]["lang"])), [], [], [])
        every: list[list[_Weighed]] = [[] for _ in rows]
        for scene in scenes(coder.sights(one.reading), one.reading):
            some = candidates(scene)
            detected = coder.model.heads.detected(scene.sight.hidden)
            for candidate, act in zip(some, coder.acts(scene.sight, some), strict=True):
                start = scene.view.tokens[candidate.first].start
                number, begins = one.row_at(start)
                facts, told = dict(candidate.facts(detected)), parties(scene, candidate, act)
                every[number].append(_Weighed(candidate, start - begins, facts, told))
        for row, some in zip(rows, every, strict=True):
            right = _right([(j.candidate, j.start) for j in some], row["events"])
            one.facts.extend(j.facts for j in some)
            one.right.extend(right)
            one.parties.extend(
                _told(j.parties, j.candidate.type, row) for j, yes in zip(some, right, strict=True) if yes
            )
        found.append(one)
    return found


class _Weighed(NamedTuple):
    """A candidate, where it begins in its row, and what is weighed of it."""

    candidate: Candidate
    start: int
    facts: Facts
    parties: Parties


def _told(given: Parties, type_: str, row: Row) -> tuple[Facts, bool, bool | None]:
    """Whether either has the parties of an event of this type."""
    gold = [sides_of(row, e) for e in row["events"] if e["type"] == type_]

    def met(frame: Frame) -> bool:
        own = tuple(frozenset(c for c in side if c) for side in sides(frame))
        return any(same_sides(type_, g, own) for g in gold)

    lexicon = None if given.lexicon is None else met(given.lexicon)
    return dict(given.facts()), met(given.model), lexicon


def _right(every: Sequence[tuple[Candidate, int]], events: list[dict[str, Any]]) -> list[bool]:
    """Of each type as many candidates as there are events: those at a trigger first, then the likeliest."""
    right = [False] * len(every)
    for type_, count in Counter(e["type"] for e in events).items():
        starts = [e["trigger"]["start"] for e in events if e["type"] == type_ and e["trigger"]]
        own = [i for i, (one, _) in enumerate(every) if one.type == type_]
        own.sort(key=lambda i: (min((abs(every[i][1] - s) for s in starts), default=0) > 3, -every[i][0].chance))
        for i in own[:count]:
            right[i] = True
    return right


def fitted(some: Sequence[Judged]) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """The weights of whether a candidate is an event, and of who has the parties right."""
    decision = logistic([f for one in some for f in one.facts], [r for one in some for r in one.right])
    told = [t for one in some for t in one.parties]
    both = [t for t in told if t[2] is not None]
    return decision, {
        "model": logistic([f for f, *_ in told], [right for _, right, _ in told]),
        "lexicon": logistic([f for f, *_ in both], [bool(right) for *_, right in both]),
    }


def logistic(facts: Sequence[Facts], right: Sequence[bool]) -> dict[str, float]:
    """The weights of logistic regression; a fact that doesn't hold weighs nothing."""
    names = sorted({name for f in facts for name in f})
    matrix = np.array([[f.get(name, 0.0) for name in names] for f in facts])
    model = LogisticRegression(C=_STRENGTH, fit_intercept=False, max_iter=2000).fit(matrix, right)
    return {name: round(float(value), 4) for name, value in zip(names, model.coef_[0], strict=True)}


class Outcome(NamedTuple):
    """An event that was coded, whether it is right, and how certain the coder was."""

    group: str
    right: bool
    certainty: float


def outcomes(coder: LearnedCoder, some: Sequence[Judged]) -> tuple[list[Outcome], Counter[str]]:
    """What the coder makes of the sentences, and how many events each group's gold has."""
    found, gold = [], Counter[str]()
    for one in some:
        left = [[(e["type"], *sides_of(row, e)) for e in row["events"]] for row in one.rows]
        for row, events in zip(one.rows, left, strict=True):
            gold[group_of(row)] += len(events)
        for event in sorted(coder.code(one.reading).events, key=lambda e: -e.confidence):
            at, _ = one.row_at((event.trigger or event.sentence).start)
            own = countries(event)
            match = next((g for g in left[at] if g[0] == event.type and same_sides(event.type, g[1:], own)), None)
            if match:
                left[at].remove(match)
            found.append(Outcome(group_of(one.rows[at]), match is not None, event.confidence))
    return found, gold


def f1(found: Sequence[Outcome], gold: Counter[str]) -> dict[str, float]:
    """Triple F1 of each group."""
    said, right = Counter(o.group for o in found), Counter(o.group for o in found if o.right)
    return {g: round(2 * right[g] / max(1, said[g] + gold[g]), 3) for g in sorted(gold)}


def curve(found: Sequence[Outcome]) -> list[tuple[float, float]]:
    """From the coder's own certainty to the share that was right."""
    if len({o.right for o in found}) < 2:
        return [(0.0, 0.0), (1.0, 1.0)]
    fit = IsotonicRegression(y_min=0.01, y_max=0.99, out_of_bounds="clip").fit(
        [o.certainty for o in found], [o.right for o in found]
    )
    knots = [
        (0.0, float(fit.predict([0.0])[0])),
        *((round(i / 10, 1), float(fit.predict([i / 10])[0])) for i in range(1, 10)),
        (1.0, float(fit.predict([1.0])[0])),
    ]
    return [(a, round(b, 3)) for a, b in knots]


def error(found: Sequence[Outcome]) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    bins: dict[int, list[Outcome]] = defaultdict(list)
    for one in found:
        bins[min(9, int(one.certainty * 10))].append(one)
    gaps = [abs(sum(o.right for o in b) - sum(o.certainty for o in b)) for b in bins.values()]
    return round(sum(gaps) / max(1, len(found)), 3)


def calibrated(model: Model, reports: Sequence[list[Row]]) -> dict[str, Any]:
    """The card's decision, threshold and certainty, and what they give on sentences they were not fitted on."""
    coder = Remembering(model)
    every = judged(coder, reports)
    halves = [[one for one in every if zlib.crc32(one.reading.report.text.encode()) % 2 == half] for half in (0, 1)]
    unseen: list[Outcome] = []
    gold: Counter[str] = Counter()
    for own, other in (halves, halves[::-1]):
        _fit(coder, own)
        found, count = outcomes(coder, other)
        unseen += found
        gold += count
    _fit(coder, every)
    measured = {
        "triple F1": f1(unseen, gold),
        "calibration error": error(unseen),
        "reliability": reliability(unseen),
    }
    card = coder.model.card
    return {
        "decision": card.decision,
        "parties": card.parties,
        "enough": card.enough,
        "certainty": card.certainty,
        "measured": measured,
    }


class Remembering(LearnedCoder):
    """The coder, but it looks at each report once."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self.looked: dict[str, list[Sight]] = {}

    def sights(self, reading: Reading) -> list[Sight]:
        """All sentences as the model sees them."""
        key = reading.report.id
        if key not in self.looked:
            self.looked[key] = list(super().sights(reading))
        return self.looked[key]


def _fit(coder: LearnedCoder, some: Sequence[Judged]) -> None:
    """Puts what the sentences tell into the coder's card."""
    decision, by = fitted(some)
    plain = ((0.0, 0.0), (1.0, 1.0))
    card = replace(coder.model.card, decision=decision, parties=by, enough=0.0, certainty=plain)
    coder.model.card = card
    found, gold = outcomes(coder, some)
    certainty = curve(found)
    bent = [o._replace(certainty=float(np.interp(o.certainty, *zip(*certainty, strict=True)))) for o in found]
    coder.model.card = replace(card, certainty=tuple(certainty), enough=best(bent, gold))


def reliability(found: Sequence[Outcome]) -> list[dict[str, float]]:
    """The share that was right in each tenth of confidence."""
    table = []
    for low in range(10):
        own = [o for o in found if min(9, int(o.certainty * 10)) == low]
        if own:
            told, right = (sum(values) / len(own) for values in ([o.certainty for o in own], [o.right for o in own]))
            table.append({"from": low / 10, "events": len(own), "confidence": round(told, 2), "right": round(right, 2)})
    return table


def best(found: Sequence[Outcome], gold: Counter[str]) -> float:
    """The confidence from which an event is told: the lowest whose F1 over all events is about the best, for what is
    told with little confidence can be left out later, and what is not told cannot be found."""

    def score(threshold: float) -> float:
        told = [o for o in found if o.certainty >= threshold]
        return 2 * sum(o.right for o in told) / max(1, len(told) + gold.total())

    scores = {t: score(t) for t in _THRESHOLDS}
    return min(t for t, value in scores.items() if value >= max(scores.values()) - _ALIKE)
