"""Act words: what a lexicon file says, and how its patterns are found among tokens.

A file `acts/<type>.yaml` is a list of groups; a group's patterns share a mode and a frame (who stands where).
A pattern is a verb or a noun, with the company it needs: `رفع يرفع + حظر|عقوبات` reports a CONCEDE only where
one of those words stands near it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from dragoman.errors import DataError
from dragoman.languages.verbs import Tense, VerbForm
from dragoman.model import Token
from dragoman.phrases import FUTURE, Phrases, words
from dragoman.text import fold

REACH = 8  # words within which company must stand
LIGHT_REACH = 7  # words within which a Persian light verb follows its noun

# symmetric: all sides act; host: the subject receives; patient: the subject is acted on; finding: the subject is
# what somebody finds fault with.
Roles = Literal["agent", "symmetric", "host", "patient", "finding"]


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A group of a lexicon file, as written."""

    mode: str | None = None
    roles: Roles = "agent"
    recipient: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    genitive: Literal["actor", "recipient"] = "actor"
    strength: Literal["strong", "weak"] = "strong"
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


class VerbWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a language builds on its verbs, in `pack.yaml`.

    A compound of the lexicon cited with `make` (محکوم کردن) is the same with one of `likewise` and its passive with
    one of `become`. `auxiliary` makes the passive of a participle before it; `be` ends no search for a light verb.
    """

    clitics: tuple[str, ...]  # what may be written onto a verb: وسيزور
    make: tuple[str, ...]
    likewise: tuple[str, ...]
    become: tuple[str, ...]
    auxiliary: tuple[str, ...]
    be: tuple[str, ...]


class Act(msgspec.Struct, frozen=True):
    """One pattern, ready to be found; `pattern` is its line in the file and, with `type`, its name."""

    type: str
    pattern: str
    nominal: bool
    company: tuple[tuple[str, ...], ...]
    group: Group

    @property
    def mode(self) -> str | None:
        """The PLOVER mode."""
        return self.group.mode


class ActMatch(NamedTuple):
    """An act found at tokens `first` up to `last`."""

    first: int
    last: int
    act: Act
    tense: Tense | None
    passive: bool
    negated: bool
    prefix: str
    suffix: str
    company: tuple[int, int] | None
    verb: int
    speaker: bool = False
    exactness: int = 0  # letters of the company's words: سفيره tells more than سفير


class Verb(NamedTuple):
    """A form of a verb pattern and the words that must follow its first one directly."""

    act: Act
    form: VerbForm
    rest: tuple[str, ...]


class Light(NamedTuple):
    """A form of a light verb and the words that must follow its first one directly."""

    infinitive: str
    form: VerbForm
    rest: tuple[str, ...]


class ActIndex:
    """All act words of a language."""

    def __init__(self, order: str, verb_words: VerbWords) -> None:
        self.order = order
        self._clitics = frozenset(map(fold, verb_words.clitics))
        self._make = frozenset(map(fold, verb_words.make))
        self._likewise = frozenset(map(fold, verb_words.likewise))
        self._become = frozenset(map(fold, verb_words.become))
        self._auxiliary = frozenset(map(fold, verb_words.auxiliary))
        self._be = frozenset(map(fold, verb_words.be))
        self.acts: list[Act] = []
        self._nouns: Phrases[Act] = Phrases(suffixes=True)
        self._verbs: dict[str, list[Verb]] = defaultdict(list)
        self._compounds: Phrases[tuple[Act, str]] = Phrases(suffixes=True)
        self._light: dict[str, list[Light]] = defaultdict(list)

    def add_noun(self, act: Act, alternatives: Sequence[str]) -> None:
        """Adds a noun pattern."""
        self.acts.append(act)
        for alternative in alternatives:
            self._nouns.add(alternative, act)

    def add_verb(self, act: Act, forms: Iterator[VerbForm], rest: tuple[str, ...]) -> None:
        """Adds a verb pattern whose own word comes first."""
        self.acts.append(act)
        for form in forms:
            first, *more = form.word.split(" ")
            self._verbs[first].append(Verb(act, form, (*more, *rest) if more else rest))

    def add_compound(self, act: Act, noun_part: tuple[str, ...], infinitive: str) -> None:
        """Adds a pattern whose light verb follows its noun part, perhaps at a distance."""
        self.acts.append(act)
        self._compounds.add(noun_part, (act, infinitive))

    def add_light(self, infinitive: str, forms: Iterator[VerbForm]) -> None:
        """Adds the forms of a light verb."""
        for form in forms:
            first, *more = form.word.split(" ")
            self._light[first].append(Light(infinitive, form, tuple(more)))

    def verb_at(self, token: Token) -> VerbForm | None:
        """The finite verb a token may be, whether or not it reports an act."""
        for stem, _ in self._verbal_stems(token):
            for verb in self._verbs.get(stem, ()):
                if verb.form.tense in ("past", "present") and verb.form.word == stem:
                    return verb.form
            for light in self._light.get(stem, ()):
                if light.form.tense in ("past", "present") and not light.rest:
                    return light.form
        return None

    def is_noun(self, token: Token) -> bool:
        """Whether a token may also be the noun of an act."""
        return bool(self._nouns.at([token], 0))

    def is_past(self, word: str) -> bool:
        """Whether a folded word is a past-tense verb of an act."""
        return any(verb.form.tense == "past" for verb in self._verbs.get(word, ()))

    def find(self, tokens: Sequence[Token]) -> list[ActMatch]:
        """All acts among the tokens, the best one at each place; none overlaps another."""
        return [readings[0] for readings in self.readings(tokens)]

    def readings(self, tokens: Sequence[Token]) -> list[list[ActMatch]]:
        """The same, each with the acts of other types that its word may report too (حذر, محکوم کرد)."""
        found: list[ActMatch] = []
        for at in range(len(tokens)):
            if tokens[at].word:
                found += self._verbs_at(tokens, at)
                found += self._compounds_at(tokens, at)
                found += self._nouns_at(tokens, at)
        # Of verbs spelt alike, the one cited as negative and the one in the past tense are the likelier.
        found.sort(
            key=lambda m: (
                -(m.last - m.first), m.company is None, m.act.nominal, -m.exactness,
                m.negated, m.tense != "past", m.first,
            )
        )  # fmt: skip
        taken: set[int] = set()
        kept: dict[int, list[ActMatch]] = {}
        for match in found:
            own = set(range(match.first, match.last)) | {match.verb}
            if not own & taken:
                taken |= own
                kept[match.first] = [match]
            elif match.first in kept and _rivals(match, kept[match.first]):
                kept[match.first].append(match)
        return [kept[first] for first in sorted(kept)]

    def _verbs_at(self, tokens: Sequence[Token], at: int) -> Iterator[ActMatch]:
        for stem, prefix in self._verbal_stems(tokens[at]):
            for act, form, rest in self._verbs.get(stem, ()):
                last = _follows(tokens, at + 1, rest)
                if last is None or (prefix.endswith(FUTURE) and form.tense != "present"):
                    continue
                tense = "future" if prefix.endswith(FUTURE) else form.tense
                yield from self._with_company(
                    tokens,
                    ActMatch(at, last, act, tense, form.passive, form.negated, prefix, "", None, at, form.speaker),
                )

    def _nouns_at(self, tokens: Sequence[Token], at: int) -> Iterator[ActMatch]:
        for match in self._nouns.at(tokens, at):
            bare = ActMatch(at, match.last, match.value, None, False, False, match.prefix, match.suffix, None, at)
            yield from self._with_company(tokens, bare)

    def _compounds_at(self, tokens: Sequence[Token], at: int) -> Iterator[ActMatch]:
        for match in self._compounds.at(tokens, at):
            act, infinitive = match.value
            light = self._light_after(tokens, match.last, infinitive)
            if light is None:
                continue
            verb, form, passive = light
            last = verb + 1 if verb - match.last <= 1 else match.last
            bare = ActMatch(
                at,
                last,
                act,
                form.tense,
                passive,
                form.negated,
                match.prefix,
                match.suffix,
                None,
                verb,
                form.speaker,
            )
            yield from self._with_company(tokens, bare)

    def _light_after(self, tokens: Sequence[Token], start: int, infinitive: str) -> tuple[int, VerbForm, bool] | None:
        for at in range(start, min(len(tokens), start + LIGHT_REACH)):
            for name, form, rest in self._light.get(tokens[at].folded, ()):
                last = _follows(tokens, at + 1, rest)
                if last is None or (form.tense == "infinitive" and at > start):
                    continue
                if name == infinitive:
                    return last - 1, form, self._passive_participle(tokens, last - 1, form)
                if infinitive in self._make and name in self._become | self._likewise:
                    return at, form, name in self._become
            if self._is_finite(tokens[at]) and at > start:
                return None
        return None

    def _is_finite(self, token: Token) -> bool:
        return any(
            light.form.tense in ("past", "present") and light.infinitive not in self._be and not light.rest
            for light in self._light.get(token.folded, ())
        )

    def _passive_participle(self, tokens: Sequence[Token], at: int, form: VerbForm) -> bool:
        if form.tense != "participle":
            return False
        following = tokens[at + 1 : at + 4]
        lights = (light for token in following for light in self._light.get(token.folded, ()))
        return any(light.infinitive in self._auxiliary for light in lights)

    def _verbal_stems(self, token: Token) -> Iterator[tuple[str, str]]:
        """The stems of a token that can be a verb: at most two clitics taken off, and no English plural."""
        for form in token.forms:
            if form.suffix and token.folded.isascii():
                continue
            if set(form.prefix) <= self._clitics and len(form.prefix) <= 2:
                yield form.stem, form.prefix

    def _with_company(self, tokens: Sequence[Token], match: ActMatch) -> Iterator[ActMatch]:
        company = match.act.company
        if not company:
            yield match
            return
        openings = _openings(company)
        before = REACH if self.order == "sov" else 3
        places = [*range(match.last, min(len(tokens), match.last + REACH))]
        places += [*range(match.first - 1, max(-1, match.first - 1 - before), -1)]
        for at in places:
            firsts = openings.keys() & {tokens[at].folded, *(form.stem for form in tokens[at].forms)}
            if not firsts:
                continue
            lasts = (
                (_follows(tokens, at, wanted), sum(map(len, wanted))) for first in firsts for wanted in openings[first]
            )
            met = [(letters, last) for last, letters in lasts if last is not None]
            met = [(letters, last) for letters, last in met if not (at < match.last and match.first < last)]
            if met:
                letters, last = max(met)
                yield match._replace(company=(at, last), exactness=letters)
                return


@cache
def _openings(company: tuple[tuple[str, ...], ...]) -> dict[str, list[tuple[str, ...]]]:
    """The phrases of a company by their first word."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for wanted in company:
        found[wanted[0]].append(wanted)
    return found


