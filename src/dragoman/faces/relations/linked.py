"""What a relation hangs on, for a reader at a terminal: what is said, what is measured, the one against the other."""

from __future__ import annotations

import re

from rich.text import Text

from dragoman.faces.ledger.counts import number
from dragoman.faces.relations import chart, matters
from dragoman.faces.sheet import Sheet
from dragoman.relations.links import Confronted, Measured, MeasuredLink
from dragoman.relations.links.claims import Claim

_IN = 2
_SHOWN = 10  # measured links that are listed
_MINUS = re.compile(r"(?<= )-(?=\d)")


def write(said: list[Claim], measured: Measured, both: list[Confronted], sheet: Sheet) -> None:
    """Who says what, what is measured, and the one against the other."""
    _said(said, sheet)
    _measured(measured, sheet)
    if both:
        matters.title("What is said, held against what is measured", sheet)
    for row in both:
        sheet.line(Text(f"{'–'.join(row.one)} and {'–'.join(row.other)}", "bold"), _IN)
        for claim in row.claims:
            who = sheet.name(claim.speaker.name) if claim.speaker else Text("somebody not named")
            relation, other = "–".join(claim.of), "–".join(claim.on)
            sheet.line(Text.assemble(who, f" says: {relation} {matters.said(claim)} {other}"), _IN + 2)
        sheet.line(Text(f"the figures say: {_MINUS.sub('−', row.says)}"), _IN + 2)


def _said(said: list[Claim], sheet: Sheet) -> None:
    matters.title("Said", sheet, number(len(said), "claim") if said else "")
    for claim in said:
        matters.claim(claim, sheet)
    if not said:
        sheet.line(Text("nobody is told to have said that it hangs, or doesn't, on another"), _IN)
    sheet.line()


def _measured(measured: Measured, sheet: Sheet) -> None:
    over = f"over {number(measured.periods, measured.by)}, up to {measured.lags} apart"
    with_others = number(len(measured.links), "other relation")
    matters.title("Measured", sheet, f"with {with_others}, {over}" if measured.links else "")
    beyond = measured.found
    shown = (beyond or measured.links)[:_SHOWN]
    for link in shown:
        how, figures = _line(link, measured)
        sheet.ends(how, figures, _IN)
    if (more := len(beyond or measured.links) - len(shown)) > 0:
        sheet.line(Text(f"and {more:,} more: --format json has all", "dim"), _IN)
    if measured.links and not beyond:
        sheet.line(Text("none of these is beyond chance"), _IN)
    if measured.links:
        means = "r: correlation; p: how often chance alone gives as much; q: p corrected for their number"
        sheet.line(Text(f"{means}, up to {measured.level:g} counts", "dim"), _IN)
    if measured.too_little:
        little = f"{number(len(measured.too_little), 'relation')} with too little told to be measured"
        sheet.line(Text(little, "dim"), _IN)
    if measured.shared:
        several = number(measured.shared, "story", "stories")
        sheet.line(Text(f"{several} of several relations left out: they would move all of them at once", "dim"), _IN)
    sheet.line(Text(measured.note, "dim" if measured.links else ""), _IN)
    sheet.line()


def _line(link: MeasuredLink, measured: Measured) -> tuple[Text, Text]:
    one, other = "–".join(link.one), "–".join(link.other)
    if link.lag:
        ahead, behind = (one, other) if link.lag > 0 else (other, one)
        how = f"{ahead} moves {number(abs(link.lag), measured.by)} before {behind}"
    else:
        how = f"{one} and {other} move at once"
    way = "the same way" if link.r > 0 else "the other way"
    sure = link.q <= measured.level
    figures = f"r {chart.signed(link.r, 2)}  p {chart.chance(link.p)}  q {chart.chance(link.q)}"
    return Text.assemble((how, "bold" if sure else ""), f", {way}"), Text(figures, "" if sure else "dim")
