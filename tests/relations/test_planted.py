"""A story of four states with a turn, a lagged link and a condition planted in it: all are found, and nothing else is.

The reports are read by the shipped coder, as anybody's would be.
"""

from __future__ import annotations

import datetime
import random

import msgspec
import pytest

from dragoman.ledger import Ledger
from dragoman.ledger.tellings import Telling
from dragoman.relations import Relation, relations_of
from dragoman.relations.dealings import Dealings, Pair
from dragoman.relations.links import confront, measured

FIRST, SECOND = ("NOR", "OMN"), ("KEN", "UZB")
TURNED = datetime.date(2023, 10, 1)
COPIES = 20


@pytest.fixture(scope="module")
def dealings(planted: Ledger) -> dict[Pair, Dealings]:
    return relations_of(planted)


def test_the_turn_is_found_where_it_was_planted_and_nowhere_else(planted: Ledger) -> None:
    (turn,) = Relation(planted, "KEN", "NOR").turns().found
    assert turn.what == "tone" and turn.p < 0.01
    assert turn.last_before < TURNED <= turn.first_after
    assert turn.earlier < -2 and turn.later > 2
    for pair in (FIRST, SECOND):
        assert Relation(planted, *pair).turns().found == ()


def test_the_lagged_link_is_found_and_no_other(dealings: dict[Pair, Dealings]) -> None:
    (link,) = measured(dealings).found
    assert {link.one, link.other} == {FIRST, SECOND}
    assert link.leads == FIRST and abs(link.lag) == 1
    assert link.r > 0.7 and link.q < 0.05


def test_what_is_said_of_the_link_is_held_against_what_is_measured(planted: Ledger) -> None:
    relation = Relation(planted, *SECOND)
    (row,) = [one for one in confront(relation.claims(), relation.links()) if FIRST in (one.one, one.other)]
    assert {claim.stance for claim in row.claims} == {"conditional"}
    assert row.verdict == "together"
    (other,) = [one for one in confront(relation.claims(), relation.links()) if FIRST not in (one.one, one.other)]
    assert {claim.stance for claim in other.claims} == {"independent"}
    assert other.verdict == "no link"


def test_shuffled_copies_have_no_more_links_than_chance_allows(dealings: dict[Pair, Dealings]) -> None:
    chance = random.Random(5)
    found = sum(bool(measured(_shuffled(dealings, chance), seed=copy).found) for copy in range(COPIES))
    assert found <= 3  # of 20, more than 3 come in 2 of 100 cases where each has a chance of 5 %


def test_the_condition_is_met_by_a_report_in_another_language(planted: Ledger) -> None:
    found = [one for one in Relation(planted, "NOR", "UZB").commitments() if one.kind == "condition"]
    (ban,) = [one for one in found if "cotton" in one.words]
    assert (ban.owed_by, ban.owed_to, ban.state) == (("NOR",), ("UZB",), "met")
    met = ban.changes[-1]
    assert (ban.since, met.day) == (datetime.date(2023, 8, 14), datetime.date(2024, 2, 20))
    assert met.report is not None and planted.report(met.report).language in ("fa", "ar")


def test_a_condition_that_nobody_met_stays_open(planted: Ledger) -> None:
    (trawler,) = [one for one in Relation(planted, "KEN", "OMN").commitments() if one.kind == "condition"]
    assert (trawler.owed_by, trawler.owed_to, trawler.state) == (("OMN",), ("KEN",), "open")


def _shuffled(dealings: dict[Pair, Dealings], chance: random.Random) -> dict[Pair, Dealings]:
    """The same stories of each relation on each other's days."""
    return {pair: Dealings(pair, _redated(one, chance)) for pair, one in dealings.items()}


def _redated(one: Dealings, chance: random.Random) -> list[Telling]:
    days = {telling.story: telling.day for telling in one.tellings}
    shuffled = dict(zip(days, chance.sample(list(days.values()), len(days)), strict=True))
    return [
        msgspec.structs.replace(telling, day=shuffled[telling.story], until=shuffled[telling.story])
        for telling in one.tellings
    ]
