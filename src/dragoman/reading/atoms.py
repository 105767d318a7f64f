"""Single names in a sentence, each with the reading chosen for it: a state or a family, a capital or a place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.knowledge.gazetteer import City, Collective, Country, Gazetteer, Name, Named, Office, Organisation, Person
from dragoman.languages.packs import LanguagePack
from dragoman.model import Token
from dragoman.phrases import ARTICLE
from dragoman.text import fold

HEADS = ("office", "group", "organisation")
NATIONS = ("demonym", "state", "capital", "seat", "place")
PEOPLE = ("person", "family")
_TRADES = ("BUS", "EDU", "UNK", "LAB")  # sectors of whom a common word behind them rather tells the trade
_NO_GIVEN_NAMES = (
    "titles", "prepositions", "conjunctions", "boundaries", "complementizers", "negation", "pronouns.person",
)  # fmt: skip
_RANK = {
    "state": 0, "seat": 1, "organisation": 2, "demonym": 3, "person": 4, "office": 5, "group": 6, "capital": 7,
    "place": 8, "family": 9,
}  # fmt: skip


@dataclass(frozen=True)
class Atom:
    """A name at tokens `first` up to `last`; `rivals` are the readings that it may have as well, its own among them."""

    first: int
    last: int
    name: Name
    prefix: str
    suffix: str
    rivals: tuple[Name, ...] = ()

    @property
    def kind(self) -> str:
        """What it names: a state, an office, a family …"""
        return self.name.kind

    @property
    def nation(self) -> str | None:
        """The ISO code or `IGO:X` that it names or belongs to, "---" for a body of no state."""
        return _nation(self.name)

    @property
    def governs(self) -> bool:
        """Whether it is a government, army or party that may be called by its leader's name."""
        entry = self.name.entry
        if not isinstance(entry, Collective):
            return False
        return entry.kind == "organisation" and entry.sector in ("GOV", "MIL", "PTY")

    @property
    def body(self) -> str | None:
        """The `IGO:X` that only this office can be of: NATO's secretary general."""
        return self.name.entry.organisation if isinstance(self.name.entry, Office) else None

    @property
    def settled(self) -> bool:
        """Whether it is a body whose own name settles where it belongs."""
        return isinstance(self.name.entry, Organisation) and not self.name.entry.code.startswith("---")


def atoms_in(
    gazetteer: Gazetteer, pack: LanguagePack, tokens: Sequence[Token], busy: set[int], year: int | None
) -> list[Atom]:
    """The names of a sentence, left to right, but those on `busy` tokens; `year` decides who then held an office."""
    found = [named for named in gazetteer.find(pack.code, tokens) if not busy & set(range(named.first, named.last))]
    heads = {named.last for named in found if any(map(_national, named.names))}
    taken = busy | {i for named in found for i in range(named.first, named.last)}
    return _by_company([
        _chosen(named, tokens, pack, year)
        for named in found
        if not _common(named, tokens, pack, heads) and not _namesake(named, tokens, pack, taken, gazetteer)
    ])  # fmt: skip


def place_marked(pack: LanguagePack, tokens: Sequence[Token], named: Named | Atom) -> bool:
    """Whether a preposition of place stands before a name or is written onto it."""
    if named.prefix.removesuffix(ARTICLE)[-1:] in pack.folded("place_prepositions"):
        return True
    marks = pack.cues("place_prepositions")
    for at in range(max(0, named.first - 3), named.first):
        match = marks.longest(tokens, at)
        if match is not None and match.last == named.first and not match.suffix:
            return True
    return False


def _chosen(named: Named, tokens: Sequence[Token], pack: LanguagePack, year: int | None) -> Atom:
    readings = sorted(named.names, key=lambda name: (_odd(name), _RANK[name.kind]))
    best = readings[0]
    if best.kind == "family":
        readings = [name for name in readings if name.kind == "family"]
        readings = [name for name in readings if _holds(name, year)] or readings
        best = readings[0]
    if place_marked(pack, tokens, named) and (city := _city(readings)):
        best = city
    return Atom(named.first, named.last, best, named.prefix, named.suffix, tuple(readings))


