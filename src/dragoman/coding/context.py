"""Who is meant where an event's own sentence names nobody: the state that the report is about.

A report about arrests in one country names its authorities once; its later sentences only say "were arrested".
What the neighbouring sentences make certain is filled in with the reason (CODING.md, "Who").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from dragoman.model import Actor, Event, Evidence, Party, Reading

_SHARE = 0.5  # of the countries named in a report, for it to be about one of them
_DONE_TO = ("ACCUSE", "ASSAULT", "COERCE", "SANCTION")  # acts that somebody suffers, named or not
_SECTORS = {"ASSAULT": "UNK", "PROTEST": "CVL"}  # who acts unnamed; else the authorities


def completed(events: Iterable[Event], reading: Reading) -> tuple[Event, ...]:
    """The events with their unnamed actors, where the report as a whole makes them certain."""
    about = _about(reading)
    if about is None:
        return tuple(events)
    return tuple(_within(event, about, reading) for event in events)


def _about(reading: Reading) -> Party | None:
    """The state most of a report's names belong to, where the state itself is named, or else its government, or one of
    its own; None for a lone sentence."""
    if len(reading.sentences) < 2:
        return None
    named = [
        (mention.kind, Party(start=mention.start, end=mention.end, actor=actor))
        for sentence in reading.sentences
        for mention in sentence.mentions
        for actor in mention.actors
        if actor.country not in (None, "IGO") and actor.sector != "JRN"
    ]
    counted = Counter(party.actor.country for _, party in named).most_common(1)
    if not counted or counted[0][1] < _SHARE * len(named):
        return None
    own = [(kind, party) for kind, party in named if party.actor.country == counted[0][0]]
    return min(own, key=lambda one: (one[0] != "state", one[1].actor.sector != "GOV"))[1]


def _within(event: Event, about: Party, reading: Reading) -> Event:
    """An event of the state that the report is about: its authorities act unnamed, its people are acted on."""
    if not event.actors:
        return _with(event, "actors", about, _SECTORS.get(event.type, "GOV"), reading)
    home = {party.actor.country for party in event.actors} == {about.actor.country}
    if home and not event.recipients and event.type in _DONE_TO:
        return _with(event, "recipients", about, "UNK", reading)
    return event


def _with(event: Event, side: str, about: Party, sector: str, reading: Reading) -> Event:
    words = about.words(reading.report.text)
    reason = f"nobody is named here; the report is about “{words}”"
    actor = Actor(name=about.actor.name, country=about.actor.country, sector=sector, reason=reason)
    party = Party(start=about.start, end=about.end, actor=actor)
    evidence = Evidence(start=about.start, end=about.end, field=side, quote=words, method="context", reason=reason)
    return replace(event, **{side: (party,), "evidence": (*event.evidence, evidence)})
