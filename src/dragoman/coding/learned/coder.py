"""The learned coder: the model reads each report in one batched pass, the lexicon takes a second look.

The model tells mentions, act words and who has which part; the lexicon's act words stand beside it. Where the two
differ, weights measured on sentences that neither has seen decide, and the record says who spoke.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from dragoman import ontology
from dragoman.coding import weights
from dragoman.coding.attribution import Saying, said_by
from dragoman.coding.context import completed
from dragoman.coding.learned import model as shipped
from dragoman.coding.learned.heads import OneAct
from dragoman.coding.learned.labels import MODALITIES, MODES, MODES_OF, PARTS, TYPES
from dragoman.coding.learned.sight import Sight, seen
from dragoman.coding.lexicon import Proposal, day_of, proposals, views_of
from dragoman.coding.modality import Said
from dragoman.coding.record import Draft, record
from dragoman.coding.roles import Frame
from dragoman.coding.statements import conditions_of, statements_of
from dragoman.coding.view import Run, View
from dragoman.coding.weights import Weights
from dragoman.knowledge import gazetteer
from dragoman.languages.acts import Act, ActMatch, Group
from dragoman.model import Coding, Event, Reading, Report

_WORTH = 0.1  # the probability from which a candidate's parties are looked at
_SURE = 0.6  # the model's probability from which its modality and mode stand against the lexicon's


class Candidate(NamedTuple):
    """Words that may report an act of a type: what the model and the lexicon make of them."""

    first: int
    last: int
    type: str
    chance: float  # by the model
    proposal: Proposal | None  # by the lexicon
    lexicon: float  # its probability, 0 where it has none

    def facts(self, detected: dict[str, float]) -> Iterator[tuple[str, float]]:
        """What the decision weighs."""
        yield "bias", 1.0
        yield "model", _logit(self.chance)
        yield ("lexicon", _logit(self.lexicon)) if self.proposal else ("alone", 1.0)
        if self.type in detected:
            yield f"whole/{self.type}", _logit(detected[self.type])
            yield f"bias/{self.type}", 1.0


class Scene(NamedTuple):
    """A sentence as both see it, with what the sentences before it tell."""

    sight: Sight
    view: View
    known: Weights
    day: datetime.date | None  # of the report
    spoken: list[Saying]
    topic: Run | None


class LearnedCoder:
    """Codes by the shipped model, with the language packs beside it."""

    name = "default"

    def __init__(self, model: shipped.Model | None = None) -> None:
        self.model = model or shipped.load()
        self.ontology = ontology.load()

    @property
    def fingerprint(self) -> str:
        """What the coder's answers depend on, beside the pack of the language."""
        return f"learned/{self.model.fingerprint}/{self.ontology.fingerprint}/{gazetteer.load().fingerprint}"

    def code(self, reading: Reading) -> Coding:
        """All that the report gives."""
        sights = self.sights(reading)
        reading = replace(reading, sentences=tuple(s.sentence for s in sights))
        events: list[Event] = []
        statements, conditions, links, agenda = [], [], [], []
        for scene in scenes(sights, reading):
            found, bound = conditions_of(scene.view, list(self._events(scene, reading.report)))
            said = statements_of(scene.view, scene.spoken, scene.topic)
            events += found
            conditions += bound
            statements += said.statements
            links += said.links
            agenda += said.agenda
        return Coding(
            reading=reading, events=completed(events, reading), statements=tuple(statements),
            conditions=tuple(conditions), links=tuple(links), agenda=tuple(agenda),
        )  # fmt: skip

    def sights(self, reading: Reading) -> list[Sight]:
        """All sentences of a report as the model sees them, in one batched pass."""
        text = reading.report.text
        pieces = self.model.split([s.words(text) for s in reading.sentences])
        hidden = self.model.encode([p.ids for p in pieces])
        heads = self.model.heads
        return [seen(s, text, p, h, heads) for s, p, h in zip(reading.sentences, pieces, hidden, strict=True)]

    def _events(self, scene: Scene, report: Report) -> Iterator[Event]:
        sight, view = scene.sight, scene.view
        coder = f"{self.fingerprint}/{view.pack.code}-{view.pack.fingerprint}-{scene.known.fingerprint}"
        found = candidates(scene)
        detected = self.model.heads.detected(sight.hidden) if found else {}
        chances = [(decided(self.model.card.decision, one.facts(detected)), one) for one in found]
        kept = _apart([(chance, one) for chance, one in chances if chance >= _WORTH])
        if not kept:
            return
        spans = [(sight.span(c.first, c.last) or (0, 1), TYPES.index(c.type)) for _, c in kept]
        acts = self.model.heads.acts(sight.hidden, spans, list(sight.spans.values()))
        for k, (chance, one) in enumerate(kept):
            draft = self._draft(scene, one, chance, acts.of(k))
            if draft.confidence >= self.model.card.enough:
                yield record(view, report, draft, self.ontology, coder)

    def _draft(self, scene: Scene, one: Candidate, chance: float, act: OneAct) -> Draft:
        frame, certainty = _cast(scene.sight, one, act)
        said = _said(one, act)
        match = one.proposal.act if one.proposal else _match(one, said.mode)
        saying = one.proposal.saying if one.proposal else said_by(scene.view, match, scene.spoken)
        return Draft(match, frame, said, saying, chance, self.model.confidence(chance * certainty), model=one.chance)


