from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman import bulk
from dragoman.bulk.dask import DaskEngine
from dragoman.bulk.engine import Lost
from dragoman.bulk.local import LocalEngine
from dragoman.errors import BulkError, CoderError

from . import tasks
from .conftest import code, lines, sums

config = pytest.importorskip("dask.config")
distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(
    "DRAGOMAN_CLUSTER" not in os.environ, reason="a cluster is started only where DRAGOMAN_CLUSTER is set"
)


@pytest.fixture(scope="module")
def own() -> Iterator[DaskEngine]:
    """An engine with a cluster of its own: two worker processes."""
    with DaskEngine(2) as engine:
        yield engine


@pytest.fixture
def client(own: DaskEngine) -> Iterator[Any]:
    """Who looks into the cluster, when it has both workers."""
    with distributed.Client(own.address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=30)
        yield client


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A corpus in small chunks, and what the local engine makes of it."""
    folder = tmp_path_factory.mktemp("local")
    (folder / "corpus").mkdir()
    (folder / "corpus/a.jsonl").write_bytes(lines(range(400)) + b'{"text": 5}\nnot JSON\n')
    (folder / "corpus/b.jsonl").write_bytes(lines([400, 401]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dragoman.bulk.chunks._SMALLEST", 8_000)
        code(folder / "corpus", folder / "out", LocalEngine(2))
        yield folder / "corpus", folder / "out"


def deaths(client: Any) -> int:
    """How many workers have died with a task in hand."""

    def asked(dask_scheduler: Any) -> int:
        return sum(prefix.suspicious for prefix in dask_scheduler.task_prefixes.values())

    return int(client.run_on_scheduler(asked))


def test_every_task_is_done_once_by_processes_of_one_thread(own: DaskEngine, client: Any) -> None:
    assert dict(own.run(tasks.die_of_three, [1, 2])) == {1: 1, 2: 2}
    found = dict(own.run(tasks.square, range(12)))
    pids = {result[1] for result in found.values() if not isinstance(result, Lost)}
    assert {task: result[0] for task, result in found.items() if not isinstance(result, Lost)} == {
        n: n * n for n in range(12)
    }
    assert len(pids) == 2 and os.getpid() not in pids
    assert set(client.nthreads().values()) == {1}
    for _, told in own.run(tasks.threads, range(2)):
        assert not isinstance(told, Lost) and set(told[1].values()) == {"1"}


def test_no_more_tasks_are_taken_than_there_are_workers(own: DaskEngine) -> None:
    taken = []

    def coming() -> Iterator[int]:
        for number in range(7):
            taken.append(number)
            yield number

    next(own.run(tasks.square, coming()))
    assert taken == [0, 1]


def test_the_result_is_that_of_the_local_engine(own: DaskEngine, local: tuple[Path, Path], tmp_path: Path) -> None:
    corpus, expected = local
    totals = code(corpus, tmp_path / "out", DaskEngine(scheduler=own.address))
    assert (totals.reports, totals.errors) == (402, 2)
    assert totals.chunks > 8
    assert sums(tmp_path / "out") == sums(expected)
    for ours, theirs in zip(bulk.contents(str(tmp_path / "out")), bulk.contents(str(expected)), strict=True):
        assert str(ours) == str(theirs)


def test_a_worker_killed_three_times_costs_nothing(
    client: Any, own: DaskEngine, local: tuple[Path, Path], tmp_path: Path
) -> None:
    corpus, expected = local
    before, killed = deaths(client), set[str]()
    job = bulk.Job(sources=(str(corpus),), out=str(tmp_path / "out"), coder="lexicon")
    for _ in bulk.steps(job, DaskEngine(2, own.address)):
        # Each time at another chunk: one that ended three workers would be cut in two.
        busy = [
            (worker, str(keys[0]))
            for worker, keys in client.processing().items()
            if keys and str(keys[0]) not in killed
        ]
        if busy and deaths(client) < before + 3:
            worker, chunk = busy[0]
            killed.add(chunk)
            (pid,) = client.run(os.getpid, workers=[worker]).values()
            os.kill(pid, signal.SIGKILL)
    assert deaths(client) == before + 3
    assert sums(tmp_path / "out") == sums(expected)


def test_a_task_that_always_ends_its_worker_is_lost_and_the_others_are_done(own: DaskEngine) -> None:
    found = dict(own.run(tasks.die_of_three, range(6)))
    assert found.pop(3) == Lost("its worker ended, 3 times")
    assert found == {n: n for n in (0, 1, 2, 4, 5)}


def test_what_a_task_raises_ends_the_run(own: DaskEngine) -> None:
    with pytest.raises(CoderError, match="no such coder"):
        list(own.run(tasks.refuse, range(5)))


def test_a_worker_with_another_version_is_refused(own: DaskEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.bulk.dask.metadata.version", lambda name: "99.0")
    with pytest.raises(BulkError, match=r"this worker has dragoman .*, and 99\.0 is what asks"):
        list(own.run(tasks.square, range(2)))


@pytest.mark.parametrize("by", ["option", "environment"])
def test_a_scheduler_that_does_not_answer_is_told(by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.bulk.dask._PATIENCE", 0.5)
    nobody = "tcp://127.0.0.1:1"
    with (
        config.set({"scheduler-address": nobody} if by == "environment" else {}),
        pytest.raises(BulkError, match="the scheduler doesn't answer") as raised,
        bulk.load("dask", None, nobody if by == "option" else None),
    ):
        pass
    assert raised.value.where == nobody


def test_a_scheduler_without_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.bulk.dask._PATIENCE", 0.5)
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(BulkError, match="has no workers"),
        DaskEngine(scheduler=empty.scheduler_address),
    ):
        pass


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(BulkError, match=r"pip install 'dragoman\[cluster\]'"):
        bulk.load("dask")


def test_the_local_engine_refuses_a_scheduler() -> None:
    with pytest.raises(BulkError, match="asks no scheduler"):
        bulk.load("local", None, "tcp://127.0.0.1:8786")


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_ctrl_c_ends_it_and_its_workers_quietly(tmp_path: Path) -> None:
    (tmp_path / "big.jsonl").write_bytes(lines(range(2000)))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "dragoman.faces.cli", "code", str(tmp_path / "big.jsonl"), "--to", str(out)]
    command += ["--coder", "lexicon", "--engine", "dask", "--workers", "1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        deadline = time.monotonic() + 60
        while not list(out.glob("chunks/*.json")) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
        _, said = process.communicate(timeout=30)
        assert process.returncode == 128 + signal.SIGINT
    assert said == "dragoman: stopped; finished chunks stay, the same command goes on\n"
    while alive(process.pid) and time.monotonic() < deadline:  # what Python itself keeps ends a moment later
        time.sleep(0.05)
    assert not alive(process.pid)
