"""What goes wrong around a ledger: each time a clear error or recovery, nothing lost, half there or doubled."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from dragoman.errors import LedgerBusy, LedgerError
from dragoman.ledger import Ledger, Query, schema
from dragoman.ledger.store import Store

from . import samples
from .conftest import DATABASES, Server

KILLS = int(os.environ.get("DRAGOMAN_KILLS", "12"))
COUNT, BATCH = 40, 5
CODER = "by hand/1"


class Children:
    """Children of a process that has everything loaded (`adder.py`); each tells how far it is."""

    def __init__(self) -> None:
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "ledger.adder", str(COUNT)],
            cwd=Path(__file__).parents[1],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._said: dict[int, queue.Queue[list[str]]] = {}
        self._born: queue.Queue[int] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._born.get(timeout=300)

    def _listen(self) -> None:
        assert self._parent.stdout is not None
        for line in self._parent.stdout:
            pid, *words = line.split()
            heard = self._said.setdefault(int(pid), queue.Queue())
            if words[0] in ("ready", "began"):
                self._born.put(int(pid))
            else:
                heard.put(words)

    def start(self, what: str, address: str | Path, **more: Any) -> int:
        """A new child; gives its number."""
        assert self._parent.stdin is not None
        self._parent.stdin.write(json.dumps({"what": what, "address": str(address)} | more) + "\n")
        self._parent.stdin.flush()
        return self._born.get(timeout=300)

    def heard(self, pid: int, timeout: float = 300) -> list[str]:
        """The next that a child says, in words."""
        return self._said[pid].get(timeout=timeout)

    def until_done(self, pid: int) -> list[list[str]]:
        """All that a child says, to its last word."""
        found = [self.heard(pid)]
        while found[-1][0] not in ("done", "error"):
            found.append(self.heard(pid))
        return found

    def kill(self, pid: int) -> list[list[str]]:
        """Kills a child, without any notice to it; gives what it had said and nobody had heard."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            while True:  # until it is gone
                os.kill(pid, 0)
                time.sleep(0.001)
        time.sleep(0.01)  # what it said last is still on its way
        return list(self._said[pid].queue)

    def close(self) -> None:
        assert self._parent.stdin is not None
        self._parent.stdin.close()
        self._parent.wait(timeout=60)


@pytest.fixture(scope="module")
def children() -> Iterator[Children]:
    children = Children()
    yield children
    children.close()


@pytest.fixture
def own() -> Iterator[Server]:
    """A PostgreSQL that a test may stop."""
    server = Server()
    yield server
    server.close()


def whole(address: str, numbers: Sequence[int]) -> None:
    """The ledger holds these reports with all that was coded of them, once, and nothing else."""
    tables = ("reports", "codings", "events", "sentences", "parties", "dyads", "notes", "standings")
    with Ledger(address, create=False) as ledger, ledger.store.reading() as connection:
        found = {told.report.id: told.event for told in ledger.events(Query(limit=None)) if told.report}
        rows = {name: connection.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar() for name in tables}
        codings = connection.execute(sa.select(schema.codings.c.report)).scalars().all()
    expected = {coding.report.id: coding.events[0] for coding in map(samples.small, numbers)}
    count = len(expected)
    assert found == expected
    assert sorted(codings) == sorted(expected)
    assert rows == dict.fromkeys(tables, count) | {"parties": 2 * count, "notes": 0, "standings": 0}


