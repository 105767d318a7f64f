"""Signing in: the right password opens, a wrong one tells nothing and costs time; sessions and tokens end."""

from __future__ import annotations

import time

import pytest
import sqlalchemy as sa

from dragoman.desk import Account, Desk, SignInRefused
from dragoman.errors import DeskError
from dragoman.ledger.schema import sessions, tokens

from .conftest import PASSWORD, Clock

OTHER = "nine lamps along the pier"
HOME = "198.51.100.7"


def wait(desk: Desk, name: str = "Leyla", password: str = "wrong", address: str | None = HOME) -> int:
    """Tries once; gives the seconds that it is made to wait."""
    with pytest.raises(SignInRefused) as refused:
        desk.is_password(name, password, address)
    return refused.value.wait


# --- passwords ------------------------------------------------------------------------------------


def test_the_right_password_gives_the_account(desk: Desk, leyla: Account) -> None:
    assert desk.is_password("leyla", PASSWORD, HOME) == leyla


def test_a_password_is_the_same_however_a_keyboard_composes_its_letters(desk: Desk) -> None:
    desk.add_account("Zoë", "read", "cafe\u0301 on the corner")
    assert desk.is_password("Zoe\u0308", "caf\u00e9 on the corner").name == "Zoë"


def test_a_wrong_password_a_missing_and_a_disabled_account_are_refused_in_the_same_words(
    desk: Desk, leyla: Account
) -> None:
    desk.add_account("Omar", "read", PASSWORD)
    desk.disable("Omar")
    said = set()
    for name, password in (("Leyla", "wrong"), ("Nobody", PASSWORD), ("Omar", PASSWORD), ("", ""), ("x\0", "y\0")):
        with pytest.raises(SignInRefused) as refused:
            desk.is_password(name, password)
        said.add(str(refused.value))
    assert len(said) == 1


def test_a_missing_account_takes_as_long_as_a_wrong_password(desk: Desk, leyla: Account) -> None:
    def seconds(name: str) -> float:
        began = time.thread_time()  # others on the machine don't count
        wait(desk, name, address=None)
        return time.thread_time() - began

    seconds("Leyla"), seconds("Nobody")
    there = min(seconds("Leyla") for _ in range(3))
    missing = min(seconds(f"Nobody {number}") for number in range(3))
    assert 0.5 < missing / there < 2


def test_too_many_failures_make_the_right_password_wait_and_success_forgets_them(
    desk: Desk, leyla: Account, clock: Clock
) -> None:
    assert [wait(desk) for _ in range(6)] == [0, 0, 0, 0, 0, 1]
    assert wait(desk, password=PASSWORD) == 1
    clock.turn(seconds=1)
    assert desk.is_password("Leyla", PASSWORD, HOME) == leyla
    assert wait(desk) == 0


def test_a_name_that_no_account_has_is_locked_out_like_others(desk: Desk) -> None:
    assert [wait(desk, "Nobody") for _ in range(6)] == [0, 0, 0, 0, 0, 1]


# --- sessions ------------------------------------------------------------------------------------


def test_a_session_is_known_by_its_key_and_only_its_digest_is_kept(desk: Desk, leyla: Account) -> None:
    key = desk.begin_session(leyla)
    found = desk.session(key)
    assert found is not None and found.account == leyla
    with desk.store.reading() as connection:
        kept = connection.execute(sa.select(sessions.c.key)).scalar_one()
    assert key not in kept and desk.session(kept) is None


def test_a_session_that_is_not_used_ends(desk: Desk, leyla: Account, clock: Clock) -> None:
    key = desk.begin_session(leyla)
    clock.turn(hours=11)
    assert desk.session(key)
    clock.turn(hours=11)
    assert desk.session(key), "it was used"
    clock.turn(hours=12, minutes=1)
    assert desk.session(key) is None


