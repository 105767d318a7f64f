"""Words as they are searched for: in any spelling, with or without what is glued to them.

Neither database folds Arabic and Persian enough, so the index holds our own forms: each word folded, and folded
again without its clitics and endings. A word asked for is found where any of its forms meets any of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.languages import packs
from dragoman.model import Token
from dragoman.phrases import joined

_SHORTEST = 2  # letters of a stem that is worth finding


def of_tokens(text: str, tokens: Sequence[Token]) -> str:
    """What a sentence is found by: all forms of its words, parted by blanks; `tokens` are words of `text`."""
    return " ".join(dict.fromkeys(form for _, forms in _words(text, tokens) for form in forms))


def asked(text: str) -> tuple[tuple[str, ...], ...]:
    """For each word of a search, its forms in all languages; one of each must be found."""
    found: dict[int, dict[str, None]] = {}
    for code in packs.LANGUAGES:
        for token, forms in _words(text, packs.load(code).tokens(text, 0, len(text))):
            found.setdefault(token.start, {}).update(dict.fromkeys(forms))
    return tuple(tuple(forms) for _, forms in sorted(found.items()))


def _words(text: str, tokens: Sequence[Token]) -> Iterator[tuple[Token, list[str]]]:
    """Each word with its forms. Parts that only a zero-width non-joiner keeps apart are one word as well."""
    wholes = [token.folded for token in tokens]
    for at in range(1, len(tokens)):
        if joined(text, tokens[at - 1], tokens[at]):
            wholes[at] = wholes[at - 1] + tokens[at].folded
    for at in range(len(tokens) - 2, -1, -1):
        if joined(text, tokens[at], tokens[at + 1]):
            wholes[at] = wholes[at + 1]
    for token, whole in zip(tokens, wholes, strict=True):
        if token.word:
            stems = [form.stem for form in token.forms if len(form.stem) >= _SHORTEST]
            yield token, [token.folded, *stems, whole]
