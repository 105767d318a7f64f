"""Sentences: every newline ends one, and a full stop that is neither an abbreviation's nor a number's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dragoman.model import Span

_END = re.compile(r"[.!?؟۔…]+[\"'”»’)\]]*(?=\s|$)|[؟۔]")
_LETTERED = re.compile(r"(?:^|\s)(?:[^\W\d_]\.)*[^\W\d_]\.$")
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
    before = text[start : match.start() + 1]
    word = before.rsplit(None, 1)[-1].lstrip("(«\"“'") if before.split() else ""
    if word in abbreviations or _LETTERED.search(before):
        return not text[match.end() : stop].strip()
    after = text[match.end() : stop].lstrip()
    # A bracket goes on with what stands before it ("17 فبراير. (السبت)"); a mark after a mark is debris.
    return not after.startswith("(") and before.strip() != "."


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
