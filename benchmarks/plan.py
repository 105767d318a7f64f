"""What half a million reports a day would take, by formula from what was measured."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import reports

REPORTS = 500_000  # a day
LENGTH = 1.5  # of a report, in those of 2,000 characters that are measured
EVENTS = LENGTH * reports.EVENTS  # a report
HOURS = 6.0  # in which a day's reports are to be done
PROCESSORS = 32  # of a machine
PRICE = 0.04  # of a processor with its memory, an hour, in US dollars


class Line(NamedTuple):
    """A line of the plan: its sign in the formulas, what it is, how it is had, and its value."""

    sign: str
    what: str
    formula: str
    value: str


def lines(found: Mapping[str, Any]) -> Iterator[Line]:
    """The plan: what is given, what was measured, what follows."""
    stages, compared = found["stages"]["ar"], found["engines"]["compared"]
    run, ledger = found["engines"]["runs"][-1], found["ledgers"][-1]
    added = ledger["added"]
    report = sum(stages["seconds"].values()) / stages["reports"]
    yield from _given()
    yield Line("s", "seconds of a processor a report", "stages, Arabic, all", f"{report:.3f}")
    yield Line("e", "of the processors' time that counts", "two processes beside one", f"{compared['efficiency']:.2f}")
    dask = compared["overhead, once started"]
    yield Line("o", "what the distributed engine takes beyond", "once started", f"{dask:+.3f}")
    yield Line("m", "memory of a worker, MB", "stages, Arabic", f"{stages['memory']:,.0f}")
    written = run["bytes"] / run["reports"]
    yield Line("b", "bytes of tables a report", "the last run of the engines", f"{written:,.0f}")
    records = added["records"] / added["events"]
    yield Line("q", "records an event", "the largest ledger", f"{records:.2f}")
    yield Line("a", "records added a second", "the largest ledger", f"{added['records'] / added['seconds']:,.0f}")
    yield Line("z", "bytes an event in it", "the largest ledger", f"{ledger['bytes'] / added['events']:,.0f}")
    hours = REPORTS * LENGTH * report / compared["efficiency"] * (1 + dask) / 3600
    workers = math.ceil(hours / HOURS)
    yield Line("C", "hours of a processor a day", "R × L × s ÷ e × (1 + o) ÷ 3600", f"{hours:,.0f}")
    yield Line("N", "workers", "C ÷ T", f"{workers:,.0f}")
    yield Line("", "machines", "N ÷ c", f"{workers / PROCESSORS:.1f}")
    yield Line("", "memory of them all, GB", "N × m ÷ 1000", f"{workers * stages['memory'] / 1000:,.0f}")
    yield Line("", "cost a day; of a million reports, USD", "C × p; C × p × 10⁶ ÷ R", _costs(hours * PRICE))
    yield Line("", "tables a year, TB", "R × L × b × 365 ÷ 10¹²", f"{REPORTS * LENGTH * written * 365 / 1e12:.1f}")
    seconds = REPORTS * EVENTS * records * added["seconds"] / added["records"]
    yield Line("", "hours to add a day to one ledger", "R × v × q ÷ a ÷ 3600", f"{seconds / 3600:.1f}")
    size = REPORTS * EVENTS * ledger["bytes"] / added["events"]
    yield Line("", "growth of one ledger a day, GB", "R × v × z ÷ 10⁹", f"{size / 1e9:.1f}")


def _given() -> Iterator[Line]:
    yield Line("R", "reports a day", "given", f"{REPORTS:,}")
    yield Line("L", "length of a report, of 2,000 characters", "assumed", f"{LENGTH}")
    yield Line("v", "events a report", "as in articles coded by hand", f"{EVENTS:.1f}")
    yield Line("T", "hours in which a day is to be done", "chosen", f"{HOURS:g}")
    yield Line("c", "processors of a machine", "chosen", f"{PROCESSORS}")
    yield Line("p", "price of a processor an hour, USD", "assumed", f"{PRICE}")


def _costs(day: float) -> str:
    return f"{day:.2f}; {day / REPORTS * 1_000_000:.2f}"
