"""Stated links: who says that one relation hangs, or does not hang, on another, since when, and where it is told.

What one speaker says of two relations in a headline, in the lead and further down, in one report or in several, is
one claim with several tellings. Speakers are one by their person, else by country or body and office, else by name.
An office without a name ("the president of Norway") is its holder's where the claims name just one holder: in the
same report, or else in all of them. Offices that many hold stay themselves: the officials are nobody who is named.
Who is of no known country ("the minister") is joined within a report only, and so is what nobody is named for.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, groupby, pairwise, product
from typing import Literal, NamedTuple

from dragoman.ledger import Ledger, Query
from dragoman.ledger.questions import Noted
from dragoman.model import Actor, Link, Record, Report, Span, Statement
from dragoman.relations.dealings import Pair

Stance = Literal["independent", "conditional"]

# Labels of the gazetteer's offices that many hold at a time.
# fmt: off
_MANY = frozenset((
    "adviser", "ambassador", "analyst", "commander", "deputy minister", "diplomat", "envoy", "generals",
    "intelligence official", "lawmaker", "military official", "minister", "official", "politician",
    "representative", "secretary", "security official", "senator", "special envoy", "spokesman",
))
# fmt: on
_LATEST = datetime.date.max  # where what has no day stands


class ClaimTelling(Span, frozen=True):
    """Where a claim is told: a report, and the words that hold the claim."""

    report: str
    outlet: str | None
    language: str | None
    published: datetime.date | None
    quote: str


class Claim(Record, frozen=True):
    """One speaker's word that the relation `of` hangs on the relation `on` (conditional), or doesn't (independent).

    `directed` is False where the words name the two but not which hangs on the other. `speaker` is None where nobody
    is named; `who` tells speakers apart, whatever they are called. `first` and `last` are days of publication, None
    where no telling has one. Tellings are in the order of days, reports and places.
    """

    of: Pair
    on: Pair
    directed: bool
    stance: Stance
    speaker: Actor | None
    who: str
    tellings: tuple[ClaimTelling, ...]
    first: datetime.date | None
    last: datetime.date | None

    @property
    def relations(self) -> tuple[Pair, Pair]:
        """The two relations in the order of their names, whichever hangs on the other."""
        return min(self.of, self.on), max(self.of, self.on)


class _Heard(NamedTuple):
    """One place where a claim is told, before those that are one are brought together."""

    of: Pair
    on: Pair
    directed: bool
    stance: Stance
    speaker: Actor | None
    telling: ClaimTelling


def claims(
    ledger: Ledger, pair: Pair | None, since: datetime.date | None = None, until: datetime.date | None = None
) -> list[Claim]:
    """The claims about a relation, on either side, or about all, in the order of the days when they were first told.

    `since` and `until` are days on which a telling was published.
    """
    asked = Query(pair=pair, since=since, until=until, limit=None)
    heard = [one for kind in ("link", "statement") for noted in ledger.notes(kind, asked) for one in _heard(noted)]
    if pair is not None:
        heard = [one for one in heard if _sorted(pair) in (one.of, one.on)]
    return _joined(heard)


def _heard(noted: Noted) -> Iterator[_Heard]:
    note, report = noted.note, noted.report
    if isinstance(note, Link) and _sorted(note.of) != _sorted(note.on):
        speaker = note.by.actor if note.by else None
        yield _Heard(_sorted(note.of), _sorted(note.on), True, note.stance, speaker, _telling(note, report))
    elif isinstance(note, Statement) and note.stance in ("independent", "conditional"):
        about = list(dict.fromkeys(_sorted(pair) for pair in note.about))
        if len(about) == 2:
            speaker = note.speaker.actor if note.speaker else None
            yield _Heard(about[0], about[1], False, note.stance, speaker, _telling(note, report))


def _telling(note: Span, report: Report) -> ClaimTelling:
    return ClaimTelling(
        start=note.start, end=note.end, report=report.id, outlet=report.outlet, language=report.language,
        published=report.published, quote=note.words(report.text),
    )  # fmt: skip


def _sorted(pair: Pair) -> Pair:
    one, other = sorted(pair)
    return one, other


# --- what is one claim ----------------------------------------------------------------------------------


def _joined(heard: Iterable[_Heard]) -> list[Claim]:
    ordered = sorted(heard, key=lambda one: (not one.directed, _place(one.telling), one.of, one.on, one.stance))
    speakers = _speakers(ordered)
    groups: dict[tuple[str, Pair, Pair, Stance], list[_Heard]] = {}
    for one, (who, _) in zip(ordered, speakers, strict=True):
        key, turned = (who, one.of, one.on, one.stance), (who, one.on, one.of, one.stance)
        groups.setdefault(turned if not one.directed and turned in groups and key not in groups else key, []).append(
            one
        )
    shown = _shown(speakers)
    found = [_claim(key, told, shown[key[0]]) for key, told in groups.items()]
    return sorted(found, key=lambda one: (_place(one.tellings[0]), one.of, one.on, one.stance, one.who))


def _claim(key: tuple[str, Pair, Pair, Stance], told: Sequence[_Heard], speaker: Actor | None) -> Claim:
    who, of, on, stance = key
    tellings = _without_doubles(one.telling for one in told)
    days = [one.published for one in tellings if one.published]
    return Claim(
        of=of, on=on, directed=any(one.directed for one in told), stance=stance, speaker=speaker, who=who,
        tellings=tellings, first=min(days, default=None), last=max(days, default=None),
    )  # fmt: skip


def _without_doubles(tellings: Iterable[ClaimTelling]) -> tuple[ClaimTelling, ...]:
    """A link and the statement that it was found in are one place: the wider words are kept."""
    kept: list[ClaimTelling] = []
    for one in sorted(tellings, key=lambda one: (_place(one), -one.end)):
        if kept and kept[-1].report == one.report and kept[-1].meets(one):
            kept[-1] = max(kept[-1], one, key=lambda each: each.end - each.start)
        else:
            kept.append(one)
    return tuple(kept)


def _place(telling: ClaimTelling) -> tuple[datetime.date, str, int]:
    return telling.published or _LATEST, telling.report, telling.start


# --- who speaks -----------------------------------------------------------------------------------------


def _speakers(heard: Sequence[_Heard]) -> list[tuple[str, Actor | None]]:
    """Who speaks at each place, and as whom he is named there."""
    named = [one for one in heard if one.speaker and one.speaker.person]
    found = []
    for one in heard:
        holder = one.speaker and _holder(one.speaker, one.telling.report, named)
        found.append((f"person {holder}" if holder else _who(one.speaker, one.telling.report), one.speaker))
    return found


def _holder(speaker: Actor, report: str, named: Sequence[_Heard]) -> str | None:
    """The person who speaks, or who holds the office that does, where just one can be meant."""
    if speaker.person or not speaker.country or not speaker.office or speaker.office in _MANY:
        return speaker.person
    held = [one for one in named if one.speaker and _office(one.speaker) == _office(speaker)]
    near = {one.speaker.person for one in held if one.speaker and one.telling.report == report}
    holders = near or {one.speaker.person for one in held if one.speaker}
    return holders.pop() if len(holders) == 1 else None


def _office(actor: Actor) -> tuple[str | None, ...]:
    return actor.country, actor.organisation, actor.sector, actor.office


def _who(speaker: Actor | None, report: str) -> str:
    """What tells a speaker without a person apart."""
    if speaker is None:
        return f"nobody in {report}"
    if speaker.country and (speaker.office or speaker.organisation):
        return f"office {speaker.code} {speaker.organisation or ''} {speaker.office or ''}"
    known = speaker.country or (not speaker.office and speaker.sector not in (None, "UNK"))
    return f"name {speaker.code} {speaker.name.casefold()}" + ("" if known else f" in {report}")


def _shown(speakers: Iterable[tuple[str, Actor | None]]) -> dict[str, Actor | None]:
    """Each speaker as he is named first, by his person if he is anywhere."""
    shown: dict[str, Actor | None] = {}
    for who, actor in speakers:
        old = shown.setdefault(who, actor)
        if old and actor and actor.person and not old.person:
            shown[who] = actor
    return shown


# --- stances over time ----------------------------------------------------------------------------------


class StanceChange(Record, frozen=True):
    """A speaker said one thing of two relations, and on a later day the other; with the tellings on either side."""

    speaker: Actor | None
    before: Claim
    after: Claim
    last_before: ClaimTelling
    first_after: ClaimTelling


class Contradiction(Record, frozen=True):
    """Two claims about the same two relations: one says independent, the other conditional.

    `stands` is whether each is its speaker's last word. Both may be one speaker's, told on the same day or without
    a day, so that nobody can know which came later.
    """

    independent: Claim
    conditional: Claim
    stands: bool


class Stances(Record, frozen=True):
    """Where speakers changed their stance, and where they contradict each other, in the order of days."""

    changes: tuple[StanceChange, ...]
    contradictions: tuple[Contradiction, ...]


def stances(claims: Iterable[Claim]) -> Stances:
    """How the stances of speakers changed, and who contradicts whom. Claims that nobody is named for are left out."""
    about: dict[tuple[Pair, Pair], dict[str, list[Claim]]] = {}
    for claim in claims:
        if claim.speaker is not None:
            about.setdefault(claim.relations, {}).setdefault(claim.who, []).append(claim)
    changes: list[StanceChange] = []
    against: list[Contradiction] = []
    for by_speaker in about.values():
        changed = {who: _changes(said) for who, said in by_speaker.items()}
        changes += (one for each in changed.values() for one in each)
        for who, said in by_speaker.items():
            if not changed[who]:
                against += _contradictions(said, said)
        for one, other in combinations(by_speaker.values(), 2):
            against += [*_contradictions(one, other), *_contradictions(other, one)]
    changes.sort(key=lambda one: (_place(one.first_after), one.after.who))
    against.sort(key=lambda one: (_since(one), one.independent.who, one.conditional.who))
    return Stances(changes=tuple(changes), contradictions=tuple(against))


def _changes(said: Sequence[Claim]) -> list[StanceChange]:
    """Of one speaker and two relations. A day on which both are told says nothing of the order."""
    told = [(claim, telling) for claim in said for telling in claim.tellings if telling.published]
    told.sort(key=lambda one: _place(one[1]))
    days = [list(day) for _, day in groupby(told, key=lambda one: one[1].published)]
    plain = [day for day in days if len({claim.stance for claim, _ in day}) == 1]
    return [
        StanceChange(
            speaker=new[0][0].speaker, before=old[-1][0], after=new[0][0], last_before=old[-1][1], first_after=new[0][1]
        )
        for old, new in pairwise(plain)
        if old[0][0].stance != new[0][0].stance
    ]


def _contradictions(one: Sequence[Claim], other: Sequence[Claim]) -> Iterator[Contradiction]:
    """Where the first says independent, the second conditional."""
    free = [claim for claim in one if claim.stance == "independent"]
    bound = [claim for claim in other if claim.stance == "conditional"]
    for mine, theirs in product(free, bound):
        stands = mine.last == _last(one) and theirs.last == _last(other)
        yield Contradiction(independent=mine, conditional=theirs, stands=stands)


def _last(said: Sequence[Claim]) -> datetime.date | None:
    return max((claim.last for claim in said if claim.last), default=None)


def _since(found: Contradiction) -> datetime.date:
    """The day from which on both were said."""
    return max(found.independent.first or _LATEST, found.conditional.first or _LATEST)
