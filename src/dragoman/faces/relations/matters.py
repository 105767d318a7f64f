"""What a relation is made of besides its events: commitments, agenda, who carries it, what it is said to hang on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.text import Text

from dragoman.faces import wording
from dragoman.faces.ledger.counts import number
from dragoman.faces.relations import chart
from dragoman.faces.sheet import Sheet, one_line
from dragoman.knowledge import gazetteer
from dragoman.model import Span
from dragoman.relations import Relation
from dragoman.relations.agenda import Agenda, Matter
from dragoman.relations.carriers import Carrier, Carriers
from dragoman.relations.carriers.meetings import TYPE
from dragoman.relations.carriers.who import Who
from dragoman.relations.commitments import Change, Commitment
from dragoman.relations.links.claims import Claim

_IN = 2
_DEEP = 12
_MOST = 12  # lines of a list
_DOUBTFUL = 2  # events that may have met or broken a commitment
_LABEL = 40  # columns of a matter's name
_STATES = {"open": "bold", "met": "bold green", "breached": "bold red", "lapsed": "bold yellow"}


def title(words: str, sheet: Sheet, note: str = "") -> None:
    """The head of a section, with a note behind it or, where it has no room there, under it."""
    line = Text.assemble((words, "bold"), (f"  {note}" if note else "", "dim"))
    if sheet.fits(line, 0):
        sheet.line(line)
    else:
        sheet.line(Text(words, "bold"))
        sheet.line(Text(note, "dim"), _IN)


def _rest(every: Sequence[object], sheet: Sheet) -> None:
    if len(every) > _MOST:
        sheet.line(Text(f"and {len(every) - _MOST:,} more: --format json has all", "dim"), _IN)


# --- conditions and promises -----------------------------------------------------------------------


def commitments(found: Sequence[Commitment], relation: Relation, sheet: Sheet) -> None:
    """Who owes what to whom, since when, and what became of it; what is open first, the newest first."""
    if not found:
        return
    counts = Counter[str](one.state for one in found)
    title("Conditions and promises", sheet, ", ".join(f"{counts[name]:,} {name}" for name in _STATES if counts[name]))
    order = sorted(found, key=lambda one: str(one.since), reverse=True)
    order.sort(key=lambda one: one.state != "open")
    for one in order[:_MOST]:
        commitment(one, sheet)
    _rest(order, sheet)
    sheet.line()


def commitment(found: Commitment, sheet: Sheet) -> None:
    """One of them, in the words of its report, with each change and its evidence."""
    owes = f"({found.unnamed or 'nobody is named'})"
    if found.owed_by:
        owes = f"{', '.join(found.owed_by)} owes {', '.join(found.owed_to) or 'nobody named'}"
    days = [f"since {found.since}"] if found.since else []
    days += [f"until {found.due.end}"] if found.due else []
    days += ["contested"] if found.contested else []
    line = Text.assemble((f"{found.state:>8}", _STATES[found.state]), f"  {owes}", (f"  {found.kind}", "dim"))
    sheet.ends(line, Text(" · ".join(days), "dim"), _IN)
    _quoted(found.words, sheet, _DEEP)
    if found.in_return_for:
        sheet.line(
            Text.assemble(("in return for ", "dim"), sheet.isolated(Text(_cut(found.in_return_for, sheet)))), _DEEP
        )
    for change in found.changes:
        if change.state != "open" or change.by != "program":
            _change(change, "", sheet)
    for change in found.candidates[:_DOUBTFUL]:
        _change(change, "perhaps ", sheet)
    if (more := len(found.candidates) - _DOUBTFUL) > 0:
        sheet.line(Text(f"and {number(more, 'event')} more that may have", "dim"), _DEEP)
    sheet.line(Text(f"{found.kind} {one_line(found.id)}", "dim"), _DEEP)


def _change(change: Change, doubt: str, sheet: Sheet) -> None:
    day = f" {change.day}" if change.day else ""
    line = Text.assemble((f"{doubt}{change.state}", "dim" if doubt else _STATES[change.state]), day)
    if change.by != "program":
        line.append(", says ").append_text(sheet.name(change.by))
    line.append(": " if change.reason else "").append_text(sheet.reason(change.reason))
    sheet.line(line, _DEEP)
    if change.quote:
        _quoted(change.quote, sheet, _DEEP + 2)
    if change.event:
        sheet.line(Text(f"event {one_line(change.event)}", "dim"), _DEEP + 2)


def _quoted(words: str, sheet: Sheet, indent: int) -> None:
    """A report's words in quotation marks, in their own direction."""
    sheet.line(Text(_cut(words, sheet, indent)), indent, own=True)


def _cut(words: str, sheet: Sheet, indent: int = _DEEP) -> str:
    """Words in quotation marks, no more than fill three lines."""
    return sheet.quote(words, Span(start=0, end=len(words)), room=sheet.room(3, indent)).plain


