"""Lock-out: each failure makes the next try wait longer, for the account and for the address."""

from __future__ import annotations

import threading

import sqlalchemy as sa

from dragoman.desk import Desk, attempts
from dragoman.ledger import schema

from .conftest import Clock

HOME = "198.51.100.7"


def fail(desk: Desk, name: str = "Leyla", address: str | None = HOME) -> int:
    """Tries without success; gives the seconds that it is made to wait."""
    return desk.store.write(lambda c: attempts.begin(c, name, address, desk.clock()))


def succeed(desk: Desk, name: str = "Leyla") -> int:
    wait = fail(desk, name)
    if not wait:
        desk.store.write(lambda c: attempts.succeeded(c, name, HOME))
    return wait


def test_after_five_failures_an_account_waits_longer_each_time(desk: Desk, clock: Clock) -> None:
    assert [fail(desk, address=None) for _ in range(5)] == [0] * 5
    waits = []
    for _ in range(12):
        waits.append(fail(desk, address=None))
        clock.turn(seconds=waits[-1])
        assert fail(desk, address=None) == 0
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_success_forgets_an_accounts_failures(desk: Desk) -> None:
    for _ in range(10):
        assert [fail(desk, address=None) for _ in range(4)] == [0] * 4
        assert succeed(desk) == 0


def test_an_address_that_tries_many_names_waits(desk: Desk) -> None:
    assert [fail(desk, f"n{number}") for number in range(21)] == [0] * 20 + [1]
    assert fail(desk, "Leyla") == 1
    assert fail(desk, "Leyla", "203.0.113.5") == 0, "others go on"


def test_a_success_of_ones_own_doesnt_clear_an_address(desk: Desk) -> None:
    for number in range(20):
        assert succeed(desk) == 0
        assert fail(desk, f"n{number}") == 0
    assert fail(desk, "n20") == 1


def test_a_network_of_ipv6_is_one_address(desk: Desk) -> None:
    assert [fail(desk, f"n{number}", f"2001:db8::{number:x}") for number in range(21)][-1] == 1
    assert fail(desk, "m", "2001:db8:1::1") == 0


def test_failures_are_forgotten_after_a_day(desk: Desk, clock: Clock) -> None:
    for _ in range(5):
        fail(desk)
    clock.turn(days=1, seconds=1)
    assert fail(desk) == 0
    with desk.store.reading() as connection:
        assert {row.failures for row in connection.execute(sa.select(schema.attempts))} == {1}


def test_many_tries_at_once_gain_nothing(desk: Desk) -> None:
    waits: list[int] = []
    threads = [threading.Thread(target=lambda: waits.append(fail(desk))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert waits.count(0) == 5


def test_what_was_typed_for_a_name_is_not_kept(desk: Desk) -> None:
    fail(desk, "my password by mistake")
    with desk.store.reading() as connection:
        assert "mistake" not in str(connection.execute(sa.select(schema.attempts)).all())
