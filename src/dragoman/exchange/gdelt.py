"""GDELT 2.0 Events: 61 columns between tabs, no header, an empty cell for what is missing.

A row holds one actor and one recipient: an event with several gives a row for each pair, without a cap, and a meeting
one in each direction. A story told by several reports is one event here, as in GDELT: the row is that of the report
published first, `NumMentions` and its neighbours count all of them. Ids are numbers made from Dragoman's; an event
that came from a GDELT file keeps its own and all of its row.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import BinaryIO, TextIO

from dragoman import ontology
from dragoman.errors import InputError
from dragoman.exchange import crosswalk, incoming, tabs
from dragoman.exchange.account import Tally
from dragoman.exchange.format import Options
from dragoman.exchange.gdelt_columns import EVENTS
from dragoman.exchange.outline import Outline, Pair, Side, number, pairs, seen_from
from dragoman.exchange.sink import writer
from dragoman.exchange.source import Source
from dragoman.exchange.stories import Gathered, gathered
from dragoman.knowledge import gazetteer
from dragoman.model import Actor, ForeignEvent, Place

NAME = "gdelt"
RETOLD = "told by a further report of its story: counted in NumMentions"
_ETHNIC = "ethnic groups are not coded"
_RELIGION = "religions are not coded"
_HOME = "where a party is at home is not coded, only where the act took place"
WHY = {
    **{f"Actor{n}{name}": _ETHNIC for n in (1, 2) for name in ("EthnicCode",)},
    **{f"Actor{n}{name}": _RELIGION for n in (1, 2) for name in ("Religion1Code", "Religion2Code")},
    **{f"Actor{n}Type{k}Code": "a party has one sector" for n in (1, 2) for k in (2, 3)},
    **{column: _HOME for column in EVENTS if re.match(r"Actor\dGeo_", column)},
    **{f"Actor{n}KnownGroupCode": "the party is no body that CAMEO has a code for" for n in (1, 2)},
    **{f"Actor{n}CountryCode": "the party belongs to no state, or none is known" for n in (1, 2)},
    **{f"Actor{n}Type1Code": "the party's sector is unknown or has no CAMEO role" for n in (1, 2)},
    **{f"Actor{n}Code": "neither state nor role is known" for n in (1, 2)},
    **{f"Actor{n}Name": "no such party is named" for n in (1, 2)},
    "ActionGeo_ADM1Code": "the gazetteer has no provinces",
    "ActionGeo_ADM2Code": "the gazetteer has no districts",
    "ActionGeo_FeatureID": "the gazetteer has no GNS or GNIS numbers",
    "AvgTone": "tone is not measured",
    "NumSources": "no outlet is known",
    "NumArticles": "no report is at hand",
    "DATEADDED": "when the report was fetched is not known",
    "SOURCEURL": "the report has no address",
    "IsRootEvent": "no report is at hand",
    "GoldsteinScale": "the event's file gives none",
}
_GEO_TYPES = {"state": 1, "city": 4, "region": 5}  # the codebook's world city and world state; no type for waters


def write(events: Iterable[Outline], out: BinaryIO | TextIO, options: Options, tally: Tally) -> None:
    """Writes the rows, first counting all that is told; the events wait in a temporary file."""
    put = writer(out)
    if options.header:
        put(tabs.line(EVENTS))
    with gathered(events) as told:
        for event in told:
            if event.format == NAME:
                put(tabs.line(tabs.row(EVENTS, event.row, {}, tally)))
                tally.rows += 1
            elif told.lead(event).id != event.id:
                tally.left_out[RETOLD] += 1
            else:
                for pair, id in numbered(event, mirror=options.mirror):
                    put(tabs.line(tabs.row(EVENTS, _cells(event, pair, id, told, tally), WHY, tally)))
                    tally.rows += 1


def numbered(event: Outline, *, mirror: bool) -> Iterator[tuple[Pair, str]]:
    """The pairs of an event, each with the id of its row."""
    if event.format == NAME:
        first = next(pairs(event, mirror=False))
        yield first, event.row.get("GLOBALEVENTID") or event.id.partition(":")[2]
        return
    for at, pair in enumerate(pairs(event, mirror=True)):
        if mirror or not pair.mirrored:
            yield pair, str(number(event.key, str(at)))


def _cells(event: Outline, pair: Pair, id: str, told: Gathered, tally: Tally) -> dict[str, object]:
    code, goldstein = seen_from(event, pair)
    mentions, sources, articles = told.counts(event)
    return {
        "GLOBALEVENTID": id,
        **_days(event, tally),
        **_party("Actor1", pair.actor),
        **_party("Actor2", pair.recipient),
        "IsRootEvent": _in_lead(event),
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": crosswalk.load().quad(code),
        "GoldsteinScale": goldstein,
        "NumMentions": mentions,
        "NumSources": sources,
        "NumArticles": articles,
        **_place(event.where),
        "DATEADDED": added(event.fetched),
        "SOURCEURL": event.url,
    }


def _days(event: Outline, tally: Tally) -> dict[str, object]:
    day = event.day
    if day is None:
        return {}
    incoming.tell_stand_in("SQLDATE", event, tally)
    fraction = min(((day.month - 1) * 30 + day.day) / 365, 0.9999)  # the codebook's: every month has 30 days
    return {
        "SQLDATE": f"{day:%Y%m%d}".zfill(8),
        "MonthYear": f"{day:%Y%m}".zfill(6),
        "Year": f"{day.year:04}",
        "FractionDate": f"{day.year + fraction:.4f}",
    }


def _party(prefix: str, side: Side | None) -> dict[str, object]:
    if side is None:
        return {}
    actor, tables = side.actor, crosswalk.load()
    country = tables.cameo_country(actor.country)
    body = tables.cameo_body(actor.organisation) if actor.country == crosswalk.IGO else None
    role = crosswalk.IGO if actor.country == crosswalk.IGO else tables.cameo_role(actor.sector)
    return {
        f"{prefix}Code": f"{country or ''}{role if body else ''}{body or ''}{'' if body else role or ''}",
        f"{prefix}Name": tabs.clean(side.name).upper(),
        f"{prefix}CountryCode": country,
        f"{prefix}KnownGroupCode": body,
        f"{prefix}Type1Code": role,
    }


def _in_lead(event: Outline) -> int | None:
    """Whether the sentence stands in the first paragraph that has words; paragraphs end at a newline."""
    if event.report is None or event.sentence is None:
        return None
    before = event.report.text[: event.sentence.start]
    return int("\n" not in before.lstrip())


def _place(place: Place | None) -> dict[str, object]:
    if place is None:
        return {}
    tables = crosswalk.load()
    state = tables.name(place.country)
    named = place.name if place.name == state or state is None else f"{place.name}, {state}"
    return {
        "ActionGeo_Type": _GEO_TYPES.get(kind_of(place)),
        "ActionGeo_FullName": named,
        "ActionGeo_CountryCode": tables.fips(place.country),
        "ActionGeo_Lat": place.lat,
        "ActionGeo_Long": place.lon if place.lat is not None else None,
    }


def kind_of(place: Place) -> str:
    """`state`, or the gazetteer's kind of the place: `city`, `region`, `water`; "" where it isn't in there."""
    if place.name == crosswalk.load().name(place.country):
        return "state"
    return _kinds().get((place.name, place.country), "")


@cache
def _kinds() -> dict[tuple[str, str | None], str]:
    return {(city.name, city.country): city.kind for city in reversed(gazetteer.load().cities)}


def added(moment: datetime.datetime | None) -> str | None:
    """A moment as GDELT writes it, in UTC."""
    if moment is None:
        return None
    in_utc = moment.astimezone(datetime.UTC) if moment.tzinfo else moment
    return f"{in_utc:%Y%m%d%H%M%S}".zfill(14)


# --- reading ------------------------------------------------------------------------------------

_TABLE = incoming.Table(name=NAME, columns=EVENTS, aliases={"Day": "SQLDATE"})


def read(source: Source) -> Iterator[ForeignEvent | InputError]:
    """The events of a file, with or without a header, `Day` for `SQLDATE` too; a bad row gives its error."""
    yield from incoming.read_table(source, _TABLE, _event)


def _event(row: dict[str, str]) -> ForeignEvent:
    code, act = incoming.act_of(row["EventCode"])
    url = row["SOURCEURL"] if re.match(r"https?://", row["SOURCEURL"]) else None
    return ForeignEvent(
        id=f"{NAME}:{incoming.needed(row, 'GLOBALEVENTID')}",
        type=act[0],
        mode=act[1],
        actors=_actors(row, "Actor1"),
        recipients=_actors(row, "Actor2"),
        when=incoming.day(row["SQLDATE"], "%Y%m%d"),
        where=_where(row),
        quad=ontology.load().quad(act[0]),
        cameo=code,
        goldstein=incoming.decimal(row["GoldsteinScale"], -10, 10, "GoldsteinScale"),
        outlet=None,
        url=url,
        published=incoming.date(row["DATEADDED"][:8], "%Y%m%d") if row["DATEADDED"] else None,
        coder=NAME,
        row=row,
    )


def _actors(row: dict[str, str], prefix: str) -> tuple[Actor, ...]:
    code, name = row[f"{prefix}Code"], row[f"{prefix}Name"]
    if not code and not name:
        return ()
    tables = crosswalk.load()
    roles = [row[f"{prefix}Type{n}Code"] for n in (1, 2, 3)]
    country = tables.iso_of_cameo(row[f"{prefix}CountryCode"])
    body = tables.body_of_cameo(row[f"{prefix}KnownGroupCode"])
    if country is None and (body is not None or crosswalk.IGO in roles):
        return (Actor(name=name or code, country=crosswalk.IGO, organisation=body or incoming.body_of_name(name)),)
    sector = next((found for found in map(tables.sector_of_role, roles) if found), None)
    if country is not None and not any(roles):
        sector = "GOV"  # the state itself: CAMEO gives it no role
    return (Actor(name=name or code, country=country, sector=sector),)


def _where(row: dict[str, str]) -> Place | None:
    name, code = row["ActionGeo_FullName"], row["ActionGeo_CountryCode"]
    if not name and not code:
        return None
    country = crosswalk.load().iso_of_fips(code) if code else None
    lat, lon = incoming.point(row["ActionGeo_Lat"], row["ActionGeo_Long"], exact=row["ActionGeo_Type"] != "")
    return Place(name=name or crosswalk.load().name(country) or code, country=country, lat=lat, lon=lon, text=name)
