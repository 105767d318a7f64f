"""Reports for a reader at a terminal: a head, a block for each event, then what was said of relations.

Nothing of a report reaches the terminal but as text: `Sheet` takes out what could steer it, and rich gets
`Text`, never markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TextIO

from rich.text import Text

from dragoman.faces import wording
from dragoman.faces.sheet import Sheet, one_line
from dragoman.knowledge import gazetteer
from dragoman.languages import packs
from dragoman.model import (
    Actor,
    Coding,
    Condition,
    Damage,
    Event,
    ForeignEvent,
    Link,
    Party,
    Place,
    Reading,
    Span,
    Statement,
    Time,
)


class Look(NamedTuple):
    """How events of a quad are marked."""

    symbol: str
    style: str
    gist: str


# Circles join, triangles part; hollow ones are words, full ones deeds.
QUADS = {
    "verbal-cooperation": Look("○", "cyan", "cooperation in words"),
    "material-cooperation": Look("●", "green", "in deeds"),
    "verbal-conflict": Look("△", "yellow", "conflict in words"),
    "material-conflict": Look("▲", "red", "in deeds"),
}
BLOCK = 6  # columns before the lines of a block
_COLUMN = 12  # and before words with a label
_TITLE = 100  # characters of a text that stand for its title
_SAMPLE = 40  # characters of a damaged stretch that are shown
_Parties = Sequence[Party]


def write(codings: Iterable[Coding], out: TextIO) -> None:
    """Writes each report as it comes."""
    write_on(Sheet.on(out), codings, out.flush)


def write_on(sheet: Sheet, codings: Iterable[Coding], after_each: Callable[[], None] = lambda: None) -> None:
    """Writes each report, and after the last what the symbols mean."""
    events = 0
    for coding in codings:
        _report(coding, sheet)
        after_each()
        events += len(coding.events)
    if events:
        legend(sheet)


def legend(sheet: Sheet) -> None:
    """What the symbols before the acts mean."""
    sheet.line(Text.assemble(*[(f"{look.symbol} {look.gist}   ", look.style) for look in QUADS.values()]))


def _report(coding: Coding, sheet: Sheet) -> None:
    text = coding.report.text
    _head(coding.reading, sheet)
    for number, one in enumerate(coding.events, 1):
        event(number, one, text, sheet)
    if not coding.events:
        sheet.line(Text("No events found.", "dim"), BLOCK)
        sheet.line()
    _section("Statements", coding.statements, statement, text, sheet)
    _section("Conditions", coding.conditions, condition, text, sheet)
    _section("Links between relations", coding.links, _link, text, sheet)
    _agenda(coding, sheet)
    _damage(coding.report.damage, text, sheet)


def _section(
    title: str, records: Sequence[Any], show: Callable[[Any, str, Sheet], None], text: str, sheet: Sheet
) -> None:
    if not records:
        return
    sheet.line(Text(f"{title} ({len(records)})", "bold"), 2)
    for record in records:
        show(record, text, sheet)
    sheet.line()


# --- the head -----------------------------------------------------------------------------------


def _head(reading: Reading, sheet: Sheet) -> None:
    report = reading.report
    sheet.line(Text("━" * sheet.width, "dim"))
    title = Text(one_line(report.title)) if report.title else _first_words(reading, sheet)
    title.stylize("bold")
    sheet.line(title, own=True)
    sources = [*([report.outlet] if report.outlet else []), *report.agencies]
    facts = [Text(packs.load(report.language).data.name)] if report.language else []
    facts += [_chain(sources, sheet)] if sources else []
    facts.append(_published(reading, sheet))
    facts += [Text(f"damage: {len(report.damage)}")] if report.damage else []
    sheet.line(Text(" · ").join(facts))
    sheet.line(sheet.name(report.url or report.source_id or report.id, "dim"))
    sheet.line()


def _first_words(reading: Reading, sheet: Sheet) -> Text:
    first = next(iter(reading.sentences), Span(start=0, end=len(reading.report.text)))
    return sheet.quote(reading.report.text, first, room=_TITLE)


def _published(reading: Reading, sheet: Sheet) -> Text:
    day, reason = reading.published, reading.published_reason
    said = f"published {day.isoformat()}" if day else "day of publication unknown"
    if reason is None:
        return Text(said)
    return Text.assemble(said, " (", "inferred: " if day else "", sheet.reason(reason), ")")


def _chain(names: Sequence[str], sheet: Sheet) -> Text:
    """Who has it from whom, the last teller first."""
    return Text(" ← ").join([sheet.name(name) for name in names])


# --- events -------------------------------------------------------------------------------------


def event(number: int, found: Event, text: str, sheet: Sheet) -> None:
    """An event of the report with this text: what, who, when and where, and the words that say so."""
    act(number, found, sheet)
    quote = sheet.quote(text, found.sentence, room=sheet.room(2, BLOCK), mark=found.trigger, style=style_of(found))
    sheet.line(quote, BLOCK, own=True)
    details(found, sheet)
    sheet.line()


def act(number: int, found: Event | ForeignEvent, sheet: Sheet) -> None:
    """What was done, when, where, by whom and to whom."""
    sheet.ends(_what(number, found), _when_and_where(found, sheet))
    _sides(_placed(found.actors), _placed(found.recipients), sheet)


def details(found: Event, sheet: Sheet) -> None:
    """Who says so, on what condition, and how the day was had."""
    if found.reported_by:
        detail("from", _chain(found.reported_by, sheet), sheet)
    if found.condition:
        detail("if", sheet.name(found.condition), sheet)
    if found.when and found.when.inferred:
        words = Text.assemble(sheet.name(found.when.text), ": ", sheet.reason(found.when.inferred))
        detail("when", words, sheet)


def style_of(found: Event | ForeignEvent) -> str:
    """How the words of its act look."""
    return f"bold {QUADS[found.quad].style}"


def _placed(parties: Sequence[Party | Actor]) -> _Parties:
    """The parties of a foreign event stand nowhere in a report."""
    return [one if isinstance(one, Party) else Party(start=0, end=0, actor=one) for one in parties]


def detail(label: str, text: Text, sheet: Sheet) -> None:
    """A line of a block with a label before it."""
    sheet.labelled(Text(label, "dim"), text, BLOCK, _COLUMN)


def _what(number: int, event: Event | ForeignEvent) -> Text:
    """The act in English and in PLOVER's terms, whether it is done, and how sure the coder is."""
    words = f"{QUADS[event.quad].symbol} {wording.act(event.type, event.mode)}"
    code = event.type + (f"/{event.mode}" if event.mode else "")
    sure = "" if event.confidence is None else f" {event.confidence:.0%}"
    line = Text.assemble((f"{number:>3} ", "dim"), (words, style_of(event)), f"  {code}", (sure, "dim"))
    if event.modality != "done":
        line.append(f"  {event.modality}", "bold magenta")
    # What is negated is denied too: one of the words is enough.
    status = event.status if isinstance(event, Event) else "claimed"
    if status != "claimed" and event.modality != "negated":
        line.append(f"  {status}", "bold magenta")
    return line


