"""What a report gave, as the API tells it: the JSON contract's names as records.

Days are ISO days, offsets code points of the report's text unless a field says UTF-16; what is missing is None.
"""

from __future__ import annotations

import datetime
from typing import Literal

from dragoman.ledger.history import Step
from dragoman.ledger.settling import State
from dragoman.model import Modality, Record, Status

Pair = tuple[str, str]


class Party(Record, frozen=True):
    """Who, and where the report names it; an international body has `IGO` and its acronym as sector.

    An event of another tool has no words, so neither `start` nor `end`.
    """

    name: str
    person: str | None
    office: str | None
    country: str | None
    sector: str | None
    start: int | None
    end: int | None


class When(Record, frozen=True):
    """Days, both included, how finely they are told, and the words."""

    start: datetime.date
    end: datetime.date
    precision: Literal["day", "week", "month", "season", "year", "decade"]
    text: str


class Where(Record, frozen=True):
    """A place, with its point in degrees (WGS 84) if it has one, and the words."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    text: str


class Stretch(Record, frozen=True):
    """From one character to another, the second left out."""

    start: int
    end: int


class Trigger(Stretch, frozen=True):
    """The words that report an act."""

    text: str


class Damaged(Stretch, frozen=True):
    """A stretch that is no part of what the report says."""

    kind: str


class ReportHead(Record, frozen=True):
    """Which report it is; of another tool's event, what its file says of one."""

    id: str | None
    outlet: str | None
    language: str | None
    published: datetime.date | None
    url: str | None
    title: str | None


class EventRecord(Record, frozen=True):
    """Who did what to whom, when, where, who says so, on what condition."""

    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    when: When | None
    where: Where | None
    modality: Modality
    reported_by: tuple[str, ...]
    condition: str | None
    status: Status | None
    quad: str
    score: float | None
    cameo: str | None
    goldstein: float | None
    confidence: float | None
    sentence: Stretch | None
    trigger: Trigger | None
    reason: str | None
    coder: str


class ToldEvent(EventRecord, frozen=True):
    """An event as a report tells it, with its story and what its report is a near copy of."""

    report: ReportHead
    story: str | None
    copy_of: str | None


class Proof(Record, frozen=True):
    """What one field of an event rests on; `utf16` is the stretch in UTF-16 units, as browsers count."""

    field: str
    start: int
    end: int
    utf16: Stretch
    quote: str
    method: str
    reason: str


class WholeEvent(ToldEvent, frozen=True):
    """An event with its evidence, what happened to it, and its stretches in UTF-16 units.

    `utf16` has `sentence` and `trigger`, and the parties in order as `actors.0`, `recipients.0`.
    """

    evidence: tuple[Proof, ...]
    history: tuple[Step, ...]
    utf16: dict[str, Stretch]


class StatementRecord(Stretch, frozen=True):
    """Who said what, to whom, about which relations, and where he stands."""

    speaker: Party | None
    addressee: Party | None
    about: tuple[Pair, ...]
    stance: Literal["supports", "opposes", "conditional", "independent", "neutral"]
    direct: bool
    text: str


class ConditionRecord(Stretch, frozen=True):
    """Who demands or promises what of whom, in return for what, before when."""

    holder: Party | None
    party: Party | None
    demand: str
    in_return_for: str | None
    due: When | None
    state: State


class LinkRecord(Stretch, frozen=True):
    """One relation said to hang, or not to hang, on another."""

    of: Pair
    on: Pair
    stance: Literal["independent", "conditional"]
    by: Party | None


class TopicRecord(Stretch, frozen=True):
    """A matter on the agenda, at the words that name it."""

    topic: str
    text: str


class ReportRecord(Record, frozen=True):
    """A published item, without its text."""

    id: str
    source_id: str | None
    title: str | None
    language: str | None
    outlet: str | None
    agencies: tuple[str, ...]
    url: str | None
    published: datetime.date | None
    damage: tuple[Damaged, ...]


class WholeReport(ReportRecord, frozen=True):
    """A published item, as it was published."""

    text: str


class CodedReport(Record, frozen=True):
    """All that one report gave."""

    report: WholeReport
    events: tuple[EventRecord, ...]
    statements: tuple[StatementRecord, ...]
    conditions: tuple[ConditionRecord, ...]
    links: tuple[LinkRecord, ...]
    agenda: tuple[TopicRecord, ...]
