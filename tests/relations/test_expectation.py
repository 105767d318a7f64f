"""What would meet a demand is read from its words, the same in each language."""

from __future__ import annotations

import datetime

import pytest

from dragoman.relations.commitments.expectation import due_of_demand, of_demand

MADE = datetime.date(2024, 2, 1)

DEMANDS = [
    ("en", "lifting of the travel ban", [("CONCEDE", None, False)]),
    ("ar", "رفع حظر السفر", [("CONCEDE", None, False)]),
    ("fa", "لغو ممنوعیت سفر", [("CONCEDE", None, False)]),
    ("en", "Chad releases the prisoners", [("RETREAT", "release", False)]),
    ("ar", "إطلاق سراح السجناء", [("RETREAT", "release", False)]),
    ("fa", "آزادی زندانیان", [("RETREAT", "release", False)]),
    ("en", "the withdrawal of its forces from the border", [("RETREAT", "withdraw", False)]),
    ("ar", "سحب القوات من الحدود", [("RETREAT", "withdraw", False)]),
    ("fa", "خروج نیروها از مرز", [("RETREAT", "withdraw", False)]),
    ("en", "Chad signs the peace treaty", [("SUPPORT", None, False)]),
    ("ar", "توقيع اتفاق سلام", [("SUPPORT", None, False)]),
    ("fa", "امضای توافق صلح", [("SUPPORT", None, False)]),
    (
        "en",
        "it releases the prisoners and withdraws its troops",
        [("RETREAT", "release", False), ("RETREAT", "withdraw", False)],
    ),
    ("en", "Chad does not attack the port", [("ASSAULT", None, True)]),
    ("en", "the weather is fine", []),
    ("ru", "released the prisoners", []),
]


@pytest.mark.parametrize(("language", "words", "wanted"), DEMANDS)
def test_a_demand_asks_for_an_act(language: str, words: str, wanted: list[tuple[str, str | None, bool]]) -> None:
    assert [(one.type, one.mode, one.refrain) for one in of_demand(words, language)] == wanted


def test_under_a_threat_the_hostile_act_is_to_be_left_undone_and_the_friendly_one_done() -> None:
    assert [one.refrain for one in of_demand("Chad attacks the port", "en", threat=True)] == [True]
    assert [one.refrain for one in of_demand("Chad does not release the prisoners", "en", threat=True)] == [False]


@pytest.mark.parametrize(
    ("language", "words", "wanted"),
    [
        ("en", "Chad releases the prisoners before 1 May", "2024-05-01"),
        ("en", "Chad releases the prisoners in November", "2024-11-30"),
        ("en", "Chad releases the prisoners that it took in January 2023", None),
        ("ar", "إطلاق سراح السجناء في يونيو", "2024-06-30"),
        ("fa", "آزادی زندانیان در ژوئن", "2024-06-30"),
        ("en", "Chad releases the prisoners", None),
        ("ru", "in June", None),
    ],
)
def test_a_demand_is_due_at_the_time_it_names(language: str, words: str, wanted: str | None) -> None:
    due = due_of_demand(words, language, MADE)
    assert (due and str(due.end)) == wanted
    assert due_of_demand(words, language, None) is None
