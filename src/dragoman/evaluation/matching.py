"""Laying a coding beside its gold: which events meet, and which spans.

Events are compared as triples (countries of the actors, type, countries of the recipients); an unknown
country counts as nobody named, and a symmetric type may split its parties otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from dragoman import ontology
from dragoman.evaluation.gold import GoldEvent, GoldSentence
from dragoman.model import Coding, Event, Span

_Gold = TypeVar("_Gold", bound=Span)
_Coded = TypeVar("_Coded", bound=Span)
Sides = tuple[frozenset[str], frozenset[str]]


class Judged(NamedTuple):
    """A sentence of gold beside its coding: which events meet, which were missed, which are too many."""

    sentence: GoldSentence
    coding: Coding
    matched: tuple[tuple[GoldEvent, Event], ...]
    missed: tuple[GoldEvent, ...]
    extra: tuple[Event, ...]


def judge(sentence: GoldSentence, coding: Coding) -> Judged:
    """Lays a coding beside its gold; of several events with one triple those with one trigger go together."""
    left, extra = list(sentence.events), list(coding.events)
    matched: list[tuple[GoldEvent, Event]] = []
    for closely in (True, False):
        for event in list(extra):
            for gold in left:
                if _same(gold, event, sentence) and (gold.trigger.meets(event.trigger) or not closely):
                    matched.append((gold, event))
                    left.remove(gold)
                    extra.remove(event)
                    break
    return Judged(sentence, coding, tuple(matched), tuple(left), tuple(extra))


def gold_countries(gold: GoldEvent, sentence: GoldSentence) -> Sides:
    """The countries of the actors and of the recipients; `IGO` for all international bodies."""
    sides = ([sentence.mentions[at].code for at in side] for side in (gold.actors, gold.recipients))
    actors, recipients = (frozenset(code.split(":")[0] for code in side if code) for side in sides)
    return actors - {"---"}, recipients - {"---"}


def countries(event: Event) -> Sides:
    """The same of a coded event."""
    sides = (event.actors, event.recipients)
    actors, recipients = (frozenset(p.actor.country for p in side if p.actor.country) for side in sides)
    return actors, recipients


def _same(gold: GoldEvent, event: Event, sentence: GoldSentence) -> bool:
    if gold.type != event.type:
        return False
    return same_sides(gold.type, gold_countries(gold, sentence), countries(event))


def same_sides(kind: str, mine: Sides, theirs: Sides) -> bool:
    """Whether two events of a type have the same parties; a symmetric type may split them otherwise."""
    split = ontology.load().types[kind].symmetric and mine[0] | mine[1] == theirs[0] | theirs[1]
    return mine == theirs or split


def overlaps(gold: Sequence[_Gold], coded: Sequence[_Coded]) -> list[tuple[_Gold, _Coded]]:
    """Pairs of spans that share characters, those that share most first, each span once."""
    shared = [
        (min(g.end, c.end) - max(g.start, c.start), i, k) for i, g in enumerate(gold) for k, c in enumerate(coded)
    ]
    pairs: dict[int, int] = {}
    for size, i, k in sorted(shared, key=lambda one: (-one[0], one[1:])):
        if size > 0 and i not in pairs and k not in pairs.values():
            pairs[i] = k
    return [(gold[i], coded[k]) for i, k in pairs.items()]
