"""Stopping in good order: the first Ctrl-C lets what is under way be written down, the second ends at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator
from types import FrameType, TracebackType
from typing import Any, TypeVar

T = TypeVar("T")

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop:
    """Whether to stop; as a context, it is what the signals to end lead to.

    `code` is then the exit code that a shell expects.
    """

    def __init__(self) -> None:
        self.wanted = threading.Event()
        self.code = 128 + signal.SIGINT
        self._waiting = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Stop:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._asked) for number in _SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def until(self, source: Iterable[T]) -> Iterator[T]:
        """What comes from a source, up to the signal; waiting for the next one is broken off."""
        items = iter(source)
        try:
            while not self.wanted.is_set():
                self._waiting = True
                try:
                    item = next(items)
                finally:
                    self._waiting = False
                yield item
        except StopIteration:
            return
        except KeyboardInterrupt:
            if not self.wanted.is_set():
                raise

    def _asked(self, number: int, frame: FrameType | None) -> None:
        again = self.wanted.is_set()
        self.wanted.set()
        self.code = 128 + number
        if again or self._waiting:
            raise KeyboardInterrupt
