"""A desk over an empty ledger in either database, with a clock that a test turns."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

from dragoman.desk import Account, Desk
from dragoman.ledger import Ledger
from ledger.conftest import address, database, file, migrated, migrated_file, server

__all__ = ["address", "database", "file", "migrated", "migrated_file", "server"]

PASSWORD = "seven boats at the quay"


class Clock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.at = datetime.datetime(2024, 2, 17, 12, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.at

    def turn(self, **by: float) -> None:
        self.at += datetime.timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(address: str, clock: Clock) -> Iterator[Desk]:
    with Ledger(address) as ledger:
        yield Desk(ledger.store, clock)


@pytest.fixture
def leyla(desk: Desk) -> Account:
    """The first account, which administers."""
    return desk.add_account("Leyla", "admin", PASSWORD)
