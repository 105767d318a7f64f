"""Who and where in a sentence: every whole name resolved to an actor or a place, with the reason for it.

What no name says is left open with a reason; `reference.py` closes what the neighbourhood makes certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from dragoman.knowledge.gazetteer import City, Collective, Country, Gazetteer, Office, Organisation, Person, Spell
from dragoman.languages.packs import LanguagePack
from dragoman.model import GUESSED, OWNED, Actor, Mention, MentionKind, Place, Token
from dragoman.phrases import ARTICLE, covering
from dragoman.reading.atoms import Atom, atoms_in, place_marked
from dragoman.reading.names import Phrase, phrases_in
from dragoman.text import fold

_DASHES = ("-", "–", "—")
_GOVERNED = 9  # words back from a state within which the act that governs it is looked for
_YEH, _HAA = "\u064a", "\u0647"  # folded
UNTOLD = "its country is not named here"
BESIDE = "by the words beside the name"  # ends the reason of a person whose office is told
_HOW = {"demonym": "by its adjective", "seat": "by the seat of its government"}


class _Meaning(NamedTuple):
    """What a name stands for, and why; `unresolved` says what is missing."""

    kind: MentionKind
    actor: Actor | None = None
    place: Place | None = None
    reason: str = ""
    unresolved: str | None = None


class MentionReader:
    """Finds the mentions of one report's sentences; `year` decides which office a person then held."""

    def __init__(self, gazetteer: Gazetteer, year: int | None) -> None:
        self.gazetteer = gazetteer
        self.year = year

    def mentions(self, pack: LanguagePack, tokens: Sequence[Token], text: str, busy: set[int]) -> list[Mention]:
        """The mentions of a sentence but its times, whose tokens are `busy`."""
        meant = list(_pronouns(pack, tokens, text, busy))
        busy = busy | {i for mention in meant for i in range(mention.first, mention.last)}
        kept = [i for i in range(len(tokens)) if not _joining(pack, tokens, i)]
        bare = [tokens[i] for i in kept]
        taken = {place for place, i in enumerate(kept) if i in busy}
        phrases = phrases_in(pack, bare, atoms_in(self.gazetteer, pack, bare, taken, self.year))
        names = [self._mention(pack, phrase, bare, text) for phrase in phrases]
        found = [replace(name, first=kept[name.first], last=kept[name.last - 1] + 1) for name in names]
        return sorted([*found, *meant], key=lambda mention: mention.first)

    def _mention(self, pack: LanguagePack, phrase: Phrase, tokens: Sequence[Token], text: str) -> Mention:
        span = covering(tokens, phrase.first, phrase.last)
        words = span.words(text)
        if phrase.person is not None:
            meaning = self._person(phrase, phrase.person, words)
        elif phrase.head is not None:
            meaning = self._headed(phrase, phrase.head, words)
        else:
            meaning = self._bare(pack, phrase.atoms[0], tokens, words)
        return Mention(
            start=span.start, end=span.end, kind=meaning.kind, text=words, first=phrase.first, last=phrase.last,
            prefix=phrase.prefix, actors=(meaning.actor,) if meaning.actor else (), place=meaning.place,
            reason=meaning.reason, unresolved=meaning.unresolved,
        )  # fmt: skip

    # --- an office, a collective or a body --------------------------------------------------------

    def _headed(self, phrase: Phrase, head: Atom, words: str) -> _Meaning:
        entry = head.name.entry
        if isinstance(entry, Organisation):
            return self._organisation(entry, phrase)
        assert isinstance(entry, Office | Collective)
        country, organisation = _nation(phrase, entry)
        label = entry.names["en"][0]
        actor = Actor(
            name=words, country=country, organisation=organisation,
            sector=None if country == "IGO" else self._sector(phrase, entry, country, organisation),
            office=label if isinstance(entry, Office) else None,
        )  # fmt: skip
        kind: MentionKind = "office" if isinstance(entry, Office) else entry.kind
        if phrase.owned and not country:
            return _Meaning(kind, actor, None, label, OWNED)
        if country and phrase.hinted:
            reason = f"{GUESSED} {phrase.nation_words}"
            return _Meaning(kind, replace(actor, reason=reason), None, reason)
        if country:
            return _Meaning(kind, actor, None, f"{label}; nationality by “{phrase.nation_words or words}”")
        return _Meaning(kind, actor, None, label, UNTOLD)

    def _sector(self, phrase: Phrase, entry: Office | Collective, country: str | None, organisation: str | None) -> str:
        """Its own sector, else that of the body it belongs to; an office of a state is of its government."""
        sector = "ELI" if phrase.former else entry.sector
        body = phrase.body.name.entry if phrase.body is not None else None
        if isinstance(body, Organisation) and organisation is None and sector in ("UNK", "GOV") and not phrase.former:
            code = body.code_in(self.year)
            sector = sector if code.startswith("IGO") else code.split(":")[1]
        if sector == "UNK" and isinstance(entry, Office) and country and country != "IGO":
            return "GOV"
        return sector

    def _organisation(self, entry: Organisation, phrase: Phrase) -> _Meaning:
        country, _, rest = entry.code_in(self.year).partition(":")
        name = entry.names["en"][0]
        if country == "IGO":
            actor = Actor(name=name, country="IGO", organisation=rest)
        else:
            known = country if country != "---" else None
            nation = phrase.nation if phrase.nation and not phrase.nation.startswith("IGO") else known
            actor = Actor(name=name, country=nation, sector="ELI" if phrase.former else rest)
        missing = None if actor.country else "it belongs to no one state"
        return _Meaning("organisation", actor, None, f"{name} by name", missing)

    # --- a person ---------------------------------------------------------------------------------

    def _person(self, phrase: Phrase, atom: Atom, words: str) -> _Meaning:
        person, people = self._who(phrase, atom)
        served = {self._code(one) for one in people}
        if len(people) > 1 and len(served) > 1 and phrase.nation is None:
            names = sorted(one.names["en"][0] for one in people)
            return _Meaning("person", unresolved=f"“{words}” may be {' or '.join(names)}")
        name = person.names["en"][0]
        spell, holds = person.spell_in(self.year)
        head = phrase.head.name.entry if phrase.head else None
        body = phrase.head.body if phrase.head else None
        country, organisation = phrase.nation or body or self._code(person), None
        if country and country.startswith("IGO:"):
            country, organisation = "IGO", country.removeprefix("IGO:")
        office = head.names["en"][0] if isinstance(head, Office) else (spell.office if spell else None)
        actor = Actor(
            name=name, person=name if len(people) == 1 else None, country=country, organisation=organisation,
            sector=None if country == "IGO" else _sector_of_person(phrase, spell),
            office=office.replace("-", " ") if office else None,
        )  # fmt: skip
        if isinstance(head, Office) and (whose := phrase.nation or body):
            return _Meaning("person", actor, None, f"{name}, {office} of {whose} {BESIDE}")
        held = f"{spell.office or 'office'} of {country}" if spell else "office not known"
        return _Meaning("person", actor, None, f"{name}, {held}" + ("" if holds else " at another time"))

    def _who(self, phrase: Phrase, atom: Atom) -> tuple[Person, set[Person]]:
        """The likeliest bearer of a name, and all who may be meant; a nationality leaves only its own where it can."""
        assert isinstance(atom.name.entry, Person)
        people = {n.entry for n in atom.rivals if isinstance(n.entry, Person) and n.kind == atom.kind}
        if phrase.nation and not phrase.nation.startswith("IGO") and len(people) > 1:
            same = [one for one in people if any(spell.country == phrase.nation for spell in one.spells)]
            if len(same) == 1:
                return same[0], {same[0]}
        return atom.name.entry, people

    def _code(self, person: Person) -> str | None:
        """The state or organisation that a person serves in the report's year."""
        spell = person.spell_in(self.year)[0]
        return (spell.organisation or spell.country) if spell else None

    # --- a state or a place -----------------------------------------------------------------------

    def _bare(self, pack: LanguagePack, atom: Atom, tokens: Sequence[Token], words: str) -> _Meaning:
        entry = atom.name.entry
        if isinstance(entry, City):
            return _Meaning("place", None, _as_named(entry.place, words), f"{entry.name} by name")
        assert isinstance(entry, Country)
        name = entry.names["en"][0]
        if atom.kind == "capital":
            as_place = place_marked(pack, tokens, atom) or _dateline(tokens, atom) or bool(entry.not_government)
            return self._capital(entry, words, as_place)
        if atom.kind == "demonym" and _people(pack, tokens, atom):
            people = Actor(name=words, country=entry.iso, sector="CVL")
            return _Meaning("group", people, None, f"people of {name}")
        actor = Actor(name=self.gazetteer.display(entry.iso), country=entry.iso, sector="GOV")
        place = Place(name=name, country=entry.iso, text=words) if atom.kind == "state" else None
        if place and place_marked(pack, tokens, atom) and not _acted_on(self.gazetteer, pack, tokens, atom):
            return _Meaning("place", actor, place, f"{name} named as a place")
        return _Meaning("state", actor, place, f"{name} {_HOW.get(atom.kind, 'by name')}")

    def _capital(self, entry: Country, words: str, as_place: bool) -> _Meaning:
        city = self.gazetteer.capitals.get(entry.iso)
        name = entry.capital["en"]
        place = _as_named(city.place, words) if city else Place(name=name, country=entry.iso, text=words)
        if as_place:
            return _Meaning("place", None, place, f"{name}, a capital named as a place")
        actor = Actor(name=self.gazetteer.display(entry.iso), country=entry.iso, sector="GOV")
        return _Meaning("state", actor, place, f"{name}, the capital, for its government")


