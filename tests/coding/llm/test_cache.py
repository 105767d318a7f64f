"""What was answered is kept, whole or not at all, and is not paid for twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.errors import InputError

from .conftest import KEY, Coders, Endpoint, claim, coded, events, saying

TEXT = "Oman thanked Kuwait."
GOOD = events(claim("SUPPORT", "thanked", actors=["Oman"], recipients=["Kuwait"]))


def entries(folder: Path) -> list[Path]:
    return [path for path in (folder / "cache").rglob("*") if path.is_file()]


def test_what_was_answered_is_not_asked_again(endpoint: Endpoint, coders: Coders) -> None:
    endpoint.answers(GOOD)
    first, later = coders(), coders(key="another")
    assert coded(first, TEXT).events == coded(later, TEXT).events != ()
    assert (len(endpoint.requests), first.usage.cached, later.usage.cached) == (1, 0, 1)
    assert later.usage_line == "scribe-1: 0 requests, 0 tokens in, 0 out; 1 answer from the cache"


@pytest.mark.parametrize(
    ("changes", "text"),
    [({"model": "scribe-2"}, TEXT), ({}, "Oman thanked Kuwait!")],
    ids=["another model", "another text"],
)
def test_another_question_is_asked(endpoint: Endpoint, coders: Coders, changes: dict[str, str], text: str) -> None:
    endpoint.answers(GOOD)
    coded(coders(), TEXT)
    coded(coders(**changes), text)
    assert len(endpoint.requests) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw.replace(b"thanked", b"greeted"),
        lambda raw: b"\xff" * 40,
        lambda raw: b'{"answer": 7}',
        lambda raw: b"[" * 100_000,
    ],
    ids=["empty", "cut", "altered", "binary", "other", "deep"],
)
def test_a_damaged_entry_is_as_good_as_none_and_mended(
    endpoint: Endpoint, coders: Coders, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    endpoint.answers(GOOD)
    coded(coders(), TEXT)
    (entry,) = entries(tmp_path)
    whole = entry.read_bytes()
    entry.write_bytes(damage(whole))
    assert len(coded(coders(), TEXT).events) == 1
    assert len(endpoint.requests) == 2
    assert entry.read_bytes() == whole
    assert entries(tmp_path) == [entry]


def test_an_answer_that_could_not_be_read_is_not_kept(endpoint: Endpoint, coders: Coders, tmp_path: Path) -> None:
    endpoint.answers(saying("no"))
    with pytest.raises(InputError):
        coded(coders(), TEXT)
    assert entries(tmp_path) == []


def test_neither_key_nor_report_is_kept(endpoint: Endpoint, coders: Coders, tmp_path: Path) -> None:
    coded(coders(), TEXT)
    (entry,) = entries(tmp_path)
    assert KEY not in entry.read_text() and "Oman" not in entry.read_text()


@pytest.mark.parametrize("kind", ["none", "a file in its place"])
def test_without_a_folder_nothing_is_kept_and_all_goes_on(
    endpoint: Endpoint, coders: Coders, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "taken").write_text("")
    coder = coders(cache=None if kind == "none" else tmp_path / "taken")
    endpoint.answers(GOOD)
    for _ in range(2):
        assert len(coded(coder, TEXT).events) == 1
    assert len(endpoint.requests) == 2
