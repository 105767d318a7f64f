"""What the review page shows of one record: its sentence in the report, what was coded, why, and what others said."""

from __future__ import annotations

import datetime

from dragoman import ontology
from dragoman.faces.page.marks import Mark, Piece, pieces
from dragoman.faces.web.interface import Interface
from dragoman.faces.web.lines import Line, line, lines
from dragoman.faces.web.queues import Item
from dragoman.ledger import Ledger, Query, agreement
from dragoman.ledger.history import Step
from dragoman.ledger.rows import codes_of
from dragoman.ledger.stories import Story
from dragoman.model import Event, Evidence, Party, Record, Report, Span, Told

_AROUND = 400  # characters of the report on either side of the sentence
_NEAR = datetime.timedelta(days=4)
_OTHERS = 8  # events that may be the same


class Desk(Record, frozen=True):
    """One record under review. `before`, `words` and `after` are the report around and at its sentence."""

    line: Line
    event: Event | None
    report: Report | None
    before: str
    words: tuple[Piece, ...]
    after: str
    evidence: tuple[Evidence, ...]
    fields: dict[str, str]
    others: tuple[Line, ...]
    doubt: tuple[Line, ...]
    story: str | None
    reason: str
    steps: tuple[Step, ...]
    said: dict[str, str]
    seen: int


def desk(ledger: Ledger, item: Item, ui: Interface) -> Desk:
    """The record of an item. Raises UnknownRecord."""
    told = ledger.event(item.event)
    event = told.event if isinstance(told.event, Event) else None
    before, words, after = _surroundings(event, told.report)
    judged = ledger.judgements(item.event)
    story, reason = (None, "") if item.story is None else _story(ledger, item)
    return Desk(
        line=line(told, ui),
        event=event,
        report=told.report,
        before=before,
        words=words,
        after=after,
        evidence=event.evidence if event else (),
        fields=fields_of(event) if event else {},
        others=tuple(lines(_others(ledger, told), ui)),
        doubt=tuple(lines(story.events[:4], ui)) if story else (),
        story=story.id if story else None,
        reason=reason,
        steps=tuple(ledger.history(item.event)),
        said=agreement.verdicts(judged).get(item.event, {}),
        seen=max((one.seq for one in judged), default=0),
    )


def fields_of(event: Event) -> dict[str, str]:
    """What can be corrected, as a form writes it."""
    start, end = (event.when.start.isoformat(), event.when.end.isoformat()) if event.when else ("", "")
    return {
        "type": event.type,
        "mode": event.mode or "",
        "modality": event.modality,
        "status": event.status,
        "contexts": ", ".join(event.contexts),
        "actors": _codes(event.actors),
        "recipients": _codes(event.recipients),
        "when": start if start == end else f"{start}..{end}",
        "condition": event.condition or "",
    }


def modes() -> dict[str, list[str]]:
    """The modes of each type, as PLOVER names them."""
    return {name: [mode.name for mode in kind.modes] for name, kind in ontology.load().types.items()}


def _codes(parties: tuple[Party, ...]) -> str:
    return ", ".join(dict.fromkeys(party.actor.code for party in parties))


def _surroundings(event: Event | None, report: Report | None) -> tuple[str, tuple[Piece, ...], str]:
    if event is None or report is None:
        return "", (), ""
    text, sentence = report.text, event.sentence
    marks = [Mark(start=one.start, end=one.end, look="actor") for one in event.actors]
    marks += [Mark(start=one.start, end=one.end, look="recipient") for one in event.recipients]
    marks += [Mark(start=event.trigger.start, end=event.trigger.end, look=f"act {event.quad}")]
    first, last = max(0, sentence.start - _AROUND), min(len(text), sentence.end + _AROUND)
    # Evidence may lie outside the sentence: what is marked is shown.
    first = min([first, *(mark.start for mark in marks)])
    last = max([last, *(mark.end for mark in marks)])
    shown = Span(
        start=min([sentence.start, *(mark.start for mark in marks)]),
        end=max([sentence.end, *(mark.end for mark in marks)]),
    )
    return (
        ("… " if first else "") + text[first : shown.start],
        pieces(text, shown, marks),
        text[shown.end : last] + (" …" if last < len(text) else ""),
    )


def _others(ledger: Ledger, told: Told) -> list[Told]:
    """Events of other reports about the same two within days, that may be one with it."""
    event = told.event
    codes = list(dict.fromkeys(codes_of((*event.actors, *event.recipients))))
    day = event.when.start if event.when else told.report.published if told.report else None
    if not codes or day is None:
        return []
    pair = (codes[0], codes[1]) if len(codes) > 1 else None
    asked = Query(
        pair=pair, party=None if pair else codes[0], since=day - _NEAR, until=day + _NEAR, copies="all", limit=50
    )
    report = told.report.id if told.report else None
    near = [one for one in ledger.events(asked) if one.report and one.report.id != report and one.story != told.story]
    near.sort(key=lambda one: one.event.type != event.type)
    return near[:_OTHERS]


def _story(ledger: Ledger, item: Item) -> tuple[Story, str]:
    story = ledger.story(item.story or "")
    doubt = next((one for one in ledger.doubts(500) if one.event == item.event and one.story == item.story), None)
    return story, doubt.reason if doubt else ""
