"""The learned coder: the model looks at each sentence, the lexicon takes a second look.

The model tells mentions, act words and who has which part; the lexicon's act words stand beside it. Where the two
differ, weights measured on sentences that neither has seen decide, and the record says who spoke.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from dragoman import ontology
from dragoman.coding import weights
from dragoman.coding.attribution import Saying, said_by
from dragoman.coding.learned import model as shipped
from dragoman.coding.learned.heads import OneAct
from dragoman.coding.learned.labels import MODALITIES, MODES, MODES_OF, PARTS, TYPES
from dragoman.coding.learned.sight import Sight, country_of, seen, surrounded
from dragoman.coding.lexicon import (
    Gathered,
    Proposal,
    answered,
    cast,
    day_of,
    lonely,
    proposals,
    refused_host,
    ruled,
    unrepeated,
    views_of,
)
from dragoman.coding.modality import Said, stale
from dragoman.coding.record import Draft, record
from dragoman.coding.roles import Frame
from dragoman.coding.view import Run, View, time_of
from dragoman.coding.weights import Weights
from dragoman.knowledge import gazetteer
from dragoman.languages.acts import Act, ActMatch, Group
from dragoman.model import Coding, Event, Mention, Reading, Report

_WORTH = 0.1  # the probability from which a candidate's parties are looked at
_LIKELY = 0.5
_AROUND = 0.8  # the probability from which somebody whom the sentence does not name has a part in its act
_FAR = 0.02  # how near to 0 or 1 a probability is taken at its word
_SURE = 0.6  # the model's probability from which its mode stands against the lexicon's
_SURE_WHETHER = 0.7  # the same of its modality


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
        yield "likely", float(self.chance >= _LIKELY)
        yield ("lexicon", _logit(self.lexicon)) if self.proposal else ("alone", 1.0)
        yield "company", float(self.proposal is not None and self.proposal.act.company is not None)
        yield "both", float(self.chance >= _LIKELY and self.lexicon >= _LIKELY)
        if self.type in detected:
            yield f"whole/{self.type}", _logit(detected[self.type])
            yield f"bias/{self.type}", 1.0


class Parties(NamedTuple):
    """Who has which part in an act, by the model and by the lexicon, and how sure each is."""

    said: Said
    model: Frame
    sure: float
    around: bool = False  # whether the model's are known only from around the sentence
    lexicon: Frame | None = None
    lexicon_sure: float = 0.0

    def facts(self) -> Iterator[tuple[str, float]]:
        """What is weighed to tell which of the two is right."""
        yield "bias", 1.0
        yield "model", _logit(self.sure)
        yield "around", float(self.around)
        yield from _named("model", self.said, self.model)
        if self.lexicon is None:
            yield "alone", 1.0
            return
        yield "lexicon", _logit(self.lexicon_sure)
        yield ("agree" if sides(self.model) == sides(self.lexicon) else "differ"), 1.0
        yield from _named("lexicon", self.said, self.lexicon)

    def chosen(self, card: shipped.Card) -> tuple[Frame, float, str]:
        """The parties that are likelier right by what was measured, how likely, and whose they are if they differ."""
        facts = list(self.facts())
        model = decided(card.parties["model"], facts)
        if self.lexicon is None:
            return self.model, model, ""
        lexicon = decided(card.parties["lexicon"], facts)
        differ = sides(self.model) != sides(self.lexicon)
        if lexicon > model:
            return self.lexicon, lexicon, "lexicon" if differ else ""
        return self.model, model, "model" if differ else ""


class Scene(NamedTuple):
    """A sentence as both see it, with what the sentences before it tell."""

    sight: Sight
    view: View  # as the reading has it
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
        gathered, sentences = Gathered(), []
        for scene in scenes(self.sights(reading), reading):
            sentences.append(scene.sight.sentence)
            gathered.add(scene.view, scene.spoken, scene.topic, self._events(scene, reading.report))
        return gathered.coding(replace(reading, sentences=tuple(sentences)))

    def sights(self, reading: Reading) -> Iterable[Sight]:
        """The sentences of a report as the model sees them; while one is coded, it looks at the next."""
        text = reading.report.text
        pieces = self.model.split([s.words(text) for s in reading.sentences])
        hidden = self.model.encode([p.ids for p in pieces])
        heads = self.model.heads
        alone = zip(reading.sentences, pieces, hidden, strict=True)
        return surrounded((seen(sentence, text, own, vectors, heads) for sentence, own, vectors in alone), heads)

    def _events(self, scene: Scene, report: Report) -> Iterator[Event]:
        sight, view, card = scene.sight, scene.view, self.model.card
        coder = f"{self.fingerprint}/{view.pack.code}-{view.pack.fingerprint}-{scene.known.fingerprint}"
        every = candidates(scene)
        detected = self.model.heads.detected(sight.hidden) if every else {}
        chances = [(decided(card.decision, one.facts(detected)), one) for one in every]
        kept = _apart([(chance, one) for chance, one in chances if chance >= _WORTH])
        drafts = []
        for (chance, one), act in zip(kept, self.acts(sight, [one for _, one in kept]), strict=True):
            found = parties(scene, one, act)
            frame, sure, by = found.chosen(card)
            draft = _draft(scene, one, frame, found.said)
            confidence = self.model.confidence(chance * sure)
            drafts.append(draft._replace(probability=chance, confidence=confidence, parties_by=by))
        for draft in unrepeated(answered([d for d in drafts if d.confidence >= card.enough])):
            yield record(view, report, draft, self.ontology, coder)

    def acts(self, sight: Sight, some: Sequence[Candidate]) -> list[OneAct]:
        """What the heads say of the candidates of a sentence."""
        if not some:
            return []
        spans = [(sight.span(c.first, c.last) or (0, 1), TYPES.index(c.type)) for c in some]
        acts = self.model.heads.acts(
            sight.hidden, spans, [span for span, _ in sight.spans.values()], sight.named, sight.around
        )
        return [acts.of(k) for k in range(len(some))]


def _draft(scene: Scene, one: Candidate, frame: Frame, said: Said) -> Draft:
    match = one.proposal.act if one.proposal else _match(one, said.mode)
    saying = one.proposal.saying if one.proposal else said_by(scene.view, match, scene.spoken)
    return Draft(match, frame, said, saying, probability=0.0, confidence=0.0, model=one.chance)


def scenes(sights: Iterable[Sight], reading: Reading) -> Iterator[Scene]:
    """The sentences of a reading, each with what the model sees in it."""
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


def decided(decision: dict[str, float], facts: Iterable[tuple[str, float]]) -> float:
    """The probability that weights give facts: the logistic of their sum."""
    return 1 / (1 + math.exp(-sum(decision.get(name, 0.0) * value for name, value in facts)))


def _apart(chosen: Sequence[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """The likeliest of those that share words, left to right."""
    kept: list[tuple[float, Candidate]] = []
    for chance, one in sorted(chosen, key=lambda c: -c[0]):
        if not any(one.first < other.last and other.first < one.last for _, other in kept):
            kept.append((chance, one))
    return sorted(kept, key=lambda c: c[1].first)


def parties(scene: Scene, one: Candidate, act: OneAct) -> Parties:
    """Who has which part in a candidate, by either."""
    said = _said(one, act, recent=_recent(scene, one))
    model, sure, around = _by_model(scene.sight, act)
    if one.proposal is None:
        return Parties(said, model, sure, around)
    frame, lexicon_sure = cast(scene.view, one.proposal, scene.known)
    sight = scene.sight
    actors, recipients = (tuple(_here(sight, run) for run in runs) for runs in (frame.actors, frame.recipients))
    theirs = Frame(actors, recipients, passive=frame.passive)
    if ruled(one.proposal.act) and frame.actors and frame.recipients:
        return Parties(said, theirs, lexicon_sure)
    hosts = (_here(sight, run) for run in refused_host(scene.view, one.proposal))
    model = Frame(model.actors, tuple(dict.fromkeys((*model.recipients, *hosts))))
    return Parties(said, model, sure, around, theirs, lexicon_sure)


def _by_model(sight: Sight, act: OneAct) -> tuple[Frame, float, bool]:
    """Who has which part, mention by mention, how certain that is, and whether it is known only from around the
    sentence: a side that nobody in it has is theirs around it who have it."""
    sides: dict[str, list[Mention]] = {"actor": [], "recipient": []}
    certainty = 1.0
    for parts, i in zip(act.parts, sight.spans, strict=False):
        mention = sight.sentence.mentions[i]
        best = PARTS[int(parts.argmax())]
        if best in sides and mention.kind != "time":
            sides[best].append(mention)
        if mention.kind not in ("place", "time"):
            certainty *= float(parts.max())
    around = False
    for part, own in sides.items():
        if not own:
            for mention, chance in _around(sight, act, part):
                own.append(mention)
                certainty *= chance
                around = True
    actors, recipients = ([Run((m,), None) for m in side] for side in sides.values())
    return Frame(tuple(_others(actors, recipients)), tuple(recipients)), certainty, around


def _around(sight: Sight, act: OneAct, part: str) -> Iterator[tuple[Mention, float]]:
    """Who around the sentence has a part in an act, the likeliest of each country, and how likely."""
    what = PARTS.index(part)
    likeliest: dict[str, tuple[float, Mention]] = {}
    for parts, mention in zip(act.parts[len(sight.spans) :], sight.others, strict=True):
        chance = float(parts[what])
        if chance >= _AROUND and (country := country_of(mention)) and chance > likeliest.get(country, (0.0,))[0]:
            likeliest[country] = chance, mention
    for chance, mention in likeliest.values():
        reason = f"“{mention.text}” near by; the sentence names nobody"
        actors = tuple(replace(actor, reason=reason) for actor in mention.actors)
        yield replace(mention, actors=actors), chance


def _others(actors: list[Run], recipients: list[Run]) -> list[Run]:
    """The actors without those of a recipient's country, where others are among them: nobody acts with whom he
    acts on."""
    acted_on = {p.actor.country for run in recipients for p in run.parties()} - {None}
    return [run for run in actors if not {p.actor.country for p in run.parties()} & acted_on] or actors


def _here(sight: Sight, run: Run) -> Run:
    """A run of the reading with the mentions as the model's sight has them."""
    return Run(tuple(dict.fromkeys(sight.mention(m) for m in run.mentions)), run.mark)


