"""The ledger as a program sees it: opened with one line, added to, asked, judged.

from dragoman.ledger import Ledger, Query

with Ledger("dragoman.db") as ledger:
    for told in ledger.events(Query(pair=("AZE", "USA"), type=("CONSULT",))):
        print(told.event.when, told.report.outlet, told.event.reason)
    ledger.frame(Query(party="IRN"), limit=None)   # a pandas data frame
"""

from __future__ import annotations

import copy
import getpass
import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from importlib import metadata
from types import TracebackType
from typing import NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy import exc

from dragoman.errors import InputError, LedgerError
from dragoman.ledger import (
    correction,
    feeds,
    frames,
    judging,
    settling,
    stories,
    told,
    writing,
)
from dragoman.ledger.query import Query
from dragoman.ledger.questions import Questions
from dragoman.ledger.sameness import Embed, Sameness
from dragoman.ledger.settling import State
from dragoman.ledger.store import DEFAULT, Store
from dragoman.ledger.writing import Added
from dragoman.model import Coding, Event, ForeignEvent

_BATCH = 2_000  # foreign events in one transaction
_RUN = 60.0  # seconds after which a new run is begun, so that its time is that of what was done

T = TypeVar("T")


class _Run(NamedTuple):
    """The run that was begun last: its number, its aim, and when on the monotonic clock."""

    number: int
    what: str
    began: float


class Ledger(Questions):
    """A ledger in a SQLite file (made if there is none) or, by its address, in PostgreSQL.

    `who` signs what is added and judged: the user's name unless another is given.

    Raises:
        LedgerError: where it can't be opened, is no ledger, or a newer program made it.
    """

    def __init__(self, address: str = DEFAULT, *, create: bool = True, who: str | None = None) -> None:
        self.store = Store(str(address), create=create)
        self.who = who or _user()
        self._run: _Run | None = None

    def signed(self, who: str) -> Ledger:
        """The same open ledger for another user, who signs what is added and judged by it."""
        twin = copy.copy(self)
        twin.who, twin._run = who, None
        return twin

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends all connections; nothing is left to be written."""
        self.store.close()

    # --- adding -----------------------------------------------------------------------------------

    def holds(self, report: str, coder: str) -> bool:
        """Whether this coder's records of the report are there already."""
        with self.store.reading() as connection:
            return writing.known(connection, report, coder)

    def add(self, found: Iterable[Coding], coder: str) -> list[Added | InputError]:
        """Adds codings in one transaction; one that the database refuses gives its error, the others stay.

        `coder` names the coder and its version: a report is added once for each.
        """
        listed = list(found)
        try:
            return list(self._write("add", lambda c, run: self._add(c, listed, coder, run)))
        except LedgerError as error:
            if not isinstance(error.__cause__, exc.DataError | exc.IntegrityError | UnicodeError):
                raise
            if len(listed) > 1:
                return [fate for coding in listed for fate in self.add([coding], coder)]
            where = listed[0].report.source_id or listed[0].report.id
            return [InputError(f"the ledger can't hold it ({error.what})", where, "please report it with this line")]

    def _add(self, connection: sa.Connection, found: list[Coding], coder: str, run: int) -> list[Added]:
        fates = writing.add(connection, found, coder, run)
        for added in fates:
            if added.fate == "recoded":
                judging.uphold(connection, added.report, run)
        return fates

    def add_foreign(self, found: Iterable[ForeignEvent], coder: str) -> int:
        """Adds events that another tool coded; gives how many were new."""
        new = 0
        for batch in _batches(found, _BATCH):
            new += self._write(f"import {coder}", partial(_add_foreign, batch, coder))
        return new

    def join_stories(self, embed: Embed | None = None) -> Iterator[int]:
        """Gives a story to each event that has none, some at a time; gives how many were done with each step.

        `embed` makes vectors of sentences, by which wording is compared across languages.
        """
        sameness = Sameness(embed)
        while done := self._write("join", lambda c, run: stories.join(c, sameness, run)):
            yield done

    def record_poll(self, polled: feeds.Polled) -> None:
        """Remembers what a feed gave when it was asked."""
        self._write("watch", lambda c, run: feeds.write(c, polled, run))

    # --- judging ----------------------------------------------------------------------------------

    def accept(self, event: str, why: str | None = None) -> int:
        """The record is right; gives the judgement's number."""
        return self._judge(lambda c, run: judging.accept(c, event, who=self.who, why=why, run=run))

    def reject(self, event: str, why: str | None = None) -> int:
        """The report tells of no such event; gives the judgement's number."""
        return self._judge(lambda c, run: judging.reject(c, event, who=self.who, why=why, run=run))

    def correct(self, event: str, change: Mapping[str, str], why: str | None = None) -> int:
        """Fields of the record are to be others (`correction.py`); gives the judgement's number."""

        def work(connection: sa.Connection, run: int) -> int:
            row = judging.standing_row(connection, event)
            near = told.reports_of(connection, {row.report} if row.report else set())

            def by(old: Event) -> Event:
                return correction.corrected(old, near[row.report][0], change, self.who)

            return judging.correct(connection, event, dict(change), by, who=self.who, why=why, run=run)

        return self._judge(work)

    def merge(self, event: str, story: str, why: str | None = None) -> int:
        """An event, and its story with it, is one with another story; gives the judgement's number."""
        return self._judge(lambda c, run: stories.merge(c, event, story, who=self.who, why=why, run=run))

    def split(self, event: str, why: str | None = None) -> int:
        """An event is not one with the others of its story; gives the judgement's number."""
        return self._judge(lambda c, run: stories.split(c, event, who=self.who, why=why, run=run))

    def undo(self, judgement: int, why: str | None = None) -> int:
        """Takes a judgement back, by another one; gives that one's number."""
        return self._judge(lambda c, run: judging.undo(c, judgement, who=self.who, why=why, run=run))

    def settle(self, commitment: str, state: State, why: str | None = None) -> int:
        """What has become of a condition or a promise; gives the judgement's number. Raises UnknownRecord."""
        return self._judge(lambda c, run: settling.settle(c, commitment, state, who=self.who, why=why, run=run))

    def _judge(self, work: Callable[[sa.Connection, int], int]) -> int:
        return self._write("judge", work)

    # --- runs -------------------------------------------------------------------------------------

    def _write(self, what: str, work: Callable[[sa.Connection, int], T]) -> T:
        """Does `work` in one transaction, as part of a run: what is written with one aim within a minute."""
        last, now = self._run, time.monotonic()
        going = last if last is not None and last.what == what and now - last.began < _RUN else None

        def whole(connection: sa.Connection) -> tuple[int, T]:
            run = going.number if going else writing.begin(connection, self.who, what, _program())
            return run, work(connection, run)

        number, done = self.store.write(whole)
        self._run = going or _Run(number, what, now)
        return done

    def __repr__(self) -> str:
        totals = self.totals()
        return f"<Ledger {self.store.shown}: {totals.events:,} events of {totals.reports:,} reports>"

    def _repr_html_(self) -> str:
        return frames.html(self.store.shown, self.totals(), self.events(Query(limit=10)))


def _batches(found: Iterable[ForeignEvent], size: int) -> Iterator[list[ForeignEvent]]:
    source = iter(found)
    while batch := list(itertools.islice(source, size)):
        yield batch


def _add_foreign(found: list[ForeignEvent], coder: str, connection: sa.Connection, run: int) -> int:
    return writing.add_foreign(connection, found, coder, run)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a name for its user
        return "unknown"


def _program() -> str:
    return f"dragoman {metadata.version('dragoman')}"
