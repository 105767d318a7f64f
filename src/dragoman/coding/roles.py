"""Who is the actor and who the recipient of an act, by the order of words and the marks of its frame.

Arabic puts the verb first or second, English in the middle, Persian last; nouns carry their parties behind
them (زيارة X إلى Y) or before (X's visit to Y). Each finding says what it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dragoman.coding.view import OBJECT, Run, View
from dragoman.languages.acts import ActMatch
from dragoman.model import Mention
from dragoman.text import fold

_REACH = 25  # words within which an act's parties are looked for
_NEAR = 3  # words between a noun and the party that belongs to it
_VICTIMS = {"CVL", "JRN", "REF", "MED", "EDU", "LAB", "SOC", "REL", "AGR", "BUS", "ELI"}
_VIOLENT = ("ASSAULT", "COERCE", "SANCTION")


@dataclass(frozen=True)
class Frame:
    """The parties of one act."""

    actors: tuple[Run, ...] = ()
    recipients: tuple[Run, ...] = ()
    host: Mention | None = None
    passive: bool = False
    implied: Run | None = None


@cache
def _marks(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name if name == OBJECT else fold(name).strip() for name in names)


class Framer:
    """Assigns roles in one sentence; `topic` is the party that went on acting in the sentence before."""

    def __init__(self, view: View, topic: Run | None, speaker: Run | None = None) -> None:
        self.view = view
        self.topic = topic
        self.speaker = speaker
        self.order = view.pack.order

    def frame(self, act: ActMatch) -> Frame:
        """The parties of an act; in the first person the speaker acts."""
        if act.speaker and self.speaker is not None:
            return self._by_roles(act, Frame((self.speaker,), self._after(act, self.speaker)))
        if act.act.nominal:
            found = self._nominal(act)
        elif self.order == "vso":
            found = self._verb_first(act)
        elif self.order == "sov":
            found = self._verb_last(act)
        else:
            found = self._verb_middle(act)
        return self._by_roles(act, found)

    # --- verbs ---------------------------------------------------------------------------------

    def _verb_middle(self, act: ActMatch) -> Frame:
        passive = self._passive_english(act)
        subject = self._subject_left(act)
        if passive:
            agent = self._agent(act)
            return Frame((agent,) if agent else (), (subject,) if subject else (), passive=True)
        return Frame((subject,) if subject else (), self._after(act, subject))

    def _passive_english(self, act: ActMatch) -> bool:
        if act.tense not in ("past", "participle") or self.view.tokens[act.first].folded.endswith("ing"):
            return False
        for cue in self.view.cue("passive"):
            if cue.last <= act.first and act.first - cue.last <= 2 and not self._mention_between(cue.last, act.first):
                return True
        following = self.view.tokens[act.last : act.last + 1]
        return bool(following) and following[0].folded == "by" and self._agent(act) is not None

    def _verb_first(self, act: ActMatch) -> Frame:
        left = self._subject_before_arabic(act)
        bare = [run for run in self._right(act) if run.mark is None]
        agent = self._agent(act)
        if act.tense == "participle":
            subject = self._clause_subject(act)
            return Frame((subject,) if subject else (), self._after(act, subject))
        if agent is not None or act.passive or self._unsaid_passive(act, left, bare):
            patient = left if left is not None else bare[0] if bare and self._close(act, bare[0]) else None
            return Frame((agent,) if agent else (), (patient,) if patient else (), passive=True)
        if left is not None:
            return Frame((left,), self._after(act, left))
        if bare and self._close(act, bare[0]):
            return Frame((bare[0],), self._after(act, bare[0]))
        return Frame(implied=self.topic, recipients=self._after(act, None))

    def _unsaid_passive(self, act: ActMatch, left: Run | None, bare: list[Run]) -> bool:
        """Unvocalised قتل, اعتقل: passive where only a victim stands behind the verb."""
        if act.act.type not in _VIOLENT or OBJECT not in act.act.group.recipient or len(bare) > 1:
            return False
        if left is not None or not bare or not self._close(act, bare[0]):
            return False
        return bool(bare[0].sectors & _VICTIMS) or self._counted(bare[0])

    def _counted(self, run: Run) -> bool:
        tokens = self.view.tokens
        before = tokens[run.first - 1] if run.first else None
        own = tokens[run.first]
        numerals = self.view.pack.folded("calendar.numerals")
        return any(t is not None and (t.folded[0].isdigit() or t.folded in numerals) for t in (before, own))

    def _verb_last(self, act: ActMatch) -> Frame:
        start = self._clause_start(act.first)
        inside = [run for run in self.view.runs if start <= run.first and run.last <= act.first]
        if act.passive:
            agent = self._marked_agent(inside)
            patient = next((run for run in inside if run.mark is None and run is not agent), None)
            return Frame((agent,) if agent else (), (patient,) if patient else (), passive=True)
        marks = _marks(act.act.group.recipient)
        recipients = [run for run in inside if run.mark is not None and run.mark in marks]
        subject = next((run for run in inside if run.mark is None and run not in recipients), None)
        if subject is None:
            subject = self._antecedent(start)
        bare = [run for run in inside if run.mark is None and run is not subject]
        if not recipients and OBJECT in marks and bare:
            recipients = bare[-1:]
        if not recipients:
            recipients = [r for r in self._right(act) if r.mark in marks and r.first - act.verb <= 6][:1]
        if subject is None:
            return Frame(implied=self.topic, recipients=tuple(recipients[-1:]))
        return Frame((subject,), tuple(recipients[-1:]))

    def _clause_start(self, at: int) -> int:
        """Where the clause of a Persian verb begins: after the last finite verb or که."""
        starts = [0]
        starts += [verb + 1 for verb in self.view.verbs if verb + 1 <= at]
        starts += [that + 1 for that in self.view.barriers if that + 1 <= at]
        return max(starts)

    def _antecedent(self, start: int) -> Run | None:
        """Who a relative clause or a continued sentence is about: the last bare party before it."""
        before = [run for run in self.view.runs if run.last <= start and run.mark is None]
        return before[0] if before else None

    # --- nouns ---------------------------------------------------------------------------------

    def _nominal(self, act: ActMatch) -> Frame:
        genitive_is_actor = act.act.group.genitive == "actor"
        between = self._between(act)
        if between is not None:
            return Frame((between,))
        owner = self._owner(act)
        recipients = self._after(act, owner)
        agent = self._agent(act)
        if owner is not None and not genitive_is_actor and not self._adjective(owner):
            actor = agent or self._governing_subject(act, owner)
            return Frame((actor,) if actor else (), (owner,))
        if owner is not None:
            return Frame((owner,), tuple(run for run in recipients if run is not owner))
        if act.suffix and self.order == "vso":
            holder = self._nearest_left(act) or self.topic
            if holder is not None:
                return Frame((holder,), recipients) if genitive_is_actor else Frame((), (holder,))
        actor = agent or self._governing_subject(act, None)
        return Frame((actor,) if actor else (), tuple(run for run in recipients if run is not actor))

    def _owner(self, act: ActMatch) -> Run | None:
        """The party that belongs to a noun: behind it in Arabic and Persian, before it in English."""
        if self.order == "svo":
            for run in self.view.runs:
                gap = act.first - run.last
                if 0 <= gap <= _NEAR and run.mentions[-1].last <= act.first and self._premodifies(run, act, gap):
                    return run
            return next((r for r in self._right(act) if r.mark == "of" and r.first - act.last <= _NEAR + 1), None)
        for run in self._right(act):
            if run.mark is None and run.first - act.last <= _NEAR and not self._barrier(act.last, run.first):
                return run
            return None
        return None

    def _premodifies(self, run: Run, act: ActMatch, gap: int) -> bool:
        words = [t.folded for t in self.view.tokens[run.last : act.first]]
        if self._barrier(run.last, act.first) or any(
            not t.word and t.folded != "-" for t in self.view.tokens[run.last : act.first]
        ):
            return False
        if "'s" in words or "'" in words:
            return True
        last = run.mentions[-1]
        return (
            last.kind == "state"
            and "adjective" in last.reason
            and not any(at in self.view.verbs for at in range(run.last, act.first))
        )

    def _adjective(self, run: Run) -> bool:
        return all("adjective" in mention.reason for mention in run.mentions)

    def _between(self, act: ActMatch) -> Run | None:
        """talks between X and Y, محادثات بين X وY."""
        between = self.view.pack.folded("between")
        for run in self._right(act):
            if run.mark in between and run.first - act.last <= 6:
                return run
        return None

    def _governing_subject(self, act: ActMatch, owner: Run | None) -> Run | None:
        """The subject of the verb that carries the noun: شن الجيش هجوما, police announced the arrest."""
        if self.order == "sov":
            start = self._clause_start(act.first)
            inside = [r for r in self.view.runs if start <= r.first and r.last <= act.first and r.mark is None]
            if inside and inside[0] is not owner:
                return inside[0] if self._carried(inside[0].last, act) else None
            return None
        run = self._nearest_left(act)
        if run is None or run is owner or act.first - run.last > 6:
            return None
        return run if self._carried(run.first, act) else None

    def _carried(self, start: int, act: ActMatch) -> bool:
        """Whether the party that stands before a noun does what the noun says: not where it only speaks of it."""
        for other in self.view.acts:
            if other is not act and not other.act.nominal and start - 3 <= other.first < act.first:
                return False
        return True

    # --- searching -----------------------------------------------------------------------------

    def _right(self, act: ActMatch) -> list[Run]:
        stop = self._stop(act.last if act.company is None else max(act.last, act.company[1]))
        return [run for run in self.view.runs if act.last <= run.first < stop]

    def _stop(self, start: int) -> int:
        """Where the right side of an act ends: the next finite verb or clause, but not at once."""
        limit = min(len(self.view.tokens), start + _REACH)
        for at in range(start + 1, limit):
            if at in self.view.barriers or at in self.view.verbs:
                return at
        return limit

    def _after(self, act: ActMatch, subject: Run | None) -> tuple[Run, ...]:
        """The recipients behind an act, by the marks of its frame."""
        marks = _marks(act.act.group.recipient)
        candidates = [run for run in self._right(act) if run is not subject]
        for run in candidates:
            mark = OBJECT if run.mark is None else run.mark
            if mark == OBJECT and OBJECT in marks and not self._object_like(act, run, subject):
                continue
            if mark in marks:
                return (run,)
        return ()

    def _object_like(self, act: ActMatch, run: Run, subject: Run | None) -> bool:
        edge = max(act.last, subject.last if subject is not None and subject.first >= act.last else act.last)
        return run.first - edge <= 8

    def _agent(self, act: ActMatch) -> Run | None:
        marks = [*self.view.pack.data.agent_marks, *act.act.group.actor]
        return self._marked_agent(
            [run for run in self.view.runs if run.first >= act.last and run.first - act.last <= 15],
            tuple(marks),
        )

    def _marked_agent(self, runs: list[Run], marks: tuple[str, ...] | None = None) -> Run | None:
        names = marks if marks is not None else self.view.pack.data.agent_marks
        phrases = (
            self.view.pack.cues("agent_marks")
            if marks is None or marks == self.view.pack.data.agent_marks
            else _phrases(names)
        )
        for run in runs:
            for back in range(1, 5):
                at = run.first - back
                if at >= 0:
                    match = phrases.longest(self.view.tokens, at)
                    if (
                        match is not None
                        and match.last <= run.first
                        and not self._mention_between(match.last, run.first)
                    ):
                        return run
        return None

    def _subject_left(self, act: ActMatch) -> Run | None:
        """The English subject: the nearest bare party to the left, clauses and prepositions weighing against it."""
        best: tuple[float, Run] | None = None
        for run in self.view.runs:
            if run.last > act.first:
                continue
            cost = (
                (act.first - run.last)
                + 6.0 * self._barriers_left(run, act)
                + 3.0 * self.view.verbs_between(run.last, act.first)
            )
            if run.mark is not None:
                cost += 9.0
            if best is None or cost < best[0]:
                best = (cost, run)
        return best[1] if best and best[0] <= 30 else None

    def _barriers_left(self, run: Run, act: ActMatch) -> int:
        """Clause beginnings between; a relative word right behind the party is no bar."""
        return sum(run.last + 1 < at < act.first for at in self.view.barriers)

    def _subject_before_arabic(self, act: ActMatch) -> Run | None:
        """A subject before the Arabic verb: in headlines, after أن, and in nominal sentences."""
        if self.view.pack.folded("clause_clitics") & set(act.prefix):
            return None
        before = [run for run in self.view.runs if run.last <= act.first and run.mark is None]
        if not before:
            return None
        run = before[-1]
        gap = act.first - run.last
        relative = run.last in self.view.barriers and run.last not in self.view.that
        if self.view.verbs_between(run.last, act.first) or gap > 8:
            return None
        if self._barrier(run.last + relative, act.first):
            return None
        governed = any(verb < run.first and run.first - verb <= 2 for verb in self.view.verbs)
        if governed and not relative and run.last not in self.view.that:
            return None
        return run

    def _clause_subject(self, act: ActMatch) -> Run | None:
        """The subject that an Arabic participle continues: the first bare party of the sentence's last clause."""
        before = [run for run in self.view.runs if run.last <= act.first]
        bare = [run for run in before if run.mark is None]
        return bare[0] if bare else self.topic

    def _nearest_left(self, act: ActMatch) -> Run | None:
        before = [run for run in self.view.runs if run.last <= act.first and run.mark is None]
        return before[-1] if before else None

    def _close(self, act: ActMatch, run: Run) -> bool:
        return run.first - act.last <= 8 and not self._barrier(act.last, run.first)

    def _barrier(self, left: int, right: int) -> bool:
        return any(left <= at < right for at in self.view.barriers)

    def _mention_between(self, left: int, right: int) -> bool:
        return any(left <= run.first < right for run in self.view.runs)

    # --- roles ---------------------------------------------------------------------------------

    def _by_roles(self, act: ActMatch, frame: Frame) -> Frame:
        roles = act.act.group.roles
        actors, recipients = frame.actors, frame.recipients
        if not actors and frame.implied is not None:
            actors = (frame.implied,)
        if roles == "symmetric":
            actors, recipients = _distinct(actors + recipients), ()
        elif roles == "host":
            actors, recipients = recipients, actors
        elif roles == "finding":
            before = [run for run in self.view.candidates if run.last <= act.first and run is not self.speaker]
            actors, recipients = ((self.speaker,) if self.speaker else ()), tuple(before[-1:])
        elif roles == "patient" and not frame.passive:
            agent = self._agent(act)
            actors, recipients = ((agent,) if agent else ()), actors or recipients
        recipients = tuple(run for run in recipients if run not in actors)
        return Frame(actors, recipients, self._host(act, actors, recipients), frame.passive, frame.implied)

    def _host(self, act: ActMatch, actors: tuple[Run, ...], recipients: tuple[Run, ...]) -> Mention | None:
        """The place visited, where no host is named as a party."""
        if act.act.mode != "visit" or recipients or not actors:
            return None
        after = [place for place in self.view.places if act.last <= place.first <= act.last + 8]
        return after[0] if after else None


def _distinct(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(dict.fromkeys(runs))


@cache
def _phrases(names: tuple[str, ...]):  # type: ignore[no-untyped-def]
    from dragoman.languages.packs import phrases_of

    return phrases_of(names)
