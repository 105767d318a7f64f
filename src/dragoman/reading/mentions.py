"""Who and where in a sentence: names joined with their titles, nationalities and places into whole mentions.

A mention is built around a head (an office, a collective, a body): "the US secretary of state, Antony Blinken"
and وزير الخارجية الأمريكي أنتوني بلينكن are one mention each. What no name says is left open with a reason;
`reference.py` closes what the neighbourhood makes certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dragoman.knowledge.gazetteer import (
    City,
    Collective,
    Country,
    Gazetteer,
    Name,
    Named,
    Office,
    Organisation,
    Person,
)  # fmt: skip
from dragoman.languages.packs import LanguagePack
from dragoman.model import Actor, Mention, MentionKind, Place, Token
from dragoman.phrases import ARTICLE, covering
from dragoman.text import fold

_RANK = {
    "state": 0, "seat": 1, "organisation": 2, "demonym": 3, "person": 4, "office": 5, "group": 6, "capital": 7,
    "place": 8, "family": 9,
}  # fmt: skip
_NATIONS = ("demonym", "state", "capital", "seat", "place")
_HEADS = ("office", "group", "organisation")
_COMPOUND = frozenset({
    "backed", "held", "controlled", "occupied", "run", "born", "led", "majority", "language", "style", "made",
    "supported", "trained", "funded", "owned", "based", "speaking", "sponsored", "administered",
})  # fmt: skip
_INHERIT = frozenset(map(fold, ("of", "in", "from", "at", "for", "to")))


@dataclass(frozen=True)
class Atom:
    """One name with the reading chosen for it."""

    first: int
    last: int
    name: Name
    prefix: str
    suffix: str
    rivals: tuple[Name, ...] = ()

    @property
    def kind(self) -> str:
        return self.name.kind


@dataclass(frozen=True)
class Phrase:
    """Atoms that belong together; `nation` is the ISO code or `IGO:X` that they name, if any."""

    first: int
    last: int
    head: Atom | None = None
    nation: str | None = None
    nation_words: str = ""
    body: Atom | None = None
    person: Atom | None = None
    former: bool = False
    prefix: str = ""
    atoms: tuple[Atom, ...] = field(default=())


class MentionReader:
    """Finds the mentions of one report's sentences; `year` decides which office a person then held."""

    def __init__(self, gazetteer: Gazetteer, year: int | None) -> None:
        self.gazetteer = gazetteer
        self.year = year

    def mentions(
        self, pack: LanguagePack, tokens: Sequence[Token], text: str, busy: set[int]
    ) -> list[Mention]:
        """The mentions of a sentence but its times, whose tokens are `busy`."""
        meant = list(_pronouns(pack, tokens, text, busy))
        busy = busy | {i for mention in meant for i in range(mention.first, mention.last)}
        names = [
            named
            for named in self.gazetteer.find(pack.code, tokens)
            if not busy & set(range(named.first, named.last))
        ]
        heads = {named.last for named in names if {n.kind for n in named.names} & set(_HEADS)}
        atoms = [
            self._chosen(named, tokens, pack)
            for named in names
            if not self._common(named, tokens, pack, heads)
        ]
        builder = _HeadLast if pack.order == "svo" else _HeadFirst
        phrases = builder(pack, tokens, [atom for atom in atoms if atom is not None]).phrases()
        found = [mention for phrase in phrases if (mention := self._mention(pack, phrase, tokens, text))]
        return sorted([*found, *meant], key=lambda m: m.first)

    def _chosen(self, named: Named, tokens: Sequence[Token], pack: LanguagePack) -> Atom | None:
        readings = sorted(named.names, key=lambda n: (self._odd(n), _RANK[n.kind]))
        best = readings[0]
        if best.kind == "family":
            readings = [n for n in readings if n.kind == "family"]
            holding = [n for n in readings if self._holds(n)]
            best = (holding or readings)[0]
            readings = holding or readings
        if best.kind == "capital" and _place_marked(pack, tokens, named):
            places = [n for n in readings if n.kind == "place"]
            best = places[0] if places else best
        return Atom(named.first, named.last, best, named.prefix, named.suffix, tuple(readings))

    def _common(self, named: Named, tokens: Sequence[Token], pack: LanguagePack, heads: set[int]) -> bool:
        """Whether a name is only a common word here: neither a place nor the nationality of an actor."""
        words = all(isinstance(n.entry, Country) and n.spelling in n.entry.common for n in named.names)
        return words and named.first not in heads and not _place_marked(pack, tokens, named)

    def _odd(self, name: Name) -> bool:
        """Whether a reading is the unlikely one of an ambiguous name."""
        return isinstance(name.entry, Country) and name.spelling in (
            *name.entry.ambiguous,
            *name.entry.common,
        )

    def _holds(self, name: Name) -> bool:
        return isinstance(name.entry, Person) and name.entry.spell_in(self.year)[1]

    def _mention(
        self, pack: LanguagePack, phrase: Phrase, tokens: Sequence[Token], text: str
    ) -> Mention | None:
        span = covering(tokens, phrase.first, phrase.last)
        words = span.words(text)
        kind, actor, place, reason, unresolved = self._resolved(pack, phrase, tokens, words)
        return Mention(
            start=span.start, end=span.end, kind=kind, text=words, first=phrase.first, last=phrase.last,
            prefix=phrase.prefix, actors=(actor,) if actor else (), place=place, reason=reason, unresolved=unresolved,
        )  # fmt: skip

    def _resolved(
        self, pack: LanguagePack, phrase: Phrase, tokens: Sequence[Token], words: str
    ) -> tuple[MentionKind, Actor | None, Place | None, str, str | None]:
        if phrase.head is None and phrase.person is None:
            return self._bare(pack, phrase, tokens, words)
        if phrase.person is not None:
            actor, why, missing = self._person(phrase, words)
            return "person", actor, None, why, missing
        assert phrase.head is not None
        entry = phrase.head.name.entry
        if isinstance(entry, Organisation):
            return self._organisation(entry, phrase, words)
        assert isinstance(entry, Office | Collective)
        sector = "ELI" if phrase.former else entry.sector
        country, organisation = self._nation(phrase, entry)
        if phrase.body is not None and isinstance(phrase.body.name.entry, Organisation):
            body = phrase.body.name.entry.code_in(self.year)
            if (
                organisation is None
                and not phrase.former
                and sector in ("UNK", "GOV")
                and not body.startswith("IGO")
            ):
                sector = body.split(":")[1]
        if sector == "UNK" and isinstance(phrase.head.name.entry, Office):
            sector = "GOV" if country and country != "IGO" else "UNK"
        label = entry.names["en"][0]
        actor = Actor(
            name=words, country=country, sector=None if country == "IGO" else sector, organisation=organisation,
            office=label if isinstance(entry, Office) else None,
        )  # fmt: skip
        kind: MentionKind = "office" if isinstance(entry, Office) else entry.kind
        if country:
            return kind, actor, None, f"{label}; nationality by “{phrase.nation_words or words}”", None
        return kind, actor, None, label, "its country is not named here"

    def _nation(self, phrase: Phrase, entry: Office | Collective) -> tuple[str | None, str | None]:
        if isinstance(entry, Office) and entry.organisation:
            return "IGO", entry.organisation.removeprefix("IGO:")
        if phrase.nation and phrase.nation.startswith("IGO:"):
            return "IGO", phrase.nation.removeprefix("IGO:")
        if phrase.nation:
            return phrase.nation, None
        if isinstance(entry, Office) and entry.country:
            return entry.country, None
        return None, None

    def _organisation(
        self, entry: Organisation, phrase: Phrase, words: str
    ) -> tuple[MentionKind, Actor, None, str, str | None]:
        country, _, rest = entry.code_in(self.year).partition(":")
        name = entry.names["en"][0]
        if country == "IGO":
            actor = Actor(name=name, country="IGO", organisation=rest)
        else:
            nation = country if country != "---" else None
            actor = Actor(name=name, country=nation, sector="ELI" if phrase.former else rest)
        return (
            "organisation",
            actor,
            None,
            f"{name} by name",
            None if actor.country else "it belongs to no one state",
        )

    def _person(self, phrase: Phrase, words: str) -> tuple[Actor | None, str, str | None]:
        assert phrase.person is not None
        entry = phrase.person.name.entry
        assert isinstance(entry, Person)
        people = {
            n.entry
            for n in phrase.person.rivals
            if isinstance(n.entry, Person) and n.kind == phrase.person.kind
        }
        name = entry.names["en"][0]
        spell, holds = entry.spell_in(self.year)
        if phrase.nation and not phrase.nation.startswith("IGO") and len(people) > 1:
            same = [p for p in people if any(s.country == phrase.nation for s in p.spells)]
            if len(same) == 1:
                entry, people = same[0], {same[0]}
                name, (spell, holds) = entry.names["en"][0], entry.spell_in(self.year)
        countries = {self._spell_code(p) for p in people}
        if len(people) > 1 and len(countries) > 1 and phrase.nation is None:
            return None, "", f"“{words}” may be {' or '.join(sorted(p.names['en'][0] for p in people))}"
        head = phrase.head.name.entry if phrase.head else None
        sector = spell.sector if spell else None
        if isinstance(head, Office | Collective) and head.sector != "UNK":
            sector = head.sector
        if phrase.former:
            sector = "ELI"
        code = self._spell_code(entry, spell)
        country = phrase.nation or code
        organisation = None
        if country and country.startswith("IGO:"):
            country, organisation = "IGO", country.removeprefix("IGO:")
        office = head.names["en"][0] if isinstance(head, Office) else (spell.office if spell else None)
        held = f"{spell.office or 'office'} of {country}" if spell else "office not known"
        actor = Actor(
            name=name, person=name if len(people) == 1 else None, country=country,
            sector=None if country == "IGO" else sector or "ELI", organisation=organisation,
            office=office.replace("-", " ") if office else None,
        )  # fmt: skip
        return actor, f"{name}, {held}" + ("" if holds else " at another time"), None

    def _spell_code(self, person: Person, spell: object = None) -> str | None:
        chosen = person.spell_in(self.year)[0] if spell is None else spell
        return (getattr(chosen, "organisation", None) or getattr(chosen, "country", None)) if chosen else None

    def _bare(
        self, pack: LanguagePack, phrase: Phrase, tokens: Sequence[Token], words: str
    ) -> tuple[MentionKind, Actor | None, Place | None, str, str | None]:
        atom = phrase.atoms[0]
        entry = atom.name.entry
        if isinstance(entry, City):
            return "place", None, replace_text(entry.place, words), f"{entry.name} by name", None
        assert isinstance(entry, Country)
        name = entry.names["en"][0]
        if atom.kind == "capital":
            city = self.gazetteer.capitals.get(entry.iso)
            place = (
                replace_text(city.place, words)
                if city
                else Place(name=entry.capital["en"], country=entry.iso, text=words)
            )
            if _place_marked(pack, tokens, atom) or _dateline(tokens, atom) or entry.not_government:
                return "place", None, place, f"{entry.capital['en']}, a capital named as a place", None
            actor = Actor(name=self.gazetteer.display(entry.iso), country=entry.iso, sector="GOV")
            return "state", actor, place, f"{entry.capital['en']}, the capital, for its government", None
        place = Place(name=name, country=entry.iso, text=words)
        if atom.kind == "demonym" and _people(pack, tokens, atom):
            actor = Actor(name=words, country=entry.iso, sector="CVL")
            return "group", actor, None, f"people of {name}", None
        actor = Actor(name=self.gazetteer.display(entry.iso), country=entry.iso, sector="GOV")
        how = {"demonym": "by its adjective", "seat": "by the seat of its government"}.get(
            atom.kind, "by name"
        )
        if atom.kind == "state" and _place_marked(pack, tokens, atom):
            return "place", actor, place, f"{name} named as a place", None
        return "state", actor, place if atom.kind == "state" else None, f"{name} {how}", None


