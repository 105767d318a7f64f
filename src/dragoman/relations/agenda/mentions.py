"""Which matters reports name where they tell of a pair: the topics and contexts that its agenda is counted from.

A topic belongs to the pair where its sentence or paragraph tells of the two; in a report mostly about them, also in
paragraphs that tell of nobody else. It never does where its own sentence tells only of others. A context belongs to
its event.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeVar

from dragoman.ledger import Ledger, casts
from dragoman.ledger.casts import Passage
from dragoman.model import Record, Span, Topic
from dragoman.relations.dealings import Pair

Kind = Literal["topic", "context"]

_Value = TypeVar("_Value")

_REACH = 600  # code points within a paragraph beyond which a topic has nothing to do with a passage


class Mentioned(Record, frozen=True):
    """A place that names a matter: the words of a topic, or the sentence of an `event` that has the context.

    `quote` is a topic's words, None for a context. `report`, `start` and `end` (code points) are None for a foreign
    event.
    """

    report: str | None
    event: str | None
    start: int | None
    end: int | None
    quote: str | None
    language: str | None
    outlet: str | None
    published: datetime.date | None

    @property
    def key(self) -> str:
        """What is counted once: the report, else the foreign event."""
        return self.report or self.event or ""


class Account(NamedTuple):
    """A report that tells of the pair, or a foreign event, with all its passages; `day` is that of publication."""

    language: str | None
    outlet: str | None
    day: datetime.date | None
    passages: list[Passage]


Accounts = dict[str, Account]
Mentions = dict[tuple[Kind, str], list[Mentioned]]


def accounts(
    ledger: Ledger, pair: Pair, since: datetime.date | None = None, until: datetime.date | None = None
) -> Accounts:
    """What tells of a pair, by the id of the report or foreign event; between two days, if they are named."""
    with ledger.store.reading() as connection:
        passages = casts.passages(connection, pair)
        known = casts.imprints(connection, {one.report for one in passages if one.report})
    found = {one.report: Account(one.language, one.outlet, one.published, []) for one in known}
    for one in passages:
        key = one.report or one.event or ""
        found.setdefault(key, Account(one.language, one.outlet, one.day, [])).passages.append(one)
    return {key: one for key, one in sorted(found.items()) if _within(one.day, since, until)}


def mentions(ledger: Ledger, pair: Pair, told: Accounts) -> Mentions:
    """Where each matter of the pair is named, by its kind and label."""
    found: Mentions = {}
    for report, topic in _topics(ledger, pair, told):
        place = _place(told[report], topic, report=report, quote=topic.text)
        found.setdefault(("topic", topic.topic), []).append(place)
    for one in told.values():
        for passage in one.passages:
            place = _place(one, passage, report=passage.report, event=passage.event)
            for context in passage.contexts:
                found.setdefault(("context", context), []).append(place)
    return found


def _topics(ledger: Ledger, pair: Pair, told: Accounts) -> list[tuple[str, Topic]]:
    """The topics that are the pair's, each with its report."""
    with ledger.store.reading() as connection:
        named = _sorted_out(casts.topics(connection, told))
        grounds = {report: Ground(told[report].passages) for report in named}
        open_ = [report for report, topics in named.items() if not all(map(grounds[report].tells_at, topics))]
        others = _sorted_out(casts.elsewhere(connection, pair, open_))
        for report, spans in others.items():
            grounds[report] = Ground(told[report].passages, spans)
        doubtful = [report for report in open_ if any(map(grounds[report].needs_text, named[report]))]
        for report, spans in _sorted_out(casts.notes_elsewhere(connection, pair, doubtful)).items():
            grounds[report] = Ground(told[report].passages, others.get(report, ()), spans)
        texts = casts.texts(connection, doubtful)
    return [
        (report, topic)
        for report, topics in named.items()
        for topic in topics
        if grounds[report].holds(topic, texts.get(report, ""))
    ]


def _sorted_out(found: Iterable[tuple[str, _Value]]) -> dict[str, list[_Value]]:
    """What belongs to each report."""
    sorted_out: dict[str, list[_Value]] = {}
    for report, value in found:
        sorted_out.setdefault(report, []).append(value)
    return sorted_out


def _within(day: datetime.date | None, since: datetime.date | None, until: datetime.date | None) -> bool:
    if day is None:
        return since is None and until is None
    return (since is None or since <= day) and (until is None or day <= until)


def _place(
    told: Account, at: Topic | Passage, *, report: str | None, event: str | None = None, quote: str | None = None
) -> Mentioned:
    return Mentioned(
        report=report,
        event=event,
        start=at.start,
        end=at.end,
        quote=quote,
        language=told.language,
        outlet=told.outlet,
        published=told.day,
    )


class Ground:
    """Where one report tells of the pair, and where of `others`: sentences with their events, words about them."""

    def __init__(self, passages: Iterable[Passage], sentences: Iterable[Span] = (), words: Iterable[Span] = ()) -> None:
        acts = list(sentences)
        self.own: set[Span] = set()
        self.others = (*acts, *words)
        events = 0
        for one in passages:
            if one.start is not None and one.end is not None:
                self.own.add(Span(start=one.start, end=one.end))
                events += one.event is not None
        self.mostly = events > len(acts)

    def tells_at(self, topic: Span) -> bool:
        """Whether the topic's own sentence tells of the pair."""
        return any(one.start < topic.end and topic.start < one.end for one in self.own)

    def needs_text(self, topic: Span) -> bool:
        """Whether only the paragraphs of the text can tell if a topic is the pair's."""
        return (bool(self.others) or not self.mostly) and not self.tells_at(topic) and not self._of_others(topic)

    def holds(self, topic: Span, text: str) -> bool:
        """Whether a topic is the pair's; the text isn't looked at where it isn't needed."""
        if self.tells_at(topic):
            return True
        if self._of_others(topic):
            return False
        if self.mostly and not self.others:
            return True
        start, end = text.rfind("\n", 0, topic.start) + 1, text.find("\n", topic.end)
        paragraph = Span(start=start, end=len(text) if end < 0 else end)
        if any(paragraph.meets(one) and _apart(one, topic) <= _REACH for one in self.own):
            return True
        return self.mostly and not any(paragraph.meets(one) for one in self.others)

    def _of_others(self, topic: Span) -> bool:
        return any(one.start < topic.end and topic.start < one.end for one in self.others)


def _apart(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
