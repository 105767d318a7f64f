"""What became of reports that were added, in numbers and in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dragoman.errors import InputError

if TYPE_CHECKING:
    from dragoman.ledger import Added


class Counts:
    """How many reports were new, known, copies, and so on."""

    def __init__(self) -> None:
        self.fates: Counter[str] = Counter()
        self.copies = 0
        self.events = 0
        self.unread = 0

    def add(self, outcome: Added | InputError) -> None:
        """Counts one."""
        if isinstance(outcome, InputError):
            self.unread += 1
            return
        self.fates[outcome.fate] += 1
        self.copies += outcome.copy_of is not None
        self.events += outcome.events

    def __str__(self) -> str:
        fates = self.fates
        again = f", {fates['recoded']:,} coded anew" if fates["recoded"] else ""
        return (
            f"{fates['added']:,} new, {number(fates['version'], 'new version')}{again}, "
            f"{number(self.copies, 'copy', 'copies')}, {fates['known']:,} known, {self.unread:,} not read; "
            f"{number(self.events, 'event')}"
        )


def number(count: int, one: str, many: str = "") -> str:
    """`1 event`, `2 events`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
