"""What two events, each as one report tells it, have in common and what parts them.

Each comparison gives facts: a name, how strongly it holds, and the words in which a person is told of it. What they
are worth is measured elsewhere. A fact that cannot be judged, for one of the two tells nothing of it, is not given.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from dragoman import ontology
from dragoman.knowledge import gazetteer
from dragoman.ledger.sounds import Heard, heard
from dragoman.model import Actor, Event, Place, Told
from dragoman.phrases import words
from dragoman.text import fold

_NEAR = 60.0  # km: two points of one place, or its outskirts
_RADIUS = 6371.0  # km, of the earth
_FRESH = datetime.timedelta(days=2)  # how old news without a date may be
_COPIED = 0.5  # the share of words from which one may have copied the other
_NAMES = 12  # a name's letters beyond the second, summed over names: more tell nothing more
_STATE = "GOV"  # the sector under which a state acts, whichever of its bodies it was
Days = tuple[datetime.date, datetime.date]


class Fact(NamedTuple):
    """Something that holds of a pair, how strongly (0 where not at all), and in words."""

    name: str
    value: float
    words: str


class Profile(NamedTuple):
    """An event as it is compared. Sides hold codes of countries and international bodies; `all` is both of them."""

    type: str
    mode: str | None
    modality: str
    actors: frozenset[str]
    recipients: frozenset[str]
    all: frozenset[str]
    sectors: dict[str, frozenset[str]]
    persons: frozenset[str]
    days: Days | None
    precise: bool
    published: datetime.date | None
    where: Place | None
    heard: Heard
    words: frozenset[str]
    sentence: str
    at: int
    report: str | None
    outlet: str | None


def profile(told: Told) -> Profile:
    """What is compared of an event."""
    event, report = told.event, told.report
    sides = _sides(told)
    actors, recipients = (frozenset(filter(None, map(_party, side))) for side in sides)
    sentence = wording(told)
    sound = heard(sentence)
    when = event.when
    if when is not None:
        sound = sound._replace(numbers=sound.numbers - heard(when.text).numbers)
    published = report.published if report else getattr(event, "published", None)
    return Profile(
        type=event.type,
        mode=event.mode,
        modality=event.modality,
        actors=actors,
        recipients=recipients,
        all=actors | recipients,
        sectors=_sectors(chain(*sides)),
        persons=frozenset(actor.person for actor in chain(*sides) if actor.person),
        days=(when.start, when.end) if when else None,
        precise=when is not None and when.precision == "day",
        published=published,
        where=_somewhere(event.where),
        heard=sound,
        words=frozenset(w for w in words(sentence) if len(w) > 2),
        sentence=sentence,
        at=event.trigger.start if isinstance(event, Event) else 0,
        report=report.id if report else None,
        outlet=report.outlet if report else getattr(event, "outlet", None),
    )


def wording(told: Told) -> str:
    """The sentence that tells the event; "" where there is no report."""
    if told.report is None or not isinstance(told.event, Event):
        return ""
    return told.event.sentence.words(told.report.text)


def facts(a: Profile, b: Profile) -> Iterator[Fact]:
    """What holds of the pair."""
    yield from _of_parties(a, b)
    yield from _of_days(a, b)
    yield from _of_place(a, b)
    yield from _of_telling(a, b)
    yield from _of_words(a, b)


# --- who ------------------------------------------------------------------------------------------


def _sides(told: Told) -> tuple[list[Actor], list[Actor]]:
    event = told.event
    if isinstance(event, Event):
        return [p.actor for p in event.actors], [p.actor for p in event.recipients]
    return list(event.actors), list(event.recipients)


def _party(actor: Actor) -> str | None:
    return f"IGO:{actor.organisation}" if actor.country == "IGO" else actor.country


def _sectors(actors: Iterable[Actor]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for actor in actors:
        code = _party(actor)
        if code and actor.sector and actor.sector != "UNK":
            found.setdefault(code, set()).add(actor.sector)
    return {code: frozenset(sectors) for code, sectors in found.items()}


def _of_parties(a: Profile, b: Profile) -> Iterator[Fact]:
    if ontology.load().types[a.type].symmetric:
        yield from _of_side("parties", "parties", a.all, b.all)
    else:
        yield from _of_side("actors", "who acts", a.actors, b.actors)
        yield from _of_side("recipients", "who is acted on", a.recipients, b.recipients)
        if a.actors and b.actors and a.actors.isdisjoint(b.all) and b.actors.isdisjoint(a.all):
            yield Fact("strangers", 1.0, "neither's actor has a part in the other")
        elif a.actors & b.recipients and a.actors.isdisjoint(b.actors):
            yield Fact("swapped", 1.0, "the sides are swapped")
    shared = [(a.sectors[c], b.sectors[c]) for c in a.all & b.all if c in a.sectors and c in b.sectors]
    if any(_STATE not in one | other and one.isdisjoint(other) for one, other in shared):
        yield Fact("sectors/differ", 1.0, "other bodies of one country")
    elif any(one.isdisjoint(other) for one, other in shared):
        yield Fact("sectors/state", 1.0, "the state here, a body of it there")
    if a.persons and b.persons:
        met = a.persons & b.persons
        yield (
            Fact("persons/same", 1.0, f"both name {_listed(met)}")
            if met
            else Fact("persons/differ", 1.0, "other persons")
        )


def _of_side(name: str, said: str, a: frozenset[str], b: frozenset[str]) -> Iterator[Fact]:
    if not a or not b:
        yield Fact(f"{name}/unknown", 1.0, f"{said} is not told by both")
    elif a.isdisjoint(b):
        yield Fact(f"{name}/differ", 1.0, f"{said}: {_listed(a)} here, {_listed(b)} there")
    else:
        yield Fact(f"{name}/same", 1.0, f"{said}: {_listed(a & b)}")
        if a != b:
            yield Fact(f"{name}/more", 1.0 - len(a & b) / len(a | b), f"one tells more of {said}")


# --- when -----------------------------------------------------------------------------------------


def apart(a: Days, b: Days) -> int:
    """Days between two intervals, 0 where they share one."""
    return max(0, (b[0] - a[1]).days, (a[0] - b[1]).days)


def _of_days(a: Profile, b: Profile) -> Iterator[Fact]:
    if a.published and b.published:
        gap = abs((a.published - b.published).days)
        yield Fact("published", math.log1p(gap), f"published {_days(gap)} apart")
    if _planned(a) or _planned(b):
        yield Fact("days/planned", 1.0, "the day is still to come where it is told")
    if a.days and b.days:
        yield from _both_dated(a.days, b.days, a.precise and b.precise)
    elif a.days or b.days:
        yield from _one_dated(*((a, b) if a.days else (b, a)))
    else:
        yield Fact("days/unknown", 1.0, "no day is told")


def _both_dated(a: Days, b: Days, precise: bool) -> Iterator[Fact]:
    gap = apart(a, b)
    if precise and gap == 0:
        yield Fact("days/same", 1.0, f"both on {a[0].isoformat()}")
    elif gap == 0:
        yield Fact("days/within", 1.0, "one's days lie within the other's")
    elif gap == 1:
        yield Fact("days/next", 1.0, "a day apart")
    else:
        yield Fact("days/apart" if precise else "days/outside", 1.0, f"{_days(gap)} apart")
        yield Fact("days/far", math.log(min(gap, 400)), "")


def _one_dated(dated: Profile, other: Profile) -> Iterator[Fact]:
    if dated.days is None or other.published is None:
        return
    if _planned(dated):
        return
    if dated.days[0] > other.published:
        yield Fact("days/later", 1.0, "dated after the other was published")
    elif other.modality == "historical":
        yield Fact("days/past", 1.0, "one looks back")
    else:
        gap = apart(dated.days, (other.published - _FRESH, other.published))
        if gap == 0:
            yield Fact("days/fresh", 1.0, "news of the days that the other names")
        else:
            yield Fact("days/old", math.log1p(min(gap, 400)), f"dated {_days(gap)} before the other's news")


def _planned(one: Profile) -> bool:
    return one.days is not None and one.published is not None and one.days[0] > one.published


# --- where ----------------------------------------------------------------------------------------


def _of_place(a: Profile, b: Profile) -> Iterator[Fact]:
    if a.where is None or b.where is None:
        return
    if _one_place(a.where, b.where):
        yield Fact("place/same", 1.0, f"both in {a.where.name}")
        return
    there = f"{a.where.name} here, {b.where.name} there"
    if a.where.country and b.where.country and a.where.country != b.where.country:
        yield Fact("place/abroad", 1.0, there)
    elif _point(a.where) and _point(b.where):  # without its point, a square may lie in the other's town
        yield Fact("place/apart", 1.0, there)


def _one_place(a: Place, b: Place) -> bool:
    ours, theirs = _point(a), _point(b)
    if ours and theirs:
        return kilometres(ours, theirs) <= _NEAR
    return fold(a.name) == fold(b.name) or not heard(a.name).names.keys().isdisjoint(heard(b.name).names)


def _point(place: Place) -> tuple[float, float] | None:
    return None if place.lat is None or place.lon is None else (place.lat, place.lon)


def _somewhere(place: Place | None) -> Place | None:
    """A place that says more than its country."""
    if place is not None and place.country and place.name == gazetteer.load().display(place.country):
        return None
    return place


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The distance of two points (degrees north and east) over the ground."""
    north, south = math.radians(a[0]), math.radians(b[0])
    over = math.radians(b[1] - a[1])
    chord = math.sin((north - south) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(over / 2) ** 2
    return 2 * _RADIUS * math.asin(min(1.0, math.sqrt(chord)))


# --- how it is told -------------------------------------------------------------------------------


def _of_telling(a: Profile, b: Profile) -> Iterator[Fact]:
    if a.mode and b.mode:
        same = a.mode == b.mode
        yield (
            Fact("mode/same", 1.0, f"both {a.mode}")
            if same
            else Fact("mode/differ", 1.0, f"{a.mode} here, {b.mode} there")
        )
    told = {a.modality, b.modality}
    if len(told) > 1:
        for modality, words_ in (("negated", "one denies it"), ("historical", "one looks back")):
            if modality in told:
                yield Fact(f"modality/{modality}", 1.0, words_)
        if told & {"future", "hypothetical"}:
            yield Fact("modality/future", 1.0, "one tells it as to come")
    if a.report is not None and a.report == b.report:
        yield Fact("report/same", 1.0, "one report tells both")
        if a.sentence == b.sentence:
            yield Fact("sentence/same", 1.0, "one sentence tells both")
    elif a.outlet and a.outlet == b.outlet:
        yield Fact("outlet/same", 1.0, f"both of {a.outlet}")


def _of_words(a: Profile, b: Profile) -> Iterator[Fact]:
    if not a.sentence or not b.sentence:
        return
    script = "latin" if a.heard.latin and b.heard.latin else "arabic" if a.heard.latin == b.heard.latin else "cross"
    met = a.heard.names.keys() & b.heard.names.keys()
    if a.sentence != b.sentence:
        weight = min(sum(len(name) - 2 for name in met), _NAMES)
        said = _listed({a.heard.names[name] for name in met})
        yield Fact(f"names/{script}", math.log1p(weight), f"both name {said}" if met else "no name in common")
        share = len(a.words & b.words) / max(1, min(len(a.words), len(b.words)))
        if share >= _COPIED:
            yield Fact("words/same", 1.0, f"{share:.0%} of the words in common")
    ours, theirs = a.heard.numbers, b.heard.numbers
    if ours & theirs:
        yield Fact("numbers/same", 1.0, f"both tell of {_listed(map(str, ours & theirs))}")
    elif ours and theirs:
        yield Fact("numbers/differ", 1.0, f"{_listed(map(str, ours))} here, {_listed(map(str, theirs))} there")


def _listed(some: Iterable[str]) -> str:
    return ", ".join(sorted(some))


def _days(count: int) -> str:
    return "a day" if count == 1 else f"{count} days"
