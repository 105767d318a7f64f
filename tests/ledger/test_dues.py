"""Conditions come due by the last day that their words name, until somebody says what became of them."""

from __future__ import annotations

import datetime

import pytest

from dragoman.ledger import Ledger
from dragoman.ledger.settling import condition_id
from dragoman.model import Condition

from . import samples

FIRST, LAST = datetime.date(2024, 3, 1), datetime.date(2024, 3, 31)


def condition(due: str | None, start: int = 0) -> Condition:
    when = samples.day(due) if due else None
    return Condition(
        start=start,
        end=start + 7,
        holder=None,
        party=None,
        demand="Armenia",
        in_return_for=None,
        due=when,
        state="open",
    )


def add(ledger: Ledger, *conditions: Condition) -> str:
    coding = samples.one_event()
    ledger.add([samples.coding(coding.reading.report, conditions=conditions)], "by hand")
    return coding.reading.report.id


@pytest.mark.parametrize(
    ("due", "found"),
    [
        ("2024-03-01", True),
        ("2024-02-01..2024-03-31", True),
        ("2024-03-20..2024-04-02", False),
        ("2024-02-29", False),
        (None, False),
    ],
)
def test_a_condition_is_due_by_its_last_day(ledger: Ledger, due: str | None, found: bool) -> None:
    add(ledger, condition(due))
    assert bool(ledger.due(FIRST, LAST)) == found


def test_the_earliest_comes_first_with_its_report(ledger: Ledger) -> None:
    report = add(ledger, condition("2024-03-20"), condition("2024-03-10", start=8))
    found = ledger.due(FIRST, LAST)
    assert [one.note.start for one in found] == [8, 0]
    assert {one.report.id for one in found} == {report}


def test_what_somebody_settled_is_due_no_more(ledger: Ledger) -> None:
    report = add(ledger, condition("2024-03-20"))
    number = ledger.settle(condition_id(report, condition("2024-03-20")), "met")
    assert ledger.due(FIRST, LAST) == []
    ledger.undo(number)
    assert len(ledger.due(FIRST, LAST)) == 1
