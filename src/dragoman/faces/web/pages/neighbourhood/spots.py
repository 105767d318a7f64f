"""The map: where it happened."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from dragoman.faces.web import maps
from dragoman.faces.web.interface import Interface
from dragoman.faces.web.maps import Point
from dragoman.ledger import Ledger, Query, places
from dragoman.ledger.places import Spot
from dragoman.model import Modality, Record
from dragoman.relations.briefing import names
from dragoman.relations.briefing.wording import Phrase

MOST = 250  # places on the map
_HAPPENED: tuple[Modality, ...] = ("done",)
_MIXED = (0.4, 0.6)  # the share of cooperation between which it is neither


class Dot(Record, frozen=True):
    """A place: `at` is None where it isn't on the map, `whole` says that only its state is told.

    `sign` is +1 where more of it is cooperation, -1 where more is conflict; `parameters` ask for its events.
    """

    name: Phrase
    state: str | None
    at: Point | None
    size: float
    whole: bool
    events: int
    cooperation: int
    sign: int
    parameters: Mapping[str, Any]


class Spots(Record, frozen=True):
    """The places of a period, those of most events first, and how many there are beyond them."""

    dots: tuple[Dot, ...]
    left_out: int


def spots(ledger: Ledger, asked: Query, ui: Interface, most: int = MOST) -> Spots:
    """The places of what happened to a party (None: to all) in some days."""
    with ledger.store.reading() as connection:
        found, left_out = places.of(connection, _happened(asked), most)
    largest = max((spot.events for spot in found), default=1)
    return Spots(dots=tuple(_dot(spot, largest, asked, ui) for spot in found), left_out=left_out)


def _happened(asked: Query) -> Query:
    return Query(party=asked.party, since=asked.since, until=asked.until, modality=_HAPPENED, limit=None)


def _dot(spot: Spot, largest: int, asked: Query, ui: Interface) -> Dot:
    place = spot.place
    share = spot.cooperation / spot.events
    return Dot(
        name=names.place(place, ui.words),
        state=ui.party(place.country) if place.country else None,
        at=maps.point_of(place),
        size=round(2.5 + 10 * math.sqrt(spot.events / largest), 1),
        whole=place.lat is None,
        events=spot.events,
        cooperation=spot.cooperation,
        sign=-1 if share < _MIXED[0] else 1 if share > _MIXED[1] else 0,
        parameters={
            "place": f"{place.name}, {place.country}" if place.country else place.name,
            "modality": _HAPPENED,
            "since": asked.since,
            "until": asked.until,
            "party": asked.party,
        },
    )
