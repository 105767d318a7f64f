"""What parties, people and places are called in a reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from dragoman.knowledge import conferences, gazetteer
from dragoman.knowledge.gazetteer import City, Person
from dragoman.model import Actor, Place
from dragoman.relations.briefing.wording import Phrase, Piece, Words, fill
from dragoman.relations.dealings import Pair
from dragoman.text import printable

_STATE = ("GOV", None)  # a party of this place in society is the state itself
_NAMED = 3  # people of a party that are named


def party(code: str, words: Words) -> str:
    """A state or an international body, by its code."""
    return words.parties.get(code) or _parties(words.code).get(code) or code.removeprefix("IGO:")


def relation(pair: Pair, words: Words) -> Phrase:
    """The relation of two parties, as a noun."""
    one, other = pair
    return words.say("pair", one=party(one, words), other=party(other, words))


def actors(found: Iterable[Actor], code: str, words: Words) -> Phrase:
    """Those of a party who have part in an event: its name, or that of its sector, with people and offices."""
    listed = [one for one in found if code in (one.country, one.code)]
    sectors = list(dict.fromkeys(one.sector for one in listed))
    known = [sector for sector in sectors if sector in words.sectors]
    name = party(code, words)
    # Where anybody of the state itself acts, the state does; what others do is not said to be the state's.
    if known and not any(sector in _STATE for sector in sectors):
        name = words.sectors[known[0]].format(party=name)
    named = [one for one in listed if one.person] or listed  # an office beside a name is often his
    people = list(dict.fromkeys(shown for one in named if (shown := _standing(one, words))))[:_NAMED]
    if not people:
        return (Piece(text=name),)
    return fill(words.people, {"party": name, "people": words.listed(people)})


def speaker(actor: Actor | None, words: Words) -> Phrase:
    """Who says something: a person, else an office, else whatever the report calls him, with his party."""
    if actor is None:
        return words.say("nobody")
    code = f"IGO:{actor.organisation}" if actor.country == "IGO" else actor.country
    name = _standing(actor, words)
    if code is None:
        return name or foreign(actor.name)
    if not name and actor.sector in _STATE:
        return (Piece(text=party(code, words)),)
    if not name and actor.sector in words.sectors:
        return (Piece(text=words.sectors[actor.sector].format(party=party(code, words))),)
    shown = party(code, words)
    if actor.person or not name:
        return fill(words.people, {"party": name or foreign(actor.name), "people": shown})
    return fill(words.people, {"party": shown, "people": name})


def _standing(actor: Actor, words: Words) -> Phrase:
    """The person, else the office; empty where neither is known in the language."""
    if actor.person:
        return person(actor.person, words)
    shown = office(actor.office, words)
    return (Piece(text=shown),) if shown else ()


def office(name: str | None, words: Words) -> str | None:
    """An office by its English label; None where it says nothing, or the language has no word for it."""
    if name is None or name == "other":
        return None
    return words.offices.get(name) or _offices(words.code).get(name)


def person(name: str, words: Words) -> Phrase:
    """A person by the gazetteer's label, else as he is named."""
    shown = _people(words.code).get(name)
    return (Piece(text=shown),) if shown else foreign(name)


def source(name: str, words: Words) -> Phrase:
    """Whom a report names as its source: a person or body that is known, else in the report's own words."""
    shown = _people(words.code).get(name) or _bodies(words.code).get(name)
    return (Piece(text=shown),) if shown else foreign(name)


def foreign(text: str) -> Phrase:
    """A name as it was found, in whatever language: it keeps its direction to itself and steers nothing."""
    shown = " ".join(printable(text).split())
    return (Piece(text=shown, direction="auto"),)


def place(where: Place, words: Words) -> Phrase:
    """A city, region or water; a state by its name."""
    shown = _places(words.code).get((where.name, where.country))
    if shown is None and where.country and where.name == gazetteer.load().display(where.country):
        shown = party(where.country, words)
    return (Piece(text=shown),) if shown else foreign(where.name)


def conference(label: str, words: Words) -> Phrase:
    """A conference by its English label, by its fullest name in the language."""
    if words.code == "en":
        return (Piece(text=label),)
    names = next((one.names.get(words.code, ()) for one in conferences.load().all if one.label == label), ())
    return (Piece(text=max(names, key=len)),) if names else foreign(label)


def matter(kind: str, label: str, words: Words) -> Phrase:
    """A topic of the agenda or a context."""
    shown = (words.topics if kind == "topic" else words.contexts).get(label)
    if words.code == "en":
        shown = shown or label
    return (Piece(text=shown),) if shown else foreign(label)


@cache
def _parties(language: str) -> dict[str, str]:
    known = gazetteer.load()
    states = {one.code: one.names for one in reversed(known.countries) if one.code and not one.until}
    bodies = {one.code: one.names for one in reversed(known.organisations) if one.code.startswith("IGO:")}
    return {code: names[language][0] for code, names in (states | bodies).items() if language in names}


@cache
def _offices(language: str) -> dict[str, str]:
    known = gazetteer.load().offices
    return {one.names["en"][0]: one.names[language][0] for one in known if {"en", language} <= one.names.keys()}


@cache
def _bodies(language: str) -> dict[str, str]:
    bodies = gazetteer.load().organisations
    return {one.names["en"][0]: one.names[language][0] for one in bodies if {"en", language} <= one.names.keys()}


@cache
def _people(language: str) -> dict[str, str]:
    people: tuple[Person, ...] = gazetteer.load().people
    return {one.names["en"][0]: one.names[language][0] for one in people if {"en", language} <= one.names.keys()}


@cache
def _places(language: str) -> dict[tuple[str, str | None], str]:
    found: dict[tuple[str, str | None], str] = {}
    for name in gazetteer.load().names(language):
        if name.kind == "place" and isinstance(name.entry, City):
            article = "the " if language == "en" and name.entry.kind == "water" else ""
            found.setdefault((name.entry.name, name.entry.country), article + name.spelling)
    return found
