"""POLECAT: 40 columns between tabs under a header, and four of our own behind them; `None` for what is missing.

A row is an event: several actors or recipients stand in one cell, joined by `; `, as POLECAT has them. The four further
columns (the sentence, where it stands in code points of the report's text, the report's address) are for readers that
go by names; those that go by position see 40 columns first. An event that came from a POLECAT file keeps its own id and
all of its row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, TextIO

from dragoman import ontology
from dragoman.errors import InputError
from dragoman.exchange import crosswalk, incoming, tabs
from dragoman.exchange.account import Tally
from dragoman.exchange.format import Options
from dragoman.exchange.gdelt import kind_of
from dragoman.exchange.outline import Outline, Side, mirrored
from dragoman.exchange.sink import writer
from dragoman.exchange.source import Source
from dragoman.model import Actor, ForeignEvent, Place

NAME = "polecat"
MISSING = "None"
COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
EVIDENCE = ("Evidence", "Evidence Start", "Evidence End", "Source URL")
_NEEDED = frozenset({"Event ID", "Event Date", "Event Type", "Actor Name", "Recipient Name"})
_LANGUAGES = {"ar": "Arabic", "en": "English", "fa": "Persian"}
_CODES = {name.casefold(): code for code, name in _LANGUAGES.items()} | {"farsi": "fa"}
_STORY = "who and what else the report names is not kept with an event"
WHY = {
    "Event Mode": "the type has no modes, or the words tell none",
    "Wikipedia Actor ID": "parties are resolved to the gazetteer, not to Wikipedia",
    "Wikipedia Recipient ID": "parties are resolved to the gazetteer, not to Wikipedia",
    "Actor Title": "no office is named",
    "Recipient Title": "no office is named",
    "Actor COW": "the party belongs to no member of the Correlates of War state system",
    "Recipient COW": "the party belongs to no member of the Correlates of War state system",
    "Actor Country": "the party belongs to no state, or none is known",
    "Recipient Country": "the party belongs to no state, or none is known",
    "City": "the place is no city, or none is named",
    "Province": "the place is no province, or none is named",
    "District": "the gazetteer has no districts",
    "GeoNames ID": "the gazetteer has no GeoNames numbers",
    "Feature Type": "the gazetteer has no GeoNames features",
    "Story People": _STORY,
    "Story Organizations": _STORY,
    "Story Locations": _STORY,
    "Source": "the outlet is not known",
    "Evidence": "no report is at hand",
    "Evidence Start": "no report is at hand",
    "Evidence End": "no report is at hand",
    "Source URL": "the report has no address",
    "Intensity": "the event's file gives none",
}


def write(events: Iterable[Outline], out: BinaryIO | TextIO, options: Options, tally: Tally) -> None:
    """Writes the rows as the events come."""
    put = writer(out)
    columns = COLUMNS + EVIDENCE
    if options.header:
        put(tabs.line(columns))
    for event in events:
        if event.format == NAME:
            put(tabs.line(tabs.row(columns, event.row, {}, tally, missing=MISSING)))
            tally.rows += 1
            continue
        for seen in (event, mirrored(event) if options.mirror else None):
            if seen is not None:
                put(tabs.line(tabs.row(columns, _cells(seen, tally), WHY, tally, missing=MISSING)))
                tally.rows += 1


def _cells(event: Outline, tally: Tally) -> dict[str, object]:
    if event.day is not None:
        incoming.tell_stand_in("Event Date", event, tally)
    return {
        "Event ID": event.id,
        "Event Date": event.day,
        "Event Type": event.type,
        "Event Mode": event.mode,
        "Intensity": event.score,
        "Quad Code": event.quad.replace("-", " ").upper(),
        "Contexts": "; ".join(event.contexts),
        **_parties("Actor", event.actors),
        **_parties("Recipient", event.recipients),
        **_place(event.where),
        "Source": event.outlet,
        "Publication Date": event.published,
        "Language": _LANGUAGES.get(event.language or "", event.language),
        "Version": event.coder,
        "Evidence": event.sentence_text,
        "Evidence Start": event.sentence.start if event.sentence else None,
        "Evidence End": event.sentence.end if event.sentence else None,
        "Source URL": event.url,
    }


def _parties(prefix: str, sides: Sequence[Side]) -> dict[str, object]:
    tables = crosswalk.load()
    sectors = [side.actor.sector or ("IGO" if side.actor.country == crosswalk.IGO else "") for side in sides]
    return {
        f"{prefix} Name": joined(side.name for side in sides),
        f"{prefix} Country": joined(tables.name(side.actor.country) or "" for side in sides),
        f"{prefix} COW": joined(str(tables.cow(side.actor.country) or "") for side in sides),
        f"Primary {prefix} Sector": next(filter(None, sectors), None),
        f"{prefix} Sectors": joined(sectors),
        f"{prefix} Title": joined(side.actor.office or "" for side in sides),
        f"{prefix} Name Raw": joined(side.words or "" for side in sides),
    }


def joined(values: Iterable[str]) -> str | None:
    """The values in one cell; one that has nothing keeps its place as `None`, so that the cells stay in step."""
    cleaned = [tabs.clean(value).replace(";", ",") for value in values]
    return "; ".join(value or MISSING for value in cleaned) if any(cleaned) else None


def _place(place: Place | None) -> dict[str, object]:
    if place is None:
        return {}
    kind = kind_of(place)
    return {
        "Placename": place.name,
        "City": place.name if kind == "city" else None,
        "Province": place.name if kind == "region" else None,
        "Country": crosswalk.load().name(place.country),
        "Latitude": place.lat,
        "Longitude": place.lon if place.lat is not None else None,
        "Raw Placename": place.text,
    }


# --- reading ------------------------------------------------------------------------------------

_TABLE = incoming.Table(
    name=NAME,
    columns=COLUMNS,
    aliases={"Event Intensity": "Intensity"},
    missing=frozenset({MISSING, "NULL"}),
    optional=frozenset(COLUMNS) - _NEEDED,
    headed=True,
)


def read(source: Source) -> Iterator[ForeignEvent | InputError]:
    """The events of a file by its header, whatever its vintage; a bad row gives its error."""
    yield from incoming.read_table(source, _TABLE, _event)


def _event(row: dict[str, str]) -> ForeignEvent:
    kind, mode, contexts = incoming.plover_names(
        incoming.needed(row, "Event Type"), row["Event Mode"], incoming.listed(row["Contexts"])
    )
    url = row.get("Source URL")
    return ForeignEvent(
        id=f"{NAME}:{incoming.needed(row, 'Event ID')}",
        type=kind,
        mode=mode,
        contexts=contexts,
        actors=_actors(row, "Actor"),
        recipients=_actors(row, "Recipient"),
        when=incoming.day(row["Event Date"], "%Y-%m-%d"),
        where=_where(row),
        quad=ontology.load().quad(kind),
        score=incoming.decimal(row["Intensity"], -10, 10, "Intensity"),
        outlet=row["Source"] or None,
        language=_CODES.get(row["Language"].casefold(), row["Language"] or None),
        url=url or None,
        published=incoming.date(row["Publication Date"][:10], "%Y-%m-%d") if row["Publication Date"] else None,
        coder=row["Version"] or NAME,
        row=row,
    )


def _actors(row: dict[str, str], prefix: str) -> tuple[Actor, ...]:
    """One party for each name; where there are as many countries and sectors as names, each has its own."""
    names = incoming.listed(row[f"{prefix} Name"], ";")
    countries = incoming.listed(row[f"{prefix} Country"], ";")
    sectors = incoming.listed(row[f"{prefix} Sectors"], ";|") or [row[f"Primary {prefix} Sector"]]
    titles = incoming.listed(row[f"{prefix} Title"], ";")
    if not names:
        names = countries
    return tuple(
        _actor(name, _own(countries, at, names), _own(sectors, at, names), _own(titles, at, names))
        for at, name in enumerate(names)
    )


def _own(values: Sequence[str], at: int, names: Sequence[str]) -> str | None:
    """What belongs to the name at a place: its own, or what all share."""
    found = values[at] if len(values) == len(names) else values[0] if len(values) == 1 else None
    return None if found in ("", MISSING) else found


def _actor(name: str, country: str | None, sector: str | None, office: str | None) -> Actor:
    tables = crosswalk.load()
    iso = tables.iso_of_name(country) if country else None
    if sector == crosswalk.IGO and iso is None:
        return Actor(name=name, country=crosswalk.IGO, organisation=incoming.body_of_name(name))
    known = sector if sector in ontology.load().sectors else None
    return Actor(name=name, country=iso, sector=known, office=office)


def _where(row: dict[str, str]) -> Place | None:
    name = row["Placename"] or row["City"] or row["Province"] or row["Country"] or row["Raw Placename"]
    if not name:
        return None
    country = crosswalk.load().iso_of_name(row["Country"]) if row["Country"] else None
    lat, lon = incoming.point(row["Latitude"], row["Longitude"])
    return Place(name=name, country=country, lat=lat, lon=lon, text=row["Raw Placename"])
