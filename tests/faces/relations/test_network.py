"""`dragoman network`: parties, ties, who stands together, who moved."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dragoman.errors import EXIT_USAGE

from ..ledger.lines import dragoman


def test_parties_and_ties_come_with_their_figures(ledger: Path) -> None:
    ran = dragoman("network")
    assert ran.code == 0
    assert "Parties  4 parties, 2023-02-03 to 2024-01-19" in ran.out
    assert re.search(r"^  CHL–PER +tone +\+5\.0  1 story of 1 outlet$", ran.out, re.MULTILINE)
    assert re.search(r"^  group 1   .*CHL", ran.out, re.MULTILINE)


def test_the_neighbourhood_of_one_leaves_out_who_has_nothing_to_do_with_it(ledger: Path) -> None:
    found = json.loads(dragoman("network", "--party", "peru", "--format", "json").out)
    assert {node["party"] for node in found["network"]["nodes"]} == {"PER", "CHL"}
    assert (found["before"], found["moves"]) == (None, None)


def test_who_moved_is_said_with_who_stood_together_before(ledger: Path) -> None:
    out = dragoman("network", "--since", "2023-09", "--before", "2023-02").out
    moved = out[out.index("Who moved") :]
    assert re.search(r"(turned|changed most): CHL–PRT −\d\.\d → \+\d\.\d", moved)


def test_nobody_moved_from_a_time_that_nothing_is_told_of(ledger: Path) -> None:
    ran = dragoman("network", "--before", "2011")
    assert ran.code == 0 and "Who moved" not in ran.out
    assert ran.err == "dragoman: nothing is told from 2011-01-01 to 2011-12-31, so nobody can know who moved\n"


def test_a_picture_is_drawn(ledger: Path, tmp_path: Path) -> None:
    ran = dragoman("network", "--plot", tmp_path / "net.png")
    assert ran.code == 0 and (tmp_path / "net.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("arguments", [["--party", "FRA"], ["--since", "2031"]])
def test_where_nothing_is_told_that_is_said(ledger: Path, arguments: list[str]) -> None:
    ran = dragoman("network", *arguments)
    assert (ran.code, ran.out) == (0, "") and "nothing is told of any relation" in ran.err
    found = json.loads(dragoman("network", *arguments, "--format", "json").out)
    assert found["network"]["nodes"] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--party", "Atlantis"], "no state or body called 'Atlantis'"),
        (["--before", "then"], "'then' is no day"),
        (["--since", "2024", "--until", "2023"], "is after"),
        (["--score", "ACCUSE=eleven"], "is no score"),
        (["--most", "1"], "greater than or equal to 2"),
        (["--plot", "net.gif"], "a picture ends in"),
        (["--since", "2031", "--plot", "net.svg"], "nothing is told in these days; choose other days"),
    ],
)
def test_what_makes_no_sense_is_refused(
    ledger: Path, tmp_path: Path, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = dragoman("network", *arguments)
    assert ran.code == EXIT_USAGE and said in ran.err
    assert list(tmp_path.iterdir()) == []
