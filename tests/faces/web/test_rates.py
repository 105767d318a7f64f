"""Turns: so many at once, so many a minute, for each by itself."""

from __future__ import annotations

import pytest

from dragoman.faces.web.access import TooOften, rates
from dragoman.faces.web.access.rates import Rate, Rates, kind_of


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setitem(rates.RATES, "export", Rate(3, 6))
    return Clock()


def test_turns_run_out_and_come_back_with_time(clock: Clock) -> None:
    turns = Rates(clock)
    for _ in range(3):
        turns.take("export", "Leyla")
    with pytest.raises(TooOften) as refused:
        turns.take("export", "Leyla")
    assert refused.value.headers == {"Retry-After": "10"}
    turns.take("export", "Omar")
    turns.take("page", "Leyla")
    clock.at = 10
    turns.take("export", "Leyla")
    with pytest.raises(TooOften):
        turns.take("export", "Leyla")
    clock.at = 1000
    for _ in range(3):
        turns.take("export", "Leyla")


def test_only_so_many_are_remembered(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "_MOST", 2)
    turns = Rates(clock)
    for name in ("a", "b", "c"):
        turns.take("export", name)
    assert len(turns._left) == 2


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("GET", "/", "page"),
        ("GET", "/login", "page"),
        ("POST", "/login", "login"),
        ("POST", "/setup", "login"),
        ("POST", "/account/password", "login"),
        ("POST", "/account/token", "page"),
        ("GET", "/read", "page"),
        ("POST", "/read", "read"),
        ("POST", "/read/keep", "read"),
        ("POST", "/api/v1/read", "read"),
        ("GET", "/events/export", "export"),
        ("GET", "/admin/audit.csv", "export"),
        ("GET", "/api/v1/export", "export"),
        ("GET", "/api/v1/events", "page"),
    ],
)
def test_what_costs_more_has_fewer_turns(method: str, path: str, kind: str) -> None:
    assert kind_of(method, path) == kind
