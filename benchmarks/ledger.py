"""How fast a ledger is with 100,000 events: python benchmarks/ledger.py [ADDRESS] [--events N]

Without an address it makes a SQLite file in a temporary folder; `postgresql://…` takes an empty database. Reports of
five events each are made from coded examples, with other parties, days, outlets and words. Reading and coding are
not timed, adding is: near copies, the index of words, and one durable transaction for each 50 reports. PostgreSQL
is told to count its rows before it is asked anything, which a server does by itself within minutes.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from dragoman import intake, pipeline
from dragoman.knowledge import gazetteer
from dragoman.ledger import Ledger, Query
from dragoman.model import Actor, Coding, Event, Party, Report

EXAMPLES = Path(__file__).parents[1] / "examples"
_EACH, _BATCH, _TIMES = 5, 50, 20
_DAYS = 365
_OUTLETS = [f"Outlet {number}" for number in range(40)]


class Filled(NamedTuple):
    """What was added, in how many seconds; `records` are events, statements, conditions, links and topics."""

    reports: int
    events: int
    records: int
    seconds: float


def main() -> None:
    """Adds, asks, prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", nargs="?")
    parser.add_argument("--events", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Ledger(given.address or f"{folder}/benchmark.db") as ledger:
        added = fill(ledger, given.events)
        print(f"{added.events:,} events, {added.records:,} records of {added.reports:,} reports")
        print(f"{'adding':24} {added.events / added.seconds:9,.0f} events a second")
        print(f"{'':24} {added.records / added.seconds:9,.0f} records a second")
        for name, seconds in asked(ledger):
            print(f"{name:24} {seconds * 1000:9.1f} ms (median of {_TIMES}, warm)")
        if not given.address:
            files = size(Path(folder))
            print(f"{'size':24} {files / added.events:9,.0f} bytes an event ({files / 1e6:,.0f} MB)")


def fill(ledger: Ledger, wanted: int) -> Filled:
    """Adds so many events with what belongs to them."""
    codings = list(_codings(wanted))
    began = time.perf_counter()
    for at in range(0, len(codings), _BATCH):
        ledger.add(codings[at : at + _BATCH], "benchmark")
    seconds = time.perf_counter() - began
    if ledger.store.postgres:
        ledger.store.write(lambda connection: connection.exec_driver_sql("ANALYZE"))
    events = sum(len(coding.events) for coding in codings)
    others = sum(len(c.statements) + len(c.conditions) + len(c.links) + len(c.agenda) for c in codings)
    return Filled(len(codings), events, events + others, seconds)


def asked(ledger: Ledger) -> Iterator[tuple[str, float]]:
    """Each question with the seconds that it takes."""
    for name, ask in _QUESTIONS.items():
        yield name, median(lambda ask=ask: ask(ledger), _TIMES)


def median(work: Callable[[], object], times: int) -> float:
    """The median of the seconds of something done so many times; warm, where it is done more than once."""
    if times > 1:
        work()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def size(folder: Path) -> int:
    """The bytes of the files in a folder."""
    return sum(path.stat().st_size for path in folder.iterdir())


_QUESTIONS: dict[str, Callable[[Ledger], object]] = {
    "newest page": lambda ledger: ledger.events(Query()),
    "party and type, a page": lambda ledger: ledger.events(Query(party="IRN", type=("CONSULT",))),
    "pair, a page": lambda ledger: ledger.events(Query(pair=("IRN", "USA"))),
    "month and outlet, a page": lambda ledger: ledger.events(
        Query(since=datetime.date(2024, 5, 1), until=datetime.date(2024, 5, 31), outlet=("Outlet 7",))
    ),
    "words, a page": lambda ledger: ledger.events(Query(text="minister")),
    "surest of a type, a page": lambda ledger: ledger.events(Query(type=("AGREE",), order="surest")),
    "pair by month": lambda ledger: ledger.by_month(Query(pair=("IRN", "USA"))),
    "party by month": lambda ledger: ledger.by_month(Query(party="IRN")),
    "count of all": lambda ledger: ledger.count(),
}


def _codings(wanted: int) -> Iterator[Coding]:
    """Made-up codings that look like real ones in size and shape."""
    chance = random.Random(7)
    bases = [pipeline.code_report(r, "lexicon") for r in intake.reports([str(EXAMPLES)]) if isinstance(r, Report)]
    bases = [base for base in bases if len(base.events) >= _EACH]
    countries = sorted({c.code for c in gazetteer.load().countries if c.code})
    chance.shuffle(countries)
    often = ["USA", "IRN", *countries[:40]]
    for number in range(wanted // _EACH):
        yield _coding(bases[number % len(bases)], number, often, chance)


def _coding(base: Coding, number: int, countries: list[str], chance: random.Random) -> Coding:
    day = datetime.date(2024, 1, 1) + datetime.timedelta(days=chance.randrange(_DAYS))
    # The words in an order that no other report has; the text stays as long, and spans within it.
    words = base.report.text.split(" ")
    chance.shuffle(words)
    text = " ".join(words)
    report = msgspec.structs.replace(
        base.report,
        id=hashlib.sha256(str(number).encode()).hexdigest()[:16],
        text=text,
        source_id=f"benchmark-{number}",
        outlet=chance.choice(_OUTLETS),
        published=day,
        url=None,
    )
    events = tuple(_event(event, report.id, countries, chance) for event in base.events[:_EACH])
    reading = msgspec.structs.replace(base.reading, report=report, published=day)
    return msgspec.structs.replace(base, reading=reading, events=events)


def _event(event: Event, report: str, countries: list[str], chance: random.Random) -> Event:
    def other(parties: tuple[Party, ...]) -> tuple[Party, ...]:
        return tuple(msgspec.structs.replace(p, actor=_actor(p.actor, countries, chance)) for p in parties)

    key = f"{report}/{event.id}".encode()
    return msgspec.structs.replace(
        event,
        id=hashlib.sha256(key).hexdigest()[:16],
        actors=other(event.actors),
        recipients=other(event.recipients),
        when=None,
    )


def _actor(actor: Actor, countries: list[str], chance: random.Random) -> Actor:
    # Few parties make most of the news: the first of the list come up most often.
    country = countries[min(int(chance.expovariate(0.12)), len(countries) - 1)]
    return msgspec.structs.replace(actor, country=country, organisation=None)


if __name__ == "__main__":
    main()