def replace_text(place: Place, words: str) -> Place:
    """A place as the report's words name it."""
    return Place(name=place.name, country=place.country, lat=place.lat, lon=place.lon, text=words)


def _place_marked(pack: LanguagePack, tokens: Sequence[Token], named: Named | Atom) -> bool:
    """Whether a preposition of place stands before a name."""
    marks = pack.cues("place_prepositions")
    if pack.order == "vso" and named.prefix.removesuffix(ARTICLE).endswith("ب"):
        return True
    for back in (1, 2, 3):
        at = named.first - back
        if at >= 0:
            match = marks.longest(tokens, at)
            if match is not None and match.last == named.first and not match.suffix:
                return True
    return False


def _dateline(tokens: Sequence[Token], atom: Atom) -> bool:
    """Whether a name opens the text as a dateline: KABUL: …, واشنطن 15 - 7 (اف ب) - …"""
    if atom.first > 0 or atom.last >= len(tokens):
        return False
    following = tokens[atom.last].folded
    return following in (":", "-", "–", "—", "(") or following.isdigit() or (following == "," and atom.first == 0 and any(
        token.folded in ("-", "–", "—") for token in tokens[atom.last : atom.last + 6]
    ))  # fmt: skip


def _people(pack: LanguagePack, tokens: Sequence[Token], atom: Atom) -> bool:
    """Whether a nationality names people (Israelis, الإسرائيليون, ایرانیان) rather than qualifying a word."""
    folded = tokens[atom.last - 1].folded
    if pack.order == "svo":
        return folded.endswith("s") and not folded.endswith(("ss", "us"))
    if pack.order == "vso":
        return folded.endswith(("ون", "ين")) and len(folded) > 5
    return folded.endswith("ان") or (atom.last < len(tokens) and tokens[atom.last].folded in ("ها", "هاي"))


