"""The process in which what users give is read: `python -m dragoman.faces.worker CODER`, driven by `web/reader.py`.

On standard input come `Task`s and on standard output go `Outcome`s, each in MessagePack behind its length. What a task
may take of memory is bounded here; the reader ends the process when it takes too long.
"""

from __future__ import annotations

import datetime
import io
import os
import signal
import sys
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import urlsplit

import msgspec

from dragoman import pipeline
from dragoman.errors import DragomanError, InputError, TooLarge
from dragoman.intake import kinds
from dragoman.intake.content import Origin
from dragoman.intake.fetch import fetch, without_credentials
from dragoman.intake.files import read_file
from dragoman.intake.report import Given
from dragoman.intake.stream import Kind
from dragoman.model import Coding, Record, Report

BYTES = 5_000_000
REPORTS = 50
_MEMORY = 2 * 2**30
_PREFIX = 8  # bytes of a message's length


class Task(Record, frozen=True):
    """What is to be read: `content` or, where `address` is given, what that holds."""

    content: bytes
    name: str
    kind: Kind | None
    language: str | None
    published: datetime.date | None
    address: str | None


class Problem(Record, frozen=True):
    """An error on its way through the pipe; `error` is its class in `dragoman.errors`."""

    error: str
    what: str
    where: str
    fix: str


class Outcome(Record, frozen=True):
    """One report's coding or error, or the coder's version when it is ready; nothing of them ends a task."""

    coding: Coding | None = None
    problem: Problem | None = None
    version: str | None = None


def send(pipe: BinaryIO, message: Record) -> None:
    """Writes one message."""
    body = msgspec.msgpack.encode(message)
    pipe.write(len(body).to_bytes(_PREFIX, "big") + body)
    pipe.flush()


def receive(pipe: BinaryIO) -> bytes:
    """One message's body; b"" where the other side is gone."""
    length = int.from_bytes(pipe.read(_PREFIX), "big")
    body = pipe.read(length)
    return body if len(body) == length else b""


def problem_of(error: DragomanError) -> Problem:
    """The error as it is sent."""
    return Problem(error=type(error).__name__, what=error.what, where=error.where, fix=error.fix)


def outcomes(task: Task, coder: str) -> Iterator[Coding | InputError]:
    """The coding of each report, or what is wrong with it, at most `REPORTS` of them."""
    try:
        for number, outcome in enumerate(pipeline.code_reports(_reports(task), coder)):
            if number == REPORTS:
                yield TooLarge(f"it holds more than {REPORTS} reports", task.name, "give it in parts")
                return
            yield _unnamed(outcome, task.name)
    except InputError as error:
        yield error
    except MemoryError:
        yield TooLarge("it takes too much memory to read", task.name, "give its text alone")
    except RecursionError:
        yield TooLarge("it is nested too deeply to be read", task.name, "give its text alone")


def _reports(task: Task) -> Iterator[Report | InputError]:
    given = Given(language=task.language, published=task.published)
    if task.address is None:
        origin = Origin(where=task.name, kind=task.kind or kinds.by_name(task.name))
        yield from read_file(io.BytesIO(task.content), origin, given)
        return
    fetched = fetch(task.address, byte_limit=BYTES, named="")  # no private net, whoever names it
    kind = kinds.by_name(urlsplit(fetched.address).path) or "text" if fetched.kind == "text" else fetched.kind
    where = without_credentials(task.address)
    origin = Origin(where=where, kind=kind, address=fetched.address, charset=fetched.charset)
    for outcome in read_file(io.BytesIO(fetched.body), origin, given):
        yield outcome if isinstance(outcome, InputError) else msgspec.structs.replace(outcome, fetched=fetched.at)


def _unnamed(outcome: Coding | InputError, name: str) -> Coding | InputError:
    """A report that has no id but its file's name or place in it: two users' `a.txt` are no versions of one report."""
    if isinstance(outcome, InputError) or not f"{outcome.report.source_id}:".startswith(f"{name}:"):
        return outcome
    report = msgspec.structs.replace(outcome.report, source_id=None)
    return msgspec.structs.replace(outcome, reading=msgspec.structs.replace(outcome.reading, report=report))


def _confine() -> None:
    """Bounds the memory that can be had from now on; where the system has no such bound, time alone is one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which ends this process
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(coder: str) -> None:
    """Answers tasks until standard input ends."""
    tasks, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get among the answers
    _confine()
    try:
        send(answers, Outcome(version=pipeline.coder_version(coder)))
    except DragomanError as error:
        send(answers, Outcome(problem=problem_of(error)))
        return
    while body := receive(tasks):
        task = msgspec.msgpack.decode(body, type=Task)
        for outcome in outcomes(task, coder):
            sent = Outcome(problem=problem_of(outcome)) if isinstance(outcome, InputError) else Outcome(coding=outcome)
            send(answers, sent)
        send(answers, Outcome())


if __name__ == "__main__":
    main(sys.argv[1])
