"""What the page shows of one report: its text with all that is marked in it, and a card for each record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.faces import wording
from dragoman.faces.page import terms
from dragoman.faces.page.cards import Card, Item, Scribe
from dragoman.faces.page.marks import Mark, Note, Piece, paragraphs, pieces, word_end
from dragoman.languages import packs
from dragoman.model import Coding, Reading, Record, Span

_TITLE = 90  # characters of a text that stand for its title


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

    id: str
    title: str
    heading: str | None
    language: str
    direction: str
    facts: tuple[tuple[str, str], ...]
    address: str | None
    paragraphs: tuple[Paragraph, ...]
    rest: str
    events: tuple[Card, ...]
    sections: tuple[tuple[str, tuple[Card, ...]], ...]
    agenda: tuple[Item, ...]
    damage: tuple[Item, ...]
    coders: tuple[str, ...]


def folio_of(coding: Coding, number: int) -> Folio:
    """The view of one coding, the `number`-th on its page."""
    scribe = Scribe(coding, f"r{number}")
    report, reading = coding.report, coding.reading
    language = report.language or "und"
    title, heading = _titles(reading, number)
    marks, notes = _marks(coding, scribe.id), _notes(coding, scribe.id)
    sections = (
        ("Statements", scribe.statements()),
        ("Conditions", scribe.conditions()),
        ("Links between relations", scribe.links()),
    )
    return Folio(
        id=scribe.id,
        title=title,
        heading=heading,
        language=language,
        direction=direction_of(language),
        facts=tuple(_facts(coding)),
        address=report.url if report.url and report.url.startswith(("http://", "https://")) else None,
        paragraphs=tuple(_paragraphs(reading, scribe.id, heading is None, marks, notes)),
        rest=report.text[len(report.text.rstrip("\n")) :],
        events=scribe.events(),
        sections=tuple((name, cards) for name, cards in sections if cards),
        agenda=scribe.agenda(),
        damage=scribe.damage(),
        coders=tuple(dict.fromkeys(event.coder for event in coding.events)),
    )


def direction_of(language: str) -> str:
    """`rtl` or `ltr`; `auto`, by the first letter, for a language that no pack reads."""
    return packs.load(language).direction if language in packs.LANGUAGES else "auto"


# --- the head -----------------------------------------------------------------------------------


def _titles(reading: Reading, number: int) -> tuple[str, str | None]:
    """What the report is called in a list, and what stands above its text."""
    report = reading.report
    first = next((line.words(report.text).strip() for line in paragraphs(report.text)), "")
    given = (report.title or "").strip()
    headline = bool(reading.sentences) and reading.sentences[0].headline
    if (headline and not given) or given == first:
        return first, None
    short = first if len(first) <= _TITLE else first[:_TITLE].rsplit(None, 1)[0] + " …"
    return given or short or f"Report {number}", given or f"Report {number}"


def _facts(coding: Coding) -> Iterator[tuple[str, str]]:
    report, reading = coding.report, coding.reading
    if report.language:
        yield "language", _language(report.language)
    sources = [*([report.outlet] if report.outlet else []), *report.agencies]
    if sources:
        yield "source", " ← ".join(sources)
    if reading.published:
        why = f" ({reading.published_reason})" if reading.published_reason else ""
        yield "published", terms.day(reading.published) + why
    else:
        yield "published", f"unknown: {reading.published_reason or 'not given'}"
    if report.source_id:
        yield "from", report.source_id
    yield "found", terms.counted(len(coding.events), "event")


def _language(code: str) -> str:
    return packs.load(code).data.name if code in packs.LANGUAGES else code


# --- the text -----------------------------------------------------------------------------------


def _paragraphs(
    reading: Reading, folio: str, headed: bool, marks: Sequence[Mark], notes: Sequence[Note]
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
                    id=f"{folio}-t{number}",
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


def _marks(coding: Coding, folio: str) -> list[Mark]:
    """All that is marked in the text, what is drawn strongest last."""
    text = coding.report.text
    found = [*_named(coding.reading), *_spoken(coding, folio)]
    for number, stretch in enumerate(coding.report.damage, 1):
        found.append(
            Mark(
                start=stretch.start, end=stretch.end, record=f"{folio}-d{number}",
                look=f"damage {stretch.kind.value}", title=f"{terms.DAMAGE[stretch.kind]}: {stretch.reason}",
            )
        )  # fmt: skip
    for number, event in enumerate(coding.events, 1):
        record = f"{folio}-e{number}"
        found += [Mark(start=e.start, end=e.end, record=record) for e in event.evidence]
        for party in (*event.actors, *event.recipients):
            name = f"{party.actor.name} · {party.actor.code}"
            found.append(Mark(start=party.start, end=party.end, record=record, look="party", title=name))
        code = event.type + (f"/{event.mode}" if event.mode else "")
        title = f"{number}: {wording.act(event.type, event.mode)} · {code}"
        found.append(
            Mark(
                start=event.trigger.start, end=event.trigger.end, record=record, part="trigger",
                look=f"act {event.quad} type-{event.type}", title=title,
            )
        )  # fmt: skip
    return [mark for mark in found if 0 <= mark.start < mark.end <= len(text)]


def _named(reading: Reading) -> Iterator[Mark]:
    for sentence in reading.sentences:
        for mention in sentence.mentions:
            look = mention.kind if mention.kind in ("place", "time") else "party"
            yield Mark(start=mention.start, end=mention.end, look=look, title=terms.resolved(mention))


def _spoken(coding: Coding, folio: str) -> Iterator[Mark]:
    for letter, spans in (("s", coding.statements), ("c", coding.conditions), ("l", coding.links)):
        for number, span in enumerate(spans, 1):
            yield Mark(start=span.start, end=span.end, record=f"{folio}-{letter}{number}", part="inside")
    topics = list(dict.fromkeys(topic.topic for topic in coding.agenda))
    for topic in coding.agenda:
        number = topics.index(topic.topic) + 1
        yield Mark(
            start=topic.start, end=topic.end, record=f"{folio}-a{number}", part="inside", title=topic.topic
        )  # fmt: skip


def _notes(coding: Coding, folio: str) -> list[Note]:
    text = coding.report.text
    return [
        Note(
            at=word_end(text, event.trigger.end), number=number, record=f"{folio}-e{number}",
            label=f"Event {number}: {wording.act(event.type, event.mode)}", look=event.quad,
        )
        for number, event in enumerate(coding.events, 1)
    ]  # fmt: skip
