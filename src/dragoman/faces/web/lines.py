"""An event as a line of a page: who did what to whom, when, where, who says so, in the interface's language."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.faces.web.interface import Interface
from dragoman.ledger.rows import party_of
from dragoman.model import Actor, Event, Party, Record, Time, Told
from dragoman.relations.briefing import names
from dragoman.relations.briefing.draft import direction_of
from dragoman.relations.briefing.notes import outlet_of
from dragoman.relations.briefing.wording import Phrase


class Who(Record, frozen=True):
    """A party: its name, the code under which it has a page (None where nobody knows), and how it stands."""

    name: Phrase
    code: str | None
    full: str


class Line(Record, frozen=True):
    """An event to be shown. `quote` is its sentence in three parts, the words that report the act in the middle."""

    id: str
    type: str
    kind: str
    quad: str
    who: tuple[Who, ...]
    whom: tuple[Who, ...]
    mutual: bool
    when: str | None
    day: str | None
    where: Phrase | None
    modality: str
    status: str
    confidence: float | None
    quote: tuple[str, str, str] | None
    language: str | None
    direction: str
    report: str | None
    outlet: str | None
    published: str | None
    condition: str | None
    story: str | None
    foreign: bool


def lines(told: Iterable[Told], ui: Interface) -> list[Line]:
    """Events as lines, in their order."""
    return [line(one, ui) for one in told]


def line(told: Told, ui: Interface) -> Line:
    """One event as a line."""
    event, report = told.event, told.report
    own = isinstance(event, Event)
    language = report.language if report else getattr(event, "language", None)
    published = report.published if report else getattr(event, "published", None)
    return Line(
        id=event.id,
        type=event.type,
        kind=ui.say(f"acts.{event.type}"),
        quad=event.quad,
        who=_parties(event.actors, ui),
        whom=_parties(event.recipients, ui),
        mutual=len(event.actors) > 1 and not event.recipients,
        when=when(event.when, ui) if event.when else None,
        day=event.when.start.isoformat() if event.when else None,
        where=names.place(event.where, ui.words) if event.where else None,
        modality=event.modality,
        status=event.status if isinstance(event, Event) else "claimed",
        confidence=event.confidence,
        quote=_quote(event, report.text) if isinstance(event, Event) and report else None,
        language=language,
        direction=direction_of(language),
        report=report.id if report else None,
        outlet=(outlet_of(report) if report else getattr(event, "outlet", None)),
        published=ui.date(published) if published else None,
        condition=event.condition if isinstance(event, Event) else None,
        story=told.story,
        foreign=not own,
    )


def when(time: Time, ui: Interface) -> str:
    """The days of a time, as finely as the report tells them."""
    return ui.days(time.start, time.end)


def who(actor: Actor, ui: Interface) -> Who:
    """A party by its person, office or state, with the code of its page."""
    return Who(name=names.speaker(actor, ui.words), code=party_of(actor), full=f"{actor.name} · {actor.code}")


def _parties(found: Iterable[Party] | Iterable[Actor], ui: Interface) -> tuple[Who, ...]:
    actors = dict.fromkeys(one.actor if isinstance(one, Party) else one for one in found)
    return tuple(dict.fromkeys(who(actor, ui) for actor in actors))


def _quote(event: Event, text: str) -> tuple[str, str, str]:
    sentence, trigger = event.sentence, event.trigger
    return (
        text[sentence.start : trigger.start].lstrip(),
        text[trigger.start : trigger.end],
        text[trigger.end : sentence.end].rstrip(),
    )
