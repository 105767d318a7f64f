"""What one party or person did, was done to, and said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dragoman.ledger import Ledger, doings
from dragoman.ledger.doings import Named
from dragoman.model import Party, Statement

from .samples import actor, coding, day, event, report

TEXT = "Salma Idrissi met the envoy. Kenya praised Salma Idrissi. Norway left. She said the port would open."
SALMA = actor("MAR:GOV", name="Salma Idrissi", person="Salma Idrissi", office="envoy")


@pytest.fixture
def filled(ledger: Ledger) -> Iterator[Ledger]:
    wire = report(TEXT)
    start = TEXT.index("the port")
    said = {"addressee": None, "stance": "supports", "direct": False, "start": start, "end": len(TEXT)}
    statements = (
        Statement(speaker=Party(start=0, end=5, actor=SALMA), about=(("KEN", "MAR"),), text="the port", **said),
        Statement(speaker=Party(start=0, end=5, actor=actor("NOR")), about=(("MAR", "NOR"),), text="no", **said),
    )
    ledger.add(
        [
            coding(
                wire,
                event(wire, "met", "CONSULT", [SALMA, actor("KEN:GOV")], when=day("2024-03-01")),
                event(wire, "praised", "SUPPORT", ["KEN:GOV"], [SALMA], when=day("2024-03-02")),
                event(wire, "left", "RETREAT", ["NOR:MIL"], ["MAR:GOV"], when=day("2024-03-03")),
                statements=statements,
            )
        ],
        "by hand/1",
    )
    yield ledger


def asked(ledger: Ledger, what: Any, *values: Any, **named: Any) -> Any:
    with ledger.store.reading() as connection:
        return what(connection, *values, **named)


def test_acts_are_those_in_which_the_party_has_the_role_the_newest_first(filled: Ledger) -> None:
    acted = asked(filled, doings.acts, "actor", party="MAR", limit=5)
    received = asked(filled, doings.acts, "recipient", party="MAR", limit=5)
    assert [one.event.type for one in acted] == ["CONSULT"]
    assert [one.event.type for one in received] == ["RETREAT", "SUPPORT"]
    assert len(asked(filled, doings.acts, "recipient", party="MAR", limit=1)) == 1


def test_acts_of_a_person_are_his_alone(filled: Ledger) -> None:
    assert [one.event.type for one in asked(filled, doings.acts, "recipient", person="Salma Idrissi", limit=5)] == [
        "SUPPORT"
    ]


def test_words_are_those_of_whoever_speaks_not_of_whom_they_are_about(filled: Ledger) -> None:
    assert [one.statement.text for one in asked(filled, doings.words, party="MAR", limit=5)] == ["the port"]
    assert [one.statement.text for one in asked(filled, doings.words, person="Salma Idrissi", limit=5)] == ["the port"]
    assert asked(filled, doings.words, party="KEN", limit=5) == []
    assert asked(filled, doings.words, person="Salma", limit=5) == []


def test_the_people_of_a_party_are_counted_by_events(filled: Ledger) -> None:
    assert asked(filled, doings.people, "MAR", 5) == [Named("Salma Idrissi", "envoy", 2)]
    assert asked(filled, doings.parties_of, "Salma Idrissi") == [("MAR", 2)]


def test_what_a_reviewer_rejected_is_neither_shown_nor_counted(filled: Ledger) -> None:
    (told,) = asked(filled, doings.acts, "recipient", person="Salma Idrissi", limit=5)
    filled.reject(told.event.id)
    assert asked(filled, doings.acts, "recipient", person="Salma Idrissi", limit=5) == []
    assert asked(filled, doings.people, "MAR", 5) == [Named("Salma Idrissi", "envoy", 1)]
