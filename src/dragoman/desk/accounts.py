"""Accounts: who may use the server, and as what. None is ever deleted, for what it decided bears its name."""

from __future__ import annotations

import datetime
from typing import Any, Literal

import sqlalchemy as sa

from dragoman.desk import naming
from dragoman.desk.moments import utc
from dragoman.errors import DeskError
from dragoman.ledger.schema import accounts
from dragoman.model import Record

Role = Literal["read", "review", "admin"]
ROLES: tuple[Role, ...] = ("read", "review", "admin")


class Account(Record, frozen=True):
    """An account; its password's hash stays in the database."""

    id: int
    name: str
    role: Role
    disabled: bool
    made_at: datetime.datetime


def listed(connection: sa.Connection) -> list[Account]:
    """All, by their names."""
    return [of(row) for row in connection.execute(sa.select(accounts).order_by(accounts.c.key))]


def find(connection: sa.Connection, name: str) -> Account | None:
    """The one of this name, however it is written."""
    row = connection.execute(sa.select(accounts).where(accounts.c.key == naming.key(name))).first()
    return None if row is None else of(row)


def get(connection: sa.Connection, name: str) -> Account:
    """The one of this name. Raises DeskError."""
    found = find(connection, name)
    if found is None:
        raise DeskError("there is no such account", name[:80], "see: dragoman accounts list")
    return found


def password_of(connection: sa.Connection, account: int) -> str:
    """The hash of its password."""
    return str(connection.execute(sa.select(accounts.c.password).where(accounts.c.seq == account)).scalar_one())


def add(connection: sa.Connection, name: str, role: Role, password: str, at: datetime.datetime) -> Account:
    """Makes one; `password` is the hash. Raises DeskError where there is one of this name."""
    name = naming.account(name)
    if find(connection, name):
        raise DeskError("there is an account of this name", name, "choose another name")
    row = {"name": name, "key": naming.key(name), "role": role, "password": password, "disabled": False, "made_at": at}
    number = connection.execute(sa.insert(accounts).values(row).returning(accounts.c.seq)).scalar_one()
    return Account(id=number, name=name, role=role, disabled=False, made_at=at)


def change(connection: sa.Connection, account: Account, **values: Any) -> Account:
    """Sets its `role`, `disabled` or `password` (a hash). Raises DeskError where nobody would administer any more."""
    connection.execute(sa.update(accounts).where(accounts.c.seq == account.id).values(values))
    admins = sa.select(sa.func.count()).where(accounts.c.role == "admin", ~accounts.c.disabled)
    if not connection.execute(admins).scalar_one() and account.role == "admin" and not account.disabled:
        raise DeskError("this is the last account that administers", account.name, "make another one first")
    return get(connection, account.name)


def of(row: Any) -> Account:
    """A row as an account."""
    return Account(id=row.seq, name=row.name, role=row.role, disabled=row.disabled, made_at=utc(row.made_at))