class _Builder:
    """Joins atoms into phrases; the two orders of head and nationality have a subclass each."""

    def __init__(self, pack: LanguagePack, tokens: Sequence[Token], atoms: list[Atom]) -> None:
        self.pack = pack
        self.tokens = tokens
        self.atoms = atoms
        self.former = pack.cues("former")
        self.function = _function_words(pack)

    def phrases(self) -> Iterator[Phrase]:
        raise NotImplementedError

    def _gap(self, left: int, right: int) -> list[str]:
        return [token.folded for token in self.tokens[left:right]]

    def _is_former(self, first: int, last: int) -> bool:
        return any(
            self.former.longest(self.tokens, at) for at in range(max(0, first), min(last, len(self.tokens)))
        )

    def _nation_of(self, atom: Atom) -> str | None:
        entry = atom.name.entry
        if isinstance(entry, Country):
            return entry.iso
        if isinstance(entry, City):
            return entry.country
        if isinstance(entry, Organisation):
            return entry.code.split(":")[0] if not entry.code.startswith("IGO") else entry.code
        if isinstance(entry, Person):
            served = {spell.country for spell in entry.spells}
            return served.pop() if len(served) == 1 else None
        return None

    def _with_nation(self, phrase: Phrase, atom: Atom) -> Phrase:
        nation = self._nation_of(atom)
        if nation in (None, "---"):
            return phrase
        words = covering(self.tokens, atom.first, atom.last)
        text = " ".join(t.text for t in self.tokens[atom.first : atom.last]) if words else ""
        return replace(phrase, nation=nation, nation_words=text)


