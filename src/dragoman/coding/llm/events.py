"""From a claim of the model to an event: each of its words is laid on the sentence, each of its codes on the ontology.

Nothing of the model's own wording goes into the record, only codes that are known and words that the report has.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple, cast

from dragoman.coding import attribution
from dragoman.coding.attribution import Saying, said_by
from dragoman.coding.llm.answer import Claim
from dragoman.coding.llm.quotes import Named, Place, distance, parties, places
from dragoman.coding.modality import PROMISED
from dragoman.coding.view import View, nearest, time_of
from dragoman.languages.acts import Act, ActMatch, Group
from dragoman.model import Event, Evidence, Mention, Method, Modality, Party, Report, Span
from dragoman.ontology import Ontology
from dragoman.phrases import covering


class Refused(Exception):
    """A claim that the report or the ontology does not bear out; says which part of it."""


class _Found(NamedTuple):
    """A claim with its words found and its codes known; `why` is added to the reason."""

    type: str
    mode: str | None
    modality: Modality
    trigger: Span
    cue: Span | None
    actors: tuple[Named, ...]
    recipients: tuple[Named, ...]
    why: str
    act: ActMatch

    def codes(self) -> tuple[object, ...]:
        """What tells it from another claim on the same words."""
        return self.type, self.trigger, _members(self.actors), _members(self.recipients)


class Maker:
    """Makes the events of one sentence from the claims about it, counting in `refused` those that it refuses."""

    def __init__(
        self, view: View, report: Report, spoken: list[Saying], *, ontology: Ontology, model: str, refused: Counter[str]
    ) -> None:
        self._view = view
        self._report = report
        self._spoken = spoken
        self._ontology = ontology
        self._model = model
        self._refused = refused

    def events(self, claims: Sequence[Claim], coder: str) -> Iterator[Event]:
        """The events, in the order of their words."""
        found: dict[tuple[object, ...], tuple[_Found, Claim]] = {}
        for claim in claims:
            try:
                one = self._found(claim)
                if one.codes() in found:
                    raise Refused("told twice")
                found[one.codes()] = one, claim
            except Refused as refusal:
                self._refused[str(refusal)] += 1
        ids: set[str] = set()
        for one, claim in sorted(found.values(), key=lambda pair: pair[0].trigger):
            ids.add(own := _event_id(self._report.id, one, ids))
            yield self._event(own, one, claim.confidence, coder)

    # --- checking ---------------------------------------------------------------------------------

    def _found(self, claim: Claim) -> _Found:
        """The claim checked; of several places of its trigger that which lies nearest to its parties."""
        type_, mode, modality, why = self._coded(claim)
        quoted = (*claim.actors, *claim.recipients)
        spots = self._places(claim.trigger, "trigger")
        named = [self._places(one.quote, "party") for one in quoted]
        at = min(spots, key=lambda spot: sum(distance(_nearest(places, spot), spot) for places in named))
        cued = claim.cue if claim.modality != "done" else None
        members = [
            parties(self._view, one, _nearest(places, at), self._model)
            for one, places in zip(quoted, named, strict=True)
        ]
        act = Act(type_, "", False, (), Group(mode=mode))
        return _Found(
            type=type_, mode=mode, modality=modality, trigger=self._span(at),
            cue=self._span(_nearest(self._places(cued, "cue"), at)) if cued else None,
            actors=_once(members[: len(claim.actors)]), recipients=_once(members[len(claim.actors) :]), why=why,
            act=ActMatch(*at, act, None, False, False, "", "", None, at[1] - 1),
        )  # fmt: skip

    def _coded(self, claim: Claim) -> tuple[str, str | None, Modality, str]:
        """Type, mode and modality by the ontology and the coding rules."""
        if claim.type not in self._ontology.types:
            raise Refused("unknown type")
        if claim.modality not in self._ontology.modalities:
            raise Refused("unknown modality")
        if claim.modality == "future" and claim.type in PROMISED:
            return "AGREE", None, "done", f"a coming {claim.type} is AGREE"
        modality = cast(Modality, claim.modality)
        if claim.mode in {None, *(mode.name for mode in self._ontology.types[claim.type].modes)}:
            return claim.type, claim.mode, modality, ""
        self._refused["mode not of its type"] += 1
        return claim.type, None, modality, "its mode is left open, for the model's is none of the type"

    def _places(self, quote: str, what: str) -> list[Place]:
        """Where a quote stands in the sentence."""
        found = places(quote, self._view.tokens)
        if not found:
            raise Refused(f"{what} not in its sentence")
        return found

    def _span(self, place: Place) -> Span:
        return covering(self._view.tokens, *place)

    # --- recording --------------------------------------------------------------------------------

    def _event(self, own: str, one: _Found, confidence: float, coder: str) -> Event:
        view, ontology = self._view, self._ontology
        when = time_of(view, one.act)
        where = nearest(view, one.act, [m for m in view.places if m.place is not None])
        saying = said_by(view, one.act, self._spoken)
        contexts = tuple(sorted({match.value for match in view.pack.contexts.all(view.tokens)}))
        cameo, goldstein = ontology.cameo(one.type, one.mode, contexts)
        return Event(
            id=own,
            type=one.type,
            mode=one.mode,
            contexts=contexts,
            actors=_members(one.actors),
            recipients=_members(one.recipients),
            when=when.time if when else None,
            where=where.place if where else None,
            modality=one.modality,
            reported_by=attribution.chain(self._report, saying),
            condition=None,
            status="denied" if one.modality == "negated" else "claimed",
            quad=ontology.quad(one.type),
            score=ontology.score(one.type, one.mode),
            cameo=cameo,
            goldstein=goldstein,
            confidence=round(confidence, 3),
            sentence=Span(start=view.sentence.start, end=view.sentence.end),
            trigger=one.trigger,
            reason=self._reason(one, when),
            coder=coder,
            evidence=tuple(self._evidence(one, when, where, saying)),
        )

    def _reason(self, one: _Found, when: Mention | None) -> str:
        what = one.type + (f"/{one.mode}" if one.mode else "")
        parts = [f"“{one.trigger.words(self._view.text)}” reports {what}, says {self._model}"]
        if one.why:
            parts.append(one.why)
        if when is not None and when.time is not None and when.time.inferred:
            parts.append(f"{when.time.start.isoformat()}: {when.time.inferred}")
        actors = [party.actor for party in _members((*one.actors, *one.recipients))]
        parts += dict.fromkeys(f"“{actor.name}”: {actor.reason}" for actor in actors if actor.reason)
        return "; ".join(parts)

    def _evidence(
        self, one: _Found, when: Mention | None, where: Mention | None, saying: Saying | None
    ) -> Iterator[Evidence]:
        """The words of every field; the trigger's come first."""

        def of(field: str, span: Span, method: Method, reason: str) -> Evidence:
            quote = span.words(self._view.text)
            return Evidence(start=span.start, end=span.end, field=field, quote=quote, method=method, reason=reason)

        yield of("type", one.trigger, "model", f"{one.type} by {self._model}")
        if one.mode is not None:
            yield of("mode", one.trigger, "model", f"{one.mode} by {self._model}")
        if one.modality != "done":
            yield of("modality", one.cue or one.trigger, "model", f"{one.modality} by {self._model}")
        elif one.cue is not None:
            yield of("type", one.cue, "model", one.why)
        for field, members in (("actors", one.actors), ("recipients", one.recipients)):
            for party, method in members:
                yield of(field, party, method, party.actor.reason or f"{party.actor.name} by name")
        if when is not None:
            yield of("when", when, "calendar", when.reason)
        if where is not None:
            yield of("where", where, "gazetteer", where.reason)
        for mention in saying.speaker.mentions if saying is not None else ():
            yield of("reported_by", mention, "lexicon", "the speaker")


def _nearest(found: Sequence[Place], to: Place) -> Place:
    return min(found, key=lambda place: distance(place, to))


def _once(members: Sequence[tuple[Named, ...]]) -> tuple[Named, ...]:
    """All parties of one side, each once."""
    found: dict[tuple[int, str], Named] = {}
    for named in chain.from_iterable(members):
        found.setdefault((named.party.start, named.party.actor.name), named)
    return tuple(found.values())


def _members(named: Sequence[Named]) -> tuple[Party, ...]:
    return tuple(party for party, _ in named)


def _event_id(report: str, one: _Found, taken: set[str]) -> str:
    """The id that any coder gives to this type at these words; a second event there is numbered."""
    base = f"{report}/{one.trigger.start}/{one.trigger.end}/{one.type}"
    tried = base
    while (own := hashlib.sha256(tried.encode()).hexdigest()[:16]) in taken:
        tried += "+"
    return own
