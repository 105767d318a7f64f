"""The formats there are, and what a file is by its first line."""

from __future__ import annotations

import os

from dragoman.errors import ExchangeError, InputError
from dragoman.exchange import flat, ftm, gdelt, icews, mentions, parquet, plover, polecat
from dragoman.exchange.format import Format
from dragoman.exchange.gdelt_columns import EVENTS, MENTIONS
from dragoman.exchange.source import Source

_ALL = (
    Format(
        name="csv",
        suffix=".csv",
        gist="one event a row, for spreadsheets",
        write=flat.write,
        modality=True,
        header=True,
    ),
    Format(name="ftm", suffix=".ftm.json", gist="FollowTheMoney entities, for Aleph", write=ftm.write),
    Format(
        name="gdelt",
        suffix=".export.CSV",
        gist="GDELT 2.0 Events, 61 columns",
        write=gdelt.write,
        read=gdelt.read,
        mirrors=True,
        header=False,
    ),
    Format(
        name="gdelt-mentions",
        suffix=".mentions.CSV",
        gist="GDELT 2.0 Mentions, 16 columns",
        write=mentions.write,
        mirrors=True,
        header=False,
    ),
    Format(
        name="icews",
        suffix=".tab",
        gist="ICEWS coded events, 20 columns",
        write=icews.write,
        read=icews.read,
        mirrors=True,
        header=True,
    ),
    Format(
        name="parquet",
        suffix=".parquet",
        gist="one event a row with types and lists, for pandas and polars",
        write=parquet.write,
        modality=True,
        binary=True,
    ),
    Format(
        name="plover",
        suffix=".jsonl",
        gist="PLOVER JSON, one event a line",
        write=plover.write,
        read=plover.read,
        modality=True,
    ),
    Format(
        name="polecat",
        suffix=".txt",
        gist="POLECAT, 40 columns and four with the evidence",
        write=polecat.write,
        read=polecat.read,
        header=True,
    ),
)
FORMATS: dict[str, Format] = {one.name: one for one in _ALL}


def find(name: str) -> Format:
    """The format of that name; raises ExchangeError, which lists those there are."""
    if name not in FORMATS:
        raise ExchangeError(f"no format called {name!r}; there are {', '.join(FORMATS)}")
    return FORMATS[name]


def guess(path: str | os.PathLike[str]) -> str | None:
    """The format of a file by its first line: header, number of columns, or a JSON object.

    Raises InputError where the file can't be opened.
    """
    line = next((line for _, line in Source(path).lines() if line.strip()), "")
    if line.lstrip().startswith("{"):
        return "plover" if '"event"' in line else "ftm" if '"schema"' in line else None
    cells = [cell.strip().strip('"').casefold() for cell in line.split("\t")]
    if "event type" in cells and "actor name" in cells:
        return "polecat"
    if "cameo code" in cells and "event id" in cells:
        return "icews"
    if len(cells) == len(EVENTS) and (cells[0].isdigit() or "globaleventid" in cells):
        return "gdelt"
    if len(cells) == len(MENTIONS) and (cells[0].isdigit() or "globaleventid" in cells):
        return "gdelt-mentions"
    return None


def readable(name: str) -> Format:
    """The format of that name if it can be read; raises InputError where it can't."""
    found = find(name)
    if found.read is None:
        can = ", ".join(one.name for one in _ALL if one.read)
        raise InputError(f"{name} can only be written", fix=f"formats that can be read: {can}")
    return found
