"""Whole names: single ones joined with their titles, nationalities and bodies around a head.

The head is an office, a collective or a body: "the US secretary of state, Antony Blinken" and وزير الخارجية
الأمريكي أنتوني بلينكن are one name each. Arabic and Persian put the head first, English puts it last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from dragoman.knowledge.gazetteer import Collective, Office
from dragoman.languages.packs import LanguagePack
from dragoman.model import Token
from dragoman.phrases import ARTICLE
from dragoman.reading.atoms import HEADS, NATIONS, PEOPLE, Atom

_COMMAS = (",", "،")
_COMPOUND = frozenset({
    "backed", "held", "controlled", "occupied", "run", "born", "led", "majority", "language", "style", "made",
    "allied", "aligned", "supported", "trained", "funded", "owned", "based", "speaking", "sponsored", "administered",
})  # fmt: skip


@dataclass(frozen=True)
class Phrase:
    """Atoms that belong together; `nation` is the ISO code or `IGO:X` that they name, if any, `hinted` whether only a
    place behind them says so, `owned` whether they are somebody's: its troops."""

    first: int
    last: int
    head: Atom | None = None
    nation: str | None = None
    nation_words: str = ""
    body: Atom | None = None
    person: Atom | None = None
    former: bool = False
    hinted: bool = False
    owned: bool = False
    prefix: str = ""
    atoms: tuple[Atom, ...] = ()

    @property
    def bound(self) -> bool:
        """Whether it is known whose it is: by a nationality, or as the office of one body only."""
        return self.nation is not None or (self.head is not None and self.head.body is not None)

    @property
    def collective(self) -> Collective | None:
        """Its head, where that is a group or a body without a name of its own."""
        entry = self.head.name.entry if self.head else None
        return entry if isinstance(entry, Collective) else None


def phrases_in(pack: LanguagePack, tokens: Sequence[Token], atoms: list[Atom]) -> list[Phrase]:
    """The whole names that a sentence's atoms make, left to right."""
    builder = _HeadLast if pack.order == "svo" else _HeadFirst
    return list(builder(pack, tokens, atoms).phrases())


class _Builder:
    """Joins atoms into phrases; the two orders of head and nationality have a subclass each."""

    def __init__(self, pack: LanguagePack, tokens: Sequence[Token], atoms: list[Atom]) -> None:
        self.pack = pack
        self.tokens = tokens
        self.atoms = atoms
        self.former = pack.cues("former")
        self.places = pack.folded("place_prepositions")
        self.hints = pack.folded("nation_hints")
        self.links = self.places | self.hints | pack.folded("nation_links")
        self.owners = pack.folded("owners")
        self.backers = pack.cues("backers")
        self.function = _function_words(pack)

    def phrases(self) -> Iterator[Phrase]:
        """The phrases, left to right."""
        at = 0
        while at < len(self.atoms):
            phrase, at = self._phrase(at)
            if phrase is not None:
                yield phrase

    def _phrase(self, at: int) -> tuple[Phrase | None, int]:
        """The phrase that begins with an atom, and the number of the next atom that is free."""
        raise NotImplementedError

    def _gap(self, left: int, right: int) -> list[str]:
        return [token.folded for token in self.tokens[left:right]]

    def _is_former(self, first: int, last: int) -> bool:
        places = range(max(0, first), min(last, len(self.tokens)))
        return any(self.former.longest(self.tokens, at) for at in places)

    def _hinted(self, phrase: Phrase, atom: Atom, link: str) -> Phrase:
        """The nation that a preposition leads to; for troops wherever they are, for others where they come from or are
        sent to, it is only a hint."""
        group = phrase.collective
        moving = group is not None and (group.sector == "MIL" or link not in self.places)
        return replace(self._with_nation(phrase, atom), hinted=link in self.hints or moving)

    def _owned(self, phrase: Phrase, beside: list[str]) -> bool:
        """Whether it is somebody's: by one of the words beside it, or by a pronoun written onto it, which English has
        none of (its suffixes are of the plural)."""
        foreign = phrase.collective is not None and phrase.collective.foreign
        written = self.pack.order != "svo" and any(atom.suffix for atom in phrase.atoms)
        return not phrase.bound and not foreign and (written or not self.owners.isdisjoint(beside))

    def _with_nation(self, phrase: Phrase, atom: Atom) -> Phrase:
        if atom.nation in (None, "---"):
            return phrase
        words = " ".join(token.text for token in self.tokens[atom.first : atom.last])
        return replace(phrase, nation=atom.nation, nation_words=words)


