"""Relations that are held are those that would be read anew, whatever was added or judged meanwhile."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from dragoman.ledger import Ledger, Query
from dragoman.relations.dealings import Dealings, Pair
from dragoman.relations.held import Held
from dragoman.relations.relation import relations_of


@pytest.fixture
def ledger(planted: Ledger, tmp_path: Path) -> Iterator[Ledger]:
    with planted.store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with Ledger(shutil.copy(planted.store.address, tmp_path / "dragoman.db")) as copy:
        yield copy


def shown(relations: Mapping[Pair, Dealings]) -> dict[Pair, Any]:
    return {pair: (found.tellings, found.left_out, found.weight.tolist()) for pair, found in relations.items()}


def test_what_is_held_is_what_would_be_read_anew_after_each_change(ledger: Ledger) -> None:
    held = Held(ledger)
    assert shown(held.now()) == shown(relations_of(ledger))
    told = ledger.events(Query(pair=("KEN", "NOR"), limit=2))
    judgement = ledger.reject(told[0].event.id)
    assert shown(held.now()) == shown(relations_of(ledger))
    ledger.correct(told[1].event.id, {"type": "ASSAULT", "mode": ""})
    assert shown(held.now()) == shown(relations_of(ledger))
    ledger.undo(judgement)
    assert shown(held.now()) == shown(relations_of(ledger))


def test_a_relation_of_which_nothing_is_left_is_gone(ledger: Ledger) -> None:
    held = Held(ledger)
    rare = min(held.now(), key=lambda pair: (len(held.now()[pair]), pair))
    for told in ledger.events(Query(pair=rare, limit=None, copies="all")):
        ledger.reject(told.event.id)
    assert rare not in held.now()
    assert shown(held.now()) == shown(relations_of(ledger))


def test_what_was_given_does_not_change_afterwards(ledger: Ledger) -> None:
    held = Held(ledger)
    before = held.now()
    kept = shown(before)
    ledger.reject(ledger.events(Query(pair=("KEN", "NOR"), limit=1))[0].event.id)
    assert held.now() is not before
    assert shown(before) == kept


def test_many_may_ask_at_once_and_all_is_read_once(ledger: Ledger) -> None:
    held = Held(ledger)
    found: list[Mapping[Pair, Dealings]] = []
    threads = [threading.Thread(target=lambda: found.append(held.now())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8 and all(one is found[0] for one in found)
