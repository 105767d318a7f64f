"""Who is meant where no name says it: pronouns, "the two countries", "the minister", "the police".

Sentences are gone through in order with a short memory of who has been named. What the neighbourhood makes
certain is filled in with the reason; the rest stays unresolved.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from dragoman.model import GUESSED, OWNED, Actor, Mention, Sentence
from dragoman.reading.mentions import BESIDE, UNTOLD
from dragoman.text import fold

_MEMORY = 12  # mentions looked back on for "the two countries"
_NO_OWNERS = ("place", "pronoun")
_SHARE = 0.5  # of the countries named so far, for a report to be about one of them


class _Memory:
    """Who has been named so far; `told` are the persons whose office the report tells, wherever it does."""

    def __init__(self, told: dict[str, Actor]) -> None:
        self.told = told
        self.named: list[Mention] = []
        self.offices: dict[str, Actor] = {}
        self.names: dict[str, Actor] = {}
        self.countries: Counter[str] = Counter()

    def note(self, mention: Mention) -> None:
        for actor in mention.actors:
            if actor.country and actor.country != "IGO":
                self.countries[actor.country] += 1
            if actor.person:
                self.names[fold(actor.person).split()[-1]] = actor
            if actor.office and (actor.country or actor.person):
                self.offices[actor.office] = actor
                self.offices[fold(mention.text).split()[0]] = actor
        if mention.place is not None and mention.place.country and not mention.actors:
            self.countries[mention.place.country] += 1
        if mention.actors:
            self.named.append(mention)
            del self.named[:-_MEMORY]

    def last_states(self, count: int) -> list[Actor]:
        """The last distinct countries named, the latest last."""
        found: dict[str, Actor] = {}
        for mention in reversed(self.named):
            for actor in mention.actors:
                if actor.country not in (None, "IGO") and actor.country not in found and len(found) < count:
                    found[str(actor.country)] = actor
        return list(reversed(found.values()))

    def last_person(self) -> Actor | None:
        """The last single person named."""
        for mention in reversed(self.named):
            if mention.kind in ("person", "office") and len(mention.actors) == 1:
                return mention.actors[0]
        return None


def resolve(sentences: Sequence[Sentence], states: dict[str, Actor]) -> tuple[Sentence, ...]:
    """The sentences with their mentions closed; `states` are the governments by ISO code."""
    memory = _Memory(_told(sentences))
    out = []
    for sentence in sentences:
        about = _about(memory.countries)  # by the sentences before
        mentions: list[Mention] = []
        for mention in sentence.mentions:
            closed = _owned(mention, mentions) if mention.unresolved == OWNED else _close(mention, memory, states)
            memory.note(closed)
            mentions.append(closed)
        joined = _joined(mentions)
        placed = [_from_context(m, joined, about, states) for m in joined]
        out.append(replace(sentence, mentions=tuple(placed)))
    return tuple(out)


def _told(sentences: Sequence[Sentence]) -> dict[str, Actor]:
    """Each person whose office some words beside the name tell, as the first of them do."""
    every = (m for sentence in sentences for m in sentence.mentions if m.reason.endswith(BESIDE))
    told: dict[str, Actor] = {}
    for actor in (actor for mention in every for actor in mention.actors):
        if actor.person:
            told.setdefault(actor.person, actor)
    return told


def _close(mention: Mention, memory: _Memory, states: dict[str, Actor]) -> Mention:
    if mention.kind == "pronoun":
        return _pronoun(mention, memory, states)
    actor = mention.actors[0] if mention.actors else None
    if mention.kind == "person" and actor is None:
        known = memory.names.get(fold(mention.text).split()[-1])
        if known is not None:
            return replace(mention, actors=(known,), unresolved=None, reason=f"{known.name}, as named before")
    told = memory.told.get(actor.person or "") if actor else None
    if actor and told and told.code != actor.code and not mention.reason.endswith(BESIDE):
        reason = f"{told.name}, {told.office} as the report says elsewhere"
        return replace(mention, actors=(replace(told, reason=reason),), unresolved=None, reason=reason)
    if mention.kind == "office" and actor is not None and actor.country is None:
        known = memory.offices.get(actor.office or "") or memory.offices.get(fold(mention.text).split()[0])
        if known is not None and known.sector != "CVL":
            reason = f"the {actor.office} named before: {known.name}"
            return replace(mention, actors=(replace(known, reason=reason),), unresolved=None, reason=reason)
    return mention


def _owned(mention: Mention, before: Sequence[Mention]) -> Mention:
    """Somebody's troops, minister …: of the party named last before them in the sentence."""
    owner = next((m for m in reversed(before) if m.kind not in _NO_OWNERS and m.actors and m.actors[0].country), None)
    if owner is None:
        return replace(mention, unresolved=UNTOLD)
    theirs = owner.actors[0]
    reason = f"{OWNED} {owner.text}"
    sector = None if theirs.country == "IGO" else mention.actors[0].sector
    actor = replace(
        mention.actors[0], country=theirs.country, organisation=theirs.organisation, sector=sector, reason=reason
    )
    return replace(mention, actors=(actor,), unresolved=None, reason=reason)


