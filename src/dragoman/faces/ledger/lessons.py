"""Judged sentences as training data, in the form of the gold: what reviewers decided, on mentions read anew.

A sentence is a lesson when all that stands of it was judged. One of which all was rejected is one too: it reports
nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dragoman.errors import InputError
from dragoman.evaluation.gold import PARTIES, GoldEvent, GoldMention, GoldSentence, GoldSpan, Kind
from dragoman.model import Actor, Event, Mention, Party, Report, Sentence, Span, Told
from dragoman.reading import reader

if TYPE_CHECKING:
    from dragoman.ledger import Ledger

_TAG = "judged"
_FIELDS = {"where": ("place",), "when": ("time",), "reported_by": tuple(PARTIES)}


class _Judged(NamedTuple):
    """A sentence of a report with the events that stand in it."""

    report: Report
    span: Span
    events: tuple[Event, ...]


def of(ledger: Ledger, language: str | None = None) -> Iterator[GoldSentence]:
    """The judged sentences of a ledger, report by report; with `language`, those in it."""
    for report, sentences in _by_report(ledger):
        try:
            reading = reader.read(report)
        except InputError:  # in a language that is no longer read
            continue
        cut = {(sentence.start, sentence.end): sentence for sentence in reading.sentences}
        for judged in sentences:
            sentence = cut.get((judged.span.start, judged.span.end))
            if sentence is not None and language in (None, sentence.language):
                lesson = _lesson(judged, sentence)
                if unicodedata.is_normalized("NFC", lesson.text):  # else its first letter belongs to what is before
                    yield lesson


# --- which sentences --------------------------------------------------------------------------------


def _by_report(ledger: Ledger) -> Iterator[tuple[Report, list[_Judged]]]:
    verdicts = _verdicts(ledger)
    reports: dict[str, Report] = {}
    by_report: dict[str, list[Told]] = {}
    for event in verdicts:
        told = ledger.event(event)
        if isinstance(told.event, Event) and told.report is not None:
            reports[told.report.id] = told.report
            by_report.setdefault(told.report.id, []).append(told)
    for name, judged in by_report.items():
        sentences = list(_sentences(ledger, reports[name], judged, verdicts))
        if sentences:
            yield reports[name], sentences


def _verdicts(ledger: Ledger) -> dict[str, str]:
    """The last verdict on each event that wasn't undone."""
    from dragoman.ledger.query import ON_RECORDS

    found = ledger.judgements()
    undone = {judgement.undoes for judgement in found}
    return {
        judgement.event: judgement.verdict
        for judgement in found
        if judgement.verdict in ON_RECORDS and judgement.seq not in undone
    }


def _sentences(ledger: Ledger, report: Report, judged: Sequence[Told], verdicts: dict[str, str]) -> Iterator[_Judged]:
    """The sentences of a report in which nothing stands that nobody judged, nor fell without being rejected."""
    from dragoman.ledger import Query

    standing = [told.event for told in ledger.events(Query(report=report.id, copies="all", order="oldest", limit=None))]
    ids = {event.id for event in standing}
    spans = dict.fromkeys(told.event.sentence for told in judged if isinstance(told.event, Event))
    for span in sorted(spans):
        events = tuple(event for event in standing if isinstance(event, Event) and event.sentence == span)
        fallen = [t.event.id for t in judged if isinstance(t.event, Event) and t.event.sentence == span]
        fallen = [event for event in fallen if event not in ids]
        if all(e.id in verdicts for e in events) and all(verdicts[e] == "reject" for e in fallen):
            yield _Judged(report, span, tuple(sorted(events, key=lambda event: event.trigger)))


# --- what they teach --------------------------------------------------------------------------------


