"""What the page shows of one report: its text with all that is marked in it, and a card for each record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.faces.page.cards import Card, Item, Scribe
from dragoman.faces.page.marks import Mark, Note, Piece, paragraphs, pieces, word_end
from dragoman.faces.page.voice import Said, Voice
from dragoman.model import Coding, Party, Reading, Record, Span
from dragoman.relations.briefing.draft import direction_of

_TITLE = 90  # characters of a text that stand for its title
_LOOKS = {"when": "time", "where": "place"}  # how the words look that a field of an event rests on


class Stretch(Record, frozen=True):
    """A sentence, or what lies between two; `direction` only where it is not the paragraph's."""

    id: str | None
    language: str | None
    direction: str | None
    pieces: tuple[Piece, ...]


class Paragraph(Record, frozen=True):
    """A line of the text, with the line ends before it."""

    gap: str
    language: str
    direction: str
    headline: bool
    stretches: tuple[Stretch, ...]


class Folio(Record, frozen=True):
    """One report on the page. `heading` is None where the text itself begins with its headline."""

    title: str
    heading: str | None
    language: str
    direction: str
    facts: tuple[tuple[str, Said], ...]
    address: str | None
    paragraphs: tuple[Paragraph, ...]
    rest: str
    events: tuple[Card, ...]
    sections: tuple[tuple[str, tuple[Card, ...]], ...]
    agenda: tuple[Item, ...]
    damage: tuple[Item, ...]
    coders: tuple[str, ...]


def folio_of(coding: Coding, voice: Voice) -> Folio:
    """The view of one coding, in the words of a voice."""
    scribe = Scribe(coding, voice)
    report, reading = coding.report, coding.reading
    language = report.language or "und"
    title, heading = _titles(reading, voice)
    marks, notes = _marks(coding, voice), _notes(coding, voice)
    sections = (
        ("statements", scribe.statements()),
        ("conditions", scribe.conditions()),
        ("links", scribe.links()),
    )
    return Folio(
        title=title,
        heading=heading,
        language=language,
        direction=direction_of(language),
        facts=tuple(voice.head(coding)),
        address=report.url if report.url and report.url.startswith(("http://", "https://")) else None,
        paragraphs=tuple(_paragraphs(reading, voice, heading is None, marks, notes)),
        rest=report.text[len(report.text.rstrip("\n")) :],
        events=scribe.events(),
        sections=tuple((voice.label(name), cards) for name, cards in sections if cards),
        agenda=scribe.agenda(),
        damage=scribe.damage(),
        coders=tuple(dict.fromkeys(event.coder for event in coding.events)),
    )


def _titles(reading: Reading, voice: Voice) -> tuple[str, str | None]:
    """What the report is called in a list, and what stands above its text."""
    report = reading.report
    first = next((line.words(report.text).strip() for line in paragraphs(report.text)), "")
    given = (report.title or "").strip()
    headline = bool(reading.sentences) and reading.sentences[0].headline
    if (headline and not given) or given == first:
        return first, None
    short = first if len(first) <= _TITLE else first[:_TITLE].rsplit(None, 1)[0] + " …"
    return given or short or voice.untitled(), given or voice.untitled()


# --- the text -----------------------------------------------------------------------------------


