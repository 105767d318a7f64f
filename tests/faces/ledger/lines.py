"""The command line inside this process, and the reports that these tests put into ledgers."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple, TypeAlias

import pytest

from dragoman.faces import cli

Process: TypeAlias = subprocess.Popen[bytes]
PERSIAN = "وزیر خارجه ایران با وزیر خارجه عراق در بغداد دیدار کرد و از دولت عراق قدردانی کرد."
ARABIC = "واتهمت سوريا إسرائيل بقصف مطار دمشق."
VISIT = "Turkey's foreign minister met the foreign minister of Greece in Athens on Tuesday."
AGAIN = "The Turkish foreign minister met the foreign minister of Greece in Athens on Tuesday, an agency reported."
BLAME = "Greece accused Turkey of violating its airspace."
PROMISE = "Iran promised Greece to release the sailors if the tanker was returned."
PRAISE = "Iran's foreign minister said that Iran's relations with Greece were excellent."
REPORTS: tuple[dict[str, object], ...] = (
    {"id": "visit", "text": f"{VISIT} {BLAME}", "published": "2024-05-14", "outlet": "The Courier", "language": "en"},
    {"id": "again", "text": AGAIN, "published": "2024-05-15", "outlet": "Daily \x1b[31mNews", "language": "en"},
    {"id": "fa", "text": PERSIAN, "published": "2023-01-02", "language": "fa", "title": "\u202eTitle\x1b]0;owned\x07"},
    {"id": "ar", "text": ARABIC, "published": "2024-05-16", "language": "ar"},
    {"id": "promise", "text": f"{PROMISE} {PRAISE}", "published": "2024-06-01", "language": "en", "outlet": "Post"},
)


@contextmanager
def running(*arguments: str | Path, given: int | None = None, err: int = subprocess.PIPE) -> Iterator[Process]:
    """The command as a process of its own; it does not outlive the test."""
    command = [sys.executable, "-m", "dragoman.faces.cli", *map(str, arguments)]
    env = {**os.environ, "COLUMNS": "80", "TERM": "xterm-256color"}
    with subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, stderr=err, env=env) as process:
        watch = Timer(300, process.kill)
        watch.start()
        try:
            yield process
        finally:
            watch.cancel()
            process.kill()


class Ran(NamedTuple):
    """What a command line gave."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Its JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def dragoman(*arguments: str | Path, given: str | None = None) -> Ran:
    """Runs a command line with its streams as pipes; `given` is its standard input."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("COLUMNS", "100")
        if given is not None:
            patch.setattr("sys.stdin", io.StringIO(given))
        code = cli.run([*map(str, arguments)])
    return Ran(code, out.getvalue(), err.getvalue())


def lines_of(*reports: Mapping[str, object] | str) -> str:
    """JSON lines of these reports; a string stands as it is."""
    return "".join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n" for r in reports)
