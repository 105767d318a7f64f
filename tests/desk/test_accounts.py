"""Accounts: names that can't be mistaken, passwords that can't be guessed, always somebody who administers."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from dragoman.desk import Account, Desk
from dragoman.errors import DeskError
from dragoman.ledger.schema import accounts

from .conftest import PASSWORD


def test_an_account_is_found_by_its_name_in_any_capitals(desk: Desk, leyla: Account) -> None:
    assert desk.account("LEYLA") == leyla
    assert (leyla.name, leyla.role, leyla.disabled) == ("Leyla", "admin", False)


def test_two_accounts_never_have_the_same_name(desk: Desk, leyla: Account) -> None:
    with pytest.raises(DeskError, match="there is an account of this name"):
        desk.add_account("leyla", "read", PASSWORD)


@pytest.mark.parametrize("name", ["لیلا", "سارة", "O'Neill", "a.b-c_d@example.org", "Zoë", "José 2"])
def test_names_of_all_scripts_are_names(desk: Desk, name: str) -> None:
    assert desk.add_account(name, "read", PASSWORD).name == name


@pytest.mark.parametrize("name", ["", "   ", "-x", "a\u202eb", "a\u200cb", "a\0b", "a\nb", "<b>", "a;b", "x" * 65])
def test_no_name_has_letters_that_cant_be_seen_or_that_steer(desk: Desk, name: str) -> None:
    if name == "a\nb":  # a line's end is a blank like others
        assert desk.add_account(name, "read", PASSWORD).name == "a b"
        return
    with pytest.raises(DeskError):
        desk.add_account(name, "read", PASSWORD)


@pytest.mark.parametrize(
    "password", ["", "short", "x" * 11, "a" * 20, "leyla", "x" * 201, "leylaleyla", "Leyla Leyla!"]
)
def test_a_password_that_is_easily_guessed_is_refused(desk: Desk, password: str) -> None:
    with pytest.raises(DeskError, match="password"):
        desk.add_account("Leyla", "read", password)
    assert not desk.has_accounts()


def test_only_a_hash_of_the_password_is_kept(desk: Desk, leyla: Account) -> None:
    with desk.store.reading() as connection:
        row = connection.execute(sa.select(accounts)).one()
    assert row.password.startswith("$argon2id$") and not any(PASSWORD in str(value) for value in row)


def test_the_last_account_that_administers_stays_so(desk: Desk, leyla: Account) -> None:
    for step in (lambda: desk.disable("Leyla"), lambda: desk.set_role("Leyla", "review")):
        with pytest.raises(DeskError, match="last account that administers"):
            step()
    assert desk.account("Leyla") == leyla
    desk.add_account("Omar", "admin", PASSWORD)
    assert desk.set_role("Leyla", "review").role == "review"


def test_a_first_account_is_made_once_however_many_try(desk: Desk) -> None:
    outcomes: list[str] = []

    def make(name: str) -> None:
        try:
            outcomes.append(desk.add_account(name, "admin", PASSWORD, first=True).name)
        except DeskError:
            outcomes.append("refused")

    threads = [threading.Thread(target=make, args=(f"n{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("refused") == 3
    assert [one.name for one in desk.accounts()] == [name for name in outcomes if name != "refused"]


def test_an_account_that_nobody_has_is_said_to_be_none(desk: Desk) -> None:
    for step in (desk.account, desk.disable, desk.enable, lambda name: desk.set_role(name, "read")):
        with pytest.raises(DeskError, match="no such account"):
            step("Nobody")
