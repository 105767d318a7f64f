from __future__ import annotations

import datetime

import pytest

from dragoman.errors import RelationError
from dragoman.relations.changes import Changes, changes
from dragoman.relations.dealings import Dealings

from .tellings import telling

DATE = datetime.date


TOLD = [
    telling(1, DATE(2023, 10, 1), -2.0, type="ACCUSE"),
    telling(2, DATE(2023, 11, 20), -2.0, type="ACCUSE", mode="disapprove"),
    telling(3, DATE(2023, 12, 10), 1.0, mode="phone"),
    telling(4, DATE(2024, 1, 10), 1.0, mode="phone"),
    telling(5, DATE(2024, 1, 20), 5.0, type="AID", mode="economic"),
    telling(6, DATE(2024, 1, 21), 5.0, type="AID", mode="economic", story="s5", confidence=0.9),
    telling(7, DATE(2024, 1, 31), 2.0, mode="visit"),
]


def changed(since: DATE, until: DATE | None = None) -> Changes:
    return changes(Dealings(("AZE", "USA"), TOLD), since, until)


def test_the_time_since_stands_against_as_long_a_time_before() -> None:
    found = changed(DATE(2024, 1, 1))
    assert found.later and (found.later.start, found.later.end) == (DATE(2024, 1, 1), DATE(2024, 1, 31))
    assert found.earlier and (found.earlier.start, found.earlier.end) == (DATE(2023, 12, 1), DATE(2023, 12, 31))
    assert found.before and found.before["together"].stories == 1
    assert found.after and found.after["together"].stories == 3
    assert found.after["back"].stories == 0
    assert not found.notes


def test_types_that_are_new_or_have_ceased_come_with_their_tellings() -> None:
    found = changed(DATE(2023, 12, 1))
    assert [(act.type, act.mode, [one.seq for one in act.tellings]) for act in found.new] == [
        ("CONSULT", "phone", [3, 4]),
        ("AID", "economic", [6, 5]),
        ("CONSULT", "visit", [7]),
    ]
    assert {(act.type, act.mode) for act in found.ceased} == {("ACCUSE", None), ("ACCUSE", "disapprove")}


def test_a_mode_that_goes_on_is_neither_new_nor_ceased() -> None:
    found = changed(DATE(2024, 1, 1))
    assert {(act.type, act.mode) for act in found.new} == {("AID", "economic"), ("CONSULT", "visit")}
    assert found.ceased == ()


def test_the_heaviest_stories_come_first_and_each_once() -> None:
    assert [one.seq for one in changed(DATE(2024, 1, 1)).heaviest] == [6, 7, 4]


def test_a_shorter_time_before_is_said() -> None:
    found = changed(DATE(2023, 11, 1))
    assert found.earlier and found.earlier.start == DATE(2023, 10, 1)
    assert found.notes == ("nothing is told of before 2023-10-01: 31 days stand against 92",)


def test_nothing_is_new_where_there_is_nothing_before() -> None:
    found = changed(DATE(2023, 9, 1))
    assert found.before is None and found.earlier is None
    assert found.after and found.after["together"].stories == 6
    assert found.new == () and found.heaviest
    assert found.notes == ("nothing is told of before 2023-10-01",)


@pytest.mark.parametrize(
    ("since", "until", "note"),
    [
        (DATE(2024, 3, 1), None, "nothing is told of after 2024-01-31"),
        (DATE(2024, 1, 1), DATE(2024, 3, 1), "nothing is told of after 2024-01-31"),
        (DATE(2023, 1, 1), DATE(2023, 2, 1), "nothing is told of before 2023-10-01"),
        (DATE(2023, 12, 11), DATE(2023, 12, 20), "nothing is told of from 2023-12-11 to 2023-12-20"),
    ],
)
def test_silence_is_said(since: DATE, until: DATE | None, note: str) -> None:
    assert note in changed(since, until).notes


def test_nothing_has_ceased_where_nothing_is_told_since() -> None:
    found = changed(DATE(2023, 12, 11), DATE(2023, 12, 20))
    assert found.after is None and found.before
    assert found.ceased == () and found.heaviest == ()


def test_a_pair_without_tellings_has_no_changes_and_says_so() -> None:
    found = changes(Dealings(("AZE", "USA"), []), DATE(2024, 1, 1))
    assert (found.before, found.after, found.notes) == (None, None, ("nothing is told of",))


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(RelationError):
        changed(DATE(2024, 2, 1), DATE(2024, 1, 1))
