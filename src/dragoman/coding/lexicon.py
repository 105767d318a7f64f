"""The lexicon coder: act words propose events, rules and weights decide which of them the sentence reports.

Every field carries the words it rests on and a reason that a person understands.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from dragoman import ontology
from dragoman.coding import statements, weights
from dragoman.coding.attribution import Saying, said_by, sayings
from dragoman.coding.conditions import conditions_of
from dragoman.coding.context import completed
from dragoman.coding.features import act_features, role_features
from dragoman.coding.modality import Said, modality_of
from dragoman.coding.narrative import dated
from dragoman.coding.record import Draft, record
from dragoman.coding.roles import Frame, Framer
from dragoman.coding.statements import statements_of
from dragoman.coding.view import OBJECT, Run, View, time_of
from dragoman.coding.weights import Weights
from dragoman.knowledge import gazetteer
from dragoman.languages import packs
from dragoman.languages.acts import ActMatch
from dragoman.model import Coding, Condition, Event, Reading, Report

_CARRIERS = ("REQUEST", "THREATEN", "REJECT", "AGREE")  # what follows one of these is often its content
_HOPES = ("SUPPORT", "CONSULT", "COOPERATE", "AID", "CONCEDE", "RETREAT")  # only supposed, they are no events
_BESIDE = 1  # tokens between two words for one act: "agreed to send"
_ANSWER = 5  # words within which a request is what an answer answers
_CONTENT = 8  # words within which an act is the content of a carrier
_SPORT = 2  # cues of sport, stage or stock exchange that silence a sentence
_SUBJECT = 0.3  # the probability from which the likeliest party is an active verb's subject
_RULED = 0.7  # how often parties are right that the rules alone decide
_ENOUGH_ALONE = 0.5  # the same where nobody is named
_ENOUGH = 0.35  # the probability from which an act word counts; the best F1 in five-fold cross-validation


class Proposal(NamedTuple):
    """An act word with what the rules say of it, before the weights are asked."""

    act: ActMatch
    frame: Frame
    said: Said
    inside: bool
    saying: Saying | None
    speaker: Run | None

    def facts(self, view: View) -> Iterator[str]:
        """What the weights weigh to tell whether it reports an event."""
        return act_features(view, self.act, self.frame, self.said, inside=self.inside, saying=self.saying is not None)


class Gathered:
    """What the sentences of a report give, one after the other; every coder's events come together here."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._conditions: list[Condition] = []
        self._said: list[statements.Said] = []
        self._views: list[View] = []

    def add(self, view: View, spoken: list[Saying], topic: Run | None, events: Iterable[Event]) -> None:
        """A sentence's events, with the conditions, statements, links and agenda that the sentence holds."""
        found, bound = conditions_of(view, list(events))
        self._events += found
        self._conditions += bound
        self._said.append(statements_of(view, spoken, topic))
        self._views.append(view)

    def coding(self, reading: Reading) -> Coding:
        """All of it, with whom the report as a whole makes certain, and when by the narrative."""
        said = self._said
        events = dated(completed(self._events, reading), self._views, reading.published)
        return Coding(
            reading=reading, events=events, conditions=tuple(self._conditions),
            statements=tuple(x for one in said for x in one.statements),
            links=tuple(x for one in said for x in one.links), agenda=tuple(x for one in said for x in one.agenda),
        )  # fmt: skip


