"""The filters of lists, by the names of the command line, and how an address has them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict

import httpx

from dragoman.ledger.query import Copies, Order
from dragoman.model import Modality, Status

Day = datetime.date | str  # a day; as words a month or a year too, 2024-02 or 2024


class NoteFilters(TypedDict, total=False):
    """Which statements, conditions and links; `limit` is how many come at once."""

    party: str
    pair: tuple[str, str]
    since: Day
    until: Day
    outlet: Sequence[str]
    language: Sequence[str]
    report: str
    copies: Copies
    limit: int


class Filters(NoteFilters, total=False):
    """Which events or stories."""

    directed: bool
    type: Sequence[str]
    mode: Sequence[str]
    context: Sequence[str]
    quad: Sequence[str]
    modality: Sequence[Modality]
    status: Sequence[Status]
    person: str
    place: str
    confidence: float
    text: str
    story: str
    event: Sequence[str]
    judged: bool
    foreign: bool
    order: Order


Format = Literal["jsonl", "csv", "parquet", "plover", "polecat", "gdelt", "icews", "ftm"]


def parameters(asked: Mapping[str, Any]) -> httpx.QueryParams:
    """The parameters of an address; what is None is left out."""
    found: list[tuple[str, str | int | float | bool | None]] = []
    for name, value in asked.items():
        if value is None:
            continue
        if name == "pair":
            found.append((name, ",".join(value)))
        elif isinstance(value, list | tuple | set | frozenset):
            found += [(name, _written(one)) for one in value]
        else:
            found.append((name, _written(value)))
    return httpx.QueryParams(found)


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
