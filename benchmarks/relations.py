"""How fast relations come out of a million records: python benchmarks/relations.py [ADDRESS] [--events N]

The ledger is filled as `ledger.py` fills it: 370,000 events make a million records with their statements,
conditions, links and topics. Two in five events are given the story of another between the same parties, so that
stories have to be counted once. A ledger that is named and filled already is used as it is.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
from collections.abc import Iterator

import sqlalchemy as sa

import ledger
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
    with tempfile.TemporaryDirectory() as folder, Ledger(given.address or f"{folder}/relations.db") as own:
        if not own.count():
            ledger.fill(own, given.events)
            join(own)
        before = _memory()
        print(f"{'–'.join(PAIR)}: {len(own.tellings(*PAIR)):,} tellings of {own.count():,} events")
        for name, seconds in asked(own):
            print(f"{name:24} {seconds * 1000:9.0f} ms", flush=True)
        print(f"{'memory':24} {_memory():9,.0f} MB at most ({before:,.0f} MB before it was asked)")


def join(own: Ledger) -> None:
    """Gives each event a story: its own, or that of another between the same parties."""
    own.store.write(_join)


def asked(own: Ledger) -> Iterator[tuple[str, float]]:
    """Each question with the seconds that it takes, a median where it is asked more than once."""
    yield "relation by month", ledger.median(lambda: Relation(own, *PAIR).balance("month"), _TIMES)
    yield "relation by day", ledger.median(lambda: Relation(own, *PAIR).balance("day"), _TIMES)
    for part in ("turns", "coverage", "commitments", "agenda", "carriers", "claims"):
        yield part, ledger.median(lambda part=part: getattr(Relation(own, *PAIR), part)(), 3)
    yield "200 relations read", ledger.median(lambda: relations_of(own, most=200), 1)
    yield "links over 200 relations", ledger.median(lambda: measured(relations_of(own, most=200), by="week"), 1)
    yield "network", ledger.median(lambda: network(relations_of(own)), 1)


def _join(connection: sa.Connection) -> None:
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


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
