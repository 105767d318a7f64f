"""From a decided act to an event: its fields, each with the words it rests on and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dragoman.coding.attribution import Saying, chain
from dragoman.coding.modality import Said
from dragoman.coding.roles import Frame
from dragoman.coding.view import Run, View, nearest, time_of
from dragoman.languages.acts import ActMatch
from dragoman.model import Event, Evidence, Mention, Method, Party, Report, Span
from dragoman.ontology import Ontology
from dragoman.phrases import covering

_LIKELY = 0.5  # the model's probability from which it agrees with the lexicon


class Draft(NamedTuple):
    """An act word taken for an event: its parties, modality and speaker, and how likely each choice is."""

    act: ActMatch
    frame: Frame
    said: Said
    saying: Saying | None
    probability: float
    confidence: float
    model: float | None = None  # the learned coder's own probability, where it has one
    parties_by: str = ""  # model or lexicon, where they differ

    def codes(self) -> tuple[frozenset[str], frozenset[str]]:
        """Who acts and who is acted on, as codes."""
        return _codes(self.frame.actors), _codes(self.frame.recipients)


def record(view: View, report: Report, draft: Draft, ontology: Ontology, coder: str) -> Event:
    """The event of a draft."""
    act, said = draft.act, draft.said
    trigger = covering(view.tokens, act.first, act.last)
    actors = _parties(draft.frame.actors)
    recipients = _apart(_parties(draft.frame.recipients), actors)
    when, where = time_of(view, act), _place_of(view, act)
    contexts = _contexts(view)
    cameo, goldstein = ontology.cameo(said.type, said.mode, contexts)
    return Event(
        id=_event_id(report.id, trigger, said.type),
        type=said.type,
        mode=said.mode,
        contexts=contexts,
        actors=actors,
        recipients=recipients,
        when=when.time if when else None,
        where=where.place if where else None,
        modality=said.modality,
        reported_by=chain(report, draft.saying),
        condition=None,
        status="denied" if said.modality == "negated" else "claimed",
        quad=ontology.quad(said.type),
        score=ontology.score(said.type, said.mode),
        cameo=cameo,
        goldstein=goldstein,
        confidence=round(draft.confidence, 3),
        sentence=Span(start=view.sentence.start, end=view.sentence.end),
        trigger=trigger,
        reason=_reason(trigger.words(report.text), draft, (*actors, *recipients), when),
        coder=coder,
        evidence=tuple(
            _evidence(view, draft, trigger, {"actors": actors, "recipients": recipients}, when=when, where=where)
        ),
    )


def _place_of(view: View, act: ActMatch) -> Mention | None:
    return nearest(view, act, [m for m in view.places if m.place is not None])


def _parties(runs: Sequence[Run]) -> tuple[Party, ...]:
    seen: dict[tuple[int, str], Party] = {}
    for run in runs:
        for party in run.parties():
            seen.setdefault((party.start, party.actor.name), party)
    return tuple(seen.values())


def _apart(recipients: tuple[Party, ...], actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """The recipients without the actors' own state, where others are among them: Azerbaijan refused a meeting of
    the ministers of Armenia and Azerbaijan."""
    own = {party.actor.country for party in actors}
    return tuple(party for party in recipients if party.actor.country not in own) or recipients


def _codes(runs: Sequence[Run]) -> frozenset[str]:
    return frozenset(party.actor.code for run in runs for party in run.parties())


def _contexts(view: View) -> tuple[str, ...]:
    return tuple(sorted({match.value for match in view.pack.contexts.all(view.tokens)}))


def _reason(words: str, draft: Draft, parties: tuple[Party, ...], when: Mention | None) -> str:
    act, said = draft.act, draft.said
    parts = [f"“{words}” reports {act.act.type}" + (f"/{act.act.mode}" if act.act.mode else "")]
    parts[0] += _speaker(draft)
    if draft.parties_by:
        parts.append(f"parties by the {draft.parties_by}, where the two differ")
    if said.why:
        parts.append(said.why)
    if when is not None and when.time is not None and when.time.inferred:
        parts.append(f"{when.time.start.isoformat()}: {when.time.inferred}")
    parts += dict.fromkeys(f"“{p.actor.name}”: {p.actor.reason}" for p in parties if p.actor.reason)
    return "; ".join(parts)


def _evidence(
    view: View,
    draft: Draft,
    trigger: Span,
    parties: dict[str, tuple[Party, ...]],
    *,
    when: Mention | None,
    where: Mention | None,
) -> Iterator[Evidence]:
    """The words of every field; the trigger's come first."""

    def of(field: str, span: Span, method: Method, reason: str) -> Evidence:
        quote = span.words(view.text)
        return Evidence(start=span.start, end=span.end, field=field, quote=quote, method=method, reason=reason)

    act, said = draft.act, draft.said
    cue = None if said.first is None or said.last is None else covering(view.tokens, said.first, said.last)
    for method, reason in _of_type(draft):
        yield of("type", trigger, method, reason)
    if act.company is not None:
        yield of("type", covering(view.tokens, *act.company), "lexicon", "in the company of")
    if said.mode is not None:
        yield of("mode", *_of_mode(draft, trigger, cue))
    for field, named in parties.items():
        for party in named:
            by: Method = "gazetteer" if view.sentence.covers(party) else "context"
            yield of(field, party, by, party.actor.reason or f"{party.actor.name} by name")
    if cue is not None:
        yield of("modality" if said.type == act.act.type else "type", cue, "lexicon", said.why)
    elif said.modality != "done":
        yield of("modality", trigger, "model", said.why)
    if when is not None:
        yield of("when", when, "calendar", when.reason)
    if where is not None:
        yield of("where", where, "gazetteer", where.reason)
    if draft.saying is not None:
        for mention in draft.saying.speaker.mentions:
            yield of("reported_by", mention, "lexicon", "the speaker")


def _speaker(draft: Draft) -> str:
    """Who takes the words for an act of the type."""
    if draft.model is None:
        return ""
    if not draft.act.act.pattern:
        return ", says the model"
    if draft.model >= _LIKELY:
        return ", say model and lexicon"
    return f", says the lexicon; the model gives it {draft.model:.2f}"


def _of_type(draft: Draft) -> Iterator[tuple[Method, str]]:
    """Who takes the trigger for an act of its type, and why."""
    if pattern := _pattern(draft):
        yield "lexicon", f"{draft.act.act.type} by {pattern}"
    if draft.model is not None:
        yield "model", f"{draft.said.type} with a probability of {draft.model:.2f}"


def _of_mode(draft: Draft, trigger: Span, cue: Span | None) -> tuple[Span, Method, str]:
    """What the mode rests on."""
    said, own, pattern = draft.said, draft.act.act.mode, _pattern(draft)
    if cue is not None and said.mode != own:
        return cue, "lexicon", said.why
    if said.mode == own and pattern:
        return trigger, "lexicon", f"{said.mode} by {pattern}"
    return trigger, "model", f"{said.mode}, as the model reads the sentence"


def _pattern(draft: Draft) -> str:
    """The lexicon's pattern without its company; empty where only the model knows the word."""
    return draft.act.act.pattern.partition(" + ")[0]


def _event_id(report: str, trigger: Span, type_: str) -> str:
    return hashlib.sha256(f"{report}/{trigger.start}/{trigger.end}/{type_}".encode()).hexdigest()[:16]
