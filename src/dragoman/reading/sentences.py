"""Sentences: every newline ends one, and a full stop that is neither an abbreviation's nor a number's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dragoman.model import Span

# A run of marks is tried once, at its beginning. Scrapers glue sentences together (شد.وزیر); a short word beside the
# full stop is spared, for it belongs to a name (بي.بي.سي، العربية.نت).
_END = re.compile(
    r"(?<![.!?؟۔…])[.!?؟۔…]++[\"'”»’)\]]*+(?=\s|$)"
    r"|[؟۔]"
    r"|(?<=[^\W\da-zA-Z_]{2})\.(?=[^\W\da-zA-Z_]{3})"
)
_NEXT = re.compile(r"\S")
_LETTERED = re.compile(r"(?:^|\s)(?:[^\W\d_]\.)*[^\W\d_]\.$")
_REACH = 40  # characters before a full stop that tell whether it ends a sentence
_HEADLINE = 160  # characters; a first line without a full stop that is no longer is a headline
MAX_SENTENCE = 2000  # characters; a text without stops is cut here at a space


def sentence_spans(text: str, abbreviations: Sequence[str]) -> Iterator[tuple[int, Span]]:
    """The number of the paragraph and the span of each sentence, in order; white space belongs to none."""
    paragraph = 0
    for match in re.finditer(r"[^\n]+", text):
        if not match.group().strip():
            continue
        for start, end in _cut(text, match.start(), match.end(), frozenset(abbreviations)):
            yield paragraph, Span(start=start, end=end)
        paragraph += 1


def is_headline(text: str, first: Span) -> bool:
    """Whether the first sentence of a report is its headline."""
    return first.end - first.start <= _HEADLINE and text[first.end - 1] not in ".!?؟"


def _cut(text: str, start: int, end: int, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    at = start
    for match in _END.finditer(text, start, end):
        if _ends(text, at, match, end, abbreviations):
            yield from _pieces(text, at, match.end())
            at = match.end()
    yield from _pieces(text, at, end)


def _ends(text: str, start: int, match: re.Match[str], stop: int, abbreviations: frozenset[str]) -> bool:
    if match.group()[0] != ".":
        return True
    before = text[max(start, match.start() - _REACH) : match.start() + 1]
    word = before.rsplit(None, 1)[-1].lstrip("(«\"“'") if before.split() else ""
    after = _NEXT.search(text, match.end(), stop)
    if word in abbreviations or _LETTERED.search(before):
        return after is None
    # A bracket goes on with what stands before it ("17 فبراير. (السبت)"); a mark after a mark is debris.
    return (after is None or after.group() != "(") and before.strip() != "."


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE:
        at = text.rfind(" ", start, start + MAX_SENTENCE)
        middle = at if at > start else start + MAX_SENTENCE
        yield start, middle
        start = middle
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
