from __future__ import annotations

import time
from pathlib import Path

import pytest

from dragoman.errors import TooLarge
from dragoman.intake import reports
from dragoman.intake.tags import are_overloaded

MANY = [f"a{n}" for n in range(600)]


@pytest.mark.parametrize("written", ['{}="1"', "{}='1'", "{}=1", "{}", '{}="<"', "{}='>'", '{}=x"', "{} = 1", "/{}"])
def test_attributes_are_counted_however_they_are_written(written: str) -> None:
    few, many = (f"<p>text</p><a {' '.join(map(written.format, names))}>x</a>" for names in (MANY[:400], MANY))
    assert not are_overloaded(few)
    assert are_overloaded(many)


@pytest.mark.parametrize("html", ["", "words", "a < b", "<", "<a", '<a b="', "<p>" * 1000, "<a b='1'/>" * 1000])
def test_ordinary_pages_are_not(html: str) -> None:
    assert not are_overloaded(html)


@pytest.mark.parametrize("part", ["<x ", '<a b="', "<a b='", "<a b=", "<a  ", "<a/", "<a =", "<"])
def test_no_page_takes_long(part: str) -> None:
    start = time.monotonic()
    are_overloaded(part * (2_000_000 // len(part)))
    assert time.monotonic() - start < 5


def test_a_page_with_such_a_tag_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<html><p {' '.join(f'a{n}=1' for n in range(100_000))}>text</p></html>")
    start = time.monotonic()
    (error,) = reports([str(tmp_path)])
    assert isinstance(error, TooLarge) and time.monotonic() - start < 5
