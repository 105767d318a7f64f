"""Where a model's quote stands in its sentence, and whom it names there.

A quote is met word by word, spelling folded; what is not met is not in the sentence. Who is meant is for the
reading's own mentions to say; the model's word counts only where they are silent, and only for codes that are known.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace

from dragoman import ontology
from dragoman.coding.llm.answer import Quoted
from dragoman.coding.view import Run, View
from dragoman.knowledge import gazetteer
from dragoman.model import Actor, Method, Party, Span, Token
from dragoman.phrases import covering, cut
from dragoman.text import fold

Place = tuple[int, int]  # tokens, half-open


class Named(NamedTuple):
    """A party, and who says who it is: the gazetteer or the model."""

    party: Party
    method: Method


def places(quote: str, tokens: Sequence[Token]) -> list[Place]:
    """Where the words of a quote stand among tokens, left to right; marks at either end weigh nothing.

    Only the first word may stand there with clitics before it: whole words, not their pieces.
    """
    pieces = cut(fold(quote))
    while pieces and not pieces[-1].word:
        pieces.pop()
    while pieces and not pieces[0].word:
        pieces.pop(0)
    wanted = [piece.text for piece in pieces]
    if not wanted:
        return []
    ends = range(len(wanted), len(tokens) + 1)
    starts = [end - len(wanted) for end in ends]
    return [
        (at, at + len(wanted))
        for at in starts
        if _begins(tokens[at], wanted[0])
        and [token.folded for token in tokens[at + 1 : at + len(wanted)]] == wanted[1:]
    ]


def distance(one: Place, other: Place) -> int:
    """The words between two places; below zero where they share some."""
    return max(one[0] - other[1], other[0] - one[1])


def _begins(token: Token, word: str) -> bool:
    return token.folded == word or any(form.stem == word and not form.suffix for form in token.forms)


def parties(view: View, quoted: Quoted, place: Place, model: str) -> tuple[Named, ...]:
    """Whom the words at a place name: by the mentions that they meet, else by the words alone."""
    span = covering(view.tokens, *place)
    run = _met(view, quoted, span)
    if run is None:
        actor = _alone(span.words(view.text), quoted, model)
        return (Named(Party(start=span.start, end=span.end, actor=actor), "model"),)
    people = _people_of(view, quoted, run, span, model)
    if people is not None:
        return (Named(people, "model"),)
    met = Run(tuple(mention for mention in run.mentions if mention.meets(span)), run.mark)
    return tuple(_completed(view, party, quoted, model) for party in met.parties())


def _met(view: View, quoted: Quoted, span: Span) -> Run | None:
    """Of the parties named in a quote the one that the model means, by its codes, else the first; then places."""

    def agreement(run: Run) -> int:
        actors = [party.actor for party in run.parties()]
        return any(_code(a) == quoted.country for a in actors) + any(a.sector == quoted.sector for a in actors)

    def meets(run: Run) -> bool:
        return any(mention.meets(span) for mention in run.mentions)

    named = [run for run in view.runs if meets(run)] or [run for run in view.candidates if meets(run)]
    return max(named, key=agreement, default=None)


def _people_of(view: View, quoted: Quoted, run: Run, span: Span, model: str) -> Party | None:
    """People or bodies of whom the reading knows the nationality alone: the country is its, the sector the model's."""
    mention, sector = run.mentions[0], _sector(quoted)
    countries = {actor.country for actor in mention.actors}
    more = span.covers(mention) and (span.start, span.end) != (mention.start, mention.end)
    if len(run.mentions) > 1 or mention.kind != "state" or not more or len(countries) != 1 or sector in (None, "GOV"):
        return None
    reason = f"its country is that of “{mention.text}”; {sector} by {model}"
    actor = Actor(name=span.words(view.text), country=countries.pop(), sector=sector, reason=reason)
    return Party(start=span.start, end=span.end, actor=actor)


def _completed(view: View, party: Party, quoted: Quoted, model: str) -> Named:
    """A party as its mention tells it, with the model's country where the mention tells none."""
    actor = party.actor
    own = _alone(actor.name, quoted, model)
    if actor.country is not None or own.country is None or fold(actor.name) != fold(party.words(view.text)):
        return Named(party, "gazetteer")
    sector = None if own.country == "IGO" else actor.sector or own.sector
    filled = replace(actor, country=own.country, organisation=own.organisation, sector=sector, reason=own.reason)
    return Named(replace(party, actor=filled), "model")


def _alone(name: str, quoted: Quoted, model: str) -> Actor:
    """A party by its words alone, with those of the model's codes that are known."""
    code = quoted.country if quoted.country in _codes() else None
    sector = _sector(quoted)
    country, _, organisation = (code or "").partition(":")
    if organisation:
        reason = f"{code} by {model}, for no known name stands here"
        return Actor(name=name, country=country, organisation=organisation, reason=reason)
    told = " and ".join(mark for mark in (code, sector) if mark)
    reason = f"{told} by {model}, for no known name stands here" if told else "no name that is known"
    return Actor(name=name, country=code, sector=sector, reason=reason)


def _code(actor: Actor) -> str | None:
    return actor.code if actor.country == "IGO" else actor.country


def _sector(quoted: Quoted) -> str | None:
    """The model's sector where the ontology has it; its older marks are only read."""
    sector = ontology.load().sectors.get(quoted.sector or "")
    return sector.name if sector is not None and not sector.stands_for else None


@cache
def _codes() -> frozenset[str]:
    """The codes of states and international bodies that have a name in the gazetteer."""
    known = gazetteer.load()
    states = {country.code for country in known.countries if country.code and not country.until}
    return frozenset(states | {body.code for body in known.organisations if body.code.startswith("IGO:")})
