"""Part of a file: some of its records, counted as its kind counts them (lines, rows, archived pages)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

import msgspec

T = TypeVar("T")


class Part(msgspec.Struct, frozen=True):
    """Records from number `start`, counted from 0, up to but without `stop`; to the end where that is None.

    Record number `known`, none behind the first of them, begins at `offset`, in bytes of the unpacked file (of a WARC
    file: as it is packed). Between the two is read and passed over.
    """

    start: int = 0
    stop: int | None = None
    known: int = 0
    offset: int = 0

    def holds(self, number: int) -> bool:
        """Whether the record of that number, counted from 0, is among them."""
        return number >= self.start and not self.ends(number)

    def ends(self, number: int) -> bool:
        """Whether the record of that number and all behind it are not."""
        return self.stop is not None and number >= self.stop

    def of(self, records: Iterable[T]) -> Iterator[T]:
        """Those among all records of the file."""
        return islice(records, self.start, self.stop)


WHOLE = Part()
