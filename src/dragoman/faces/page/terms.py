"""What the page calls things, in English, and how it says a day, a place and a party."""

from __future__ import annotations

import datetime

from dragoman.knowledge import gazetteer
from dragoman.model import Actor, DamageKind, Mention, Place, Time

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


def pair(codes: tuple[str, str]) -> str:
    """Two countries whose relation is spoken of."""
    return " – ".join(map(country, codes))


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


def resolved(mention: Mention) -> str:
    """What a mention stands for, or why that is not known."""
    found = [f"{actor.name} · {actor.code}" for actor in mention.actors]
    found += [place(mention.place)] if mention.place and not mention.actors else []
    found += [days(mention.time)] if mention.time else []
    return "\n".join(found) or (f"not resolved: {mention.unresolved}" if mention.unresolved else "")
