"""What the encoder gets right on what is kept aside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np
from corpus import SYMMETRIC, Pair, Sentence, reports

from dragoman.coding.learned import decode
from dragoman.coding.learned.around import around, vectors_of
from dragoman.coding.learned.heads import Floats, Heads
from dragoman.coding.learned.labels import DETECTED, KINDS, PARTS, TYPES

Encode = Callable[[list[Any]], list[Floats]]
_ENOUGH = 0.5
_SAME = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


def measured(encode: Encode, heads: Heads, sentences: list[Sentence], pairs: list[Pair]) -> dict[str, Any]:
    """F1 of marked pairs, of act types, of triples with gold countries, and of detection, by language."""
    return {**pair_scores(encode, heads, pairs), **sentence_scores(encode, heads, sentences)}


def pair_scores(encode: Encode, heads: Heads, pairs: list[Pair]) -> dict[str, Any]:
    """Macro-F1 over the benchmark's 15 classes."""
    right, said, gold = defaultdict(Counter), defaultdict(Counter), defaultdict(Counter)
    for pair, hidden in zip(pairs, encode([p.ids for p in pairs]), strict=True):
        chances: Counter[str] = Counter()
        for name, chance in zip(TYPES, heads.relation(hidden, *pair.ends).type, strict=False):
            chances[_same(name)] += float(chance)  # type: ignore[assignment]
        best = chances.most_common(1)[0][0]
        want = _same(TYPES[pair.told.types[0]])
        said[pair.lang][best] += 1
        gold[pair.lang][want] += 1
        right[pair.lang][want] += best == want
    return {
        f"pairs {lang}": round(
            float(np.mean([2 * right[lang][t] / (said[lang][t] + n) for t, n in gold[lang].items()])), 3
        )
        for lang in sorted(gold)
    }


def temperature(encode: Encode, heads: Heads, pairs: list[Pair]) -> float:
    """What the pairs' log-probabilities are divided by, so that they say how often they are right (Guo et al. 2017)."""
    told = [heads.relation(h, *p.ends).type for p, h in zip(pairs, encode([p.ids for p in pairs]), strict=True)]

    def loss(by: float) -> float:
        logs = [np.log(np.maximum(one, 1e-9)) / by for one in told]
        right = [
            np.logaddexp.reduce(x[list(p.told.types)]) - np.logaddexp.reduce(x)
            for x, p in zip(logs, pairs, strict=True)
        ]
        return -float(np.mean(right))

    return min((round(0.5 + 0.05 * i, 2) for i in range(51)), key=loss)


def sentence_scores(encode: Encode, heads: Heads, sentences: list[Sentence]) -> dict[str, Any]:
    """Of annotated sentences by group (language, newspaper), and of labelled ones."""
    triples, types, found = defaultdict(Counter), defaultdict(Counter), defaultdict(Counter)
    hidden = dict(zip(map(id, sentences), encode([s.pieces.ids for s in sentences]), strict=True))
    for sentence in sentences:
        for name, want in zip(DETECTED, sentence.detected, strict=True):
            if want is not None:
                chance = heads.detected(hidden[id(sentence)])[name]
                _count(found[name], int(chance >= 0.5), int(want), int(chance >= 0.5 and want == 1))
    for report in reports(s for s in sentences if s.mentions is not None):
        seen = [_Seen(s, hidden[id(s)], heads) for s in report]
        for at, sentence in enumerate(report):
            group = group_of(sentence.row)
            gold = [(e["type"], *sides_of(sentence.row, e)) for e in sentence.row["events"]]
            got = events(seen, at, heads)
            left = list(gold)
            hits = 0
            for event in got:
                if match := next((g for g in left if _equal(g, event)), None):
                    left.remove(match)
                    hits += 1
            _count(triples[group], len(got), len(gold), hits)
            both = Counter(t for t, *_ in gold) & Counter(t for t, *_ in got)
            _count(types[group], len(got), len(gold), sum(both.values()))
    return {
        **{f"triples {k}": _f1(v) for k, v in sorted(triples.items())},
        **{f"types {k}": _f1(v) for k, v in sorted(types.items())},
        **{f"detect {k}": _f1(v) for k, v in sorted(found.items())},
    }


def group_of(row: dict[str, Any]) -> str:
    """The part of the data that a row belongs to."""
    if row["id"].startswith("tr"):
        return str(row["lang"])
    return "newswire" if "article" in row else "newspaper"


class _Seen:
    """What the heads see of a sentence; a mention has the country of the gold mention that it meets."""

    def __init__(self, sentence: Sentence, hidden: Floats, heads: Heads) -> None:
        self.hidden = hidden
        mention_tags, act_tags = heads.tags(hidden)
        self.mentions = [(m.span, m.what) for m in decode.mentions(mention_tags)]
        self.acts = [(a.span, a.what) for a in decode.acts(act_tags, _ENOUGH)]
        self.named = heads.named(hidden, self.mentions)
        self.countries = [_met(span, sentence) for span, _ in self.mentions]
        places, text = sentence.pieces.places, sentence.row["text"]
        self.words = [
            "" if KINDS[kind] == "time" else text[places[a, 0] : places[b - 1, 1]] for (a, b), kind in self.mentions
        ]


def events(seen: list[_Seen], at: int, heads: Heads) -> list[tuple[str, frozenset[str], frozenset[str]]]:
    """The triples read in a report's sentence; a side that nobody in it has is theirs around it who have it."""
    one = seen[at]
    if not one.acts:
        return []
    near = around([s.words for s in seen], at)
    others = vectors_of(near, [s.named for s in seen], at)
    said = heads.acts(one.hidden, one.acts, [span for span, _ in one.mentions], one.named, others)
    countries = [*one.countries, *(seen[i].countries[k] for i, k in near)]
    read = []
    for parts, (_, what) in zip(said.parts, one.acts, strict=True):
        sides = []
        for part in ("actor", "recipient"):
            has = parts.argmax(1) == PARTS.index(part)
            own = len(one.mentions)
            has = has[:own] if has[:own].any() else has
            sides.append(frozenset(c for c, yes in zip(countries, has, strict=False) if yes and c))
        read.append((TYPES[what], sides[0], sides[1]))
    return read


def _met(span: tuple[int, int], sentence: Sentence) -> str | None:
    for (other, _), mention in zip(sentence.mentions or [], sentence.row["mentions"], strict=True):
        if other[0] < span[1] and span[0] < other[1]:
            return _country(mention["code"])
    return None


def _country(code: str | None) -> str | None:
    land = (code or "---").split(":")[0]
    return None if land == "---" else land


def sides_of(row: dict[str, Any], event: dict[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    """The countries of an event's actors and of its recipients, those known only from its report's other sentences
    among them."""

    def of(side: str) -> frozenset[str]:
        codes = [*(row["mentions"][i]["code"] for i in event[side]), *(event.get(f"context_{side}") or ())]
        return frozenset(filter(None, map(_country, codes)))

    return of("actors"), of("recipients")


def _equal(gold: Any, event: Any) -> bool:
    return gold == event or (gold[0] == event[0] and gold[0] in SYMMETRIC and gold[1] | gold[2] == event[1] | event[2])


def _same(name: str) -> str:
    return _SAME.get(name, name)


def _count(into: Counter[str], said: int, gold: int, hits: int) -> None:
    into["said"] += said
    into["gold"] += gold
    into["hits"] += hits


def _f1(counts: Counter[str]) -> float:
    return round(2 * counts["hits"] / max(1, counts["said"] + counts["gold"]), 3)
