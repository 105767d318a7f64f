"""An event as every writer sees it, whether Dragoman or another tool coded it."""

from __future__ import annotations

import datetime
import hashlib
import itertools
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from dragoman import ontology
from dragoman.model import Actor, ForeignEvent, Party, Place, Record, Report, Span, Time, Told

FACTS = frozenset({"done", "historical", "future"})
HOST_CODE, HOST_GOLDSTEIN = "043", 2.8  # CAMEO's other side of 042, a visit
_LEAST, _MOST = 10**15, 9 * 10**15


class Side(Record, frozen=True):
    """A party, with the words that name it where a report is at hand."""

    actor: Actor
    words: str | None = None
    start: int | None = None
    end: int | None = None

    @property
    def name(self) -> str:
        """Its name, or what stands for one."""
        actor = self.actor
        return actor.person or actor.name or actor.organisation or actor.country or ""


class Outline(Record, frozen=True, kw_only=True):
    """An event and what is known around it; `format` and `row` are those of the file that a foreign one is from.

    `day` is the event's first day, else that of its report; `day_from` says which of the two. Offsets are code points
    of the report's text.
    """

    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    when: Time | None
    where: Place | None
    modality: str
    status: str | None = None
    reported_by: tuple[str, ...] = ()
    condition: str | None = None
    quad: str
    score: float | None
    cameo: str
    goldstein: float | None
    confidence: float | None
    coder: str
    reason: str | None = None
    outlet: str | None
    language: str | None
    url: str | None
    published: datetime.date | None
    fetched: datetime.datetime | None = None
    title: str | None = None
    day: datetime.date | None
    day_from: Literal["text", "published"] | None
    sentence: Span | None = None
    trigger: Span | None = None
    report: Report | None = None
    story: str | None = None
    copy_of: str | None = None
    format: str | None = None
    row: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def sentence_text(self) -> str | None:
        """The words of its sentence."""
        return self.sentence.words(self.report.text) if self.sentence and self.report else None

    @property
    def trigger_text(self) -> str | None:
        """The words that report the act."""
        return self.trigger.words(self.report.text) if self.trigger and self.report else None

    @property
    def quad_number(self) -> int:
        """1 to 4."""
        return ontology.load().quads[self.quad].number

    @property
    def key(self) -> str:
        """What all that is told of one event shares: its story's id, else its own."""
        return self.story or self.id


class Pair(Record, frozen=True):
    """One actor against one recipient; `mirrored` where the two stand the other way round in the event."""

    actor: Side | None
    recipient: Side | None
    mirrored: bool = False


def outline(told: Told) -> Outline:
    """The outline of an event as told."""
    event, report = told.event, told.report
    if isinstance(event, ForeignEvent):
        return _of_foreign(event, told)
    published = report.published if report else None
    return Outline(
        id=event.id,
        type=event.type,
        mode=event.mode,
        contexts=event.contexts,
        actors=tuple(_side(party, report) for party in event.actors),
        recipients=tuple(_side(party, report) for party in event.recipients),
        when=event.when,
        where=_real(event.where),
        modality=event.modality,
        status=event.status,
        reported_by=event.reported_by,
        condition=event.condition,
        quad=event.quad,
        score=event.score,
        cameo=event.cameo,
        goldstein=event.goldstein,
        confidence=event.confidence,
        coder=event.coder,
        reason=event.reason,
        outlet=report.outlet if report else None,
        language=report.language if report else None,
        url=report.url if report else None,
        published=published,
        fetched=report.fetched if report else None,
        title=report.title if report else None,
        day=event.when.start if event.when else published,
        day_from="text" if event.when else "published" if published else None,
        sentence=event.sentence,
        trigger=event.trigger,
        report=report,
        story=told.story,
        copy_of=told.copy_of,
    )


