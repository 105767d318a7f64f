"""A corpus by one process, by two, and by two of the distributed engine, one run after the other in rounds."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from dragoman import bulk


class Run(NamedTuple):
    """`seconds` from beginning to end; `rate` is reports a second once each worker has done its first chunk.

    `bytes` are those of the folder of results.
    """

    engine: str
    workers: int
    reports: int
    seconds: float
    rate: float
    bytes: int


def rounds(corpus: Path, alone: int, together: int, times: int) -> list[Run]:
    """`times` rounds: so many reports by one process, so many by two of either engine."""
    plan = (("local", 1, alone), ("local", 2, together), ("dask", 2, together))
    return [once(corpus, *run) for _ in range(times) for run in plan]


def once(corpus: Path, engine: str, workers: int, limit: int) -> Run:
    """One run, into a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as out:
        began = time.perf_counter()
        totals = bulk.run(str(corpus), f"{out}/coded", engine=engine, workers=workers, limit=limit)
        seconds = time.perf_counter() - began
        size = sum(path.stat().st_size for path in Path(out).rglob("*") if path.is_file())
    paces = sorted(totals.paces)
    if len(paces) < 2 * workers + 1:
        raise SystemExit(f"{limit} reports make only {len(paces)} chunks: take more")
    steady = (paces[-1][0] - paces[workers - 1][0]).total_seconds()
    rate = sum(reports for _, reports in paces[workers:]) / steady
    return Run(engine, workers, totals.reports, seconds, rate, size)


def compared(runs: list[Run]) -> dict[str, float]:
    """Ratios of medians: what two processes give of twice one, and what the distributed engine costs beyond local."""

    def median(engine: str, workers: int, of: str) -> float:
        return statistics.median(getattr(run, of) for run in runs if (run.engine, run.workers) == (engine, workers))

    local = median("local", 2, "rate")
    return {
        "efficiency": local / (2 * median("local", 1, "rate")),
        "overhead": median("dask", 2, "seconds") / median("local", 2, "seconds") - 1,
        "overhead, once started": local / median("dask", 2, "rate") - 1,
    }
