"""Where the rows lie: one SQLite file in WAL mode, or a PostgreSQL database; opened, brought up to date, locked.

What the databases say when something is wrong becomes a LedgerError here. A write is one transaction: it is there
as a whole or not at all, whenever the program is killed.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy import exc

from dragoman.errors import LedgerBusy, LedgerError, LedgerTooNew
from dragoman.ledger.schema import HEAD

DEFAULT = "dragoman.db"
_POSTGRES = ("postgresql://", "postgres://", "postgresql+psycopg://")
_PATIENCE = 30.0  # seconds that a locked or silent database is waited for
_MIGRATIONS = Path(__file__).parent / "migrations"
_APPLICATION = 0x44524147  # "DRAG" in the header of the file

T = TypeVar("T")


class Store:
    """An open ledger's database.

    Raises:
        LedgerError: where there is none, it is another kind of file, or it can't be opened.
        LedgerTooNew: where a newer program made it.
    """

    def __init__(self, address: str, *, create: bool = True, patience: float = _PATIENCE) -> None:
        self.address = address
        self.create = create
        self.patience = patience
        self.postgres = address.startswith(_POSTGRES)
        self.shown = _without_password(address) if self.postgres else address
        if not self.postgres:
            _check_file(Path(address), create)
        self.writable = self.postgres or _writable(Path(address).absolute())
        self._ours = False  # until it is known, nothing in a file is changed
        self.engine = self._postgres() if self.postgres else self._sqlite()
        with self._explained():
            self._bring_up_to_date()

    def close(self) -> None:
        """Ends all connections."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection to ask with; what others write meanwhile doesn't change what it sees."""
        with self._explained(), self.engine.connect() as connection:
            if self.postgres:
                connection.execution_options(isolation_level="REPEATABLE READ")
            else:
                connection.exec_driver_sql("BEGIN")
            yield connection

    def write(self, work: Callable[[sa.Connection], T]) -> T:
        """Does `work` in one transaction; where the database is locked or away, waits and does it again.

        Raises LedgerBusy after `patience` seconds, LedgerError where it can't be written.
        """
        end, pause = time.monotonic() + self.patience, 0.05
        while True:
            try:
                with self._explained(), self.engine.begin() as connection:
                    self._lock(connection)
                    return work(connection)
            except LedgerBusy:
                if time.monotonic() + pause > end:
                    raise
                time.sleep(pause)
                pause = min(2 * pause, 2.0)

    # --- the two databases ----------------------------------------------------------------------

    def _sqlite(self) -> sa.Engine:
        place = Path(self.address).absolute()
        mode = "rwc" if self.writable else "ro"
        uri = f"{place.as_uri()}?mode={mode}"
        if not os.access(place.parent, os.W_OK) and not Path(f"{place}-wal").exists():
            uri += "&immutable=1"  # no reader could put its locks beside the file, and no writer its log

        def connect() -> sqlite3.Connection:
            connection = sqlite3.connect(uri, uri=True, timeout=min(self.patience, 10.0), check_same_thread=False)
            connection.isolation_level = None  # transactions are begun by hand, see `write`
            for pragma in ("foreign_keys=ON", "cache_size=-65536", "temp_store=MEMORY"):
                connection.execute(f"PRAGMA {pragma}")
            if self.writable and self._ours:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=FULL")
                connection.execute("PRAGMA wal_autocheckpoint=8000")  # pages; fewer and longer pauses for tidying
            return connection

        return sa.create_engine("sqlite://", creator=connect, poolclass=sa.QueuePool)

    def _postgres(self) -> sa.Engine:
        try:
            import psycopg  # noqa: F401
        except ImportError as error:
            fix = "pip install 'dragoman[postgres]'"
            raise LedgerError("PostgreSQL needs the psycopg package, which is missing", self.shown, fix) from error
        url = "postgresql+psycopg://" + self.address.split("://", 1)[1]
        try:
            return sa.create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
        except (exc.ArgumentError, ValueError) as error:
            fix = "write it as postgresql://user@host/database"
            raise LedgerError("this is no address of a database", self.shown, fix) from error

    # --- the schema -----------------------------------------------------------------------------

    def _bring_up_to_date(self) -> None:
        with self.engine.connect() as connection:
            found = self._version(connection)
        if not self.postgres:
            self._ours = True
            self.engine.dispose()
        if found == HEAD:
            return
        if found is not None and found > HEAD:
            what = f"a newer dragoman made it (schema {found}; this program knows {HEAD})"
            raise LedgerTooNew(what, self.shown, "install the newest dragoman")
        if found is None and not self.create:
            raise LedgerError("there is no ledger in it yet", self.shown, "make one with: dragoman add SOURCE …")
        if not self.writable:
            what = "it is of an older program and can't be brought up to date, for it is read-only"
            raise LedgerError(what, self.shown, "make it writable, or work on a copy")
        self._migrate()

    def _version(self, connection: sa.Connection) -> str | None:
        """The schema's version; None for an empty database. Raises LedgerError for a database of others."""
        names = set(sa.inspect(connection).get_table_names())
        if "alembic_version" in names and "codings" in names:
            version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            return None if version is None else str(version)
        if names:
            listed = ", ".join(sorted(names)[:3])
            raise LedgerError(f"it is a database, but no ledger (it holds {listed})", self.shown, "name another")
        return None

    def _migrate(self) -> None:
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))

        def upgrade(connection: sa.Connection) -> None:
            if self._version(connection) != HEAD:  # another process may have been first
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
            if not self.postgres:
                connection.exec_driver_sql(f"PRAGMA application_id={_APPLICATION}")

        self.write(upgrade)

    def _lock(self, connection: sa.Connection) -> None:
        """Begins a transaction of the only writer: others wait until it is done."""
        if self.postgres:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(self.patience * 1000)}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_APPLICATION})")
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    # --- what went wrong ------------------------------------------------------------------------

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (exc.DBAPIError, sqlite3.Error) as error:
            raise self._explanation(error) from error
        except UnicodeEncodeError as error:
            what = "it holds half a letter (a lone surrogate), which no encoding can write"
            raise LedgerError(what, self.shown, "nothing was changed by this step") from error
        except _UNREADABLE as error:
            raise LedgerError("the file is damaged", self.shown, _DAMAGED) from error
        except ValueError as error:
            if "isoformat" not in str(error):  # of a day that is none
                raise
            raise LedgerError("the file is damaged", self.shown, _DAMAGED) from error

    def _explanation(self, error: exc.DBAPIError | sqlite3.Error) -> LedgerError:
        said = str(error.orig) if isinstance(error, exc.DBAPIError) else str(error)
        first = said.strip().splitlines()[0] if said.strip() else type(error).__name__
        for word, (kind, what, fix) in _SAID.items():
            if word in said:
                return kind(what, self.shown, fix)
        gone = isinstance(error, exc.DBAPIError) and (error.connection_invalidated or _is_away(error))
        if gone:
            return LedgerBusy(f"the database doesn't answer ({first})", self.shown, "see that its server runs")
        return LedgerError(f"the database refuses ({first})", self.shown, "nothing was changed by this step")


