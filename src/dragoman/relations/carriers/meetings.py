"""The meetings of a relation: who met whom, when, where, and on the margins of which conference.

A meeting is a story of CONSULT events of the pair, by whatever number of reports it is told. The conference is the
one that the words of a meeting's own sentence name.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from dragoman.knowledge import conferences
from dragoman.languages import packs
from dragoman.ledger import Ledger, casts
from dragoman.ledger.casts import Scene, Seat, Wording
from dragoman.ledger.tellings import Telling
from dragoman.model import Record
from dragoman.relations.carriers.who import Who, told, who, without_doubles
from dragoman.relations.dealings import Dealings

NEWEST = 300  # meetings that are told, their words searched for a conference
TYPE = "CONSULT"

_AFAR = "phone"  # a mode of talks that are no meeting anywhere

_Value = TypeVar("_Value")


class Margin(Record, frozen=True):
    """The conference on whose margins a meeting was, and the words that say so (code points of the report)."""

    conference: str
    report: str
    start: int
    end: int
    quote: str


class Meeting(Record, frozen=True):
    """Talks of the two: one story. `last` is another day than `first` where the words tell the day no finer.

    `people` are all that any of the reports names. `place`, `country` (ISO 3166 alpha-3) and `margin` are None where
    none says where, or at which conference; `mode` is PLOVER's. `events` are the ids of the tellings.
    """

    story: str
    first: datetime.date | None
    last: datetime.date | None
    mode: str | None
    people: tuple[Who, ...]
    place: str | None
    country: str | None
    margin: Margin | None
    events: tuple[str, ...]


class _Place(NamedTuple):
    name: str
    country: str | None


def meetings(ledger: Ledger, dealings: Dealings, seats: Iterable[Seat], scenes: Iterable[Scene]) -> tuple[Meeting, ...]:
    """The newest meetings among the dealings, in that order; seats are those of their events, scenes of those that
    `met`.
    """
    stories: dict[str, list[Telling]] = {}
    for one in dealings.tellings:
        if one.type == TYPE:
            stories.setdefault(one.story, []).append(one)
    newest = sorted(stories.values(), key=_newest)[:NEWEST]
    seated: dict[int, list[Seat]] = {one.seq: [] for found in newest for one in found}
    for seat in seats:
        if seat.event in seated:
            seated[seat.event].append(seat)
    places = {scene.event: _Place(scene.place, scene.country) for scene in scenes}
    margins = _margins(ledger, [one for found in newest for one in found if met(one)])
    return tuple(_meeting(found, seated, places, margins) for found in newest)


def met(one: Telling) -> bool:
    """Whether it tells that people met at a place, and didn't only talk."""
    return one.type == TYPE and one.mode != _AFAR


def _meeting(
    tellings: Sequence[Telling], seated: dict[int, list[Seat]], places: dict[int, _Place], margins: dict[int, Margin]
) -> Meeting:
    day = min(tellings, key=_exactness)
    place = _most(places[one.seq] for one in tellings if one.seq in places)
    people = ((known, told(seat.office)) for one in tellings for seat in seated[one.seq] if (known := who(seat)))
    return Meeting(
        story=day.story,
        first=day.day,
        last=day.until,
        mode=_most(one.mode for one in tellings if one.mode),
        people=without_doubles(people),
        place=place and place.name,
        country=place and place.country,
        margin=next((margins[one.seq] for one in tellings if one.seq in margins), None),
        events=tuple(one.event for one in tellings),
    )


def _newest(tellings: Sequence[Telling]) -> tuple[int, int]:
    best = min(tellings, key=_exactness)
    return -best.day.toordinal() if best.day else 0, -best.seq


def _exactness(one: Telling) -> tuple[bool, int, int]:
    """A day that words tell goes before that of a report, a short time before a long one."""
    length = (one.until - one.day).days if one.day and one.until else 0
    return one.precision is None, length, one.seq


def _most(values: Iterable[_Value]) -> _Value | None:
    """The most frequent value, the first of several."""
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else None


def _margins(ledger: Ledger, tellings: Sequence[Telling]) -> dict[int, Margin]:
    """The conferences that the sentences of events name, by the events' rows."""
    with ledger.store.reading() as connection:
        found = ((one.event, _margin(one)) for one in casts.wordings(connection, [one.seq for one in tellings]))
        return {event: margin for event, margin in found if margin is not None}


def _margin(wording: Wording) -> Margin | None:
    known, language = conferences.load(), wording.language
    if language not in packs.LANGUAGES or not known.may_hold(language, wording.forms.split()):
        return None
    tokens = packs.load(language).tokens(wording.text, 0, len(wording.text))
    found = known.find(language, tokens)
    if found is None:
        return None
    start, end = tokens[found.first].start, tokens[found.last - 1].end
    return Margin(
        conference=found.conference.label,
        report=wording.report,
        start=wording.start + start,
        end=wording.start + end,
        quote=wording.text[start:end],
    )