def sound(path: Path) -> None:
    """The file is whole: SQLite's own checks, its index of words included, find nothing."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'sentence_words'").fetchone():
            connection.execute("INSERT INTO sentence_words(sentence_words, rank) VALUES ('integrity-check', 1)")


# --- killed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("database", DATABASES)
def test_killed_at_any_moment_it_loses_nothing_and_the_next_run_goes_on(
    children: Children, tmp_path: Path, request: pytest.FixtureRequest, database: str
) -> None:
    """A kill falls before, into or after one of the batches of a run, or into the making of the ledger."""
    chance = random.Random(4)
    numbers = list(range(COUNT))
    counted = {"kills": 0, "ledgers": 0, "in the first batch": 0, "batches kept unsaid": 0}
    pause = 0.05
    while counted["kills"] < KILLS:
        counted["ledgers"] += 1
        if database == "sqlite":
            address = str(tmp_path / f"{counted['ledgers']}.db")
        else:
            server = request.getfixturevalue("server")
            address = server.address(server.create())
        added: set[int] = set()
        while len(added) < COUNT and counted["kills"] < KILLS:
            missing = [number for number in numbers if number not in added]
            child = children.start("add", address, numbers=missing, batch=BATCH)
            begun = time.monotonic()
            for _ in range(chance.choice([0, 0, 1, 2, 4, 6])):
                words = children.heard(child)
                if words[0] == "done":
                    break
                assert words[0] in ("opened", "added"), words
                added |= set(map(int, words[1:]))
                pause, begun = 0.8 * pause + 0.2 * (time.monotonic() - begun), time.monotonic()
            time.sleep(chance.uniform(0, 1.5 * pause))
            for words in children.kill(child):
                added |= set(map(int, words[1:])) if words[0] == "added" else set()
            counted["kills"] += 1
            if database == "postgres":
                server.wait_until_quiet(address)
            if database == "sqlite" and Path(address).exists():
                sound(Path(address))
            there = held(address)
            assert added <= set(there), "what it had said to be added is lost"
            assert len(there) % BATCH == 0, "a batch is half there"
            whole(address, there)
            counted["in the first batch"] += not there
            counted["batches kept unsaid"] += (len(there) - len(added)) // BATCH
            added = set(there)
        last = children.until_done(children.start("add", address, numbers=numbers, batch=BATCH))
        assert last[-1] == ["done"]
        whole(address, numbers)
    print(f"\n{database}: {counted}; lost 0, half 0, doubled 0")


def held(address: str) -> list[int]:
    """The numbers of the reports that a ledger, which is made if it wasn't, holds."""
    with Ledger(address) as ledger:
        return [number for number in range(COUNT) if ledger.holds(samples.small(number).report.id, CODER)]


# --- several at once ------------------------------------------------------------------------------


@pytest.mark.parametrize("database", DATABASES)
def test_two_programs_that_add_the_same_at_once_add_it_once(
    children: Children, tmp_path: Path, request: pytest.FixtureRequest, database: str
) -> None:
    """They find no ledger, and one of them adds in the order opposite to the other's."""
    if database == "sqlite":
        address = str(tmp_path / "dragoman.db")
    else:
        server = request.getfixturevalue("server")
        address = server.address(server.create())
    orders = (range(COUNT), range(COUNT - 1, -1, -1), range(0, COUNT, 2))
    started = [children.start("add", address, numbers=list(order), batch=3) for order in orders]
    for child in started:
        assert children.until_done(child)[-1] == ["done"]
    whole(address, range(COUNT))


def test_while_another_holds_it_it_is_read_and_a_writer_waits(children: Children, address: str) -> None:
    with Ledger(address) as ledger:
        ledger.add([samples.small(1)], CODER)
    holder = children.start("hold", address)
    assert children.heard(holder) == ["holding"]
    with Ledger(address) as ledger:
        assert ledger.count() == 1, "reading goes on"
        ledger.store.close()
        ledger.store = Store(address, patience=0.3)
        begun = time.monotonic()
        with pytest.raises(LedgerBusy, match="another program is writing to it; try again"):
            ledger.add([samples.small(2)], CODER)
        assert time.monotonic() - begun < 20
        ledger.store.close()
        ledger.store = Store(address, patience=60)
        threading.Timer(0.5, lambda: children.kill(holder)).start()
        ledger.add([samples.small(2)], CODER)
    whole(address, [1, 2])


# --- the disk -------------------------------------------------------------------------------------


def test_a_full_disk_is_told_and_costs_nothing_that_was_there(children: Children, tmp_path: Path) -> None:
    address = tmp_path / "dragoman.db"
    with Ledger(str(address)) as ledger:
        ledger.add([samples.small(0)], CODER)
    for more in (4096, 40_000, 70_000):
        limit = address.stat().st_size + more
        said = children.until_done(children.start("add", address, numbers=list(range(COUNT)), batch=1, limit=limit))
        assert said[-1][:2] == ["error", "LedgerError"], said
        assert "disk" in said[-1], said
        added = [0] + [int(words[1]) for words in said if words[0] == "added" and words[1] != "0"]
        sound(address)
        assert set(added) <= set(held(str(address)))
        whole(str(address), held(str(address)))
    assert children.until_done(children.start("add", address, numbers=list(range(COUNT))))[-1] == ["done"]
    whole(str(address), range(COUNT))


