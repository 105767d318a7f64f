"""Sessions of browsers: a random key that only the browser has; the database holds its digest."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import NamedTuple

import sqlalchemy as sa

from dragoman.desk import accounts
from dragoman.desk.accounts import Account
from dragoman.desk.moments import utc
from dragoman.ledger import schema
from dragoman.ledger.schema import sessions
from dragoman.model import Record

IDLE = datetime.timedelta(hours=12)  # unused for so long, it ends
LONGEST = datetime.timedelta(days=7)  # however much it is used
GLANCE = datetime.timedelta(minutes=1)  # how finely it is noted when it was used


class Session(Record, frozen=True):
    """A browser that is signed in."""

    id: int
    made_at: datetime.datetime
    used_at: datetime.datetime


class Signed(NamedTuple):
    """Whose session it is."""

    account: Account
    session: Session


def digest(key: str) -> str:
    """What is kept of a key. A random key of 256 bits needs no salt."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def begin(connection: sa.Connection, account: int, at: datetime.datetime) -> str:
    """Begins one and gives its key; those that are over are swept out."""
    old = (sessions.c.used_at < at - IDLE) | (sessions.c.made_at < at - LONGEST)
    connection.execute(sa.delete(sessions).where(old))
    key = secrets.token_urlsafe(32)
    row = {"key": digest(key), "account": account, "made_at": at, "used_at": at}
    connection.execute(sa.insert(sessions).values(row))
    return key


def find(connection: sa.Connection, key: str, at: datetime.datetime) -> Signed | None:
    """Whose session has this key; None where it is over or its account disabled."""
    own = (sessions.c.seq.label("session"), sessions.c.made_at.label("began"), sessions.c.used_at)
    asked = sa.select(schema.accounts, *own).join(sessions, sessions.c.account == schema.accounts.c.seq)
    row = connection.execute(asked.where(sessions.c.key == digest(key))).first()
    if row is None or row.disabled:
        return None
    found = Session(id=row.session, made_at=utc(row.began), used_at=utc(row.used_at))
    if at - found.used_at > IDLE or at - found.made_at > LONGEST:
        return None
    return Signed(accounts.of(row), found)


def of(connection: sa.Connection, account: int, at: datetime.datetime) -> list[Session]:
    """Those of an account that go on, the last used first."""
    asked = sa.select(sessions).where(sessions.c.account == account).order_by(sessions.c.used_at.desc())
    going = asked.where(sessions.c.used_at >= at - IDLE, sessions.c.made_at >= at - LONGEST)
    return [
        Session(id=row.seq, made_at=utc(row.made_at), used_at=utc(row.used_at)) for row in connection.execute(going)
    ]


def use(connection: sa.Connection, session: int, at: datetime.datetime) -> None:
    """Notes that it was used."""
    connection.execute(sa.update(sessions).where(sessions.c.seq == session).values(used_at=at))


def end(connection: sa.Connection, account: int, *, only: int | None = None, but: int | None = None) -> int:
    """Ends an account's sessions, one or all `but` one; gives how many there were."""
    gone = sa.delete(sessions).where(sessions.c.account == account)
    if only is not None:
        gone = gone.where(sessions.c.seq == only)
    if but is not None:
        gone = gone.where(sessions.c.seq != but)
    return connection.execute(gone).rowcount
