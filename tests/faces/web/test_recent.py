"""Relations that were looked at last stay open, until the ledger changes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dragoman.faces.web.recent import MOST, Recent
from dragoman.ledger import Ledger


@pytest.fixture
def ledger(stock: Callable[[], Path]) -> Iterator[Ledger]:
    with Ledger(str(stock())) as found:
        yield found


def test_a_relation_is_read_once_however_often_it_is_asked_for(ledger: Ledger) -> None:
    recent, day = Recent(ledger), datetime.date(2024, 1, 1)
    assert recent.relation("KEN", "NOR") is recent.relation("KEN", "NOR")
    assert recent.relation("KEN", "NOR", day) is not recent.relation("KEN", "NOR")


def test_it_is_read_anew_when_the_ledger_has_changed(ledger: Ledger) -> None:
    recent = Recent(ledger)
    before = recent.relation("KEN", "NOR")
    ledger.reject(before.dealings.tellings[0].event)
    assert len(recent.relation("KEN", "NOR").dealings) == len(before.dealings) - 1


def test_no_more_are_kept_than_there_is_room_for(ledger: Ledger) -> None:
    recent = Recent(ledger)
    first = recent.relation("KEN", "NOR")
    for days in range(MOST):
        recent.relation("KEN", "NOR", datetime.date(2024, 1, 1) + datetime.timedelta(days))
    assert recent.relation("KEN", "NOR") is not first
