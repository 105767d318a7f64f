"""The parts of a relation for a reader at a terminal, each with the words of the reports that it rests on."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rich.text import Text

from dragoman.faces import table, wording
from dragoman.faces.ledger import tables
from dragoman.faces.ledger.counts import number
from dragoman.faces.relations import chart, matters
from dragoman.faces.relations.matters import title
from dragoman.faces.sheet import Sheet, one_line
from dragoman.knowledge import gazetteer
from dragoman.ledger.tellings import Telling
from dragoman.model import Event, Told
from dragoman.relations import Relation
from dragoman.relations.balance import Balance, Direction, Measure, Opened
from dragoman.relations.changes import Changes
from dragoman.relations.coverage import Coverage
from dragoman.relations.dealings import Dealings
from dragoman.relations.periods import BYS
from dragoman.relations.turns import Turns

_IN = 2  # columns before a section's lines
_DEEP = 6  # and before what stands under one of them
_SHOWN = 3  # events on each side of a turn
_OUTLETS = 8


def head(found: Relation, sheet: Sheet) -> None:
    """Which two, how much is told of them, and when."""
    dealings = found.dealings
    sheet.line(Text("━" * sheet.width, "dim"))
    names = " – ".join(gazetteer.load().display(code) for code in found.pair)
    sheet.ends(Text(names, "bold"), Text("–".join(found.pair), "dim"))
    span = dealings.span
    if span is None:
        sheet.line(Text("Nothing that happened is told of the two.", "dim"))
    else:
        tellings = len(dealings)
        times = f", told {number(tellings, 'time')}" if tellings != dealings.stories else ""
        sheet.line(Text(f"{number(dealings.stories, 'story', 'stories')}{times} · {_between(*span)}"))
    if dealings.left_out:
        parts = ", ".join(f"{count:,} {reason}" for reason, count in sorted(dealings.left_out.items()))
        sheet.line(Text(f"left out of the balance: {parts}", "dim"))
    sheet.line()


def _between(first: datetime.date, last: datetime.date) -> str:
    return f"{first}" if first == last else f"{first} to {last}"


def balance(found: Balance, relation: Relation, sheet: Sheet) -> None:
    """The chart of the balance."""
    if not found.periods:
        return
    title("Balance", sheet, f"by {found.by}; tone is the mean score, −10 to +10, with a band of 95 %")
    _course(found, relation, sheet)
    chart.write(found, sheet)
    sheet.line(Text(f"weights: {found.weights}", "dim"), _IN)
    usual = Dealings(relation.pair, relation.dealings.tellings)
    if relation.weights != usual.weights:
        figures = f"{chart.signed(usual.tone)} → {chart.signed(relation.dealings.tone)}"
        sheet.line(Text(f"tone of the whole time, from PLOVER's own weights to these: {figures}"), _IN)
    sheet.line()


def _course(found: Balance, relation: Relation, sheet: Sheet) -> None:
    """The whole time in one line, by longer periods where it has too many."""
    room = sheet.width - 2 * _IN - 24
    for by in BYS[BYS.index(found.by) :]:
        whole = found if by == found.by else relation.balance(by)
        if len(whole.periods) <= room:
            break
    if len(whole.periods) > 2:
        ends = [(f"{whole.periods[at].name}{gap}", "dim") for at, gap in ((0, " "), (-1, ""))]
        sheet.line(Text.assemble(ends[0], chart.course(whole), " ", ends[1]), _IN)


def opened(
    found: Sequence[Opened], days: tuple[datetime.date, datetime.date], relation: Relation, sheet: Sheet
) -> None:
    """What a balance is made of: each telling with its weight and score, and the sum."""
    one, other = relation.pair
    title(f"{one}–{other}, {_between(*days)}", sheet, "weight × score = part of the balance")
    told = relation.told(one.telling for one in found)
    for part, whole in zip(found, told, strict=True):
        figures = f"{part.weight:.3f} × {chart.signed(part.score)} = {chart.signed(part.value, 3)}"
        sheet.ends(line_of(part.telling), Text(figures), _IN)
        words_of(whole, sheet)
    if not found:
        sheet.line(Text("nothing that counts is told of these days"), _IN)
        return
    weight, value = sum(part.weight for part in found), sum(part.value for part in found)
    tone = chart.signed(value / weight if weight else None)
    sheet.line(Text(f"weight {weight:.3f}, balance {chart.signed(value, 3)}, tone {tone}", "bold"), _IN)
    sheet.line(Text(f"weights: {relation.weights.version}", "dim"), _IN)


def line_of(telling: Telling) -> Text:
    """A telling in a line: when, who, what, to whom."""
    look = table.QUADS[telling.quad]
    code = telling.type + (f"/{telling.mode}" if telling.mode else "")
    act = f"{look.symbol} {wording.act(telling.type, telling.mode)}"
    return Text.assemble(
        (days_of(telling), "dim"), "  ", (act, look.style), f"  {telling.actor} → {telling.recipient}  ", (code, "dim")
    )


def days_of(telling: Telling) -> str:
    """Its days; in brackets where they are only the report's."""
    if telling.day is None:
        return "no day"
    until = telling.until or telling.day
    days = telling.day.isoformat() if telling.day == until else f"{telling.day}…{until.isoformat()[5:]}"
    if telling.precision == "month":
        days = telling.day.isoformat()[:7]
    return days if telling.precision else f"({days})"


