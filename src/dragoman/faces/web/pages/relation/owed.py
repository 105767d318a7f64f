"""Conditions and promises on a page: who owes what to whom, what became of it, and what people decided."""

from __future__ import annotations

from collections import Counter

from dragoman.faces.web.interface import Interface
from dragoman.faces.web.pages.relation.asked import Asked
from dragoman.ledger import Ledger
from dragoman.ledger.settling import STATES, Settlement, State
from dragoman.model import Record
from dragoman.relations.briefing import names
from dragoman.relations.briefing.draft import Draft, direction_of
from dragoman.relations.briefing.wording import Phrase, Piece
from dragoman.relations.commitments import Change, Commitment, Passage

SHOWN = 25  # that are shown at once
_DOUBTFUL = 2  # events that may have met or broken it


class Quote(Record, frozen=True):
    """Words of a report, with their language and direction."""

    words: str
    language: str | None
    direction: str


class Step(Record, frozen=True):
    """A state that it came into: the day, who says so, and the words that show it."""

    change: Change
    day: str | None
    quote: Quote | None


class Told(Record, frozen=True):
    """A place where it is told: the report, its outlet and day."""

    passage: Passage
    day: str | None


class Owed(Record, frozen=True):
    """A condition or promise. `steps` are what became of it, `doubtful` what may have; `settled` what people said."""

    found: Commitment
    debtor: Phrase
    creditor: Phrase
    mutual: bool
    words: Quote
    given: Quote | None
    since: str | None
    due: str | None
    steps: tuple[Step, ...]
    doubtful: tuple[Step, ...]
    told: tuple[Told, ...]
    settled: tuple[Settlement, ...]


class Owing(Record, frozen=True):
    """What is owed, the open first, the newest first, without `more`; how many there are of each state."""

    found: tuple[Owed, ...]
    more: int
    counts: dict[State, int]


def owing(asked: Asked, *, every: bool) -> Owing:
    """What the two owe each other: all of it, or what is shown at once."""
    found = asked.relation.commitments()
    counted = Counter(one.state for one in found)
    newest = sorted(found, key=lambda one: (-one.since.toordinal() if one.since else 0, one.id))
    order = sorted(newest, key=lambda one: one.state != "open")
    writing, settled = _Writing(asked.draft, asked.ui), _settled(asked.relation.ledger)
    shown = order if every else order[:SHOWN]
    return Owing(
        found=tuple(writing.owed(one, settled) for one in shown),
        more=len(order) - len(shown),
        counts={state: counted[state] for state in STATES if counted[state]},
    )


def _settled(ledger: Ledger) -> dict[str, list[Settlement]]:
    """What people decided, by the id of a place where it is told."""
    settled: dict[str, list[Settlement]] = {}
    for one in ledger.settlements():
        settled.setdefault(one.commitment, []).append(one)
    return settled


class _Writing:
    """Writes commitments in the reader's language."""

    def __init__(self, draft: Draft, ui: Interface) -> None:
        self._draft = draft
        self._ui = ui

    def owed(self, one: Commitment, settled: dict[str, list[Settlement]]) -> Owed:
        decided = sorted((s for at in one.told for s in settled.get(at.id, ())), key=lambda s: s.judgement)
        first = one.told[0].report
        return Owed(
            found=one,
            debtor=self._parties(one.owed_by),
            creditor=self._parties(one.owed_to),
            mutual=len(one.owed_by) > 1 and set(one.owed_by) == set(one.owed_to),
            words=self._quote(one.words, first),
            given=self._quote(one.in_return_for, first) if one.in_return_for else None,
            since=self._ui.date(one.since) if one.since else None,
            due=self._ui.date(one.due.end) if one.due else None,
            steps=tuple(self._step(each) for each in one.changes[1:] if each.by == "program"),
            doubtful=tuple(self._step(each) for each in one.candidates[:_DOUBTFUL]) if one.state == "open" else (),
            told=tuple(Told(passage=at, day=self._ui.date(at.published) if at.published else None) for at in one.told),
            settled=tuple(decided),
        )

    def _parties(self, codes: tuple[str, ...]) -> Phrase:
        words = self._draft.words
        listed = [(Piece(text=names.party(code, words)),) for code in codes]
        return words.listed(listed) if listed else words.say("nobody")

    def _step(self, change: Change) -> Step:
        quote = self._quote(change.quote, change.report) if change.quote and change.report else None
        return Step(change=change, day=self._ui.date(change.day) if change.day else None, quote=quote)

    def _quote(self, words: str, report: str) -> Quote:
        language = self._draft.notes.report(report).language
        return Quote(words=" ".join(words.split()), language=language, direction=direction_of(language))
