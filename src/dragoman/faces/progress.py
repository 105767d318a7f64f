"""What is said on standard error: one line for each report that couldn't be read, and how far things are."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from dragoman.errors import InputError
from dragoman.text import printable

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from dragoman.model import Coding


def complain(problem: object) -> None:
    """One line on standard error, with nothing in it that could steer a terminal."""
    if sys.stderr is not None:
        print(_one_line(problem), file=sys.stderr, flush=True)


def _one_line(problem: object) -> str:
    return "dragoman: " + " ".join(printable(str(problem)).splitlines()).replace("\t", " ")


class Progress:
    """Separates what was read from what couldn't be, and shows a bar from the second report on.

    The bar needs a terminal to itself: it is not drawn where results appear on one `beside` it.
    """

    def __init__(self, sources: Sequence[str], beside: TextIO) -> None:
        self.unread = 0
        self._sources = sources
        self._drawable = sys.stderr is not None and sys.stderr.isatty() and not beside.isatty()
        self._bar: Bar | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is None:
            return
        self._bar.stop()
        task = self._bar.tasks[0]
        read = int(task.completed) - self.unread
        self._bar.console.print(
            f"{read:,} read, {self.unread:,} not, in {task.elapsed or 0:.0f} s", style="dim", highlight=False
        )

    def readable(self, outcomes: Iterable[Coding | InputError]) -> Iterator[Coding]:
        """The codings among the outcomes; each error is told and counted in `unread`."""
        for number, outcome in enumerate(outcomes, 1):
            self._advance(number)
            if isinstance(outcome, InputError):
                self.unread += 1
                self._tell(outcome)
            else:
                yield outcome

    def _advance(self, number: int) -> None:
        if self._bar is None and self._drawable and number > 1:
            self._bar = _bar()
            self._bar.start()
            self._bar.add_task("reading", total=_expected(self._sources))
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=number)

    def _tell(self, error: InputError) -> None:
        if self._bar is None:
            complain(error)
        else:
            from rich.text import Text

            self._bar.console.print(Text(_one_line(error)), soft_wrap=True)


def _expected(sources: Sequence[str]) -> int | None:
    """How many reports are to come, where all sources are files: one in each, or one a line."""
    if not all(map(os.path.isfile, sources)):
        return None
    try:
        return sum(map(_reports_in, sources))
    except OSError:  # a file that may not be read: the reading itself will say so
        return None


def _reports_in(path: str) -> int:
    if not path.lower().endswith((".jsonl", ".ndjson")):
        return 1
    with open(path, "rb") as lines:
        return sum(1 for line in lines if line.strip())


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        """Reports a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f} a second" if task.speed else "", style="dim")

    return Bar(
        SpinnerColumn(),
        TextColumn("{task.completed:,.0f} reports"),
        BarColumn(bar_width=20),
        Rate(),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(stderr=True),
        redirect_stdout=False,  # results go to their own stream untouched
        redirect_stderr=False,
        transient=True,
    )
