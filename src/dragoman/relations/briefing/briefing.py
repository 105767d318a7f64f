"""What a briefing says: its sections, each sentence of which is made from records and points at words of reports.

Nothing in it depends on the day on which it is made: the same ledger gives the same briefing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from dragoman.model import Record
from dragoman.relations.briefing import happened, setting, state, ties
from dragoman.relations.briefing.draft import Draft, Sentence
from dragoman.relations.briefing.notes import Footnote
from dragoman.relations.briefing.wording import Piece, wording
from dragoman.relations.dealings import Pair
from dragoman.relations.periods import By
from dragoman.relations.relation import Relation

_Write = Callable[[Draft], Iterator[Sentence]]
_SECTIONS: tuple[tuple[str, _Write], ...] = (
    ("now", state.now),
    ("changed", state.changed),
    ("happened", happened.happened),
    ("owed", ties.owed),
    ("agenda", setting.agenda),
    ("carriers", setting.carriers),
    ("hangs", ties.hangs),
    ("unknown", setting.unknown),
)


class Section(Record, frozen=True):
    """A part of a briefing; `name` is the same in all languages."""

    name: str
    title: str
    sentences: tuple[Sentence, ...]


class Briefing(Record, frozen=True):
    """A briefing in one language; notes are numbered from 1 in the order in which sentences point at them.

    `made_of` says how much it is made of, `foot` how; None and empty where nothing is told. `generated_from` is the
    revision of the ledger.
    """

    pair: Pair
    title: str
    language: str
    direction: Literal["ltr", "rtl"]
    made_of: str | None
    sections: tuple[Section, ...]
    notes: tuple[Footnote, ...]
    foot: tuple[Sentence, ...]
    weights: str
    generated_from: str


def briefing(relation: Relation, language: str = "en", by: By = "month") -> Briefing:
    """The briefing on a relation, its balance looked at by periods. Raises RelationError for a language without words.

    `language` is en, ar or fa.
    """
    words = wording(language)
    draft = Draft(relation, words, by)
    sections = []
    for name, write in _SECTIONS:
        sentences = tuple(write(draft)) or _nothing(draft, name)
        if sentences:
            sections.append(Section(name=name, title=words.titles[name], sentences=sentences))
    revision = relation.ledger.revision()
    return Briefing(
        pair=relation.pair,
        title=_plain(draft, "title"),
        language=language,
        direction=words.direction,
        made_of=_made_of(draft),
        sections=tuple(sections),
        notes=draft.notes.made,
        foot=tuple(_foot(draft, revision)),
        weights=relation.weights.version,
        generated_from=revision,
    )


def _nothing(draft: Draft, name: str) -> tuple[Sentence, ...]:
    return (Sentence(pieces=(Piece(text=draft.words.empty[name]),)),) if name in draft.words.empty else ()


def _plain(draft: Draft, name: str) -> str:
    return draft.sentence(name, one=draft.one, other=draft.other).text


def _made_of(draft: Draft) -> str | None:
    """How much is told, by how many, and of which days."""
    dealings = draft.relation.dealings
    if dealings.span is None:
        return None
    outlets = len({one.told_by for one in dealings.tellings})
    return draft.sentence(
        "made_of",
        stories=draft.words.count("stories", dealings.stories),
        outlets=draft.words.count("outlets", outlets),
        days=draft.words.span(*dealings.span),
    ).text


def _foot(draft: Draft, revision: str) -> Iterator[Sentence]:
    """How it was made, and by which thresholds a tone is called what."""
    figure = draft.words.figure
    yield draft.sentence("method")
    yield draft.sentence(
        "thresholds", plus=figure(state.FRIENDLY, signed=True), minus=figure(state.HOSTILE, signed=True)
    )
    yield draft.sentence("weights", weights=_code(draft.relation.weights.version), revision=_code(revision))


def _code(text: str) -> Piece:
    return Piece(text=text, direction="ltr")
