"""ICEWS Coded Event Data: 20 columns between tabs under a header, `NULL` for what is missing.

A row holds one source and one target: an event with several actors or recipients gives a row for each pair, without a
cap, and a meeting one in each direction. `Event Text` is CAMEO's name of the code, not text of the report. An event
that came from an ICEWS file keeps its own id and all of its row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO, TextIO

from dragoman import ontology
from dragoman.errors import InputError
from dragoman.exchange import crosswalk, incoming, tabs
from dragoman.exchange.account import Tally
from dragoman.exchange.format import Options
from dragoman.exchange.gdelt import kind_of
from dragoman.exchange.outline import Outline, Pair, Side, number, pairs, seen_from
from dragoman.exchange.sink import writer
from dragoman.exchange.source import Source
from dragoman.model import Actor, ForeignEvent, Place

NAME = "icews"
MISSING = "NULL"
COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City",
    "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
WHY = {
    "Source Sectors": "the party's sector is unknown, or ICEWS has none for it",
    "Target Sectors": "the party's sector is unknown, or ICEWS has none for it",
    "Source Country": "the party belongs to no state, or none is known",
    "Target Country": "the party belongs to no state, or none is known",
    "Source Name": "no such party is named",
    "Target Name": "no such party is named",
    "Sentence Number": "the ledger keeps where a sentence stands, not its number",
    "Publisher": "the outlet is not known",
    "District": "the gazetteer has no districts",
    "Province": "the place is no province, or none is named",
    "City": "the place is no city, or none is named",
    "Story ID": "no report is at hand",
    "Intensity": "the event's file gives none",
}


def write(events: Iterable[Outline], out: BinaryIO | TextIO, options: Options, tally: Tally) -> None:
    """Writes the rows as the events come."""
    put = writer(out)
    if options.header:
        put(tabs.line(COLUMNS))
    for event in events:
        if event.format == NAME:
            put(tabs.line(tabs.row(COLUMNS, event.row, {}, tally, missing=MISSING)))
            tally.rows += 1
            continue
        for at, pair in enumerate(pairs(event, mirror=True)):
            if options.mirror or not pair.mirrored:
                cells = _cells(event, pair, str(number(event.id, str(at))), tally)
                put(tabs.line(tabs.row(COLUMNS, cells, WHY, tally, missing=MISSING)))
                tally.rows += 1


def _cells(event: Outline, pair: Pair, id: str, tally: Tally) -> dict[str, object]:
    code, goldstein = seen_from(event, pair)
    if event.day is not None:
        incoming.tell_stand_in("Event Date", event, tally)
    source = event.report.id if event.report else event.url
    return {
        "Event ID": id,
        "Event Date": event.day,
        **_party("Source", pair.actor),
        "Event Text": crosswalk.load().cameo_name(code),
        "CAMEO Code": code,
        "Intensity": goldstein,
        **_party("Target", pair.recipient),
        "Story ID": number(source) if source else None,
        "Publisher": event.outlet,
        **_place(event.where),
    }


def _party(prefix: str, side: Side | None) -> dict[str, object]:
    if side is None:
        return {}
    actor, tables = side.actor, crosswalk.load()
    sector = tables.icews_sector(actor.sector)
    if actor.country == crosswalk.IGO:
        sector = "International Government Organization"
    return {
        f"{prefix} Name": side.name,
        f"{prefix} Sectors": sector,
        f"{prefix} Country": tables.icews_name(actor.country),
    }


def _place(place: Place | None) -> dict[str, object]:
    if place is None:
        return {}
    kind = kind_of(place)
    return {
        "City": place.name if kind == "city" else None,
        "Province": place.name if kind == "region" else None,
        "Country": crosswalk.load().icews_name(place.country),
        "Latitude": place.lat,
        "Longitude": place.lon if place.lat is not None else None,
    }


# --- reading ------------------------------------------------------------------------------------

_TABLE = incoming.Table(
    name=NAME,
    columns=COLUMNS,
    missing=frozenset({"NULL", "NA"}),
    optional=frozenset({"Story ID", "Sentence Number", "Publisher", "City", "District", "Province"}),
    headed=True,
)


def read(source: Source) -> Iterator[ForeignEvent | InputError]:
    """The events of a file by its header; `NULL`, `NA` and nothing are missing; a bad row gives its error."""
    yield from incoming.read_table(source, _TABLE, _event)


def _event(row: dict[str, str]) -> ForeignEvent:
    code, act = incoming.act_of(row["CAMEO Code"])
    when = incoming.day(row["Event Date"], "%Y-%m-%d", "%m/%d/%Y")
    return ForeignEvent(
        # An id alone is not unique: the file of 2013 has 145,312 of them twice.
        id=f"{NAME}:{incoming.needed(row, 'Event ID')}" + (f"@{when.start}" if when else ""),
        type=act[0],
        mode=act[1],
        actors=_actors(row, "Source"),
        recipients=_actors(row, "Target"),
        when=when,
        where=_where(row),
        quad=ontology.load().quad(act[0]),
        cameo=code,
        goldstein=incoming.decimal(row["Intensity"], -10, 10, "Intensity"),
        outlet=row["Publisher"] or None,
        coder=NAME,
        row=row,
    )


def _actors(row: dict[str, str], prefix: str) -> tuple[Actor, ...]:
    name, country = row[f"{prefix} Name"], row[f"{prefix} Country"]
    if not name and not country:
        return ()
    tables = crosswalk.load()
    sectors = incoming.listed(row[f"{prefix} Sectors"].replace('"', ""), ",;")
    iso = tables.iso_of_name(country) if country else None
    if iso is None and "International Government Organization" in sectors:
        return (Actor(name=name, country=crosswalk.IGO, organisation=incoming.body_of_name(name)),)
    sector = tables.sector_of_icews(sectors)
    if sector is None and not sectors and iso is not None and iso == tables.iso_of_name(name):
        sector = "GOV"  # the state itself: ICEWS gives it no sector
    return (Actor(name=name or country, country=iso, sector=sector),)


def _where(row: dict[str, str]) -> Place | None:
    name = row["City"] or row["Province"] or row["Country"]
    if not name:
        return None
    tables = crosswalk.load()
    country = tables.iso_of_name(row["Country"]) if row["Country"] else None
    if not row["City"] and not row["Province"]:
        name = tables.name(country) or name
    lat, lon = incoming.point(row["Latitude"], row["Longitude"])
    return Place(name=name, country=country, lat=lat, lon=lon, text=row["City"] or row["Province"] or row["Country"])
