"""Who somebody in an event is."""

from __future__ import annotations

import pytest

from dragoman.ledger.casts import Seat
from dragoman.relations.carriers.who import Who, who, without_doubles


def seat(party: str | None, name: str, **more: str) -> Seat:
    given = {"sector": "GOV", "person": None, "office": None} | more
    return Seat(1, "a", party, given["sector"], name, given["person"], given["office"])


ALIYEV = Who(party="AZE", kind="person", name="Ilham Aliyev")
PRESIDENT = Who(party="AZE", kind="office", name="president")
SENATE = Who(party="USA", kind="body", name="US Senate", sector="LEG")
BAKU = Who(party="AZE", kind="sector", name="Azerbaijan", sector="GOV")


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (seat("AZE", "إلهام علييف", person="Ilham Aliyev", office="president"), ALIYEV),
        (seat("AZE", "Aliyev", person="Ilham Aliyev"), ALIYEV),
        (seat("AZE", "رئيس أذربيجان", office="president"), PRESIDENT),
        (seat("AZE", "a man", office="other"), BAKU),
        (seat("USA", "US Senate", sector="LEG"), SENATE),
        (seat("AZE", "حكومة علييف"), BAKU),
        (seat("IGO:OSCE", "the organisation"), Who(party="IGO:OSCE", kind="body", name="OSCE", sector="GOV")),
        (seat(None, "gunmen"), None),
    ],
)
def test_a_person_goes_before_an_office_an_office_before_a_body(one: Seat, expected: Who | None) -> None:
    assert who(one) == expected


def test_who_is_named_again_more_loosely_is_named_once() -> None:
    listed = [(BAKU, None), (PRESIDENT, "president"), (SENATE, None), (ALIYEV, "president"), (ALIYEV, None)]
    assert without_doubles(listed) == (ALIYEV, SENATE)


def test_another_office_of_the_party_is_somebody_else() -> None:
    minister = Who(party="AZE", kind="office", name="foreign minister")
    assert without_doubles([(minister, "foreign minister"), (ALIYEV, "president")]) == (ALIYEV, minister)
