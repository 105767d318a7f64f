"""What a page says of a report and its records, whatever the language of the page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from dragoman.model import Actor, Coding, DamageKind, Event, Mention, Place, Record, Time
from dragoman.relations.briefing.wording import Phrase

Said = str | Phrase  # in pieces where a part of it keeps its language and direction to itself


class Who(Record, frozen=True):
    """A party: its name, what the name leaves out, why it is taken to be that, and the code of its own page."""

    name: Said
    standing: str = ""
    title: str = ""
    code: str | None = None


class Voice(Protocol):
    """A page's words: `English` of `terms.py` for the page in a file, the interface's languages for a server's."""

    def id(self, letter: str, number: int, event: Event | None = None) -> str:
        """The page's id of a record: of an event (e), statement (s), condition (c), link (l), matter (a) or damage (d).

        Of a sentence too (t).
        """

    def label(self, key: str) -> str:
        """A heading, or what stands before a fact."""

    def untitled(self) -> str:
        """What a report without a title is called."""

    def head(self, coding: Coding) -> Iterator[tuple[str, Said]]:
        """What is said of the report as a whole."""

    def act(self, event: Event) -> str:
        """What was done."""

    def numbered(self, event: Event, number: int) -> str:
        """An event and its number, for those who hear the page."""

    def who(self, actor: Actor) -> Who:
        """A party."""

    def named(self, actor: Actor) -> str:
        """A party where its words stand in the text."""

    def resolved(self, mention: Mention) -> str:
        """What a mention stands for, or why that is not known."""

    def pair(self, codes: tuple[str, str]) -> Said:
        """Two parties whose relation is spoken of."""

    def matter(self, topic: str) -> str:
        """A matter on the agenda."""

    def source(self, name: str) -> Said:
        """Whom a report names as its source."""

    def when(self, time: Time) -> str:
        """Days as finely as the report tells them."""

    def where(self, place: Place) -> Said:
        """A place."""

    def tags(self, event: Event) -> Iterator[str]:
        """What holds an event back from having happened."""

    def stance(self, stance: str) -> str:
        """Where a speaker stands."""

    def hanging(self, stance: str) -> str:
        """Whether a relation hangs on another."""

    def state(self, state: str) -> str:
        """A condition in its state."""

    def damage(self, kind: DamageKind) -> str:
        """A kind of damage."""

    def field(self, name: str) -> str:
        """A field of an event."""

    def measures(self, event: Event) -> str:
        """An event in figures."""


def plain(said: Said) -> str:
    """The words alone."""
    return said if isinstance(said, str) else "".join(piece.text for piece in said)
