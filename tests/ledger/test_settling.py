"""What a person says of a condition or promise is written down, can be taken back, and touches nothing else."""

from __future__ import annotations

import pytest

from dragoman import pipeline
from dragoman.errors import LedgerError, UnknownRecord
from dragoman.ledger import Ledger, Query

from .samples import one_event, report

TEXT = "Denmark said it was ready to train the coast guard of Ghana if Ghana released two Danish sailors."


@pytest.fixture
def condition(ledger: Ledger) -> str:
    """The id of the one condition there is."""
    coding = pipeline.code_report(report(TEXT), "lexicon")
    ledger.add([coding], "lexicon/1")
    (noted,) = coding.conditions
    return f"{coding.report.id}:{noted.start}-{noted.end}"


def test_a_settled_condition_is_listed_with_who_said_so_and_why(ledger: Ledger, condition: str) -> None:
    number = ledger.settle(condition, "met", "they are home")
    (one,) = ledger.settlements()
    assert (one.commitment, one.state, one.who, one.why, one.judgement) == (
        condition,
        "met",
        "Leyla",
        "they are home",
        number,
    )
    (judgement,) = ledger.judgements()
    assert (judgement.verdict, judgement.change) == ("settle", {"state": "met"})


def test_an_undone_settlement_no_longer_holds(ledger: Ledger, condition: str) -> None:
    first = ledger.settle(condition, "lapsed")
    ledger.undo(ledger.settle(condition, "met"))
    assert [one.judgement for one in ledger.settlements()] == [first]
    ledger.undo(first)
    assert ledger.settlements() == []
    with pytest.raises(LedgerError, match="undone already"):
        ledger.undo(first)


@pytest.mark.parametrize(
    "name", ["", "nothing", "nothing:1-2", ":1-2", "{report}:0-5", "{report}:9999999999-2", "{report}"]
)
def test_what_is_not_there_cannot_be_settled(ledger: Ledger, condition: str, name: str) -> None:
    with pytest.raises(UnknownRecord):
        ledger.settle(name.format(report=condition.partition(":")[0]), "met")
    assert ledger.judgements() == []


def test_there_are_four_states(ledger: Ledger, condition: str) -> None:
    with pytest.raises(LedgerError, match="open, met, breached, lapsed"):
        ledger.settle(condition, "forgotten")  # type: ignore[arg-type]


def test_settling_a_promise_leaves_the_judgements_of_its_record_alone(ledger: Ledger) -> None:
    ledger.add([one_event()], "lexicon/1")
    event = one_event().events[0].id
    accepted = ledger.accept(event)
    settled = ledger.settle(event, "breached")
    ledger.undo(accepted)
    assert ledger.count(Query(judged=True)) == 0 and ledger.count() == 1
    assert [one.judgement for one in ledger.settlements()] == [settled]
    assert [step.what for step in ledger.history(event)][-3:] == [
        "accepted",
        "settled state=breached",
        f"judgement {accepted} undone",
    ]


def test_the_history_of_a_condition_is_what_was_said_of_it(ledger: Ledger, condition: str) -> None:
    assert ledger.history(condition) == []
    number = ledger.settle(condition, "met", "seen")
    ledger.undo(number, "misread")
    assert [(step.what, step.why, step.who) for step in ledger.history(condition)] == [
        ("settled state=met", "seen", "Leyla"),
        (f"judgement {number} undone", "misread", "Leyla"),
    ]


def test_a_settlement_holds_when_the_report_is_coded_anew(ledger: Ledger, condition: str) -> None:
    ledger.settle(condition, "met")
    ledger.add([pipeline.code_report(report(TEXT), "lexicon")], "lexicon/2")
    assert [one.commitment for one in ledger.settlements()] == [condition]
    (demand,) = ledger.demands()
    assert f"{demand.report.id}:{demand.condition.start}-{demand.condition.end}" == condition


def test_a_demand_comes_with_the_events_of_its_sentence(ledger: Ledger, condition: str) -> None:
    (demand,) = ledger.demands(Query(party="GHA", limit=None))
    told = ledger.told(demand.events)
    assert {one.event.type for one in told} >= {"AGREE"} and demand.condition.demand in TEXT
    assert ledger.demands(Query(party="KEN", limit=None)) == []
    assert ledger.last_day() == demand.report.published


def test_an_empty_ledger_has_no_last_day(ledger: Ledger) -> None:
    assert ledger.last_day() is None and ledger.demands() == [] and ledger.settlements() == []
