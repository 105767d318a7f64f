"""An event as a row of the table, with what unfolds under it."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.faces.web.interface import Interface
from dragoman.faces.web.lines import Line, line
from dragoman.ledger.glance import Glance
from dragoman.model import Event, Evidence, Record, Report, Told
from dragoman.relations.briefing import names
from dragoman.relations.briefing.wording import Phrase

_BEFORE = 34  # characters of the sentence that stand before the words of the act in a row


class Proof(Record, frozen=True):
    """The words that one field rests on, and why they say so; `reason` is English."""

    field: str
    quote: str
    reason: str


class Row(Record, frozen=True):
    """A row: the line, its words cut so that the act is in sight, and what unfolds. `reason` is English.

    `chain` is who says so, from the outlet to the one whom the report names last.
    """

    line: Line
    cut: tuple[str, str, str] | None
    glance: Glance
    mode: str | None
    contexts: tuple[str, ...]
    score: float | None
    reason: str | None
    chain: tuple[Phrase, ...]
    proofs: tuple[Proof, ...]
    title: str | None
    url: str | None


def rows(found: Sequence[Told], glances: Sequence[Glance], ui: Interface) -> list[Row]:
    """Events as rows, in their order."""
    return [_row(told, glance, ui) for told, glance in zip(found, glances, strict=True)]


def _row(told: Told, glance: Glance, ui: Interface) -> Row:
    event, report, shown = told.event, told.report, line(told, ui)
    own = event if isinstance(event, Event) else None
    url = report.url if report else getattr(event, "url", None)
    return Row(
        line=shown,
        cut=_cut(shown.quote) if shown.quote else None,
        glance=glance,
        mode=_mode(event.mode, ui),
        contexts=tuple(ui.words.contexts.get(one, one) for one in event.contexts),
        score=event.score,
        reason=own.reason if own else None,
        chain=_chain(own, report, ui) if own else (),
        proofs=tuple(_proof(one, ui) for one in own.evidence) if own else (),
        title=report.title if report else None,
        url=url if url and url.startswith(("http://", "https://")) else None,
    )


def _mode(mode: str | None, ui: Interface) -> str | None:
    return None if mode is None else ui.say(f"modes.{mode}") if ui.knows(f"modes.{mode}") else mode


def _proof(evidence: Evidence, ui: Interface) -> Proof:
    key = f"events.field_{evidence.field}"
    return Proof(field=ui.say(key) if ui.knows(key) else evidence.field, quote=evidence.quote, reason=evidence.reason)


def _chain(event: Event, report: Report | None, ui: Interface) -> tuple[Phrase, ...]:
    links = event.reported_by or ((report.outlet,) if report and report.outlet else ())
    return tuple(names.source(name, ui.words) for name in links)


def _cut(quote: tuple[str, str, str]) -> tuple[str, str, str]:
    before, act, after = quote
    if len(before) > _BEFORE:
        _, _, kept = before[-_BEFORE:].partition(" ")
        before = f"… {kept}"
    return before, act, after
