"""The figures as a page of Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import plan

_NAMES = {"ar": "Arabic", "en": "English", "fa": "Persian"}


def written(found: Mapping[str, Any]) -> str:
    """The page."""
    parts = (
        _head(found),
        _starting(found),
        _stages(found),
        _engines(found),
        _soak(found),
        _ledgers(found),
        _plan(found),
    )
    return "\n".join(line for part in parts for line in part)


def _head(found: Mapping[str, Any]) -> Iterator[str]:
    yield "# How fast and how large\n"
    if found["quick"]:
        yield "**A quick run: the figures are rough.**\n"
    yield "Measured by `python benchmarks/run.py` on this machine:\n"
    yield from _table(("", "this machine"), found["machine"].items(), words=2)
    yield (
        f"It took {found['minutes']:.0f} minutes; the load was {found['machine']['load']} at the beginning and "
        f"{found['load at the end']} at the end. Reports have 2,000 characters and are made of sentences "
        "written for training, as long as those of news and as eventful. Comparisons are ratios within this run.\n"
    )


def _starting(found: Mapping[str, Any]) -> Iterator[str]:
    figures = dict(found["starting"])
    memory = figures.pop("memory")
    yield "## Start-up\n"
    yield from _table(("a process", "takes"), [(name, f"{seconds:.2f} s") for name, seconds in figures.items()])
    yield f"The largest of them had {memory:,.0f} MB at most.\n"


def _stages(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## Stages, on one thread\n"
    yield "Seconds are of the processor; the encoder is the model's passes alone.\n"
    for language, one in found["stages"].items():
        seconds, whole = one["seconds"], sum(one["seconds"].values())
        rows = [
            (
                stage,
                f"{of / one['reports'] * 1000:.1f}",
                f"{of / whole:.0%}",
                f"{one['reports'] / of:,.0f}",
                f"{one['sentences'] / of:,.0f}",
            )
            for stage, of in (seconds | {"all": whole}).items()
        ]
        yield f"### {_NAMES.get(language, language)}\n"
        yield from _table(("stage", "ms a report", "of all", "reports a second", "sentences a second"), rows)
        yield (
            f"{one['reports']:,} reports, {one['sentences']:,} sentences, {one['events']:,} events; "
            f"the process had {one['memory']:,.0f} MB at most.\n"
        )


def _engines(found: Mapping[str, Any]) -> Iterator[str]:
    runs, compared = found["engines"]["runs"], found["engines"]["compared"]
    yield "## Processes and engines\n"
    rows = [
        (
            f"`{run['engine']}`",
            str(run["workers"]),
            f"{run['reports']:,}",
            f"{run['seconds']:.0f} s",
            f"{run['reports'] / run['seconds']:.2f}",
            f"{run['rate']:.2f}",
        )
        for run in runs
    ]
    yield from _table(("engine", "workers", "reports", "took", "reports a second", "once started"), rows)
    yield f"- Two processes give {compared['efficiency']:.0%} of twice what one gives, once started."
    yield (
        f"- The same reports take `dask` {compared['overhead']:+.1%} beside `local` for the whole run, "
        f"{compared['overhead, once started']:+.1%} once started.\n"
    )


def _soak(found: Mapping[str, Any]) -> Iterator[str]:
    soak = found["soak"]
    if soak is None:
        return
    yield "## A long run, and the cost of a million\n"
    yield "![Rate and memory over time](soak.svg)\n"
    yield (
        f"{soak['reports']:,} reports on {soak['workers']} processes: {soak['rate']:.2f} a second, over its parts "
        f"{soak['slowest']:.2f} to {soak['fastest']:.2f}; the second half {soak['second half of first']:.0%} of the "
        f"first. The largest worker had {soak['worker at first']:.0f} MB at first and {soak['worker at last']:.0f} MB "
        f"at last, {soak['growth']:+.1f} MB a thousand reports over the second half.\n"
    )
    yield (
        f"So a million reports take {soak['hours']:.0f} hours of this machine ({soak['hours at the fastest']:.0f} to "
        f"{soak['hours at the slowest']:.0f} by its fastest and slowest part), {soak['processor hours']:.0f} hours "
        "of a processor; times a processor's price an hour, that is their cost.\n"
    )


def _ledgers(found: Mapping[str, Any]) -> Iterator[str]:
    ledgers = found["ledgers"]
    yield "## Ledger and relations\n"
    yield "SQLite; reports, events and what belongs to them made by a generator; medians, warm.\n"
    head = ("", *(f"{one['added']['records']:,} records" for one in ledgers))
    added = [one["added"] for one in ledgers]
    rows: list[tuple[str, ...]] = [
        ("events", *(f"{one['events']:,}" for one in added)),
        ("records added a second", *(f"{one['records'] / one['seconds']:,.0f}" for one in added)),
        ("bytes an event", *(f"{one['bytes'] / one['added']['events']:,.0f}" for one in ledgers)),
    ]
    for part in ("ledger", "relations"):
        rows += [(name, *(_duration(one[part][name]) for one in ledgers)) for name in ledgers[0][part]]
    yield from _table(head, rows)
    if len(ledgers) > 1:
        least, most = (one["ledger"] for one in (ledgers[0], ledgers[-1]))
        growth = statistics.median(most[name] / least[name] for name in least)
        yield f"From the smallest to the largest, a question to the ledger takes {growth:.1f} times as long (median).\n"


def _plan(found: Mapping[str, Any]) -> Iterator[str]:
    yield "## The world's daily news, on paper\n"
    yield "What `docs/cluster.md` computes, from the figures above.\n"
    rows = ((f"`{line.sign}`" if line.sign else "", line.what, line.formula, line.value) for line in plan.lines(found))
    yield from _table(("", "what", "from", "is"), rows, words=3)


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> Iterator[str]:
    """So many columns are of words, the others of numbers."""
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join([*['---'] * words, *['---:'] * (len(head) - words)])} |"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
