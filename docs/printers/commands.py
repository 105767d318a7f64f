"""Command lines, and what they print."""

from __future__ import annotations

import io
import json
import re
import shlex
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path

from dragoman.faces import cli

_PRETTY = " | python -m json.tool --no-ensure-ascii"
_HEAD = re.compile(r" \| head -(\d+)$")
_PLANTED = "evaluation/relations/reports.jsonl"
_OF_RELATIONS = ("relation", "links", "network", "brief", "conditions")  # asked of the ledger that is made here


@cache
def shell(line: str) -> str:
    """A command line of `dragoman` or `cat` and what it prints, as a terminal shows them."""
    head = _HEAD.search(line)
    command = line[: head.start()] if head else line.removesuffix(_PRETTY)
    program, *arguments = shlex.split(command)
    if program == "cat":
        return f"$ {line}\n" + "".join(Path(name).read_text(encoding="utf-8") for name in arguments).rstrip()
    if arguments[0] in _OF_RELATIONS and "--help" not in arguments:
        arguments += ["--ledger", _ledger()]
    code, shown = _run(arguments)
    if line.endswith(_PRETTY):
        shown = json.dumps(json.loads(shown), ensure_ascii=False, indent=4)
    lines = [one.rstrip() for one in shown.rstrip().split("\n")]
    lines = [f"$ {line}", *(lines[: int(head[1])] if head else lines)]
    if code:
        lines += ["$ echo $?", str(code)]
    return "\n".join(lines)


def _run(arguments: list[str]) -> tuple[int, str]:
    """The exit code, and what is printed."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = cli.run(arguments)
    return code, said.getvalue()


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


@cache
def _ledger() -> str:
    """A ledger of the invented reports on four states, made once for all pages."""
    address = f"{_folder().name}/dragoman.db"
    _run(["add", _PLANTED, "--ledger", address])
    return address


def draw(line: str, path: Path) -> None:
    """Runs a command about relations that draws, and leaves the picture there; one newer than its reports stays."""
    if path.exists() and path.stat().st_mtime > Path(_PLANTED).stat().st_mtime:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    code, said = _run([*shlex.split(line)[1:], "--plot", str(path), "--ledger", _ledger()])
    if code:
        raise RuntimeError(said)


def _plover_example() -> str:
    _, said = _run(["read", "examples/short_ar.txt", "--date", "2025-10-07", "--format", "plover"])
    first = said.split("\n", 1)[0]
    return f"```json\n{json.dumps(json.loads(first), ensure_ascii=False, indent=4)}\n```"


PRINTERS: dict[str, Callable[[], str]] = {"plover example": _plover_example}
