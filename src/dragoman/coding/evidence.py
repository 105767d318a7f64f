"""The checker: whether every word that a coding rests on really stands in the report.

It trusts nothing that a coder says of itself: spans are laid on the text again, quotes read again, and each
filled field of an event is asked for its evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args, get_type_hints

from dragoman.model import Actor, Coding, Condition, Event, Evidence, Mention, Party, Reading, Report, Span
from dragoman.text import fold, utf16_offset

FIELDS = frozenset(Event.__struct_fields__)
METHODS = frozenset(get_args(get_type_hints(Evidence)["method"]))


def verify(coding: Coding) -> list[str]:
    """What is wrong with a coding's spans and evidence, a plain sentence each; nothing where all is sound."""
    faults = list(_reading_faults(coding.reading))
    check = _Checker(coding.reading)
    for event in coding.events:
        faults += check.event(event)
    faults += check.beside_events(coding)
    return faults


def _reading_faults(reading: Reading) -> Iterator[str]:
    text = _Text(reading.report.text)
    for damage in reading.report.damage:
        yield from text.faults(f"the {damage.kind} damage", damage)
    for sentence in reading.sentences:
        yield from text.faults("the sentence", sentence)
        for token in sentence.tokens:
            yield from text.faults("the word", token, token.text)
        for mention in sentence.mentions:
            who = f"the mention of a {mention.kind}"
            yield from text.faults(who, mention, mention.text)
            if not sentence.covers(mention):
                yield f"{who} at {_at(mention)} lies outside its sentence"
            if not 0 <= mention.first < mention.last <= len(sentence.tokens):
                yield f"{who} at {_at(mention)} counts words that its sentence does not have"


