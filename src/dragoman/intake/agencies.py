"""The news agencies that a report names as its origin: in its dateline, a source line, or a byline.

What the report says of an agency elsewhere ("a Reuters reporter was expelled") is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from dragoman.intake.words import words
from dragoman.text import fold

_HEAD_LINES = 4
_TAIL_LINES = 3
_DATELINE = re.compile(r"[^.!?؟،؛]{0,60}?[(\[][^()\[\]]{2,40}[)\]]|[^.!?؟،؛]{2,60}[-–—:|/]")
_BRACKETED_END = re.compile(r"[(\[][^()\[\]]{2,40}[)\]]\W*$")


def agencies_in(text: str) -> tuple[str, ...]:
    """English names of the agencies that the text gives as its origin, in the order it names them."""
    lines = [line for line in text[:4000].split("\n") if line.strip()][:_HEAD_LINES]
    lasts = [line for line in text[-2000:].split("\n") if line.strip()][-_TAIL_LINES:]
    found: list[str] = []
    for stretch in _stretches([fold(line).strip() for line in lines], [fold(line).strip() for line in lasts]):
        found += named(stretch)
    return tuple(dict.fromkeys(found))


def named(words_: str) -> tuple[str, ...]:
    """Every agency named in these words (folded or not), in order."""
    return tuple(dict.fromkeys(_owners()[match[0]] for match in _names().finditer(fold(words_))))


def _stretches(heads: list[str], tails: list[str]) -> Iterator[str]:
    """The parts of the first and last lines where an origin stands."""
    for line in heads:
        dateline = _DATELINE.match(line)
        if dateline:
            yield dateline[0]
    for line in heads + tails:
        source = _cued().match(line)
        if source:
            yield source[0]
    for line in tails:
        signature = _BRACKETED_END.search(line)
        if signature:
            yield signature[0]


@cache
def _owners() -> dict[str, str]:
    return {fold(spelling): agency.name for agency in words().agencies for spelling in agency.spellings}


@cache
def _names() -> re.Pattern[str]:
    longest_first = sorted(_owners(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


@cache
def _cued() -> re.Pattern[str]:
    cues = sorted({fold(cue) for cue in words().cues}, key=len, reverse=True)
    return re.compile(rf"\W*\w?(?:{'|'.join(map(re.escape, cues))})(?!\w)[^.،,؛]{{0,60}}")