_UNREADABLE = (UnicodeDecodeError, json.JSONDecodeError, msgspec.MsgspecError)  # a row, or what SQLite says of one
_DAMAGED = "restore a copy, or: sqlite3 FILE .recover"
_SAID: dict[str, tuple[type[LedgerError], str, str]] = {
    "database is locked": (LedgerBusy, "another program is writing to it", "try again when that is done"),
    "lock timeout": (LedgerBusy, "another program is writing to it", "try again when that is done"),
    "database or disk is full": (LedgerError, "the disk is full", "make room and run again; what is in it stays"),
    "No space left": (LedgerError, "the disk is full", "make room and run again; what is in it stays"),
    "disk I/O error": (LedgerError, "the disk can't be read or written", "check the disk; the ledger is as it was"),
    "readonly database": (LedgerError, "it is read-only", "check who may write it"),
    "unable to open": (LedgerError, "it can't be opened", "check the path and who may write there"),
    "file is not a database": (LedgerError, "it is no ledger but another kind of file", "name another"),
    "Could not decode": (LedgerError, "the file is damaged", _DAMAGED),
    "vtable constructor failed": (LedgerError, "the file is damaged", _DAMAGED),
    "malformed": (LedgerError, "the file is damaged", _DAMAGED),
    "password authentication failed": (LedgerError, "the password is wrong", "check user and password"),
    "does not exist": (LedgerError, "there is no such database or user there", "create it first: createdb NAME"),
}


def _is_away(error: exc.DBAPIError) -> bool:
    """Whether PostgreSQL is not there, is going, or comes up."""
    said = str(error.orig)
    return isinstance(error, exc.OperationalError) and any(
        word in said
        for word in ("connection", "Connection", "resolve host", "terminating", "starting up", "shutting down")
    )


def _check_file(path: Path, create: bool) -> None:
    try:
        if "\0" in str(path):
            raise ValueError("a NUL in its name")
        if path.is_dir():
            raise LedgerError("this is a folder", str(path), f"name a file in it, as {path / DEFAULT}")
        if not path.exists():
            if not create:
                raise LedgerError("there is no such ledger", str(path), "make one with: dragoman add SOURCE …")
            if not path.absolute().parent.is_dir():
                raise LedgerError("there is no such folder", str(path.parent), "make it first")
        elif path.stat().st_size:
            with path.open("rb") as file:
                if file.read(15) != b"SQLite format 3":
                    raise LedgerError("it is no ledger but another kind of file", str(path), "name another")
    except (OSError, ValueError) as error:
        what = getattr(error, "strerror", None) or str(error)
        raise LedgerError(f"it can't be opened ({what})", str(path), "check the path") from error


def _writable(path: Path) -> bool:
    """Whether the file may be written, and its log beside it."""
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _without_password(address: str) -> str:
    try:
        return sa.make_url(address).render_as_string(hide_password=True)
    except (exc.ArgumentError, ValueError):  # a port that is no number
        return address.rsplit("@", maxsplit=1)[-1]
