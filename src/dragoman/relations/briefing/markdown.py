"""A briefing as Markdown with footnotes (`[^1]`), in which nothing that a report says is Markdown or HTML.

Every mark of Markdown in words that aren't ours is escaped, and every line break in them made a space; a report's
words stand between Unicode's isolates, so that their direction ends with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.relations.briefing.briefing import Briefing
from dragoman.relations.briefing.draft import Sentence, direction_of
from dragoman.relations.briefing.notes import Footnote
from dragoman.relations.briefing.wording import Direction, Piece, Words, wording
from dragoman.text import printable

_MARKS = re.compile(r"([\\`*_{}\[\]()#+.!|~<>&^$=:\"'/@-])")
_WRITTEN = re.compile(r"([\\`*_\[\]#|~<>&^])")
_ISOLATES = {"ltr": "\u2066", "rtl": "\u2067", "auto": "\u2068"}
_END = "\u2069"


def markdown(briefing: Briefing) -> str:
    """The whole briefing, ending in a line break."""
    return "\n".join(_lines(briefing, wording(briefing.language))) + "\n"


def _lines(briefing: Briefing, words: Words) -> Iterator[str]:
    yield f"# {_own(briefing.title)}"
    if briefing.made_of:
        yield from ("", f"*{_own(briefing.made_of)}*")
    for section in briefing.sections:
        yield from ("", f"## {_own(section.title)}", "")
        yield from (f"- {_sentence(sentence, words)}" for sentence in section.sentences)
    yield from ("", "---", "")
    yield from (f"- {_sentence(sentence, words)}" for sentence in briefing.foot)
    for note in briefing.notes:
        yield from ("", f"[^{note.number}]: {_note(note, words)}")


def _sentence(sentence: Sentence, words: Words) -> str:
    said = "".join(_piece(piece, words) for piece in sentence.pieces)
    return said + "".join(f"[^{number}]" for number in sentence.notes)


def _piece(piece: Piece, words: Words) -> str:
    if piece.quoted:
        return f"{words.open}{_isolated(piece.text, piece.direction or 'auto')}{words.close}"
    return _isolated(piece.text, piece.direction) if piece.direction else _own(piece.text)


def _note(note: Footnote, words: Words) -> str:
    facts = [
        _isolated(note.outlet, "auto") if note.outlet else _own(words.sentences["source_unnamed"]),
        _own(words.date(note.published) if note.published else words.sentences["undated_report"]),
    ]
    if note.language:
        facts.append(_own(words.languages.get(note.language, note.language)))
    told = _own(words.sentences["no_words"])
    if note.quote is not None:
        told = f"{words.open}{_isolated(note.quote, direction_of(note.language))}{words.close}"
    ends = [_isolated(note.event, "ltr")] if note.event else []
    ends += [_isolated(note.url, "ltr")] if note.url else []
    return " ".join([f"{words.comma.join(facts)}: {told}", *ends])


def _own(text: str) -> str:
    """Our own words: only what could begin a mark is escaped. Names in them come from data, isolates are ours."""
    return _WRITTEN.sub(r"\\\1", re.sub(r"\s+", " ", text))


def _isolated(text: str, direction: Direction) -> str:
    """Words of others: no mark, no line break, no character that turns the direction beyond them."""
    shown = _MARKS.sub(r"\\\1", " ".join(printable(text).split()))
    return f"{_ISOLATES[direction]}{shown}{_END}"
