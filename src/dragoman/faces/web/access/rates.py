"""How often one may ask: a store of turns for each user and address, which fills again as time passes.

Counts are this process's own and are lost with it; failed sign-ins are counted in the database (`desk/attempts.py`).
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Literal, NamedTuple

from dragoman.faces.web.access.refusal import TooOften

Kind = Literal["page", "login", "read", "export"]
_MOST = 50_000  # stores that are remembered


class Rate(NamedTuple):
    """So many at once, and so many a minute for good."""

    at_once: int
    a_minute: int


RATES: dict[Kind, Rate] = {
    "page": Rate(400, 1_200),
    "login": Rate(10, 20),
    "read": Rate(20, 30),
    "export": Rate(10, 20),
}


def kind_of(method: str, path: str) -> Kind:
    """Which store a request takes its turn from."""
    parts = path.removeprefix("/api/v1").strip("/").split("/")
    if method == "POST" and (parts[0] in ("login", "setup") or parts == ["account", "password"]):
        return "login"
    if method == "POST" and (parts[0] == "read" or parts in (["reports"], ["sources", "list"])):
        return "read"
    if any(part.partition(".")[0] == "export" or part.endswith(".csv") for part in parts):
        return "export"
    return "page"


class Rates:
    """The stores of one process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._left: OrderedDict[tuple[Kind, str], tuple[float, float]] = OrderedDict()

    def take(self, kind: Kind, who: str) -> None:
        """Takes a turn. Raises TooOften where there is none left, with the seconds until the next one."""
        rate, now = RATES[kind], self._clock()
        with self._lock:
            left, at = self._left.pop((kind, who), (float(rate.at_once), now))
            left = min(rate.at_once, left + (now - at) * rate.a_minute / 60)
            self._left[kind, who] = (left - 1 if left >= 1 else left, now)
            if len(self._left) > _MOST:
                self._left.popitem(last=False)
        if left < 1:
            wait = math.ceil((1 - left) * 60 / rate.a_minute)
            raise TooOften("too many requests", "", f"try again in {wait} s", {"Retry-After": str(wait)})
