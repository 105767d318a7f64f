"""How far reviewers agree: Cohen's kappa for two of them, Krippendorff's alpha for any number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from dragoman.ledger.judging import Judgement
from dragoman.ledger.query import ON_RECORDS
from dragoman.model import Record


class Agreement(Record, frozen=True):
    """How far reviewers agree on whether a record is right, wrong or in need of correction.

    `kappas` has each two reviewers who judged the same events, with the number of these.
    """

    reviewers: tuple[str, ...]
    shared: int  # events that several reviewers judged
    kappas: dict[str, tuple[int, float | None]]
    alpha: float | None


def of(found: Iterable[Judgement]) -> Agreement:
    """The agreement over all judgements that weren't undone; of one reviewer on one event the last counts."""
    labels = verdicts(found)
    reviewers = tuple(sorted({who for given in labels.values() for who in given}))
    kappas = {}
    for one, other in combinations(reviewers, 2):
        both = [(given[one], given[other]) for given in labels.values() if one in given and other in given]
        if both:
            kappas[f"{one}, {other}"] = (len(both), kappa(both))
    units = [tuple(given.values()) for given in labels.values()]
    shared = sum(len(unit) > 1 for unit in units)
    return Agreement(reviewers=reviewers, shared=shared, kappas=kappas, alpha=alpha(units))


def verdicts(found: Iterable[Judgement]) -> dict[str, dict[str, str]]:
    """What each reviewer last said of each event and didn't take back, by event and reviewer."""
    listed = list(found)
    undone = {judgement.undoes for judgement in listed}
    labels: dict[str, dict[str, str]] = {}
    for judgement in listed:
        if judgement.verdict in ON_RECORDS and judgement.seq not in undone:
            labels.setdefault(judgement.event, {})[judgement.who] = judgement.verdict
    return labels


def kappa(labels: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two reviewers' labels on the same events, -1 to 1.

    None where nothing was labelled by both, or chance alone explains all. (Cohen 1960, "A coefficient of agreement
    for nominal scales".)
    """
    if not labels:
        return None
    mine, theirs = Counter(a for a, _ in labels), Counter(b for _, b in labels)
    agreed = sum(a == b for a, b in labels) / len(labels)
    chance = sum(mine[name] * theirs[name] for name in mine) / len(labels) ** 2
    return None if chance == 1 else (agreed - chance) / (1 - chance)


def alpha(units: Iterable[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for names (nominal), at most 1; reviewers may have labelled different events.

    `units` has the labels that each event got; those with a single label don't count. None where there is nothing
    to compare, or one label only. (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability".)
    """
    paired = [unit for unit in units if len(unit) > 1]
    counts = Counter(name for unit in paired for name in unit)
    total = counts.total()
    observed = sum((len(unit) ** 2 - sum(n * n for n in Counter(unit).values())) / (len(unit) - 1) for unit in paired)
    expected = total**2 - sum(n * n for n in counts.values())
    return 1 - observed * (total - 1) / expected if expected else None
