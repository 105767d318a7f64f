"""How often each event is told: what GDELT counts, and which report of a story stands for it.

Counting needs all events before the first row is written, so they wait in a temporary file, not in memory.
"""

from __future__ import annotations

import datetime
import pickle
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO

import msgspec

from dragoman.exchange.outline import Outline

_LAST = datetime.date.max


class _Story:
    __slots__ = ("events", "first", "lead", "outlets", "reports")

    def __init__(self) -> None:
        self.events = 0
        self.first = _LAST
        self.lead: Outline | None = None
        self.outlets: set[str] = set()
        self.reports: set[str] = set()


class Gathered:
    """Events to go through again, with what their stories add up to."""

    def __init__(self, events: Iterable[Outline], waiting: IO[bytes]) -> None:
        self._waiting = waiting
        self._stories: dict[str, _Story] = {}
        self._count = 0
        for event in events:
            pickle.dump(event, waiting, protocol=pickle.HIGHEST_PROTOCOL)
            self._count += 1
            if event.story is not None:
                self._add(event, event.story)

    def __iter__(self) -> Iterator[Outline]:
        self._waiting.seek(0)
        for _ in range(self._count):
            event: Outline = pickle.load(self._waiting)  # our own file, written a moment ago
            yield event

    def lead(self, event: Outline) -> Outline:
        """The event that stands for the story: the one published first, of these the one that came first."""
        story = self._stories.get(event.story or "")
        return story.lead if story and story.lead else event

    def counts(self, event: Outline) -> tuple[int, int | None, int | None]:
        """Mentions, outlets and reports of its story; None where none of them is known."""
        story = self._stories.get(event.story or "")
        if story is None:
            return 1, 1 if event.outlet else None, 1 if event.report or event.url else None
        return story.events, len(story.outlets) or None, len(story.reports) or None

    def _add(self, event: Outline, key: str) -> None:
        story = self._stories.setdefault(key, _Story())
        story.events += 1
        if event.outlet:
            story.outlets.add(event.outlet)
        source = event.report.id if event.report else event.url
        if source:
            story.reports.add(source)
        day = event.published or _LAST
        if story.lead is None or day < story.first:
            story.first = day
            story.lead = msgspec.structs.replace(event, report=None)  # the texts of all stories would fill the memory


@contextmanager
def gathered(events: Iterable[Outline]) -> Iterator[Gathered]:
    """All events, counted; they are forgotten at the end."""
    with tempfile.TemporaryFile() as waiting:
        yield Gathered(events, waiting)
