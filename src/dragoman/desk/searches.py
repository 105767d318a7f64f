"""Questions to the ledger that somebody saved under a name."""

from __future__ import annotations

import datetime

import sqlalchemy as sa

from dragoman.desk import naming
from dragoman.desk.moments import utc
from dragoman.errors import DeskError
from dragoman.ledger.schema import searches
from dragoman.model import Record

_LONGEST = 4_000  # characters of an address
_MOST = 200  # searches of one owner


class Search(Record, frozen=True):
    """A saved search; `address` is the query string of the page of events, without its question mark."""

    id: int
    name: str
    address: str
    made_at: datetime.datetime


def of(connection: sa.Connection, owner: str) -> list[Search]:
    """Those of an owner, by their names."""
    asked = sa.select(searches).where(searches.c.owner == owner).order_by(searches.c.name, searches.c.seq)
    return [
        Search(id=row.seq, name=row.name, address=row.address, made_at=utc(row.made_at))
        for row in connection.execute(asked)
    ]


def save(connection: sa.Connection, owner: str, name: str, address: str, at: datetime.datetime) -> Search:
    """Saves one; an older one of the same name gives way. Raises DeskError."""
    name = naming.title(name, "a search")
    address = address.lstrip("?")
    if len(address) > _LONGEST or not address.isprintable():
        raise DeskError("this is no address of a search", name, f"at most {_LONGEST:,} characters that can be printed")
    mine = searches.c.owner == owner
    connection.execute(sa.delete(searches).where(mine, searches.c.name == name))
    if connection.execute(sa.select(sa.func.count()).where(mine)).scalar_one() >= _MOST:
        raise DeskError(f"there are {_MOST} saved searches already", name, "drop one first")
    row = {"owner": owner, "name": name, "address": address, "made_at": at}
    number = connection.execute(sa.insert(searches).values(row).returning(searches.c.seq)).scalar_one()
    return Search(id=number, name=name, address=address, made_at=at)


def drop(connection: sa.Connection, owner: str, number: int) -> bool:
    """Drops one; gives whether the owner had it."""
    if not 0 < number < 2**63:  # where a database's numbers end
        return False
    gone = sa.delete(searches).where(searches.c.owner == owner, searches.c.seq == number)
    return connection.execute(gone).rowcount > 0
