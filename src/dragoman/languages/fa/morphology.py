"""Persian words: plurals and pronouns taken off, verbs put through their forms. All letters are folded.

A zero-width non-joiner ends a token, so می‌کند comes as می + کند and کشورها as کشور + ها or in one piece.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from dragoman.languages.verbs import VerbForm
from dragoman.model import Form
from dragoman.text import fold

_SUFFIXES = ("هايشان", "هايش", "هايي", "هاي", "ها", "شان", "اش", "ان", "يان", "گان", "اي", "ي", "ش", "مان")
PLURALS = frozenset({"ها", "هاي", "هايي", "اي", "هايش", "هايشان", "اش", "شان", "ان", "ي"})
_PRESENT = ("م", "ي", "د", "يم", "يد", "ند")
_PAST = ("", "م", "ي", "يم", "يد", "ند")


@lru_cache(maxsize=200_000)
def forms(word: str) -> tuple[Form, ...]:
    """Every way to see a word: whole first, then with the shortest ending taken off."""
    found = {word: Form(stem=word)}
    for suffix in sorted(_SUFFIXES, key=len):
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) >= 3:
            found.setdefault(stem, Form(stem=stem, suffix=suffix))
            if suffix == "گان":
                found.setdefault(stem + "ه", Form(stem=stem + "ه", suffix=suffix))
    return tuple(found.values())


def conjugate(past: str, present: str) -> Iterator[VerbForm]:
    """The words that the stems of a verb give; می and ب‌, ن‌ joined on where writers join them."""
    past, present = fold(past), fold(present)
    glide = "ي" if present[-1] in "او" else ""
    for ending in _PAST:
        yield VerbForm(past + ending, "past")
        yield VerbForm("ن" + past + ending, "past", negated=True)
        yield VerbForm("مي" + past + ending, "past")
        yield VerbForm("نمي" + past + ending, "past", negated=True)
    yield VerbForm(past + "ه", "participle")
    yield VerbForm("ن" + past + "ه", "participle", negated=True)
    yield VerbForm(past + "ن", "infinitive")
    for ending in _PRESENT:
        for stem in {present, present + glide}:
            yield VerbForm(stem + ending, "present")
            yield VerbForm("ب" + stem + ending, "present")
            yield VerbForm("مي" + stem + ending, "present")
            yield VerbForm("ن" + stem + ending, "present", negated=True)
            yield VerbForm("نمي" + stem + ending, "present", negated=True)
