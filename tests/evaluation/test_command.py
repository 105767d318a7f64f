"""`dragoman evaluate`: tables for a reader, an exit code for a build."""

import hashlib
import json
from pathlib import Path

import pytest

from dragoman.faces import cli

TEXT = "The Jordanian foreign minister met the Egyptian foreign minister in Cairo."


def span(words: str) -> dict[str, object]:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words), "text": words}


def line(number: int, kind: str) -> str:
    event = {
        "type": kind, "mode": None, "modality": "done", "trigger": span("met"), "actors": [0, 1],
        "recipients": [], "where": None, "when": None, "said_by": None, "condition": None,
    }  # fmt: skip
    mentions = [
        span("Jordanian foreign minister") | {"kind": "office", "code": "JOR:GOV"},
        span("Egyptian foreign minister") | {"kind": "office", "code": "EGY:GOV"},
    ]
    return json.dumps(
        {"id": f"x-{number}", "lang": "en", "text": TEXT, "tags": [], "mentions": mentions, "events": [event]}
    )


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "evaluation" / "gold"
    folder.mkdir(parents=True)
    (folder / "en.jsonl").write_text(f"{line(1, 'CONSULT')}\n{line(2, 'SUPPORT')}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def floors(folder: Path, least: float) -> str:
    digest = hashlib.sha256((folder / "evaluation/gold/en.jsonl").read_bytes()).hexdigest()
    path = folder / "floors.yaml"
    path.write_text(f"en:\n  sha256: '{digest}'\n  figures:\n    event_f1: {least}\n")
    return str(path)


def test_in_a_checkout_its_own_gold_is_scored(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["evaluate"]) == 0
    rows = {" ".join(row.split()) for row in capsys.readouterr().out.splitlines()}
    assert {"sentences 2", "events: who, what, whom, F1 0.500 1/2", "CONSULT 0.667 1/1"} <= rows
    assert "SUPPORT 0.000 0/1" in rows
    assert "missed" not in " ".join(rows)


def test_what_was_missed_and_added_is_listed_with_its_sentence(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["evaluate", "-v", "evaluation/gold/en.jsonl"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "missed x-2 SUPPORT EGY, JOR → – “The Jordanian foreign minister ‹met› the Egyptian" in shown
    assert "extra x-2 CONSULT/visit EGY, JOR → – “The Jordanian" in shown
    assert "x-1" not in shown


@pytest.mark.parametrize(
    ("least", "code", "words"),
    [(0.5, 0, "All figures reach"), (0.6, 1, "event_f1 is 0.5000, 0.1000 below its floor")],
)
def test_floors_decide_the_exit_code(
    checkout: Path, capsys: pytest.CaptureFixture[str], least: float, code: int, words: str
) -> None:
    assert cli.run(["evaluate", "--floors", floors(checkout, least)]) == code
    assert words in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], 1, "there is no evaluation/gold here; name files of gold"),
        (["none.jsonl"], 1, "none.jsonl: cannot be read"),
        (["."], 1, "there is no .jsonl file in it"),
        (["--coder", "oracle"], 2, "no coder called 'oracle'"),
        (["--floors", "none.yaml"], 1, "none.yaml: cannot be read"),
    ],
)
def test_what_cannot_be_scored_is_said_on_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    arguments: list[str], code: int, words: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert cli.run(["evaluate", *arguments]) == code
    caught = capsys.readouterr()
    assert words in caught.err
    assert caught.err.count("\n") == 1
    assert caught.out == ""
