"""The words on the pictures in English, Arabic and Persian: `wording.yaml`, read strictly, once.

Names, numbers and days are put into a sentence as isolates (Unicode's UAX #9), so that each keeps its own direction
and carries nothing around it away. A sentence of a language that runs right to left says so by its first mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources

from dragoman.data import read_yaml
from dragoman.errors import RelationError
from dragoman.model import Record
from dragoman.relations.briefing import names
from dragoman.relations.briefing import wording as briefing
from dragoman.relations.periods import By
from dragoman.text import printable

_FIRST_STRONG, _LEFT_TO_RIGHT, _END = "\u2068", "\u2066", "\u2069"
_RIGHT_TO_LEFT_MARK = "\u200f"
_HEH_WITH_YEH, _HEH_HAMZA = "\u06c0", "\u0647\u0654"
_LETTER = re.compile(r"[^\W\d_]")
_UNBROKEN = re.compile(f"(?:[{_FIRST_STRONG}{_LEFT_TO_RIGHT}][^{_END}]*{_END}|\\S)+")


class Words(Record, frozen=True, forbid_unknown_fields=True):
    """All that pictures say in one language; braces are filled by `say`."""

    language: str
    right_to_left: bool
    by: dict[By, str]
    directed: str
    balance: str
    tone: str
    amount: str
    events: str
    together: str
    cooperation: str
    conflict: str
    quads: dict[str, str]
    turns: dict[str, str]
    turn: str
    mark: str
    counted: str
    weights: str
    band: str
    left_out: str
    turned: str
    agenda: str
    reports: str
    matters: str
    agenda_counted: str
    halves: str
    network: str
    ties: str
    unclear: str
    circles: str
    communities: str
    parties_left_out: str
    links: str
    balance_of: str
    lagged: str
    chance: str
    first: str
    at_once: str
    ahead: str
    no_cause: str

    def say(self, phrase: str, **values: object) -> str:
        """A phrase with its values in it, each an isolate."""
        return self.begun(phrase.format(**{name: isolate(value) for name, value in values.items()}))

    def party(self, code: str) -> str:
        """What a party is called; its code where it has no name."""
        return names.party(code, briefing.wording(self.language)).removeprefix("the ")  # a label has no article

    def pieces(self, sentences: Sequence[str]) -> list[str]:
        """What may stand on a line of its own: words, and isolates with what sticks to them."""
        return [piece for one in sentences for piece in _UNBROKEN.findall(one.lstrip(_RIGHT_TO_LEFT_MARK))]

    def begun(self, line: str) -> str:
        """A line that runs the way of the language, whatever letter it begins with."""
        return f"{_RIGHT_TO_LEFT_MARK}{line}" if self.right_to_left else line


def isolate(value: object) -> str:
    """A value that keeps its direction to itself: without a letter it is a number or a day, and runs left to right."""
    text = legible(str(value))
    return f"{_FIRST_STRONG if _LETTER.search(text) else _LEFT_TO_RIGHT}{text}{_END}"


def legible(text: str) -> str:
    """Words of a report on one line: no marks of direction, and no letter that the font has only in two parts."""
    return printable(" ".join(text.split())).replace(_HEH_WITH_YEH, _HEH_HAMZA)


def wording(language: str) -> Words:
    """The words in a language. Raises RelationError where there are none, DataError where the file is broken."""
    known = _wording()
    if language not in known:
        raise RelationError(f"no pictures in {language!r}", fix=f"there are {', '.join(known)}")
    return known[language]


@cache
def _wording() -> dict[str, Words]:
    where = "relations/pictures/wording.yaml"
    found: dict[str, Words] = read_yaml(resources.files(__package__) / "wording.yaml", dict[str, Words], where)
    return found