def test_a_full_database_is_told_and_the_program_goes_on_when_there_is_room(file: Path) -> None:
    with Ledger(str(file)) as ledger:
        ledger.add([samples.small(0)], CODER)
        pages = {"most": 0}

        @sa.event.listens_for(ledger.store.engine, "connect")
        def limit(connection: sqlite3.Connection, _: object) -> None:
            connection.execute(f"PRAGMA max_page_count={pages['most']}")

        pages["most"] = file.stat().st_size // 4096 + 5
        ledger.store.engine.dispose()
        with pytest.raises(LedgerError, match="the disk is full; make room and run again"):
            ledger.add([samples.small(number) for number in range(COUNT)], CODER)
        pages["most"] = 100_000
        ledger.store.engine.dispose()
        ledger.add([samples.small(number) for number in range(COUNT)], CODER)
    sound(file)
    whole(str(file), range(COUNT))


@pytest.fixture
def guarded() -> Iterator[Path]:
    """A ledger with one event where everybody may go."""
    folder = Path(tempfile.mkdtemp(prefix="dragoman-"))
    folder.chmod(0o755)
    path = folder / "dragoman.db"
    with Ledger(str(path)) as ledger:
        ledger.add([samples.small(0)], CODER)
    yield path
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize(("folder", "mode"), [(0o777, 0o444), (0o555, 0o444), (0o555, 0o666)])
def test_a_ledger_that_may_not_be_written_is_read(children: Children, guarded: Path, folder: int, mode: int) -> None:
    guarded.chmod(mode)
    guarded.parent.chmod(folder)
    said = children.until_done(children.start("read", guarded, nobody=True))
    assert said[0] == ["read", "1"], said
    assert said[1][:2] == ["error", "LedgerError"] and "read-only;" in said[1], said


def test_a_ledger_that_may_not_be_read_is_told(children: Children, guarded: Path) -> None:
    guarded.chmod(0o000)
    said = children.until_done(children.start("read", guarded, nobody=True))
    assert said[0][:2] == ["error", "LedgerError"] and "denied);" in said[0], said


def test_a_folder_that_may_not_be_written_gets_no_ledger(children: Children, guarded: Path) -> None:
    guarded.parent.chmod(0o555)
    said = children.until_done(children.start("add", guarded.with_name("other.db"), numbers=[1], nobody=True))
    assert said[0][:2] == ["error", "LedgerError"] and "opened;" in said[0], said


# --- no ledger ------------------------------------------------------------------------------------


def other_database(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")


NO_LEDGERS: list[tuple[Any, str]] = [
    (lambda path: path.mkdir(), r"this is a folder; name a file in it, as .*dragoman\.db"),
    (lambda path: path.write_text("Armenia accused Azerbaijan."), "no ledger but another kind of file; name another"),
    (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(200)), "no ledger but another kind of file|damaged"),
    (other_database, r"it is a database, but no ledger \(it holds songs\)"),
    (lambda path: path.symlink_to(path), "can't be opened|too many levels"),
]


@pytest.mark.parametrize(("make", "said"), NO_LEDGERS)
def test_what_is_no_ledger_is_told_and_left_alone(tmp_path: Path, make: Any, said: str) -> None:
    path = tmp_path / "x.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(LedgerError, match=said) as caught:
        Ledger(str(path))
    assert str(path) in str(caught.value)
    assert before is None or path.read_bytes() == before


