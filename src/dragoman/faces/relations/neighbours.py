"""The network of relations for a reader at a terminal."""

from __future__ import annotations

from rich.text import Text

from dragoman.faces.ledger.counts import number
from dragoman.faces.relations.chart import signed
from dragoman.faces.relations.matters import title
from dragoman.faces.sheet import Sheet
from dragoman.relations.network import Network
from dragoman.relations.network.moves import Moves
from dragoman.relations.network.triads import Triads

_SHOWN = 15
_ONE = {"parties": "party", "ties": "tie"}


def write(now: Network, then: Network | None, threes: Triads, moves: Moves | None, sheet: Sheet) -> None:
    """Parties, ties, who stands together, triads, and who moved."""
    days = f"{now.since or 'the beginning'} to {now.until or 'the end'}"
    title("Parties", sheet, f"{number(len(now.nodes), 'party', 'parties')}, {days}")
    _nodes(now, sheet)
    title("Ties", sheet, "the heaviest first")
    _ties(now, sheet)
    if now.communities:
        title("Who stands together", sheet, f"modularity {now.modularity:.2f}" if now.modularity is not None else "")
        _groups(now, sheet)
        sheet.line()
    if any(threes.counts.values()):
        _triads(threes, sheet)
    if moves is not None and then is not None:
        _moves(moves, then, sheet)


def _nodes(now: Network, sheet: Sheet) -> None:
    sheet.line(Text(f"{'':10} stories   tone  ties  central", "dim"), 2)
    for node in now.nodes[:_SHOWN]:
        central = "·" if node.centrality is None else f"{node.centrality:.2f}"
        figures = f"{node.party:10} {node.stories:>7,}  {signed(node.tone):>5}  {node.degree:>4}  {central:>7}"
        sheet.line(Text(figures), 2)
    more = len(now.nodes) - _SHOWN + now.left_out
    if more > 0:
        sheet.line(Text(f"and {number(more, 'party', 'parties')} more", "dim"), 2)
    sheet.line()


def _ties(now: Network, sheet: Sheet) -> None:
    for tie in now.ties[:_SHOWN]:
        told = f"{number(tie.stories, 'story', 'stories')} of {number(tie.outlets, 'outlet')}"
        sheet.line(Text(f"{'–'.join(tie.pair):15}  tone {signed(tie.tone):>5}  {told}"), 2)
    if len(now.ties) > _SHOWN:
        sheet.line(Text(f"and {len(now.ties) - _SHOWN:,} more", "dim"), 2)
    sheet.line()


def _groups(shown: Network, sheet: Sheet) -> None:
    for place, parties in enumerate(shown.communities, 1):
        sheet.labelled(Text(f"group {place}", "dim"), Text(", ".join(parties)), 2, 12)


def _triads(threes: Triads, sheet: Sheet) -> None:
    share = "" if threes.balanced is None else f"{threes.balanced:.0%} balanced: a friend's friend is a friend"
    title("Triads", sheet, share)
    counts = [f"{kind.replace('-', '−')} {count:,}" for kind, count in threes.counts.items() if count]
    sheet.line(Text(", ".join(counts)), 2)
    for triad in [one for one in threes.triads if not one.balanced][:5]:
        signs = ", ".join(f"{'–'.join(tie.pair)} {'+' if tie.sign() > 0 else '−'}" for tie in triad.ties)
        sheet.line(Text.assemble("does not fit: ", signs), 2)
    sheet.line()


def _moves(moves: Moves, then: Network, sheet: Sheet) -> None:
    title("Who moved", sheet, f"since {then.since} to {then.until}, when there stood together:" if moves.shifts else "")
    if moves.shifts:
        _groups(then, sheet)
    for shift in moves.shifts[:_SHOWN]:
        line = f"{shift.party} went from {_group(shift.before)} to {_group(shift.after)}"
        told = f"  ({shift.stories[0]:,} and {number(shift.stories[1], 'story', 'stories')})"
        sheet.line(Text.assemble(line, (told, "dim")), 2)
    for name, changes in (("turned", moves.turned), ("changed most", moves.tones[:5])):
        for change in changes[:_SHOWN]:
            was, now = (side.tone if side else None for side in (change.before, change.after))
            sheet.line(Text(f"{name}: {'–'.join(change.pair)} {signed(was)} → {signed(now)}"), 2)
    for words, parties in (("new here", moves.came), ("no longer here", moves.went)):
        if parties:
            sheet.line(Text(f"{words}: {', '.join(parties)}"), 2)
    few = ", ".join(number(count, _ONE.get(what, what), what) for what, count in moves.too_little.items() if count)
    if few:
        sheet.line(Text(f"too little told to compare: {few}", "dim"), 2)
    sheet.line()


def _group(number: int | None) -> str:
    return "none" if number is None else f"group {number}"
