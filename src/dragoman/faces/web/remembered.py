"""What took long to find out, kept until it no longer holds; several who ask at once wait for the same answer."""

from __future__ import annotations

import contextvars
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """Answers by their keys, the last `room` of them. A key names all that its answer depends on."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, Future[T]] = OrderedDict()

    def get(self, key: Hashable, find: Callable[[], T]) -> T:
        """The answer, found out now where it isn't known."""
        answer, new = self._answer(key)
        if new:
            self._find(key, find, answer)
        return answer.result()

    def soon(self, key: Hashable, find: Callable[[], T], seconds: float) -> T | None:
        """The answer if it is there within so many seconds; else it is found out for whoever asks next."""
        answer, new = self._answer(key)
        if new:
            here = contextvars.copy_context()  # with the state that the request is answered from
            threading.Thread(target=here.run, args=(self._find, key, find, answer), daemon=True).start()
        try:
            return answer.result(timeout=seconds)
        except TimeoutError:
            return None

    def _answer(self, key: Hashable) -> tuple[Future[T], bool]:
        with self._lock:
            new = key not in self._kept
            answer = self._kept.setdefault(key, Future())
            self._kept.move_to_end(key)
            while len(self._kept) > self._room:
                self._kept.popitem(last=False)
        return answer, new

    def _find(self, key: Hashable, find: Callable[[], T], answer: Future[T]) -> None:
        try:
            answer.set_result(find())
        except BaseException as error:  # whoever waits for it is told
            with self._lock:
                self._kept.pop(key, None)
            answer.set_exception(error)
