"""How fast relations come out of a million records: python evaluation/relations_benchmark.py [ADDRESS] [--events N]

The ledger is filled as `ledger_benchmark.py` fills it: 370,000 events make a million records with their statements,
conditions, links and topics. Two in five events are given the story of another between the same parties, so that
stories have to be counted once. A ledger that is named and filled already is used as it is.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable

import sqlalchemy as sa

import ledger_benchmark
from dragoman.ledger import Ledger
from dragoman.ledger.schema import dyads, events, memberships
from dragoman.relations import Relation, relations_of
from dragoman.relations.links import measured
from dragoman.relations.network import network

PAIR = ("IRN", "USA")
_TIMES = 11
_SHARED = 0.4  # events that tell a story that is there already


def main() -> None:
    """Fills, asks, prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", nargs="?")
    parser.add_argument("--events", type=int, default=370_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Ledger(given.address or f"{folder}/relations.db") as ledger:
        if not ledger.count():
            ledger_benchmark.add(ledger, given.events)
            ledger.store.write(_join)
        before = _memory()
        telling = len(ledger.tellings(*PAIR))
        print(f"{'–'.join(PAIR)}: {telling:,} tellings of {ledger.count():,} events")
        _time("relation by month", lambda: Relation(ledger, *PAIR).balance("month"), _TIMES)
        _time("relation by day", lambda: Relation(ledger, *PAIR).balance("day"), _TIMES)
        for part in ("turns", "coverage", "commitments", "agenda", "carriers", "claims"):
            _time(part, lambda part=part: getattr(Relation(ledger, *PAIR), part)(), 3)
        _time("200 relations read", lambda: relations_of(ledger, most=200), 1)
        _time("links over 200 relations", lambda: measured(relations_of(ledger, most=200), by="week"), 1)
        _time("network", lambda: network(relations_of(ledger)), 1)
        print(f"memory                   {_memory():9,.0f} MB at most ({before:,.0f} MB before it was asked)")


def _join(connection: sa.Connection) -> None:
    """Gives each event a story: its own, or that of another between the same parties."""
    chance, known = random.Random(7), {}
    asked = sa.select(events.c.id, sa.func.min(dyads.c.actor), sa.func.min(dyads.c.recipient))
    asked = asked.outerjoin(dyads, dyads.c.event == events.c.seq).group_by(events.c.id).order_by(events.c.id)
    rows = []
    for event, *pair in connection.execute(asked).all():
        story = known.get(tuple(pair)) if chance.random() < _SHARED else None
        known[tuple(pair)] = story or event
        rows.append({"event": event, "story": story or event, "reason": "benchmark", "run": 1})
    for at in range(0, len(rows), 10_000):
        connection.execute(sa.insert(memberships), rows[at : at + 10_000])


def _time(name: str, ask: Callable[[], object], times: int) -> None:
    if times > 1:
        ask()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    print(f"{name:24} {statistics.median(took) * 1000:9.0f} ms (median of {times})", flush=True)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
