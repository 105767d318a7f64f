"""What can be asked of a ledger: events, reports, stories, relations, judgements, and how much there is of each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa

from dragoman.errors import UnknownRecord
from dragoman.ledger import (
    agreement,
    arrivals,
    dues,
    feeds,
    frames,
    glance,
    history,
    judging,
    kin,
    pulse,
    query,
    rows,
    settling,
    stories,
    tellings,
    told,
    totals,
)
from dragoman.ledger.history import Change, Step
from dragoman.ledger.judging import Judgement
from dragoman.ledger.kin import Kin
from dragoman.ledger.query import NoteKind, Query
from dragoman.ledger.schema import codings, events, judgements, memberships, reports, standings
from dragoman.ledger.settling import Demand, Settlement
from dragoman.ledger.store import Store
from dragoman.ledger.stories import Story, StoryDoubt
from dragoman.ledger.tellings import Telling
from dragoman.ledger.totals import Totals
from dragoman.model import Record, Report, Told

_PAGE = 500  # events that a stream holds at a time


class Noted(Record, frozen=True):
    """A statement, condition, link or topic with the report it stands in."""

    note: rows.Note
    report: Report


class Questions:
    """Answers out of an open store; nothing is written."""

    store: Store

    def events(self, asked: Query = Query()) -> list[Told]:  # noqa: B008 (a frozen record)
        """The events asked for, in order, at most `asked.limit`."""
        with self.store.reading() as connection:
            return list(told.of(connection, told.numbers(connection, asked)))

    def stream(self, asked: Query = Query()) -> Iterator[Told]:  # noqa: B008
        """All events asked for, whatever their number, a page in memory at a time; the limit doesn't count.

        What others add meanwhile is not among them.
        """
        with self.store.reading() as connection:
            numbers = told.numbers(connection, msgspec.structs.replace(asked, limit=None))
            for at in range(0, len(numbers), _PAGE):
                yield from told.of(connection, numbers[at : at + _PAGE])

    def count(self, asked: Query = Query(), most: int | None = None) -> int:  # noqa: B008
        """How many events are asked for; where they are more than `most`, one more than that."""
        with self.store.reading() as connection:
            found = query.events_of(asked, events.c.seq, dialect=connection.dialect.name)
            found = found if most is None else found.limit(most + 1)
            return int(connection.execute(sa.select(sa.func.count()).select_from(found.subquery())).scalar_one())

    def glance(self, found: Sequence[Told]) -> list[glance.Glance]:
        """For each of these events, how many reports tell its story, and what a reviewer said of it."""
        with self.store.reading() as connection:
            return glance.of(connection, found)

    def by_month(self, asked: Query = Query()) -> list[tuple[str, str, int, float]]:  # noqa: B008
        """Month (`2024-02`), quad, number of events, sum of their scores."""
        with self.store.reading() as connection:
            found = connection.execute(query.by_month(asked, dialect=connection.dialect.name))
            return [(row.month, row.quad, row.events, float(row.score or 0)) for row in found]

    def tellings(self, one: str, other: str) -> list[Telling]:
        """What two parties did to each other as each report tells it, in no order."""
        with self.store.reading() as connection:
            return tellings.of_pair(connection, one, other)

    def all_tellings(self, since: datetime.date | None = None, until: datetime.date | None = None) -> Iterator[Telling]:
        """What all parties did to each other in a period, in no order."""
        with self.store.reading() as connection:
            yield from tellings.of_all(connection, since, until)

    def busiest(self, limit: int, party: str | None = None) -> list[tuple[str, str, int]]:
        """The pairs of parties with the most events, with their number."""
        with self.store.reading() as connection:
            return tellings.busiest(connection, party, limit)

    def told(self, rows: Iterable[int]) -> list[Told]:
        """Event rows by their numbers (`Telling.seq`), whole, in that order."""
        with self.store.reading() as connection:
            return list(told.of(connection, list(rows)))

    def event(self, event: str) -> Told:
        """One event as it stands, else as it last stood. Raises UnknownRecord."""
        with self.store.reading() as connection:
            row = judging.standing_row(connection, event)
            near = told.reports_of(connection, {row.report} if row.report else set())
        report, copy_of = near.get(row.report, (None, None))
        return Told(event=rows.event_of(row.body, row.foreign), report=report, copy_of=copy_of)

    def report(self, report: str) -> Report:
        """One report. Raises UnknownRecord."""
        with self.store.reading() as connection:
            found = told.reports_of(connection, {report})
        if report not in found:
            raise UnknownRecord(f"there is no report {report!r}", self.store.shown, "see: dragoman events")
        return found[report][0]

    def kin(self, report: str) -> Kin:
        """The versions and near copies of a report. Raises UnknownRecord."""
        with self.store.reading() as connection:
            return kin.of(connection, report)

    def notes(self, kind: NoteKind, asked: Query = Query()) -> list[Noted]:  # noqa: B008
        """Statements, conditions, links or topics, newest first."""
        with self.store.reading() as connection:
            found = connection.execute(query.notes_of(kind, asked)).all()
        decoded = (msgspec.json.decode(row.body, type=rows.KINDS[kind]) for row in found)
        return [Noted(note=note, report=rows.report_of(row)) for note, row in zip(decoded, found, strict=True)]

    def demands(self, asked: Query = Query(limit=None)) -> list[Demand]:  # noqa: B008
        """Conditions with the events of their sentences, in the order in which they were published."""
        with self.store.reading() as connection:
            return settling.demands(connection, asked)

    def due(self, first: datetime.date, last: datetime.date) -> list[Noted]:
        """Conditions that are due between two days and that nobody settled, the earliest first."""
        with self.store.reading() as connection:
            return [Noted(note=condition, report=report) for condition, report in dues.between(connection, first, last)]

    def arrivals(self, since: datetime.date) -> arrivals.Arrivals:
        """What the reports tell that were published on that day or later, relation by relation."""
        with self.store.reading() as connection:
            return arrivals.since(connection, since)

    def last_day(self) -> datetime.date | None:
        """The day on which the last report was published."""
        with self.store.reading() as connection:
            return settling.last_day(connection)

    def stories(self, asked: Query = Query(), least: int = 2) -> list[Story]:  # noqa: B008
        """The stories of the events asked for that at least so many reports tell, the newest first."""
        with self.store.reading() as connection:
            return stories.of(connection, asked, least)

    def story(self, story: str) -> Story:
        """One story. Raises UnknownRecord."""
        with self.store.reading() as connection:
            return stories.one(connection, story)

    def doubts(self, limit: int = 50) -> list[StoryDoubt]:
        """Events that may belong to another story, for a reviewer, the most doubtful first."""
        with self.store.reading() as connection:
            return stories.open_doubts(connection, limit)

    def feed_states(self) -> dict[str, feeds.Polled]:
        """What each feed gave when it was last asked."""
        with self.store.reading() as connection:
            return feeds.last(connection)

    def pulses(self) -> dict[str, pulse.Pulse]:
        """How often each feed gives something new."""
        with self.store.reading() as connection:
            return pulse.of(connection)

    def polls(self, source: str, limit: int = 24) -> list[feeds.Polled]:
        """What a feed gave the last times it was asked, the last one first."""
        with self.store.reading() as connection:
            return feeds.recent(connection, source, limit)

    def totals(self) -> Totals:
        """How much it holds."""
        with self.store.reading() as connection:
            return totals.count(connection)

    def revision(self) -> str:
        """Which state this is: the numbers of the last rows that change what is told, which only ever grow."""
        tables = (events, standings, memberships, judgements, codings)
        last = [sa.select(sa.func.coalesce(sa.func.max(table.c.seq), 0)) for table in tables]
        with self.store.reading() as connection:
            return ".".join(str(connection.execute(asked).scalar_one()) for asked in last)

    def history(self, record: str) -> list[Step]:
        """All that happened to an event, a report or a condition. Raises UnknownRecord."""
        with self.store.reading() as connection:
            if settling.is_condition(connection, record):
                return history.of_condition(connection, record)
            if connection.execute(sa.select(reports.c.id).where(reports.c.id == record)).first():
                return history.of_report(connection, record)
            return history.of_event(connection, record)

    def coders(self) -> dict[str, int]:
        """The coders that coded here, with the number of reports, the last one last."""
        with self.store.reading() as connection:
            counted = sa.select(codings.c.coder, sa.func.count()).group_by(codings.c.coder)
            return {row[0]: row[1] for row in connection.execute(counted.order_by(sa.func.max(codings.c.seq)))}

    def diff(self, one: str, other: str) -> list[Change]:
        """What differs between two coders on the reports that both coded."""
        with self.store.reading() as connection:
            return list(history.diff(connection, one, other))

    def frame(self, asked: Query = Query(limit=None), library: str = "pandas") -> Any:  # noqa: B008
        """The events as a data frame, one a row, of pandas or polars. Raises LedgerError where it isn't installed."""
        told = self.stream(asked) if asked.limit is None else self.events(asked)
        return frames.frame(told, library)

    # --- what was judged --------------------------------------------------------------------------

    def settlements(self) -> list[Settlement]:
        """What people decided of conditions and promises, as far as it holds."""
        with self.store.reading() as connection:
            return settling.settlements(connection)

    def judgements(self, event: str | None = None, number: int | None = None) -> list[Judgement]:
        """All that reviewers decided, or what they decided of one event, or one judgement, in order."""
        asked = sa.select(judgements).order_by(judgements.c.seq)
        if event is not None:
            asked = asked.where(judgements.c.event == event)
        if number is not None:
            asked = asked.where(judgements.c.seq == number)
        with self.store.reading() as connection:
            found = connection.execute(asked).all()
        return [Judgement(**{name: getattr(row, name) for name in Judgement.__struct_fields__}) for row in found]

    def verdicts(self) -> dict[str, dict[str, str]]:
        """What each reviewer last said of each event (accept, correct, reject), by event and reviewer."""
        return agreement.verdicts(self.judgements())

    def agreement(self) -> agreement.Agreement:
        """How far the reviewers agree on the events that several of them judged."""
        return agreement.of(self.judgements())
