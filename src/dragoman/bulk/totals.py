"""The accounts of chunks added up: how far a corpus is coded, and what it gave."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Any

from dragoman.bulk.accounts import Account

_NUMBERS = ("records", "reports", "errors", "characters", "sentences")
_COUNTS = ("rows", "languages", "outlets", "days", "types", "faults", "seconds")


class Totals:
    """Sums over the chunks that are finished; `of_chunks` and `of_records` are what there is in all.

    `here` are the reports of this run, `paces` when each chunk ended and how many reports it had, `troubles` what a
    storage didn't give.
    """

    def __init__(self) -> None:
        self.of_chunks = self.of_records = 0
        self.chunks = self.records = self.reports = self.errors = self.characters = self.sentences = 0
        self.rows: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.outlets: Counter[str] = Counter()
        self.days: Counter[str] = Counter()
        self.types: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.seconds: Counter[str] = Counter()
        self.paces: list[tuple[datetime.datetime, int]] = []
        self.troubles: list[str] = []
        self.here = 0

    def add(self, account: Account, *, here: bool = True) -> None:
        """Adds a chunk; `here`: it was coded in this run."""
        if account.split:
            self.of_chunks += len(account.split) - 1
            self.of_records += sum(chunk.records for chunk in account.split) - account.records
            return
        self.chunks += account.trouble is None
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(account, name))
        for name in _COUNTS:
            getattr(self, name).update(getattr(account, name))
        if account.trouble:
            self.troubles.append(account.trouble)
        else:
            self.paces.append((account.ended, account.reports))
        self.here += account.reports if here else 0

    def as_dict(self) -> dict[str, Any]:
        """What the manifest says of it."""
        numbers = {name: getattr(self, name) for name in ("chunks", *_NUMBERS)}
        counts = {name: dict(sorted(getattr(self, name).items())) for name in _COUNTS if name != "outlets"}
        return numbers | counts | {"outlets": dict(self.outlets.most_common(100)), "troubles": self.troubles}


def of(accounts: Iterable[Account]) -> Totals:
    """The totals of chunks that were coded before."""
    totals = Totals()
    for account in accounts:
        totals.add(account, here=False)
    return totals
