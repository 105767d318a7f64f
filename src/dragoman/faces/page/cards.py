"""A card for each record of a report: who did what to whom, when, where, who says so, and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.faces.page.marks import Mark, Piece, joined_up, pieces
from dragoman.faces.page.voice import Said, Voice, Who, plain
from dragoman.model import Coding, Event, Party, Record, Span
from dragoman.relations.briefing.draft import direction_of

_GAP = 14  # characters between two stretches of evidence that are shown rather than left out
_SAMPLE = 90  # characters of a damaged stretch that are shown


class Quote(Record, frozen=True):
    """The report's own words; between two groups of pieces some are left out."""

    language: str
    direction: str
    groups: tuple[tuple[Piece, ...], ...]


class Fact(Record, frozen=True):
    """A line of a card. Several `values` are a chain, the last teller first."""

    label: str
    values: tuple[Said, ...]
    words: str = ""
    title: str = ""


class Ground(Record, frozen=True):
    """What one field of an event rests on."""

    field: str
    quote: str
    method: str
    reason: str


class Card(Record, frozen=True):
    """A record as the page shows it; `join` stands between `who` and `whom`. `event` is the record itself."""

    id: str
    kind: str
    act: str
    who: tuple[Who, ...] = ()
    join: str = "→"
    whom: tuple[Who, ...] = ()
    number: int | None = None
    look: str = ""
    type: str = ""
    code: str = ""
    tags: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    confidence: float | None = None
    quote: Quote | None = None
    near: str = ""
    reason: str = ""
    grounds: tuple[Ground, ...] = ()
    measures: str = ""
    event: Event | None = None


class Item(Record, frozen=True):
    """A line of a list: a matter on the agenda, or a damaged stretch."""

    id: str
    label: str
    quotes: tuple[Quote, ...]
    reason: str = ""


