"""The tables. Rows are only ever added; what holds now is asked for (`query.py`), never written over.

| table | a row is |
|---|---|
| `runs` | one use of the program that adds: who, when, what |
| `reports` | one version of a published item, as it was published |
| `codings` | what one coder gave for one report, or one imported file of foreign events |
| `sentences` | a sentence that holds an event, with its words in every spelling |
| `events`, `bodies` | an event of a coding, by what it is found by; the whole of it |
| `parties`, `dyads` | who is in an event; who did it to whom |
| `notes`, `note_parties` | a statement, condition, link or topic of a coding; who is in it |
| `judgements` | what a reviewer decided |
| `standings` | from now on a coding or an event row stands, or doesn't, and why |
| `memberships`, `doubts` | from now on an event belongs to a story; it may belong to one |
| `bands` | the sketch of a report's text, by which near copies are found |
| `polls` | what a feed gave when it was asked |
| `watches` | from now on a feed is watched, paused or forgotten |
| `audit` | who did what with the server: signed in, judged, changed, exported |

What belongs to people is no record and is written over: of a password that was changed nothing is kept.

| table | a row is |
|---|---|
| `accounts` | who may use the server, as what |
| `sessions`, `tokens` | a sign-in of a browser, of a program; only digests of what they show |
| `attempts` | how often a sign-in failed of late, by account and by address |
| `searches` | a question to the ledger that somebody saved |

Every change of the schema is a migration beside this file; `HEAD` names the last.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

HEAD = "0003"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _number() -> Column[Any]:
    """A running number; SQLite gives one only to plain integers."""
    return Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


def _to(target: str, name: str, *, null: bool = False, index: bool = False) -> Column[Any]:
    whole = BigInteger().with_variant(Integer, "sqlite")
    return Column(name, whole, ForeignKey(f"{target}.seq"), nullable=null, index=index)


def _report(name: str, *, null: bool = False, index: bool = True) -> Column[Any]:
    return Column(name, String(16), ForeignKey("reports.id"), nullable=null, index=index)


runs = Table(
    "runs",
    metadata,
    _number(),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("program", Text, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("item", Text, nullable=False),  # what it is a version of: its address, or its source's own id
    Column("version", Integer, nullable=False),
    _report("replaces", null=True),
    _report("copy_of", null=True),
    Column("likeness", Float),  # share of words in a row that it has in common with what it copies
    Column("source_id", Text),
    Column("title", Text),
    Column("text", Text, nullable=False),
    Column("language", Text),
    Column("outlet", Text, index=True),
    Column("agencies", JSON, nullable=False),
    Column("url", Text),
    Column("published", Date, index=True),
    Column("fetched", DateTime(timezone=True)),
    Column("damage", JSON, nullable=False),
    _to("runs", "run"),
    UniqueConstraint("item", "version"),
)

bands = Table(
    "bands",
    metadata,
    Column("sketch", BigInteger, primary_key=True),
    Column("report", String(16), ForeignKey("reports.id"), primary_key=True),
    sqlite_with_rowid=False,
)

codings = Table(
    "codings",
    metadata,
    _number(),
    _report("report", null=True),  # None for foreign events
    Column("coder", Text, nullable=False, index=True),
    _to("runs", "run"),
    UniqueConstraint("report", "coder"),
)

sentences = Table(
    "sentences",
    metadata,
    _number(),
    _report("report"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
)

events = Table(
    "events",
    metadata,
    _number(),
    Column("id", Text, nullable=False, index=True),  # the same for the same words under every coder
    _to("codings", "coding", index=True),
    _report("report", null=True),
    _to("sentences", "sentence", null=True, index=True),
    _to("judgements", "judgement", null=True),  # where a reviewer corrected it
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("contexts", Text, nullable=False),  # " a b ": each between blanks
    Column("day", Date),  # the first day it may have been on; the report's own where its words name none
    Column("until", Date),
    Column("precision", Text),  # how finely its words tell the day; None where the day is the report's
    Column("modality", Text, nullable=False),
    Column("status", Text),
    Column("quad", Text, nullable=False),
    Column("score", Float),
    Column("goldstein", Float),
    Column("cameo", Text),
    Column("confidence", Float),
    Column("place", Text),
    Column("place_country", Text),
    Column("language", Text),
    Column("outlet", Text),
    Column("foreign", Text),  # the format it was imported from
    Column("copy", Boolean, nullable=False),  # whether its report is a near copy of another
    Index(None, "day", "seq"),
    Index(None, "type", "day"),
    Index(None, "place_country", "day"),
)

bodies = Table(  # apart from the events, so that thousands of these are read at once without them
    "bodies",
    metadata,
    Column(
        "event",
        BigInteger().with_variant(Integer, "sqlite"),
        ForeignKey("events.seq"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("body", Text, nullable=False),  # the whole record, as JSON
)

parties = Table(
    "parties",
    metadata,
    _to("events", "event"),
    Column("role", String(1), nullable=False),  # a or r
    Column("at", Integer, nullable=False),
    Column("party", Text),  # AZE, IGO:NATO; None where nobody can know
    Column("sector", Text),
    Column("name", Text, nullable=False),
    Column("person", Text),
    Column("office", Text),
    UniqueConstraint("event", "role", "at"),
    Index(None, "party", "event"),
    Index(None, "person"),
)

dyads = Table(
    "dyads",
    metadata,
    _to("events", "event"),
    Column("actor", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    UniqueConstraint("event", "actor", "recipient"),
    Index(None, "actor", "recipient", "event"),
)

notes = Table(
    "notes",
    metadata,
    _number(),
    _to("codings", "coding", index=True),
    _report("report"),
    Column("kind", Text, nullable=False),  # statement, condition, link or topic
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("stance", Text),  # a statement's or link's stance, a condition's state, a topic's label
    Column("body", Text, nullable=False),
    Index(None, "kind", "seq"),
)

note_parties = Table(
    "note_parties",
    metadata,
    _to("notes", "note", index=True),
    Column("role", Text, nullable=False),
    Column("party", Text, nullable=False),
    Index(None, "party", "note"),
)

judgements = Table(
    "judgements",
    metadata,
    _number(),
    Column("event", Text, nullable=False, index=True),
    Column("verdict", Text, nullable=False),
    Column("change", JSON),  # the corrected fields, or the story that it was put in and the one it came from
    _to("judgements", "undoes", null=True),
    Column("why", Text),
    Column("who", Text, nullable=False),
    _to("runs", "run"),
)

standings = Table(
    "standings",
    metadata,
    _number(),
    _to("codings", "coding", null=True, index=True),
    _to("events", "event", null=True, index=True),
    Column("stands", Boolean, nullable=False),
    Column("why", Text, nullable=False),
    _to("judgements", "judgement", null=True),
    _to("runs", "run"),
)

memberships = Table(
    "memberships",
    metadata,
    _number(),
    Column("event", Text, nullable=False, index=True),
    Column("story", Text, nullable=False, index=True),
    Column("score", Float),
    Column("reason", Text, nullable=False),
    _to("judgements", "judgement", null=True),
    _to("runs", "run"),
)

doubts = Table(
    "doubts",
    metadata,
    _number(),
    Column("event", Text, nullable=False, index=True),
    Column("story", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("reason", Text, nullable=False),
    _to("runs", "run"),
)

polls = Table(
    "polls",
    metadata,
    _number(),
    Column("source", Text, nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("status", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("added", Integer, nullable=False),
    Column("message", Text),
    Column("next_at", DateTime(timezone=True)),
    Column("state", Text, nullable=False),  # what whoever polls wants to remember, as JSON
    _to("runs", "run"),
)

# --- the desk -----------------------------------------------------------------------------------------

watches = Table(
    "watches",
    metadata,
    _number(),
    Column("url", Text, nullable=False, index=True),
    Column("title", Text),
    Column("state", Text, nullable=False),  # watched, paused or forgotten
    Column("at", DateTime(timezone=True), nullable=False),
    Column("who", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    _number(),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("who", Text, nullable=False, index=True),
    Column("what", Text, nullable=False, index=True),
    Column("about", Text),
    Column("detail", Text),
    Column("address", Text),  # from where it was asked
)

accounts = Table(
    "accounts",
    metadata,
    _number(),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),  # the name as it is compared
    Column("role", Text, nullable=False),  # read, review or admin
    Column("password", Text, nullable=False),  # its argon2 hash
    Column("disabled", Boolean, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    _number(),
    Column("key", String(64), nullable=False, unique=True),  # the digest of what the browser shows
    _to("accounts", "account", index=True),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True), nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    _number(),
    Column("key", String(64), nullable=False, unique=True),  # the digest of the token
    _to("accounts", "account"),
    Column("name", Text, nullable=False),
    Column("scope", Text, nullable=False),  # read or write
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
    UniqueConstraint("account", "name"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("key", String(64), primary_key=True),  # the digest of a name or an address
    Column("failures", Integer, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

searches = Table(
    "searches",
    metadata,
    _number(),
    Column("owner", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),  # the query string of the page of events
    Column("made_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("owner", "name"),
)
