"""All relations of a ledger, read once and then kept up with it: of what came since, only its pairs are read again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from dragoman.ledger import Ledger, touched
from dragoman.relations.dealings import Dealings, Pair
from dragoman.relations.relation import relations_of

_MOST = 40  # pairs that are read one by one; beyond that reading all takes no longer


class Held:
    """What `relations_of` gives, as of the state that `revision` tells, or later. Many threads may ask at once."""

    def __init__(self, ledger: Ledger, revision: Callable[[], str] | None = None) -> None:
        self.ledger = ledger
        self._asked = revision or ledger.revision
        self._lock = threading.Lock()
        self._revision: str | None = None
        self._relations: Mapping[Pair, Dealings] = {}

    @property
    def known(self) -> bool:
        """Whether they were asked for before, so that `now` is quick."""
        return self._revision is not None

    def now(self) -> Mapping[Pair, Dealings]:
        """The relations with something told, each as of now; what is given is never changed afterwards."""
        revision = self._asked()  # before the rest: what comes meanwhile is then read once more
        with self._lock:
            if self._revision is None or touched.lacks(self._revision, revision):
                self._relations = self._read()
                self._revision = revision
            return self._relations

    def _read(self) -> Mapping[Pair, Dealings]:
        pairs = None
        if self._revision is not None:
            with self.ledger.store.reading() as connection:
                pairs = touched.since(connection, self._revision, _MOST)
        if pairs is None:
            return relations_of(self.ledger)
        found = dict(self._relations)
        for pair in pairs:
            tellings = self.ledger.tellings(*pair)
            if tellings:
                found[pair] = Dealings(pair, tellings)
            else:
                found.pop(pair, None)
        return found
