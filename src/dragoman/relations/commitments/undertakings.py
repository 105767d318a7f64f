"""Undertakings: what reports tell to be owed, before anybody asks what became of it; several tellings are one.

Two conditions are one where the same party demands of the same and either the events they are tied to are one story,
or most of their words are shared and no other numbers told, or, in two languages, the act and the topic of the agenda
that they ask for are the same.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec.structs import replace

from dragoman.knowledge import gazetteer
from dragoman.knowledge.gazetteer import Country
from dragoman.languages import packs
from dragoman.languages.packs import LANGUAGES
from dragoman.ledger.rows import code_of
from dragoman.ledger.settling import Demand, condition_id
from dragoman.model import Event, Record, Report, Time, Told
from dragoman.relations.commitments.expectation import (
    Expected,
    due_of_demand,
    due_of_promise,
    of_demand,
    of_promise,
    promised,
)
from dragoman.relations.commitments.matter import Matter, alike, matter_of

Kind = Literal["condition", "promise"]

_ALIKE = 0.6  # the part of the words from which two demands are one
_NATIONS = ("state", "demonym", "capital")


class Passage(Record, frozen=True):
    """A place where something owed is told: its report, and its words from `start` to `end`; `id` is its own name."""

    id: str
    report: str
    outlet: str | None
    published: datetime.date | None
    start: int
    end: int
    quote: str


class Undertaking(Record, frozen=True):
    """What is owed by whom to whom, as codes of parties; `unnamed` says why there is nobody, where there is not."""

    kind: Kind
    owed_by: tuple[str, ...]
    owed_to: tuple[str, ...]
    holder: str | None
    party: str | None
    unnamed: str | None
    others: frozenset[str]
    words: str
    in_return_for: str | None
    since: datetime.date | None
    due: Time | None
    expected: tuple[Expected, ...]
    matter: Matter
    stories: frozenset[str]
    told: tuple[Passage, ...]

    def between(self, one: str, other: str) -> bool:
        """Whether it is owed by the one of two parties to the other, or may be."""
        there = one in self.owed_by and other in self.owed_to
        back = other in self.owed_by and one in self.owed_to
        doubtful = bool(self.unnamed) and {one, other} <= self.others
        return there or back or doubtful


# --- conditions -----------------------------------------------------------------------------------


def of_conditions(found: Iterable[tuple[Demand, Sequence[Told]]]) -> list[Undertaking]:
    """What is demanded, from conditions with the events of their sentences."""
    kept: dict[tuple[tuple[str, ...], ...], list[Undertaking]] = {}
    for demand, told in found:
        new = _of_condition(demand, told)
        near = kept.setdefault((new.owed_to, new.owed_by), [])
        at = next((at for at, old in enumerate(near) if _is_one(old, new)), None)
        if at is None:
            near.append(new)
        else:
            near[at] = _joined(near[at], new)
    return [one for near in kept.values() for one in near]


def _of_condition(demand: Demand, told: Sequence[Told]) -> Undertaking:
    condition, report, _ = demand
    bound = [one for one in told if isinstance(one.event, Event) and one.event.condition == condition.demand]
    holder = code_of(condition.holder)
    debtor, others, why = _debtor(demand, told, holder)
    unnamed = why if holder else "the report does not say who demands it"
    given = condition.party if condition.party is not None and code_of(condition.party) == debtor else None
    threat = any(one.event.type == "THREATEN" for one in bound)
    return Undertaking(
        kind="condition",
        owed_by=(debtor,) if debtor else (),
        owed_to=(holder,) if holder else (),
        holder=condition.holder.actor.name if condition.holder else None,
        party=given.actor.name if given else _shown(debtor),
        unnamed=unnamed,
        others=others,
        words=condition.demand,
        in_return_for=condition.in_return_for,
        since=_made(report, [one.event.when for one in bound]),
        due=condition.due or due_of_demand(condition.demand, report.language, report.published),
        expected=of_demand(condition.demand, report.language, threat=threat),
        matter=matter_of(condition.demand, report.language),
        stories=frozenset(one.story or one.event.id for one in bound),
        told=(_passage(condition_id(report.id, condition), report, condition.start, condition.end),),
    )


def _debtor(demand: Demand, told: Sequence[Told], holder: str | None) -> tuple[str | None, frozenset[str], str | None]:
    """Who has to do what is demanded, all parties of the sentence, and why nobody is named."""
    condition, report, _ = demand
    sides = [
        side for one in told if isinstance(one.event, Event) for side in (*one.event.actors, *one.event.recipients)
    ]
    within = {code for side in sides if (code := code_of(side))}
    named = set(_nations(condition.demand, report.language))
    everyone = frozenset(within | named | ({holder} if holder else set()))
    party = code_of(condition.party)
    if party is not None and party != holder:
        return party, everyone | {party}, None
    for some in (named, within):
        rest = some - {holder}
        if len(rest) == 1:
            return rest.pop(), everyone, None
    several = ", ".join(sorted((named | within) - {holder}))
    return None, everyone, f"it may be owed by any of {several}" if several else "the report does not say of whom"


def _nations(words: str, language: str | None) -> Iterator[str]:
    """The states that words name."""
    if language not in LANGUAGES:
        return
    tokens = packs.load(language).tokens(words, 0, len(words))
    for named in gazetteer.load().find(language, tokens):
        entry = named.names[0].entry
        if named.names[0].kind in _NATIONS and isinstance(entry, Country):
            yield entry.iso


def _is_one(old: Undertaking, new: Undertaking) -> bool:
    if old.stories & new.stories or alike(old.matter, new.matter) >= _ALIKE:
        return True
    if old.matter.language == new.matter.language or not old.matter.topics & new.matter.topics:
        return False
    acts = [{(one.type, one.mode, one.refrain) for one in each.expected} for each in (old, new)]
    return bool(acts[0] & acts[1])


# --- promises -------------------------------------------------------------------------------------


def of_promises(found: Iterable[Told]) -> list[Undertaking]:
    """What is promised, from AGREE events with words; those of a story are one."""
    kept: dict[str, Undertaking] = {}
    for told in found:
        if told.report is None or not isinstance(told.event, Event):
            continue
        new = _of_promise(told.event, told.report, told.story or told.event.id)
        if new.owed_by and new.owed_to:
            (story,) = new.stories
            kept[story] = _joined(kept[story], new) if story in kept else new
    return list(kept.values())


def _of_promise(event: Event, report: Report, story: str) -> Undertaking:
    part = promised(event, report.text, report.language)
    words = part.words(report.text)
    sides = (event.actors, event.recipients or event.actors)
    codes = [tuple(dict.fromkeys(code for side in some if (code := code_of(side)))) for some in sides]
    if not event.recipients and len(codes[0]) < 2:
        codes = [(), ()]
    debtors, creditors = (", ".join(dict.fromkeys(side.actor.name for side in some)) for some in sides)
    due = due_of_promise(event, report.text, report.language, report.published)
    when, published = event.when, report.published
    if due is None and when is not None and published is not None and when.start > published:
        due = when
    own = when is not None and (due is None or due.text != when.text)
    return Undertaking(
        kind="promise",
        owed_by=codes[0],
        owed_to=codes[1],
        holder=creditors or None,
        party=debtors or None,
        unnamed=None,
        others=frozenset((*codes[0], *codes[1])),
        words=words,
        in_return_for=event.condition,
        since=_made(report, [when] if own else []),
        due=due,
        expected=of_promise(event, report.text, report.language),
        matter=matter_of(words, report.language),
        stories=frozenset((story,)),
        told=(_passage(event.id, report, part.start, part.end),),
    )


# --- both -----------------------------------------------------------------------------------------


def _joined(old: Undertaking, new: Undertaking) -> Undertaking:
    """Two tellings of one: the first one's words, what the second adds, the earlier day."""
    days = [day for day in (old.since, new.since) if day is not None]
    return replace(
        old,
        holder=old.holder or new.holder,
        party=old.party or new.party,
        others=old.others | new.others,
        in_return_for=old.in_return_for or new.in_return_for,
        since=min(days, default=None),
        due=old.due or new.due,
        expected=old.expected or new.expected,
        stories=old.stories | new.stories,
        told=(*old.told, *new.told),
    )


def _made(report: Report, whens: Iterable[Time | None]) -> datetime.date | None:
    """The day on which something was demanded or promised: the one told, unless it is still to come."""
    published = report.published
    past = [when.end for when in whens if when is not None and (published is None or when.end <= published)]
    return min(past, default=published)


def _passage(id: str, report: Report, start: int, end: int) -> Passage:
    return Passage(
        id=id, report=report.id, outlet=report.outlet, published=report.published, start=start, end=end,
        quote=report.text[start:end],
    )  # fmt: skip


def _shown(code: str | None) -> str | None:
    return None if code is None else gazetteer.load().display(code)
