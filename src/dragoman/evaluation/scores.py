"""What a coder gets right on gold: the figures of one file, each by the name that `floors.yaml` gives it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from dragoman import ontology, pipeline
from dragoman.coding.evidence import verify
from dragoman.evaluation.gold import PARTIES, Gold, GoldMention, GoldSentence
from dragoman.evaluation.matching import Judged, judge, overlaps
from dragoman.model import Coding, Event, Mention, Report, Span

PUBLISHED = datetime.date(2025, 1, 1)


class Score(NamedTuple):
    """How many were right, of how many found, of how many in the gold; a figure of nothing is None."""

    right: int
    found: int
    gold: int

    @property
    def precision(self) -> float | None:
        """What share of what was found is right."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """What share of the gold was found."""
        return self.right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else None


class Share(NamedTuple):
    """How many were right of how many."""

    right: int
    total: int

    @property
    def value(self) -> float | None:
        """The share, None where there is nothing to count."""
        return self.right / self.total if self.total else None


class Scores(NamedTuple):
    """The scores of one file of gold. `scores` and `shares` are in the order in which they are shown."""

    gold: Gold
    judged: tuple[Judged, ...]
    scores: dict[str, Score]
    shares: dict[str, Share]
    per_type: dict[str, Score]

    @property
    def figures(self) -> dict[str, float]:
        """Every figure by the name that `floors.yaml` gives it; without those that have nothing to count."""
        found = {name: share.value for name, share in self.shares.items()}
        for name, score in self.scores.items():
            found |= {f"{name}_{part}": getattr(score, part) for part in ("precision", "recall", "f1")}
        return {name: value for name, value in found.items() if value is not None}


def evaluate(gold: Gold, coder: str = "default") -> Scores:
    """Scores a coder on a file of gold, each sentence read as a report of its own; raises CoderError.

    All are read as published on one day, so that "Sunday" can be placed and no figure follows the clock.
    """
    judged = tuple(judge(sentence, _coding(sentence, coder)) for sentence in gold.sentences)
    return Scores(gold, judged, _scores(judged), _shares(judged), _per_type(judged))


def _coding(sentence: GoldSentence, coder: str) -> Coding:
    report = Report(
        id=sentence.id,
        source_id=sentence.id,
        text=sentence.text,
        language=sentence.lang,
        published=PUBLISHED,
    )
    return pipeline.code_report(report, coder)


# --- events -----------------------------------------------------------------------------------


def _event_score(judged: Sequence[Judged]) -> Score:
    right = sum(len(j.matched) for j in judged)
    return Score(right, right + sum(len(j.extra) for j in judged), right + sum(len(j.missed) for j in judged))


def _type_score(judged: Sequence[Judged]) -> Score:
    """Types alone, whoever the parties are."""
    right = found = total = 0
    for j in judged:
        gold, coded = (Counter(e.type for e in events) for events in (j.sentence.events, j.coding.events))
        right += (gold & coded).total()
        found += coded.total()
        total += gold.total()
    return Score(right, found, total)


def _per_type(judged: Sequence[Judged]) -> dict[str, Score]:
    """The triples of each type that the gold has or the coder found, in the ontology's order."""
    right = Counter(gold.type for j in judged for gold, _ in j.matched)
    found = Counter(event.type for j in judged for event in j.coding.events)
    total = Counter(event.type for j in judged for event in j.sentence.events)
    return {t: Score(right[t], found[t], total[t]) for t in ontology.load().types if found[t] or total[t]}


# --- mentions, conditions, damage -------------------------------------------------------------


def _scores(judged: Sequence[Judged]) -> dict[str, Score]:
    return {
        "event": _event_score(judged),
        "type": _type_score(judged),
        "mention": _span_score(judged, _gold_mentions, _mentions),
        "condition": _span_score(judged, _gold_conditions, lambda coding: coding.conditions),
        "damage": _damage_score(judged),
    }


def _span_score(
    judged: Sequence[Judged],
    of_gold: Callable[[GoldSentence], Sequence[Span]],
    of_coding: Callable[[Coding], Sequence[Span]],
) -> Score:
    """Spans that overlap, one with one."""
    right = found = total = 0
    for j in judged:
        gold, coded = of_gold(j.sentence), of_coding(j.coding)
        right += len(overlaps(gold, coded))
        found += len(coded)
        total += len(gold)
    return Score(right, found, total)


def _gold_mentions(sentence: GoldSentence) -> list[GoldMention]:
    return [m for m in sentence.mentions if m.kind != "condition"]


def _gold_conditions(sentence: GoldSentence) -> list[GoldMention]:
    return [m for m in sentence.mentions if m.kind == "condition"]


def _mentions(coding: Coding) -> list[Mention]:
    return [mention for sentence in coding.reading.sentences for mention in sentence.mentions]


def _damage_score(judged: Sequence[Judged]) -> Score:
    """Sentences that the gold tags as damaged, and those in which damage was found."""
    tagged = [(("damage" in j.sentence.tags), bool(j.coding.report.damage)) for j in judged]
    return Score(sum(a and b for a, b in tagged), sum(b for _, b in tagged), sum(a for a, _ in tagged))


# --- shares -----------------------------------------------------------------------------------


def _shares(judged: Sequence[Judged]) -> dict[str, Share]:
    matched = [(j.sentence, gold, event) for j in judged for gold, event in j.matched]
    silent = [j for j in judged if not j.sentence.events]
    return {
        "mode": _share(gold.mode == event.mode for _, gold, event in matched),
        "modality": _share(gold.modality == event.modality for _, gold, event in matched),
        "when": _share(_points(s, gold.when, event, "when") for s, gold, event in matched),
        "where": _share(_points(s, gold.where, event, "where") for s, gold, event in matched),
        "said_by": _share(_points(s, gold.said_by, event, "reported_by") for s, gold, event in matched),
        "code": _code_share(judged),
        "clean": _share(not j.coding.events for j in silent),
        "evidence": _share(not verify(j.coding) for j in judged),
    }


def _share(outcomes: Iterable[bool]) -> Share:
    found = list(outcomes)
    return Share(sum(found), len(found))


def _points(sentence: GoldSentence, at: int | None, event: Event, field: str) -> bool:
    """Whether a field of an event rests on the mention that the gold names, or on none as the gold does."""
    shown = [evidence for evidence in event.evidence if evidence.field == field]
    if at is None:
        return not shown
    return any(evidence.meets(sentence.mentions[at]) for evidence in shown)


def _code_share(judged: Sequence[Judged]) -> Share:
    """Parties and places found whose code is right."""
    outcomes = []
    for j in judged:
        coded = [m for m in j.sentence.mentions if m.code is not None and m.kind in PARTIES | {"place"}]
        outcomes += [gold.code in _codes(mention) for gold, mention in overlaps(coded, _mentions(j.coding))]
    return _share(outcomes)


def _codes(mention: Mention) -> set[str | None]:
    """All that a mention could be called in gold: `IRN:GOV`, `IRN`."""
    codes = {actor.code for actor in mention.actors}
    return codes | {code.split(":")[0] for code in codes} | {mention.place.country if mention.place else None}
