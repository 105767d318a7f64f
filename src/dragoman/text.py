"""Script folding with an exact map back to the published characters.

Newswire spells one word many ways (أمريكا, امريكا, أميركا; می‌گوید, ميگويد). Every dictionary here is keyed
by the folded spelling; every result is given in the published one. Folding works character by character,
so it is idempotent, and `Folded.span` brings any folded stretch back to the characters it came from.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from dragoman.model import Span

ZWNJ = "\u200c"
TATWEEL = "\u0640"
REPLACEMENT = "\ufffd"

# What a category does not decide, above all letters that newswire uses for one another: hamza carriers lose the
# hamza, the dotless and the Persian forms meet the Arabic ones, taa marbuta meets haa. Cost, accepted: قتل/قُتل and
# أن/إن merge.
_BECOMES = {
    "\n": "\n",
    ZWNJ: " ",
    TATWEEL: "",
    "\u0622": "\u0627",  # alef with madda
    "\u0623": "\u0627",  # alef with hamza above
    "\u0625": "\u0627",  # alef with hamza below
    "\u0671": "\u0627",  # alef wasla
    "\u0624": "\u0648",  # waw with hamza
    "\u0626": "\u064a",  # yeh with hamza
    "\u0649": "\u064a",  # alef maksura
    "\u06cc": "\u064a",  # Farsi yeh
    "\u06d2": "\u064a",  # yeh barree
    "\u06a9": "\u0643",  # keheh
    "\u0629": "\u0647",  # teh marbuta
    "\u06c0": "\u0647",  # heh with yeh above
    "\u06c1": "\u0647",  # heh goal
    "\u06d5": "\u0647",  # ae
    "\u2019": "'",
    "\u2018": "'",
    "\u02bc": "'",
}


def _step(char: str) -> str:
    if char in _BECOMES:
        return _BECOMES[char]
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return ""
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if category == "Nd":
        return str(unicodedata.digit(char))
    return unicodedata.normalize("NFKD", char).lower()


@cache
def fold_char(char: str) -> str:
    """One character folded: "", one or several characters; folding these again changes nothing."""
    before, after = char, _step(char)
    while after != before:
        before, after = after, "".join(map(_step, after))
    return after


class Folded:
    """Folded text that knows where each of its characters came from.

    `text` is the folded spelling; `origin[i]` is the published index of its i-th character.
    """

    __slots__ = ("origin", "published", "text")

    def __init__(self, published: str) -> None:
        self.published = published
        origin: list[int] = []
        parts: list[str] = []
        for at, char in enumerate(published):
            folded = fold_char(char)
            parts.append(folded)
            if len(folded) == 1:
                origin.append(at)
            elif folded:
                origin.extend([at] * len(folded))
        self.text = "".join(parts)
        self.origin = origin

    def span(self, start: int, end: int) -> Span:
        """The published characters behind `text[start:end]`, with the marks that belong to the last one.

        Raises ValueError where the stretch is empty or lies outside.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no folded characters at {start}:{end} of {len(self.text)}")
        last = self.origin[end - 1] + 1
        while last < len(self.published) and unicodedata.category(self.published[last]) in ("Mn", "Me"):
            last += 1
        return Span(start=self.origin[start], end=last)


class _Table(dict[int, str]):
    """What `str.translate` asks: each character as it was folded when first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold_char(chr(code))
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """The folded spelling alone."""
    return text.translate(_TABLE)


def utf16_offset(text: str, at: int) -> int:
    """The offset in UTF-16 code units (what browsers count) of code point `at`."""
    return at + sum(1 for char in text[:at] if ord(char) > 0xFFFF)


def printable(text: str) -> str:
    """Text safe for a terminal: control, format and bidi characters other than ZWNJ are dropped."""
    return text if text.isprintable() else text.translate(_SHOWN)


class _Shown(dict[int, str]):
    """What is shown of a character, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = unicodedata.category(char)
        hidden = kind in ("Cc", "Cf", "Cs", "Co", "Cn") and char not in ("\n", "\t", ZWNJ)
        self[code] = ("" if kind == "Cf" else REPLACEMENT) if hidden else char
        return self[code]


_SHOWN = _Shown()
