"""Conditions and promises of a relation: who owes what to whom, since when, until when, and what became of it.

A condition is what a report says is demanded; what is demanded is owed by the party, or else by the only other one
that its sentence names, to the holder. A promise is an AGREE event: what it promises is owed by those who act to
those acted on, and by each to the other where nobody is acted on. Several tellings of one are one commitment.
Events of other tools have no words, so they promise nothing here, but they can meet what was promised.

What would meet it is read from its words (`expectation.py`) and looked for among the later events of the two
(`fulfilment.py`). What was met stays met; what lapsed or was breached may still be met, late. A person's word
(`Ledger.settle`) goes before the program's, whatever the day that is asked about.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from dragoman.errors import RelationError
from dragoman.ledger.ledger import Ledger
from dragoman.ledger.query import Query
from dragoman.ledger.questions import Noted
from dragoman.ledger.rows import codes_of
from dragoman.ledger.settling import Demand, Settlement, State, condition_id
from dragoman.ledger.tellings import Telling
from dragoman.model import Actor, Condition, Event, Party, Record, Report, Span, Time, Told
from dragoman.relations.commitments.expectation import Expected
from dragoman.relations.commitments.fulfilment import ENOUGH, GRACE, Change, Records, Wanted, findings
from dragoman.relations.commitments.undertakings import Kind, Passage, Undertaking, of_conditions, of_promises

_SHOWN = 5  # doubtful events that a person is shown
_AT_ONCE = 500  # promises that are read together
_NEVER = datetime.date.max - GRACE


class Commitment(Record, frozen=True):
    """A condition or a promise, and what became of it.

    `owed_by` and `owed_to` are codes of parties, empty where nobody can be named, and then `unnamed` says why.
    `since` is the day it was made and `due` the days until which it holds, None where no report tells.
    `expected` are the acts that would meet it, `changes` its states in the order of days, `candidates` events that
    may have met or broken it and were too doubtful to count. `contested`: persons say different things of it.
    """

    id: str
    kind: Kind
    owed_by: tuple[str, ...]
    owed_to: tuple[str, ...]
    holder: str | None
    party: str | None
    unnamed: str | None
    words: str
    in_return_for: str | None
    since: datetime.date | None
    due: Time | None
    state: State
    contested: bool
    expected: tuple[Expected, ...]
    changes: tuple[Change, ...]
    candidates: tuple[Change, ...]
    told: tuple[Passage, ...]

    def age(self, day: datetime.date) -> int | None:
        """For how many days it has stood on a day; None where nobody knows since when."""
        return None if self.since is None else (day - self.since).days


class _Between:
    """The tellings of one party on another, read from the ledger once for each two, or all at once."""

    def __init__(self, ledger: Ledger, *, all_at_once: bool) -> None:
        self._ledger = ledger
        self._all_at_once = all_at_once
        self._known: dict[tuple[str, str], list[Telling]] = {}
        for telling in ledger.all_tellings() if all_at_once else ():
            self._known.setdefault((telling.actor, telling.recipient), []).append(telling)

    def __call__(self, actor: str, recipient: str) -> list[Telling]:
        if not self._all_at_once and (actor, recipient) not in self._known:
            self._known[actor, recipient], self._known[recipient, actor] = [], []
            for telling in self._ledger.tellings(actor, recipient):
                self._known[telling.actor, telling.recipient].append(telling)
        return self._known.get((actor, recipient), [])

    def promises(self, pair: tuple[str, str] | None, party: str | None) -> list[int]:
        """The event rows of promises between two parties, of one party, or of all, with refusals in their reports."""
        every = [self(*pair), self(*pair[::-1])] if pair else self._known.values()
        some = [one for told in every for one in told if party in (None, one.actor, one.recipient)]
        promised = {one.report for one in some if _is_promise(one)}
        refused = (one for one in some if one.type == "REJECT" and one.report in promised)
        return sorted({one.seq for one in some if _is_promise(one)} | {one.seq for one in refused})


def commitments(
    ledger: Ledger,
    pair: tuple[str, str] | None = None,
    *,
    party: str | None = None,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    as_of: datetime.date | None = None,
) -> list[Commitment]:
    """What is owed between two parties, by or to one, or by anybody, in the order in which it was made.

    `since` and `until` leave those that were open at some time between these days. States are those on the day
    `as_of`, else on the day of the ledger's last report: what is told or published later doesn't count.

    Raises RelationError where a party is to be paired with itself.
    """
    if pair is not None and pair[0] == pair[1]:
        raise RelationError(f"{pair[0]} owes itself nothing", fix="name two parties")
    judge = _Judge(ledger, _Between(ledger, all_at_once=pair is None), as_of)
    found = judge.conditions(pair or ((party,) if party else ()))
    found += judge.promises(pair, party)
    made = (judge.judged(one) for one in found if pair is None or one.between(*pair))
    kept = [one for one in made if _is_within(one, since, until)]
    return sorted(kept, key=lambda one: (one.since or datetime.date.max, one.id))


def states(ledger: Ledger, found: Iterable[Noted]) -> list[Noted]:
    """Conditions as notes of a ledger have them, each with the state that it is in now."""
    listed = [(one, one.note) for one in found if isinstance(one.note, Condition)]
    ids = {condition_id(one.report.id, condition) for one, condition in listed}
    sides = (side for _, condition in listed for side in (condition.holder, condition.party) if side)
    parties = tuple(sorted(set(codes_of(sides))))
    judge = _Judge(ledger, _Between(ledger, all_at_once=False), None)
    asked = (one for one in judge.conditions(parties) if any(passage.id in ids for passage in one.told))
    now = {passage.id: one.state for one in map(judge.judged, asked) for passage in one.told}
    return [
        replace(one, note=replace(condition, state=now.get(condition_id(one.report.id, condition), condition.state)))
        for one, condition in listed
    ]


class _Judge:
    """Says what became of each commitment, as it is known on a day."""

    def __init__(self, ledger: Ledger, between: _Between, as_of: datetime.date | None) -> None:
        self._ledger = ledger
        self._between = between
        self._records = Records(ledger)
        self._as_of = as_of
        self._last = as_of or ledger.last_day() or datetime.date.max
        self._settled: dict[str, list[Settlement]] = {}
        for settlement in ledger.settlements():
            self._settled.setdefault(settlement.commitment, []).append(settlement)

    def conditions(self, parties: tuple[str, ...]) -> list[Undertaking]:
        """The conditions in which one of the parties, or anybody, has a part."""
        asked = Query(until=self._as_of, limit=None)
        found: dict[str, Demand] = {}
        for one in [replace(asked, party=party) for party in parties] or [asked]:
            found |= {condition_id(demand.report.id, demand.condition): demand for demand in self._ledger.demands(one)}
        ordered = sorted(found.items(), key=lambda entry: (entry[1].report.published or datetime.date.max, entry[0]))
        return of_conditions((demand, self._records.of(demand.events)) for _, demand in ordered)

    def promises(self, pair: tuple[str, str] | None, party: str | None) -> list[Undertaking]:
        """The promises between two parties, of one party, or of all."""
        rows = self._between.promises(pair, party)
        batches = (self._ledger.told(rows[at : at + _AT_ONCE]) for at in range(0, len(rows), _AT_ONCE))
        told = [one for batch in batches for one in batch if self._is_out(one.report)]
        refused = {at for one in told if one.event.type == "REJECT" for at in _places(one, one.event.actors)}
        promised = [one for one in told if one.event.type == "AGREE"]
        # What its own sentence tells one of the two to refuse binds nobody.
        kept = [one for one in promised if refused.isdisjoint(_places(one, (*one.event.actors, *one.event.recipients)))]
        return of_promises(sorted(kept, key=_order))

    def judged(self, one: Undertaking) -> Commitment:
        """What became of it, by the program and by persons."""
        changes, candidates = self._by_program(one)
        settled = [s for passage in one.told for s in self._settled.get(passage.id, ())]
        settled.sort(key=lambda settlement: settlement.judgement)
        changes += [_by_person(settlement) for settlement in settled]
        lasting = {settlement.who: settlement.state for settlement in settled}
        given = {name: getattr(one, name) for name in Commitment.__struct_fields__ if hasattr(one, name)}
        return Commitment(
            **given,
            id=one.told[0].id,
            state=changes[-1].state,
            contested=len(set(lasting.values())) > 1,
            changes=tuple(changes),
            candidates=tuple(sorted(candidates, key=_doubt)[:_SHOWN]),
        )

    def _by_program(self, one: Undertaking) -> tuple[list[Change], list[Change]]:
        """The states it came into, and what was too doubtful to count."""
        first = one.told[0]
        changes = [_opened(one, first)]
        candidates: list[Change] = []
        lapses = one.due.end + GRACE if one.due is not None and one.due.end < _NEVER else None
        for found in self._findings(one):
            if (found.score or 0.0) < ENOUGH:
                candidates.append(found)
                continue
            if lapses is not None and found.day is not None and found.day > lapses:
                changes += _lapsed(one, changes[-1].state, lapses)
                lapses = None
            if found.state != changes[-1].state:
                changes.append(found)
        if lapses is not None and lapses <= self._last:
            changes += _lapsed(one, changes[-1].state, lapses)
        return changes, candidates

    def _findings(self, one: Undertaking) -> Iterator[Change]:
        if one.since is None or not one.owed_by or not one.owed_to:
            return
        told: dict[str, list[Span]] = {}
        for passage in one.told:
            told.setdefault(passage.report, []).append(Span(start=passage.start, end=passage.end))
        wanted = Wanted(one.owed_by, one.owed_to, one.expected, one.matter, one.since, one.due, told)
        yield from findings(wanted, self._between, self._records, self._last)

    def _is_out(self, report: Report | None) -> bool:
        return report is not None and (report.published is None or report.published <= self._last)


# --- changes --------------------------------------------------------------------------------------


def _opened(one: Undertaking, first: Passage) -> Change:
    what = "demanded" if one.kind == "condition" else "promised"
    since = "; nobody tells when" if one.since is None else ""
    unnamed = f"; {one.unnamed}" if one.unnamed else ""
    return Change(
        state="open", day=one.since, reason=f"{what}{since}{unnamed}",
        report=first.report, start=first.start, end=first.end, quote=first.quote,
    )  # fmt: skip


def _lapsed(one: Undertaking, state: State, day: datetime.date) -> list[Change]:
    """What the passing of the due day changes: what was only to be left undone is met by it."""
    assert one.due is not None
    if state != "open":
        return []
    if one.expected and all(expected.refrain for expected in one.expected):
        return [Change(state="met", day=day, reason=f"due {one.due.end}, and nothing was done against it")]
    return [Change(state="lapsed", day=day, reason=f"due {one.due.end}, and nothing is told that met it")]


def _by_person(settlement: Settlement) -> Change:
    reason = settlement.why or f"judgement {settlement.judgement}"
    return Change(state=settlement.state, day=settlement.at.date(), reason=reason, by=settlement.who)


def _is_within(one: Commitment, since: datetime.date | None, until: datetime.date | None) -> bool:
    """Whether it was open, or changed, at some time between two days; what has no day is, where none is asked for."""
    if one.since is None:
        return since is None and until is None
    closed = None if one.state == "open" else one.changes[-1].day
    return (until is None or one.since <= until) and (since is None or closed is None or closed >= since)


def _doubt(change: Change) -> tuple[float, str]:
    return -(change.score or 0.0), change.event or ""


def _order(told: Told) -> tuple[datetime.date, str, int]:
    """By the day of publication, then by report and place."""
    assert told.report is not None and isinstance(told.event, Event)
    return told.report.published or datetime.date.max, told.report.id, told.event.trigger.start


def _places(told: Told, parties: Iterable[Party | Actor]) -> set[tuple[str, int, str]]:
    """The sentence that an event stands in, with each of some parties."""
    if told.report is None or not isinstance(told.event, Event):
        return set()
    return {(told.report.id, told.event.sentence.start, code) for code in codes_of(parties)}


def _is_promise(telling: Telling) -> bool:
    return telling.type == "AGREE" and telling.modality == "done" and telling.status != "denied"
