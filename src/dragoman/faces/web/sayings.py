"""A statement as a page shows it: who said it, in which words, about which relations, where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.faces.web.interface import Interface
from dragoman.faces.web.lines import Who, who
from dragoman.ledger.doings import Said
from dragoman.model import Record
from dragoman.relations.briefing.draft import direction_of
from dragoman.relations.briefing.notes import outlet_of
from dragoman.relations.dealings import Pair


class Saying(Record, frozen=True):
    """A statement to be shown; `about` are the relations that it is about, by their codes and names."""

    text: str
    language: str | None
    direction: str
    speaker: Who | None
    addressee: Who | None
    about: tuple[tuple[Pair, tuple[str, str]], ...]
    stance: str
    day: str | None
    outlet: str | None
    report: str


def sayings(found: Iterable[Said], ui: Interface) -> list[Saying]:
    """Statements to be shown, in their order."""
    return [_saying(one, ui) for one in found]


def _saying(said: Said, ui: Interface) -> Saying:
    statement, report = said
    return Saying(
        text=statement.text,
        language=report.language,
        direction=direction_of(report.language),
        speaker=who(statement.speaker.actor, ui) if statement.speaker else None,
        addressee=who(statement.addressee.actor, ui) if statement.addressee else None,
        about=tuple((pair, (ui.party(pair[0]), ui.party(pair[1]))) for pair in statement.about),
        stance=statement.stance,
        day=ui.date(report.published) if report.published else None,
        outlet=outlet_of(report),
        report=report.id,
    )
