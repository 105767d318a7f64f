"""English words: plurals taken off, verbs put through their forms. All letters are folded ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from dragoman.languages.verbs import VerbForm
from dragoman.model import Form
from dragoman.text import fold

_VOWELS = "aeiou"
_DOUBLING = re.compile(r"(?:[^aeiou]|qu)[aeiou][bdgmnprt]$")  # of irregular verbs: hitting, beginning
_BE = ("is", "are", "am")


@lru_cache(maxsize=200_000)
def forms(word: str) -> tuple[Form, ...]:
    """A word whole, then without its plural ending."""
    found = {word: Form(stem=word)}
    for suffix, instead in (("ies", "y"), ("es", ""), ("s", "")):
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) >= 3 and not word.endswith("ss"):
            found.setdefault(stem + instead, Form(stem=stem + instead, suffix=suffix))
    return tuple(found.values())


def conjugate(citation: str) -> Iterator[VerbForm]:
    """The forms of a verb cited as `base` or `base/past/participle`; a hyphen is a word of its own."""
    base, *irregular = fold(citation).replace("-", " - ").split("/")
    past = irregular[0] if irregular else _past(base)
    participle = irregular[1] if len(irregular) > 1 else past
    doubled = past == base + base[-1] + "ed" or (past != _past(base) and _DOUBLING.search(base) is not None)
    yield VerbForm(base, "infinitive")
    yield from (VerbForm(form, "present") for form in (_BE if base == "be" else (_third(base),)))
    yield VerbForm(past, "past")
    if base == "be":
        yield VerbForm("were", "past")
    if participle != past:
        yield VerbForm(participle, "participle", passive=True)
    yield VerbForm(_gerund(base, doubled), "participle")


def _third(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ied"
    return base + "ed"


def _gerund(base: str, doubled: bool) -> str:
    if doubled:
        return base + base[-1] + "ing"
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("be", "ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + "ing"
