"""A stream of bytes whose first lines can be looked at before it is read."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Literal, Protocol

# What a name or a server says that a stream holds.
Kind = Literal["html", "json", "lines", "text", "feed", "csv", "tsv", "parquet", "warc"]

# A report of a million characters, each escaped in JSON (ش as six bytes), and room for the rest.
LINE_LIMIT = 8_000_000


class Bytes(Protocol):
    """What a stream is made from: a file opened for bytes, or standard input."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""

    def readline(self, size: int, /) -> bytes:
        """At most `size` bytes, up to and with the next line end."""


class Stream:
    """Bytes that come once, in lines of at most `LINE_LIMIT` + 1 bytes."""

    def __init__(self, raw: Bytes) -> None:
        self._raw = raw
        self._held: deque[bytes] = deque()

    def look(self, limit: int = LINE_LIMIT) -> Iterator[bytes]:
        """The lines to come, which stay to be read; no further than `limit` bytes ahead."""
        seen = 0
        while seen <= limit:
            line = self._raw.readline(LINE_LIMIT + 1)
            if not line:
                return
            self._held.append(line)
            seen += len(line)
            yield line

    def line(self) -> bytes:
        """The next line, or the first `LINE_LIMIT` + 1 bytes of one that is longer; none at the end."""
        return self._held.popleft() if self._held else self._raw.readline(LINE_LIMIT + 1)

    def read(self, limit: int) -> bytes:
        """All that is left, or its first `limit` bytes."""
        parts = []
        while limit > 0:
            part = self._held.popleft() if self._held else self._raw.read(min(limit, 1 << 20))
            if not part:
                break
            parts.append(part[:limit])
            limit -= len(part)
        return b"".join(parts)
