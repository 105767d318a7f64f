from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from dragoman.errors import RelationError
from dragoman.relations.dealings import Dealings
from dragoman.relations.turns import Turn, Turns, stories, turns

from .tellings import telling

PAIR = ("AZE", "USA")
START = datetime.date(2023, 1, 1)
SCORES = (-10, -6.5, -4.4, -2, 0, 1, 2.5, 3.5, 5, 7)


def told(scores: Sequence[float], days: Sequence[int], **more: Any) -> Dealings:
    """A story a score, so many days after the start."""
    return Dealings(
        PAIR,
        [
            telling(i, START + datetime.timedelta(days=int(day)), float(score), **more)
            for i, (score, day) in enumerate(zip(scores, days, strict=True))
        ],
    )


def tones(found: Turns) -> list[Turn]:
    return [turn for turn in found.found if turn.what == "tone"]


AUTUMN_TO_SPRING = [
    ("2023-11-03", -2),
    ("2023-11-15", -2),
    ("2023-11-16", -6.5),
    ("2023-11-17", -4.4),
    ("2023-11-21", -2),
    ("2024-02-01", 1),
    ("2024-02-03", 1),
    ("2024-02-17", 2.5),
    ("2024-02-18", -2),
    ("2024-02-20", 3.4),
]


def test_ten_stories_show_the_turn_from_autumn_to_spring_in_spite_of_an_exception() -> None:
    dealings = Dealings(
        PAIR, [telling(i, datetime.date.fromisoformat(day), score) for i, (day, score) in enumerate(AUTUMN_TO_SPRING)]
    )
    (turn,) = turns(dealings).found
    assert (turn.what, turn.last_before, turn.first_after) == (
        "tone",
        datetime.date(2023, 11, 21),
        datetime.date(2024, 2, 1),
    )
    assert (turn.since, turn.until) == (datetime.date(2023, 11, 3), datetime.date(2024, 2, 20))
    assert turn.earlier == pytest.approx(-3.38) and turn.later == pytest.approx(1.18)
    assert turn.p <= 0.05
    assert [one.seq for one in turn.before] == [0, 1, 2, 3, 4]
    assert [one.seq for one in turn.after] == [5, 6, 7, 8, 9]


@pytest.mark.parametrize(("count", "says"), [(0, "0 stories"), (1, "1 story:"), (3, "3 stories"), (7, "fewer than 8")])
def test_with_few_stories_it_says_that_too_little_is_told(count: int, says: str) -> None:
    found = turns(told([-5.0] * count, range(count)))
    assert not found.found and not found.looked
    assert found.too_little and says in found.too_little


def test_stories_of_one_day_show_no_turn_and_it_says_why() -> None:
    found = turns(told([-5.0] * 10 + [5.0] * 10, [0] * 20))
    assert not found.found
    assert found.too_little == "20 stories, but on too few days"


def test_no_turn_lies_within_a_day() -> None:
    days = [*range(10), 10, 10, 10, 10, *range(11, 21)]
    (turn,) = tones(turns(told([-5.0] * 12 + [5.0] * 12, days)))
    assert turn.last_before < turn.first_after


def test_a_story_counts_once_however_often_it_is_told() -> None:
    once = told([-4.0, -3.0, -5.0, -4.0, -4.0, 4.0, 3.0, 5.0, 4.0, 4.0], range(0, 50, 5))
    often = [telling(100 + i, once.tellings[-1].day or START, 4.0, story="s9", confidence=0.8) for i in range(30)]
    repeated = Dealings(PAIR, [*once.tellings, *often])
    assert turns(repeated).points == 10
    assert turns(repeated).found[0].later == pytest.approx(turns(once).found[0].later)


def test_a_story_stands_at_the_day_of_the_telling_that_knows_it_most_exactly() -> None:
    day = datetime.date(2024, 2, 7)
    told_of = [
        telling(1, datetime.date(2024, 2, 1), story="s", until=datetime.date(2024, 2, 29), precision="month"),
        telling(2, datetime.date(2024, 2, 12), story="s", precision=None),
        telling(3, day, story="s"),
    ]
    assert stories(Dealings(PAIR, told_of)).day.tolist() == [day.toordinal()]


