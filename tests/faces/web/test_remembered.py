"""What took long is found out once, however many ask."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from dragoman.faces.web.remembered import Remembered


def test_several_who_ask_at_once_get_one_answer() -> None:
    kept, found = Remembered[int](4), []

    def find() -> int:
        time.sleep(0.05)
        found.append(1)
        return 7

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: kept.get("key", find), range(8))) == [7] * 8
    assert found == [1]


def test_who_cannot_wait_gets_nothing_and_the_next_the_answer() -> None:
    kept, go = Remembered[int](4), threading.Event()

    def find() -> int:
        go.wait(5)
        return 7

    assert kept.soon("key", find, 0.01) is None
    go.set()
    assert kept.soon("key", find, 5) == 7
    assert kept.get("key", lambda: 8) == 7


def test_a_failure_is_told_and_not_kept() -> None:
    kept = Remembered[int](4)
    with pytest.raises(ZeroDivisionError):
        kept.get("key", lambda: 1 // 0)
    assert kept.get("key", lambda: 7) == 7


def test_the_answer_asked_for_longest_ago_goes_first() -> None:
    kept = Remembered[int](2)
    for key in ("one", "two", "one", "three"):
        kept.get(key, lambda: 1)
    assert [kept.get(key, lambda: 2) for key in ("one", "three", "two")] == [1, 1, 2]
