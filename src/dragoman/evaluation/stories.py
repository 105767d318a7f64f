"""Stories: whole reports coded by hand, JSON lines, each event with the key of the story that it belongs to.

Every line of `evaluation/stories/reports.jsonl` is a report written for this project: outlets, persons and events
are invented. Two events have one key if they are one act of the world: told at home and abroad, on the day and a
year later, in other words and languages, claimed by one side and denied by the other. What is only announced (AGREE)
has a key of its own, apart from the act. A report lists its sentences and mentions (spans of its text) and its
events, which point at the mentions by number. The loader refuses what makes no sense.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from dragoman import ontology
from dragoman.errors import EmptyReport, MalformedLine, MissingSource
from dragoman.evaluation.gold import PARTIES, GoldMention, GoldSpan, Words
from dragoman.intake.report import as_stored
from dragoman.languages.packs import LANGUAGES
from dragoman.model import Actor, Event, Modality, Party, Place, Reading, Record, Report, Span, Time, Told

CODER = "hand"  # what events coded by hand name as their coder
_FIX = "mend the line; its neighbours show the form"


class StoryEvent(Record, frozen=True, forbid_unknown_fields=True):
    """An event as in the gold, with its story's key; all between `trigger` and `condition` point at mentions."""

    type: str
    mode: str | None
    modality: Modality
    trigger: GoldSpan
    actors: tuple[int, ...]
    recipients: tuple[int, ...]
    where: int | None
    when: int | None
    said_by: int | None
    condition: GoldSpan | None
    story: Words


class StoryReport(Record, frozen=True, forbid_unknown_fields=True):
    """A report coded by hand."""

    id: Words
    lang: str
    outlet: Words
    published: datetime.date
    url: Words
    title: Words
    text: Words
    sentences: tuple[Span, ...]
    mentions: tuple[GoldMention, ...]
    events: tuple[StoryEvent, ...]

    @property
    def report(self) -> Report:
        """The report as a coder is given it."""
        return Report(
            id=self.id,
            source_id=self.id,
            text=self.text,
            title=self.title,
            language=self.lang,
            outlet=self.outlet,
            url=self.url,
            published=self.published,
        )


