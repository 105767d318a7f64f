"""How long the program takes to start, and `dragoman read` for some reports: each a process, as a user would run it."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

_DRAGOMAN = [sys.executable, "-m", "dragoman.faces.cli"]


def measured(one: Path, many: Path, number: int, times: int) -> dict[str, float]:
    """The least seconds of so many starts, the seconds of `dragoman read` for a number of reports, its memory in MB.

    The least is what the program needs; the others waited for something else.
    """
    found = {
        "python": _least([sys.executable, "-c", "pass"], times),
        "dragoman --version": _least([*_DRAGOMAN, "--version"], times),
        "one report, packs alone": _least([*_DRAGOMAN, "read", str(one), "--coder", "lexicon"], times),
        "one report, by the model": _least([*_DRAGOMAN, "read", str(one)], times),
    }
    found[f"{number:,} reports, by the model"] = _least([*_DRAGOMAN, "read", str(many), "--format", "jsonl"], 1)
    found["memory"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return found


def _least(command: list[str], times: int) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        took.append(time.perf_counter() - began)
    return min(took)