class _HeadFirst(_Builder):
    """Arabic and Persian: the office or collective first, then adjectives, nationality, name."""

    def phrases(self) -> Iterator[Phrase]:
        at = 0
        while at < len(self.atoms):
            phrase, at = self._phrase(at)
            yield phrase

    def _phrase(self, at: int) -> tuple[Phrase, int]:
        atom = self.atoms[at]
        if atom.kind in ("person", "family"):
            return self._named_first(at)
        if atom.kind not in _HEADS:
            return Phrase(atom.first, atom.last, atoms=(atom,), prefix=atom.prefix), at + 1
        phrase = Phrase(atom.first, atom.last, head=atom, atoms=(atom,), prefix=atom.prefix)
        if atom.kind == "organisation" and _settled(atom):
            return phrase, at + 1
        return self._extended(phrase, at + 1)

    def _extended(self, phrase: Phrase, at: int) -> tuple[Phrase, int]:
        while at < len(self.atoms):
            atom = self.atoms[at]
            if not self._adjacent(phrase, atom):
                break
            if atom.kind in ("person", "family"):
                if phrase.head is not None and phrase.head.kind == "office":
                    return replace(
                        phrase, last=atom.last, person=atom, former=self._former_in(phrase)
                    ), at + 1
                if phrase.nation is not None or not _governs(phrase.head):
                    break
                phrase = self._with_nation(replace(phrase, last=atom.last), atom)
            elif atom.kind in _NATIONS:
                if phrase.nation is not None:
                    break
                phrase = self._with_nation(replace(phrase, last=atom.last), atom)
            elif atom.kind in _HEADS and phrase.nation is None and phrase.body is None:
                phrase = replace(phrase, last=atom.last, body=atom)
                if atom.kind == "organisation":
                    phrase = self._with_nation(phrase, atom)
            else:
                break
            at += 1
        phrase = replace(phrase, former=self._former_in(phrase))
        if phrase.nation is None:
            phrase = self._inherited(phrase, at)
        return self._body_sector(phrase), at

    def _body_sector(self, phrase: Phrase) -> Phrase:
        """A vague head takes the sector of the body it belongs to: عناصر الشرطة, مسؤول في الجيش."""
        head, body = phrase.head, phrase.body
        if head is None or body is None or not isinstance(body.name.entry, Collective | Office):
            return phrase
        entry = head.name.entry
        if (
            isinstance(entry, Office | Collective)
            and entry.sector in ("UNK", "CVL", "GOV")
            and body.name.entry.sector not in ("UNK",)
        ):
            return replace(phrase, head=replace_head(head, body))
        return phrase

    def _named_first(self, at: int) -> tuple[Phrase, int]:
        """A name with its office in apposition behind it: فیلیپ هموند وزیر دارایی بریتانیا."""
        person = self.atoms[at]
        phrase = Phrase(person.first, person.last, person=person, atoms=(person,), prefix=person.prefix)
        if at + 1 < len(self.atoms) and self.atoms[at + 1].kind == "office":
            office = self.atoms[at + 1]
            gap = self._gap(person.last, office.first)
            if (
                all(word in (",", "،") for word in gap)
                and len(gap) <= 1
                and not set(office.prefix) & set("وبل")
            ):
                inner, after = self._extended(
                    Phrase(office.first, office.last, head=office, atoms=(office,)), at + 1 + 1
                )
                if inner.person is None and inner.nation is not None:
                    return replace(
                        phrase, last=inner.last, head=office, nation=inner.nation, nation_words=inner.nation_words,
                        former=inner.former,
                    ), after  # fmt: skip
        return phrase, at + 1

    def _adjacent(self, phrase: Phrase, atom: Atom) -> bool:
        prefix = atom.prefix.removesuffix(ARTICLE)
        if prefix and self.pack.order == "vso":
            return prefix == "ل" and phrase.nation is None and len(self._gap(phrase.last, atom.first)) <= 1
        gap = self.tokens[phrase.last : atom.first]
        if len(gap) > 2:
            return False
        return all(self._adjective(token) for token in gap)

    def _adjective(self, token: Token) -> bool:
        if not token.word or token.folded in self.function or token.folded[0].isdigit():
            return False
        if self.pack.order == "vso":
            return token.folded.startswith("ال") or bool(self.former.longest([token], 0))
        return self.pack.acts.verb_at(token) is None

    def _former_in(self, phrase: Phrase) -> bool:
        return self._is_former(phrase.first, phrase.last + 1) and not self._is_former(
            phrase.first, phrase.first + 1
        )

    def _inherited(self, phrase: Phrase, at: int) -> Phrase:
        """A nationality from a place right behind: الشرطة في لاغوس, پلیس در کابل."""
        if at >= len(self.atoms) or self.atoms[at].kind not in _NATIONS:
            return phrase
        atom = self.atoms[at]
        gap = self._gap(phrase.last, atom.first)
        clitic = atom.prefix.removesuffix(ARTICLE)
        links = set(_links(self.pack))
        if (len(gap) <= 3 and gap and gap[0] in links) or (not gap and clitic in ("ب", "ل")):
            return self._with_nation(phrase, atom)
        return phrase