class _Mentions:
    """The mentions of a sentence: those read, and what reviewers named; each by its place in the list."""

    def __init__(self, sentence: Sentence, text: str) -> None:
        self._sentence = sentence
        self._text = text
        self._found = [made for one in sentence.mentions if (made := self._read(one))]

    def all(self) -> tuple[GoldMention, ...]:
        """As they are, each at its place."""
        return tuple(self._found)

    def party(self, party: Party) -> int | None:
        """The place of a party, named anew where none was read there; None outside the sentence."""
        if not self._sentence.covers(party):
            return None
        code = party.actor.code
        at = self._at(party, PARTIES)
        if at is None:
            return self._add(party, _kind(party.actor), code)
        known = self._found[at]
        if known.code != code:  # what the event says was judged
            self._found[at] = GoldMention(start=known.start, end=known.end, text=known.text, kind=known.kind, code=code)
        return at

    def named(self, spans: Iterable[Span], kinds: Iterable[str]) -> int | None:
        """The place of the first of these kinds at one of the spans."""
        return next((at for span in spans if (at := self._at(span, frozenset(kinds))) is not None), None)

    def condition(self, words: str | None) -> int | None:
        """The place of a condition's words."""
        start = self._text.find(words, self._sentence.start, self._sentence.end) if words else -1
        if not words or start < 0:
            return None
        return self._add(Span(start=start, end=start + len(words)), "condition", None)

    def _at(self, span: Span, kinds: frozenset[str]) -> int | None:
        start, end = span.start - self._sentence.start, span.end - self._sentence.start
        shared = [
            (min(end, one.end) - max(start, one.start), -at) for at, one in enumerate(self._found) if one.kind in kinds
        ]
        best = max(shared, default=(0, 0))
        return -best[1] if best[0] > 0 else None

    def _add(self, span: Span, kind: Kind, code: str | None) -> int:
        self._found.append(self._made(span, kind, code))
        return len(self._found) - 1

    def _read(self, mention: Mention) -> GoldMention | None:
        if mention.kind == "time":
            return self._made(mention, "time", None)
        if mention.kind == "place":
            return self._made(mention, "place", mention.place.country if mention.place else None)
        code = mention.actors[0].code if mention.actors else "---:UNK"
        return self._made(mention, mention.kind, code)

    def _made(self, span: Span, kind: Kind, code: str | None) -> GoldMention:
        first = self._sentence.start
        words = self._text[span.start : span.end]
        return GoldMention(start=span.start - first, end=span.end - first, text=words, kind=kind, code=code)


def _lesson(judged: _Judged, sentence: Sentence) -> GoldSentence:
    text = judged.report.text
    mentions = _Mentions(sentence, text)
    events = tuple(_event(event, mentions, sentence, text) for event in judged.events)
    return GoldSentence(
        id=f"{judged.report.id}-{sentence.start}",
        lang=sentence.language,
        text=sentence.words(text),
        tags=(_TAG,),
        mentions=mentions.all(),
        events=events,
    )


def _event(event: Event, mentions: _Mentions, sentence: Sentence, text: str) -> GoldEvent:
    actors = _places(event.actors, mentions)
    spans = {field: [e for e in event.evidence if e.field == field] for field in _FIELDS}
    named = {field: mentions.named(spans[field], kinds) for field, kinds in _FIELDS.items()}
    trigger = event.trigger
    return GoldEvent(
        type=event.type,
        mode=event.mode,
        modality=event.modality,
        trigger=GoldSpan(
            start=trigger.start - sentence.start, end=trigger.end - sentence.start, text=trigger.words(text)
        ),
        actors=actors,
        recipients=tuple(at for at in _places(event.recipients, mentions) if at not in actors),
        where=named["where"] if event.where else None,
        when=named["when"] if event.when else None,
        said_by=named["reported_by"],
        condition=mentions.condition(event.condition),
    )


def _places(parties: Sequence[Party], mentions: _Mentions) -> tuple[int, ...]:
    places = (mentions.party(party) for party in parties)
    return tuple(dict.fromkeys(at for at in places if at is not None))


def _kind(actor: Actor) -> Kind:
    if actor.person:
        return "person"
    if actor.office:
        return "office"
    if actor.country == "IGO":
        return "organisation"
    return "state" if actor.sector == "GOV" else "group"
