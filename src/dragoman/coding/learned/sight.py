"""What the model sees in a sentence: its mentions beside those of the reading, and the act words.

A mention that the reading found keeps who it is by name. One that only the model saw, or that stayed unresolved,
has its country from the mention that the model says it is known from ("the protesters" of "in Cairo").
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from dragoman.coding.learned import decode
from dragoman.coding.learned.heads import Floats, Heads, Span
from dragoman.coding.learned.labels import KINDS, SECTORS, TYPES
from dragoman.coding.learned.pieces import Pieces
from dragoman.model import Actor, Mention, Sentence
from dragoman.phrases import covering

_PLACED = ("place", "time")
_KNOWN = 0.5  # the probability from which another mention tells a country
_LEAST = 0.05  # of an act word; the decision is taken elsewhere


class ActWord(NamedTuple):
    """Words that the model takes for an act of a type, at tokens `first` up to `last`."""

    first: int
    last: int
    type: str
    chance: float


class Sight(NamedTuple):
    """A sentence as the model sees it."""

    sentence: Sentence  # with the model's mentions
    pieces: Pieces
    hidden: Floats
    act_tags: Floats
    spans: dict[int, tuple[Span, int]]  # pieces and kind of a mention, by its place among the sentence's mentions

    def acts(self) -> Iterator[ActWord]:
        """The act words, left to right."""
        for tagged in decode.acts(self.act_tags, _LEAST):
            if tokens := _tokens(self.sentence, self.pieces, tagged.span):
                yield ActWord(*tokens, TYPES[tagged.what], tagged.chance)

    def chance(self, type_: str, first: int, last: int) -> float:
        """The highest probability that a piece of tokens `first` up to `last` reports an act of this type."""
        if (span := self.span(first, last)) is None:
            return 0.0
        what = 1 + TYPES.index(type_)
        tags = self.act_tags[span[0] : span[1]]
        return float((tags[:, what] + tags[:, what + len(TYPES)]).max())

    def mention(self, own: Mention) -> Mention:
        """The mention that stands here for one of the reading's own."""
        same = (m for m in self.sentence.mentions if (m.first, m.last, m.kind) == (own.first, own.last, own.kind))
        return next(same, own)

    def span(self, first: int, last: int) -> Span | None:
        """The pieces of tokens `first` up to `last`."""
        tokens = self.sentence.tokens
        return self.pieces.span(tokens[first].start - self.sentence.start, tokens[last - 1].end - self.sentence.start)


def seen(sentence: Sentence, text: str, pieces: Pieces, hidden: Floats, heads: Heads) -> Sight:
    """The sentence with the model's mentions and countries."""
    mention_tags, act_tags = heads.tags(hidden)
    found = [(m, *_pieces(sentence, m, pieces)) for m in sentence.mentions]
    for tagged in decode.mentions(mention_tags):
        found = _with(found, sentence, text, pieces, tagged)
    found.sort(key=lambda f: f[0].first)
    spans = {i: (span, kind) for i, (_, span, kind) in enumerate(found) if span is not None}
    mentions = [m for m, *_ in found]
    _resolve(mentions, spans, hidden, heads)
    return Sight(replace(sentence, mentions=tuple(mentions)), pieces, hidden, act_tags, spans)


_Found = tuple[Mention, Span | None, int]


def _pieces(sentence: Sentence, mention: Mention, pieces: Pieces) -> tuple[Span | None, int]:
    span = pieces.span(mention.start - sentence.start, mention.end - sentence.start)
    return span, KINDS.index(mention.kind)