def _named(who: str, said: Said, frame: Frame) -> Iterator[tuple[str, float]]:
    """Whether somebody is named on each side, and whether that is enough for the type."""
    actors, recipients = sides(frame)
    yield f"{who}/nobody", float(not actors and not recipients)
    yield f"{who}/no actor", float(not actors)
    yield f"{who}/no recipient", float(not recipients)
    yield f"{who}/lonely", float(lonely(said, frame))


def sides(frame: Frame) -> tuple[frozenset[str | None], frozenset[str | None]]:
    """The countries of the actors and of the recipients."""
    actors, recipients = (
        frozenset(p.actor.country for run in runs for p in run.parties()) for runs in (frame.actors, frame.recipients)
    )
    return actors - {None}, recipients - {None}


def _recent(scene: Scene, one: Candidate) -> bool:
    """Whether the nearest time that is told lies less than a year back."""
    when = time_of(scene.view, one.proposal.act if one.proposal else _match(one, None))
    return when is not None and scene.day is not None and not stale(when, scene.day)


def _said(one: Candidate, act: OneAct, *, recent: bool) -> Said:
    """Whether it happened and in which mode: by the lexicon where it knows and the model is not sure otherwise.

    Of a `recent` act the calendar knows better than the model that it is no history.
    """
    own = MODES_OF[TYPES.index(one.type)]
    mode = MODES[own][int(act.modes.argmax())][1]
    modality = MODALITIES[int(act.modality.argmax())]
    if recent and modality == "historical":
        modality = "done"
    said = one.proposal.said if one.proposal else None
    if said is not None and (said.modality == modality or act.modality.max() < _SURE_WHETHER):
        return said._replace(mode=said.mode or (mode if act.modes.max() >= _SURE else None))
    why = "" if modality == "done" else f"{modality}, by the sentence as the model reads it"
    return Said(modality, one.type, mode, None, None, why)  # type: ignore[arg-type]


def _match(one: Candidate, mode: str | None) -> ActMatch:
    """An act word that no lexicon has, in the form of one."""
    act = Act(one.type, "", False, (), Group(mode=mode))
    return ActMatch(one.first, one.last, act, None, False, False, "", "", None, one.last - 1)


def _logit(chance: float) -> float:
    bounded = min(max(chance, _FAR), 1 - _FAR)
    return math.log(bounded / (1 - bounded))