def load(path: Path) -> tuple[StoryReport, ...]:
    """Reads the set, in the file's order.

    Raises MissingSource, EmptyReport where it holds no report, and MalformedLine with file and line for the first
    line that is wrong in its form, its spans, or the names it uses.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise MissingSource(f"cannot be read ({error.strerror})", str(path), "name a file of stories") from error
    found: dict[str, StoryReport] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            report = _report(line, f"{path}:{number}")
            if report.id in found:
                raise MalformedLine(f"{report.id}: the id stands above already", f"{path}:{number}", _FIX)
            found[report.id] = report
    if not found:
        raise EmptyReport("there is no report in it", str(path), "name a file of stories")
    return tuple(found.values())


def families(reports: Sequence[StoryReport]) -> tuple[tuple[StoryReport, ...], ...]:
    """Reports that share a story, directly or over others: what must not be parted between learning and measuring."""
    found: list[tuple[set[str], list[StoryReport]]] = []
    for report in reports:
        stories, members = {event.story for event in report.events}, [report]
        for family in [f for f in found if f[0] & stories]:
            stories |= family[0]
            members = family[1] + members
            found.remove(family)
        found.append((stories, members))
    return tuple(tuple(members) for _, members in found)


def told(report: StoryReport, reading: Reading) -> tuple[Told, ...]:
    """The report's events as a faultless coder would give them, in their order.

    `reading` is the same report's; times and points of places come from it, for the set has no dates of its own.
    """
    given = report.report
    return tuple(
        Told(event=_event(report, event, reading, f"{report.id}-{number}"), report=given)
        for number, event in enumerate(report.events)
    )


def _event(report: StoryReport, event: StoryEvent, reading: Reading, event_id: str) -> Event:
    plover = ontology.load()
    cameo, goldstein = plover.cameo(event.type, event.mode, ())
    by = None if event.said_by is None else report.mentions[event.said_by].text
    return Event(
        id=event_id,
        type=event.type,
        mode=event.mode,
        contexts=(),
        actors=tuple(_party(report.mentions[at]) for at in event.actors),
        recipients=tuple(_party(report.mentions[at]) for at in event.recipients),
        when=None if event.when is None else _time(report.mentions[event.when], reading),
        where=None if event.where is None else _place(report.mentions[event.where], reading),
        modality=event.modality,
        reported_by=(report.outlet, by) if by else (report.outlet,),
        condition=None if event.condition is None else event.condition.text,
        status="denied" if event.modality == "negated" else "claimed",
        quad=plover.quad(event.type),
        score=plover.score(event.type, event.mode),
        cameo=cameo,
        goldstein=goldstein,
        confidence=1.0,
        sentence=next(s for s in report.sentences if s.covers(event.trigger)),
        trigger=Span(start=event.trigger.start, end=event.trigger.end),
        reason="coded by hand",
        coder=CODER,
        evidence=(),
    )


def _party(mention: GoldMention) -> Party:
    country, _, sector = (mention.code or "").partition(":")
    body = sector if country == "IGO" else None
    known = None if country == "---" else country
    actor = Actor(name=mention.text, country=known, sector=None if body else sector, organisation=body)
    return Party(start=mention.start, end=mention.end, actor=actor)


def _time(mention: GoldMention, reading: Reading) -> Time | None:
    found = (m for s in reading.sentences for m in s.mentions if m.time is not None and m.meets(mention))
    return next((m.time for m in found), None)


def _place(mention: GoldMention, reading: Reading) -> Place:
    found = (m.place for s in reading.sentences for m in s.mentions if m.place is not None and m.meets(mention))
    country = (mention.code or "").partition(":")[0] or None
    same = (place for place in found if place is not None and country in (place.country, None))
    return next(same, Place(name=mention.text, country=country, text=mention.text))


# --- the checks -----------------------------------------------------------------------------------


def _report(line: bytes, place: str) -> StoryReport:
    try:
        report = msgspec.json.decode(line, type=StoryReport)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedLine(f"this is no report of stories ({error})", place, _FIX) from None
    fault = next(_faults(report), None)
    if fault is not None:
        raise MalformedLine(f"{report.id}: {fault}", place, _FIX)
    return report


def _faults(report: StoryReport) -> Iterator[str]:
    """What is wrong with a report that has the right form."""
    if report.lang not in LANGUAGES:
        yield f"no language pack for {report.lang!r}; there are {', '.join(LANGUAGES)}"
    if as_stored(report.text) != report.text:
        yield "the text is not as reports are stored: NFC, no byte order mark, line ends as \\n"
    ends = [0, *(s.end for s in report.sentences)]
    if any(not end <= s.start < s.end <= len(report.text) for end, s in zip(ends, report.sentences, strict=False)):
        yield "the sentences are not in order, empty, or outside the text"
    for mention in report.mentions:
        yield from _span_faults("a mention", mention, report)
        if mention.kind in PARTIES and not (mention.code or "").partition(":")[2]:
            yield f"the {mention.kind} “{mention.text}” has no code with a sector"
    for event in report.events:
        yield from _event_faults(event, report)


def _span_faults(who: str, span: GoldSpan, report: StoryReport) -> Iterator[str]:
    if span.words(report.text) != span.text:
        yield f"{who} at {span.start}:{span.end} quotes “{span.text}”, which does not stand there"
    elif not any(sentence.covers(span) for sentence in report.sentences):
        yield f"{who} “{span.text}” lies in no sentence"


def _event_faults(event: StoryEvent, report: StoryReport) -> Iterator[str]:
    yield from _span_faults(f"the trigger of the {event.type}", event.trigger, report)
    if event.condition is not None:
        yield from _span_faults(f"the condition of the {event.type}", event.condition, report)
    known = ontology.load().types.get(event.type)
    if known is None:
        yield f"no event type {event.type!r} in the ontology"
    elif event.mode is not None and event.mode not in {mode.name for mode in known.modes}:
        yield f"{event.type} has no mode {event.mode!r}"
    parties = (*event.actors, *event.recipients)
    if len(set(parties)) < len(parties):
        yield f"the {event.type} has one mention on both sides, or twice on one"
    kinds: list[tuple[int | None, frozenset[str]]] = [(at, PARTIES) for at in (*parties, event.said_by)]
    kinds += [(event.where, frozenset({"place"})), (event.when, frozenset({"time"}))]
    for at, allowed in kinds:
        if at is not None and not (0 <= at < len(report.mentions) and report.mentions[at].kind in allowed):
            yield f"the {event.type} points at {at}, which is none of {', '.join(sorted(allowed))}"