def test_a_story_known_to_the_year_is_left_out_and_counted() -> None:
    whole_year = telling(50, START, -9.0, until=datetime.date(2023, 12, 31), precision="year")
    found = turns(Dealings(PAIR, [*told([1.0] * 12, range(12)).tellings, whole_year]))
    assert (found.points, found.left_out) == (12, 1)


def test_a_crisis_that_passes_has_two_turns() -> None:
    chance = np.random.default_rng(1)
    scores = np.repeat([2.0, -4.0, 2.0], 12) + chance.normal(0, 2, 36)
    begins, ends = tones(turns(told(scores, range(0, 180, 5))))
    assert begins.earlier > 0 > begins.later and ends.earlier < 0 < ends.later
    assert begins.until == ends.last_before


def test_more_being_told_is_a_turn_of_level() -> None:
    days = np.concatenate([np.arange(0, 300, 10), np.arange(300, 450, 2)])
    found = [turn for turn in turns(told([1.0, -1.0] * 52 + [1.0], days)).found if turn.what == "level"]
    assert len(found) == 1
    assert found[0].earlier == pytest.approx(3, abs=0.5) and found[0].later == pytest.approx(15, abs=2)
    assert abs((found[0].first_after - START).days - 300) <= 7


def test_a_level_is_not_looked_at_where_the_time_is_short() -> None:
    assert turns(told([1.0] * 30, range(30))).looked == ("tone",)
    assert turns(told([1.0] * 30, range(0, 300, 10))).looked == ("tone", "level")


def test_each_direction_has_turns_of_its_own() -> None:
    there = told([-4.0, -3.0, -5.0, -4.0, -4.0, 4.0, 3.0, 5.0, 4.0, 4.0], range(0, 50, 5)).tellings
    back = [
        telling(100 + i, START + datetime.timedelta(days=i * 5), 1.0, actor="USA", recipient="AZE") for i in range(9)
    ]
    dealings = Dealings(PAIR, [*there, *back])
    assert tones(turns(dealings, direction="there"))
    assert not tones(turns(dealings, direction="back"))


@pytest.mark.parametrize("asked", [{"level": 0.0}, {"level": 1.0}, {"direction": "sideways"}])
def test_what_makes_no_sense_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(RelationError):
        turns(told([1.0] * 10, range(10)), **asked)


def test_the_same_tellings_give_the_same_turns_in_any_order() -> None:
    chance = np.random.default_rng(2)
    dealings = told(np.repeat([1.0, -3.0], 20) + chance.normal(0, 2, 40), range(0, 400, 10))
    assert turns(dealings) == turns(Dealings(PAIR, reversed(dealings.tellings)))


def test_tone_and_level_without_a_turn_seldom_show_one() -> None:
    chance = np.random.default_rng(3)
    alarms = 0
    for count in (9, 15, 30, 60) * 50:
        days = np.sort(chance.integers(0, count * 9, count))
        alarms += bool(turns(told(chance.choice(SCORES, count), days)).found)
    assert alarms <= 18  # of 200 at 5 %: more come by chance once in a hundred times


def test_a_turn_of_three_points_between_ten_and_ten_is_found_more_often_than_not() -> None:
    chance = np.random.default_rng(4)
    hits = 0
    for _ in range(60):
        scores = np.repeat([-1.5, 1.5], 10) + chance.normal(0, 1.5, 20)
        hits += len(tones(turns(told(scores, range(0, 80, 4))))) == 1
    assert hits >= 42


def test_thousands_of_stories_are_taken_in_groups_and_the_turn_is_found() -> None:
    chance = np.random.default_rng(5)
    days = np.sort(chance.integers(0, 2000, 5000))
    found = tones(turns(told(chance.choice(SCORES, 5000) + np.where(days < 1200, 0, 3), days)))
    assert len(found) == 1
    assert abs((found[0].first_after - START).days - 1200) <= 20