class _Text:
    """A report's text, in code points and as a browser counts it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.units = text.encode("utf-16-le", "surrogatepass")
        self.plain = len(self.units) == 2 * len(text)  # no emoji and the like: both counts are one

    def faults(self, who: str, span: Span, quote: str | None = None) -> Iterator[str]:
        """What is wrong with a span that quotes these words."""
        if not 0 <= span.start < span.end <= len(self.text):
            yield f"{who} at {_at(span)} lies outside the report's {len(self.text)} characters, or is empty"
            return
        words = self.text[span.start : span.end]
        if quote is not None and quote != words:
            yield f"{who} at {_at(span)} quotes “{quote}” where the report has “{words}”"
        if not self.plain and self._in_units(span) != words:
            yield f"{who} at {_at(span)} has other words by its UTF-16 offsets"

    def _in_units(self, span: Span) -> str:
        start, end = (utf16_offset(self.text, at) for at in (span.start, span.end))
        return self.units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


class _Checker:
    """Checks the records of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.report = reading.report
        self.text = _Text(reading.report.text)
        self.sentences = {(s.start, s.end) for s in reading.sentences}
        self.mentions = [mention for sentence in reading.sentences for mention in sentence.mentions]

    def event(self, event: Event) -> Iterator[str]:
        """What is wrong with an event."""
        who = f"the {event.type} at {_at(event.trigger)}"
        yield from self.text.faults(f"{who}: its trigger", event.trigger)
        yield from self.text.faults(f"{who}: its sentence", event.sentence)
        if (event.sentence.start, event.sentence.end) not in self.sentences:
            yield f"{who}: its sentence is none of the report's"
        if not event.sentence.covers(event.trigger):
            yield f"{who}: its trigger lies outside its sentence"
        for side, parties in (("actor", event.actors), ("recipient", event.recipients)):
            for party in parties:
                yield from self._party(f"{who}: its {side}", party)
                if not any(e.field == f"{side}s" and e.meets(party) for e in event.evidence):
                    yield f"{who}: its {side} {party.actor.name} has no evidence where it is named"
        for evidence in event.evidence:
            yield from self._evidence(f"{who}: the evidence of its {evidence.field}", evidence)
        yield from self._complete(who, event)

    def _evidence(self, who: str, evidence: Evidence) -> Iterator[str]:
        yield from self.text.faults(who, evidence, evidence.quote)
        if evidence.field not in FIELDS:
            yield f"{who} is of a field that events do not have"
        if evidence.method not in METHODS:
            yield f"{who} was found by {evidence.method!r}, which is no known method"
        if not evidence.reason:
            yield f"{who} gives no reason"

    def _complete(self, who: str, event: Event) -> Iterator[str]:
        """Whether each filled field has its evidence, and the words that fields repeat are the report's."""
        shown = {evidence.field for evidence in event.evidence}
        for field in _filled(event, self.report):
            if field not in shown:
                yield f"{who}: its {field} has no evidence"
        trigger = ("type", event.trigger.start, event.trigger.end)
        if (trigger,) != tuple((e.field, e.start, e.end) for e in event.evidence[:1]):
            yield f"{who}: its first evidence is not its trigger"
        for field, words in (
            ("when", event.when.text if event.when else None),
            ("where", event.where.text if event.where else None),
            ("condition", event.condition),
        ):
            yield from self._occurs(f"{who}: its {field}", words)

    def beside_events(self, coding: Coding) -> Iterator[str]:
        """What is wrong with statements, conditions, links and the agenda."""
        for statement in coding.statements:
            yield from self.text.faults("the statement", statement, statement.text)
            parties = {"speaker": statement.speaker, "addressee": statement.addressee}
            yield from self._parties("the statement", statement, parties)
        for condition in coding.conditions:
            yield from self._condition(condition)
        for link in coding.links:
            yield from self.text.faults("the link", link)
            yield from self._parties("the link", link, {"speaker": link.by})
        for topic in coding.agenda:
            yield from self.text.faults("the topic", topic, topic.text)

    def _condition(self, condition: Condition) -> Iterator[str]:
        who = f"the condition at {_at(condition)}"
        yield from self.text.faults("the condition", condition)
        parties = {"holder": condition.holder, "party": condition.party}
        yield from self._parties("the condition", condition, parties)
        yield from self._occurs(f"{who}: its demand", condition.demand)
        yield from self._occurs(f"{who}: what it gives in return", condition.in_return_for)
        yield from self._occurs(f"{who}: its due date", condition.due.text if condition.due else None)

    def _parties(self, who: str, span: Span, parties: dict[str, Party | None]) -> Iterator[str]:
        for role, party in parties.items():
            if party is not None:
                yield from self._party(f"{who} at {_at(span)}: its {role}", party)

    def _party(self, who: str, party: Party) -> Iterator[str]:
        """Whether the words at a party's place name it: by a mention resolved to it, or letter by letter."""
        name = party.actor.name
        faults = list(self.text.faults(f"{who} {name}", party))
        words = party.words(self.report.text)
        if not faults and fold(words) != fold(name) and not any(_names(m, party) for m in self.mentions):
            faults.append(f"{who} {name} is not named by “{words}” at {_at(party)}")
        yield from faults

    def _occurs(self, who: str, words: str | None) -> Iterator[str]:
        if words is not None and (not words or words not in self.report.text):
            yield f"{who}, “{words}”, does not occur in the report"


def _filled(event: Event, report: Report) -> Iterator[str]:
    """The fields of an event that somebody could doubt, and that must therefore show their words."""
    yield "type"
    optional: Iterable[tuple[str, object]] = (
        ("mode", event.mode), ("when", event.when), ("where", event.where), ("condition", event.condition),
    )  # fmt: skip
    yield from (field for field, value in optional if value is not None)
    yield from (field for field in ("actors", "recipients") if getattr(event, field))
    if event.modality != "done":
        yield "modality"
    if set(event.reported_by) - {report.outlet, *report.agencies}:
        yield "reported_by"


def _names(mention: Mention, party: Party) -> bool:
    """Whether a mention names a party: who it resolves to, or the state whose place it is."""
    if not mention.meets(party):
        return False
    if mention.place is not None and mention.place.country == party.actor.country is not None:
        return True
    return any(_same(actor, party.actor) for actor in mention.actors) or (
        not mention.actors and party.actor.name == mention.text
    )


def _same(resolved: Actor, given: Actor) -> bool:
    """Whether an event gives who a mention resolves to, as it is; who has its part for a reason of its own, for the
    sentence names nobody, goes by name and country."""
    if given.reason in (None, resolved.reason):
        return given == resolved
    return (given.name, given.country) == (resolved.name, resolved.country)


def _at(span: Span) -> str:
    return f"{span.start}:{span.end}"
