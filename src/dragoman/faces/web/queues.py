"""Which record comes next: what was asked for in an order, shared by all who review, each record to one of them.

A queue holds the names of some hundred records; what was judged or changed meanwhile is found out when it comes up.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Literal, NamedTuple

from msgspec.structs import replace

from dragoman.ledger import Ledger, Query

Kind = Literal["doubtful", "newest", "second", "disputed", "stories"]
KINDS: tuple[Kind, ...] = ("doubtful", "newest", "second", "disputed", "stories")

_AT_ONCE = 200  # records that a queue knows ahead
_LEASE = 300.0  # seconds that a record is kept for the reviewer who looks at it
_QUEUES = 64  # that are kept


class Item(NamedTuple):
    """What is to be judged: an event, or whether it belongs to a story."""

    event: str
    story: str | None = None


class Queues:
    """The queues of a server, one for each question; a reviewer's own where the question is about what others did."""

    def __init__(self, ledger: Ledger, clock: Callable[[], float] = time.monotonic) -> None:
        self._ledger = ledger
        self._clock = clock
        self._lock = threading.Lock()
        self._items: OrderedDict[tuple[Kind, Query, str], list[Item]] = OrderedDict()
        self._leased: dict[Item, tuple[str, float]] = {}
        self._passed: dict[Item, set[str]] = {}

    def next(self, kind: Kind, asked: Query, who: str) -> Item | None:
        """The first record that nobody else looks at; None where there is nothing left."""
        key = (kind, asked, who if kind in ("second", "disputed") else "")
        for refill in (False, True):
            if refill or key not in self._items:
                self._fill(key, who)
            with self._lock:
                for item in self._items.get(key, ()):
                    if self._free(item, who):
                        self._leased[item] = (who, self._clock() + _LEASE)
                        return item
        return None

    def left(self, kind: Kind, asked: Query, who: str) -> int:
        """How many it knows ahead; there may be more."""
        key = (kind, asked, who if kind in ("second", "disputed") else "")
        with self._lock:
            return sum(self._free(item, who) for item in self._items.get(key, ()))

    def done(self, event: str) -> None:
        """It was judged: it comes up no more until it is asked for anew."""
        with self._lock:
            for items in self._items.values():
                items[:] = [item for item in items if item.event != event]
            for item in [item for item in self._leased if item.event == event]:
                del self._leased[item]

    def forget(self) -> None:
        """A judgement was taken back: what is to be judged is asked of the ledger again."""
        with self._lock:
            self._items.clear()

    def passed(self, event: str, who: str) -> None:
        """This reviewer leaves it for others."""
        with self._lock:
            for item in [item for items in self._items.values() for item in items if item.event == event]:
                self._passed.setdefault(item, set()).add(who)
                self._leased.pop(item, None)

    def _free(self, item: Item, who: str) -> bool:
        if who in self._passed.get(item, ()):
            return False
        holder, until = self._leased.get(item, (who, 0.0))
        return holder == who or until < self._clock()

    def _fill(self, key: tuple[Kind, Query, str], who: str) -> None:
        found = _items(self._ledger, key[0], key[1], who)
        with self._lock:
            self._items[key] = found
            self._items.move_to_end(key)
            while len(self._items) > _QUEUES:
                self._items.popitem(last=False)


def _items(ledger: Ledger, kind: Kind, asked: Query, who: str) -> list[Item]:
    if kind == "stories":
        return [Item(doubt.event, doubt.story) for doubt in ledger.doubts(_AT_ONCE)]
    if kind in ("doubtful", "newest"):
        query = replace(asked, judged=False, foreign=False, order=kind, limit=_AT_ONCE, skip=0)
        return [Item(told.event.id) for told in ledger.events(query)]
    verdicts = ledger.verdicts()
    if kind == "second":
        wanted = [event for event, given in verdicts.items() if given.keys() - {who} and who not in given]
    else:
        wanted = [event for event, given in verdicts.items() if len(set(given.values())) > 1]
    among = replace(asked, event=tuple(wanted[:_AT_ONCE]), judged=None, limit=_AT_ONCE, skip=0)
    found = {told.event.id for told in ledger.events(among)} if wanted else set()
    return [Item(event) for event in wanted if event in found or _rejected(verdicts[event])]


def _rejected(given: dict[str, str]) -> bool:
    """Whether it may be missing among what is told because it was rejected."""
    return "reject" in given.values()
