"""Sentences of a briefing on a page: each with links to the words of the reports that it rests on."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.faces.web.interface import Interface
from dragoman.faces.web.render import href
from dragoman.model import Record
from dragoman.relations.briefing.draft import Draft, Sentence
from dragoman.relations.briefing.notes import Footnote
from dragoman.relations.briefing.wording import Phrase

_LONGEST = 160  # code points of a report's words in a link's title


class Note(Record, frozen=True):
    """A link behind a sentence: its number in the reader's digits, where it leads, and who tells what there."""

    number: str
    href: str
    title: str


class Said(Record, frozen=True):
    """A sentence in pieces, with its notes."""

    pieces: Phrase
    notes: tuple[Note, ...]


def said(sentences: Iterable[Sentence], draft: Draft, ui: Interface) -> list[Said]:
    """Sentences of a draft, with links for their notes."""
    listed = list(sentences)
    made = {note.number: _note(note, ui) for note in draft.notes.made}
    return [Said(pieces=one.pieces, notes=tuple(made[number] for number in one.notes)) for one in listed]


def place(report: str | None, event: str | None) -> str:
    """Where the words of an event or a report are shown."""
    if report is None:
        return href("/events", event=event)
    return f"/reports/{report}#{event}" if event else f"/reports/{report}"


def _note(note: Footnote, ui: Interface) -> Note:
    facts = [note.outlet, ui.date(note.published) if note.published else None]
    words = " ".join((note.quote or "").split())
    if len(words) > _LONGEST:
        words = words[:_LONGEST].rsplit(None, 1)[0] + " …"
    title = ui.words.comma.join(fact for fact in facts if fact)
    return Note(
        number=ui.number(note.number),
        href=place(note.report, note.event),
        title=f"{title}: {words}" if words else title,
    )
