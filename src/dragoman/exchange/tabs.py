"""Files of tab-separated columns: no quoting, one record a line, so that no value may hold a tab or a line's end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from dragoman.exchange.account import Tally

NOTHING_TOLD = "the event doesn't say"

# What any reader might take for the end of a cell or of a line, and what has no place in a text file at all.
_BREAKS = re.compile(r"[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


def clean(value: object) -> str:
    """A value as a cell: tabs and line ends become a space; control characters and lone surrogates go.

    Bidi marks stay, for they belong to the words of Arabic and Persian reports.
    """
    text = str(value)
    if text.isprintable():
        return text.strip(" ")
    text = _BREAKS.sub(" ", text)
    return "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cs")).strip(" ")


def row(
    columns: Sequence[str],
    filled: Mapping[str, object],
    why: Mapping[str, str],
    tally: Tally,
    *,
    missing: str = "",
) -> list[str]:
    """A row's cells in the order of the columns. What isn't filled gets `missing` and is told to the tally."""
    cells = []
    for column in columns:
        value = filled.get(column)
        cell = "" if value is None else clean(value)
        if not cell:
            tally.unfilled(column, why.get(column, NOTHING_TOLD))
            cell = missing
        cells.append(cell)
    return cells


def line(cells: Iterable[str]) -> bytes:
    """The row as bytes, with its end."""
    return ("\t".join(cells) + "\n").encode()