def test_a_missing_folder_or_ledger_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no such folder; make it first"):
        Ledger(str(tmp_path / "no" / "x.db"))
    with pytest.raises(LedgerError, match="there is no such ledger; make one with: dragoman add"):
        Ledger(str(tmp_path / "x.db"), create=False)
    (tmp_path / "empty.db").touch()
    with pytest.raises(LedgerError, match="there is no ledger in it yet"):
        Ledger(str(tmp_path / "empty.db"), create=False)
    with pytest.raises(LedgerError, match=r"can't be opened|no such"):
        Ledger(str(tmp_path / "a\0b.db"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.db"]


@pytest.mark.parametrize("name", ["a?b.db", "a#b.db", "100%.db", "دفتر.db", "a b'c\".db", "file:x.db", "\udcff.db"])
def test_a_ledger_may_have_any_name(tmp_path: Path, name: str) -> None:
    with Ledger(str(tmp_path / name)) as ledger:
        ledger.add([samples.small(1)], CODER)
    assert (tmp_path / name).is_file()
    with Ledger(str(tmp_path / name), create=False) as ledger:
        assert ledger.count() == 1


def test_an_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.touch()
    with Ledger(str(path)) as ledger:
        assert ledger.count() == 0


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_gives_a_clear_error_or_what_is_left(tmp_path: Path, filled_file: Path, seed: int) -> None:
    path, chance = Path(shutil.copy(filled_file, tmp_path / "x.db")), random.Random(seed)
    size = path.stat().st_size
    if seed % 3 == 0:
        os.truncate(path, chance.randrange(100, size))
    else:
        with path.open("r+b") as file:
            for _ in range(seed):
                file.seek(chance.randrange(16, size))
                file.write(chance.randbytes(chance.choice([1, 30, 4096])))
    try:
        with Ledger(str(path)) as ledger:
            for ask in (ledger.events, ledger.totals, ledger.by_month, lambda: list(ledger.stream())):
                with contextlib.suppress(LedgerError):
                    ask()
            ledger.add([samples.one_event()], CODER)
    except LedgerError as error:
        assert str(path) in str(error)


@pytest.fixture(scope="module")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "x.db"
    with Ledger(str(path)) as ledger:
        ledger.add([samples.small(number) for number in range(COUNT)], CODER)
    return path


# --- PostgreSQL -----------------------------------------------------------------------------------


def test_postgresql_may_go_away_and_come_back_while_reports_are_added(children: Children, own: Server) -> None:
    address = own.address(own.create())
    child = children.start("add", address, numbers=list(range(COUNT)), batch=1)
    for _ in range(5):
        children.heard(child)
    own.stop()
    time.sleep(1)
    own.start()
    assert children.until_done(child)[-1] == ["done"]
    whole(address, range(COUNT))


def test_while_postgresql_is_away_that_is_told_and_afterwards_the_same_ledger_goes_on(own: Server) -> None:
    address = own.address(own.create())
    with Ledger(address) as ledger:
        ledger.add([samples.small(1)], CODER)
        own.stop()
        ledger.store.patience = 0.2
        for ask in (ledger.count, ledger.events, lambda: ledger.add([samples.small(2)], CODER)):
            with pytest.raises(LedgerBusy, match=r"the database doesn't answer .* see that its server runs"):
                ask()
        with pytest.raises(LedgerBusy, match="doesn't answer"):
            Ledger(address)
        own.start()
        ledger.add([samples.small(2)], CODER)
        assert ledger.count() == 2
    whole(address, [1, 2])


def test_a_postgresql_that_is_not_there_is_told_without_the_password() -> None:
    for host in ("127.0.0.1:1", "no.such.host.invalid"):
        with pytest.raises(LedgerBusy, match="doesn't answer") as caught:
            Ledger(f"postgresql://me:secret@{host}/news")
        assert "secret" not in str(caught.value)


def test_a_wrong_database_user_or_password_is_told_without_the_password(server: Server) -> None:
    server.execute("CREATE ROLE reader LOGIN PASSWORD 'right'")
    rules = server.folder / "pg_hba.conf"
    rules.write_text("local all reader scram-sha-256\n" + rules.read_text())
    server.execute("SELECT pg_reload_conf()")
    address = server.address("postgres")
    wrong = {
        address.replace("postgres:@", "reader:wrong@"): "the password is wrong; check user and password",
        address.replace("postgres:@", "nobody_known:wrong@"): "there is no such database or user there",
        server.address("nothing"): "there is no such database or user there; create it first: createdb",
    }
    for bad, said in wrong.items():
        deadline = time.monotonic() + 10
        while True:  # the server takes a moment to read its rules anew
            with pytest.raises(LedgerError) as caught:
                Ledger(bad)
            if said in str(caught.value) or time.monotonic() > deadline:
                break
        assert said in str(caught.value) and "wrong@" not in str(caught.value)


BAD_ADDRESSES = ["postgresql://me:secret@host:port/x", "postgresql://[", "postgresql://me:secret@host:99999999/x"]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_an_address_that_is_none_is_told_without_the_password(address: str) -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger(address)
    assert "secret" not in str(caught.value) and ";" in str(caught.value)


def test_a_database_of_others_is_left_alone(server: Server) -> None:
    name = server.create()
    engine = sa.create_engine(server.address(name).replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE songs (name TEXT)"))
    engine.dispose()
    with pytest.raises(LedgerError, match=r"it is a database, but no ledger \(it holds songs\)"):
        Ledger(server.address(name))


def test_an_empty_database_is_no_ledger_until_one_is_made(server: Server) -> None:
    address = server.address(server.create())
    with pytest.raises(LedgerError, match="there is no ledger in it yet; make one with: dragoman add"):
        Ledger(address, create=False)
    Ledger(address).close()
    Ledger(address, create=False).close()
