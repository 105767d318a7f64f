"""The only place where the stages meet: sources → reports → readings → codings."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from dragoman import intake
from dragoman.coding import coder as coders
from dragoman.errors import InputError
from dragoman.model import Coding, Report
from dragoman.reading import reader


def code_report(report: Report, coder: str = "default") -> Coding:
    """Reads and codes one report; raises InputError where it cannot be read."""
    return coders.load(coder).code(reader.read(report))


def code_sources(
    sources: Iterable[str],
    *,
    coder: str = "default",
    language: str | None = None,
    published: datetime.date | None = None,
) -> Iterator[Coding | InputError]:
    """The codings of all reports of all sources, in order; an unreadable report gives its error instead."""
    coders.load(coder)  # says at once if there is no such coder
    for report in intake.reports(sources, language=language, published=published):
        if isinstance(report, InputError):
            yield report
            continue
        try:
            yield code_report(report, coder)
        except InputError as error:
            error.where = error.where or report.source_id or report.id
            yield error
