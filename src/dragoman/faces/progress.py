"""What is said on standard error: one line for each report that couldn't be read, and how far things are."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, TextIO, TypeVar

from dragoman.errors import InputError
from dragoman.text import printable

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

T = TypeVar("T")


def complain(problem: object) -> None:
    """One line on standard error, with nothing in it that could steer a terminal."""
    if sys.stderr is not None:
        print(_one_line(problem), file=sys.stderr, flush=True)


def _one_line(problem: object) -> str:
    return "dragoman: " + " ".join(printable(str(problem)).splitlines()).replace("\t", " ")


class Progress:
    """Separates what was read from what couldn't be, and shows a bar from the second report on.

    The bar needs a terminal to itself: it is not drawn where results appear on one `beside` it. It counts `unit`,
    and says how long it will take where `sources` tell how many there are. `closing` says how many were read.
    """

    def __init__(
        self, sources: Sequence[str], beside: TextIO | None, *, unit: str = "reports", closing: bool = True
    ) -> None:
        self.unread = 0
        self._sources = sources
        self._unit = unit
        self._closing = closing
        in_use = beside is not None and beside.isatty()
        self._drawable = sys.stderr is not None and sys.stderr.isatty() and not in_use
        self._bar: Bar | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is None:
            return
        self._bar.stop()
        if not self._closing:
            return
        task = self._bar.tasks[0]
        read = int(task.completed) - self.unread
        self._bar.console.print(
            f"{read:,} read, {self.unread:,} not, in {task.elapsed or 0:.0f} s", style="dim", highlight=False
        )

    def readable(self, outcomes: Iterable[T | InputError]) -> Iterator[T]:
        """What could be read among the outcomes; each error is told and counted in `unread`."""
        for outcome in self.counted(outcomes):
            if isinstance(outcome, InputError):
                self.tell(outcome)
            else:
                yield outcome

    def counted(self, outcomes: Iterable[T]) -> Iterator[T]:
        """The outcomes, each counted as it passes."""
        for number, outcome in enumerate(outcomes, 1):
            self.advance(number)
            yield outcome

    def advance(self, number: int) -> None:
        """So many are done."""
        if self._bar is None and self._drawable and number > 1:
            self._bar = _bar(self._unit)
            self._bar.start()
            self._bar.add_task("reading", total=_expected(self._sources))
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=number)

    def tell(self, error: InputError) -> None:
        """Counts an error and gives it its line, above the bar where there is one."""
        self.unread += 1
        if self._bar is None:
            complain(error)
        else:
            from rich.text import Text

            self._bar.console.print(Text(_one_line(error)), soft_wrap=True)


_LINES = (".jsonl", ".ndjson")
_ALONE = (".txt", ".html", ".htm", ".xhtml")


def _expected(sources: Sequence[str]) -> int | None:
    """How many reports are to come, where files tell at a glance: one in each, or one a line or row."""
    try:
        counts = [count for source in sources for count in _counts(source)]
    except OSError:  # a file that may not be read: the reading itself will say so
        return None
    known = [count for count in counts if count is not None]
    return sum(known) if known and len(known) == len(counts) else None


def _counts(source: str) -> Iterator[int | None]:
    """The reports in each file of a source; None where only reading it would tell."""
    if not os.path.isdir(source):
        yield _reports_in(source) if os.path.isfile(source) else None
        return
    for parent, folders, names in os.walk(source):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.lower().endswith((*_LINES, *_ALONE, ".csv", ".tsv", ".parquet", ".rss", ".atom")):
                yield _reports_in(os.path.join(parent, name))


def _reports_in(path: str) -> int | None:
    suffix = os.path.splitext(path)[1].lower()
    if suffix == ".parquet":
        from pyarrow import ArrowException
        from pyarrow.parquet import read_metadata

        try:
            return int(read_metadata(path).num_rows)
        except ArrowException:
            return None
    if suffix in _LINES:
        with open(path, "rb") as lines:
            return sum(1 for line in lines if line.strip())
    # A table's cells may hold line ends, and a file of another kind may hold a feed.
    return 1 if suffix in _ALONE or not suffix else None


def _bar(unit: str) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, ProgressColumn, SpinnerColumn, Task, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.1f} a second" if task.speed else "", style="dim")

    return Bar(
        SpinnerColumn(),
        TextColumn(f"{{task.completed:,.0f}} {unit}"),
        BarColumn(bar_width=20),
        Rate(),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(stderr=True),
        redirect_stdout=False,  # results go to their own stream untouched
        redirect_stderr=False,
        transient=True,
    )