class LexiconCoder:
    """Codes by the language packs alone; needs no model."""

    name = "lexicon"

    def __init__(self, known: Mapping[str, Weights] | None = None) -> None:
        self.ontology = ontology.load()
        self.weights = known or {}  # else those that ship with the packs

    @property
    def fingerprint(self) -> str:
        """What the coder's answers depend on, beside the pack of the language."""
        return f"lexicon/{self.ontology.fingerprint}/{gazetteer.load().fingerprint}"

    def code(self, reading: Reading) -> Coding:
        """All that the report gives."""
        gathered = Gathered()
        day = day_of(reading)
        for view, spoken, topic in views_of(reading):
            gathered.add(view, spoken, topic, self._events(view, reading.report, day, spoken, topic))
        return gathered.coding(reading)

    def _events(
        self, view: View, report: Report, day: datetime.date | None, spoken: list[Saying], topic: Run | None
    ) -> Iterator[Event]:
        known = self.weights.get(view.pack.code) or weights.load(view.pack.code)
        coder = f"{self.fingerprint}/{view.pack.code}-{view.pack.fingerprint}-{known.fingerprint}"
        likeliest: dict[int, tuple[float, Proposal]] = {}
        for proposal in proposals(view, day, spoken, topic):
            probability = known.reports(proposal.facts(view))
            if probability >= max(_ENOUGH, likeliest.get(proposal.act.first, (0.0,))[0]):
                likeliest[proposal.act.first] = probability, proposal
        drafts = []
        for probability, proposal in likeliest.values():
            frame, certainty = cast(view, proposal, known)
            if probability >= _ENOUGH_ALONE or not lonely(proposal.said, frame):
                confidence = known.confidence(probability * certainty)
                drafts.append(Draft(proposal.act, frame, proposal.said, proposal.saying, probability, confidence))
        for draft in unrepeated(answered(drafts)):
            yield record(view, report, draft, self.ontology, coder)


def views_of(reading: Reading) -> Iterator[tuple[View, list[Saying], Run | None]]:
    """The sentences laid out, each with who says what in it and whom the one before was about."""
    topic: Run | None = None
    for sentence in reading.sentences:
        view = View(sentence, packs.load(sentence.language), reading.report.text)
        spoken = sayings(view, topic)
        yield view, spoken, topic
        topic = _topic(view, spoken) or topic


def proposals(view: View, day: datetime.date | None, spoken: list[Saying], topic: Run | None) -> Iterator[Proposal]:
    """Every act word of a sentence with its parties by the rules; `day` is the report's."""
    if len(view.cue("not_events")) >= _SPORT:
        return
    found = [(act, modality_of(view, act, time_of(view, act), day)) for act in chain.from_iterable(view.readings)]
    cues = {
        at
        for _, said in found
        if said.first is not None and said.last is not None
        for at in range(said.first, said.last)
    }
    for act, said in found:
        if said.modality == "hypothetical" and said.type in _HOPES:
            continue
        if said.first is None and act.act.nominal and cues & set(range(act.first, act.last)):
            continue  # "will not" beside the act that it refuses
        saying = said_by(view, act, spoken)
        speaker = saying.speaker if saying else spoken[0].speaker if spoken else None
        frame = Framer(view, topic, speaker or topic).frame(act)
        yield Proposal(act, frame, said, _inside_another(view, act), saying, speaker)


def day_of(reading: Reading) -> datetime.date | None:
    """The day of a report; without one, the latest that it speaks of, for it can't be older."""
    if reading.published is not None:
        return reading.published
    times = [m.time.end for s in reading.sentences for m in s.mentions if m.time is not None]
    return max(times, default=None)


def cast(view: View, proposal: Proposal, known: Weights) -> tuple[Frame, float]:
    """Who has which part, by the weights, and how certain that is."""
    act, frame, runs = proposal.act, proposal.frame, view.candidates
    if ruled(act):
        return frame, _RULED
    actors: list[Run] = []
    recipients: list[Run] = []
    certainty = 1.0
    likeliest: tuple[float, Run | None] = (_SUBJECT, None)
    for run in runs:
        parts = known.parts(role_features(view, act, run, frame, runs))
        certainty *= max(parts)
        if parts.actor > max(parts.recipient, likeliest[0]):
            likeliest = parts.actor, run
        if parts.actor == max(parts):
            actors.append(run)
        elif parts.recipient == max(parts):
            recipients.append(run)
    if not actors and likeliest[1] is not None and not act.act.nominal and not frame.passive:
        actors.append(likeliest[1])  # a verb in the active has a subject
    subject = _gone_on_with(view, act, actors[0]) if len(actors) == 1 else None
    if subject is not None and recipients and _states(*recipients) <= _states(subject):
        actors, recipients = [subject], actors
    implied = frame.implied if not actors and frame.implied in frame.actors else None
    if implied is not None:
        actors.append(implied)
    if act.act.group.roles == "symmetric" and act.act.mode != "visit":
        actors, recipients = [*actors, *recipients], []
        other = proposal.speaker
        if other is not None and len(_states(*actors)) == 1 and not _states(other) <= _states(*actors):
            actors.append(other)  # "in a meeting with X, Y said"
    recipients = list(dict.fromkeys([*recipients, *refused_host(view, proposal)]))
    return Frame(tuple(actors), tuple(recipients), passive=frame.passive, implied=implied), certainty