def _pronoun(mention: Mention, memory: _Memory, states: dict[str, Actor]) -> Mention:
    kind = mention.reason
    if kind in ("countries", "sides"):
        pair = memory.last_states(2)
        if len(pair) == 2:
            actors = tuple(states.get(str(a.country), a) for a in pair) if kind == "countries" else tuple(pair)
            return _meant(mention, actors)
    elif kind in ("country", "this_country"):
        last = memory.last_states(1)
        if last:
            return _meant(mention, (states.get(str(last[0].country), last[0]),))
    elif kind == "other_side":
        pair = memory.last_states(2)
        if pair:
            return _meant(mention, (pair[-1],))
    else:
        person = memory.last_person()
        if person is not None:
            return _meant(mention, (person,))
    return replace(mention, unresolved="nobody named before whom it could mean")


def _meant(mention: Mention, actors: tuple[Actor, ...]) -> Mention:
    names = " and ".join(actor.name for actor in actors)
    return replace(mention, actors=actors, unresolved=None, reason=f"“{mention.text}” means {names}, named before")


def _joined(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, each that lacks a country made one with "the country" right behind it: حكومة البلاد."""
    out: list[Mention] = []
    for mention in mentions:
        before = out[-1] if out else None
        if before is None or before.last != mention.first or not _gives_country(before, mention):
            out.append(mention)
            continue
        actor = replace(before.actors[0], country=mention.actors[0].country, reason=mention.reason)
        text = before.text + " " * (mention.start - before.end) + mention.text
        out[-1] = replace(
            before,
            end=mention.end,
            last=mention.last,
            text=text,
            actors=(actor,),
            unresolved=None,
            reason=mention.reason,
        )
    return out


def _gives_country(before: Mention, pronoun: Mention) -> bool:
    lacking = len(before.actors) == 1 and before.actors[0].country is None
    return lacking and pronoun.kind == "pronoun" and len(pronoun.actors) == 1


def _from_context(
    mention: Mention, mentions: Sequence[Mention], about: str | None, states: dict[str, Actor]
) -> Mention:
    """A country for the police, the government, gunmen … from the places and states around them, else the one that
    the report is `about`."""
    if (
        len(mention.actors) != 1
        or mention.actors[0].country is not None
        or mention.kind not in ("office", "group", "organisation", "person")
    ):
        return mention
    actor = mention.actors[0]
    if mention.kind == "organisation" and mention.unresolved == "it belongs to no one state":
        return mention
    near = _nearest_country(mention, mentions)
    if near is not None and near[0] != about:
        country, where = near
        reason = f"{GUESSED} {where}"
    elif about is not None:
        country = about
        name = states[country].name if country in states else country
        reason = f"no nationality given; the report so far is about {name}"
    else:
        return mention
    return replace(mention, actors=(replace(actor, country=country, reason=reason),), unresolved=None, reason=reason)


def _about(named: Counter[str]) -> str | None:
    """The country that a report is about, by how often it has named each."""
    common = named.most_common(1)
    return common[0][0] if common and common[0][1] >= _SHARE * named.total() else None


def _nearest_country(mention: Mention, mentions: Sequence[Mention]) -> tuple[str, str] | None:
    """The country of the nearest place; else the one country that the sentence names."""
    places = [m for m in mentions if m.kind == "place" and m.place is not None and m.place.country]
    if places:
        nearest = min(places, key=lambda m: (_distance(mention, m), m.start))
        assert nearest.place is not None
        return str(nearest.place.country), nearest.text
    named = {
        a.country: m.text for m in mentions for a in m.actors
        if a.country not in (None, "IGO") and a.sector != "JRN" and not a.reason
    }  # fmt: skip
    if len(named) == 1:
        return next((str(country), text) for country, text in named.items())
    return None


def _distance(left: Mention, right: Mention) -> int:
    return max(left.first, right.first) - min(left.last, right.last)
