"""The relations that were looked at last, kept open until something else is told of them."""

from __future__ import annotations

import datetime
import threading
from collections import OrderedDict
from collections.abc import Callable

from dragoman.ledger import Ledger, touched
from dragoman.relations import Relation

MOST = 32  # of some 1,000 tellings each, half a MB; the largest have 10,000
_TOUCHED = 40  # pairs that are dropped one by one; where more changed, all are

_Key = tuple[str, str, datetime.date | None, datetime.date | None]


class Recent:
    """Relations of a ledger, as of the state that `revision` tells, or later. Many threads may ask at once.

    What a relation keeps of itself depends on its own tellings alone, so it holds until they change.
    """

    def __init__(self, ledger: Ledger, revision: Callable[[], str] | None = None) -> None:
        self._ledger = ledger
        self._asked = revision or ledger.revision
        self._revision: str | None = None
        self._kept: OrderedDict[_Key, Relation] = OrderedDict()
        self._lock = threading.Lock()

    def relation(
        self, one: str, other: str, since: datetime.date | None = None, until: datetime.date | None = None
    ) -> Relation:
        """The relation of two parties between two days. Raises RelationError as `Relation` does."""
        revision, key = self._asked(), (one, other, since, until)
        with self._lock:
            self._follow(revision)
            if key not in self._kept:
                self._kept[key] = Relation(self._ledger, one, other, since=since, until=until)
                if len(self._kept) > MOST:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(key)
            return self._kept[key]

    def _follow(self, revision: str) -> None:
        """Drops what is told otherwise since the state that was asked for last."""
        if self._revision is not None:
            if not touched.lacks(self._revision, revision):
                return
            with self._ledger.store.reading() as connection:
                pairs = touched.since(connection, self._revision, _TOUCHED)
            for key in list(self._kept):
                if pairs is None or tuple(sorted(key[:2])) in pairs:
                    del self._kept[key]
        self._revision = revision