class _HeadLast(_Builder):
    """English: nationality and body first, then the office, then the name."""

    def phrases(self) -> Iterator[Phrase]:
        at = 0
        while at < len(self.atoms):
            phrase, at = self._phrase(at)
            if phrase is not None:
                yield phrase

    def _phrase(self, at: int) -> tuple[Phrase | None, int]:
        atom = self.atoms[at]
        start = at
        nation: Atom | None = None
        if atom.kind in _NATIONS:
            if self._compound(atom):
                return None, at + 1
            if (
                at + 1 < len(self.atoms)
                and self.atoms[at + 1].kind in _HEADS
                and self._modifies(atom, self.atoms[at + 1])
            ):
                nation, at = atom, at + 1
                atom = self.atoms[at]
            else:
                return Phrase(atom.first, atom.last, atoms=(atom,)), at + 1
        if atom.kind in ("person", "family"):
            if not self._heads_government(at):
                return self._named_first(at)
            nation, at = atom, at + 1
            atom = self.atoms[at]
        phrase = Phrase(self.atoms[start].first, atom.last, head=atom, atoms=(atom,))
        at += 1
        if atom.kind == "organisation" and _settled(atom) and not self._heads_next(atom, at):
            return phrase, at
        if nation is not None:
            phrase = self._with_nation(phrase, nation)
        while (
            at < len(self.atoms)
            and self.atoms[at].kind in _HEADS
            and self._modifies(self.atoms[at - 1], self.atoms[at])
        ):
            phrase = self._headed(phrase, self.atoms[at])
            at += 1
        return self._finished(phrase, at)

    def _heads_government(self, at: int) -> bool:
        """Whether a name stands for a state: the Clinton administration, Netanyahu's government."""
        if at + 1 >= len(self.atoms) or not _governs(self.atoms[at + 1]):
            return False
        return self._gap(self.atoms[at].last, self.atoms[at + 1].first) in ([], ["'s"])

    def _heads_next(self, atom: Atom, at: int) -> bool:
        return (
            at < len(self.atoms)
            and self.atoms[at].kind in ("office", "group")
            and self._modifies(atom, self.atoms[at])
        )

    def _headed(self, phrase: Phrase, atom: Atom) -> Phrase:
        """The head moves on: army + commander, NATO + secretary-general."""
        old = phrase.head
        assert old is not None
        grown = replace(phrase, last=atom.last, head=atom, body=old, atoms=(*phrase.atoms, atom))
        if old.kind == "organisation":
            grown = self._with_nation(grown, old) if grown.nation is None else grown
        entry, before = atom.name.entry, old.name.entry
        if (
            isinstance(entry, Office | Collective) and isinstance(before, Office | Collective)
            and entry.sector in ("GOV", "UNK", "CVL", "MIL") and before.sector not in ("UNK", "GOV")
        ):  # fmt: skip
            return replace(grown, head=replace_head(atom, old))
        return grown

    def _finished(self, phrase: Phrase, at: int) -> tuple[Phrase, int]:
        former = self._is_former(phrase.first - 1, phrase.first + 1)
        phrase = replace(phrase, former=former)
        if at < len(self.atoms):
            atom = self.atoms[at]
            gap = self._gap(phrase.last, atom.first)
            if atom.kind in ("person", "family") and (not gap or gap == [","]):
                return replace(phrase, last=atom.last, person=atom), at + 1
            if phrase.nation is None and gap and gap[0] in _INHERIT and len(gap) <= 3:
                if atom.kind in _NATIONS or (
                    atom.kind == "organisation" and gap[0] in ("of", "for", "from", "at", "to")
                ):
                    return self._with_nation(phrase, atom), at
                if atom.kind in ("group",) and gap[0] in ("of", "for") and at + 1 < len(self.atoms):
                    return phrase, at
                if atom.kind == "office":
                    return phrase, at
        return phrase, at

    def _named_first(self, at: int) -> tuple[Phrase, int]:
        """A name with its office in apposition: Antony Blinken, the US secretary of state."""
        person = self.atoms[at]
        phrase = Phrase(person.first, person.last, person=person, atoms=(person,))
        if at + 1 < len(self.atoms) and self._gap(person.last, self.atoms[at + 1].first) in (
            [","],
            [",", "the"],
            [",", "a"],
        ):
            inner, after = self._phrase(at + 1)
            if (
                inner is not None
                and inner.head is not None
                and inner.head.kind == "office"
                and inner.person is None
            ):
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
        gap = self.tokens[left.last : right.first]
        if (
            left.kind == "state"
            and not (gap and gap[0].folded == "'s")
            and left.name.spelling not in ("US", "U.S.", "UK", "UN")
        ):
            if not (not gap and left.name.spelling.isupper()):
                return not gap and right.kind in ("office", "group") and right.last - right.first >= 1
        words = [token for token in gap if token.folded not in ("'s", "-")]
        return len(words) <= 2 and all(
            token.word and token.folded not in self.function and not token.folded[0].isdigit()
            and self.pack.acts.verb_at(token) is None
            for token in words
        )  # fmt: skip


