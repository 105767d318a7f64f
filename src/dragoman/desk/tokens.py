"""Tokens for programs that ask the API: shown once when they are made; the database holds a digest."""

from __future__ import annotations

import datetime
import secrets
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa

from dragoman.desk import accounts, naming
from dragoman.desk.accounts import Account
from dragoman.desk.moments import utc
from dragoman.desk.sessions import digest
from dragoman.errors import DeskError
from dragoman.ledger import schema
from dragoman.ledger.schema import tokens
from dragoman.model import Record

Scope = Literal["read", "write"]
SCOPES: tuple[Scope, ...] = ("read", "write")
PREFIX = "dragoman_"  # by which whoever finds one in a file knows what it is
_MOST = 50  # tokens of one account


class Token(Record, frozen=True):
    """A token without its secret."""

    id: int
    name: str
    scope: Scope
    made_at: datetime.datetime
    used_at: datetime.datetime | None


class Bearer(NamedTuple):
    """Whose token it is."""

    account: Account
    token: Token


def make(connection: sa.Connection, account: int, name: str, scope: Scope, at: datetime.datetime) -> str:
    """Makes one and gives its secret, which nobody can see again. Raises DeskError where the name is taken."""
    name = naming.title(name, "a token")
    mine = of(connection, account)
    if any(one.name == name for one in mine):
        raise DeskError("there is a token of this name", name, "revoke it first, or choose another name")
    if len(mine) >= _MOST:
        raise DeskError(f"there are {_MOST} tokens already", name, "revoke one first")
    secret = PREFIX + secrets.token_urlsafe(32)
    row = {"key": digest(secret), "account": account, "name": name, "scope": scope, "made_at": at}
    connection.execute(sa.insert(tokens).values(row))
    return secret


def find(connection: sa.Connection, secret: str) -> Bearer | None:
    """Whose token has this secret; None where it was revoked or its account is disabled."""
    row = connection.execute(sa.select(tokens).where(tokens.c.key == digest(secret))).first()
    if row is None:
        return None
    account = connection.execute(sa.select(schema.accounts).where(schema.accounts.c.seq == row.account)).one()
    return None if account.disabled else Bearer(accounts.of(account), _token(row))


def of(connection: sa.Connection, account: int) -> list[Token]:
    """Those of an account, by their names."""
    asked = sa.select(tokens).where(tokens.c.account == account).order_by(tokens.c.name)
    return [_token(row) for row in connection.execute(asked)]


def use(connection: sa.Connection, token: int, at: datetime.datetime) -> None:
    """Notes that it was used."""
    connection.execute(sa.update(tokens).where(tokens.c.seq == token).values(used_at=at))


def revoke(connection: sa.Connection, account: int, *, only: int | None = None) -> int:
    """Ends an account's tokens, one or all; gives how many there were."""
    gone = sa.delete(tokens).where(tokens.c.account == account)
    if only is not None:
        gone = gone.where(tokens.c.seq == only)
    return connection.execute(gone).rowcount


def _token(row: Any) -> Token:
    return Token(id=row.seq, name=row.name, scope=row.scope, made_at=utc(row.made_at), used_at=utc(row.used_at))
