"""What the model sees in a sentence: its mentions, with who they are by the reading's names, and the act words.

The model tells which words are one mention ("the Gaza fence", "militias backed by Iran"), the reading who is named in
them. Where no name says the country, or the reading only guessed it from the neighbourhood, the model tells from which
other mention it is known ("the protesters" of "in Cairo"), in this sentence or around it, or from none.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from dragoman.coding.learned import decode
from dragoman.coding.learned.around import AHEAD, around, vectors_of
from dragoman.coding.learned.heads import NOBODY, Around, Floats, Heads, Span
from dragoman.coding.learned.labels import KINDS, SECTORS, TYPES
from dragoman.coding.learned.pieces import Pieces
from dragoman.languages import packs
from dragoman.languages.packs import LanguagePack
from dragoman.model import Actor, Mention, Place, Sentence
from dragoman.phrases import covering

_PLACED = ("place", "time")
_BY_NAME = ("person", "office")  # kinds whose mention is the person named in it
_KNOWN = 0.5  # the probability from which another mention tells a country, or none does
_NAMED = 0.3  # the probability of being a mention from which a name has a part though the model tags none there
_BACKED = 3  # tokens before a name in which its being only a backer is told
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
    named: Floats  # [spans, 192], their vectors
    around: Around = NOBODY
    others: tuple[Mention, ...] = ()  # the mentions around it

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
        """The mention, of the sentence or around it, that stands here for one of the reading's own; else that one."""
        every = (*self.sentence.mentions, *self.others)
        meets = (m for m in every if m.start < own.end and own.start < m.end and m.kind != "time")
        return max(meets, key=lambda m: min(m.end, own.end) - max(m.start, own.start), default=own)

    def span(self, first: int, last: int) -> Span | None:
        """The pieces of tokens `first` up to `last`."""
        tokens = self.sentence.tokens
        return self.pieces.span(tokens[first].start - self.sentence.start, tokens[last - 1].end - self.sentence.start)


def seen(sentence: Sentence, text: str, pieces: Pieces, hidden: Floats, heads: Heads) -> Sight:
    """The sentence by itself, with the model's mentions and the countries that their names tell."""
    mention_tags, act_tags = heads.tags(hidden)
    found = _found(sentence, text, pieces, mention_tags)
    spans = {i: (span, kind) for i, (_, span, kind) in enumerate(found) if span is not None}
    named = heads.named(hidden, list(spans.values()))
    return Sight(replace(sentence, mentions=tuple(f.mention for f in found)), pieces, hidden, act_tags, spans, named)


def surrounded(sights: Iterable[Sight], heads: Heads) -> Iterator[Sight]:
    """The sights of a report, in order, each with the mentions around it and the countries that the model tells."""
    told = _Told(heads)
    waiting: deque[Sight] = deque()
    for sight in sights:
        told.add(sight)
        waiting.append(sight)
        if len(waiting) > AHEAD:
            yield told.around(waiting.popleft())
    yield from map(told.around, waiting)


class _Told:
    """What has been seen of a report's mentions, sentence by sentence."""

    def __init__(self, heads: Heads) -> None:
        self.heads = heads
        self.mentions: list[list[Mention]] = []
        self.named: list[Floats] = []
        self.words: list[list[str]] = []
        self.at = 0  # the sentence whose turn it is

    def add(self, sight: Sight) -> None:
        """Notes a sentence."""
        mentions = [sight.sentence.mentions[i] for i in sight.spans]
        self.mentions.append(mentions)
        self.named.append(sight.named)
        self.words.append(["" if m.kind == "time" else m.text for m in mentions])

    def around(self, sight: Sight) -> Sight:
        """The next sentence with what stands around it."""
        near = around(self.words, self.at)
        others = tuple(self.mentions[i][k] for i, k in near)
        sight = sight._replace(around=vectors_of(near, self.named, self.at), others=others)
        mentions = _resolved(sight, self.heads)
        self.mentions[self.at] = [mentions[i] for i in sight.spans]
        self.at += 1
        return sight._replace(sentence=replace(sight.sentence, mentions=tuple(mentions)))


class _Found(NamedTuple):
    """A mention with its pieces and the number of its kind; without pieces it has no part in any act."""

    mention: Mention
    span: Span | None
    kind: int