def _rivals(match: ActMatch, kept: Sequence[ActMatch]) -> bool:
    """Whether an act is another reading of the word of those kept, of a type that none of them has; with a part of
    the words beside it that another is known by, it is not: held a joint exercise."""
    if any(match.company and other.company and _within(match.company, other.company) for other in kept):
        return False
    return match.act.nominal == kept[0].act.nominal and match.act.type not in {other.act.type for other in kept}


def _within(part: tuple[int, int], whole: tuple[int, int]) -> bool:
    return part != whole and whole[0] <= part[0] and part[1] <= whole[1]


def _follows(tokens: Sequence[Token], at: int, wanted: Sequence[str]) -> int | None:
    """The index after `wanted` where its words stand at `at`, else None."""
    if at + len(wanted) > len(tokens):
        return None
    for token, word in zip(tokens[at:], wanted, strict=False):
        if token.folded != word and not any(
            form.stem == word and not form.prefix.endswith(FUTURE) for form in token.forms
        ):
            return None
    return at + len(wanted)


_cut = cache(words)  # the company of one pattern is that of many others


def compile_groups(
    type_: str,
    groups: Sequence[Group],
    index: ActIndex,
    add_verb: Callable[[ActIndex, Act, str], None],
    where: str,
) -> None:
    """Puts a lexicon file's groups into the index; `add_verb` is the language's own way with verbs.

    Raises DataError, with `where` as the file, for a pattern that is empty or that `add_verb` refuses.
    """
    for group in groups:
        for nominal, lines in ((False, group.verbs), (True, group.nouns)):
            for line in lines:
                head, _, company = line.partition("+")
                if not words(head):
                    fix = "write a verb or a noun before the +"
                    raise DataError(f"the pattern {line!r} has no word", where, fix)
                act = Act(
                    type=type_,
                    pattern=line.strip(),
                    nominal=nominal,
                    company=tuple(filter(None, map(_cut, company.split("|")))),
                    group=group,
                )
                if nominal:
                    index.add_noun(act, [one.strip() for one in head.split("|")])
                else:
                    try:
                        add_verb(index, act, head.strip())
                    except DataError as error:
                        raise DataError(error.what, f"{where}: {act.pattern}", error.fix) from None
