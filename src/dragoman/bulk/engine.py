"""What runs tasks side by side: one small interface, and the engines there are.

An engine gets a function of a module and tasks that can be pickled, and gives the results as they come. A worker that
dies costs its task again; after `TRIES` deaths the task is `Lost`, and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import NamedTuple, Protocol, Self, TypeVar

from dragoman.errors import BulkError

TRIES = 3

T = TypeVar("T")
R = TypeVar("R")


class Lost(NamedTuple):
    """A task that ended its worker each time it was tried, and how."""

    why: str


class Engine(Protocol):
    """Runs tasks on workers; as a context it ends them, whatever happened inside."""

    name: str
    workers: int

    def run(self, function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        """Each task with its result, in the order in which they are done.

        No more tasks are taken than the workers have hands for. What the function raises ends the run.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def _local(workers: int | None, scheduler: str | None) -> Engine:
    from dragoman.bulk.local import LocalEngine

    if scheduler is not None:
        raise BulkError("the local engine asks no scheduler", scheduler, "--engine dask does")
    return LocalEngine(workers)


def _dask(workers: int | None, scheduler: str | None) -> Engine:
    from dragoman.bulk.dask import DaskEngine

    return DaskEngine(workers, scheduler)


ENGINES: dict[str, Callable[[int | None, str | None], Engine]] = {"local": _local, "dask": _dask}


def load(name: str, workers: int | None = None, scheduler: str | None = None) -> Engine:
    """An engine by name, with so many workers, or as many as it finds fit; `scheduler` is the address of one's own.

    Raises BulkError.
    """
    if name not in ENGINES:
        raise BulkError(f"no engine called {name!r}", fix=f"there are {', '.join(ENGINES)}")
    if workers is not None and workers < 1:
        raise BulkError(f"{workers} workers can do nothing", fix="ask for one at least")
    return ENGINES[name](workers, scheduler)
