"""What the API tells of a relation: the head, and the records of `dragoman.relations` with it."""

from __future__ import annotations

import datetime

from dragoman.client.records import Pair
from dragoman.ledger.tellings import Telling
from dragoman.model import Record
from dragoman.relations.agenda import Agenda
from dragoman.relations.balance import Balance
from dragoman.relations.carriers import Carriers
from dragoman.relations.changes import Changes
from dragoman.relations.commitments import Commitment
from dragoman.relations.coverage import CoverageWarning, Mix, Source
from dragoman.relations.links import Claim, Confronted, MeasuredLink
from dragoman.relations.periods import By
from dragoman.relations.turns import Turns


class RelationHead(Record, frozen=True):
    """Of whom and when it is, by which weights, and how much is told."""

    pair: Pair
    since: datetime.date | None
    until: datetime.date | None
    weights: str
    stories: int
    tellings: int
    left_out: dict[str, int]


class Warned(CoverageWarning, frozen=True, kw_only=True):
    """Something that should make one careful, with its sentence."""

    text: str


class Rests(Record, frozen=True):
    """What the picture of a relation rests on; the fields are those of `dragoman.relations.coverage.Coverage`."""

    pair: Pair
    stories: int
    tellings: int
    outlets: tuple[Source, ...]
    languages: tuple[Source, ...]
    effective: float | None
    shared: int
    foreign: float | None
    undated: float | None
    mixes: tuple[Mix, ...]
    warnings: tuple[Warned, ...]


class WholeRelation(RelationHead, frozen=True):
    """A relation with the parts that were asked for; the others are left out."""

    balance: Balance | None = None
    turns: Turns | None = None
    commitments: tuple[Commitment, ...] | None = None
    agenda: Agenda | None = None
    carriers: Carriers | None = None
    links: tuple[Claim, ...] | None = None
    coverage: Rests | None = None
    changes: Changes | None = None


class OpenedTelling(Record, frozen=True):
    """One telling of a period: its part of the period's weight, its score, and what both make."""

    telling: Telling
    weight: float
    score: float
    there: bool
    back: bool
    value: float


class OpenedBalance(RelationHead, frozen=True, rename={"since_day": "from", "until_day": "to"}):
    """What the balance between two days is made of, the heaviest first."""

    since_day: datetime.date
    until_day: datetime.date
    weight: float
    balance: float
    tone: float | None
    opened: tuple[OpenedTelling, ...]


class Commitments(Record, frozen=True):
    """Conditions and promises of a relation."""

    commitments: tuple[Commitment, ...]


class Claims(Record, frozen=True):
    """Who says that a relation hangs, or doesn't, on another."""

    links: tuple[Claim, ...]


class TooLittle(Record, frozen=True):
    """A relation with too few periods told to be measured."""

    pair: Pair
    told: int


class MeasuredLinks(Record, frozen=True):
    """All links tested; the fields are those of `dragoman.relations.links.Measured`."""

    links: tuple[MeasuredLink, ...]
    by: By
    since: datetime.date | None
    until: datetime.date | None
    periods: int
    lags: int
    permutations: int
    level: float
    too_little: tuple[TooLittle, ...]
    steady: tuple[Pair, ...]
    shared: int
    note: str


class LinkedRelation(Record, frozen=True):
    """On which relations one hangs: as is said, as is measured, and the one held against the other."""

    pair: Pair
    since: datetime.date | None
    until: datetime.date | None
    weights: str
    stated: tuple[Claim, ...]
    measured: MeasuredLinks
    confronted: tuple[Confronted, ...]
