"""The frozen records that pass from stage to stage.

Every `start`/`end` is a half-open interval of code points of `Report.text`. A record is never changed:
`msgspec.structs.replace` makes a new one. What is missing is `None`, with a reason where one is known.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Literal

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """Base of all records: frozen, keyword-only."""


class Span(Record, frozen=True, order=True):
    """A stretch of the report's text, in code points."""

    start: int
    end: int

    def words(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]

    def meets(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


# --- a report as it came in -------------------------------------------------------------------


class DamageKind(StrEnum):
    """What scraping and machine translation leave in a text."""

    STRAY_MARK = "stray-mark"
    BOILERPLATE = "boilerplate"
    CUT_LINK = "cut-link"
    SOURCE_LINE = "source-line"
    UNTRANSLATED = "untranslated"
    DOUBLED = "doubled"


class Damage(Span, frozen=True):
    """A damaged stretch: marked, never mended by guessing."""

    kind: DamageKind
    reason: str


class Report(Record, frozen=True):
    """One published item, as it was published (NFC, never folded)."""

    id: str
    text: str
    source_id: str | None = None
    title: str | None = None
    language: str | None = None
    outlet: str | None = None
    agencies: tuple[str, ...] = ()
    url: str | None = None
    published: datetime.date | None = None
    fetched: datetime.datetime | None = None
    damage: tuple[Damage, ...] = ()


# --- a report as it was read ------------------------------------------------------------------


class Form(Record, frozen=True):
    """One way to see a word: its bare stem, with what was taken off either end.

    `prefix` and `suffix` are in folded letters, "" where nothing was taken off.
    """

    stem: str
    prefix: str = ""
    suffix: str = ""


class Token(Span, frozen=True):
    """A word or mark: as published, folded, and every way to see it without its clitics."""

    text: str
    folded: str
    forms: tuple[Form, ...] = ()
    word: bool = True


MentionKind = Literal["state", "organisation", "group", "office", "person", "pronoun", "place", "time"]


GUESSED = "no nationality given; the sentence places it in"  # begins the reason of such a country
OWNED = "no nationality given; by the words beside it, it belongs to"  # the same


class Actor(Record, frozen=True):
    """A lasting who: `country` is ISO 3166 alpha-3 or `IGO`; `sector` is PLOVER's.

    For an international body `country` is `IGO` and `organisation` its acronym.
    """

    name: str
    country: str | None = None
    sector: str | None = None
    organisation: str | None = None
    office: str | None = None
    person: str | None = None
    reason: str | None = None

    @property
    def code(self) -> str:
        """`COUNTRY:SECTOR`, `IGO:ACRONYM`, with `---` where the country is unknown."""
        if self.country == "IGO":
            return f"IGO:{self.organisation}"
        return f"{self.country or '---'}:{self.sector or 'UNK'}"


class Mention(Span, frozen=True):
    """A span that names who, where or when; `actor` is what it resolves to.

    `first`/`last` are indexes into the sentence's tokens (half-open), `prefix` the clitics on the
    first of them that are not part of the name. `unresolved` says why there is no actor.
    """

    kind: MentionKind
    text: str
    first: int
    last: int
    prefix: str = ""
    actors: tuple[Actor, ...] = ()
    place: Place | None = None
    time: Time | None = None
    unresolved: str | None = None
    reason: str = ""

    @property
    def guessed(self) -> bool:
        """Whether its country is told by no name of its own, only by who or what stands beside it in the sentence."""
        return bool(self.actors) and (self.actors[0].reason or "").startswith((GUESSED, OWNED))


class Place(Record, frozen=True):
    """A place with coordinates in degrees (WGS 84), or None where it has no point."""

    name: str
    country: str | None
    lat: float | None = None
    lon: float | None = None
    text: str = ""


class Time(Record, frozen=True):
    """An interval of days, both ends included, and how finely the words tell it."""

    start: datetime.date
    end: datetime.date
    precision: Literal["day", "week", "month", "season", "year", "decade"]
    text: str
    inferred: str | None = None


class Sentence(Span, frozen=True):
    """A sentence with its own language, its words and what they name."""

    language: str
    paragraph: int
    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...] = ()
    headline: bool = False


class Reading(Record, frozen=True):
    """A report with its sentences, mentions, dates and damage."""

    report: Report
    sentences: tuple[Sentence, ...]
    published: datetime.date | None = None
    published_reason: str | None = None


# --- a report as it was coded -----------------------------------------------------------------


Method = Literal["lexicon", "gazetteer", "calendar", "pattern", "context", "model", "judgement"]


class Evidence(Span, frozen=True):
    """What one field rests on: the words, how they were found, and why they say so."""

    field: str
    quote: str
    method: Method
    reason: str


class Party(Span, frozen=True):
    """An actor at the place where the report names it."""

    actor: Actor


Modality = Literal["done", "future", "hypothetical", "negated", "historical"]
Status = Literal["claimed", "confirmed", "denied"]


class Event(Record, frozen=True):
    """Who did what to whom, when, where, who says so, on what condition."""

    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    when: Time | None
    where: Place | None
    modality: Modality
    reported_by: tuple[str, ...]
    condition: str | None
    status: Status
    quad: str
    score: float
    cameo: str
    goldstein: float
    confidence: float
    sentence: Span
    trigger: Span
    reason: str
    coder: str
    evidence: tuple[Evidence, ...]


class Statement(Span, frozen=True):
    """Who said what, to whom, about which relations, and where he stands."""

    speaker: Party | None
    addressee: Party | None
    about: tuple[tuple[str, str], ...]
    stance: Literal["supports", "opposes", "conditional", "independent", "neutral"]
    direct: bool
    text: str


class Condition(Span, frozen=True):
    """Who demands or promises what of whom, in return for what, before when."""

    holder: Party | None
    party: Party | None
    demand: str
    in_return_for: str | None
    due: Time | None
    state: Literal["open", "met", "breached", "lapsed"]


class Link(Span, frozen=True):
    """One relation said to hang, or not to hang, on another."""

    of: tuple[str, str]
    on: tuple[str, str]
    stance: Literal["independent", "conditional"]
    by: Party | None


class Topic(Span, frozen=True):
    """A matter on the agenda, at the words that name it."""

    topic: str
    text: str


class Coding(Record, frozen=True):
    """All that one report gave."""

    reading: Reading
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    conditions: tuple[Condition, ...] = ()
    links: tuple[Link, ...] = ()
    agenda: tuple[Topic, ...] = ()

    @property
    def report(self) -> Report:
        """The report it was coded from."""
        return self.reading.report


# --- events as a ledger keeps them -----------------------------------------------------------------


class ForeignEvent(Record, frozen=True, kw_only=True):
    """An event that another tool coded: no evidence, no words of a report; `row` is all that its file said.

    `id` is the source's own id behind the format's name (`gdelt:1092384756`); what the format has no field for
    is None.
    """

    id: str
    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    when: Time | None = None
    where: Place | None = None
    modality: Modality = "done"
    quad: str
    score: float | None = None
    cameo: str | None = None
    goldstein: float | None = None
    confidence: float | None = None
    outlet: str | None = None
    language: str | None = None
    url: str | None = None
    published: datetime.date | None = None
    coder: str
    row: dict[str, str]


class Told(Record, frozen=True, kw_only=True):
    """An event as one report tells it; `report` is None where the event is a foreign one.

    `story` is the id of what several reports tell together; `copy_of` the report that this one repeats.
    """

    event: Event | ForeignEvent
    report: Report | None = None
    story: str | None = None
    copy_of: str | None = None
