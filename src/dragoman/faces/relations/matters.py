"""What a relation is made of besides its events: commitments, agenda, who carries it, what it is said to hang on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from dragoman.faces.ledger.counts import number
from dragoman.faces.relations import chart
from dragoman.faces.sheet import Sheet
from dragoman.knowledge import gazetteer
from dragoman.relations import Relation
from dragoman.relations.agenda import Agenda, Matter
from dragoman.relations.carriers import Carrier, Carriers
from dragoman.relations.claims import Claim
from dragoman.relations.commitments import Change, Commitment

_IN = 2
_DEEP = 12
_MOST = 12  # lines of a list
_STATES = {"open": "bold", "met": "bold green", "breached": "bold red", "lapsed": "bold yellow"}


def title(words: str, sheet: Sheet, note: str = "") -> None:
    """The head of a section."""
    sheet.line(Text.assemble((words, "bold"), (f"  {note}" if note else "", "dim")))


def _rest(every: Sequence[object], sheet: Sheet) -> None:
    if len(every) > _MOST:
        sheet.line(Text(f"and {len(every) - _MOST:,} more: --format json has all", "dim"), _IN)


# --- conditions and promises -----------------------------------------------------------------------


def commitments(found: Sequence[Commitment], relation: Relation, sheet: Sheet) -> None:
    """Who owes what to whom, since when, and what became of it; what is open first, the newest first."""
    if not found:
        return
    states = [f"{sum(one.state == state for one in found)} {state}" for state in _STATES]
    title("Conditions and promises", sheet, ", ".join(line for line in states if line[:2] != "0 "))
    order = sorted(found, key=lambda one: str(one.since), reverse=True)
    order.sort(key=lambda one: one.state != "open")
    for one in order[:_MOST]:
        commitment(one, sheet)
    _rest(order, sheet)
    sheet.line()


def commitment(found: Commitment, sheet: Sheet) -> None:
    """One of them, in the words of its report, with each change and its evidence."""
    owes = f"{_codes(found.owed_by)} owes {_codes(found.owed_to)}" if found.owed_by else f"({found.unnamed})"
    days = [f"since {found.since}"] if found.since else []
    days += [f"until {found.due.end}"] if found.due else []
    days += ["contested"] if found.contested else []
    line = Text.assemble((f"{found.state:>8}", _STATES[found.state]), f"  {owes}", (f"  {found.kind}", "dim"))
    sheet.ends(line, Text(" · ".join(days), "dim"), _IN)
    sheet.line(Text.assemble("“", sheet.name(found.words), "”"), _DEEP, own=True)
    if found.in_return_for:
        sheet.line(Text.assemble(("for ", "dim"), "“", sheet.name(found.in_return_for), "”"), _DEEP)
    for change in found.changes:
        if change.state != "open" or change.by != "program":
            _change(change, "", sheet)
    for change in found.candidates:
        _change(change, "perhaps ", sheet)
    sheet.line(Text(found.id, "dim"), _DEEP)


def _change(change: Change, doubt: str, sheet: Sheet) -> None:
    day = f"{change.day} " if change.day else ""
    by = "" if change.by == "program" else f" (says {change.by})"
    style = "dim" if doubt else _STATES[change.state]
    line = Text.assemble((f"{doubt}{change.state}", style), f" {day}", sheet.reason(change.reason), sheet.name(by))
    sheet.line(line, _DEEP)
    if change.quote:
        sheet.line(Text.assemble("“", sheet.name(change.quote), "”"), _DEEP + 2, own=True)


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(codes)


# --- agenda -------------------------------------------------------------------------------------------


def agenda(found: Agenda, relation: Relation, sheet: Sheet) -> None:
    """What it is about: matters, how often, and whether they rise or fall."""
    topics = [one for one in found.topics if not one.generic]
    if not topics and not found.contexts:
        return
    title("Agenda", sheet, f"of {number(found.reports, 'report')}, by {found.by}")
    width = max(len(one.label) for one in [*topics[:_MOST], *found.contexts[:_MOST]])
    for one in topics[:_MOST]:
        _matter(one, width, sheet)
    _rest(topics, sheet)
    generic = [one.label for one in found.topics if one.generic]
    if generic:
        sheet.line(Text(f"in general: {', '.join(generic)}", "dim"), _IN)
    if found.contexts:
        named = [f"{one.label} {one.reports}" for one in found.contexts[:_MOST]]
        sheet.line(Text.assemble(("contexts of its events: ", "dim"), ", ".join(named)), _IN)
    sheet.line()


def _matter(one: Matter, width: int, sheet: Sheet) -> None:
    most = max(one.series, default=0) or 1
    spark = chart.sparkline([value / most * 2 - 1 if value else None for value in one.series][-sheet.width // 3 :])
    line = Text(f"{one.label:{width}}  {one.reports:>4}  {'/'.join(sorted(one.languages)):8}  {spark}")
    if one.shift is not None and one.shift.trend:
        figures = f"{one.shift.before:.0%} → {one.shift.after:.0%}, q {one.shift.q:.3f}"
        line.append(f"  {one.shift.trend} ", "bold").append(figures, "dim")
    sheet.line(line, _IN)


# --- who carries it -----------------------------------------------------------------------------------


def carriers(found: Carriers, relation: Relation, sheet: Sheet) -> None:
    """Persons and institutions of both sides, their meetings, third parties."""
    if not found.one and not found.other:
        return
    title("Who carries it", sheet)
    for code, side in zip(found.pair, (found.one, found.other), strict=True):
        sheet.line(Text(gazetteer.load().display(code), "bold dim"), _IN)
        for carrier in side[: _MOST // 2]:
            sheet.line(_carrier(carrier, sheet), _IN + 2)
    if found.meetings:
        sheet.line(Text("Meetings", "bold dim"), _IN)
    for meeting in found.meetings[:_MOST]:
        people = Text(", ").join([sheet.name(one.name) for one in meeting.people[:4]])
        where = [sheet.name(meeting.place)] if meeting.place else []
        where += [Text(f"on the margins of {meeting.margin.conference}")] if meeting.margin else []
        days = f"{meeting.first or 'no day'}" + (f" to {meeting.last}" if meeting.last != meeting.first else "")
        line = Text.assemble((f"{days}  ", "dim"), people)
        sheet.line(Text(" · ").join([line, *where]), _IN + 2)
    _rest(found.meetings, sheet)
    if found.thirds:
        sheet.line(Text("Third parties", "bold dim"), _IN)
        named = [f"{one.party} ({one.part}, {number(one.stories, 'story', 'stories')})" for one in found.thirds[:_MOST]]
        sheet.line(Text(", ".join(named)), _IN + 2)
    sheet.line()


def _carrier(carrier: Carrier, sheet: Sheet) -> Text:
    offices = f" ({', '.join(carrier.offices)})" if carrier.offices else ""
    acts = ", ".join(f"{kind} {count}" for kind, count in sorted(carrier.acts.items(), key=lambda one: -one[1])[:4])
    line = Text.assemble(
        sheet.name(carrier.name), sheet.name(offices), f"  {number(carrier.stories, 'story', 'stories')}"
    )
    if acts:
        line.append(f"  tone {chart.signed(carrier.tone)}  ").append(acts, "dim")
    return line


# --- what it is said to hang on -------------------------------------------------------------------------


def claims(found: Sequence[Claim], relation: Relation, sheet: Sheet) -> None:
    """Who says that it hangs, or does not, on another relation."""
    if not found:
        return
    title("What it is said to hang on", sheet)
    for one in found[:_MOST]:
        claim(one, sheet)
    _rest(found, sheet)
    sheet.line()


def claim(found: Claim, sheet: Sheet) -> None:
    """A claim with the first words that make it."""
    who = sheet.name(found.speaker.name) if found.speaker else Text("somebody not named")
    line = Text.assemble("–".join(found.of), (f" {said(found)} ", "bold"), "–".join(found.on), ", says ", who)
    sheet.line(line, _IN)
    first = found.tellings[0]
    sheet.line(Text.assemble("“", sheet.name(first.quote), "”"), _IN + 2, own=True)
    more = f" and {number(len(found.tellings) - 1, 'place')} more" if len(found.tellings) > 1 else ""
    source = [sheet.name(first.outlet)] if first.outlet else []
    source += [Text(str(first.published))] if first.published else []
    sheet.line(Text.assemble(Text(" · ").join(source), more, style="dim"), _IN + 2)


def said(found: Claim) -> str:
    """What is claimed of the two relations."""
    if found.directed:
        return "hangs on" if found.stance == "conditional" else "does not hang on"
    return "hangs together with" if found.stance == "conditional" else "is independent of"
