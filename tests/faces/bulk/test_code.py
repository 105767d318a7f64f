from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.faces import cli
from dragoman.faces.bulk.gauge import duration

Coded = Callable[..., int]


def lines(count: int) -> str:
    text = "The Norwegian foreign minister met her Moroccan counterpart in Rabat on Monday."
    reports = ({"id": str(n), "text": f"{n}. {text}", "outlet": "The Fjord"} for n in range(count))
    return "".join(json.dumps(one) + "\n" for one in reports)


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A corpus with two bad lines, and what became of it."""
    folder = tmp_path_factory.mktemp("coded")
    corpus = folder / "corpus.jsonl"
    corpus.write_text(lines(6) + "no JSON\n" + '{"text": 5}\n', encoding="utf-8")
    assert run("code", str(corpus), "--to", str(folder / "out")) == 1
    return corpus, folder / "out"


def run(*arguments: str) -> int:
    return cli.run([*arguments, "--coder", "lexicon", *(["--workers", "1"] if arguments[0] == "code" else [])])


def test_it_says_what_a_corpus_came_to_and_what_could_not_be_read(
    coded: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, out = coded
    assert run("code", str(corpus), "--to", str(out)) == 1
    said = capsys.readouterr()
    assert said.out.startswith("6 reports, 6 events\n")
    assert "CONSULT 6" in said.out and "nothing was left to do" in said.out
    assert f"{corpus}:7: this isn't JSON" in said.err and f"{corpus}:8: the object has no" in said.err


def test_the_summary_is_a_page_that_tells_the_same(coded: tuple[Path, Path]) -> None:
    page = (coded[1] / "summary.html").read_text(encoding="utf-8")
    assert "6 reports, 6 events" in page and "The Fjord" in page and "corpus.jsonl:7" in page
    assert "<script" not in page and "default-src &#39;none&#39;" in page


def test_add_takes_the_folder_into_a_ledger(
    coded: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "more.jsonl").write_text(lines(8), encoding="utf-8")
    ledger = str(tmp_path / "a.db")
    assert run("add", str(coded[1]), str(tmp_path / "more.jsonl"), "--ledger", ledger, "--no-stories") == 1
    said = capsys.readouterr()
    assert "8 new" in said.out and "6 known, 2 not read; 8 events" in said.out
    assert "corpus.jsonl:7: this isn't JSON" in said.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--engine", "abacus"], "no engine called 'abacus'; there are local"),
        (["--workers", "0"], "--workers"),
        (["--language", "xx"], "no language pack"),
    ],
)
def test_wrong_usage_is_refused(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["code", "a.jsonl", "--to", str(tmp_path / "out"), *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_another_corpus_into_the_same_folder_is_refused(
    coded: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b.jsonl").write_text(lines(1), encoding="utf-8")
    assert run("code", str(tmp_path / "b.jsonl"), "--to", str(coded[1])) == 2
    assert "the corpus has changed; begin anew with --fresh" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_quietly_and_the_same_command_goes_on(number: signal.Signals, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(lines(600), encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "dragoman.faces.cli", "code", str(tmp_path / "a.jsonl"), "--to", str(out)]
    command += ["--coder", "lexicon", "--workers", "1"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 60
        while not (out / "manifest.json").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(number)
        said, complaints = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert complaints == "dragoman: stopped; finished chunks stay, the same command goes on\n" and said == ""


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(40.4, "40 s"), (100, "2 min"), (3 * 3600 + 20 * 60, "3 h 20 min"), (52 * 3600, "2 days 4 h")],
)
def test_times_are_said_in_few_words(seconds: float, said: str) -> None:
    assert duration(seconds) == said
