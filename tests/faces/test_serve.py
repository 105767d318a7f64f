"""`dragoman serve` as it is started: what it says, whom it lets in, what it refuses, how it stops."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from dragoman.desk import Desk
from dragoman.faces import cli
from dragoman.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    return str(tmp_path / "dragoman.db")


def refused(capsys: pytest.CaptureFixture[str], ledger: str, *arguments: str) -> str:
    """What is said to a start that is refused, before the ledger is touched."""
    assert cli.run(["serve", "--ledger", ledger, "--coder", "lexicon", *arguments]) == 2
    assert not Path(ledger).exists()
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--host", "0.0.0.0", "--no-accounts"], "listens on this machine alone"),
        (["--name", "news.example.org", "--no-accounts"], "listens on this machine alone"),
        (["--proxy"], "--name news.example.org"),
        (["--proxy", "--name", "x", "--no-accounts"], "listens on this machine alone"),
        (["--port", "70000"], "see dragoman serve --help"),
        (["--host", "no.such.host.invalid"], "no such address"),
        (["--host", "192.0.2.7"], "no address of this machine"),
        (["--coder", "magic"], "no coder called 'magic'"),
    ],
)
def test_a_start_that_makes_no_sense_is_refused(
    capsys: pytest.CaptureFixture[str], ledger: str, arguments: list[str], said: str
) -> None:
    assert said in refused(capsys, ledger, *arguments)


def test_a_port_that_is_taken_is_said_to_be(capsys: pytest.CaptureFixture[str], ledger: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        said = refused(capsys, ledger, "--port", str(other.getsockname()[1]))
    assert "address already in use" in said and "--port" in said


def start(ledger: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "dragoman.faces.cli", "serve", "--ledger", ledger, "--coder", "lexicon"]
    return subprocess.Popen(
        [*command, "--port", "0", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def address_of(running: subprocess.Popen[str]) -> str:
    assert running.stderr
    line = running.stderr.readline()
    found = re.search(r"http://\S+", line)
    assert found, line
    return found[0]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_shows_a_new_ledger_until_it_is_stopped(ledger: str, number: int, code: int) -> None:
    running = start(ledger)
    try:
        answer = httpx.get(address_of(running), timeout=60)
        assert answer.status_code == 200 and "server" not in answer.headers
        running.send_signal(number)
        assert running.wait(60) == code
        assert running.stderr and "Traceback" not in running.stderr.read()
    finally:
        running.kill()


def test_several_processes_answer_by_the_same_accounts_and_stop_together(ledger: str) -> None:
    running = start(ledger, "--accounts", "--workers", "2")
    try:
        address = address_of(running)
        assert running.stderr and "nobody has an account yet" in running.stderr.readline()
        link = running.stderr.readline().split()[-1]
        secret = link.partition("key=")[2]
        form = {
            "key": secret,
            "name": "Leyla",
            "password": "seven boats at the quay",
            "again": "seven boats at the quay",
        }
        browser = httpx.Client(headers={"Sec-Fetch-Site": "same-origin"}, timeout=120)
        assert browser.post(f"{address}/setup", data=form).status_code == 303
        for _ in range(8):
            with httpx.Client(
                cookies=browser.cookies, timeout=60
            ) as fresh:  # another connection, perhaps the other one
                assert fresh.get(f"{address}/about").status_code == 200
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does
        assert running.wait(60) == 130
        said = running.stderr.read()
        assert "Traceback" not in said and secret not in said and browser.cookies.jar is not None
    finally:
        running.kill()
    with Ledger(ledger) as held:
        assert [one.name for one in Desk(held.store).accounts()] == ["Leyla"]


def test_the_feeds_of_the_list_are_watched_meanwhile_and_no_longer(ledger: str) -> None:
    with Ledger(ledger) as held:
        Desk(held.store).watch("http://127.0.0.1:1/rss.xml", None, "Leyla")
    running = start(ledger, "--watch")
    try:
        assert httpx.get(address_of(running), timeout=60).status_code == 200
        with Ledger(ledger) as held:
            end = time.monotonic() + 60
            while not held.feed_states() and time.monotonic() < end:
                time.sleep(0.2)
            assert held.feed_states()["http://127.0.0.1:1/rss.xml"].status == "failed", "in a private net"
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 143
        with pytest.raises(ProcessLookupError):  # nobody of its group is left
            os.killpg(running.pid, 0)
    finally:
        running.kill()
