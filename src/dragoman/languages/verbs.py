"""A form of a verb, as each language's morphology gives it."""

from __future__ import annotations

from typing import Literal, NamedTuple

Tense = Literal["past", "present", "participle", "infinitive", "future"]


class VerbForm(NamedTuple):
    """A form of a verb, folded; several words where it is written so (برمی دارد), with blanks between.

    `passive` where the spelling itself says so.
    """

    word: str
    tense: Tense
    passive: bool = False
    negated: bool = False
    speaker: bool = False  # in the first person: whoever speaks is the actor