class _HeadFirst(_Builder):
    """Arabic and Persian: the office or collective first, then adjectives, nationality, name."""

    def __init__(self, pack: LanguagePack, tokens: Sequence[Token], atoms: list[Atom]) -> None:
        super().__init__(pack, tokens, atoms)
        self.clitics = pack.folded("place_prepositions") | pack.folded("nation_clitics")

    def _phrase(self, at: int) -> tuple[Phrase, int]:
        atom = self.atoms[at]
        if atom.kind in PEOPLE:
            return self._named_first(at)
        if atom.kind not in HEADS:
            return Phrase(atom.first, atom.last, atoms=(atom,), prefix=atom.prefix), at + 1
        phrase = Phrase(atom.first, atom.last, head=atom, atoms=(atom,), prefix=atom.prefix)
        if atom.kind == "organisation" and atom.settled:
            return self._with_adjective(phrase, at + 1)
        return self._extended(phrase, at + 1)

    def _with_adjective(self, phrase: Phrase, at: int) -> tuple[Phrase, int]:
        """A body with the nationality right behind its name, which tells it from its namesake: مجلس العموم الكندي."""
        adjective = self.atoms[at] if at < len(self.atoms) else None
        if adjective is None or adjective.kind != "demonym" or not self._adjacent(phrase, adjective):
            return phrase, at
        return self._with_nation(replace(phrase, last=adjective.last), adjective), at + 1

    def _extended(self, phrase: Phrase, at: int) -> tuple[Phrase, int]:
        """A head with whatever follows it: adjectives, a nationality, a body, and a person, who ends it."""
        while at < len(self.atoms) and self._adjacent(phrase, self.atoms[at]):
            atom = self.atoms[at]
            if self._beside(phrase, atom):
                break
            if atom.kind in PEOPLE and phrase.head is not None and phrase.head.kind == "office":
                return replace(phrase, last=atom.last, person=atom, former=self._former_in(phrase)), at + 1
            if phrase.bound:
                break
            if atom.kind in NATIONS or (atom.kind in PEOPLE and phrase.head is not None and phrase.head.governs):
                phrase = self._with_nation(replace(phrase, last=atom.last), atom)
            elif atom.kind in HEADS and phrase.body is None:
                phrase = replace(phrase, last=atom.last, body=atom)
                phrase = self._with_nation(phrase, atom) if atom.kind == "organisation" else phrase
            else:
                break
            at += 1
        if at < len(self.atoms) and self._named_behind(phrase, self.atoms[at]):
            person = self.atoms[at]
            return replace(phrase, last=person.last, person=person, former=self._former_in(phrase)), at + 1
        behind = self._gap(phrase.last, phrase.last + 2)
        phrase = replace(phrase, former=self._former_in(phrase), owned=self._owned(phrase, behind))
        if not phrase.bound and not phrase.owned:
            phrase = self._inherited(phrase, at)
        return self._body_sector(phrase), at

    def _body_sector(self, phrase: Phrase) -> Phrase:
        """A vague head takes the sector of the body it belongs to: عناصر الشرطة, مسؤول في الجيش."""
        head, body = phrase.head, phrase.body
        if head is None or body is None or not isinstance(body.name.entry, Collective | Office):
            return phrase
        entry = head.name.entry
        vague = isinstance(entry, Office | Collective) and entry.sector in ("UNK", "CVL", "GOV")
        return replace(phrase, head=_with_sector(head, body)) if vague and body.name.entry.sector != "UNK" else phrase

    def _named_first(self, at: int) -> tuple[Phrase, int]:
        """A name with its office in apposition behind it: فیلیپ هموند وزیر دارایی بریتانیا."""
        person = self.atoms[at]
        phrase = Phrase(person.first, person.last, person=person, atoms=(person,), prefix=person.prefix)
        if at + 1 < len(self.atoms) and self._in_apposition(person, self.atoms[at + 1]):
            office = self.atoms[at + 1]
            inner, after = self._extended(Phrase(office.first, office.last, head=office, atoms=(office,)), at + 2)
            if inner.person is None and inner.bound:
                return replace(
                    phrase, last=inner.last, head=office, nation=inner.nation, nation_words=inner.nation_words,
                    former=inner.former,
                ), after  # fmt: skip
        return phrase, at + 1

    def _in_apposition(self, person: Atom, office: Atom) -> bool:
        """Whether an office stands right behind a name: a comma between them at most, nothing written onto it."""
        gap = self._gap(person.last, office.first)
        joined = set(office.prefix) & (self.pack.folded("and_words") | self.clitics)
        return office.kind == "office" and len(gap) <= 1 and all(word in _COMMAS for word in gap) and not joined

    def _named_behind(self, phrase: Phrase, person: Atom) -> bool:
        """Whether a name between commas behind an office is its holder's: وزير الخارجية الإسرائيلي، سلفان شالوم،."""
        office = phrase.bound and phrase.head is not None and phrase.head.kind == "office"
        if not office or person.kind not in PEOPLE or person.prefix.removesuffix(ARTICLE):
            return False
        gap, after = self._gap(phrase.last, person.first), self._gap(person.last, person.last + 1)
        if not gap or gap[0] not in _COMMAS:
            return False
        if person.nation == phrase.nation:  # a given name in a spelling of its own may stand between
            return len(gap) <= 1 + (person.kind == "family")
        return len(gap) == 1 and after == gap

    def _adjacent(self, phrase: Phrase, atom: Atom) -> bool:
        gap = self.tokens[phrase.last : atom.first]
        clitic = atom.prefix.removesuffix(ARTICLE)
        if clitic:
            return clitic in self.pack.folded("nation_clitics") and phrase.nation is None and len(gap) <= 1
        backed = any(self.backers.all(gap))
        return len(gap) <= 2 and not backed and all(self._adjective(token) for token in gap)

    def _adjective(self, token: Token) -> bool:
        if not token.word or token.folded in self.function or token.folded[0].isdigit():
            return False
        if self.pack.order == "vso":
            return token.folded.startswith(ARTICLE) or bool(self.former.longest([token], 0))
        return self.pack.acts.verb_at(token) is None

    def _beside(self, phrase: Phrase, atom: Atom) -> bool:
        """Whether a name some words behind a Persian phrase is another party, as subject and object stand side by
        side: people behind a body, anybody behind an act (رئیس فلسطین تصمیم نتانیاهو را)."""
        gap = self.tokens[phrase.last : atom.first]
        if self.pack.order != "sov" or not gap or phrase.head is None:
            return False
        people = atom.kind in PEOPLE or _of_people(atom)
        acts = any(self.pack.acts.is_noun(token) for token in gap)
        return people and (acts or not (atom.kind in PEOPLE or _of_people(phrase.head)))

    def _former_in(self, phrase: Phrase) -> bool:
        first, last = phrase.first, phrase.last
        return self._is_former(first, last + 1) and not self._is_former(first, first + 1)

    def _inherited(self, phrase: Phrase, at: int) -> Phrase:
        """A nationality from a place right behind: الشرطة في لاغوس, پلیس در کابل."""
        if at >= len(self.atoms) or self.atoms[at].kind not in NATIONS:
            return phrase
        atom = self.atoms[at]
        gap = self._gap(phrase.last, atom.first)
        link = gap[0] if gap else atom.prefix.removesuffix(ARTICLE)
        linked = link in (self.links if gap else self.clitics)
        return self._hinted(phrase, atom, link) if linked and len(gap) <= 3 else phrase


