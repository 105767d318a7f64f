"""What a relation hangs on: who says so, in which words, and apart from it what the figures show."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.faces.web.pages.relation.asked import Asked
from dragoman.faces.web.pages.relation.owed import Quote
from dragoman.model import Record
from dragoman.relations import links, relations_of
from dragoman.relations.briefing import names
from dragoman.relations.briefing.draft import direction_of
from dragoman.relations.briefing.wording import Phrase, Value
from dragoman.relations.dealings import Dealings, Pair
from dragoman.relations.held import Held
from dragoman.relations.links import Claim, ClaimTelling, Confronted, Measured, MeasuredLink, stances
from dragoman.relations.links.claims import StanceChange
from dragoman.relations.links.measured import LEAST_PERIODS, LEAST_TOLD, ordered
from dragoman.relations.relation import MOST

SHOWN = 10  # claims, and measured links
_PLACES = 3


class Telling(Record, frozen=True):
    """Where a claim is told."""

    quote: Quote
    telling: ClaimTelling
    day: str | None


class Claimed(Record, frozen=True):
    """A claim as a sentence, with the places where it is told."""

    sentence: Phrase
    claim: Claim
    tellings: tuple[Telling, ...]
    more: int


class Stated(Record, frozen=True):
    """What is said: claims, the newest first; who changed his mind, who contradicts whom."""

    claims: tuple[Claimed, ...]
    more: tuple[Claimed, ...]
    changed: tuple[Phrase, ...]
    against: tuple[Phrase, ...]


class Moves(Record, frozen=True):
    """A measured link: the other relation with its name, which goes first (`one` this one, `other`), how far ahead."""

    pair: Pair
    name: str
    first: str | None
    ahead: int
    link: MeasuredLink
    sure: bool


class Beside(Record, frozen=True):
    """What is said of two relations, with what is measured of them."""

    claims: tuple[Phrase, ...]
    found: Confronted


class Shown(Record, frozen=True):
    """What is measured: `links` beyond chance or, where there are none, the strongest; why nothing could be."""

    measured: Measured
    links: tuple[Moves, ...]
    beyond: int
    beside: tuple[Beside, ...]
    nothing: str | None
    told: int
    least_periods: int = LEAST_PERIODS
    least_told: int = LEAST_TOLD


def stated(asked: Asked) -> Stated:
    """Who says that the relation hangs, or doesn't, on another."""
    claims = asked.relation.claims()
    listed = [_claimed(asked, one) for one in reversed(claims)]
    found = stances(claims)
    standing = [one for one in found.contradictions if one.stands]
    return Stated(
        claims=tuple(listed[:SHOWN]),
        more=tuple(listed[SHOWN:]),
        changed=tuple(_changed(asked, one) for one in found.changes),
        against=tuple(_against(asked, one.independent, one.conditional) for one in standing[:SHOWN]),
    )


def measured(asked: Asked, every: Held) -> Shown:
    """With which relations it moves; `every` are all of the ledger. It takes seconds."""
    focus = ordered(asked.relation.pair)
    found = links.measured(_among(asked, every), focus=focus, by=asked.by)
    return Shown(
        measured=found,
        links=tuple(_moves(asked, focus, one, found) for one in (found.found or found.links)[:SHOWN]),
        beyond=len(found.found),
        beside=tuple(
            Beside(claims=tuple(_sentence(asked, claim) for claim in one.claims), found=one)
            for one in links.confront(asked.relation.claims(), found)
        ),
        nothing=None if found.links else _why(found, focus),
        told=found.too_little.get(focus, 0),
    )


# --- said -----------------------------------------------------------------------------------------------


def _claimed(asked: Asked, claim: Claim) -> Claimed:
    return Claimed(
        sentence=_sentence(asked, claim),
        claim=claim,
        tellings=tuple(_telling(asked, one) for one in claim.tellings[:_PLACES]),
        more=max(len(claim.tellings) - _PLACES, 0),
    )


def _sentence(asked: Asked, claim: Claim) -> Phrase:
    draft, free = asked.draft, claim.stance == "independent"
    name = ("free" if free else "hangs") if claim.directed else ("untied" if free else "tied")
    values: dict[str, Value] = {
        "when": draft.when(claim.first, claim.first, None),
        "speaker": names.speaker(claim.speaker, draft.words),
        "of": names.relation(claim.of, draft.words),
        "on": names.relation(claim.on, draft.words),
    }
    return draft.sentence(name, **values).pieces


def _telling(asked: Asked, one: ClaimTelling) -> Telling:
    quote = Quote(words=" ".join(one.quote.split()), language=one.language, direction=direction_of(one.language))
    return Telling(quote=quote, telling=one, day=asked.ui.date(one.published) if one.published else None)


def _changed(asked: Asked, change: StanceChange) -> Phrase:
    draft, day = asked.draft, change.first_after.published
    name = "now_free" if change.after.stance == "independent" else "now_tied"
    speaker = names.speaker(change.speaker, draft.words)
    return draft.sentence(name, speaker=speaker, day=draft.when(day, day, "day")).pieces


def _against(asked: Asked, *claims: Claim) -> Phrase:
    words = asked.draft.words
    speakers = words.listed([names.speaker(one.speaker, words) for one in claims])
    return asked.draft.sentence("contradiction", list=speakers).pieces


# --- measured -------------------------------------------------------------------------------------------


def _among(asked: Asked, every: Held) -> Mapping[Pair, Dealings]:
    """The relations with the most events, and this one with them."""
    if asked.since or asked.until:
        ledger, keep = asked.relation.ledger, asked.relation.pair
        return relations_of(ledger, since=asked.since, until=asked.until, most=MOST, keep=keep)
    known, focus = every.now(), ordered(asked.relation.pair)
    busiest = sorted(known, key=lambda pair: (-len(known[pair]), pair))[:MOST]
    return {pair: known[pair] for pair in dict.fromkeys((*busiest, focus)) if pair in known}


def _moves(asked: Asked, focus: Pair, link: MeasuredLink, found: Measured) -> Moves:
    other = link.other if link.one == focus else link.one
    first = None if link.leads is None else "this" if link.leads == focus else "other"
    return Moves(
        pair=other,
        name=" – ".join(asked.ui.party(code) for code in other),
        first=first,
        ahead=abs(link.lag),
        link=link,
        sure=link.q <= found.level,
    )


def _why(found: Measured, focus: Pair) -> str:
    """Why nothing was measured, by what has to be there first."""
    if found.periods < LEAST_PERIODS:
        return "periods"
    if focus in found.too_little:
        return "few"
    return "steady" if focus in found.steady else "alone"
