"""`dragoman links`: what is said, what is measured, and the one against the other."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dragoman.errors import EXIT_USAGE

from ..ledger.lines import dragoman


@pytest.fixture
def moving(linked: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The ledger with the planted link; commands find it by themselves."""
    monkeypatch.setenv("DRAGOMAN_LEDGER", str(linked))
    return linked


def test_a_claim_stands_with_its_speaker_words_and_report(ledger: Path) -> None:
    out = dragoman("links", "CHL", "PRT").out
    assert "Said  1 claim" in out
    assert re.search(r"CHL–PRT does not hang on BRA–PRT, says .*president", out)
    assert "independent of relations between" in out and re.search(r"2023-10-12 · report [0-9a-f]{16}", out)


def test_what_is_said_is_held_against_what_the_figures_say(ledger: Path) -> None:
    out = dragoman("links", "CHL", "PRT").out
    held = out[out.index("What is said, held against what is measured") :]
    assert "BRA–PRT and CHL–PRT" in held and "says: CHL–PRT does not hang on BRA–PRT" in held
    assert "the figures say: not measured: 12 months are told of, and 16 are needed" in held


def test_a_planted_link_is_shown_as_a_statistic_with_its_lead(moving: Path) -> None:
    out = dragoman("links", "CHL", "PRT").out
    assert "nobody is told to have said" in out
    assert re.search(
        r"CHL–PRT moves 1 month before BOL–PER, the same way +r \+0\.\d\d  p (<0\.001|0\.0\d\d)  q (<0\.001|0\.0\d\d)",
        out,
    )
    assert "say nothing of causes" in out


def test_json_has_all_of_it(moving: Path) -> None:
    found = json.loads(dragoman("links", "PRT", "CHL", "--format", "json").out)
    assert found["pair"] == ["PRT", "CHL"] and found["stated"] == []
    best = found["measured"]["links"][0]
    assert (best["one"], best["other"], abs(best["lag"])) == (["BOL", "PER"], ["CHL", "PRT"], 1)
    assert best["leads"] == ["CHL", "PRT"]


def test_json_says_of_which_relations_too_little_is_told(ledger: Path) -> None:
    found = json.loads(dragoman("links", "CHL", "PRT", "--format", "json").out)
    assert {"pair": ["CHL", "PER"], "told": 1} in found["measured"]["too_little"]
    assert found["confronted"][0]["verdict"] == "not measured"


def test_the_picture_is_of_the_likeliest_link(moving: Path, tmp_path: Path) -> None:
    place = tmp_path / "link.svg"
    ran = dragoman("links", "CHL", "PRT", "--plot", place)
    assert (ran.code, ran.err) == (0, f"dragoman: drawn in {place}: BOL–PER and CHL–PRT\n")
    assert place.read_text(encoding="utf-8").startswith("<?xml")


def test_where_no_link_was_measured_none_is_drawn(ledger: Path, tmp_path: Path) -> None:
    ran = dragoman("links", "CHL", "PRT", "--plot", tmp_path / "link.svg")
    assert ran.code == EXIT_USAGE and "there is no link to draw; nothing was measured" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["CHL", "CHL"], "CHL has no relation with itself"),
        (["CHL", "Portugall"], "did you mean PRT"),
        (["CHL", "PRT", "--lags", "99"], "36 periods can't be compared 99 apart; lags run from 0 to 12"),
        (["CHL", "PRT", "--lags", "-1"], "greater than or equal to 0"),
        (["CHL", "PRT", "--most", "1"], "greater than or equal to 2"),
        (["CHL", "PRT", "--since", "2022", "--until", "2021"], "is after"),
    ],
)
def test_what_makes_no_sense_is_refused(moving: Path, arguments: list[str], said: str) -> None:
    ran = dragoman("links", *arguments)
    assert ran.code == EXIT_USAGE and said in ran.err


def test_a_pair_without_records_is_told(moving: Path) -> None:
    ran = dragoman("links", "CHL", "BOL")
    assert ran.code == 0 and "nothing is told of CHL–BOL; there are CHL–PRT" in ran.err
