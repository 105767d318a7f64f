"""What a corpus came to, in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from rich.text import Text

from dragoman.faces.bulk.gauge import duration
from dragoman.faces.ledger.counts import number
from dragoman.faces.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.bulk import Totals

_SHOWN = 6
_COLUMN = 12


def show(out_folder: str, totals: Totals, seconds: float, out: TextIO) -> None:
    """Prints how many reports gave what, how fast, and where it lies."""
    sheet = Sheet.on(out)
    rows = totals.rows
    sheet.line(Text(f"{number(totals.reports, 'report')}, {number(rows['events'], 'event')}", "bold"))
    notes = (
        number(rows["statements"], "statement"),
        number(rows["conditions"], "condition"),
        number(rows["links"], "link"),
        number(rows["agenda"], "topic"),
    )
    sheet.line(Text(", ".join(notes)), 2)
    for label, counts in (("languages", totals.languages), ("types", totals.types), ("outlets", totals.outlets)):
        if known := {name: count for name, count in counts.items() if name}:
            sheet.labelled(Text(label, "dim"), Text(most(known)), 2, _COLUMN)
    if totals.errors:
        kinds = most(totals.faults)
        sheet.labelled(Text("not read", "bold red"), Text(f"{totals.errors:,} ({kinds}); see errors/"), 2, _COLUMN)
    if totals.here:
        rate = f"{totals.here:,} in {duration(seconds)}, {totals.here / seconds:.1f} a second"
        sheet.labelled(Text("this run", "dim"), Text(rate), 2, _COLUMN)
    else:
        sheet.labelled(Text("this run", "dim"), Text("nothing was left to do"), 2, _COLUMN)
    if totals.troubles:
        left = number(len(totals.troubles), "chunk")
        sheet.line(Text(f"{left} could not be read from storage: run the same again to go on", "yellow"), 2)
    sheet.labelled(Text("in", "dim"), Text(f"{out_folder.rstrip('/')}/ (summary.html tells more)"), 2, _COLUMN)


def most(counts: Mapping[str, int]) -> str:
    """The most frequent, with their numbers: `ar 1,200, fa 300 and 2 more`."""
    order = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    named = ", ".join(f"{name} {count:,}" for name, count in order[:_SHOWN])
    return f"{named} and {len(order) - _SHOWN:,} more" if len(order) > _SHOWN else named
