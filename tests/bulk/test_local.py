from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.bulk import load
from dragoman.bulk.engine import Lost
from dragoman.bulk.local import LocalEngine
from dragoman.errors import BulkError, CoderError

from . import tasks


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_every_task_is_done_once_by_processes_that_end_with_the_engine() -> None:
    with LocalEngine(2) as engine:
        found = dict(engine.run(tasks.square, range(12)))
        pids = {result[1] for result in found.values() if not isinstance(result, Lost)}
        assert {task: result[0] for task, result in found.items() if not isinstance(result, Lost)} == {
            n: n * n for n in range(12)
        }
        assert len(pids) == 2 and os.getpid() not in pids
        assert dict(engine.run(tasks.die_of_three, [1, 2])) == {1: 1, 2: 2}  # the same hands do the next thing
    assert not any(map(alive, pids))


def test_a_worker_that_dies_costs_its_task_again_and_nothing_else(tmp_path: Path) -> None:
    with LocalEngine(2) as engine:
        found = list(engine.run(tasks.die_at_first, [(str(tmp_path), n) for n in range(6)]))
    assert sorted(result for _, result in found) == list(range(6))
    assert (tmp_path / "died").exists()


def test_a_task_that_always_ends_its_worker_is_lost_and_the_others_are_done() -> None:
    with LocalEngine(1) as engine:
        found = dict(engine.run(tasks.die_of_three, range(5)))
    assert found.pop(3) == Lost("its worker ended by signal SIGKILL, 3 times")
    assert found == {0: 0, 1: 1, 2: 2, 4: 4}


def test_what_a_task_raises_ends_the_run() -> None:
    with LocalEngine(1) as engine, pytest.raises(CoderError, match="no such coder"):
        list(engine.run(tasks.refuse, range(5)))


def test_no_more_tasks_are_taken_than_there_are_hands() -> None:
    taken = []

    def coming() -> Iterator[int]:
        for number in range(5):
            taken.append(number)
            yield number

    with LocalEngine(1) as engine:
        next(engine.run(tasks.square, coming()))
    assert taken == [0]


@pytest.mark.parametrize(("name", "workers"), [("abacus", None), ("local", 0)])
def test_an_engine_that_cannot_be_had_is_refused(name: str, workers: int | None) -> None:
    with pytest.raises(BulkError):
        load(name, workers)