def _joining(pack: LanguagePack, tokens: Sequence[Token], at: int) -> bool:
    """Whether a token is the Persian ye that joins a word on haa to the next one, which is as often left out or a
    hamza on the haa: one name in three spellings."""
    if pack.order != "sov" or at == 0 or tokens[at].folded != _YEH:
        return False
    before = tokens[at - 1]
    return before.folded.endswith(_HAA) and tokens[at].start - before.end <= 1


def _nation(phrase: Phrase, entry: Office | Collective) -> tuple[str | None, str | None]:
    """The country and the organisation that a head belongs to."""
    if isinstance(entry, Office) and entry.organisation:
        return "IGO", entry.organisation.removeprefix("IGO:")
    if phrase.nation and phrase.nation.startswith("IGO:"):
        return "IGO", phrase.nation.removeprefix("IGO:")
    if isinstance(entry, Office):
        return phrase.nation or entry.country, None
    return phrase.nation, None


def _sector_of_person(phrase: Phrase, spell: Spell | None) -> str:
    """The sector of the office named with a person, else of the one held."""
    head = phrase.head.name.entry if phrase.head else None
    if phrase.former:
        return "ELI"
    if isinstance(head, Office | Collective) and head.sector != "UNK":
        return head.sector
    return (spell.sector if spell else None) or "ELI"