class Scribe:
    """Writes the cards of one report in a voice."""

    def __init__(self, coding: Coding, voice: Voice) -> None:
        self.coding = coding
        self.text = coding.report.text
        self.voice = voice

    def events(self) -> tuple[Card, ...]:
        """A card for each event."""
        return tuple(self._event(number, event) for number, event in enumerate(self.coding.events, 1))

    def _event(self, number: int, event: Event) -> Card:
        voice, known = self.voice, self.coding.reading.sentences
        near = [voice.id("t", at) for at, sentence in enumerate(known) if sentence.meets(event.sentence)]
        return Card(
            id=voice.id("e", number, event),
            kind="event",
            number=number,
            act=voice.act(event),
            who=self._who(event.actors),
            whom=self._who(event.recipients),
            look=event.quad,
            type=event.type,
            code=event.type + (f"/{event.mode}" if event.mode else ""),
            tags=tuple(voice.tags(event)),
            facts=tuple(self._facts(event)),
            confidence=event.confidence,
            quote=self._rests_on(event),
            near=" ".join(near),
            reason=event.reason,
            grounds=tuple(
                Ground(field=voice.field(one.field), quote=one.quote, method=one.method, reason=one.reason)
                for one in event.evidence
            ),
            measures=voice.measures(event),
            event=event,
        )

    def statements(self) -> tuple[Card, ...]:
        """A card for each statement."""
        voice = self.voice
        return tuple(
            Card(
                id=voice.id("s", number),
                kind="statement",
                act=voice.stance(said.stance),
                who=self._who([said.speaker]),
                whom=self._who([said.addressee]),
                tags=(voice.label("direct"),) if said.direct else (),
                facts=self._maybe("about", *map(voice.pair, said.about)),
                quote=self._quoted([said]),
            )
            for number, said in enumerate(self.coding.statements, 1)
        )

    def conditions(self) -> tuple[Card, ...]:
        """A card for each condition."""
        cards = []
        for number, asked in enumerate(self.coding.conditions, 1):
            due = [self._fact("due", self.voice.when(asked.due), asked.due.text)] if asked.due else []
            cards.append(
                Card(
                    id=self.voice.id("c", number),
                    kind="condition",
                    act=self.voice.state(asked.state),
                    who=self._who([asked.holder]),
                    whom=self._who([asked.party]),
                    facts=(*self._maybe("in_return", asked.in_return_for), *due),
                    quote=self._quoted([asked]),
                )
            )
        return tuple(cards)

    def links(self) -> tuple[Card, ...]:
        """A card for each link between relations."""
        return tuple(
            Card(
                id=self.voice.id("l", number),
                kind="link",
                act=self.voice.label("tied"),
                who=(Who(name=self.voice.pair(link.of)),),
                join=self.voice.hanging(link.stance),
                whom=(Who(name=self.voice.pair(link.on)),),
                facts=self._maybe("says_who", self.voice.who(link.by.actor).name if link.by else None),
                quote=self._quoted([link]),
            )
            for number, link in enumerate(self.coding.links, 1)
        )

    def agenda(self) -> tuple[Item, ...]:
        """A line for each matter on the agenda, with all the words that name it."""
        spans: dict[str, list[Span]] = {}
        for topic in self.coding.agenda:
            spans.setdefault(topic.topic, []).append(topic)
        return tuple(
            Item(
                id=self.voice.id("a", number),
                label=self.voice.matter(name),
                quotes=tuple(self._quoted([span]) for span in found),
            )
            for number, (name, found) in enumerate(spans.items(), 1)
        )

    def damage(self) -> tuple[Item, ...]:
        """A line for each damaged stretch."""
        return tuple(
            Item(
                id=self.voice.id("d", number),
                label=self.voice.damage(found.kind),
                quotes=(self._quoted([Span(start=found.start, end=min(found.end, found.start + _SAMPLE))]),),
                reason=found.reason,
            )
            for number, found in enumerate(self.coding.report.damage, 1)
        )

    def _rests_on(self, event: Event) -> Quote:
        """The words of all the evidence in the order of the text, the act and the parties marked."""
        parties = [Mark(start=p.start, end=p.end, look="party") for p in (*event.actors, *event.recipients)]
        act = Mark(start=event.trigger.start, end=event.trigger.end, look=f"act {event.quad}")
        return self._quoted([event.trigger, *event.evidence], [*parties, act])

    def _quoted(self, spans: Sequence[Span], marks: Sequence[Mark] = ()) -> Quote:
        """The words of these spans; `spans[0]` decides in which language they are."""
        sentence = next((s for s in self.coding.reading.sentences if s.meets(spans[0])), None)
        language = sentence.language if sentence else self.coding.report.language or "und"
        return Quote(
            language=language,
            direction=direction_of(language),
            groups=tuple(pieces(self.text, group, marks) for group in joined_up(spans, self.text, _GAP)),
        )

    def _who(self, parties: Sequence[Party | None]) -> tuple[Who, ...]:
        """Each actor once, however often the report names him."""
        actors = dict.fromkeys(party.actor for party in parties if party is not None)
        return tuple(dict.fromkeys(map(self.voice.who, actors)))

    def _facts(self, event: Event) -> Iterator[Fact]:
        if event.when:
            yield self._fact("when", self.voice.when(event.when), event.when.text, event.when.inferred or "")
        if event.where:
            lat, lon = event.where.lat, event.where.lon
            point = f"{lat:.2f}, {lon:.2f}" if lat is not None and lon is not None else ""
            yield self._fact("where", self.voice.where(event.where), event.where.text, point)
        yield from self._maybe("says_who", *map(self.voice.source, event.reported_by))
        yield from self._maybe("if", event.condition)

    def _fact(self, key: str, value: Said, words: str, title: str = "") -> Fact:
        """A value with the report's own words for it where they say it otherwise."""
        own = "" if words in plain(value) else words
        return Fact(label=self.voice.label(key), values=(value,), words=own, title=title)

    def _maybe(self, key: str, *values: Said | None) -> tuple[Fact, ...]:
        found = tuple(value for value in values if value)
        return (Fact(label=self.voice.label(key), values=found),) if found else ()
