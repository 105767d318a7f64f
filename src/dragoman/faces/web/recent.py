"""The relations that were looked at last, kept open: the parts of one page ask for the same tellings."""

from __future__ import annotations

import datetime
import threading
from collections import OrderedDict
from collections.abc import Callable

from dragoman.ledger import Ledger
from dragoman.relations import Relation

MOST = 8  # of some 10,000 tellings each, 5 MB

_Key = tuple[str, str, str, datetime.date | None, datetime.date | None]


class Recent:
    """Relations of a ledger; one holds until `revision` gives another state of it."""

    def __init__(self, ledger: Ledger, revision: Callable[[], str] | None = None) -> None:
        self._ledger = ledger
        self._revision = revision or ledger.revision
        self._kept: OrderedDict[_Key, Relation] = OrderedDict()
        self._lock = threading.Lock()

    def relation(
        self, one: str, other: str, since: datetime.date | None = None, until: datetime.date | None = None
    ) -> Relation:
        """The relation of two parties between two days. Raises RelationError as `Relation` does."""
        key = (self._revision(), one, other, since, until)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = Relation(self._ledger, one, other, since=since, until=until)
                if len(self._kept) > MOST:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]
