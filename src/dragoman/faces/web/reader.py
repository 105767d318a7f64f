"""Reads and codes what a user gives, in a process of its own that is bounded in time, size and memory.

The process (`faces/worker.py`) starts with the first task and stays warm. It does one task after the other; when it
breaks or takes too long it is ended, what it has read till then is given, and the next task finds a new one.
"""

from __future__ import annotations

import datetime
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO, cast

import msgspec

from dragoman import errors
from dragoman.errors import CoderError, DragomanError, InputError, TooLarge
from dragoman.faces.worker import BYTES, REPORTS, Outcome, Task, receive, send
from dragoman.intake.stream import Kind
from dragoman.ledger import Added, Ledger
from dragoman.model import Coding

__all__ = ["BYTES", "REPORTS", "SECONDS", "Reader", "ReaderBusy"]

SECONDS = 60.0
_START = 120.0  # seconds in which a worker must have its coder ready
_WAITING = 8  # tasks that may wait beside the one that is done
_JOINING = 15.0  # seconds that stories are joined for; the rest is left to the next time


class ReaderBusy(InputError):
    """So many wait that another one would wait too long; nothing was read."""


class Reader:
    """The reader of a server. `seconds` bounds a task's time, and how long it waits for those before it."""

    def __init__(self, coder: str = "default", *, seconds: float = SECONDS) -> None:
        self.coder = coder
        self.seconds = seconds
        self._version: str | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._places = threading.BoundedSemaphore(_WAITING + 1)
        self._turn = threading.Lock()

    def code(
        self,
        content: bytes,
        *,
        name: str,
        kind: Kind | None = None,
        language: str | None = None,
        published: datetime.date | None = None,
        address: str | None = None,
    ) -> list[Coding | InputError]:
        """The coding of each report in `content` (or at `address`, never in a private net), or what is wrong with it.

        `name` is the file's, by which its kind is told where `kind` isn't, and by which errors call it. At most
        `BYTES` bytes, `REPORTS` reports and `seconds` seconds: beyond them the list ends with an InputError. Raises
        ReaderBusy where too many wait, and CoderError where the coder can't run.
        """
        if len(content) > BYTES:
            return [TooLarge(f"more than {BYTES:,} bytes", name, "give it in parts")]
        task = Task(content=content, name=name, kind=kind, language=language, published=published, address=address)
        with self._place(name):
            process = self._started()
            return list(self._answers(process, task))

    def warm(self) -> None:
        """Starts the process in the background, so that the first task needn't wait for the coder."""
        if self._process is None:
            threading.Thread(target=self._warm, daemon=True).start()

    def keep(self, ledger: Ledger, codings: Sequence[Coding]) -> list[Added | InputError]:
        """Adds codings to the ledger, signed as it signs, and joins their events with stories; each one's fate."""
        fates = ledger.add(codings, self.version())
        end = time.monotonic() + _JOINING
        for _ in ledger.join_stories():
            if time.monotonic() > end:
                break
        return fates

    def version(self) -> str:
        """The coder's name in ledgers. Raises CoderError where it can't run."""
        if self._version is None:
            with self._turn:
                self._started()
        return cast(str, self._version)

    def close(self) -> None:
        """Ends the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    @contextmanager
    def _place(self, name: str) -> Iterator[None]:
        busy = ReaderBusy("others are being read just now", name, "try again in a minute")
        if not self._places.acquire(blocking=False):
            raise busy
        try:
            if not self._turn.acquire(timeout=self.seconds):
                raise busy
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._places.release()

    def _warm(self) -> None:
        if self._turn.acquire(blocking=False):
            try:
                self._started()
            except CoderError:
                pass  # whoever gives it a task is told
            finally:
                self._turn.release()

    def _started(self) -> subprocess.Popen[bytes]:
        """The process, ready; to be called in one's turn."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        command = [sys.executable, "-m", "dragoman.faces.worker", self.coder]
        process = self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        with _killed_after(_START, process):
            first = _outcome(process)
        if first is None or first.version is None:
            self.close()
            raise _error(first) if first else CoderError("the coder did not start", self.coder, "see the server's log")
        self._version = first.version
        return process

    def _answers(self, process: subprocess.Popen[bytes], task: Task) -> Iterator[Coding | InputError]:
        with _killed_after(self.seconds, process) as late:
            try:
                send(cast(BinaryIO, process.stdin), task)
                outcome = _outcome(process)
                while outcome is not None and outcome != Outcome():
                    yield outcome.coding or cast(InputError, _error(outcome))
                    outcome = _outcome(process)
            except OSError:  # it is gone
                outcome = None
        if outcome is None:
            self.close()
            if late.is_set():
                yield TooLarge(f"it takes more than {self.seconds:g} s to read", task.name, "give it in parts")
            else:
                yield InputError("reading it broke off", task.name, "give its text alone, or report it with this line")


@contextmanager
def _killed_after(seconds: float, process: subprocess.Popen[bytes]) -> Iterator[threading.Event]:
    """Ends the process unless what is done within this takes less; the event says whether it came to that."""
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _outcome(process: subprocess.Popen[bytes]) -> Outcome | None:
    body = receive(cast(BinaryIO, process.stdout))
    return msgspec.msgpack.decode(body, type=Outcome) if body else None


def _error(outcome: Outcome) -> DragomanError:
    assert outcome.problem is not None
    problem = outcome.problem
    kind: type[DragomanError] = getattr(errors, problem.error, InputError)
    return kind(problem.what, problem.where, problem.fix)