def _found(sentence: Sentence, text: str, pieces: Pieces, tags: Floats) -> list[_Found]:
    """The mentions that the model tags, each with the reading's names in it, and the names that it tags nothing at."""
    tagged = []
    for one in decode.mentions(tags):
        tokens = _tokens(sentence, pieces, one.span)
        if tokens and KINDS[one.what] != "time":
            tagged.append((one, tokens))
    inside: list[list[Mention]] = [[] for _ in tagged]
    found = []
    for own in sentence.mentions:
        shared = [0 if own.kind == "time" else _shared(own, *tokens) for _, tokens in tagged]
        if any(shared):
            inside[shared.index(max(shared))].append(own)
        else:
            found.append(_untagged(sentence, own, pieces, tags))
    for (one, tokens), names in zip(tagged, inside, strict=True):
        if sum(own.kind == "person" for own in names) > 1:
            found += [_as_read(sentence, own, pieces) for own in names]  # two who only stand side by side
            continue
        if names:
            mention = _named(sentence, text, KINDS[one.what], tokens, names)
        elif any(_shared(own, *tokens) for own in sentence.mentions):
            continue  # the clitic of another one, or a time
        else:
            mention = _mention(sentence, KINDS[one.what], tokens, text)
        found.append(_Found(mention, one.span, one.what))
    return sorted(found, key=lambda f: f.mention.first)


def _untagged(sentence: Sentence, own: Mention, pieces: Pieces, tags: Floats) -> _Found:
    """A name of the reading where the model tags nothing: it has parts if the model was in two minds."""
    found = _as_read(sentence, own, pieces)
    span = found.span
    doubted = own.kind != "time" and span and float((1 - tags[span[0] : span[1], 0]).max()) < _NAMED
    return found._replace(span=None) if doubted else found


def _as_read(sentence: Sentence, own: Mention, pieces: Pieces) -> _Found:
    """A mention just as the reading has it."""
    span = pieces.span(own.start - sentence.start, own.end - sentence.start)
    return _Found(own, span, KINDS.index(own.kind))


def _shared(mention: Mention, first: int, last: int) -> int:
    """How many tokens a mention has in common with tokens `first` up to `last`."""
    return max(0, min(mention.last, last) - max(mention.first, first))


def _named(sentence: Sentence, text: str, kind: str, tokens: tuple[int, int], names: list[Mention]) -> Mention:
    """The mention that the model tags, at these tokens, as the one of these names that it is."""
    exact = next((own for own in names if (own.first, own.last) == tokens), None)
    if exact is not None:
        return exact
    if kind == "place":
        return _place(_widened(sentence, text, names[0], tokens), names)
    pack = packs.load(sentence.language)
    theirs = [own for own in names if not _backs(sentence, pack, tokens[0], own)] or names
    if pack.order == "svo":
        theirs = _before_prepositions(sentence, pack, theirs)
    main = _head(theirs, kind, svo=pack.order == "svo")
    widened = _widened(sentence, text, main, tokens)
    if main.kind not in ("place", "state") or kind in ("state", "pronoun"):
        return widened
    country = country_of(main)  # "Egyptian" in "the Egyptian exchange"
    return replace(widened, kind=kind, actors=(_actor(widened, country, None, main.text),) if country else ())


def _backs(sentence: Sentence, pack: LanguagePack, first: int, own: Mention) -> bool:
    """Whether a name in a mention that begins at token `first` only tells who stands behind it: backed by Iran."""
    return any(pack.cues("backers").all(sentence.tokens[max(first, own.first - _BACKED) : own.first]))


def _before_prepositions(sentence: Sentence, pack: LanguagePack, names: list[Mention]) -> list[Mention]:
    """The names of an English mention that say who it is: those up to the first preposition, if one tells a country.
    Britain's ambassador to the United States is Britain's."""
    end = next(
        (i for i in range(names[0].last, names[-1].first) if sentence.tokens[i].folded in pack.folded("prepositions")),
        names[-1].last,
    )
    before = [own for own in names if own.last <= end]
    return before if any(country_of(own) and not own.guessed for own in before) else names


def _widened(sentence: Sentence, text: str, own: Mention, tokens: tuple[int, int]) -> Mention:
    first, last = min(own.first, tokens[0]), max(own.last, tokens[1])
    span = covering(sentence.tokens, first, last)
    return replace(own, first=first, last=last, start=span.start, end=span.end, text=span.words(text))


def _place(mention: Mention, names: list[Mention]) -> Mention:
    """A mention that is only a place: the last place named in it, else some place of a country named in it."""
    place = next((own.place for own in reversed(names) if own.place is not None), None)
    if place is None:
        country = next(filter(None, map(_state, names)), None)
        place = Place(name=mention.text, country=country, text=mention.text) if country else None
    return replace(mention, kind="place", actors=(), place=place, unresolved=None)


