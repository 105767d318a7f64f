"""Persian words: plurals and pronouns taken off, verbs put through their forms. All letters are folded.

A zero-width non-joiner ends a token, so می‌کند comes as می + کند and کشورها as کشور + ها or in one piece.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import lru_cache

from dragoman.languages.verbs import Tense, VerbForm
from dragoman.model import Form
from dragoman.text import fold

_SUFFIXES = ("هايشان", "هايش", "هايي", "هاي", "ها", "شان", "اش", "ان", "يان", "گان", "اي", "ي", "ش", "مان")
_SPEAKER = ("م", "يم")
_PRESENT = ("م", "ي", "د", "يم", "يد", "ند")
_PAST = ("", "م", "ي", "يم", "يد", "ند")
_PREVERBS = ("بر", "باز", "در", "فرا", "فرو", "وا")
_WILL = ("خواهم", "خواهي", "خواهد", "خواهيم", "خواهيد", "خواهند")


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


def preverb(infinitive: str, known: Container[str]) -> str:
    """The word that می and ن follow: باز of بازگرداندن, since گرداندن is known; "" where there is none."""
    leading = (led for led in _PREVERBS if infinitive.startswith(led))
    return next((led for led in leading if infinitive.removeprefix(led) in known), "")


def conjugate(past: str, present: str, led: str = "") -> Iterator[VerbForm]:
    """The words that the stems of a verb give; می and ب‌, ن‌ joined on where writers join them.

    `led` is the preverb that both stems begin with.
    """
    past, present, led = past.removeprefix(led), present.removeprefix(led), fold(led)
    done, doing = fold(past), fold(present)
    for ending in _PAST:
        yield VerbForm(led + done + ending, "past", speaker=ending in _SPEAKER)
        yield VerbForm(led + _after("ن", past) + ending, "past", negated=True, speaker=ending in _SPEAKER)
        yield from _imperfective(led, done + ending, "past", speaker=ending in _SPEAKER)
    yield VerbForm(led + done + "ه", "participle")
    yield VerbForm(led + _after("ن", past) + "ه", "participle", negated=True)
    yield VerbForm(led + done + "ن", "infinitive")
    for ending in _PRESENT:
        if doing + ending in _WILL:  # bare or behind ن, it makes the future of another verb
            yield VerbForm(f"مي {doing}{ending}", "present")
            yield VerbForm(f"نمي {doing}{ending}", "present", negated=True)
        else:
            yield VerbForm(led + doing + ending, "present", speaker=ending in _SPEAKER)
            yield VerbForm(led + _after("ن", present) + ending, "present", negated=True, speaker=ending in _SPEAKER)
        yield VerbForm(led + _after("ب", present) + ending, "present", speaker=ending in _SPEAKER)
        yield from _imperfective(led, doing + ending, "present", speaker=ending in _SPEAKER)
    if led:
        for will in _WILL:
            yield VerbForm(f"{led}{will} {done}", "future")
            yield VerbForm(f"{led}ن{will} {done}", "future", negated=True)


def _after(letter: str, stem: str) -> str:
    """A stem behind ب or ن, with the glide that alef takes: نیامد, بیفتد, but نایستد."""
    if stem.startswith("آ"):
        return letter + "ي" + fold(stem)
    if stem.startswith("ا") and not stem.startswith("ای"):
        return letter + "ي" + fold(stem)[1:]
    return letter + fold(stem)


def _imperfective(led: str, word: str, tense: Tense, speaker: bool) -> Iterator[VerbForm]:
    """A word behind می: in one piece and, with a preverb, in two (برمی‌دارد) or three (بر می‌دارد)."""
    for particle, negated in (("مي", False), ("نمي", True)):
        yield VerbForm(led + particle + word, tense, negated=negated, speaker=speaker)
        if led:
            yield VerbForm(f"{led}{particle} {word}", tense, negated=negated, speaker=speaker)
            yield VerbForm(f"{led} {particle} {word}", tense, negated=negated, speaker=speaker)
