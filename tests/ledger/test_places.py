"""Places: what happened where, how often, and how good or bad."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dragoman.ledger import Ledger, Query, places
from dragoman.ledger.places import Spot
from dragoman.model import Place

from .samples import coding, day, event, foreign, place, report


@pytest.fixture
def filled(ledger: Ledger) -> Iterator[Ledger]:
    wire = report("They met in Tripoli. They met again in Tripoli. Rockets fell on Tripoli. Libya thanked Malta.")
    port = place("Tripoli", "LBN")
    ledger.add(
        [
            coding(
                wire,
                event(wire, "met in", "CONSULT", ["LBN:GOV"], where=port, when=day("2024-03-01")),
                event(wire, "met again", "CONSULT", ["LBN:GOV"], where=port, when=day("2024-05-01")),
                event(wire, "fell", "ASSAULT", ["LBY:MIL"], where=place("Tripoli", "LBY"), when=day("2024-03-02")),
                event(wire, "thanked", "SUPPORT", ["LBY:GOV"], ["MLT:GOV"], when=day("2024-03-03")),
            )
        ],
        "by hand/1",
    )
    yield ledger


def found(ledger: Ledger, asked: Query, most: int = 10) -> tuple[list[Spot], int]:
    with ledger.store.reading() as connection:
        return places.of(connection, asked, most)


def test_two_places_of_one_name_are_told_apart(filled: Ledger) -> None:
    spots, left_out = found(filled, Query(limit=None))
    assert [(one.place.country, one.events, one.cooperation) for one in spots] == [("LBN", 2, 2), ("LBY", 1, 0)]
    assert spots[0].score > 0 > spots[1].score
    assert left_out == 0


def test_places_are_of_the_days_and_the_party_asked_for(filled: Ledger) -> None:
    spots, _ = found(filled, Query(since=day("2024-04-01").start, limit=None))
    assert [(one.place.name, one.events) for one in spots] == [("Tripoli", 1)]
    assert [one.place.country for one in found(filled, Query(party="LBY", limit=None))[0]] == ["LBY"]


def test_of_many_places_those_of_most_events_are_given_and_the_rest_is_counted(filled: Ledger) -> None:
    spots, left_out = found(filled, Query(limit=None), most=1)
    assert ([one.place.country for one in spots], left_out) == (["LBN"], 1)


def test_a_place_keeps_the_point_that_a_foreign_event_gave_it(ledger: Ledger) -> None:
    ledger.add_foreign([foreign(1, where=Place(name="Nowhere Bay", country=None, lat=1.5, lon=2.5))], "gdelt/2")
    spots, _ = found(ledger, Query(limit=None))
    assert [(one.place.lat, one.place.lon) for one in spots] == [(1.5, 2.5)]


@pytest.mark.parametrize(("asked", "number"), [("Tripoli", 3), ("Tripoli, LBN", 2), ("lby", 1), ("Tripoli, MLT", 0)])
def test_a_place_with_its_state_asks_for_that_very_place(filled: Ledger, asked: str, number: int) -> None:
    assert filled.count(Query(place=asked)) == number
