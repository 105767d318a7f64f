"""What the page in a file calls things, in English, and how it says a day, a place and a party."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from dragoman.faces import wording
from dragoman.faces.page.voice import Said, Who
from dragoman.knowledge import gazetteer
from dragoman.languages import packs
from dragoman.model import Actor, Coding, DamageKind, Event, Mention, Place, Time

QUADS = {
    "verbal-cooperation": "cooperation in words",
    "material-cooperation": "cooperation in deeds",
    "verbal-conflict": "conflict in words",
    "material-conflict": "conflict in deeds",
}
MODALITIES = {
    "future": "still to come",
    "hypothetical": "supposed",
    "negated": "did not happen",
    "historical": "background",
}
STANCES = {
    "supports": "speaks for it",
    "opposes": "speaks against it",
    "conditional": "makes it conditional",
    "independent": "keeps it independent",
    "neutral": "speaks of it",
}
LINKS = {"independent": "does not hang on", "conditional": "hangs on"}
DAMAGE = {
    DamageKind.STRAY_MARK: "stray mark",
    DamageKind.BOILERPLATE: "page furniture",
    DamageKind.CUT_LINK: "words missing",
    DamageKind.SOURCE_LINE: "source line",
    DamageKind.UNTRANSLATED: "left untranslated",
    DamageKind.DOUBLED: "said twice",
}
FIELDS = {"type": "act", "mode": "how", "actors": "who", "recipients": "to whom", "reported_by": "says who"}
LABELS = {
    "statements": "Statements", "conditions": "Conditions", "links": "Links between relations", "when": "when",
    "where": "where", "says_who": "says who", "if": "if", "about": "about", "in_return": "in return", "due": "due",
    "direct": "in direct speech", "tied": "a relation and another",
}  # fmt: skip
_SECTORS = {
    "MIL": "armed forces", "COP": "police", "JUD": "courts", "LEG": "parliament", "SPY": "secret service",
    "PRM": "paramilitaries", "PTY": "party", "OPP": "opposition", "REB": "rebels", "UAF": "armed men",
    "BUS": "business", "LAB": "workers", "AGR": "farmers", "CVL": "civilians", "SOC": "civil society",
    "NGO": "civil society", "JRN": "media", "MED": "health", "REL": "religion", "EDU": "education",
    "REF": "refugees", "ELI": "former officials", "CRM": "crime", "PRE": "partly recognised",
}  # fmt: skip


def counted(number: int, noun: str) -> str:
    """`1 event`, `2 events`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def country(code: str) -> str:
    """A country's English name, or its code where it has none."""
    return gazetteer.load().display(code)


def place(where: Place) -> str:
    """A place, with its country where that says more."""
    state = country(where.country) if where.country else ""
    return where.name if state in ("", where.name) else f"{where.name}, {state}"


def days(time: Time) -> str:
    """The days of a time as finely as the report tells them."""
    start, end = time.start, time.end
    if time.precision == "day" and start == end:
        return f"{start:%A} {day(start)}"
    if time.precision == "month" and (start.year, start.month) == (end.year, end.month):
        return f"{start:%B %Y}"
    if time.precision == "year" and start.year == end.year:
        return str(start.year)
    if time.precision == "decade":
        return f"{start.year} to {end.year}"
    return day(start) if start == end else f"{day(start)} to {day(end)}"


def day(one: datetime.date) -> str:
    """A day of the calendar."""
    return f"{one.day} {one:%B} {one.year}"


def standing(actor: Actor) -> str:
    """What an actor's name leaves out: his office, his country, his place in society."""
    state = country(actor.country) if actor.country not in (None, "IGO") else actor.organisation or ""
    parts = [actor.office or _SECTORS.get(actor.sector or "", ""), state]
    return ", ".join(part for part in parts if part and part.lower() not in actor.name.lower())


class English:
    """The voice of the `number`-th report of a page."""

    def __init__(self, number: int) -> None:
        self.number = number

    def id(self, letter: str, number: int, event: Event | None = None) -> str:
        """A page may hold one report twice, so that its records go by their places."""
        return f"r{self.number}-{letter}{number}"

    def label(self, key: str) -> str:
        """By `LABELS`."""
        return LABELS[key]

    def untitled(self) -> str:
        """Its number."""
        return f"Report {self.number}"

    def head(self, coding: Coding) -> Iterator[tuple[str, Said]]:
        """Language, sources as a chain, day and where it comes from."""
        report, reading = coding.report, coding.reading
        if report.language:
            known = report.language in packs.LANGUAGES
            yield "language", packs.load(report.language).data.name if known else report.language
        sources = [*([report.outlet] if report.outlet else []), *report.agencies]
        if sources:
            yield "source", " ← ".join(sources)
        if reading.published:
            why = f" ({reading.published_reason})" if reading.published_reason else ""
            yield "published", day(reading.published) + why
        else:
            yield "published", f"unknown: {reading.published_reason or 'not given'}"
        if report.source_id:
            yield "from", report.source_id
        yield "found", counted(len(coding.events), "event")

    def act(self, event: Event) -> str:
        """As a verb."""
        return wording.act(event.type, event.mode)

    def numbered(self, event: Event, number: int) -> str:
        """`Event 3: criticised`."""
        return f"Event {number}: {self.act(event)}"

    def who(self, actor: Actor) -> Who:
        """By the name that the report's actor is known by."""
        title = "\n".join(filter(None, (actor.code, actor.reason)))
        return Who(name=actor.name, standing=standing(actor), title=title)

    def named(self, actor: Actor) -> str:
        """With its code."""
        return f"{actor.name} · {actor.code}"

    def resolved(self, mention: Mention) -> str:
        """Actors, place or time."""
        found = [self.named(actor) for actor in mention.actors]
        found += [place(mention.place)] if mention.place and not mention.actors else []
        found += [days(mention.time)] if mention.time else []
        return "\n".join(found) or (f"not resolved: {mention.unresolved}" if mention.unresolved else "")

    def pair(self, codes: tuple[str, str]) -> str:
        """By the countries' names."""
        return " – ".join(map(country, codes))

    def matter(self, topic: str) -> str:
        """As it is called."""
        return topic

    def source(self, name: str) -> str:
        """As it is named."""
        return name

    def when(self, time: Time) -> str:
        """With the day of the week."""
        return days(time)

    def where(self, place_: Place) -> str:
        """With its country."""
        return place(place_)

    def tags(self, event: Event) -> Iterator[str]:
        """Its modality and its status, as far as they say something."""
        if event.modality != "done":
            yield MODALITIES[event.modality]
        # What is negated is denied too: one of the words is enough.
        if event.status != "claimed" and event.modality != "negated":
            yield event.status

    def stance(self, stance: str) -> str:
        """By `STANCES`."""
        return STANCES[stance]

    def hanging(self, stance: str) -> str:
        """By `LINKS`."""
        return LINKS[stance]

    def state(self, state: str) -> str:
        """`condition, open`."""
        return f"condition, {state}"

    def damage(self, kind: DamageKind) -> str:
        """By `DAMAGE`."""
        return DAMAGE[kind]

    def field(self, name: str) -> str:
        """By `FIELDS`."""
        return FIELDS.get(name, name)

    def measures(self, event: Event) -> str:
        """PLOVER's, CAMEO's and Goldstein's, and the contexts."""
        contexts = ", ".join(name.replace("_", " ") for name in event.contexts)
        figures = f"PLOVER {event.score:+.1f} · CAMEO {event.cameo} · Goldstein {event.goldstein:+.1f}"
        return figures + (f" · {contexts}" if contexts else "")
