"""What the actor does to the recipient in a sentence where somebody has marked both.

A sentence comes as `<s>France</s> thanked <t>Ghana</t>.` Whoever marks a pair says that there is something between
the two, so a type is always told; how likely the model takes it that there is nothing lowers the confidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import NamedTuple

from dragoman.coding.learned import heads
from dragoman.coding.learned.labels import MODALITIES, MODES, MODES_OF, TYPES
from dragoman.coding.learned.model import Model
from dragoman.coding.learned.pieces import Pieces, Span, marked
from dragoman.errors import InputError

_TAG = re.compile(r"</?[st]>")
_PARTIES = ("actor", "recipient")
_FIX = "mark them as <s>actor</s> and <t>recipient</t>"
_BATCH = 128  # sentences split into pieces at once
# PLOVER's older YIELD is now two types; between the two a doubt must not let a third one win.
_FAMILY = dict.fromkeys(("CONCEDE", "RETREAT"), (TYPES.index("CONCEDE"), TYPES.index("RETREAT")))

Place = tuple[int, int]  # first code point, and the one after the last


class Relation(NamedTuple):
    """What is between the two parties."""

    type: str
    mode: str | None
    modality: str
    confidence: float  # the probability of the type


class _Pair(NamedTuple):
    """A sentence as the model reads it, with both parties in it."""

    pieces: Pieces
    actor: Span | None
    recipient: Span | None


def unmarked(sentence: str) -> tuple[str, tuple[Place | None, Place | None]]:
    """The plain sentence and the code points of <s>actor</s> and <t>recipient</t>; of one marked twice, the last."""
    plain, at, marks = "", 0, {}
    for tag in _TAG.finditer(sentence):
        plain += sentence[at : tag.start()]
        marks[tag.group()] = len(plain)
        at = tag.end()
    plain += sentence[at:]
    ends = [(marks[f"<{x}>"], marks[f"</{x}>"]) if f"<{x}>" in marks and f"</{x}>" in marks else None for x in "st"]
    return plain, (ends[0], ends[1])


def classified(model: Model, sentences: Iterable[str]) -> Iterator[Relation | InputError]:
    """For each sentence, in their order, what is between its parties, or what is wrong with its marks."""
    left = iter(sentences)
    while some := list(islice(left, _BATCH)):
        yield from _of_batch(model, some)


def _of_batch(model: Model, sentences: Sequence[str]) -> list[Relation | InputError]:
    plain = [unmarked(s) for s in sentences]
    pieces = model.split([text for text, _ in plain])
    found = [
        _fault(sentence) or _placed(split, ends)
        for sentence, split, (_, ends) in zip(sentences, pieces, plain, strict=True)
    ]
    rows = [marked(p.pieces, p.actor, p.recipient, model.marks) for p in found if isinstance(p, _Pair)]
    hidden = model.encode([ids for ids, *_ in rows])
    told = iter([_told(model, model.heads.relation(h, *ends)) for h, (_, *ends) in zip(hidden, rows, strict=True)])
    return [next(told) if isinstance(p, _Pair) else p for p in found]


def _fault(sentence: str) -> InputError | None:
    """What is wrong with the marks, if anything."""
    if not sentence.strip():
        return InputError("there is no sentence")
    tags = list(_TAG.finditer(sentence))
    if not tags:
        return InputError("nobody is marked", fix=_FIX)
    for letter in "st":  # one party may stand inside the other: the [army of [Kenya]]
        own = [tag for tag in tags if tag.group().endswith(f"{letter}>")]
        for opening, closing in zip_longest(own[::2], own[1::2]):
            if what := _wrong(opening, closing):
                return InputError(what, fix=_FIX)
    return None


def _wrong(opening: re.Match[str], closing: re.Match[str] | None) -> str | None:
    """What is wrong with two marks of one party that follow one another."""
    first = opening.group()
    if first.startswith("</"):
        return f"{first} closes what is not open"
    if closing is None or not closing.group().startswith("</"):
        return f"{first} is never closed"
    words = _TAG.sub("", opening.string[opening.end() : closing.start()])
    if not any(map(str.isalnum, words)):
        return f"there is no word between {first} and {closing.group()}"
    return None


def _placed(pieces: Pieces, ends: Sequence[Place | None]) -> _Pair | InputError:
    spans = [pieces.span(*end) if end else None for end in ends]
    for end, span, party in zip(ends, spans, _PARTIES, strict=True):
        if end and not span:
            read = int(pieces.places[:, 1].max())
            what = f"the {party} stands at letter {end[0] + 1:,}, and only the first {read:,} are read"
            return InputError(what, fix="give the sentence alone")
    return _Pair(pieces, spans[0], spans[1])


def _told(model: Model, said: heads.Relation) -> Relation:
    softened = said.type ** (1 / float(model.card.measured.get("pairs_temperature", 1.0)))
    families = {name: sum(float(softened[i]) for i in _FAMILY.get(name, (TYPES.index(name),))) for name in TYPES}
    best = max(range(len(TYPES)), key=lambda i: (families[TYPES[i]], softened[i]))
    of_type = MODES_OF[best]
    mode = MODES[of_type.start + int(said.modes[of_type].argmax())][1]
    modality = MODALITIES[int(said.modality.argmax())]
    return Relation(TYPES[best], mode, modality, float(softened[best] / softened.sum()))
