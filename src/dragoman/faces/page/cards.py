"""A card for each record of a report: who did what to whom, when, where, who says so, and in which words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.faces import wording
from dragoman.faces.page import terms
from dragoman.faces.page.marks import Mark, Piece, joined_up, pieces
from dragoman.languages import packs
from dragoman.model import Coding, Event, Evidence, Party, Record, Span

_GAP = 14  # characters between two stretches of evidence that are shown rather than left out
_SAMPLE = 90  # characters of a damaged stretch that are shown


class Quote(Record, frozen=True):
    """The report's own words; between two groups of pieces some are left out."""

    language: str
    direction: str
    groups: tuple[tuple[Piece, ...], ...]


class Who(Record, frozen=True):
    """A party: its name, what the name leaves out, its code and why it is taken to be that."""

    name: str
    standing: str = ""
    title: str = ""


class Fact(Record, frozen=True):
    """A line of a card. Several `values` are a chain, the last teller first."""

    label: str
    values: tuple[str, ...]
    words: str = ""
    title: str = ""


class Ground(Record, frozen=True):
    """What one field of an event rests on."""

    field: str
    quote: str
    reason: str


class Card(Record, frozen=True):
    """A record as the page shows it; `join` stands between `who` and `whom`."""

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


class Item(Record, frozen=True):
    """A line of a list: a matter on the agenda, or a damaged stretch."""

    id: str
    label: str
    quotes: tuple[Quote, ...]
    reason: str = ""


class Scribe:
    """Writes the cards of one report, whose ids all begin with `id`."""

    def __init__(self, coding: Coding, id: str) -> None:
        self.coding = coding
        self.text = coding.report.text
        self.id = id

    def events(self) -> tuple[Card, ...]:
        """A card for each event."""
        return tuple(self._event(number, event) for number, event in enumerate(self.coding.events, 1))

    def _event(self, number: int, event: Event) -> Card:
        known = self.coding.reading.sentences
        near = [f"{self.id}-t{at}" for at, sentence in enumerate(known) if sentence.meets(event.sentence)]
        return Card(
            id=f"{self.id}-e{number}",
            kind="event",
            number=number,
            act=wording.act(event.type, event.mode),
            who=_who(event.actors),
            whom=_who(event.recipients),
            look=event.quad,
            type=event.type,
            code=event.type + (f"/{event.mode}" if event.mode else ""),
            tags=tuple(_tags(event)),
            facts=tuple(_facts(event)),
            confidence=event.confidence,
            quote=self._rests_on(event),
            near=" ".join(near),
            reason=event.reason,
            grounds=tuple(map(_ground, event.evidence)),
            measures=_measures(event),
        )

    def statements(self) -> tuple[Card, ...]:
        """A card for each statement."""
        return tuple(
            Card(
                id=f"{self.id}-s{number}",
                kind="statement",
                act=terms.STANCES[said.stance],
                who=_who([said.speaker]),
                whom=_who([said.addressee]),
                tags=("in direct speech",) if said.direct else (),
                facts=_maybe("about", "; ".join(map(terms.pair, said.about))),
                quote=self._quoted([said]),
            )
            for number, said in enumerate(self.coding.statements, 1)
        )

    def conditions(self) -> tuple[Card, ...]:
        """A card for each condition."""
        cards = []
        for number, asked in enumerate(self.coding.conditions, 1):
            due = [_fact("due", terms.days(asked.due), asked.due.text)] if asked.due else []
            cards.append(
                Card(
                    id=f"{self.id}-c{number}",
                    kind="condition",
                    act=f"condition, {asked.state}",
                    who=_who([asked.holder]),
                    whom=_who([asked.party]),
                    facts=(*_maybe("in return", asked.in_return_for), *due),
                    quote=self._quoted([asked]),
                )
            )
        return tuple(cards)

    def links(self) -> tuple[Card, ...]:
        """A card for each link between relations."""
        cards = []
        for number, link in enumerate(self.coding.links, 1):
            cards.append(
                Card(
                    id=f"{self.id}-l{number}",
                    kind="link",
                    act="a relation and another",
                    who=(Who(name=terms.pair(link.of)),),
                    join=terms.LINKS[link.stance],
                    whom=(Who(name=terms.pair(link.on)),),
                    facts=_maybe("says who", link.by.actor.name if link.by else None),
                    quote=self._quoted([link]),
                )
            )
        return tuple(cards)

    def agenda(self) -> tuple[Item, ...]:
        """A line for each matter on the agenda, with all the words that name it."""
        spans: dict[str, list[Span]] = {}
        for topic in self.coding.agenda:
            spans.setdefault(topic.topic, []).append(topic)
        return tuple(
            Item(id=f"{self.id}-a{number}", label=name, quotes=tuple(self._quoted([span]) for span in found))
            for number, (name, found) in enumerate(spans.items(), 1)
        )

    def damage(self) -> tuple[Item, ...]:
        """A line for each damaged stretch."""
        return tuple(
            Item(
                id=f"{self.id}-d{number}",
                label=terms.DAMAGE[found.kind],
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
            direction=packs.load(language).direction if language in packs.LANGUAGES else "auto",
            groups=tuple(pieces(self.text, group, marks) for group in joined_up(spans, self.text, _GAP)),
        )


def _who(parties: Sequence[Party | None]) -> tuple[Who, ...]:
    """Each actor once, however often the report names him."""
    actors = dict.fromkeys(party.actor for party in parties if party is not None)
    found = (
        Who(
            name=actor.name,
            standing=terms.standing(actor),
            title="\n".join(filter(None, (actor.code, actor.reason))),
        )
        for actor in actors
    )
    return tuple(dict.fromkeys(found))


def _tags(event: Event) -> Iterator[str]:
    if event.modality != "done":
        yield terms.MODALITIES[event.modality]
    # What is negated is denied too: one of the words is enough.
    if event.status != "claimed" and event.modality != "negated":
        yield event.status


def _facts(event: Event) -> Iterator[Fact]:
    if event.when:
        yield _fact("when", terms.days(event.when), event.when.text, event.when.inferred or "")
    if event.where:
        lat, lon = event.where.lat, event.where.lon
        point = f"{lat:.2f}, {lon:.2f}" if lat is not None and lon is not None else ""
        yield _fact("where", terms.place(event.where), event.where.text, point)
    if event.reported_by:
        yield Fact(label="says who", values=event.reported_by)
    if event.condition:
        yield Fact(label="if", values=(event.condition,))


def _fact(label: str, value: str, words: str, title: str = "") -> Fact:
    """A value with the report's own words for it where they say it otherwise."""
    return Fact(label=label, values=(value,), words="" if words in value else words, title=title)


def _maybe(label: str, value: str | None) -> tuple[Fact, ...]:
    return (_fact(label, value, ""),) if value else ()


def _ground(evidence: Evidence) -> Ground:
    field = terms.FIELDS.get(evidence.field, evidence.field)
    return Ground(field=field, quote=evidence.quote, reason=evidence.reason)


def _measures(event: Event) -> str:
    contexts = ", ".join(name.replace("_", " ") for name in event.contexts)
    figures = f"PLOVER {event.score:+.1f} · CAMEO {event.cameo} · Goldstein {event.goldstein:+.1f}"
    return figures + (f" · {contexts}" if contexts else "")
