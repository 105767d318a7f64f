"""The ledger's events in the formats of other tools, and theirs in ours.

`write` streams events into a format and returns the account of it, `side_car` makes of that the JSON that lies beside
each export; `read` gives the events of another tool's file one by one, `guess` says which format a file has.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from dragoman.errors import ExchangeError, InputError, NoCounterpart
from dragoman.exchange import crosswalk, formats
from dragoman.exchange.account import Account, CodeTable, Gap, Tally, side_car
from dragoman.exchange.format import Format, Options
from dragoman.exchange.formats import FORMATS, guess
from dragoman.exchange.outline import FACTS, Outline, outline
from dragoman.exchange.sink import Target, opened
from dragoman.exchange.source import Source
from dragoman.model import ForeignEvent, Told

__all__ = [
    "FORMATS",
    "Account",
    "CodeTable",
    "ExchangeError",
    "Format",
    "Gap",
    "NoCounterpart",
    "guess",
    "read",
    "side_car",
    "write",
]


def write(
    format_name: str,
    told: Iterable[Told],
    out: Target,
    *,
    mirror_symmetric: bool | None = None,
    header: bool | None = None,
    all_modalities: bool = False,
) -> Account:
    """Writes events in a format to a path or a stream, and says what was written.

    Meetings come from both sides where the format's readers expect it, or as `mirror_symmetric` says. `header` puts the
    names of the columns first, or leaves them out, against the format's custom. Where a format has no field for it,
    events that are negated or hypothetical are left out and counted; `all_modalities` keeps them.

    Raises ExchangeError for an unknown format and for what can't be written.
    """
    chosen = formats.find(format_name)
    options = Options(
        mirror=chosen.mirrors if mirror_symmetric is None else mirror_symmetric,
        header=bool(chosen.header) if header is None else header and chosen.header is not None,
        all_modalities=all_modalities,
    )
    tally = Tally(chosen.name)
    with opened(out) as stream:
        chosen.write(_kept(told, chosen, options, tally), stream, options, tally)
    return tally.close(crosswalk.load().tables())


def _kept(told: Iterable[Told], chosen: Format, options: Options, tally: Tally) -> Iterator[Outline]:
    for one in told:
        event = outline(one)
        tally.events += 1
        tally.coders.add(event.coder)
        if event.modality in FACTS or chosen.modality or options.all_modalities:
            yield event
        else:
            tally.left_out[f"{event.modality}: no fact, and {chosen.name} has no field that says so"] += 1


def read(format_name: str, path: str | os.PathLike[str]) -> Iterator[ForeignEvent | InputError]:
    """The events of another tool's file, plain, zipped or gzipped, one by one.

    A bad row gives one InputError with its line, and the rest goes on; a row whose act PLOVER has no type for gives a
    NoCounterpart, to be counted. Raises ExchangeError for an unknown format, InputError for a file that is not of it.
    """
    chosen = formats.readable(format_name)
    assert chosen.read is not None
    return chosen.read(Source(path))
