"""What an export wrote, what it left out and what it could not fill, with the reasons and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from dragoman.model import Record


class CodeTable(Record, frozen=True):
    """A table of codes that the export rests on."""

    name: str
    version: str
    sha256: str


class Gap(Record, frozen=True):
    """A field, why it was left empty (or filled with what stands in for it), and in how many rows."""

    field: str
    why: str
    times: int


class Account(Record, frozen=True):
    """What was written: `events` came in, `rows` went out.

    `left_out` counts the events that were not written, by reason. `unfilled` are fields left at the format's own
    missing value; `stand_ins` are fields filled with something near, such as a report's day where the words give none.
    """

    format: str
    events: int
    rows: int
    left_out: dict[str, int]
    unfilled: tuple[Gap, ...]
    stand_ins: tuple[Gap, ...]
    tables: tuple[CodeTable, ...]
    coders: tuple[str, ...]


class Tally:
    """The account while it is being kept."""

    def __init__(self, format_name: str) -> None:
        self.format = format_name
        self.events = 0
        self.rows = 0
        self.left_out: Counter[str] = Counter()
        self.coders: set[str] = set()
        self._unfilled: Counter[tuple[str, str]] = Counter()
        self._stand_ins: Counter[tuple[str, str]] = Counter()

    def unfilled(self, field: str, why: str) -> None:
        """A field of a row was left empty."""
        self._unfilled[field, why] += 1

    def stand_in(self, field: str, why: str) -> None:
        """A field of a row holds something near to what the format asks for."""
        self._stand_ins[field, why] += 1

    def close(self, tables: tuple[CodeTable, ...]) -> Account:
        """The account as it stands."""
        return Account(
            format=self.format,
            events=self.events,
            rows=self.rows,
            left_out=dict(sorted(self.left_out.items())),
            unfilled=_gaps(self._unfilled),
            stand_ins=_gaps(self._stand_ins),
            tables=tables,
            coders=tuple(sorted(self.coders)),
        )


def _gaps(counted: Counter[tuple[str, str]]) -> tuple[Gap, ...]:
    """In the order in which the fields were first met, which is that of the columns."""
    return tuple(Gap(field=field, why=why, times=times) for (field, why), times in counted.items())


def side_car(account: Account, filter: Mapping[str, Any], ledger_revision: str | None) -> bytes:
    """The JSON that lies beside an export `NAME` as `NAME.json`, with a newline at its end.

    `filter` is whatever chose the events; the rest is the account's.
    """
    told = {
        "format": account.format,
        "ledger_revision": ledger_revision,
        "filter": dict(filter),
        "counts": {
            "events": account.events,
            "rows": account.rows,
            "left_out": sum(account.left_out.values()),
        },
        "left_out": account.left_out,
        "not_filled": account.unfilled,
        "stand_ins": account.stand_ins,
        "code_tables": account.tables,
        "coders": account.coders,
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