def _of_foreign(event: ForeignEvent, told: Told) -> Outline:
    nearest, goldstein = event.cameo, event.goldstein
    if nearest is None:
        nearest, goldstein = ontology.load().cameo(event.type, event.mode, event.contexts)
    return Outline(
        id=event.id,
        type=event.type,
        mode=event.mode,
        contexts=event.contexts,
        actors=tuple(Side(actor=actor) for actor in event.actors),
        recipients=tuple(Side(actor=actor) for actor in event.recipients),
        when=event.when,
        where=_real(event.where),
        modality=event.modality,
        quad=event.quad,
        score=event.score,
        cameo=nearest,
        goldstein=goldstein,
        confidence=event.confidence,
        coder=event.coder,
        outlet=event.outlet,
        language=event.language,
        url=event.url,
        published=event.published,
        day=event.when.start if event.when else event.published,
        day_from="text" if event.when else "published" if event.published else None,
        story=told.story,
        copy_of=told.copy_of,
        format=event.id.partition(":")[0],
        row=event.row,
    )


def _side(party: Party, report: Report | None) -> Side:
    span = Span(start=party.start, end=party.end)
    return Side(
        actor=party.actor,
        words=span.words(report.text) if report else None,
        start=party.start,
        end=party.end,
    )


def _real(place: Place | None) -> Place | None:
    """The place; a point at 0, 0 stands for nowhere and is none."""
    if place is not None and place.lat == 0 and place.lon == 0:
        return msgspec.structs.replace(place, lat=None, lon=None)
    return place


def pairs(event: Outline, *, mirror: bool) -> Iterator[Pair]:
    """One actor and one recipient at a time, for formats whose rows hold two.

    Every actor meets every recipient. Where all parties of a symmetric type are actors (a meeting without a host), each
    meets each other, but for those of one side (a president and his country), unless there is but one side. With
    `mirror`, meetings and what is mutual come the other way round too, as ICEWS and GDELT have them. There is no cap: a
    round of 20 gives 380 rows.
    """
    mutual = ontology.load().event_type(event.type).symmetric
    if event.actors and event.recipients:
        for actor, recipient in itertools.product(event.actors, event.recipients):
            yield Pair(actor=actor, recipient=recipient)
            if mirror and event.type == "CONSULT":
                yield Pair(actor=recipient, recipient=actor, mirrored=True)
    elif mutual and len(event.actors) > 1:
        for first, second in _across(event.actors):
            yield Pair(actor=first, recipient=second)
            if mirror:
                yield Pair(actor=second, recipient=first, mirrored=True)
    else:
        for actor in event.actors:
            yield Pair(actor=actor, recipient=None)
        for recipient in event.recipients:
            yield Pair(actor=None, recipient=recipient)
        if not event.actors and not event.recipients:
            yield Pair(actor=None, recipient=None)


def _across(sides: Sequence[Side]) -> list[tuple[Side, Side]]:
    every = list(itertools.combinations(sides, 2))
    between = [(a, b) for a, b in every if a.actor.country is None or a.actor.code != b.actor.code]
    return between or every


def seen_from(event: Outline, pair: Pair) -> tuple[str, float | None]:
    """The CAMEO code and Goldstein value of a pair: whoever is visited hosts."""
    if pair.mirrored and event.cameo == "042":
        return HOST_CODE, HOST_GOLDSTEIN
    return event.cameo, event.goldstein


def mirrored(event: Outline) -> Outline | None:
    """A meeting seen from its recipients, for formats that keep lists; None where there is nothing to turn round."""
    if event.type != "CONSULT" or not event.actors or not event.recipients:
        return None
    return msgspec.structs.replace(
        event, id=f"{event.id}-mirror", actors=event.recipients, recipients=event.actors, format=None, row={}
    )


def number(*parts: str) -> int:
    """A whole number made from ids, the same every time, for formats whose ids are numbers.

    It has 16 digits, so that no released file holds it, and fits a double, so that no reader rounds it.
    """
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    return _LEAST + int.from_bytes(digest[:8]) % (_MOST - _LEAST)
