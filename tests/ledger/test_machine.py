"""Whatever is done to a ledger in whatever order, what stands is what a simple model says."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace

from dragoman.errors import LedgerError
from dragoman.ledger import Added, Ledger, Query
from dragoman.model import Coding, Event

from .samples import coding, event, report

MODES = (None, "disapprove", "allege")
SELDOM = st.sampled_from([False, False, False, False, True])


class Verdict(NamedTuple):
    number: int
    verdict: str
    record: Event  # the record that it is about
    own: bool  # whether that is the coder's


class Model:
    """A report by its address: its last version, what the last coder gave, and the verdicts on each event."""

    def __init__(self) -> None:
        self.versions: dict[int, int] = {}
        self.coded: dict[str, set[int]] = {}  # coders of each report
        self.given: dict[str, Event | None] = {}  # of each event, by the last coder of its report
        self.seen: dict[str, Event] = {}  # the last record that any coder gave
        self.of: dict[str, str] = {}  # the report of each event
        self.current: dict[int, str] = {}
        self.verdicts: dict[str, list[Verdict]] = {}

    def record(self, event: str) -> tuple[Event, bool] | None:
        """The record that a verdict on the event is about, and whether it is the coder's; rejections left out."""
        given = self.given[event]
        kept = [one for one in self.verdicts.get(event, []) if one.verdict != "reject"]
        if not kept:
            return None if given is None else (given, True)
        last = kept[-1]
        if last.own and given is not None:
            return given, True
        return last.record, False

    def standing(self) -> dict[str, Event]:
        found = {}
        for id, of in self.of.items():
            verdicts = self.verdicts.get(id, [])
            record = self.record(id)
            rejected = bool(verdicts) and verdicts[-1].verdict == "reject"
            if of in self.current.values() and record is not None and not rejected:
                found[id] = record[0]
        return found


def made(number: int, version: int, mode: str | None, lost: bool) -> Coding:
    """Version `version` of report `number`, with the mode that a coder gives; it may lose the event."""
    of = report(f"Report {number}.{version}: Armenia accused Azerbaijan.", url=f"https://e.org/{number}", language="en")
    found = event(of, "accused", "ACCUSE", ["ARM:GOV"], ["AZE:GOV"], mode=mode)
    return coding(of, *(() if lost else (found,)))


class Machine(RuleBasedStateMachine):
    """A ledger in SQLite beside its model."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.ledger = Ledger(str(Path(self.folder.name) / "dragoman.db"), who="Leyla")
        self.model = Model()

    def teardown(self) -> None:
        self.ledger.close()
        self.folder.cleanup()

    @rule(
        number=st.integers(0, 1),
        coder=st.integers(0, 9),
        mode=st.sampled_from(MODES),
        lost=SELDOM,
        old=SELDOM,
        ahead=SELDOM,
    )
    def add(self, number: int, coder: int, mode: str | None, lost: bool, old: bool, ahead: bool) -> None:
        """A report, known or not, its newest version, an older one or a newer."""
        last = self.model.versions.get(number)
        version = 0 if last is None else last + 1 if ahead else max(0, last - old)
        given = made(number, version, mode, lost)
        id, event = given.report.id, made(number, version, None, False).events[0].id
        coders = self.model.coded.setdefault(id, set())
        if coder in coders:
            fate = "known"
        else:
            fate = "recoded" if coders else "added" if last is None else "version"
            coders.add(coder)
            self.model.given[event] = given.events[0] if given.events else None
            self.model.seen |= {one.id: one for one in given.events}
            if given.events:
                self.model.of[event] = id
            if last is None or version > last:
                self.model.versions[number], self.model.current[number] = version, id
        (found,) = self.ledger.add([given], f"lexicon/{coder}")
        assert isinstance(found, Added) and found.fate == fate

    @precondition(lambda self: self.model.seen)
    @rule(
        data=st.data(),
        verdict=st.sampled_from(["accept", "reject", "correct"]),
        status=st.sampled_from(["denied", "confirmed"]),
    )
    def judge(self, data: Any, verdict: str, status: str) -> None:
        """Any event that there ever was."""
        event = data.draw(st.sampled_from(sorted(self.model.seen)))
        record, own = self.model.record(event) or (self.model.seen[event], True)
        if verdict != "correct":
            number = self.ledger.accept(event) if verdict == "accept" else self.ledger.reject(event)
        elif record.status == status:
            self.refused(lambda: self.ledger.correct(event, {"status": status}))
            return
        else:
            number = self.ledger.correct(event, {"status": status})
            record, own = replace(record, status=status), False  # type: ignore[arg-type]
        self.model.verdicts.setdefault(event, []).append(Verdict(number, verdict, record, own))

    @precondition(lambda self: any(self.model.verdicts.values()))
    @rule(data=st.data())
    def undo(self, data: Any) -> None:
        """Any verdict that wasn't undone; only the last one on an event can be."""
        every = [(event, one) for event, found in sorted(self.model.verdicts.items()) for one in found]
        event, one = data.draw(st.sampled_from(every))
        if one != self.model.verdicts[event][-1]:
            self.refused(lambda: self.ledger.undo(one.number))
            return
        self.ledger.undo(one.number)
        self.model.verdicts[event].pop()

    def refused(self, act: Any) -> None:
        before = len(self.ledger.judgements())
        try:
            act()
        except LedgerError:
            assert len(self.ledger.judgements()) == before
        else:
            raise AssertionError("it was not refused")

    @invariant()
    def what_stands_is_what_the_model_says(self) -> None:
        found = self.ledger.events(Query(limit=None))
        plain = {told.event.id: replace(told.event, evidence=()) for told in found}
        assert len(plain) == len(found), "told twice"
        assert plain == {id: replace(event, evidence=()) for id, event in self.model.standing().items()}
        assert self.ledger.count() == len(found)
        assert self.ledger.totals().reports == len(self.model.coded)


TestLedger = Machine.TestCase
TestLedger.settings = settings(
    max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