def replace_head(head: Atom, body: Atom) -> Atom:
    """A head with the sector of its body: the place stays the head's, the reading the body's."""
    return replace(head, name=body.name if head.kind != "office" else head.name, rivals=())


def _governs(atom: Atom | None) -> bool:
    """Whether a head is a government, army or party that may be called by its leader's name."""
    entry = atom.name.entry if atom is not None else None
    return (
        isinstance(entry, Collective)
        and entry.kind == "organisation"
        and entry.sector in ("GOV", "MIL", "PTY")
    )


def _settled(atom: Atom) -> bool:
    """Whether a body's own name settles where it belongs."""
    return isinstance(atom.name.entry, Organisation) and not atom.name.entry.code.startswith("---")


def _links(pack: LanguagePack) -> Iterator[str]:
    for phrase in pack.data.place_prepositions:
        yield fold(phrase)
    yield from {"vso": (fold("من"),), "sov": (fold("از"),), "svo": ("of", "from")}[pack.order]


_function: dict[str, frozenset[str]] = {}


def _function_words(pack: LanguagePack) -> frozenset[str]:
    if pack.code not in _function:
        data = pack.data
        lists = (
            data.prepositions,
            data.conjunctions,
            data.boundaries,
            data.complementizers,
            data.negation,
            data.copulas,
        )
        _function[pack.code] = frozenset(
            fold(word) for words in lists for word in words if " " not in word
        ) | {"،", ","}
    return _function[pack.code]


def _pronouns(pack: LanguagePack, tokens: Sequence[Token], text: str, busy: set[int]) -> Iterator[Mention]:
    """Words that stand for parties named elsewhere; `reference.py` says for whom."""
    taken = set(busy)
    for kind in ("countries", "sides", "country", "this_country", "other_side", "person"):
        for match in pack.cues(f"pronouns.{kind}").all(tokens):
            own = set(range(match.first, match.last))
            if own & taken:
                continue
            taken |= own
            span = covering(tokens, match.first, match.last)
            yield Mention(
                start=span.start, end=span.end, kind="pronoun", text=span.words(text), first=match.first,
                last=match.last, unresolved="a pronoun", reason=kind,
            )  # fmt: skip