def _with(found: list[_Found], sentence: Sentence, text: str, pieces: Pieces, tagged: decode.Tagged) -> list[_Found]:
    """The mentions with one that the model tagged: the reading's own at its place, as the model sees it, else new."""
    kind = KINDS[tagged.what]
    tokens = _tokens(sentence, pieces, tagged.span)
    if tokens is None:
        return found
    meets = [i for i, (m, *_) in enumerate(found) if m.first < tokens[1] and tokens[0] < m.last]
    same = [
        i for i in meets
        if (found[i][0].kind in _PLACED) == (kind in _PLACED) or (found[i][0].first, found[i][0].last) == tokens
    ]  # fmt: skip
    if same:
        return [(m, tagged.span, tagged.what) if i in same[:1] else (m, s, k) for i, (m, s, k) in enumerate(found)]
    if any(found[i][0].kind not in _PLACED for i in meets) or kind == "time":
        return found
    new = _mention(sentence, kind, tokens, text)
    inside = next((found[i][0] for i in meets if found[i][0].place is not None), None)
    if inside is not None and inside.place is not None and kind != "place" and inside.place.country:
        new = replace(new, actors=(_actor(new, inside.place.country, None, inside.text),), unresolved=None)
    return [*found, (new, tagged.span, tagged.what)]


def _mention(sentence: Sentence, kind: str, tokens: tuple[int, int], text: str) -> Mention:
    span = covering(sentence.tokens, *tokens)
    return Mention(
        start=span.start, end=span.end, kind=kind, text=span.words(text), first=tokens[0], last=tokens[1],  # type: ignore[arg-type]
        unresolved="no name that is known", reason="the model takes it for a mention",
    )  # fmt: skip


def _resolve(mentions: list[Mention], spans: dict[int, tuple[Span, int]], hidden: Floats, heads: Heads) -> None:
    """Gives those without an actor the country of the mention that the model knows them from, and their sector."""
    order = list(spans)
    open_ = [k for k, i in enumerate(order) if mentions[i].kind not in _PLACED and not _country(mentions[i])]
    if not open_:
        return
    named = heads.named(hidden, list(spans.values()))
    nations, sectors = heads.nations(named), heads.sectors(named)
    for k in open_:
        mention = mentions[order[k]]
        sector = SECTORS[int(sectors[k].argmax())]
        chances: dict[str, float] = {}
        for j, other in enumerate(order):
            if country := _country(mentions[other]):
                chances[country] = chances.get(country, 0.0) + float(nations[k, 1 + j])
        best = max(chances, key=lambda c: chances[c], default=None)
        if best is not None and chances[best] >= _KNOWN:
            from_ = max(
                (j for j, other in enumerate(order) if _country(mentions[other]) == best),
                key=lambda j: nations[k, 1 + j],
            )
            mentions[order[k]] = replace(
                mention, actors=(_actor(mention, best, sector, mentions[order[from_]].text),), unresolved=None
            )
        elif not mention.actors:
            reason = "the model tells its sector"
            mentions[order[k]] = replace(mention, actors=(Actor(name=mention.text, sector=sector, reason=reason),))


def _actor(mention: Mention, country: str, sector: str | None, known_from: str) -> Actor:
    reason = f"its country is that of “{known_from}”"
    if country.startswith("IGO:"):
        return Actor(name=mention.text, country="IGO", organisation=country.removeprefix("IGO:"), reason=reason)
    return Actor(name=mention.text, country=country, sector=sector, reason=reason)


def _country(mention: Mention) -> str | None:
    """The country or body that a mention belongs to."""
    for actor in mention.actors:
        if actor.country == "IGO":
            return f"IGO:{actor.organisation}"
        if actor.country:
            return actor.country
    return mention.place.country if mention.place is not None else None


def _tokens(sentence: Sentence, pieces: Pieces, span: Span) -> tuple[int, int] | None:
    """The words that a span of pieces touches with more than a clitic."""
    start = sentence.start + int(pieces.places[span[0], 0])
    end = sentence.start + int(pieces.places[span[1] - 1, 1])
    inside = [i for i, t in enumerate(sentence.tokens) if t.start < end and start < t.end]
    return (inside[0], inside[-1] + 1) if inside else None