def _as_named(place: Place, words: str) -> Place:
    """A place as the report's words name it."""
    return Place(name=place.name, country=place.country, lat=place.lat, lon=place.lon, text=words)


def _dateline(tokens: Sequence[Token], atom: Atom) -> bool:
    """Whether a name opens the text as a dateline: KABUL: …, واشنطن 15 - 7 (اف ب) - …"""
    if atom.first > 0 or atom.last >= len(tokens):
        return False
    following = tokens[atom.last].folded
    if following == ",":
        return any(token.folded in _DASHES for token in tokens[atom.last : atom.last + 6])
    return following in (":", "(", *_DASHES) or following.isdigit()


def _people(pack: LanguagePack, tokens: Sequence[Token], atom: Atom) -> bool:
    """Whether a nationality names people (Israelis, الإسرائيليون, ایرانیان) rather than qualifying a word."""
    if atom.last < len(tokens) and tokens[atom.last].folded in pack.folded("people_marks"):
        return True
    folded = tokens[atom.last - 1].folded
    plural = folded.endswith(tuple(pack.folded("people_endings")))
    if pack.order == "vso" and len(folded) <= 5:
        return False
    return plural and not folded.endswith(tuple(pack.folded("not_people_endings")))


def _acted_on(gazetteer: Gazetteer, pack: LanguagePack, tokens: Sequence[Token], atom: Atom) -> bool:
    """Whether the mark written onto a state is the first by which an act before it reaches its party: to praise "at"
    Qatar, in Arabic, is to praise it, and says nothing of where."""
    mark = atom.prefix.removesuffix(ARTICLE)[-1:]
    near = tokens[max(0, atom.first - _GOVERNED) : atom.first] if mark else ()
    acts = [act for act in pack.acts.find(near) if tuple(map(fold, act.act.group.recipient[:1])) == (mark,)]
    if not acts:
        return False
    between = near[acts[-1].last :]
    named = {i for one in gazetteer.find(pack.code, between) for i in range(one.first, one.last)}
    return not any(
        form.prefix.removesuffix(ARTICLE)[-1:] == mark
        for i, token in enumerate(between) if i not in named for form in token.forms
    )  # fmt: skip


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
