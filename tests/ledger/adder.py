"""A process that forks one child for each line on its input, so that a test can kill them one after the other.

A line is JSON with what the child does; the child tells on the output, behind its number, how far it is.
Run in the folder above: `python -m ledger.adder`.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import sqlite3
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError
from dragoman.ledger import Ledger, Query
from dragoman.ledger.store import Store
from dragoman.model import Coding

from . import samples

CODER = "by hand/1"


def say(*words: object) -> None:
    """One line in one write, so that those of several children don't mix."""
    os.write(1, (" ".join(map(str, (os.getpid(), *words))) + "\n").encode())


def add(address: str, numbers: list[int], batch: int, known: dict[int, Coding]) -> None:
    """Adds reports in batches; says `added` with the numbers once the ledger has them."""
    with Ledger(address, who="Omid") as ledger:
        say("opened")
        for at in range(0, len(numbers), batch):
            some = numbers[at : at + batch]
            ledger.add([known[number] for number in some], CODER)
            say("added", *some)


def read(address: str) -> None:
    """Says how many events there are, then adds one."""
    with Ledger(address, create=False) as ledger:
        say("read", len(ledger.events(Query(limit=None))))
        ledger.add([samples.one_event()], CODER)


def hold(address: str) -> None:
    """Holds the ledger as a writer does, until it is killed."""
    if address.startswith("postgres"):
        Store(address).write(lambda _: wait())
    connection = sqlite3.connect(address, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    wait()


def wait() -> None:
    say("holding")
    signal.pause()


def work(asked: dict[str, Any], known: dict[int, Coding]) -> None:
    """What a child does until it ends or is killed."""
    if (limit := asked.get("limit")) is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    if asked.get("nobody") and os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    try:
        if asked["what"] == "add":
            add(asked["address"], asked["numbers"], asked.get("batch", 5), known)
        else:
            {"read": read, "hold": hold}[asked["what"]](asked["address"])
        say("done")
    except Exception as error:
        say("error", type(error).__name__, str(error) or traceback.format_exc().replace("\n", " "))


def main() -> None:
    """Forks until the input ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that were killed
    count = int(sys.argv[1])
    known = {number: samples.small(number) for number in range(count)}
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(DragomanError):
        address = str(Path(folder) / "dragoman.db")  # all modules are loaded before a child is nobody and may not
        add(address, [0], 1, known)
        read(address)
        Ledger(folder)
    say("ready")
    for line in sys.stdin:
        if os.fork() == 0:
            say("began")
            try:
                work(json.loads(line), known)
            finally:
                os._exit(0)


if __name__ == "__main__":
    main()
