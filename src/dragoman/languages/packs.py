"""Language packs: a folder of data a language, read strictly, loaded when first used."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Literal

import msgspec

from dragoman.data import read_yaml
from dragoman.errors import DataError, UnknownLanguage
from dragoman.languages.acts import Act, ActIndex, Group, VerbWords, compile_groups
from dragoman.model import Token
from dragoman.phrases import Phrases, tokenize, words
from dragoman.text import fold

LANGUAGES = ("ar", "en", "fa")


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Units(_Strict, frozen=True):
    """Words for spans of time."""

    day: tuple[str, ...]
    week: tuple[str, ...]
    month: tuple[str, ...]
    year: tuple[str, ...]
    decade: tuple[str, ...]


class Calendar(_Strict, frozen=True):
    """Months of three calendars (twelve lists of names), weekdays from Monday, and relative times.

    `doubtful_months` also mean something else (مارس, May): alone they count only behind one of `month_leads`.
    `first_weekday` begins a week (0 is Monday); `years` are words for a year by its distance from this one,
    `decades` words for one by its first year. `between` are the words that may part a day, its month and its year.
    """

    gregorian: tuple[tuple[str, ...], ...]
    jalali: tuple[tuple[str, ...], ...]
    hijri: tuple[tuple[str, ...], ...]
    weekdays: tuple[tuple[str, ...], ...]
    days: dict[str, int]
    units: Units
    dual: tuple[str, ...]
    past: tuple[str, ...]
    next: tuple[str, ...]
    this: tuple[str, ...]
    ago: tuple[str, ...]
    ahead: tuple[str, ...]
    early: tuple[str, ...]
    middle: tuple[str, ...]
    late: tuple[str, ...]
    numerals: dict[str, int]
    year_words: tuple[str, ...]
    first_weekday: int
    doubtful_months: tuple[str, ...]
    month_leads: tuple[str, ...]
    between: tuple[str, ...]
    years: dict[str, int] = {}
    decades: dict[str, int] = {}


class Speech(_Strict, frozen=True):
    """How a language says who said so."""

    verbs: tuple[str, ...]
    according: tuple[str, ...]


class Pronouns(_Strict, frozen=True):
    """Words that stand for parties named elsewhere."""

    countries: tuple[str, ...]
    sides: tuple[str, ...]
    country: tuple[str, ...]
    this_country: tuple[str, ...]
    other_side: tuple[str, ...]
    person: tuple[str, ...]
    we: tuple[str, ...]


class Stance(_Strict, frozen=True):
    """Words that show where a speaker stands."""

    supports: tuple[str, ...]
    opposes: tuple[str, ...]


class Links(_Strict, frozen=True):
    """Words by which one relation is said to hang on another, or not."""

    clauses: tuple[str, ...]  # before the clause that it hangs on: as long as, ما لم
    limits: tuple[str, ...]  # the same where something is denied until then, or must be: not before
    hanging: tuple[str, ...]
    apart: tuple[str, ...]
    regardless: tuple[str, ...]  # apart too, and no denial turns it
    musts: tuple[str, ...]
    denials: tuple[str, ...]  # what turns `hanging` into `apart` and back: does not depend on


class PackData(_Strict, frozen=True):
    """`pack.yaml`, field for field."""

    code: str
    name: str
    direction: Literal["ltr", "rtl"]
    order: Literal["svo", "vso", "sov"]
    abbreviations: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...]
    calendar: Calendar
    conjunctions: tuple[str, ...]
    and_words: tuple[str, ...]  # what joins parties into one: and, و
    clause_clitics: tuple[str, ...]  # conjunctions written onto the word that begins a clause
    prepositions: tuple[str, ...]
    place_prepositions: tuple[str, ...]
    nation_links: tuple[str, ...]  # what leads from an office or a body to its nation
    nation_clitics: tuple[str, ...]  # the same written onto the nation
    nation_hints: tuple[str, ...]  # what may do so: ambassador to Mali
    backers: tuple[str, ...]  # what leads to who stands behind a party and is not it: backed by
    owners: tuple[str, ...]  # what says that it belongs to somebody named: its troops
    hanging_prepositions: tuple[str, ...]  # with a demonstrative, they end a sentence only where it breaks off
    object_marks: tuple[str, ...]  # what stands behind an object: را
    agent_marks: tuple[str, ...]
    between: tuple[str, ...]
    about: tuple[str, ...]
    boundaries: tuple[str, ...]
    complementizers: tuple[str, ...]
    speech: Speech
    negation: tuple[str, ...]
    not_negation: tuple[str, ...]  # where a word of negation denies nothing: بدون طيار, not only
    negation_future: tuple[str, ...]
    future: tuple[str, ...]
    intention: tuple[str, ...]
    hypothetical: tuple[str, ...]
    hypothetical_present: tuple[str, ...]  # only before a verb in the present
    condition: tuple[str, ...]
    links: Links
    hearsay: tuple[str, ...]
    passive: tuple[str, ...]
    copulas: tuple[str, ...]
    verb_words: VerbWords
    titles: tuple[str, ...]
    kin: tuple[str, ...]  # what makes the next word a person's name: Abu, bin
    former: tuple[str, ...]
    quantifiers: tuple[str, ...]
    demonstratives: tuple[str, ...]
    people_endings: tuple[str, ...]  # by which a nationality names people: Israelis, الإسرائيليون
    not_people_endings: tuple[str, ...]  # where such an ending is none: Swiss
    people_marks: tuple[str, ...]  # the same as words of their own: ایرانی‌ها
    pronouns: Pronouns
    stance: Stance
    relations: tuple[str, ...]
    boilerplate: tuple[str, ...]
    source_words: tuple[str, ...]
    not_events: tuple[str, ...]
    agency_words: tuple[str, ...]


class AgendaTopic(_Strict, frozen=True):
    """A matter that states negotiate about, and the words that name it."""

    id: str
    label: str
    words: tuple[str, ...]


class Topics(_Strict, frozen=True):
    """`topics.yaml`: the words of each PLOVER context, and the agenda."""

    contexts: dict[str, tuple[str, ...]]
    agenda: tuple[AgendaTopic, ...]


class LanguagePack:
    """One language: its data, its words cut, its acts and cues ready to be found."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.folder = files(__package__) / code
        self.data: PackData = self._read("pack.yaml", PackData)
        self.order = self.data.order
        self.direction = self.data.direction
        self._morphology = importlib.import_module(f"{__package__}.{code}.morphology")
        self._cues: dict[str, Phrases[str]] = {}
        self._folded: dict[str, frozenset[str]] = {}

    def tokens(self, text: str, start: int, end: int) -> tuple[Token, ...]:
        """The tokens of `text[start:end]`."""
        return tokenize(text, start, end, self._morphology.forms)

    def cues(self, name: str) -> Phrases[str]:
        """A list of the pack as phrases to find; dots lead inward (`pronouns.sides`)."""
        if name not in self._cues:
            self._cues[name] = phrases_of(self._listed(name))
        return self._cues[name]

    def folded(self, name: str) -> frozenset[str]:
        """A list of the pack as folded words or letters; dots lead inward (`calendar.between`)."""
        if name not in self._folded:
            self._folded[name] = frozenset(map(fold, self._listed(name)))
        return self._folded[name]

    @cached_property
    def topics(self) -> Topics:
        """The words of contexts and agenda."""
        found: Topics = self._read("topics.yaml", Topics)
        return found

    @cached_property
    def contexts(self) -> Phrases[str]:
        """Words that put a sentence in a PLOVER context."""
        found: Phrases[str] = Phrases(suffixes=True)
        for context, names in self.topics.contexts.items():
            found.update(names, context)
        return found

    @cached_property
    def agenda(self) -> Phrases[str]:
        """Words that name a matter on the agenda, with its English label."""
        found: Phrases[str] = Phrases(suffixes=True)
        for topic in self.topics.agenda:
            found.update(topic.words, topic.label)
        return found

    @cached_property
    def acts(self) -> ActIndex:
        """The act words of all types."""
        index = ActIndex(self.order, self.data.verb_words)
        for infinitive, stems in self._stems.items():
            index.add_light(words(infinitive)[-1], self._morphology.conjugate(*stems))
        for file in sorted((self.folder / "acts").iterdir(), key=lambda f: f.name):
            if file.name.endswith(".yaml"):
                groups = self._read(f"acts/{file.name}", tuple[Group, ...])
                where = f"languages/{self.code}/acts/{file.name}"
                compile_groups(file.name.removesuffix(".yaml").upper(), groups, index, self._add_verb, where)
        return index

    @cached_property
    def speech(self) -> ActIndex:
        """The verbs of saying."""
        index = ActIndex(self.order, self.data.verb_words)
        for infinitive, stems in self._stems.items():
            index.add_light(words(infinitive)[-1], self._morphology.conjugate(*stems))
        where = f"languages/{self.code}/pack.yaml: speech.verbs"
        compile_groups("SAY", [Group(verbs=self.data.speech.verbs)], index, self._add_verb, where)
        return index

    @cached_property
    def fingerprint(self) -> str:
        """First 12 hex digits of the digest of the pack's data files."""
        digest = hashlib.sha256()
        names = ["pack.yaml", "topics.yaml", "verbs.yaml"]
        names += [f"acts/{file.name}" for file in (self.folder / "acts").iterdir()]
        for name in sorted(name for name in names if (self.folder / name).is_file()):
            digest.update((self.folder / name).read_bytes())
        return digest.hexdigest()[:12]

    @cached_property
    def _stems(self) -> dict[str, tuple[str, str, str]]:
        if not (self.folder / "verbs.yaml").is_file():
            return {}
        stems = self._read("verbs.yaml", dict[str, tuple[str, str]])
        return {verb: (*both, self._morphology.preverb(verb, stems)) for verb, both in stems.items()}

    def _listed(self, name: str) -> tuple[str, ...]:
        value: Any = self.data
        for part in name.split("."):
            value = getattr(value, part)
        found: tuple[str, ...] = value
        return found

    def _add_verb(self, index: ActIndex, act: Act, head: str) -> None:
        if self.order == "vso":
            if len(head.split()) not in (2, 3):
                fix = "cite it by its perfect, its imperfect and perhaps its participle"
                raise DataError(f"no verb can be made of {head!r}", fix=fix)
            index.add_verb(act, self._morphology.conjugate(head), ())
        elif self.order == "svo":
            verb, *rest = head.split(" ", 1)
            index.add_verb(act, self._morphology.conjugate(verb), words(" ".join(rest)))
        else:
            *noun_part, infinitive = head.split()
            if infinitive not in self._stems:
                raise DataError(f"no stems for {infinitive!r}", fix="add it to verbs.yaml")
            if noun_part:
                index.add_compound(act, words(" ".join(noun_part)), words(infinitive)[-1])
            else:
                index.add_verb(act, self._morphology.conjugate(*self._stems[infinitive]), ())

    def _read(self, name: str, shape: Any) -> Any:
        return read_yaml(self.folder / name, shape, f"languages/{self.code}/{name}")


def phrases_of(names: Iterable[str], suffixes: bool = False) -> Phrases[str]:
    """Phrases that stand for themselves."""
    found: Phrases[str] = Phrases(suffixes=suffixes)
    for name in names:
        found.add(name, name)
    return found


@cache
def load(code: str) -> LanguagePack:
    """The pack of a language; raises UnknownLanguage where there is none."""
    if code not in LANGUAGES:
        raise UnknownLanguage(f"no language pack for {code!r}", fix=f"the languages read are {', '.join(LANGUAGES)}")
    return LanguagePack(code)