class _HeadLast(_Builder):
    """English: nationality and body first, then the office, then the name."""

    def _phrase(self, at: int) -> tuple[Phrase | None, int]:
        start, atom = at, self.atoms[at]
        nation: Atom | None = None
        if atom.kind in NATIONS:
            if self._compound(atom):
                return None, at + 1
            if not self._heads_next(at + 1, HEADS):
                return Phrase(atom.first, atom.last, atoms=(atom,)), at + 1
            nation, at = atom, at + 1
        elif atom.kind in PEOPLE:
            if not self._heads_government(at):
                return self._named_first(at)
            nation, at = atom, at + 1
        atom = self.atoms[at]
        phrase = Phrase(self.atoms[start].first, atom.last, head=atom, atoms=(atom,))
        at += 1
        if nation is not None:
            phrase = self._with_nation(phrase, nation)
        if atom.kind == "organisation" and atom.settled and not self._heads_next(at, ("office", "group")):
            return phrase, at
        while self._heads_next(at, HEADS):
            phrase = self._headed(phrase, self.atoms[at])
            at += 1
        return self._finished(phrase, at)

    def _heads_government(self, at: int) -> bool:
        """Whether a name stands for a state: the Clinton administration, Netanyahu's government."""
        if at + 1 >= len(self.atoms) or not self.atoms[at + 1].governs:
            return False
        return self._gap(self.atoms[at].last, self.atoms[at + 1].first) in ([], ["'s"])

    def _heads_next(self, at: int, kinds: Sequence[str]) -> bool:
        """Whether an atom, if there is one, is a head that the one before it modifies."""
        return at < len(self.atoms) and self.atoms[at].kind in kinds and self._modifies(*self.atoms[at - 1 : at + 1])

    def _headed(self, phrase: Phrase, atom: Atom) -> Phrase:
        """The head moves on: army + commander, NATO + secretary-general."""
        old = phrase.head
        assert old is not None
        grown = replace(phrase, last=atom.last, head=atom, body=old, atoms=(*phrase.atoms, atom))
        if old.kind == "organisation" and grown.nation is None:
            grown = self._with_nation(grown, old)
        entry, before = atom.name.entry, old.name.entry
        if (
            isinstance(entry, Office | Collective) and isinstance(before, Office | Collective)
            and entry.sector in ("GOV", "UNK", "CVL", "MIL") and before.sector not in ("UNK", "GOV")
        ):  # fmt: skip
            return replace(grown, head=_with_sector(atom, old))
        return grown

    def _finished(self, phrase: Phrase, at: int) -> tuple[Phrase, int]:
        """A headed phrase with the person behind it, or with the nation that "of" or "in" leads to."""
        before = self._gap(max(0, phrase.first - 2), phrase.first)
        former = self._is_former(phrase.first - 1, phrase.first + 1)
        phrase = replace(phrase, former=former, owned=self._owned(phrase, before))
        if at >= len(self.atoms):
            return phrase, at
        atom = self.atoms[at]
        gap = self._gap(phrase.last, atom.first)
        if atom.kind in PEOPLE and (not gap or gap == [","]):
            return replace(phrase, last=atom.last, person=atom), at + 1
        led = not phrase.bound and not phrase.owned and 0 < len(gap) <= 3 and gap[0] in self.links
        if (
            led
            and not self._compound(atom)
            and (atom.kind in NATIONS or (atom.kind == "organisation" and gap[0] != "in"))
        ):
            return self._hinted(phrase, atom, gap[0]), at
        return phrase, at

    def _named_first(self, at: int) -> tuple[Phrase, int]:
        """A name with its office in apposition: Antony Blinken, the US secretary of state."""
        person = self.atoms[at]
        phrase = Phrase(person.first, person.last, person=person, atoms=(person,))
        between = self._gap(person.last, self.atoms[at + 1].first) if at + 1 < len(self.atoms) else None
        if between in ([","], [",", "the"], [",", "a"]):
            inner, after = self._phrase(at + 1)
            if inner is not None and inner.head is not None and inner.head.kind == "office" and inner.person is None:
                return replace(
                    phrase, last=inner.last, head=inner.head, nation=inner.nation, nation_words=inner.nation_words,
                    former=inner.former,
                ), after  # fmt: skip
        return phrase, at + 1

    def _compound(self, atom: Atom) -> bool:
        """Iran-backed, Saudi-led, rebel-held: says whose, not who."""
        following = self._gap(atom.last, atom.last + 2)
        return len(following) == 2 and following[0] == "-" and following[1] in _COMPOUND

    def _modifies(self, left: Atom, right: Atom) -> bool:
        """Whether an atom says whose or which the head behind it is, with at most two adjectives between them."""
        gap = self.tokens[left.last : right.first]
        if left.kind == "state" and not (gap and gap[0].folded == "'s"):
            # A state's full name does so only right before an office; an abbreviation is as good as an adjective.
            short = left.name.spelling in ("US", "U.S.", "UK", "UN") or (not gap and left.name.spelling.isupper())
            if not short:
                return not gap and right.kind in ("office", "group")
        words = [token for token in gap if token.folded not in ("'s", "-")]
        return len(words) <= 2 and all(
            token.word and token.folded not in self.function and not token.folded[0].isdigit()
            and self.pack.acts.verb_at(token) is None
            for token in words
        )  # fmt: skip


def _of_people(atom: Atom) -> bool:
    """Whether it names people by what they are, rather than a body."""
    entry = atom.name.entry
    return isinstance(entry, Office) or (isinstance(entry, Collective) and entry.kind == "group")


def _with_sector(head: Atom, body: Atom) -> Atom:
    """A head with the sector of its body: the place stays the head's, the reading the body's."""
    return replace(head, name=body.name if head.kind != "office" else head.name, rivals=())


@cache
def _function_words(pack: LanguagePack) -> frozenset[str]:
    names = ("prepositions", "conjunctions", "boundaries", "complementizers", "negation", "copulas")
    return frozenset(_COMMAS).union(*map(pack.folded, names))
