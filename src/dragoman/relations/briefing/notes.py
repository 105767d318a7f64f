"""Footnotes: the words of a report that a sentence rests on, each once, numbered in the order of their first use."""

from __future__ import annotations

import datetime

from dragoman.languages import packs
from dragoman.ledger import Ledger
from dragoman.model import Event, Record, Report, Span, Told
from dragoman.reading.sentences import sentence_spans

_LONGEST = 600  # code points of a sentence that are quoted; beyond, it is no sentence of a report


class Footnote(Record, frozen=True):
    """Where something is told: `quote` is `Report.text[start:end]`.

    Of an event that another tool coded there are no words: `quote`, `start` and `end` are None.
    """

    number: int
    report: str | None
    event: str | None
    outlet: str | None
    published: datetime.date | None
    language: str | None
    start: int | None
    end: int | None
    quote: str | None
    url: str | None


class Notes:
    """The footnotes of one briefing, as they are made."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._reports: dict[str, Report] = {}
        self._numbers: dict[tuple[str | int | None, ...], int] = {}
        self._made: list[Footnote] = []

    @property
    def made(self) -> tuple[Footnote, ...]:
        """All of them, in order."""
        return tuple(self._made)

    def report(self, id: str) -> Report:
        """A report of the ledger, read once."""
        if id not in self._reports:
            self._reports[id] = self._ledger.report(id)
        return self._reports[id]

    def of_told(self, told: Told) -> int:
        """The note to the sentence of an event; where another tool coded it, to its file's row."""
        event, report = told.event, told.report
        if isinstance(event, Event) and report is not None:
            self._reports.setdefault(report.id, report)
            return self.of_words(report.id, event.sentence, event.id)
        if isinstance(event, Event):
            return self._note((event.id,), event=event.id)
        return self._note(
            (event.id,), event=event.id, outlet=event.outlet or event.coder, published=event.published,
            language=event.language, url=event.url,
        )  # fmt: skip

    def of_words(self, report: str, span: Span, event: str | None = None) -> int:
        """The note to words of a report."""
        whole = self.report(report)
        return self._note(
            (report, span.start, span.end), report=report, event=event, outlet=outlet_of(whole),
            published=whole.published, language=whole.language, start=span.start, end=span.end,
            quote=span.words(whole.text), url=whole.url,
        )  # fmt: skip

    def of_sentence(self, report: str, span: Span, event: str | None = None) -> int:
        """The note to the sentence in which some words stand; to the words alone, if that is too long."""
        whole = self.report(report)
        if whole.language in packs.LANGUAGES:
            for _, sentence in sentence_spans(whole.text, packs.load(whole.language).data.abbreviations):
                if sentence.covers(span) and sentence.end - sentence.start <= _LONGEST:
                    return self.of_words(report, sentence, event)
        return self.of_words(report, span, event)

    def _note(
        self,
        key: tuple[str | int | None, ...],
        *,
        report: str | None = None,
        event: str | None = None,
        outlet: str | None = None,
        published: datetime.date | None = None,
        language: str | None = None,
        start: int | None = None,
        end: int | None = None,
        quote: str | None = None,
        url: str | None = None,
    ) -> int:
        if key not in self._numbers:
            self._numbers[key] = number = len(self._made) + 1
            self._made.append(
                Footnote(
                    number=number, report=report, event=event, outlet=outlet, published=published, language=language,
                    start=start, end=end, quote=quote, url=url,
                )
            )  # fmt: skip
        return self._numbers[key]


def outlet_of(report: Report) -> str | None:
    """Who published it, else the agencies it names, else where it came from."""
    return report.outlet or ", ".join(report.agencies) or report.source_id