def test_a_session_ends_after_a_week_however_much_it_is_used(desk: Desk, leyla: Account, clock: Clock) -> None:
    key = desk.begin_session(leyla)
    for _ in range(16):
        clock.turn(hours=10)
        assert desk.session(key)
    clock.turn(hours=10)
    assert desk.session(key) is None
    desk.begin_session(leyla)
    with desk.store.reading() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(sessions)).scalar() == 1, "swept out"


def test_another_role_another_password_and_disabling_end_sessions(desk: Desk, leyla: Account) -> None:
    omar = desk.add_account("Omar", "read", PASSWORD)
    hers = desk.begin_session(leyla)
    for step in (
        lambda: desk.set_role("Omar", "review"),
        lambda: desk.set_password("Omar", OTHER),
        lambda: desk.disable("Omar"),
    ):
        key = desk.begin_session(omar)
        step()
        assert desk.session(key) is None
    assert desk.session(hers)


def test_who_changes_the_password_stays_signed_in_here_alone(desk: Desk, leyla: Account) -> None:
    here, elsewhere = desk.begin_session(leyla), desk.begin_session(leyla)
    signed = desk.session(here)
    assert signed
    desk.set_password("Leyla", OTHER, but=signed.session.id)
    assert desk.session(here) and desk.session(elsewhere) is None
    assert desk.is_password("Leyla", OTHER)


def test_one_session_ends_or_all_but_one(desk: Desk, leyla: Account) -> None:
    keys = [desk.begin_session(leyla) for _ in range(3)]
    numbers = [signed.session.id for key in keys if (signed := desk.session(key))]
    assert {one.id for one in desk.sessions(leyla)} == set(numbers)
    assert desk.end_sessions(leyla, only=numbers[0]) == 1
    assert desk.end_sessions(leyla, but=numbers[1]) == 1
    assert [desk.session(key) is not None for key in keys] == [False, True, False]


def test_nobody_ends_anothers_session(desk: Desk, leyla: Account) -> None:
    omar = desk.add_account("Omar", "read", PASSWORD)
    signed = desk.session(desk.begin_session(leyla))
    assert signed and desk.end_sessions(omar, only=signed.session.id) == 0


@pytest.mark.parametrize("key", ["", "x", "\0", "\ud800", "x" * 100_000])
def test_a_key_that_is_none_opens_nothing(desk: Desk, key: str) -> None:
    assert desk.session(key) is None and desk.bearer(key) is None


# --- tokens ------------------------------------------------------------------------------------


def test_a_token_is_known_by_its_secret_and_only_its_digest_is_kept(desk: Desk, leyla: Account, clock: Clock) -> None:
    secret = desk.make_token(leyla, "nightly export", "read")
    assert secret.startswith("dragoman_")
    found = desk.bearer(secret)
    assert found and (found.account, found.token.scope, found.token.used_at) == (leyla, "read", None)
    assert [one.used_at for one in desk.tokens(leyla)] == [clock.at]
    with desk.store.reading() as connection:
        assert secret not in str(connection.execute(sa.select(tokens)).all())


def test_a_token_that_was_revoked_opens_nothing(desk: Desk, leyla: Account) -> None:
    omar = desk.add_account("Omar", "read", PASSWORD)
    secret = desk.make_token(leyla, "nightly export", "write")
    (token,) = desk.tokens(leyla)
    assert not desk.revoke_token(omar, token.id), "it is hers"
    assert desk.bearer(secret)
    assert desk.revoke_token(leyla, token.id)
    assert desk.bearer(secret) is None and desk.tokens(leyla) == []


def test_a_tokens_name_is_taken_once(desk: Desk, leyla: Account) -> None:
    desk.make_token(leyla, "export", "read")
    with pytest.raises(DeskError, match="a token of this name"):
        desk.make_token(leyla, " export ", "read")


def test_a_disabled_account_has_no_tokens_any_more(desk: Desk, leyla: Account) -> None:
    omar = desk.add_account("Omar", "read", PASSWORD)
    secret = desk.make_token(omar, "export", "read")
    desk.disable("Omar")
    desk.enable("Omar")
    assert desk.bearer(secret) is None