def scenes(sights: Sequence[Sight], reading: Reading) -> Iterator[Scene]:
    """The sentences of a reading that holds the model's mentions."""
    day = day_of(reading)
    for sight, (view, spoken, topic) in zip(sights, views_of(reading), strict=True):
        yield Scene(sight, view, weights.load(view.pack.code), day, spoken, topic)


def candidates(scene: Scene) -> list[Candidate]:
    """What the model and the lexicon propose, one candidate for each place and type."""
    words = list(scene.sight.acts())
    likeliest: dict[tuple[int, str], tuple[float, Proposal]] = {}
    for proposal in proposals(scene.view, scene.day, scene.spoken, scene.topic):
        key = (proposal.act.first, proposal.said.type)
        probability = scene.known.reports(proposal.facts(scene.view))
        if probability > likeliest.get(key, (0.0,))[0]:
            likeliest[key] = probability, proposal
    found: list[Candidate] = []
    for (_, type_), (probability, proposal) in likeliest.items():
        act = proposal.act
        own = [w for w in words if w.type == type_ and w.first < act.last and act.first < w.last]
        chance = max([scene.sight.chance(type_, act.first, act.last), *(w.chance for w in own)])
        found.append(Candidate(act.first, act.last, type_, chance, proposal, probability))
        words = [w for w in words if w not in own]
    found += [Candidate(w.first, w.last, w.type, w.chance, None, 0.0) for w in words]
    return found


def decided(decision: dict[str, float], facts: Iterator[tuple[str, float]]) -> float:
    """The probability that a candidate is an event."""
    return 1 / (1 + math.exp(-sum(decision.get(name, 0.0) * value for name, value in facts)))


def _apart(chosen: Sequence[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """The likeliest of those that share words, left to right."""
    kept: list[tuple[float, Candidate]] = []
    for chance, one in sorted(chosen, key=lambda c: -c[0]):
        if not any(one.first < other.last and other.first < one.last for _, other in kept):
            kept.append((chance, one))
    return sorted(kept, key=lambda c: c[1].first)


def _cast(sight: Sight, one: Candidate, act: OneAct) -> tuple[Frame, float]:
    """Who has which part, and how certain that is."""
    actors: list[Run] = []
    recipients: list[Run] = []
    certainty = 1.0
    for place, i in enumerate(sight.spans):
        mention = sight.sentence.mentions[i]
        parts = act.parts[place]
        best = PARTS[int(parts.argmax())]
        if best in ("actor", "recipient") and mention.kind != "time":
            (actors if best == "actor" else recipients).append(Run((mention,), None))
        if mention.kind not in ("place", "time"):
            certainty *= float(parts.max())
    if not actors and one.proposal is not None and one.proposal.frame.implied in one.proposal.frame.actors:
        actors += [run for run in [one.proposal.frame.implied] if run is not None]
    return Frame(tuple(actors), tuple(recipients)), certainty


def _said(one: Candidate, act: OneAct) -> Said:
    """Whether it happened and in which mode: by the lexicon where it knows and the model is not sure otherwise."""
    own = MODES_OF[TYPES.index(one.type)]
    mode = MODES[own][int(act.modes.argmax())][1]
    modality = MODALITIES[int(act.modality.argmax())]
    said = one.proposal.said if one.proposal else None
    if said is not None and (said.modality == modality or act.modality.max() < _SURE):
        return said._replace(mode=mode if act.modes.max() >= _SURE else said.mode)
    why = "" if modality == "done" else f"{modality}, by the sentence as the model reads it"
    return Said(modality, one.type, mode, None, None, why)  # type: ignore[arg-type]


def _match(one: Candidate, mode: str | None) -> ActMatch:
    """An act word that no lexicon has, in the form of one."""
    act = Act(one.type, "", False, (), Group(mode=mode))
    return ActMatch(one.first, one.last, act, None, False, False, "", "", None, one.last - 1)


def _logit(chance: float) -> float:
    bounded = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))
