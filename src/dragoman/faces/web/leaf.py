"""A report as the ledger keeps it, ready to be shown: its text cut at all that is marked in it, its records beside it.

The ledger keeps reports and records but not the words of a reading: sentences are cut anew, and what is marked are the
words that records rest on. What was read but not kept has a reading, and more is marked.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from dragoman.faces.page.folio import Folio, folio_of
from dragoman.faces.web.interface import Interface
from dragoman.faces.web.voice import Spoken
from dragoman.languages import packs
from dragoman.ledger import Ledger, Query
from dragoman.ledger.query import NoteKind
from dragoman.ledger.rows import dyad_rows
from dragoman.model import Coding, Event, Reading, Record, Report, Sentence
from dragoman.reading.language import sentence_language
from dragoman.reading.sentences import is_headline, sentence_spans


class Leaf(Record, frozen=True):
    """A report with its records in a reader's language; `pairs` are the relations they tell of, the fullest first."""

    report: Report
    folio: Folio
    pairs: tuple[tuple[str, str], ...]
    stories: dict[str, str]


def leaf_of(coding: Coding, ui: Interface, stories: dict[str, str] | None = None) -> Leaf:
    """What was coded, ready to be shown; `stories` has the story of each event that is in one."""
    folio = folio_of(coding, Spoken(ui))
    return Leaf(report=coding.report, folio=folio, pairs=tuple(_pairs(coding)), stories=stories or {})


def kept(ledger: Ledger, report: Report) -> tuple[Coding, dict[str, str]]:
    """The records of a report that stand, in the order of its text, and the story of each event that is in one."""
    asked = Query(report=report.id, copies="all", limit=None)
    told = ledger.events(asked)
    events = [one.event for one in told if isinstance(one.event, Event)]
    notes: dict[NoteKind, tuple[Record, ...]] = {}
    kinds: tuple[NoteKind, ...] = ("statement", "condition", "link", "topic")
    for kind in kinds:
        notes[kind] = tuple(sorted((one.note for one in ledger.notes(kind, asked)), key=attrgetter("start", "end")))
    coding = Coding(
        reading=Reading(report=report, sentences=tuple(_sentences(report)), published=report.published),
        events=tuple(sorted(events, key=lambda event: (event.trigger.start, event.trigger.end, event.id))),
        statements=notes["statement"],  # type: ignore[arg-type]  # the kinds of notes are not told apart by type
        conditions=notes["condition"],  # type: ignore[arg-type]
        links=notes["link"],  # type: ignore[arg-type]
        agenda=notes["topic"],  # type: ignore[arg-type]
    )
    return coding, {one.event.id: one.story for one in told if one.story}


def _sentences(report: Report) -> Iterator[Sentence]:
    language = report.language or ""
    if language not in packs.LANGUAGES:
        return
    spans = sentence_spans(report.text, packs.load(language).data.abbreviations)
    for number, (paragraph, span) in enumerate(spans):
        own = sentence_language(span.words(report.text), language)
        head = number == 0 and is_headline(report.text, span)
        yield Sentence(start=span.start, end=span.end, language=own, paragraph=paragraph, tokens=(), headline=head)


def _pairs(coding: Coding) -> Iterator[tuple[str, str]]:
    """The relations of a report's events, those with the most first."""
    counts: dict[tuple[str, str], int] = {}
    for event in coding.events:
        for row in dyad_rows(event):
            one, other = sorted((row["actor"], row["recipient"]))
            if one != other:
                counts[one, other] = counts.get((one, other), 0) + 1
    yield from sorted(counts, key=lambda pair: (-counts[pair], pair))
