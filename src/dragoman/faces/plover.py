"""PLOVER JSON of one coded report: the writer of `exchange`, with what only a reading knows."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from dragoman.exchange import plover
from dragoman.model import Coding, Event, Told


def lines(coding: Coding) -> Iterator[bytes]:
    """The report's events, each a line without its newline."""
    for event in coding.events:
        told = Told(event=event, report=coding.report)
        number = _number(event, coding)
        yield msgspec.json.encode(plover.as_dict(told, published=coding.reading.published, sentence_number=number))


def _number(event: Event, coding: Coding) -> int | None:
    starts = [other.start for other in coding.reading.sentences]
    return starts.index(event.sentence.start) + 1 if event.sentence.start in starts else None
