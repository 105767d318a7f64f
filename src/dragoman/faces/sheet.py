"""Lines for a terminal of any width, with the report's own words safe and right in either direction.

Words are wrapped between words, never inside one. On a terminal, right-to-left words stand in isolates
(FSI … PDI), so that they don't carry the punctuation around them away; a pipe gets the bare words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, TextIO

from rich.console import Console
from rich.text import Text

from dragoman.model import Span
from dragoman.text import printable

_FIRST_STRONG_ISOLATE = "\u2068"
_POP_ISOLATE = "\u2069"
_WIDEST = 120  # columns; longer lines are hard to follow
_MARK = "‹›"


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leaves it to the caller, where rich would end the program with exit code 1."""
        raise  # noqa: PLE0704 - rich calls this while it handles the error


class Mark(NamedTuple):
    """A stretch of a report's words that is shown: in a style, or in brackets where there are no colours."""

    span: Span
    style: str
    brackets: tuple[str, str]


class Sheet:
    """Where the lines go, and how wide they may be."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.width = min(self._console.width, _WIDEST)
        self._colours = self._console.color_system is not None and not self._console.no_color

    @classmethod
    def on(cls, out: TextIO) -> Sheet:
        """A sheet whose lines go to a stream; colours and isolates only where it is a terminal."""
        return cls(_Console(file=out, highlight=False, markup=False, emoji=False))

    def line(self, text: Text | None = None, indent: int = 0, *, own: bool = False) -> None:
        """A line, or as many as the width asks for, all indented; `own` if it is all the report's words."""
        for part in self._wrapped(text or Text(), indent):
            words = self.isolated(part) if own else part
            self._put(Text.assemble(" " * indent, words) if words.plain else words)

    def ends(self, left: Text, right: Text, indent: int = 0) -> None:
        """Words at both ends of a line; the right ones get their own where there is no room."""
        gap = self.width - indent - left.cell_len - right.cell_len
        if gap < 2:
            self.line(left, indent)
            self.line(right, indent)
        else:
            self.line(Text.assemble(left, " " * gap, right), indent)

    def labelled(self, label: Text, text: Text, indent: int, column: int) -> None:
        """Words from a column on with a label before them; further lines stand under the words."""
        lead = Text.assemble(label, " " * (column - indent - label.cell_len))
        for part in self._wrapped(text, column):
            self._put(Text.assemble(" " * indent, lead, part))
            lead = Text(" " * (column - indent))

    def fits(self, text: Text, indent: int) -> bool:
        """Whether it takes one line only."""
        return text.cell_len <= self.width - indent

    def room(self, lines: int, indent: int) -> int:
        """How many characters fill that many lines, with room for marks and for words that don't break."""
        return lines * (self.width - indent - 4) - 6

    def name(self, words: str, style: str = "") -> Text:
        """A name or title in the report's own words, to stand among English ones."""
        return self.isolated(Text(one_line(words), style))

    def isolated(self, text: Text) -> Text:
        """Words of the report, kept from carrying what stands around them to their side."""
        if self._console.is_terminal and _runs_right_to_left(text.plain):
            return Text.assemble(_FIRST_STRONG_ISOLATE, text, _POP_ISOLATE)
        return text

    def reason(self, words: str, style: str = "") -> Text:
        """An English reason, which may quote the report."""
        parts = re.split(r"(“[^”]*”)", one_line(words))
        return Text("", style).join(
            [self.isolated(Text(part, style)) if part.startswith("“") else Text(part, style) for part in parts]
        )

    def quote(self, text: str, span: Span, *, room: int, mark: Span | None = None, style: str = "bold") -> Text:
        """The words of a span in quotation marks, cut at spaces to about `room`; `mark` is kept and shown."""
        centre = _whole_words(text, mark, span) if mark else Span(start=span.start, end=span.start)
        shown = _window(text, span, centre, room)
        edges = (shown.start, centre.start, centre.end, shown.end)
        before, marked, after = (one_line(text[start:end]) for start, end in pairwise(edges))
        opening = "“…" if shown.start > span.start else "“"
        closing = "…”" if shown.end < span.end else "”"
        if marked and not self._colours:
            marked = f"{_MARK[0]}{marked}{_MARK[1]}"
        return Text.assemble(opening, before, (marked, style), after, closing)

    def marked(self, text: str, span: Span, marks: Sequence[Mark]) -> Text:
        """All words of a span in quotation marks, stretches of it shown; of two that meet, the first given."""
        shown: list[Mark] = []
        for mark in marks:
            wide = mark._replace(span=_whole_words(text, mark.span, span))
            if span.covers(mark.span) and not any(wide.span.meets(other.span) for other in shown):
                shown.append(wide)
        line, at = Text("“"), span.start
        for mark in sorted(shown, key=lambda mark: mark.span):
            opening, closing = ("", "") if self._colours else mark.brackets
            line.append(one_line(text[at : mark.span.start]))
            line.append(f"{opening}{one_line(mark.span.words(text))}{closing}", mark.style)
            at = mark.span.end
        return line.append(one_line(text[at : span.end])).append("”")

    def _put(self, line: Text) -> None:
        self._console.print(line, no_wrap=True, overflow="ignore", crop=False)

    def _wrapped(self, text: Text, indent: int) -> list[Text]:
        """Its lines; an isolate that goes over a line's end is closed there and opened again."""
        lines, depth = [], 0
        for line in text.wrap(self._console, max(self.width - indent, 20)):
            line.rstrip()
            before, depth = depth, depth + _opened(line.plain)
            lines.append(
                Text.assemble(_FIRST_STRONG_ISOLATE * before, line, _POP_ISOLATE * depth) if before or depth else line
            )
        return lines or [Text()]


def _opened(line: str) -> int:
    return line.count(_FIRST_STRONG_ISOLATE) - line.count(_POP_ISOLATE)


def one_line(words: str) -> str:
    """Words of a report, harmless, white space of any kind and length as one space."""
    safe = printable(words)
    core = " ".join(safe.split())
    return " " * safe[:1].isspace() + core + " " * safe[-1:].isspace() if core else " " * bool(safe)


def _runs_right_to_left(words: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in words)


def _whole_words(text: str, mark: Span, within: Span) -> Span:
    """A mark widened to word ends: style that changes inside a word would tear joined letters apart."""
    start, end = mark.start, mark.end
    while start > within.start and _joins(text[start - 1]) and _joins(text[start]):
        start -= 1
    while end < within.end and _joins(text[end]) and _joins(text[end - 1]):
        end += 1
    return Span(start=start, end=end)


def _joins(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMNC" and not char.isspace()


def _window(text: str, span: Span, centre: Span, room: int) -> Span:
    """The stretch of a span around its centre that is no longer than `room` and cuts no word."""
    left, right = centre.start - span.start, span.end - centre.end
    spare = max(room - (centre.end - centre.start), 0)
    if left + right > spare:
        left = min(left, max(spare // 2, spare - right))
        right = min(right, spare - left)
    start, end = centre.start - left, centre.end + right
    while span.start < start < centre.start and not text[start - 1].isspace():
        start += 1
    while centre.end < end < span.end and not text[end].isspace():
        end -= 1
    while start < centre.start and start > span.start and text[start].isspace():
        start += 1
    while centre.end < end < span.end and text[end - 1].isspace():
        end -= 1
    return Span(start=start, end=end)