def ruled(act: ActMatch) -> bool:
    """Whether the rules are certain of an act's parties: it is in the first person, or what a report finds."""
    return act.speaker or act.act.group.roles == "finding"


def refused_host(view: View, proposal: Proposal) -> list[Run]:
    """Who would have been the host of a meeting that is refused, and is refused too."""
    if (proposal.said.type, proposal.said.mode) != ("REJECT", "meet"):
        return []
    return [run for run in view.candidates if run.mentions[0].kind == "place" and proposal.act.last <= run.first][:1]


def _gone_on_with(view: View, act: ActMatch, run: Run) -> Run | None:
    """The subject that an Arabic verb behind "and" goes on with, so that the party behind the verb is its object:
    the minister met her counterpart "and thanked Morocco"."""
    joined = view.pack.order == "vso" and bool(set(act.prefix) & view.pack.folded("clause_clitics"))
    takes_object = OBJECT in act.act.group.recipient and act.act.group.roles == "agent"
    if act.act.nominal or not joined or not takes_object or run.first < act.last or run.mark is not None:
        return None
    before = next((one for one in view.runs if one.last <= act.first and one.mark is None), None)
    return before if before is not None and not _states(before) & _states(run) else None


def lonely(said: Said, frame: Frame) -> bool:
    """Whether an act names nobody, or not whom it needs: the other side of a meeting, whoever is asked."""
    if not frame.actors and not frame.recipients:
        return True
    if said.type == "REQUEST" and not frame.recipients:
        return True  # stressed, urged, demanded: of nobody
    meeting = said.type == "CONSULT" and said.mode != "visit"
    return meeting and not frame.recipients and len(_states(*frame.actors)) == 1


def _states(*runs: Run) -> set[str | None]:
    return {party.actor.country for run in runs for party in run.parties()}


def _inside_another(view: View, act: ActMatch) -> bool:
    """Whether an act is the company or the content of another one before it."""
    for other in view.acts:
        if other.first == act.first:
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


def answered(drafts: Sequence[Draft]) -> list[Draft]:
    """The acts without the requests that one of them answers: "replied positively to Blinken's request"."""
    kept = list(drafts)
    for request in drafts:
        if request.said.type != "REQUEST" or request.act.prefix or request.act.tense == "present":
            continue  # "and asked" is an act of its own
        for answer in drafts:
            near = 0 <= request.act.first - answer.act.last <= _ANSWER
            if near and answer.said.type in ("AGREE", "REJECT") and answer in kept and request in kept:
                kept.remove(request)
                asked = tuple(run for run in request.frame.actors if run not in answer.frame.actors)
                if not answer.frame.recipients:
                    frame = replace(answer.frame, recipients=asked)
                    kept[kept.index(answer)] = answer._replace(frame=frame)
    return kept


def unrepeated(drafts: Sequence[Draft]) -> list[Draft]:
    """Of several words for one act between the same parties, the likeliest that names somebody."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((k for k in kept if k.said.type == draft.said.type and _same(k, draft)), None)
        if twin is None:
            kept.append(draft)
        elif draft.probability > twin.probability and draft.codes() != (frozenset(), frozenset()):
            kept[kept.index(twin)] = draft
    return kept


def _same(left: Draft, right: Draft) -> bool:
    (a, b), (c, d) = left.codes(), right.codes()
    nobody = not a | b or not c | d
    beside = bool(a) and a == c and 0 <= right.act.first - left.act.last <= _BESIDE
    return nobody or beside or (a, b) == (c, d) or (left.act.act.group.roles == "symmetric" and a | b == c | d)


def _topic(view: View, spoken: list[Saying]) -> Run | None:
    """Who a sentence is about, for a next one that names no subject."""
    if spoken:
        return spoken[0].speaker
    return next((run for run in view.runs if run.mark is None), None)
