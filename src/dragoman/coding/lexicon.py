"""The lexicon coder: act words find the events, frames their parties, cues their modality.

Every field carries the words it rests on and a reason that a person understands.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence

from msgspec.structs import replace

from dragoman import ontology
from dragoman.coding.attribution import Saying, chain, said_by, sayings
from dragoman.coding.modality import Said, modality_of
from dragoman.coding.roles import Frame, Framer
from dragoman.coding.view import Run, View
from dragoman.knowledge import gazetteer
from dragoman.languages import packs
from dragoman.languages.acts import ActMatch
from dragoman.model import Actor, Coding, Event, Evidence, Mention, Party, Place, Reading, Span
from dragoman.phrases import covering
from dragoman.text import fold

_CARRIERS = ("REQUEST", "THREATEN", "REJECT", "AGREE")  # what follows one of these is its content, no event of its own
_CONTENT = 8  # words within which an act is the content of a carrier
_SPORT = 2  # cues of sport, stage or stock exchange that silence a sentence


class LexiconCoder:
    """Codes by the language packs alone; needs no model."""

    name = "lexicon"

    def __init__(self) -> None:
        self.ontology = ontology.load()

    @property
    def fingerprint(self) -> str:
        """What the coder's answers depend on."""
        return f"lexicon/{self.ontology.fingerprint}/{gazetteer.load().fingerprint}"

    def code(self, reading: Reading) -> Coding:
        """All that the report gives."""
        from dragoman.coding.statements import statements_of

        views = [View(s, packs.load(s.language), reading.report.text) for s in reading.sentences]
        events: list[Event] = []
        statements, conditions, links, agenda = [], [], [], []
        topic: Run | None = None
        for view in views:
            spoken = sayings(view, topic)
            found = self._events(view, reading, spoken, topic)
            events += found
            said = statements_of(view, spoken, topic, found)
            statements += said.statements
            conditions += said.conditions
            links += said.links
            agenda += said.agenda
            topic = _topic(view, spoken) or topic
        return Coding(
            reading=reading, events=tuple(events), statements=tuple(statements), conditions=tuple(conditions),
            links=tuple(links), agenda=tuple(agenda),
        )  # fmt: skip

    def _events(self, view: View, reading: Reading, spoken: list[Saying], topic: Run | None) -> list[Event]:
        if len(view.cue("not_events")) >= _SPORT:
            return []
        framer = Framer(view, topic)
        drafts: list[tuple[ActMatch, Frame, Said]] = []
        for act in view.acts:
            if _inside_another(view, act):
                continue
            when = _time_of(view, act)
            said = modality_of(view, act, when, reading.published)
            frame = framer.frame(act)
            if _worth(act, frame):
                drafts.append((act, frame, said))
        events = [self._event(view, reading, spoken, *draft) for draft in _unrepeated(drafts)]
        return events

    def _event(
        self, view: View, reading: Reading, spoken: list[Saying], act: ActMatch, frame: Frame, said: Said
    ) -> Event:
        report, sentence = reading.report, view.sentence
        trigger = covering(view.tokens, act.first, act.last)
        actors = _parties(frame.actors)
        recipients = _parties(frame.recipients) or _hosts(frame.host)
        when, where = _time_of(view, act), _place_of(view, act, frame)
        saying = said_by(view, act, spoken)
        contexts = _contexts(view)
        mode = said.mode
        cameo, goldstein = self.ontology.cameo(said.type, mode, contexts)
        evidence = _evidence(view, act, said, trigger, actors, recipients, when, where, saying)
        words = trigger.quote(report.text)
        return Event(
            id=_event_id(report.id, trigger, said.type),
            type=said.type,
            mode=mode,
            contexts=contexts,
            actors=actors,
            recipients=recipients,
            when=when.time if when else None,
            where=where,
            modality=said.modality,
            reported_by=chain(report, saying),
            condition=None,
            status="denied" if said.modality == "negated" else "claimed",
            quad=self.ontology.quad(said.type),
            score=self.ontology.score(said.type, mode),
            cameo=cameo,
            goldstein=goldstein,
            confidence=_confidence(act, frame, said),
            sentence=Span(start=sentence.start, end=sentence.end),
            trigger=trigger,
            reason=_reason(words, act, said, actors, when),
            coder=f"{self.fingerprint}/{view.pack.code}-{view.pack.fingerprint}",
            evidence=evidence,
        )


def _worth(act: ActMatch, frame: Frame) -> bool:
    """Whether an act with these parties is an event; a weak word needs both sides named."""
    actors, recipients = _parties(frame.actors), _parties(frame.recipients)
    if act.act.group.strength == "weak":
        symmetric = act.act.group.roles == "symmetric"
        return bool(actors) and (bool(recipients) or (symmetric and len(actors) > 1) or act.company is not None)
    if act.act.type in ("ASSAULT", "PROTEST", "COERCE"):
        return True
    if act.act.group.roles == "symmetric":
        return len(actors) > 0
    return bool(actors) or (bool(recipients) and act.act.type in ("RETREAT", "SANCTION", "ACCUSE", "AID", "MOBILIZE"))


def _inside_another(view: View, act: ActMatch) -> bool:
    """Whether an act is the company or the content of another one before it."""
    for other in view.acts:
        if other is act:
            continue
        if other.company and other.company[0] <= act.first < other.company[1] and other.company[0] <= act.last - 1:
            return True
        if other.act.type in _CARRIERS and other.act.type != act.act.type:
            after = 0 <= act.first - other.last <= _CONTENT and view.pack.order != "sov"
            before = view.pack.order == "sov" and 0 <= other.first - act.last <= _CONTENT
            left, right = (other.last, act.first) if after else (act.last, other.first)
            if (after or before) and not any(left <= at < right and at != act.verb for at in view.verbs):
                return True
    return False


