"""Words cut from folded text, and many phrases found among them at once.

A phrase is keyed by its folded words. The first word of a match may carry proclitics (وطهران, للعراق), the
later ones at most the article; a phrase whose last word is a bare clitic ("وفقا ل") is met by the word that
carries it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, KeysView, Sequence
from typing import Generic, NamedTuple, TypeVar

from dragoman.model import Form, Span, Token
from dragoman.text import ZWNJ, Folded, fold

V = TypeVar("V")

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,:/٫،]\d+)*)"
    r"|(?P<initials>(?:[a-z]\.){2,})"
    r"|(?P<possessive>'s\b)"
    r"|(?P<word>[^\W\d_]+(?:'(?!s\b)[^\W\d_]+)*)"
    r"|(?P<mark>\S)"
)
_PIECES = re.compile(re.sub(r"\?P<\w+>", "?:", _TOKEN.pattern))  # the same without names
CLITICS = frozenset("بلك")  # prepositions that a word may carry
TAA_MARBUTA = "\u0629"
FUTURE = "س"  # stands before a present verb only
ARTICLE = "ال"


class Cut(NamedTuple):
    """A word of folded text: its letters, and whether it is a word rather than a mark."""

    start: int
    end: int
    text: str
    word: bool


def cut(folded: str) -> list[Cut]:
    """The words and marks of folded text, in order."""
    return [Cut(m.start(), m.end(), m.group(), m.lastgroup != "mark") for m in _TOKEN.finditer(folded)]


def words(phrase: str) -> tuple[str, ...]:
    """A phrase as the matcher sees it: folded and cut."""
    folded = fold(phrase)
    return (folded,) if folded.isalpha() else tuple(_PIECES.findall(folded))


def tokenize(text: str, start: int, end: int, forms: Callable[[str], tuple[Form, ...]]) -> tuple[Token, ...]:
    """The tokens of `text[start:end]`, each at its published place with every form it can be seen in."""
    folded = Folded(text[start:end])
    tokens = []
    for piece in cut(folded.text):
        at = folded.span(piece.start, piece.end)
        tokens.append(
            Token(
                start=start + at.start,
                end=start + at.end,
                text=text[start + at.start : start + at.end],
                folded=piece.text,
                forms=_forms(forms, piece, text[start + at.start : start + at.end]),
                word=piece.word,
            )
        )
    return tuple(tokens)


def _forms(forms: Callable[[str], tuple[Form, ...]], piece: Cut, published: str) -> tuple[Form, ...]:
    """Every form of a word; a taa marbuta, which folds to haa, is no pronoun."""
    if not piece.word:
        return (Form(stem=piece.text),)
    found = forms(piece.text)
    if published.endswith(TAA_MARBUTA):
        found = tuple(form for form in found if form.suffix != fold(TAA_MARBUTA))
    return found


def joined(text: str, left: Token, right: Token) -> bool:
    """Whether nothing but a zero-width non-joiner stands between two tokens (کشور + ها)."""
    return text[left.end : right.start] == ZWNJ


class Match(NamedTuple, Generic[V]):
    """A phrase found: tokens `first` up to `last`, seen with `prefix` taken off the first one."""

    first: int
    last: int
    value: V
    prefix: str
    suffix: str


class _Node(Generic[V]):
    __slots__ = ("next", "values")

    def __init__(self) -> None:
        self.next: dict[str, _Node[V]] = {}
        self.values: list[V] = []


class Phrases(Generic[V]):
    """Many phrases, found together at a place in a row of tokens."""

    def __init__(self, suffixes: bool = False) -> None:
        self._root: _Node[V] = _Node()
        self._suffixes = suffixes

    def add(self, phrase: str | Sequence[str], value: V) -> None:
        """Adds a phrase (text, or words already folded); the same phrase may carry several values."""
        node = self._root
        for word in words(phrase) if isinstance(phrase, str) else phrase:
            following = node.next.get(word)
            if following is None:
                following = node.next[word] = _Node()
            node = following
        if node is not self._root and value not in node.values:
            node.values.append(value)

    def update(self, phrases: Iterable[str], value: V) -> None:
        """Adds several phrases that mean one thing."""
        for phrase in phrases:
            self.add(phrase, value)

    @property
    def beginnings(self) -> KeysView[str]:
        """The first words of all phrases, folded."""
        return self._root.next.keys()

    def at(self, tokens: Sequence[Token], first: int) -> list[Match[V]]:
        """All phrases that start at a token, longest first, and among equals the least taken off first."""
        found: list[Match[V]] = []
        begins = self._root.next
        for form in tokens[first].forms:
            node = begins.get(form.stem)
            if node is None or (form.suffix and not self._suffixes) or form.prefix.endswith(FUTURE):
                continue
            found += self._walk(tokens, node, Match(first, first + 1, None, form.prefix, form.suffix))
        if len(found) > 1:
            found.sort(key=lambda m: (-(m.last - m.first), len(m.prefix.removesuffix(ARTICLE)) + len(m.suffix)))
        return found

    def longest(self, tokens: Sequence[Token], first: int) -> Match[V] | None:
        """The best match that starts at a token, or None."""
        found = self.at(tokens, first)
        return found[0] if found else None

    def all(self, tokens: Sequence[Token], first: int = 0, last: int | None = None) -> list[Match[V]]:
        """The best match at each place of `tokens[first:last]`, left to right, none inside another."""
        out: list[Match[V]] = []
        begins, free = self._root.next, first
        for at in range(first, len(tokens) if last is None else last):
            if at < free:
                continue
            for form in tokens[at].forms:  # a plain loop: most words begin no phrase, and there are many lists
                if form.stem in begins:
                    break
            else:
                continue
            match = self.longest(tokens, at)
            if match is not None and (last is None or match.last <= last):
                out.append(match)
                free = match.last
        return out

    def _walk(self, tokens: Sequence[Token], node: _Node[V], begun: Match[None]) -> Iterator[Match[V]]:
        """The phrases that go on from a node, whose words so far are `begun`."""
        first, at, _, prefix, suffix = begun
        for value in node.values:
            yield Match(first, at, value, prefix, suffix)
        if at >= len(tokens):
            return
        for form in tokens[at].forms:
            if form.prefix not in ("", ARTICLE) or (form.suffix and not self._suffixes):
                continue
            following = node.next.get(form.stem)
            if following is not None:
                longer = Match(first, at + 1, None, prefix, form.suffix or suffix)
                yield from self._walk(tokens, following, longer)
        for clitic in CLITICS & node.next.keys():
            if any(form.prefix.removesuffix(ARTICLE).endswith(clitic) for form in tokens[at].forms):
                for value in node.next[clitic].values:
                    yield Match(first, at, value, prefix, suffix)


def covering(tokens: Sequence[Token], first: int, last: int) -> Span:
    """The published span of `tokens[first:last]`."""
    return Span(start=tokens[first].start, end=tokens[last - 1].end)