def _head(names: list[Mention], kind: str, *, svo: bool) -> Mention:
    """Which of the names in a mention it is: the person, else the first one (in English the last); from another one
    it has its country if it has none itself."""
    person = next((own for own in names if own.kind == "person" and own.actors), None)
    if person is not None and kind in _BY_NAME:
        return person
    ordered = names[::-1] if svo else names
    head = ordered[0]
    if country_of(head) and not head.guessed:
        return head
    told = _state if head.kind == "organisation" else country_of  # a government backed by a body is not of that body
    known = next((own for own in ordered if own.kind != "place" and not own.guessed and told(own)), None)
    if known is None:
        return head
    if not head.actors:
        return replace(known, kind=head.kind if head.kind != "place" else known.kind)
    theirs = known.actors[0]
    actor = replace(head.actors[0], country=theirs.country, organisation=theirs.organisation, reason=known.reason)
    return replace(head, actors=(actor,), unresolved=None, reason=known.reason)


def _mention(sentence: Sentence, kind: str, tokens: tuple[int, int], text: str) -> Mention:
    span = covering(sentence.tokens, *tokens)
    return Mention(
        start=span.start, end=span.end, kind=kind, text=span.words(text), first=tokens[0], last=tokens[1],  # type: ignore[arg-type]
        unresolved="no name that is known", reason="the model takes it for a mention",
    )  # fmt: skip


def _resolved(sight: Sight, heads: Heads) -> list[Mention]:
    """The mentions, those of no known country with the country of the mention that the model knows them from, and with
    their sector."""
    mentions, order = list(sight.sentence.mentions), list(sight.spans)
    open_ = [
        k for k, i in enumerate(order)
        if mentions[i].kind not in _PLACED and (not country_of(mentions[i]) or mentions[i].guessed)
    ]  # fmt: skip
    if not open_:
        return mentions
    nations, sectors = heads.nations(sight.named, sight.around.vectors), heads.sectors(sight.named)
    tellers = [*(mentions[i] for i in order), *sight.others]
    telling = {j: country for j, m in enumerate(tellers, 1) if not m.guessed and (country := country_of(m))}
    for k in open_:
        mention = mentions[order[k]]
        sector = SECTORS[int(sectors[k].argmax())]
        chances: dict[str, float] = {}
        for j, country in telling.items():
            chances[country] = chances.get(country, 0.0) + float(nations[k, j])
        best = max(chances, key=lambda c: chances[c], default=None)
        if best is not None and chances[best] >= _KNOWN:
            if mention.guessed and best == country_of(mention):
                continue
            from_ = max((j for j, country in telling.items() if country == best), key=lambda j: nations[k, j])
            sector = (mention.actors[0].sector if mention.guessed else None) or sector
            actor = _actor(mention, best, sector, tellers[from_ - 1].text)
            mentions[order[k]] = replace(mention, actors=(actor,), unresolved=None)
        elif mention.guessed:
            if nations[k, 0] >= _KNOWN:
                actor = replace(
                    mention.actors[0], country=None, reason="no other words of the sentence tell its country"
                )
                mentions[order[k]] = replace(mention, actors=(actor,), unresolved=actor.reason)
        elif not mention.actors:
            reason = "the model tells its sector"
            mentions[order[k]] = replace(mention, actors=(Actor(name=mention.text, sector=sector, reason=reason),))
    return mentions


def _actor(mention: Mention, country: str, sector: str | None, known_from: str) -> Actor:
    reason = f"its country is that of “{known_from}”"
    if country.startswith("IGO:"):
        return Actor(name=mention.text, country="IGO", organisation=country.removeprefix("IGO:"), reason=reason)
    return Actor(name=mention.text, country=country, sector=sector, reason=reason)


def country_of(mention: Mention) -> str | None:
    """The country or body that a mention belongs to."""
    for actor in mention.actors:
        if actor.country == "IGO":
            return f"IGO:{actor.organisation}"
        if actor.country:
            return actor.country
    return mention.place.country if mention.place is not None else None


def _state(mention: Mention) -> str | None:
    """The country that a mention belongs to; a body of states is none."""
    country = country_of(mention)
    return None if country is None or country.startswith("IGO:") else country


def _tokens(sentence: Sentence, pieces: Pieces, span: Span) -> tuple[int, int] | None:
    """The words that a span of pieces touches with more than a clitic."""
    start = sentence.start + int(pieces.places[span[0], 0])
    end = sentence.start + int(pieces.places[span[1] - 1, 1])
    inside = [i for i, t in enumerate(sentence.tokens) if t.start < end and start < t.end]
    return (inside[0], inside[-1] + 1) if inside else None
