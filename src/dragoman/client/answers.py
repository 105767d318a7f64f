"""What the API answers beside the records of a report and of a relation: what is kept, in pages; what became of it."""

from __future__ import annotations

import datetime
from typing import Literal

from dragoman.client.records import (
    CodedReport,
    ConditionRecord,
    LinkRecord,
    Pair,
    ReportHead,
    StatementRecord,
    ToldEvent,
)
from dragoman.ledger.history import Step
from dragoman.ledger.judging import Judgement
from dragoman.model import Record


class KeptStatement(StatementRecord, frozen=True):
    """A statement with the report that it stands in."""

    report: ReportHead


class KeptCondition(ConditionRecord, frozen=True):
    """A condition with the report that it stands in, in the state that it is in now."""

    id: str
    report: ReportHead


class KeptLink(LinkRecord, frozen=True):
    """A stated link with the report that it stands in."""

    report: ReportHead


class Joined(Record, frozen=True):
    """Why an event was taken for one with a story; no score where a person decided, or it began the story."""

    score: float | None
    reason: str


class StoryEvent(ToldEvent, frozen=True):
    """An event of a story."""

    joined: Joined


class ToldStory(Record, frozen=True):
    """What several reports tell together, the earliest published first."""

    id: str
    reports: int
    languages: tuple[str, ...]
    events: tuple[StoryEvent, ...]


class Dealing(Record, frozen=True):
    """Two parties, and in how many events they deal with each other."""

    pair: Pair
    events: int


class KnownParty(Record, frozen=True):
    """A state or an international body: its names by language, its events and its busiest relations."""

    code: str
    names: dict[str, str]
    events: int
    relations: tuple[Dealing, ...]


class Amounts(Record, frozen=True):
    """How much a ledger holds: what stands now; `revision` says which state that is."""

    revision: str
    reports: int
    copies: int
    events: int
    foreign: int
    judgements: int
    languages: dict[str, int]


class Coder(Record, frozen=True):
    """A coder with its version, and how many reports it coded."""

    coder: str
    reports: int


class Coders(Record, frozen=True):
    """The coders that coded reports of a ledger, the last one last."""

    coders: tuple[Coder, ...]


class SavedSearch(Record, frozen=True):
    """A question that was saved under a name; `address` is its query string."""

    id: int
    name: str
    address: str
    made_at: datetime.datetime


# --- pages of lists -------------------------------------------------------------------------------------


class Events(Record, frozen=True):
    """A page of events; `next` is the address of the next page."""

    events: tuple[ToldEvent, ...]
    next: str | None


class Statements(Record, frozen=True):
    """A page of statements."""

    statements: tuple[KeptStatement, ...]
    next: str | None


class Conditions(Record, frozen=True):
    """A page of conditions."""

    conditions: tuple[KeptCondition, ...]
    next: str | None


class Links(Record, frozen=True):
    """A page of stated links."""

    links: tuple[KeptLink, ...]
    next: str | None


class Stories(Record, frozen=True):
    """A page of stories."""

    stories: tuple[ToldStory, ...]
    next: str | None


class Relations(Record, frozen=True):
    """A page of relations, those with the most events first."""

    relations: tuple[Dealing, ...]
    next: str | None


class Judgements(Record, frozen=True):
    """A page of judgements, in the order in which they were made."""

    judgements: tuple[Judgement, ...]
    next: str | None


class History(Record, frozen=True):
    """All that happened to a record, in order."""

    steps: tuple[Step, ...]


class Searches(Record, frozen=True):
    """The searches that one user saved."""

    searches: tuple[SavedSearch, ...]


# --- reading --------------------------------------------------------------------------------------------


class Unread(Record, frozen=True):
    """A report that could not be read: what is wrong, where, and what to do."""

    what: str
    where: str
    fix: str


class Readings(Record, frozen=True):
    """Reports that were read and coded, and those that could not be."""

    reports: tuple[CodedReport, ...]
    unread: tuple[Unread, ...]


class Fate(Record, frozen=True):
    """What became of a report that was added."""

    report: str
    fate: Literal["added", "version", "recoded", "known"]
    events: int
    copy_of: str | None


class Additions(Record, frozen=True):
    """Reports that were added to the ledger, and those that could not be read."""

    reports: tuple[Fate, ...]
    unread: tuple[Unread, ...]


class Problem(Record, frozen=True):
    """What went wrong, in one shape for all errors (RFC 9457): `detail` says what, `where` where, `fix` what to do."""

    type: str
    title: str
    status: int
    detail: str
    where: str
    fix: str
