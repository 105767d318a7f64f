"""How far a corpus is coded, on standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from dragoman.faces.progress import complain

if TYPE_CHECKING:
    from rich.progress import Progress

    from dragoman.bulk import Totals

_QUIET = 60.0  # seconds between two lines where there is no terminal


class Gauge:
    """Shows totals as they grow; `seconds` is how long this run has taken."""

    def __init__(self) -> None:
        self._began = self._told = time.monotonic()
        self._before: int | None = None  # records that an earlier run did
        self._bar: Progress | None = None

    def __enter__(self) -> Gauge:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    @property
    def seconds(self) -> float:
        """Since it was made."""
        return time.monotonic() - self._began

    def show(self, totals: Totals) -> None:
        """The totals as they are now."""
        if self._before is None:
            self._before = totals.records
            self._began = self._told = time.monotonic()
        line = self._line(totals)
        if sys.stderr is not None and sys.stderr.isatty():
            self._draw(totals, line)
        elif time.monotonic() - self._told > _QUIET:
            self._told = time.monotonic()
            complain(line)

    def _line(self, totals: Totals) -> str:
        done, left = totals.records - (self._before or 0), totals.of_records - totals.records
        rate = done / self.seconds if done else 0.0
        parts = [f"{totals.records:,} of {totals.of_records:,} reports"]
        if rate:
            parts += [f"{rate:.1f} a second", f"{duration(left / rate)} left"]
        if totals.errors:
            parts.append(f"{totals.errors:,} not read")
        return " · ".join(parts)

    def _draw(self, totals: Totals, line: str) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

            self._bar = Progress(
                SpinnerColumn(),
                BarColumn(bar_width=20),
                TextColumn("{task.description}"),
                console=Console(stderr=True),
                redirect_stdout=False,
                redirect_stderr=False,
                transient=True,
            )
            self._bar.start()
            self._bar.add_task(line, total=None)
        self._bar.update(
            self._bar.task_ids[0], completed=totals.records, total=totals.of_records or None, description=line
        )


def duration(seconds: float) -> str:
    """`40 s`, `12 min`, `3 h 20 min`, `2 days 4 h`."""
    minutes, hours = round(seconds / 60), round(seconds / 3600)
    if seconds < 90:
        return f"{seconds:.0f} s"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{hours // 24} days {hours % 24} h"