def _unrepeated(drafts: Sequence[tuple[ActMatch, Frame, Said]]) -> list[tuple[ActMatch, Frame, Said]]:
    """Of several words for one act between the same parties, the first and fullest."""
    kept: list[tuple[ActMatch, Frame, Said]] = []
    for draft in drafts:
        act, frame, said = draft
        twin = next((k for k in kept if k[2].type == said.type and _same(k[1], frame)), None)
        if twin is None:
            kept.append(draft)
    return kept


def _same(left: Frame, right: Frame) -> bool:
    a, b = _codes(left.actors), _codes(right.actors)
    c, d = _codes(left.recipients), _codes(right.recipients)
    return (a == b and c == d) or (a | c == b | d and (not b or not d)) or (not b and not d) or (not a and not c)


def _codes(runs: Sequence[Run]) -> frozenset[str]:
    return frozenset(party.actor.code for run in runs for party in run.parties())


def _parties(runs: Sequence[Run]) -> tuple[Party, ...]:
    seen: dict[tuple[int, str], Party] = {}
    for run in runs:
        for party in run.parties():
            seen.setdefault((party.start, party.actor.name), party)
    return tuple(seen.values())


def _hosts(place: Mention | None) -> tuple[Party, ...]:
    """The government of a place visited."""
    if place is None or place.place is None or not place.place.country:
        return ()
    country = place.place.country
    actor = Actor(
        name=gazetteer.load().display(country), country=country, sector="GOV", reason="the country of the place visited"
    )
    return (Party(start=place.start, end=place.end, actor=actor),)


def _time_of(view: View, act: ActMatch) -> Mention | None:
    times = [m for m in view.sentence.mentions if m.kind == "time" and m.time is not None]
    if not times:
        return None
    nearest = min(times, key=lambda m: (max(m.first - act.last, act.first - m.last) + 8 * view.verbs_between(min(m.last, act.last), max(m.first, act.first))))
    return nearest


def _place_of(view: View, act: ActMatch, frame: Frame) -> Place | None:
    places = [m for m in view.places if m.place is not None]
    if not places:
        return None
    nearest = min(places, key=lambda m: max(m.first - act.last, act.first - m.last))
    return nearest.place


def _contexts(view: View) -> tuple[str, ...]:
    return tuple(sorted({match.value for match in view.pack.contexts.all(view.tokens)}))


def _confidence(act: ActMatch, frame: Frame, said: Said) -> float:
    value = 0.45 + 0.15 * bool(frame.actors) + 0.1 * bool(frame.recipients) + 0.1 * bool(act.company)
    value -= 0.15 * (act.act.group.strength == "weak") + 0.1 * (frame.implied is not None)
    value -= 0.05 * act.act.nominal + 0.05 * (said.modality != "done")
    return round(min(max(value, 0.05), 0.95), 3)


def _reason(words: str, act: ActMatch, said: Said, actors: tuple[Party, ...], when: Mention | None) -> str:
    parts = [f"“{words}” reports {act.act.type}" + (f"/{act.act.mode}" if act.act.mode else "")]
    if said.why:
        parts.append(said.why)
    if when is not None and when.time is not None and when.time.inferred:
        parts.append(f"{when.time.start.isoformat()}: {when.time.inferred}")
    parts += [f"“{p.actor.name}”: {p.actor.reason}" for p in actors if p.actor.reason]
    return "; ".join(parts)


def _evidence(
    view: View, act: ActMatch, said: Said, trigger: Span, actors: tuple[Party, ...], recipients: tuple[Party, ...],
    when: Mention | None, where: Place | None, saying: Saying | None,
) -> tuple[Evidence, ...]:  # fmt: skip
    def of(field: str, span: Span, method: str, reason: str) -> Evidence:
        return Evidence(
            start=span.start, end=span.end, field=field, quote=span.quote(view.text), method=method, reason=reason  # type: ignore[arg-type]
        )

    found = [of("type", trigger, "lexicon", f"{act.act.type} by {act.act.pattern}")]
    if act.company is not None:
        found.append(of("type", covering(view.tokens, *act.company), "lexicon", "in the company of"))
    for field, parties in (("actors", actors), ("recipients", recipients)):
        found += [of(field, p, "gazetteer", p.actor.reason or f"{p.actor.name} by name") for p in parties]
    if said.first is not None and said.last is not None:
        found.append(of("modality", covering(view.tokens, said.first, said.last), "lexicon", said.why))
    if when is not None:
        found.append(of("when", when, "calendar", when.reason))
    if where is not None:
        place = next(m for m in view.places if m.place == where)
        found.append(of("where", place, "gazetteer", place.reason))
    if saying is not None:
        found += [of("reported_by", m, "lexicon", "the speaker") for m in saying.speaker.mentions]
    return tuple(found)


def _event_id(report: str, trigger: Span, type_: str) -> str:
    return hashlib.sha256(f"{report}/{trigger.start}/{trigger.end}/{type_}".encode()).hexdigest()[:16]


def _topic(view: View, spoken: list[Saying]) -> Run | None:
    """Who a sentence is about, for a next one that names no subject."""
    if spoken:
        return spoken[0].speaker
    return next((run for run in view.runs if run.mark is None), None)
