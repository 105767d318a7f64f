"""Rate and memory over a long run, and what a million reports would cost by them.

    python benchmarks/soak.py [--reports 20000] [--workers 2] [--corpus FILE] [--to build/benchmark]

Arabic reports of 2,000 characters, or those of a corpus that is named, go through `dragoman code` on this machine. It
writes `soak.svg`, the curve, and `soak.json`, what was measured each time that a chunk was done. Stopped and begun
again with the same options it goes on; the curve is then of the last run.
"""

from __future__ import annotations

import argparse
import json
import time
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import psutil

import machine
import reports
from dragoman import bulk

_WINDOWS = 20  # that the run is cut into, to tell how far rates lie apart
_MILLION = 1_000_000


class Moment(NamedTuple):
    """Seconds since the beginning, reports done by then, memory in MB of the main process and the largest worker."""

    seconds: float
    reports: int
    main: float
    worker: float


def main() -> None:
    """Runs, draws, prints what a million would cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=machine.cores())
    parser.add_argument("--corpus")
    parser.add_argument("--to", type=Path, default=Path("build/benchmark"))
    given = parser.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    corpus = given.corpus or str(given.to / f"soak-{given.reports}.jsonl")
    if not given.corpus and not Path(corpus).exists():  # written anew it would be another corpus
        reports.write(Path(corpus), given.reports)
    moments = run(corpus, str(given.to / "soak"), given.workers, given.reports)
    found = summed(moments, given.workers) | {"machine": machine.description(), "workers": given.workers}
    (given.to / "soak.json").write_text(json.dumps(found | {"moments": moments}, indent=1))
    draw(moments, given.to / "soak.svg")
    for line in told(found):
        print(line)


def run(corpus: str, out: str, workers: int, limit: int) -> list[Moment]:
    """Codes the corpus; a moment for each finished chunk."""
    job = bulk.Job(sources=(corpus,), out=out, limit=limit)
    moments: list[Moment] = []
    began = time.monotonic()
    for totals in bulk.steps(job, bulk.load("local", workers)):
        moments.append(Moment(time.monotonic() - began, totals.here, *_memory()))
    return moments


def summed(moments: list[Moment], workers: int) -> dict[str, Any]:
    """Rates in reports a second over the whole and its parts, memory at both ends, hours for a million."""
    working = moments[workers:-1]  # once each worker has done a chunk; the last moment is of the sums
    if len(working) < 2:
        raise SystemExit("too few chunks were left to do: take more reports, or another folder (--to)")
    ends = [working[at * (len(working) - 1) // _WINDOWS] for at in range(_WINDOWS + 1)]
    rates = [_rate(one, other) for one, other in pairwise(ends) if other.reports > one.reports]
    middle = working[len(working) // 2]
    rate = _rate(working[0], working[-1])
    return {
        "reports": working[-1].reports,
        "rate": rate,
        "slowest": min(rates),
        "fastest": max(rates),
        "second half of first": _rate(middle, working[-1]) / _rate(working[0], middle),
        "worker at first": working[0].worker,
        "worker at most": max(moment.worker for moment in working),
        "worker at last": working[-1].worker,
        "growth": _growth(working),
        "hours": _MILLION / rate / 3600,
        "hours at the slowest": _MILLION / min(rates) / 3600,
        "hours at the fastest": _MILLION / max(rates) / 3600,
        "processor hours": _MILLION / rate / 3600 * workers,
    }


def told(found: dict[str, Any]) -> list[str]:
    """The summary in words."""
    return [
        f"{found['reports']:,} reports, {found['rate']:.2f} a second on {found['workers']} processes "
        f"({found['slowest']:.2f} to {found['fastest']:.2f}); second half {found['second half of first']:.0%} of first",
        f"the largest worker: {found['worker at first']:.0f} MB at first, {found['worker at last']:.0f} MB at last, "
        f"{found['worker at most']:.0f} MB at most; {found['growth']:+.1f} MB a thousand reports over the second half",
        f"a million: {found['hours']:.0f} hours of this machine ({found['hours at the fastest']:.0f} to "
        f"{found['hours at the slowest']:.0f}), {found['processor hours']:.0f} of a processor",
    ]


def draw(moments: list[Moment], file: Path) -> None:
    """The curve: reports a second, and memory, over time."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams.update({"svg.hashsalt": "soak", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False})
    figure = Figure(figsize=(8, 5), layout="constrained")
    above, below = figure.subplots(2, 1, sharex=True)
    working = moments[:-1]
    step = max(1, len(working) // 60)
    ends = working[::step]
    unit, name = (60.0, "minutes") if moments[-1].seconds < 7200 else (3600.0, "hours")
    above.stairs([_rate(*pair) for pair in pairwise(ends)], [one.seconds / unit for one in ends], color="#1f5f8b")
    above.set(ylim=(0, None), ylabel="reports a second", title=f"{working[-1].reports:,} reports")
    for of, label, color in (("worker", "the largest worker", "#1f5f8b"), ("main", "the main process", "#b4602d")):
        below.plot([one.seconds / unit for one in working], [getattr(one, of) for one in working], color, label=label)
    below.set(ylim=(0, None), ylabel="memory, MB", xlabel=name)
    below.legend(frameon=False, loc="lower right")
    figure.savefig(file, metadata={"Date": None})


def _rate(one: Moment, other: Moment) -> float:
    return (other.reports - one.reports) / max(other.seconds - one.seconds, 1e-9)


def _growth(working: list[Moment]) -> float:
    """MB a thousand reports: the slope of the largest worker's memory over the second half, by least squares."""
    half = working[len(working) // 2 :]
    at = [moment.reports / 1000 for moment in half]
    mean, level = sum(at) / len(at), sum(moment.worker for moment in half) / len(half)
    spread = sum((x - mean) ** 2 for x in at)
    return sum((x - mean) * (m.worker - level) for x, m in zip(at, half, strict=True)) / spread if spread else 0.0


def _memory() -> tuple[float, float]:
    """MB of this process and of its largest child."""
    own = psutil.Process()
    sizes = [own.memory_info().rss]
    for child in own.children(recursive=True):
        try:
            sizes.append(child.memory_info().rss)
        except psutil.Error:  # it has just ended
            continue
    return sizes[0] / 2**20, max(sizes[1:], default=0) / 2**20


if __name__ == "__main__":
    main()