# --- agenda -------------------------------------------------------------------------------------------


def agenda(found: Agenda, relation: Relation, sheet: Sheet) -> None:
    """What it is about: matters, how often, and whether they rise or fall."""
    topics = [one for one in found.topics if not one.generic]
    if not topics and not found.contexts:
        return
    title("Agenda", sheet, f"of {number(found.reports, 'report')}: how many name it, their languages, by {found.by}")
    shown = topics[:_MOST]
    width = min(max((len(one.label) for one in shown), default=0), _LABEL)
    tongues = max((len("/".join(one.languages)) for one in shown), default=0)
    for one in shown:
        _matter(one, width, tongues, sheet)
    _rest(topics, sheet)
    generic = [one.label for one in found.topics if one.generic]
    if generic:
        sheet.line(Text(f"in general: {', '.join(generic)}", "dim"), _IN)
    if found.contexts:
        named = [f"{one.label} {one.reports}" for one in found.contexts[:_MOST]]
        sheet.line(Text.assemble(("contexts of its events: ", "dim"), ", ".join(named)), _IN)
    sheet.line()


def _matter(one: Matter, width: int, tongues: int, sheet: Sheet) -> None:
    line = f"{one.label:{width}}  {one.reports:>4}  {'/'.join(sorted(one.languages)):{tongues}}  "
    most, room = max(one.series, default=0) or 1, max(sheet.width - _IN - len(line), 1)
    line += chart.sparkline([value / most * 2 - 1 if value else None for value in one.series[-room:]])
    trend = Text()
    if one.shift is not None and one.shift.trend:
        figures = f" {one.shift.before:.0%} → {one.shift.after:.0%}, q {chart.chance(one.shift.q)}"
        trend = Text.assemble((one.shift.trend, "bold"), (figures, "dim"))
    if trend:
        sheet.ends(Text(line), trend, _IN)
    else:
        sheet.line(Text(line), _IN)


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
        people = Text(", ").join([_who(one, sheet) for one in meeting.people[:4]])
        where = [sheet.name(meeting.place)] if meeting.place else []
        where += [Text(f"on the margins of {meeting.margin.conference}")] if meeting.margin else []
        days = f"{meeting.first or 'no day'}" + (f" to {meeting.last}" if meeting.last != meeting.first else "")
        said = [wording.act(TYPE, meeting.mode)] if meeting.mode else []
        line = Text.assemble((f"{days}  ", "dim"), people)
        sheet.line(Text(" · ").join([line, *map(Text, said), *where]), _IN + 2)
    _rest(found.meetings, sheet)
    if found.thirds:
        sheet.line(Text("Third parties", "bold dim"), _IN)
        named = [f"{one.party} ({one.part}, {number(one.stories, 'story', 'stories')})" for one in found.thirds[:_MOST]]
        sheet.line(Text(", ".join(named)), _IN + 2)
    sheet.line()


def _carrier(carrier: Carrier, sheet: Sheet) -> Text:
    line = Text.assemble(_who(carrier, sheet, at_home=True), f"  {number(carrier.stories, 'story', 'stories')}")
    if carrier.acts:
        most = sorted(carrier.acts.items(), key=lambda one: (-one[1], one[0]))[:4]
        acts = ", ".join(f"{kind} {count}" for kind, count in most)
        line.append(f"  tone {chart.signed(carrier.tone)}  ").append(acts, "dim")
    return line


def _who(found: Who, sheet: Sheet, *, at_home: bool = False) -> Text:
    """Somebody by name; the party is said of whom the name doesn't tell, unless it stands above."""
    if isinstance(found, Carrier) and found.offices:
        return Text.assemble(sheet.name(found.name), sheet.name(f" ({', '.join(found.offices)})"))
    if found.kind == "sector" and found.sector not in (None, "UNK"):
        return Text.assemble(sheet.name(found.name), (f" [{found.party}:{found.sector}]", "dim"))
    of = Text("" if at_home or found.kind != "office" else f"{found.party} ")
    return Text.assemble(of, sheet.name(found.name))


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
    _quoted(first.quote, sheet, _IN + 2)
    more = f" and {number(len(found.tellings) - 1, 'place')} more" if len(found.tellings) > 1 else ""
    source = [sheet.name(first.outlet)] if first.outlet else []
    source += [Text(str(first.published))] if first.published else []
    source += [Text(f"report {first.report}")]
    sheet.line(Text.assemble(Text(" · ").join(source), more, style="dim"), _IN + 2)


def said(found: Claim) -> str:
    """What is claimed of the two relations."""
    if found.directed:
        return "hangs on" if found.stance == "conditional" else "does not hang on"
    return "hangs together with" if found.stance == "conditional" else "is independent of"