def _when_and_where(event: Event | ForeignEvent, sheet: Sheet) -> Text:
    known = [Text(days(event.when))] if event.when else []
    known += [_place(event.where, sheet)] if event.where else []
    return Text(" · ").join(known)


def days(time: Time) -> str:
    """When, as finely as the words tell it."""
    start, end = time.start.isoformat(), time.end.isoformat()
    if time.precision == "year" and start[:4] == end[:4]:
        return start[:4]
    if time.precision == "month" and start[:7] == end[:7]:
        return start[:7]
    return start if start == end else f"{start} to {end}"


def _place(place: Place, sheet: Sheet) -> Text:
    country = gazetteer.load().display(place.country) if place.country else ""
    return sheet.name(place.name if country in ("", place.name) else f"{place.name}, {country}")


def _sides(actors: _Parties, recipients: _Parties, sheet: Sheet) -> None:
    """Who and to whom: on one line, or the two sides on a line each where one is too short."""
    if recipients:
        mark, sides = "→ ", [_parties(actors, sheet), _parties(recipients, sheet)]
    else:
        mark, sides = (
            "↔ ",
            [_parties([party], sheet) for party in _different(actors)] or [_parties([], sheet)],
        )
    line = Text(f" {mark}").join(sides)
    if sheet.fits(line, BLOCK) or len(sides) > 2:
        sheet.line(line, BLOCK)
        return
    for number, side in enumerate(sides):
        sheet.line(Text.assemble(mark, side) if number else side, BLOCK)


