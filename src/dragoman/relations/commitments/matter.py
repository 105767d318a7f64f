"""What a sentence is about, so that it can be compared with another one, in any of the languages.

Within a language shared words tell it, in any spelling; across languages the topics of the agenda, which are the same
in all of them, and the sounds of names. Numbers are compared everywhere, but for those of days and the smallest.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from dragoman.knowledge import gazetteer
from dragoman.languages import packs
from dragoman.languages.packs import LANGUAGES
from dragoman.ledger.sounds import heard
from dragoman.model import Token
from dragoman.phrases import words
from dragoman.reading.timewords import find_times

_TOPIC = 2.0  # what a shared topic counts for, a word or number being 1
_OTHER_NUMBERS = 2.0  # what it takes off where both tell numbers and none is the same: other sums, other prisoners
_LEAST = 3  # letters of a word that is about something
_SMALL = 4  # numbers under this are in every report
_NO_MATTER = (  # lists of a pack whose words are about nothing
    "conjunctions", "and_words", "prepositions", "place_prepositions", "about", "boundaries", "complementizers",
    "speech.verbs", "negation", "future", "intention", "hypothetical", "condition", "copulas", "passive", "titles",
    "former", "quantifiers", "demonstratives", "pronouns.countries", "pronouns.sides", "pronouns.country",
    "pronouns.this_country", "pronouns.other_side", "pronouns.person", "pronouns.we", "speech.according",
    "source_words", "calendar.days", "calendar.units.day", "calendar.units.week", "calendar.units.month",
    "calendar.units.year",
)  # fmt: skip
_PARTIES = frozenset(("state", "demonym", "office", "person", "family"))  # who takes part is compared by codes


class Matter(NamedTuple):
    """What a sentence is about: labels of the agenda, each form of its words with its spelling, names, numbers."""

    language: str | None
    topics: frozenset[str]
    words: dict[str, str]
    names: dict[str, str]
    numbers: frozenset[int]


UNTOLD = Matter(None, frozenset(), {}, {}, frozenset())  # of an event without words


class Shared(NamedTuple):
    """What two sentences are both about, as a person is told of it, and how much that is.

    `parted`: both tell numbers, and none is the same.
    """

    named: tuple[str, ...]
    weight: float
    parted: bool

    @property
    def part(self) -> float:
        """From 0, where nothing is shared, towards 1; a word is worth a half."""
        return 1.0 - float(0.5**self.weight)


@lru_cache(maxsize=16_384)
def matter_of(text: str, language: str | None) -> Matter:
    """What a text is about; of a language that no pack reads only names and numbers."""
    sound = heard(text)
    if language not in LANGUAGES:
        return Matter(language, frozenset(), {}, sound.names, _telling(sound.numbers))
    pack = packs.load(language)
    tokens = pack.tokens(text, 0, len(text))
    times = [at for found in find_times(pack, tokens) for at in range(found.first, found.last)]
    dated = heard(" ".join(tokens[at].text for at in times)).numbers
    named = gazetteer.load().find(language, tokens)
    parties = {at for one in named if one.names[0].kind in _PARTIES for at in range(one.first, one.last)}
    spelt: dict[str, str] = {}
    for at, token in enumerate(tokens):
        if at not in parties and at not in times and _matters(token, language):
            spelt.update((form, token.folded) for form in _forms(token))
    topics = frozenset(match.value for match in pack.agenda.all(tokens))
    taken = {tokens[at].text for at in parties}
    names = {sound_: word for sound_, word in sound.names.items() if word not in taken}
    return Matter(language, topics, spelt, names, _telling(sound.numbers - dated))


def shared(one: Matter, other: Matter) -> Shared:
    """What two sentences are both about."""
    topics = sorted(one.topics & other.topics)
    numbers = [str(number) for number in sorted(one.numbers & other.numbers)]
    if one.language is not None and one.language == other.language:
        met = sorted({one.words[form] for form in one.words.keys() & other.words.keys()})
    else:
        met = sorted({one.names[sound] for sound in one.names.keys() & other.names.keys()})
    parted = bool(one.numbers and other.numbers and not numbers)
    weight = _TOPIC * len(topics) + len(met) + len(numbers) - (_OTHER_NUMBERS if parted else 0.0)
    return Shared((*topics, *met, *numbers), max(0.0, weight), parted)


def alike(one: Matter, other: Matter) -> float:
    """The part of the shorter one's words that the other has too, 0 to 1; 0 in two languages or of other numbers."""
    if one.numbers and other.numbers and one.numbers.isdisjoint(other.numbers):
        return 0.0
    if one.language != other.language or not one.words or not other.words:
        return 0.0
    ours, theirs = set(one.words.values()), set(other.words.values())
    met = {one.words[form] for form in one.words.keys() & other.words.keys()}
    return len(met) / min(len(ours), len(theirs)) if met else 0.0


def _telling(numbers: frozenset[int]) -> frozenset[int]:
    return frozenset(number for number in numbers if number >= _SMALL)


def _forms(token: Token) -> set[str]:
    return {token.folded, *(form.stem for form in token.forms if len(form.stem) >= _LEAST)}


def _matters(token: Token, language: str) -> bool:
    long = len(token.folded) > _LEAST or (len(token.folded) == _LEAST and not token.folded.isascii())
    return token.word and long and token.folded.isalpha() and _forms(token).isdisjoint(_idle(language))


@cache
def _idle(language: str) -> frozenset[str]:
    """The words of a language that are about nothing."""
    pack = packs.load(language)
    return frozenset(word for name in _NO_MATTER for phrase in pack.folded(name) for word in words(phrase))
