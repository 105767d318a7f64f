"""A briefing while it is written: sentences with their notes, and what all of its sections need."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import cached_property

from dragoman.languages import packs
from dragoman.ledger.tellings import Telling
from dragoman.model import Record, Told
from dragoman.relations.briefing import names
from dragoman.relations.briefing.notes import Notes, outlet_of
from dragoman.relations.briefing.wording import Direction, Phrase, Piece, Value, Words, begun
from dragoman.relations.periods import By
from dragoman.relations.relation import Relation
from dragoman.text import printable

_ISOLATES = {"ltr": "\u2066", "rtl": "\u2067", "auto": "\u2068"}
_END = "\u2069"
_CLOSING = ' .،؛"'


class Sentence(Record, frozen=True):
    """A sentence in pieces, and the numbers of its notes; only what is said of the picture itself has none."""

    pieces: Phrase
    notes: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """As plain text, in which each foreign piece keeps its direction to itself by Unicode's isolates."""
        return "".join(
            f"{_ISOLATES[piece.direction]}{piece.text}{_END}" if piece.direction else piece.text
            for piece in self.pieces
        )


class Draft:
    """What a briefing is written from and in which words, and the notes that its sentences gather."""

    def __init__(self, relation: Relation, words: Words, by: By) -> None:
        self.relation = relation
        self.words = words
        self.by = by
        self.notes = Notes(relation.ledger)
        self._told: dict[int, Told] = {}

    @cached_property
    def one(self) -> str:
        """What the first party is called."""
        return names.party(self.relation.pair[0], self.words)

    @cached_property
    def other(self) -> str:
        """What the second party is called."""
        return names.party(self.relation.pair[1], self.words)

    @cached_property
    def events(self) -> dict[str, Telling]:
        """The tellings that count, by their events' ids."""
        return {one.event: one for one in self.relation.dealings.tellings}

    def sentence(self, key: str, notes: Iterable[int] = (), /, **values: Value) -> Sentence:
        """One of the `sentences` of the wording."""
        return Sentence(pieces=begun(self.words.say(key, **values)), notes=tuple(dict.fromkeys(notes)))

    def told(self, tellings: Sequence[Telling]) -> list[Told]:
        """Tellings as whole records, each read once."""
        missing = [one for one in tellings if one.seq not in self._told]
        if missing:
            found = self.relation.told(missing)
            self._told.update((one.seq, told) for one, told in zip(missing, found, strict=True))
        return [self._told[one.seq] for one in tellings]

    def notes_of(self, tellings: Sequence[Telling]) -> list[int]:
        """The notes to the sentences of some tellings."""
        return [self.notes.of_told(told) for told in self.told(tellings)]

    def notes_of_events(self, events: Iterable[str]) -> list[int]:
        """The notes to events, by their ids, as far as they count in the relation."""
        return self.notes_of([self.events[one] for one in events if one in self.events])

    def outlet(self, telling: Telling) -> Phrase:
        """Who tells it."""
        report = self.told([telling])[0].report
        name = telling.told_by or (outlet_of(report) if report is not None else None)
        return names.foreign(name) if name else self.words.say("source_unnamed")

    def quoted(self, text: str, language: str | None) -> Phrase:
        """A report's own words in a sentence: they keep their language and direction to themselves."""
        shown = " ".join(printable(text).split()).strip(_CLOSING)
        return (Piece(text=shown, language=language or "und", direction=direction_of(language), quoted=True),)

    def when(self, first: datetime.date | None, last: datetime.date | None, precision: str | None) -> str:
        """The days on which something was; where only the report's day is known, that."""
        if first is None:
            return self.words.sentences["undated_report"]
        if precision is None:
            return self.words.reported.format(day=self.words.date(first))
        return self.words.span(first, last or first)


def direction_of(language: str | None) -> Direction:
    """The direction of a language; `auto`, by the first letter, for one that no pack reads."""
    if language not in packs.LANGUAGES:
        return "auto"
    return "rtl" if packs.load(language).direction == "rtl" else "ltr"