def _city(readings: Sequence[Name]) -> Name | None:
    """The capital among the readings, if any, as a place."""
    capital = next((name for name in readings if name.kind == "capital"), None)
    if capital is None:
        return None
    return next((n for n in readings if n.kind == "place" and _nation(n) == _nation(capital)), capital)


def _by_company(atoms: list[Atom]) -> list[Atom]:
    """The atoms, a name of two nations as that of the one that the sentence names besides: Tripoli, of Lebanon."""
    every = [{_nation(name) for name in atom.rivals if name.kind in NATIONS} for atom in atoms]
    sure = {atom.nation for atom, nations in zip(atoms, every, strict=True) if len(nations) < 2 and atom.nation}
    return [
        atom if len(nations) < 2 or atom.nation in sure or atom.kind not in NATIONS
        else replace(atom, name=next((n for n in atom.rivals if n.kind in NATIONS and _nation(n) in sure), atom.name))
        for atom, nations in zip(atoms, every, strict=True)
    ]  # fmt: skip


def _nation(name: Name) -> str | None:
    entry = name.entry
    if isinstance(entry, Country):
        return entry.iso
    if isinstance(entry, City):
        return entry.country
    if isinstance(entry, Organisation):
        return entry.code if entry.code.startswith("IGO") else entry.code.split(":")[0]
    if isinstance(entry, Person):
        served = {spell.country for spell in entry.spells}
        return served.pop() if len(served) == 1 else None
    return None


def _common(named: Named, tokens: Sequence[Token], pack: LanguagePack, heads: set[int]) -> bool:
    """Whether a name is only a common word here: neither a place nor the nationality of an actor."""
    words = all(isinstance(name.entry, Country) and name.spelling in name.entry.common for name in named.names)
    return words and named.first not in heads and not place_marked(pack, tokens, named)


def _national(name: Name) -> bool:
    """Whether it is an office, a group or a body that has a nationality rather than a trade: no expert, no company."""
    entry = name.entry
    sector = entry.code.split(":")[-1] if isinstance(entry, Organisation) else getattr(entry, "sector", None)
    return name.kind in HEADS and sector not in _TRADES


def _namesake(named: Named, tokens: Sequence[Token], pack: LanguagePack, taken: set[int], gazetteer: Gazetteer) -> bool:
    """Whether a family name is somebody else's here, behind a given name that none of its known bearers has; or a
    place's name is a person's: أبو العيون."""
    at = named.first - 1
    if at < 0 or named.prefix.removesuffix(ARTICLE):
        return False
    before = tokens[at]
    kin = before.folded in pack.folded("kin")
    if at in taken and not kin:
        return False
    bearers = [name.entry for name in named.names if name.kind == "family" and isinstance(name.entry, Person)]
    if len(bearers) < len(named.names):
        return kin and all(name.kind in NATIONS for name in named.names)
    given = before.folded in gazetteer.given(pack.code) and not before.text.islower()
    if not kin and not given and not (at > 0 and before.text.istitle()):
        return False
    if any(before.folded in pack.folded(words) for words in _NO_GIVEN_NAMES):
        return False
    own = (fold(name).replace(" ", "") for person in bearers for name in person.names.get(pack.code, ()))
    return not any(before.folded in name for name in own)


def _odd(name: Name) -> bool:
    """Whether a reading is the unlikely one of an ambiguous name."""
    entry = name.entry
    return isinstance(entry, Country) and name.spelling in (*entry.ambiguous, *entry.common)


def _holds(name: Name, year: int | None) -> bool:
    return isinstance(name.entry, Person) and name.entry.spell_in(year)[1]
