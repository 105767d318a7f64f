"""What a ledger holds, for a reader at a terminal: blocks as `dragoman read` shows them, each with its report."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rich.text import Text

from dragoman.faces import table
from dragoman.faces.ledger.counts import number
from dragoman.faces.sheet import Sheet, one_line
from dragoman.ledger.settling import condition_id
from dragoman.model import Condition, Event, ForeignEvent, Report, Statement, Told

if TYPE_CHECKING:
    from dragoman.ledger.feeds import Polled
    from dragoman.ledger.history import Change, Step
    from dragoman.ledger.questions import Noted
    from dragoman.ledger.stories import Story
    from dragoman.ledger.totals import Totals

_WHEN = 18  # columns that a time takes


def events(found: Iterable[Told], sheet: Sheet) -> int:
    """Each event with where it is from; gives how many there were."""
    shown = 0
    for shown, told in enumerate(found, 1):
        event(shown, told, sheet)
    if shown:
        table.legend(sheet)
    return shown


def event(place: int, told: Told, sheet: Sheet) -> None:
    """One event, its words and its report."""
    table.act(place, told.event, sheet)
    if isinstance(told.event, Event) and told.report is not None:
        style = table.style_of(told.event)
        room = sheet.room(2, table.BLOCK)
        words = sheet.quote(told.report.text, told.event.sentence, room=room, mark=told.event.trigger, style=style)
        sheet.line(words, table.BLOCK, own=True)
        table.details(told.event, sheet)
    sheet.line(source(told, sheet), table.BLOCK)
    sheet.line(_ids(told), table.BLOCK)
    sheet.line()


def source(told: Told, sheet: Sheet) -> Text:
    """The report of an event, or the file that a foreign one came from."""
    if told.report is not None:
        return _source(told.report, sheet)
    event = told.event
    assert isinstance(event, ForeignEvent)
    facts = [Text(f"foreign, {one_line(event.coder)}")]
    facts += [sheet.name(event.outlet)] if event.outlet else []
    facts += [Text(event.published.isoformat())] if event.published else []
    facts += [sheet.name(event.url)] if event.url else []
    return _joined(facts)


def _source(report: Report, sheet: Sheet) -> Text:
    facts = [sheet.name(report.outlet)] if report.outlet else []
    facts += [Text(report.language)] if report.language else []
    facts += [Text(report.published.isoformat())] if report.published else []
    title = report.title or report.url or report.source_id
    facts += [sheet.name(title)] if title else []
    return _joined(facts)


def _joined(facts: Sequence[Text]) -> Text:
    line = Text(" · ").join(facts)
    line.stylize("dim")
    return line


def _ids(told: Told) -> Text:
    parts = [f"event {one_line(told.event.id)}"]
    parts += [f"report {told.report.id}"] if told.report else []
    parts += [f"story {told.story}"] if told.story and told.story != told.event.id else []
    parts += [f"a copy of {told.copy_of}"] if told.copy_of else []
    return Text(" · ".join(parts), "dim")


# --- statements and conditions --------------------------------------------------------------------


def notes(found: Iterable[Noted], sheet: Sheet) -> int:
    """Statements or conditions, under the report that they stand in; gives how many there were."""
    shown = 0
    for _, group in groupby(found, key=lambda noted: noted.report.id):
        for at, noted in enumerate(group):
            if not at:
                sheet.line(_source(noted.report, sheet))
                sheet.line(Text(f"report {noted.report.id}", "dim"))
            if isinstance(noted.note, Statement):
                table.statement(noted.note, noted.report.text, sheet)
            elif isinstance(noted.note, Condition):
                table.condition(noted.note, noted.report.text, sheet)
                sheet.line(Text(f"condition {condition_id(noted.report.id, noted.note)}", "dim"), table.BLOCK)
            shown += 1
        sheet.line()
    return shown


# --- stories --------------------------------------------------------------------------------------


def stories(found: Iterable[Story], sheet: Sheet) -> int:
    """Each story with its events, and why each joined; gives how many there were."""
    shown = 0
    for shown, story in enumerate(found, 1):
        first = story.events[0].event
        table.act(shown, first, sheet)
        reports = len({told.report.id for told in story.events if told.report})
        told_by = f"{number(len(story.events), 'event')} of {number(reports, 'report')}"
        sheet.line(Text(f"story {story.id}: {told_by}", "bold"), table.BLOCK)
        for told, (score, reason) in zip(story.events, story.reasons, strict=True):
            _member(told, score, reason, sheet)
        sheet.line()
    if shown:
        table.legend(sheet)
    return shown


def _member(told: Told, score: float | None, reason: str, sheet: Sheet) -> None:
    sheet.line(source(told, sheet), table.BLOCK)
    event = told.event
    if isinstance(event, Event) and told.report is not None:
        room = sheet.room(1, table.BLOCK)
        words = sheet.quote(
            told.report.text, event.sentence, room=room, mark=event.trigger, style=table.style_of(event)
        )
        sheet.line(words, table.BLOCK, own=True)
        if event.status != "claimed":
            sheet.line(Text(f"{event.status} by this report", "bold magenta"), table.BLOCK)
    said = "" if score is None else f"{score:.2f}: "
    table.detail("why", Text.assemble(said, sheet.reason(reason)), sheet)
    sheet.line(_ids(told), table.BLOCK)


# --- records and their past -------------------------------------------------------------------------


def steps(found: Iterable[Step], sheet: Sheet) -> None:
    """What happened to a record, a line each, and the reason under it."""
    for step in found:
        judgement = f" (judgement {step.judgement})" if step.judgement else ""
        when = Text(clock(step.at), "dim")
        what = Text.assemble(sheet.name(step.who, "bold"), "  ", sheet.name(step.what), judgement)
        sheet.labelled(when, what, 0, _WHEN)
        for line in (step.why or "").splitlines():
            sheet.line(sheet.name(line), _WHEN)


def changes(found: Iterable[Change], sheet: Sheet) -> int:
    """What two coders say differently, under the report they say it of; gives how many there were."""
    shown = 0
    for report, group in groupby(found, key=lambda change: change.report):
        sheet.line(Text(f"report {report}", "bold"))
        for change in group:
            shown += 1
            mark = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
            words = Text.assemble(f"{mark} {change.type} “", sheet.name(change.trigger), f"”  event {change.event}")
            sheet.line(words, 2)
            for field, (one, other) in change.fields.items():
                sheet.line(Text.assemble((f"{field}: ", "dim"), sheet.name(f"{_value(one)} → {_value(other)}")), 4)
    return shown


def feeds(found: Iterable[tuple[Polled, int]], sheet: Sheet) -> int:
    """What each source last gave, with how often it failed in a row; gives how many there were."""
    listed = list(found)
    for polled, failures in listed:
        sheet.line(sheet.name(polled.source, "bold"))
        parts = [f"asked {clock(polled.at)}", polled.status]
        parts += [f"{number(polled.entries, 'entry', 'entries')}, {polled.added:,} new"]
        parts += [f"failed {failures} times in a row"] if failures > 1 else []
        parts += [f"next {clock(polled.next_at)}"] if polled.next_at else []
        sheet.line(Text(one_line(" · ".join(parts))), table.BLOCK)
        if polled.message:
            sheet.line(Text(one_line(polled.message), "dim"), table.BLOCK)
    return len(listed)


def clock(at: datetime.datetime) -> str:
    """A time as this machine's clock has it."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def totals(found: Totals, coders: dict[str, int], shown: str, sheet: Sheet) -> None:
    """How much a ledger holds."""
    sheet.line(Text(one_line(shown), "bold"))
    for name, count in _counted(found):
        sheet.line(Text(f"{count:>12,}  {name}"))
    for coder, count in coders.items():
        sheet.line(Text(f"{count:>12,}  coded by {one_line(coder)}"))


def _counted(found: Totals) -> Iterator[tuple[str, int]]:
    yield "reports", found.reports
    for language, count in sorted(found.languages.items()):
        yield f"in {one_line(language)}", count
    yield "near copies of another", found.copies
    yield "events", found.events
    yield "of them foreign", found.foreign
    yield "judgements", found.judgements


def _value(value: Any) -> str:
    if value is None or value in ((), []):
        return "nothing"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