def words_of(told: Told, sheet: Sheet, indent: int = _DEEP) -> None:
    """The sentence of an event and its report."""
    if isinstance(told.event, Event) and told.report is not None:
        style = table.style_of(told.event)
        room = sheet.room(1, indent)
        words = sheet.quote(told.report.text, told.event.sentence, room=room, mark=told.event.trigger, style=style)
        sheet.line(words, indent, own=True)
    sheet.ends(tables.source(told, sheet), Text(f"event {one_line(told.event.id)}", "dim"), indent)


def events(tellings: Iterable[Telling], relation: Relation, sheet: Sheet, indent: int = _DEEP) -> None:
    """Tellings with their words."""
    listed = list(tellings)
    for telling, told in zip(listed, relation.told(listed), strict=True):
        sheet.line(line_of(telling), indent)
        words_of(told, sheet, indent + 2)


# --- turns and changes ------------------------------------------------------------------------------


def turns(found: Turns, relation: Relation, sheet: Sheet) -> None:
    """Where tone or level changed, with what was told around it."""
    if not found.points:
        return
    title("Turning points", sheet, "p: how often chance alone would give as much" if found.found else "")
    if found.too_little:
        sheet.line(Text(found.too_little), _IN)
    elif not found.found:
        among = number(found.points, "story", "stories")
        sheet.line(Text(f"no turn of {' or '.join(found.looked)} beyond chance, among {among}"), _IN)
    for turn in found.found:
        better = turn.later > turn.earlier
        said = f"{turn.what} {'rose' if better else 'fell'}"
        unit = " stories a month" if turn.what == "level" else ""
        figures = f"{chart.signed(turn.earlier)} → {chart.signed(turn.later)}{unit}"
        line = Text.assemble(
            (said, f"bold {_look(better).style}"),
            f" between {turn.last_before} and {turn.first_after}: {figures}",
            (f"  p {chart.chance(turn.p)}", "dim"),
        )
        sheet.line(line, _IN)
        events(turn.before[-_SHOWN:], relation, sheet, _IN + 2)
        sheet.line(Text("· · ·", "dim"), _IN + 2)
        events(turn.after[:_SHOWN], relation, sheet, _IN + 2)
    sheet.line()


def _look(good: bool) -> table.Look:
    return table.QUADS["material-cooperation" if good else "material-conflict"]


def changes(found: Changes, relation: Relation, sheet: Sheet) -> None:
    """What is different since a day."""
    if found.later is None:
        title("What changed", sheet)
    else:
        earlier = f"{found.earlier.start} to {found.earlier.end}" if found.earlier else "nothing before it"
        title("What changed", sheet, f"{found.later.start} to {found.later.end}, against {earlier}")
    for note in found.notes:
        sheet.line(Text(note, "dim"), _IN)
    one, other = relation.pair
    names: dict[Direction, str] = {"together": "together", "there": f"{one} → {other}", "back": f"{other} → {one}"}
    for direction, name in names.items() if found.before or found.after else ():
        was, now = (_measured(side[direction] if side else None) for side in (found.before, found.after))
        sheet.line(Text(f"{name:>{max(map(len, names.values()))}}  {was} → {now}"), _IN)
    for words, acts in (("new", found.new), ("no longer", found.ceased)):
        if acts:
            named = ", ".join(f"{act.type}{f'/{act.mode}' if act.mode else ''} ({len(act.tellings)})" for act in acts)
            sheet.line(Text.assemble((f"{words}: ", "dim"), named), _IN)
    if found.heaviest:
        sheet.line(Text("what weighs most:", "dim"), _IN)
        events(found.heaviest, relation, sheet, _IN + 2)
    sheet.line()


def _measured(found: Measure | None) -> str:
    return f"{number(found.stories, 'story', 'stories')}, tone {chart.signed(found.tone)}" if found else "nothing"


# --- what the picture rests on ------------------------------------------------------------------------


def coverage(found: Coverage, relation: Relation, sheet: Sheet) -> None:
    """Outlets and languages, and what should make one careful."""
    if not found.tellings:
        return
    title("What this rests on", sheet)
    for words, sources in (("outlets", found.outlets), ("languages", found.languages)):
        shown = [Text.assemble(sheet.name(one.name or "unnamed"), f" {one.share:.0%}") for one in sources[:_OUTLETS]]
        more = len(sources) - len(shown)
        line = Text(", ").join(shown).append(f" and {more:,} more" if more else "")
        sheet.labelled(Text(words, "dim"), line, _IN, _IN + 11)
    if len(found.outlets) > 1:
        alike = f"as varied as {found.effective:.1f} outlets of one size; " if found.effective else ""
        sheet.line(Text(f"{alike}{number(found.shared, 'story', 'stories')} told by more than one", "dim"), _IN)
    for warning in found.warnings:
        sheet.line(Text.assemble(("! ", "bold yellow"), sheet.name(warning.text)), _IN)
    sheet.line()


def is_empty(part: Any) -> bool:
    """Whether a part has nothing to show."""
    told = ("periods", "points", "topics", "contexts", "one", "other", "tellings")
    return not part if isinstance(part, list) else not any(getattr(part, name, None) for name in told)


def nothing(name: str) -> Text:
    """That a part was asked for and has nothing."""
    return Text(f"{name}: nothing is told", "dim")


PARTS: dict[str, Callable[[Any, Relation, Sheet], None]] = {
    "balance": balance,
    "turns": turns,
    "changes": changes,
    "commitments": matters.commitments,
    "agenda": matters.agenda,
    "carriers": matters.carriers,
    "links": matters.claims,
    "coverage": coverage,
}
