"""The local engine: processes of this machine, each with one task at a time.

The processes are started afresh (`spawn`), load the coder once and keep it. One that dies is known with the task it
had, which a pool of the standard library wouldn't tell: its whole pool breaks.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, NamedTuple, TypeVar

from dragoman.bulk.engine import TRIES, Lost
from dragoman.errors import BulkError

_ENDING = 5.0  # seconds that a process has to end when it is asked to
# The heads' products are small: on several threads they take twice as long. Read when a process starts.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "DRAGOMAN_THREADS": "1"}

T = TypeVar("T")
R = TypeVar("R")


class _Task(NamedTuple):
    number: int
    what: Any


class _Hand:
    """A process and the task it has."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs,), name="dragoman worker", daemon=True)
        with _one_thread(), deaf_to_ctrl_c():
            self.process.start()
        theirs.close()
        self.ready = False
        self.task: _Task | None = None

    def give(self, task: _Task, function: Callable[[Any], Any]) -> None:
        self.task = task
        with suppress(OSError):  # it has died: waiting for it tells
            self.connection.send((function, task.what))

    def end(self) -> None:
        self.connection.close()
        self.process.terminate()
        self.process.join(_ENDING)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()

    def death(self) -> str:
        self.process.join(_ENDING)
        code = self.process.exitcode
        if code is not None and code < 0:
            with suppress(ValueError):
                return f"by signal {signal.Signals(-code).name}"
        return f"with exit code {code}"


class LocalEngine:
    """So many processes; as many as there are processors unless told otherwise."""

    name = "local"

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or _processors()
        self._hands: list[_Hand] = []
        self._stillborn = 0

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for hand in self._hands:
            hand.end()
        self._hands.clear()

    def run(self, function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        """As `Engine` has it. Raises BulkError where no process can be started."""
        coming = (_Task(number, task) for number, task in enumerate(tasks))
        again: deque[_Task] = deque()
        deaths: Counter[int] = Counter()
        while True:
            self._hand_out(function, coming, again)
            busy = {hand.connection: hand for hand in self._hands if hand.task is not None}
            if not busy:
                return
            for connection in wait(list(busy)):
                hand = busy[connection]  # type: ignore[index]
                try:
                    outcome = hand.connection.recv()
                except (EOFError, OSError):
                    if (lost := self._died(hand, again, deaths)) is not None:
                        yield lost
                    continue
                if outcome is None:
                    hand.ready, self._stillborn = True, 0
                    continue
                (task, hand.task), (result, error) = (hand.task, None), outcome
                if error is not None:
                    raise error
                assert task is not None
                yield task.what, result

    def _hand_out(self, function: Callable[[Any], Any], coming: Iterator[_Task], again: deque[_Task]) -> None:
        for at in range(self.workers):
            if at < len(self._hands) and self._hands[at].task is not None:
                continue
            task = again.popleft() if again else next(coming, None)
            if task is None:
                return
            if at == len(self._hands):
                self._hands.append(_Hand())
            self._hands[at].give(task, function)

    def _died(self, hand: _Hand, again: deque[_Task], deaths: Counter[int]) -> tuple[Any, Lost] | None:
        """Takes a dead process out; its task is tried again, or lost."""
        how = hand.death()
        self._hands.remove(hand)
        hand.end()
        task = hand.task
        assert task is not None
        if not hand.ready:
            self._stillborn += 1
            if self._stillborn == TRIES * self.workers:
                what = f"worker processes end as they start ({how})"
                raise BulkError(what, fix="try --workers 1; a script must call it under: if __name__ == '__main__'")
            again.append(task)
            return None
        deaths[task.number] += 1
        if deaths[task.number] < TRIES:
            again.append(task)
            return None
        return task.what, Lost(f"its worker ended {how}, {TRIES} times")


def _serve(connection: Connection) -> None:
    """What a process does: tasks, one after the other, until nobody sends any."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the business of whoever started it
    connection.send(None)
    with suppress(EOFError, OSError):
        while True:
            function, task = connection.recv()
            try:
                outcome: tuple[Any, Exception | None] = (function(task), None)
            except Exception as error:
                outcome = (None, error)
            connection.send(outcome)


@contextmanager
def _one_thread() -> Iterator[None]:
    """The environment of a process that shares the machine with others like it."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(_ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@contextmanager
def deaf_to_ctrl_c() -> Iterator[None]:
    """What is started inside never hears it, not even while it starts; where the system has no masks it may."""
    mask = getattr(signal, "pthread_sigmask", None)
    if mask:
        resource_tracker.ensure_running()  # what it starts with the first process would lift the mask
    before = mask(signal.SIG_BLOCK, {signal.SIGINT}) if mask else None
    try:
        yield
    finally:
        if mask:
            mask(signal.SIG_SETMASK, before)


def _processors() -> int:
    """Those that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
