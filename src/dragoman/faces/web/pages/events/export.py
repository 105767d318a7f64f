"""The events of a filter as a file, all pages of it, in its order, sent while it is written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec
from msgspec.structs import replace

from dragoman import exchange
from dragoman.faces.ledger import records
from dragoman.faces.web.asked import BadQuestion, parameters_of
from dragoman.faces.web.streaming import streamed
from dragoman.ledger import Ledger, Query
from dragoman.model import Record, Told


class Way(Record, frozen=True):
    """How a format is sent: the ending of its file's name and its media type."""

    suffix: str
    media: str


_LINES = "application/jsonl"
_TEXT = "text/tab-separated-values; charset=utf-8"
WAYS = {
    "csv": Way(suffix=".csv", media="text/csv; charset=utf-8"),
    "jsonl": Way(suffix=".jsonl", media=_LINES),
    "parquet": Way(suffix=".parquet", media="application/vnd.apache.parquet"),
    "plover": Way(suffix=".plover.jsonl", media=_LINES),
    "polecat": Way(suffix=".txt", media=_TEXT),
    "gdelt": Way(suffix=".export.CSV", media=_TEXT),
    "icews": Way(suffix=".tab", media=_TEXT),
    "ftm": Way(suffix=".ftm.json", media=_LINES),
}


def way(name: str) -> Way:
    """How a format is sent. Raises BadQuestion, which lists those there are."""
    if name not in WAYS:
        raise BadQuestion(f"no format called {name!r}", "format", f"there are {', '.join(WAYS)}")
    return WAYS[name]


def content(ledger: Ledger, query: Query, name: str) -> Iterator[bytes]:
    """The file, piece by piece."""
    found = ledger.stream(_whole(query))
    if name == "jsonl":
        return streamed(lambda out: _lines(found, out))
    return streamed(lambda out: exchange.write(name, found, out))


def account(ledger: Ledger, query: Query, name: str) -> bytes:
    """The side-car of such a file: what is in it, what was left out and what could not be filled, with reasons."""
    if name == "jsonl":
        raise BadQuestion("jsonl leaves nothing out", "format", "ask for the account of another format")
    with open(os.devnull, "wb") as nowhere:
        told = exchange.write(name, ledger.stream(_whole(query)), nowhere)
    return exchange.side_car(told, parameters_of(_whole(query), page=None), ledger.revision())


def _whole(query: Query) -> Query:
    return replace(query, limit=None, skip=0)


def _lines(found: Iterable[Told], out: BinaryIO) -> None:
    for told in found:
        out.write(msgspec.json.encode(records.event(told)) + b"\n")
