"""Tasks that worker processes can import."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from dragoman.errors import CoderError


def square(number: int) -> tuple[int, int]:
    time.sleep(0.05)
    return number * number, os.getpid()


def die_at_first(task: tuple[str, int]) -> int:
    """Kills its process the first time that it gets number 3."""
    folder, number = task
    marker = Path(folder) / "died"
    if number == 3 and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die_of_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def refuse(number: int) -> int:
    raise CoderError("there is no such coder")


def threads(number: int) -> tuple[int, dict[str, str | None]]:
    names = ("DRAGOMAN_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
    return os.getpid(), {name: os.environ.get(name) for name in names}
