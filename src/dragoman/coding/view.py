"""A sentence laid out for coding: its parties in runs, the marks before them, its clauses and its acts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dragoman.knowledge import gazetteer
from dragoman.languages.acts import ActMatch
from dragoman.languages.packs import LanguagePack
from dragoman.model import Actor, Mention, Party, Sentence, Token
from dragoman.phrases import ARTICLE, CLITICS
from dragoman.text import fold

OBJECT = "object"
_BACK = 4  # words between a preposition and the party it governs: on a number of senior officials
_CLAUSE = 8  # words that a finite verb between an act and a mention weighs
_PARTY_KINDS = ("state", "organisation", "group", "office", "person", "pronoun")


@dataclass(frozen=True)
class Run:
    """Parties named together ("Iran, Iraq and Syria") and the mark that governs them all.

    `mark` is a preposition as the pack spells it, `object` for the Persian را, or None for a bare noun phrase.
    """

    mentions: tuple[Mention, ...]
    mark: str | None

    @property
    def first(self) -> int:
        """The index of its first token."""
        return self.mentions[0].first

    @property
    def last(self) -> int:
        """The index behind its last token."""
        return self.mentions[-1].last

    @property
    def sectors(self) -> set[str | None]:
        """The sectors of its parties."""
        return {actor.sector for mention in self.mentions for actor in mention.actors}

    def parties(self) -> tuple[Party, ...]:
        """As an event lists them, each at its place in the text."""
        return tuple(
            Party(start=mention.start, end=mention.end, actor=actor)
            for mention in self.mentions
            for actor in mention.actors or (_unnamed(mention),)
        )


def _unnamed(mention: Mention) -> Actor:
    """Who stands behind a mention without an actor: the government of a place, else only the words."""
    country = mention.place.country if mention.place is not None else None
    if country is None:
        return Actor(name=mention.text, reason=mention.unresolved)
    name = gazetteer.load().display(country)
    return Actor(name=name, country=country, sector="GOV", reason=f"the country of “{mention.text}”")


class View:
    """One sentence with everything that coding asks of it."""

    def __init__(self, sentence: Sentence, pack: LanguagePack, text: str) -> None:
        self.sentence = sentence
        self.pack = pack
        self.text = text
        self.tokens: Sequence[Token] = sentence.tokens

    @cached_property
    def acts(self) -> list[ActMatch]:
        """The act words, left to right, each in its likeliest reading."""
        return [readings[0] for readings in self.readings]

    @cached_property
    def readings(self) -> list[list[ActMatch]]:
        """The act words in every reading, the likeliest first; a word of a name is none."""
        named = {
            i
            for m in self.sentence.mentions
            if m.kind in ("state", "person", "place", "time")
            for i in range(m.first, m.last)
        }
        return [acts for acts in self.pack.acts.readings(self.tokens) if acts[0].first not in named]

    @cached_property
    def speeches(self) -> list[ActMatch]:
        """The verbs of saying, left to right."""
        return self.pack.speech.find(self.tokens)

    @cached_property
    def runs(self) -> list[Run]:
        """The parties, grouped where they are coordinated."""
        parties = [m for m in self.sentence.mentions if m.kind in _PARTY_KINDS]
        groups: list[list[Mention]] = []
        for mention in parties:
            if groups and self._coordinated(groups[-1][-1], mention):
                groups[-1].append(mention)
            else:
                groups.append([mention])
        return [Run(tuple(group), self.mark_of(group[0], group[-1])) for group in groups]

    @cached_property
    def candidates(self) -> list[Run]:
        """Whoever may have a part in an act: the parties, and the places as the states they lie in."""
        return sorted([*self.runs, *(Run((m,), self.mark_of(m, m)) for m in self.places)], key=lambda run: run.first)

    @cached_property
    def places(self) -> list[Mention]:
        """The mentions of places, states named as places included."""
        return [m for m in self.sentence.mentions if m.kind == "place"]

    @cached_property
    def verbs(self) -> frozenset[int]:
        """Where a finite verb stands, as far as the lexicons know it."""
        found = {act.verb for act in self.acts if act.tense in ("past", "present", "future")}
        found |= {act.verb for act in self.speeches if act.tense in ("past", "present", "future")}
        return frozenset(found)

    @cached_property
    def barriers(self) -> frozenset[int]:
        """Where a clause begins: relative words, conjunctions of clauses, "that", semicolons and colons."""
        found = {match.first for match in self.cue("boundaries")} | {m.first for m in self.cue("complementizers")}
        found |= {at for at, token in enumerate(self.tokens) if token.folded in (";", "؛", ":")}
        return frozenset(found)

    @cached_property
    def that(self) -> frozenset[int]:
        """Where "that" stands."""
        return frozenset(match.first for match in self.cue("complementizers"))

    def cue(self, name: str) -> Sequence[_Cue]:
        """The places of one of the pack's lists."""
        if name not in self._cues:
            self._cues[name] = [_Cue(m.first, m.last, m.value) for m in self.pack.cues(name).all(self.tokens)]
        return self._cues[name]

    @cached_property
    def _cues(self) -> dict[str, list[_Cue]]:
        return {}

    def barrier_between(self, left: int, right: int) -> int:
        """How many clause beginnings lie between two tokens."""
        return sum(left <= at < right for at in self.barriers)

    def verbs_between(self, left: int, right: int) -> int:
        """How many finite verbs lie between two tokens."""
        return sum(left <= at < right for at in self.verbs)

    def words(self, first: int, last: int) -> str:
        """The published words of tokens `first` up to `last`."""
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    def mark_of(self, mention: Mention, last: Mention) -> str | None:
        """What governs a party: the Persian را behind it, a clitic on it, or a preposition before it."""
        if self.pack.order == "sov" and self._is_object(last):
            return OBJECT
        if self.pack.order == "vso":
            clitic = mention.prefix.removesuffix(ARTICLE)[-1:]
            if clitic in CLITICS:
                return clitic
        for back in range(1, _BACK + 1):
            at = mention.first - back
            if at < 0 or not self._transparent(at):
                return self._preposition(at, mention.first) if at >= 0 else None
            found = self._preposition(at, mention.first)
            if found:
                return found
        return None

    def _is_object(self, last: Mention) -> bool:
        behind = self.tokens[last.last : last.last + 4]
        verbs = range(last.last, min(len(self.tokens), last.last + 3))
        marks = self.pack.folded("object_marks")
        return any(t.folded in marks for t in behind) and not any(at in self.verbs for at in verbs)

    def _preposition(self, at: int, stop: int) -> str | None:
        """The preposition that stands at a token and ends before the party."""
        for start in (at - 1, at):
            if start >= 0:
                match = self.pack.cues("prepositions").longest(self.tokens, start)
                if match is not None and match.first <= at < match.last <= stop:
                    return fold(match.value)
        return None

    def _transparent(self, at: int) -> bool:
        """Whether a preposition reaches over a word: determiners, numbers, adjectives; not verbs, names, marks."""
        return self.tokens[at].word and at not in self._opaque

    @cached_property
    def _opaque(self) -> frozenset[int]:
        """Where a verb, a clause's beginning, a word of a mention or of an act stands."""
        spans = [(m.first, m.last) for m in self.sentence.mentions] + [(act.first, act.last) for act in self.acts]
        return (self.verbs | self.barriers).union(*(range(first, last) for first, last in spans))

    def _coordinated(self, left: Mention, right: Mention) -> bool:
        between = range(left.last, right.first)
        if len(between) > _BACK:
            return False
        ands = self.pack.folded("and_words")
        joint = right.prefix[:1] in ands
        for at in between:
            token = self.tokens[at]
            if token.folded in ands or token.folded in (",", "،"):
                joint = (
                    joint
                    or token.folded in ands
                    or (left.kind == right.kind and left.kind in ("state", "organisation"))
                )
            elif not (token.folded in _SMALL or (token.word and self._transparent(at) and self._counts(at))):
                return False
        return joint

    def _counts(self, at: int) -> bool:
        return self.tokens[at].folded[0].isdigit() or self.pack.cues("quantifiers").longest(self.tokens, at) is not None


def time_of(view: View, act: ActMatch) -> Mention | None:
    """The time nearest to an act."""
    return nearest(view, act, [m for m in view.sentence.mentions if m.kind == "time" and m.time is not None])


def nearest(view: View, act: ActMatch, mentions: Sequence[Mention]) -> Mention | None:
    """The mention nearest to an act in words; a finite verb between them weighs as much as a clause."""

    def distance(mention: Mention) -> int:
        words = max(mention.first - act.last, act.first - mention.last)
        return words + _CLAUSE * view.verbs_between(min(mention.last, act.last), max(mention.first, act.first))

    return min(mentions, key=distance, default=None)


@dataclass(frozen=True)
class _Cue:
    """A cue word found at tokens `first` up to `last`."""

    first: int
    last: int
    value: str


_SMALL = frozenset(("the", "a", "an", "both", "also", "his", "its", "their", "then"))
