"""How good the coder is on the gold of the checkout."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from dragoman import ontology
from dragoman.evaluation import gold, scores
from dragoman.evaluation.scores import Score, Scores
from dragoman.languages import packs
from printers.tables import code, table

_MEANING = {
    "event": "who did what to whom: the actors' countries, the type and the recipients' countries all right",
    "type": "the types alone, whoever the parties are",
    "mention": "who, where and when: spans that overlap the gold's",
    "condition": "conditions",
    "damage": "damaged sentences",
    "mode": "the mode, of events found",
    "modality": "whether it happened at all, of events found",
    "when": "the words of the time, of events found",
    "where": "the words of the place, of events found",
    "said_by": "the words of who says so, of events found",
    "code": "the country and sector of mentions found",
    "clean": "sentences without an event in which none was found",
    "evidence": "sentences whose every quoted word a checker finds in the text",
}
_BRIEF = ("event", "type", "mention", "code", "evidence")


@cache
def _scored() -> tuple[Scores, ...]:
    return tuple(scores.evaluate(gold.load(path)) for path in sorted(Path("evaluation/gold").glob("*.jsonl")))


def _language_heads() -> list[str]:
    return [packs.load(one.gold.language).data.name for one in _scored()]


def _accuracy(names: Iterable[str] = _MEANING) -> str:
    rows: list[tuple[str, ...]] = [("sentences", *(f"{len(one.gold.sentences):,}" for one in _scored()))]
    rows += [(_MEANING[name], *(_measure(one, name) for one in _scored())) for name in names]
    return table(("", *_language_heads()), rows)


def _measure(scored: Scores, name: str) -> str:
    if name in scored.scores:
        return _three(scored.scores[name])
    share = scored.shares[name]
    return "–" if share.value is None else f"{share.value:.0%} of {share.total}"


def _three(score: Score) -> str:
    """F1, and the precision and recall it comes from."""
    if score.f1 is None:
        return "–"
    precision, recall = (f"{part or 0:.2f}" for part in (score.precision, score.recall))
    return f"**{score.f1:.2f}** (P {precision}, R {recall})"


def _accuracy_types() -> str:
    names = [name for name in ontology.load().types if any(name in one.per_type for one in _scored())]
    rows = [(code(name), *(_type_cell(one, name) for one in _scored())) for name in names]
    return table(("type", *_language_heads()), rows)


def _type_cell(scored: Scores, name: str) -> str:
    score = scored.per_type.get(name)
    return "–" if score is None or score.f1 is None else f"{score.f1:.2f} ({score.right} of {score.gold})"


PRINTERS: dict[str, Callable[[], str]] = {
    "accuracy": _accuracy,
    "accuracy by type": _accuracy_types,
    "accuracy in brief": lambda: _accuracy(_BRIEF),
}
