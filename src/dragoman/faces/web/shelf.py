"""What was read but not kept: it lies an hour in memory for whoever gave it, and never in the ledger."""

from __future__ import annotations

import datetime
import secrets
import threading
import time
from collections import OrderedDict

import msgspec

from dragoman.faces.worker import Problem
from dragoman.model import Coding, Record

SECONDS = 3600.0
_EACH = 20  # readings of one user; the oldest goes first
_ROOM = 64 * 2**20  # bytes of all readings


class Asked(Record, frozen=True):
    """What a user gave to be read. `name` is a file's, whose content is not held."""

    text: str = ""
    name: str = ""
    address: str = ""
    language: str | None = None
    published: datetime.date | None = None


class Lot(Record, frozen=True):
    """What came of it: a coding for each report that could be read, and what was wrong with the others."""

    asked: Asked
    codings: tuple[Coding, ...]
    problems: tuple[Problem, ...] = ()


class _Held(Record, frozen=True):
    user: str
    until: float
    lot: bytes


class Shelf:
    """The readings of all users, packed; what is too old or too much is gone."""

    def __init__(self, *, seconds: float = SECONDS, room: int = _ROOM) -> None:
        self.seconds, self.room = seconds, room
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, user: str, lot: Lot) -> str:
        """Holds a lot; gives the name by which this user finds it."""
        token = secrets.token_urlsafe(12)
        held = _Held(user=user, until=time.monotonic() + self.seconds, lot=msgspec.msgpack.encode(lot))
        with self._lock:
            self._held[token] = held
            self._sweep(user)
        return token

    def get(self, user: str, token: str) -> Lot | None:
        """What is held there for this user; None where there is nothing, or nothing any more."""
        with self._lock:
            held = self._held.get(token)
        if held is None or held.user != user or held.until < time.monotonic():
            return None
        return msgspec.msgpack.decode(held.lot, type=Lot)

    def drop(self, user: str, token: str) -> None:
        """Forgets it."""
        with self._lock:
            if token in self._held and self._held[token].user == user:
                del self._held[token]

    def _sweep(self, user: str) -> None:
        now = time.monotonic()
        for token in [token for token, held in self._held.items() if held.until < now]:
            del self._held[token]
        own = [token for token, held in self._held.items() if held.user == user]
        for token in own[:-_EACH]:
            del self._held[token]
        while len(self._held) > 1 and sum(len(held.lot) for held in self._held.values()) > self.room:
            self._held.popitem(last=False)