def _different(parties: _Parties) -> _Parties:
    """Each actor once, wherever else the sentence names it again."""
    return list({(party.actor.name, party.actor.code): party for party in parties}.values())


def _parties(parties: _Parties, sheet: Sheet) -> Text:
    if not parties:
        return Text("(not named)", "dim")
    return Text(", ").join([_party(party, sheet) for party in _different(parties)])


def _party(party: Party, sheet: Sheet) -> Text:
    actor = party.actor
    office = f", {actor.office}" if actor.office and actor.office != actor.name else ""
    return Text.assemble(sheet.name(actor.name, "bold"), office, (f" [{actor.code}]", "dim"))


# --- what was said of relations --------------------------------------------------------------


def statement(said: Statement, text: str, sheet: Sheet) -> None:
    """Who said what of which relations, and where he stands."""
    line = _party(said.speaker, sheet) if said.speaker else Text("(speaker not named)", "dim")
    if said.addressee:
        line = Text.assemble(line, " to ", _party(said.addressee, sheet))
    line.append(", in direct speech" if said.direct else "")
    line.append(f": {said.stance}", "bold")
    line.append(" on " + ", ".join(map(_pair, said.about)) if said.about else "")
    sheet.line(line, BLOCK - 2)
    _words(said, text, sheet)


def condition(condition: Condition, text: str, sheet: Sheet) -> None:
    """Who demands what of whom, and in return for what."""
    sides = [_party(party, sheet) for party in (condition.holder, condition.party) if party]
    line = Text(" of ").join(sides) if sides else Text("(nobody named)", "dim")
    line.append(f": {condition.state}", "bold")
    line.append(f", due {days(condition.due)}" if condition.due else "")
    sheet.line(line, BLOCK - 2)
    detail("if", sheet.name(condition.demand), sheet)
    if condition.in_return_for:
        detail("then", sheet.name(condition.in_return_for), sheet)


def _link(link: Link, text: str, sheet: Sheet) -> None:
    how = "hangs on" if link.stance == "conditional" else "does not hang on"
    line = Text.assemble(_pair(link.of), (f" {how} ", "bold"), _pair(link.on))
    if link.by:
        line = Text.assemble(line, ", says ", _party(link.by, sheet))
    sheet.line(line, BLOCK - 2)
    _words(link, text, sheet)


def _words(span: Span, text: str, sheet: Sheet) -> None:
    sheet.line(sheet.quote(text, span, room=sheet.room(3, BLOCK)), BLOCK, own=True)


def _pair(pair: tuple[str, str]) -> str:
    return "–".join(pair)


def _agenda(coding: Coding, sheet: Sheet) -> None:
    topics = Counter(topic.topic for topic in coding.agenda)
    if topics:
        sheet.line(Text(f"Agenda ({len(topics)})", "bold"), 2)
        counted = [name + (f" ×{times}" if times > 1 else "") for name, times in topics.most_common()]
        sheet.line(Text(" · ".join(counted)), BLOCK - 2)
        sheet.line()


def _damage(damage: Sequence[Damage], text: str, sheet: Sheet) -> None:
    if damage:
        sheet.line(Text(f"Damage ({len(damage)})", "bold"), 2)
    for stretch in damage:
        quote = sheet.isolated(sheet.quote(text, stretch, room=_SAMPLE))
        kind = Text(f"{stretch.kind.value}: ", "dim")
        sheet.line(Text.assemble(kind, quote, " ", sheet.reason(stretch.reason, "dim")), BLOCK - 2)
    if damage:
        sheet.line()
