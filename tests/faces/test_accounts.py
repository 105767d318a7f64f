"""`dragoman accounts`: who may use a server, without a browser."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.desk import Desk
from dragoman.faces import cli
from dragoman.ledger import Ledger

PASSWORD = "seven boats at the quay"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    return str(tmp_path / "dragoman.db")


@pytest.fixture
def run(ledger: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command with what stands on standard input; gives exit code, output, errors."""

    def once(*arguments: str, given: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        code = cli.run(["accounts", *arguments, "--ledger", ledger])
        said = capsys.readouterr()
        return code, said.out, said.err

    return once


def test_an_account_is_made_listed_and_changed(run: Run, ledger: str) -> None:
    assert run("add", "leyla", "--role", "admin", given=PASSWORD + "\n")[0] == 0
    assert run("add", "omar", given=PASSWORD)[0] == 0
    assert run("role", "omar", "review")[0] == 0
    code, out, _ = run("list")
    assert (code, [line.split("\t")[:2] for line in out.splitlines()]) == (0, [["leyla", "admin"], ["omar", "review"]])
    assert run("password", "omar", given="nine lamps along the pier\n")[0] == 0
    assert run("disable", "omar")[0] == 0
    assert run("list")[1].splitlines()[1].endswith("disabled")
    assert run("enable", "omar")[0] == 0
    with Ledger(ledger) as held:
        desk = Desk(held.store)
        assert desk.is_password("omar", "nine lamps along the pier").role == "review"
        done = [(one.what, one.about) for one in desk.log()]
    assert done[::-1] == [
        ("account-made", "leyla"),
        ("account-made", "omar"),
        ("role", "omar"),
        ("password", "omar"),
        ("disabled", "omar"),
        ("enabled", "omar"),
    ]


def test_a_token_is_made_listed_and_revoked(run: Run, ledger: str) -> None:
    run("add", "omar", given=PASSWORD)
    code, secret, _ = run("tokens", "omar", "--make", "nightly export")
    assert code == 0
    with Ledger(ledger) as held:
        assert Desk(held.store).bearer(secret.strip())
    assert run("tokens", "omar")[1].startswith("nightly export\tread\t")
    assert run("tokens", "omar", "--revoke", "nightly export")[0] == 0
    assert run("tokens", "omar")[1] == ""
    assert run("tokens", "omar", "--revoke", "nightly export")[::2] == (
        2,
        "dragoman: nightly export: there is no such token; see: dragoman accounts tokens omar\n",
    )


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        (["add", "omar"], "short\n", "a password has 12 to 200 characters"),
        (["add", "omar"], "", "a password has 12 to 200 characters"),
        (["add", "o<m>ar"], PASSWORD, "no account can have this name"),
        (["add", "omar", "--role", "god"], PASSWORD, "no role called 'god'"),
        (["role", "nobody", "read"], "", "there is no such account"),
        (["disable", "leyla"], "", "the last account that administers"),
        (["add", "LEYLA"], PASSWORD, "there is an account of this name"),
    ],
)
def test_what_cant_be_is_explained(run: Run, arguments: list[str], given: str, said: str) -> None:
    run("add", "leyla", "--role", "admin", given=PASSWORD)
    code, out, err = run(*arguments, given=given)
    assert (code, out) == (2, "") and said in err


def test_no_password_is_ever_printed(run: Run) -> None:
    for arguments in (["add", "omar"], ["password", "omar"]):
        assert PASSWORD not in "".join(map(str, run(*arguments, given=PASSWORD)))


def test_a_terminal_is_asked_twice_without_an_echo(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    answers = iter([PASSWORD, PASSWORD, PASSWORD, "another"])
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _: next(answers))
    assert cli.run(["accounts", "add", "omar", "--ledger", ledger]) == 0
    assert cli.run(["accounts", "password", "omar", "--ledger", ledger]) == 2


def test_there_is_no_account_without_a_ledger(run: Run, ledger: str) -> None:
    code, _, err = run("list")
    assert code == 3 and "no such ledger" in err and not Path(ledger).exists()
