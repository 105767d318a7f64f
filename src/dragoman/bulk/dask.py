"""The distributed engine: Dask's scheduler gives tasks to workers, on this machine or on many.

Without an address it starts processes of this machine; with one it uses the workers that the scheduler there has, and
those that join it later. Which worker gets a task, that it gets another when one dies, and when to give up is Dask's
business. No worker has more than one task, so that its death counts against no other.
"""

from __future__ import annotations

import logging
import os
import socket
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from importlib import metadata
from itertools import islice
from types import TracebackType
from typing import Any, TypeVar

from dragoman.bulk.engine import TRIES, Lost
from dragoman.bulk.local import deaf_to_ctrl_c
from dragoman.errors import BulkError

_PATIENCE = 30  # seconds that a scheduler has to answer, and to have a worker
_RETURN = 60.0  # seconds after which it is asked whether there are workers at all
_GLANCE = 0.02  # seconds between two looks at what is going on
_QUIET = logging.CRITICAL + 1
_THREADS = "DRAGOMAN_THREADS"
_GOING_ON = "see to it and run the same again, which goes on"

# One task a worker; and none of the habits that cost a tenth of the processors' time, on a machine where the workers
# need all of it: each process looks many times a second at what it is doing and how it is.
_OWN = {
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": None,  # memory is given back as in any program
}

T = TypeVar("T")
R = TypeVar("R")


class DaskEngine:
    """So many workers: processes of this machine, or those of the scheduler at an address (`tcp://HOST:8786`).

    The address may also stand in the environment (DASK_SCHEDULER_ADDRESS) or in Dask's configuration. There `workers`
    is how many tasks are given at a time, as many as there are workers unless told otherwise, and how often a task is
    tried is the scheduler's setting (`distributed.scheduler.allowed-failures`). `address` is known once it is entered.

    Raises BulkError where the package distributed is missing.
    """

    name = "dask"

    def __init__(self, workers: int | None = None, scheduler: str | None = None) -> None:
        try:
            import distributed
            from dask import config
        except ImportError as error:
            fix = "pip install 'dragoman[cluster]'"
            raise BulkError("the engine dask needs the distributed package, which is missing", fix=fix) from error
        self._dask: Any = distributed
        self._config: Any = config
        self.address: str = scheduler or config.get("scheduler-address", None) or ""
        self._told = workers
        self.workers = workers or 1
        self._cluster: Any = None
        self._client: Any = None
        self._log = logging.getLogger("distributed")
        self._level = self._log.level

    def __enter__(self) -> DaskEngine:
        self._log.setLevel(_QUIET)  # deaths and ends are told as errors of our own
        try:
            if not self.address:
                self._cluster = self._own_cluster()
                self.address = self._cluster.scheduler_address
            self._client = self._asked()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def run(self, function: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        """As `Engine` has it. Raises BulkError where the scheduler ends, or a worker isn't as it should be."""
        coming = iter(tasks)
        going: dict[str, tuple[T, Any]] = {}
        do = partial(_do, function, metadata.version("dragoman"))
        try:
            while True:
                self._count()
                for task in islice(coming, max(0, self.workers - len(going))):
                    future = self._client.submit(do, task, pure=False)
                    going[future.key] = task, future
                if not going:
                    return
                future = self._done([future for _, future in going.values()])
                yield going.pop(future.key)[0], self._outcome(future)
        finally:
            with suppress(Exception):  # the scheduler may be what has ended
                self._client.cancel([future for _, future in going.values()])

    def _done(self, going: list[Any]) -> Any:
        """The first of them that is done. Raises BulkError where no worker comes back that could do them."""
        end = time.monotonic() + _RETURN
        while True:
            for future in going:
                if future.done():
                    return future
            time.sleep(_GLANCE)
            if time.monotonic() > end:
                if not self._client.nthreads():
                    raise BulkError("no worker is left", self.address, _GOING_ON)
                end = time.monotonic() + _RETURN

    def _count(self) -> None:
        """Workers come and go."""
        if self._told is None:
            with suppress(OSError):  # waiting for a result tells
                self.workers = max(1, len(self._client.nthreads()))

    def _outcome(self, future: Any) -> Any:
        if future.status == "finished":
            with suppress(OSError, self._dask.CancelledError):
                return future.result()
        error = future.exception() if future.status == "error" else None
        if isinstance(error, self._dask.KilledWorker):
            return Lost(f"its worker ended, {error.allowed_failures + 1} times")
        if isinstance(error, ModuleNotFoundError):
            fix = "install dragoman and its packages where the workers run"
            raise BulkError(f"a worker can't do it ({error})", self.address, fix) from error
        if error is not None:
            raise error
        raise BulkError("the scheduler has ended or can't be reached", self.address, _GOING_ON)

    def _own_cluster(self) -> Any:
        """Processes of this machine, each with one thread, without Dask's pages and messages."""
        try:
            # The thread that starts processes, also those in the place of dead ones, starts here and stays deaf.
            with self._config.set(_OWN), deaf_to_ctrl_c():
                return self._dask.LocalCluster(
                    n_workers=self._told or self._dask.system.CPU_COUNT,
                    threads_per_worker=1,
                    memory_limit=None,  # a share of the machine is too little where it has more processors than GB
                    dashboard_address=None,
                    silence_logs=_QUIET,
                    scheduler_kwargs={"allowed_failures": TRIES - 1, "dashboard_address": "127.0.0.1:0"},
                )
        except (OSError, RuntimeError) as error:
            raise BulkError(f"no workers can be started ({error})", fix="try with fewer: --workers 1") from error

    def _asked(self) -> Any:
        """A client of the scheduler, when it has a worker."""
        client = None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # that versions of other packages differ; dragoman's own are compared
                client = self._dask.Client(self._cluster or self.address, timeout=_PATIENCE, set_as_default=False)
            client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, ValueError) as error:
            if client is None:
                reason = " ".join(str(error).split())[:120]
                fix = "check the address, and that `dask scheduler` runs there"
                raise BulkError(f"the scheduler doesn't answer ({reason})", self.address, fix) from error
            client.close()
            fix = f"start some: dask worker {self.address} --nthreads 1"
            raise BulkError("the scheduler has no workers", self.address, fix) from error
        return client

    def _end(self) -> None:
        for one in (self._client, self._cluster):
            if one is not None:
                with suppress(Exception):  # what can't be ended in good order has ended
                    one.close()
        if self._cluster is not None:
            self.address = ""
        self._client = self._cluster = None
        self._log.setLevel(self._level)


def _do(function: Callable[[T], R], program: str, task: T) -> R:
    """Does a task on a worker. Raises BulkError where the program is another than the one that asks."""
    if (own := metadata.version("dragoman")) != program:
        fix = "install the same version everywhere"
        raise BulkError(f"this worker has dragoman {own}, and {program} is what asks", socket.gethostname(), fix)
    os.environ.setdefault(_THREADS, "1")  # read when the model is loaded; workers share their machine with others
    return function(task)
