"""What is written into a file, sent while it is being written: a thread writes, the answer hands on its pieces."""

from __future__ import annotations

import io
import queue
import threading
from collections.abc import Callable, Iterator
from typing import BinaryIO

_PIECE = 2**16  # bytes
_AHEAD = 8  # pieces that are written before they are sent


def streamed(write: Callable[[BinaryIO], object]) -> Iterator[bytes]:
    """The pieces that `write` writes. It is stopped when nobody reads on; what it raises, the reader gets."""
    funnel = _Funnel()

    def work() -> None:
        try:
            with io.BufferedWriter(funnel, _PIECE) as out:
                write(out)
            funnel.put(None)
        except BaseException as error:  # it must not look as if all had been sent
            funnel.end(error)

    threading.Thread(target=work, daemon=True).start()
    return funnel.pieces()


class _Funnel(io.RawIOBase):
    """A file to write to; what is written waits in a short queue until it is asked for."""

    def __init__(self) -> None:
        self._queue: queue.Queue[bytes | BaseException | None] = queue.Queue(_AHEAD)
        self._abandoned = threading.Event()
        self._size = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._size

    def write(self, content: object) -> int:
        piece = bytes(content)  # type: ignore[call-overload]  # the writer's buffer, which it uses again
        self.put(piece)
        self._size += len(piece)
        return len(piece)

    def put(self, piece: bytes | BaseException | None) -> None:
        """Waits until there is room. Raises BrokenPipeError where nobody reads on."""
        while not self._abandoned.is_set():
            try:
                return self._queue.put(piece, timeout=1)
            except queue.Full:
                continue
        raise BrokenPipeError

    def end(self, error: BaseException) -> None:
        """Tells the reader why there is no more, if there is one."""
        if not self._abandoned.is_set():
            self.put(error)

    def pieces(self) -> Iterator[bytes]:
        """What was written, piece by piece."""
        try:
            while (piece := self._queue.get()) is not None:
                if isinstance(piece, BaseException):
                    raise piece
                yield piece
        finally:
            self._abandoned.set()