def _paragraphs(
    reading: Reading, voice: Voice, headed: bool, marks: Sequence[Mark], notes: Sequence[Note]
) -> Iterator[Paragraph]:
    report, sentences = reading.report, list(enumerate(reading.sentences))
    end = 0
    for line in paragraphs(report.text):
        own = [(number, s) for number, s in sentences if line.covers(s)]
        here = [mark for mark in marks if mark.meets(line)]
        noted = [note for note in notes if line.start < note.at <= line.end]
        language = own[0][1].language if own else report.language or "und"
        stretches = []
        at = line.start
        for number, sentence in own:
            if at < sentence.start:
                between = Span(start=at, end=sentence.start)
                stretches.append(_stretch(report.text, between, here, noted))
            turned = direction_of(sentence.language) != direction_of(language)
            stretches.append(
                Stretch(
                    id=voice.id("t", number),
                    language=sentence.language if sentence.language != language else None,
                    direction=direction_of(sentence.language) if turned else None,
                    pieces=pieces(report.text, sentence, here, noted),
                )
            )
            at = sentence.end
        if at < line.end:
            stretches.append(_stretch(report.text, Span(start=at, end=line.end), here, noted))
        yield Paragraph(
            gap=report.text[end : line.start],
            language=language,
            direction=direction_of(language),
            headline=headed and end == 0 and bool(own),
            stretches=tuple(stretches),
        )
        end = line.end


def _stretch(text: str, between: Span, marks: Sequence[Mark], notes: Sequence[Note]) -> Stretch:
    return Stretch(id=None, language=None, direction=None, pieces=pieces(text, between, marks, notes))


def _marks(coding: Coding, voice: Voice) -> list[Mark]:
    """All that is marked in the text, what is drawn strongest last."""
    text = coding.report.text
    found = [*_named(coding.reading, voice), *_spoken(coding, voice)]
    for number, stretch in enumerate(coding.report.damage, 1):
        found.append(
            Mark(
                start=stretch.start, end=stretch.end, record=voice.id("d", number),
                look=f"damage {stretch.kind.value}", title=f"{voice.damage(stretch.kind)}: {stretch.reason}",
            )
        )  # fmt: skip
    for number, event in enumerate(coding.events, 1):
        record = voice.id("e", number, event)
        found += [Mark(start=e.start, end=e.end, record=record, look=_LOOKS.get(e.field)) for e in event.evidence]
        found += [_party(party, voice, record) for party in (*event.actors, *event.recipients)]
        code = event.type + (f"/{event.mode}" if event.mode else "")
        found.append(
            Mark(
                start=event.trigger.start, end=event.trigger.end, record=record, part="trigger",
                look=f"act {event.quad} type-{event.type}", title=f"{number}: {voice.act(event)} · {code}",
            )
        )  # fmt: skip
    return [mark for mark in found if 0 <= mark.start < mark.end <= len(text)]


def _named(reading: Reading, voice: Voice) -> Iterator[Mark]:
    for sentence in reading.sentences:
        for mention in sentence.mentions:
            look = mention.kind if mention.kind in ("place", "time") else "party"
            yield Mark(start=mention.start, end=mention.end, look=look, title=voice.resolved(mention))


def _party(party: Party, voice: Voice, record: str | None = None) -> Mark:
    return Mark(start=party.start, end=party.end, record=record, look="party", title=voice.named(party.actor))


def _spoken(coding: Coding, voice: Voice) -> Iterator[Mark]:
    for letter, spans in (("s", coding.statements), ("c", coding.conditions), ("l", coding.links)):
        for number, span in enumerate(spans, 1):
            yield Mark(start=span.start, end=span.end, record=voice.id(letter, number), part="inside")
    for said in coding.statements:
        yield from (_party(party, voice) for party in (said.speaker, said.addressee) if party)
    for asked in coding.conditions:
        yield from (_party(party, voice) for party in (asked.holder, asked.party) if party)
    topics = list(dict.fromkeys(topic.topic for topic in coding.agenda))
    for topic in coding.agenda:
        number = topics.index(topic.topic) + 1
        yield Mark(
            start=topic.start, end=topic.end, record=voice.id("a", number), part="inside",
            title=voice.matter(topic.topic),
        )  # fmt: skip


def _notes(coding: Coding, voice: Voice) -> list[Note]:
    text = coding.report.text
    return [
        Note(
            at=word_end(text, event.trigger.end), number=number, record=voice.id("e", number, event),
            label=voice.numbered(event, number), look=event.quad,
        )
        for number, event in enumerate(coding.events, 1)
    ]  # fmt: skip
