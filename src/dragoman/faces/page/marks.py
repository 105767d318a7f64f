"""A text cut at every border of what is marked in it, so that marks may overlap.

Nothing is added to the text and nothing left out: the pieces of a paragraph, one after the other, are its
characters as published.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from dragoman.model import Record, Span
from dragoman.text import ZWNJ

# What turns the direction of writing until it is ended: embeddings, overrides and isolates.
_STEERING = re.compile(r"([\u202a-\u202e\u2066-\u2069])")


class Mark(Record, frozen=True):
    """A stretch that a record rests on, or that names somebody.

    `record` is the page's id of the record; `part` is what the stretch is to it: its `trigger`, its `words`,
    or a stretch it lies `inside` of. `look` is the style class, `title` what a tooltip says.
    """

    start: int
    end: int
    record: str | None = None
    part: str = "words"
    look: str | None = None
    title: str | None = None

    def meets(self, stretch: Span) -> bool:
        """Whether the two share a character."""
        return self.start < stretch.end and stretch.start < self.end


class Note(Record, frozen=True):
    """A record's number, set behind the word that ends at `at`."""

    at: int
    number: int
    record: str
    label: str
    look: str


class Piece(Record, frozen=True):
    """A stretch of text that no mark begins or ends in; `parts` alternates plain text and steering marks."""

    parts: tuple[str, ...]
    looks: str = ""
    trigger: str = ""
    words: str = ""
    inside: str = ""
    title: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether there is anything to show or to link."""
        return bool(self.looks or self.trigger or self.words or self.inside or self.title)


def pieces(text: str, stretch: Span, marks: Sequence[Mark], notes: Sequence[Note] = ()) -> tuple[Piece, ...]:
    """A stretch of the text, cut at the border of every mark and behind every note's word."""
    here = [mark for mark in marks if mark.meets(stretch)]
    own = [note for note in notes if stretch.start < note.at <= stretch.end]
    borders = {stretch.start, stretch.end, *(note.at for note in own)}
    borders |= {at for mark in here for at in (mark.start, mark.end) if stretch.start < at < stretch.end}
    cuts = sorted(borders)
    return tuple(
        _piece(
            text[start:end],
            [mark for mark in here if mark.start < end and start < mark.end],
            [note for note in own if note.at == end],
        )
        for start, end in pairwise(cuts)
    )


def _piece(words: str, marks: Sequence[Mark], notes: Sequence[Note]) -> Piece:
    return Piece(
        parts=tuple(part for part in _STEERING.split(words) if part),
        looks=_joined(mark.look for mark in marks),
        trigger=_joined(mark.record for mark in marks if mark.part == "trigger"),
        words=_joined(mark.record for mark in marks if mark.part == "words"),
        inside=_joined(mark.record for mark in marks if mark.part == "inside"),
        title="\n".join(dict.fromkeys(mark.title for mark in marks if mark.title)),
        notes=tuple(notes),
    )


def _joined(names: Iterable[str | None]) -> str:
    return " ".join(dict.fromkeys(name for name in names if name))


def word_end(text: str, at: int) -> int:
    """Where the word ends that `at` lies in or behind: a number inside it would part joined letters."""
    while at < len(text) and (text[at] == ZWNJ or unicodedata.category(text[at])[0] in "LMN"):
        at += 1
    return at


def paragraphs(text: str) -> Iterator[Span]:
    """The lines of a text, line ends left out; what lies between them is line ends alone."""
    for line in re.finditer(r"[^\n]+", text):
        yield Span(start=line.start(), end=line.end())


def joined_up(spans: Iterable[Span], text: str, gap: int) -> list[Span]:
    """Stretches in order of the text, those that meet or lie no further apart than `gap` made one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        last = found[-1] if found else None
        if last and span.start - last.end <= gap and "\n" not in text[last.end : span.start]:
            found[-1] = Span(start=last.start, end=max(last.end, span.end))
        else:
            found.append(Span(start=span.start, end=span.end))
    return found


def control_name(char: str) -> str | None:
    """The name of a character that steers the direction of writing; None for every other one."""
    return unicodedata.name(char).lower() if _STEERING.fullmatch(char) else None


def stored(text: str) -> Markup:
    """Text that a browser gives back as it was: escaped, no carriage return becoming a line end."""
    return Markup(str(escape(text)).replace("\r", "&#13;").replace("\0", "\ufffd"))
