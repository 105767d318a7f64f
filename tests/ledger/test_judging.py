"""What reviewers decide holds, in every order and over coding anew; undoing says what was said before."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from dragoman.errors import LedgerError, UnknownRecord
from dragoman.ledger import Ledger, Query
from dragoman.model import Coding, Event, Told

from .samples import coding, foreign, one_event

OLD, NEW = "lexicon/1", "lexicon/2"
DENIED = {"status": "denied"}


@pytest.fixture
def event(ledger: Ledger) -> str:
    """The id of the one event there is: ARM:GOV accuses AZE:GOV."""
    ledger.add([one_event()], OLD)
    return one_event().events[0].id


def told(ledger: Ledger) -> list[Told]:
    return ledger.events(Query(limit=None))


def standing(ledger: Ledger) -> list[str]:
    """What is told of the events: their status and mode."""
    found = [one.event for one in told(ledger)]
    return [f"{event.status}{'/' + event.mode if event.mode else ''}" for event in found if isinstance(event, Event)]


def recoded(*events: Event) -> Coding:
    return coding(one_event().report, *events)


# --- one verdict ----------------------------------------------------------------------------------


def test_an_accepted_record_stands_and_says_so(ledger: Ledger, event: str) -> None:
    number = ledger.accept(event, "read it")
    assert standing(ledger) == ["claimed"]
    assert [one.event.id for one in ledger.events(Query(judged=True))] == [event]
    (judgement,) = ledger.judgements()
    assert (judgement.seq, judgement.event, judgement.verdict) == (number, event, "accept")
    assert (judgement.who, judgement.why, judgement.undoes) == ("Leyla", "read it", None)


def test_a_rejected_record_is_told_no_more_but_kept(ledger: Ledger, event: str) -> None:
    ledger.reject(event, "a quotation")
    assert told(ledger) == [] and ledger.count() == 0 and ledger.by_month() == []
    assert ledger.event(event).event == one_event().events[0]


def test_a_corrected_record_stands_in_the_old_one_s_place(ledger: Ledger, event: str) -> None:
    ledger.correct(event, DENIED | {"recipients": "-"}, "it says so")
    (one,) = told(ledger)
    assert isinstance(one.event, Event) and one.report == one_event().report
    assert (one.event.id, one.event.status, one.event.recipients) == (event, "denied", ())
    assert [e.field for e in one.event.evidence if e.method == "judgement"] == ["status"]
    assert ledger.judgements()[0].change == DENIED | {"recipients": "-"}
    assert ledger.count(Query(pair=("ARM", "AZE"))) == 0 and ledger.count(Query(party="ARM")) == 1
    assert ledger.count(Query(text="village")) == 1, "found by its words like the old one"
    assert ledger.event(event) == one


@pytest.mark.parametrize("verdict", ["accept", "reject", "correct"])
def test_an_undone_verdict_leaves_what_was_before(ledger: Ledger, event: str, verdict: str) -> None:
    before = told(ledger)
    number = judge(ledger, event, verdict)
    undoing = ledger.undo(number, "a slip")
    assert told(ledger) == before and ledger.count(Query(judged=True)) == 0
    assert ledger.judgements()[1].undoes == number and ledger.judgements()[1].seq == undoing


# --- several --------------------------------------------------------------------------------------


def judge(ledger: Ledger, event: str, verdict: str) -> int:
    if verdict == "correct":
        return ledger.correct(
            event, {"status": "denied" if standing_status(ledger, event) != "denied" else "confirmed"}
        )
    return ledger.accept(event) if verdict == "accept" else ledger.reject(event)


def standing_status(ledger: Ledger, event: str) -> str | None:
    found = ledger.event(event).event
    return found.status if isinstance(found, Event) else None


ORDERS = list(itertools.product(("accept", "reject", "correct"), repeat=3))


@pytest.mark.parametrize("verdicts", ORDERS, ids="-".join)
def test_verdicts_in_every_order_are_undone_one_by_one(ledger: Ledger, event: str, verdicts: Sequence[str]) -> None:
    states, numbers = [told(ledger)], []
    for verdict in verdicts:
        numbers.append(judge(ledger, event, verdict))
        states.append(told(ledger))
        assert (states[-1] == []) == (verdict == "reject")
    for number in reversed(numbers):
        states.pop()
        ledger.undo(number)
        assert told(ledger) == states[-1]


def test_what_was_rejected_may_be_accepted_after_all(ledger: Ledger, event: str) -> None:
    ledger.correct(event, DENIED)
    ledger.reject(event)
    ledger.accept(event)
    assert standing(ledger) == ["denied"], "as it last stood"


def test_an_undone_correction_does_not_come_back_by_accepting(ledger: Ledger, event: str) -> None:
    ledger.undo(ledger.correct(event, DENIED))
    ledger.reject(event)
    ledger.accept(event)
    assert standing(ledger) == ["claimed"]


def test_a_correction_may_be_corrected(ledger: Ledger, event: str) -> None:
    ledger.correct(event, DENIED)
    ledger.correct(event, {"mode": "disapprove"})
    assert standing(ledger) == ["denied/disapprove"]


# --- over coding anew -----------------------------------------------------------------------------


def test_a_rejected_event_stays_rejected_when_its_report_is_coded_anew(ledger: Ledger, event: str) -> None:
    number = ledger.reject(event)
    ledger.add([recoded(replace(one_event().events[0], mode="disapprove"))], NEW)
    assert standing(ledger) == []
    ledger.undo(number)
    assert standing(ledger) == ["claimed/disapprove"], "what the new coder says"


def test_a_corrected_event_stays_corrected_when_its_report_is_coded_anew(ledger: Ledger, event: str) -> None:
    number = ledger.correct(event, DENIED)
    ledger.add([recoded(replace(one_event().events[0], mode="disapprove"))], NEW)
    assert standing(ledger) == ["denied"]
    ledger.add([recoded()], "lexicon/3")
    assert standing(ledger) == ["denied"], "though the coder finds nothing any more"
    ledger.undo(number)
    assert standing(ledger) == []


def test_an_accepted_event_stays_when_the_new_coder_has_lost_it(ledger: Ledger, event: str) -> None:
    number = ledger.accept(event)
    ledger.add([recoded()], NEW)
    assert standing(ledger) == ["claimed"] and ledger.count(Query(text="village", pair=("ARM", "AZE"))) == 1
    ledger.add([recoded(replace(one_event().events[0], mode="disapprove"))], "lexicon/3")
    assert standing(ledger) == ["claimed/disapprove"], "what was accepted is the event; the new coder has it"
    ledger.undo(number)
    assert standing(ledger) == ["claimed/disapprove"]


def test_a_correction_that_was_accepted_holds_when_the_report_is_coded_anew(ledger: Ledger, event: str) -> None:
    ledger.correct(event, DENIED)
    accepted = ledger.accept(event)
    ledger.add([recoded(one_event().events[0])], NEW)
    assert standing(ledger) == ["denied"]
    ledger.undo(accepted)
    assert standing(ledger) == ["denied"]


def test_an_event_that_the_new_coder_lost_can_still_be_judged(ledger: Ledger, event: str) -> None:
    ledger.add([recoded()], NEW)
    assert standing(ledger) == []
    number = ledger.accept(event)
    assert standing(ledger) == ["claimed"]
    ledger.undo(number)
    assert standing(ledger) == []
    ledger.correct(event, DENIED)
    assert standing(ledger) == ["denied"]


def test_verdicts_on_an_old_version_do_not_bring_it_back(ledger: Ledger) -> None:
    one, two = (one_event(f"Armenia accused Azerbaijan of {what}.", url="https://e.org/1") for what in ("x", "y"))
    ledger.add([one, two], OLD)
    ledger.accept(one.events[0].id)
    ledger.correct(one.events[0].id, DENIED)
    assert [found.event.id for found in told(ledger)] == [two.events[0].id]


# --- foreign events -------------------------------------------------------------------------------


def test_foreign_events_can_be_rejected_and_accepted_but_not_corrected(ledger: Ledger) -> None:
    ledger.add_foreign([foreign(1)], "gdelt")
    number = ledger.reject("gdelt:1")
    assert told(ledger) == []
    ledger.undo(number)
    ledger.accept("gdelt:1")
    assert [one.event for one in told(ledger)] == [foreign(1)]
    with pytest.raises(LedgerError, match="not corrected"):
        ledger.correct("gdelt:1", DENIED)
    assert len(ledger.judgements()) == 3


# --- refusals -------------------------------------------------------------------------------------


def test_a_judgement_is_undone_once_and_the_last_one_first(ledger: Ledger, event: str) -> None:
    first = ledger.accept(event)
    second = ledger.reject(event)
    with pytest.raises(LedgerError, match=rf"judgement {second} was made after it; undo that one first"):
        ledger.undo(first)
    undoing = ledger.undo(second)
    with pytest.raises(LedgerError, match=f"judgement {second} is undone already"):
        ledger.undo(second)
    with pytest.raises(LedgerError, match="an undoing can't be undone"):
        ledger.undo(undoing)
    assert len(ledger.judgements()) == 3
    ledger.undo(first)


@pytest.mark.parametrize("act", ["accept", "reject"])
def test_what_is_not_there_cannot_be_judged(ledger: Ledger, event: str, act: str) -> None:
    with pytest.raises(UnknownRecord, match="no event 'nothing'"):
        getattr(ledger, act)("nothing")
    with pytest.raises(UnknownRecord, match="no event 'nothing'"):
        ledger.correct("nothing", DENIED)
    for number in (99, -1, 10**30):
        with pytest.raises(UnknownRecord, match=f"no judgement {number}"):
            ledger.undo(number)
    for name in ("no\x00thing", "no\ud800thing"):
        with pytest.raises(LedgerError):
            ledger.event(name)
    assert ledger.judgements() == []


def test_a_correction_must_change_something(ledger: Ledger, event: str) -> None:
    for change in ({}, {"status": "claimed"}, {"type": "accuse"}):
        with pytest.raises(LedgerError, match="changes nothing"):
            ledger.correct(event, change)
    assert ledger.judgements() == []
