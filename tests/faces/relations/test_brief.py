"""`dragoman brief`: a page or a text, the same from the same ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import EXIT_USAGE

from ..ledger.lines import dragoman


def test_the_page_is_whole_and_the_same_again(ledger: Path, tmp_path: Path) -> None:
    place = tmp_path / "brief.html"
    ran = dragoman("brief", "CHL", "PRT", "--output", place)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    page = place.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>") and "data:image/svg+xml" in page and "Chile" in page
    assert dragoman("brief", "CHL", "PRT").out == page


def test_the_text_has_a_note_with_the_words_of_a_report(ledger: Path) -> None:
    out = dragoman("brief", "CHL", "PRT", "--format", "markdown").out
    assert out.startswith("# Chile and Portugal\n") and "[^1]" in out and "[^1]: " in out


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fa", "rtl"), ("en", "ltr")])
def test_the_page_is_in_the_language_that_is_asked_for(ledger: Path, language: str, direction: str) -> None:
    page = dragoman("brief", "CHL", "PRT", "--language", language).out
    assert f'<html lang="{language}" dir="{direction}">' in page


def test_where_nothing_is_told_the_page_says_so(ledger: Path) -> None:
    ran = dragoman("brief", "FRA", "DEU", "--format", "markdown")
    assert ran.code == 0 and ran.err == "dragoman: nothing is told of FRA–DEU; see: dragoman info\n"
    assert "Nothing that happened between the two is told in the records." in ran.out
    assert "data:image/svg+xml" not in dragoman("brief", "FRA", "DEU").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["CHL", "CHL"], "CHL has no relation with itself"),
        (["CHL", "PRT", "--language", "el"], "no language pack for 'el'"),
        (["CHL", "PRT", "--format", "docx"], "no format called 'docx'"),
        (["CHL", "PRT", "--since", "2024", "--until", "2023"], "is after"),
    ],
)
def test_what_makes_no_sense_is_refused(ledger: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    place = tmp_path / "brief.html"
    ran = dragoman("brief", *arguments, "--output", place)
    assert ran.code == EXIT_USAGE and said in ran.err and not place.exists()


def test_the_ledger_is_not_written_over(own: Path) -> None:
    before = own.read_bytes()
    assert dragoman("brief", "CHL", "PRT", "--output", own).code == EXIT_USAGE
    assert own.read_bytes() == before
