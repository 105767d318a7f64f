"""How often a sign-in failed of late, by account and by address; each failure makes the next try wait longer.

A try counts as failed until it has succeeded, so that many at once gain nothing. Names that no account has count
like others, and only digests are kept: what somebody types for a name may be a password.
"""

from __future__ import annotations

import datetime
import hashlib
import ipaddress
import math
from typing import NamedTuple

import sqlalchemy as sa

from dragoman.desk import naming
from dragoman.desk.moments import utc
from dragoman.ledger.schema import attempts

_FORGOTTEN = datetime.timedelta(days=1)  # after the last failure
_LONGEST = 15 * 60  # seconds


class _Limit(NamedTuple):
    """How many failures cost nothing; from then on one second, two, four …"""

    key: str
    free: int


def begin(connection: sa.Connection, name: str, address: str | None, at: datetime.datetime) -> int:
    """Seconds to wait before a try; 0 where it may be now, and then it is counted."""
    connection.execute(sa.delete(attempts).where(attempts.c.at < at - _FORGOTTEN))
    limits = _limits(name, address)
    known = {row.key: row for row in connection.execute(sa.select(attempts).where(attempts.c.key.in_(limits)))}
    wait = max((_wait(row.failures - limits[key].free, at - utc(row.at)) for key, row in known.items()), default=0)
    if wait:
        return wait
    for key in limits:
        if key in known:
            more = sa.update(attempts).where(attempts.c.key == key)
            connection.execute(more.values(failures=known[key].failures + 1, at=at))
        else:
            connection.execute(sa.insert(attempts).values(key=key, failures=1, at=at))
    return 0


def succeeded(connection: sa.Connection, name: str, address: str | None) -> None:
    """The try that was counted was none: the account's failures are forgotten, the address has one less."""
    account = _account(name).key
    connection.execute(sa.delete(attempts).where(attempts.c.key == account))
    for key in _limits(name, address):
        less = sa.update(attempts).where(attempts.c.key == key)
        connection.execute(less.values(failures=attempts.c.failures - 1))


def _wait(over: int, passed: datetime.timedelta) -> int:
    if over < 0:
        return 0
    return max(0, math.ceil(min(_LONGEST, 1 << min(over, 20)) - passed.total_seconds()))


def _limits(name: str, address: str | None) -> dict[str, _Limit]:
    limits = [_account(name), *([_Limit(_digest("address", network(address)), 20)] if address else [])]
    return {one.key: one for one in limits}


def _account(name: str) -> _Limit:
    return _Limit(_digest("account", naming.key(name)), 5)


def _digest(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}\0{value}".encode("utf-8", "replace")).hexdigest()


def network(address: str) -> str:
    """Whom an address stands for: in IPv6 one customer has a whole /64."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if ip.version == 4:
        return str(ip)
    return str(ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False))
