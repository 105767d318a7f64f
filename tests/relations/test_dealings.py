from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import RelationError
from dragoman.relations.dealings import UNSURE, Dealings, Weights, by_pair

from .tellings import telling

DAY = datetime.date(2024, 2, 17)
PAIR = ("AZE", "USA")


@given(st.lists(st.integers(0, 6), min_size=1, max_size=40))
def test_the_shares_of_a_story_add_up_to_one(story_of: list[int]) -> None:
    dealings = Dealings(PAIR, [telling(i, DAY, story=f"s{story}") for i, story in enumerate(story_of)])
    assert np.bincount(dealings.story, dealings.share) == pytest.approx(1)
    assert dealings.stories == len(set(story_of))


@given(st.permutations(range(8)))
def test_the_order_in_which_tellings_come_makes_no_difference(order: list[int]) -> None:
    days = [DAY + datetime.timedelta(days=i // 2) for i in range(8)]
    dealings = Dealings(PAIR, [telling(i, days[i]) for i in order])
    assert [one.seq for one in dealings.tellings] == list(range(8))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": "denied"}, "denied"),
        ({"modality": "future"}, "future"),
        ({"modality": "negated"}, "negated"),
        ({"modality": "hypothetical"}, "hypothetical"),
    ],
)
def test_what_did_not_happen_is_left_out_and_counted(fields: dict[str, Any], reason: str) -> None:
    dealings = Dealings(PAIR, [telling(1, DAY), telling(2, DAY, story="s1", **fields)])
    assert [one.seq for one in dealings.tellings] == [1]
    assert dealings.left_out == {reason: 1}
    assert dealings.share.tolist() == [1.0]


def test_what_nobody_knows_the_day_of_is_left_out_and_counted() -> None:
    dealings = Dealings(PAIR, [telling(1, None)])
    assert (len(dealings), dealings.left_out) == (0, {"without a day": 1})


def test_an_event_told_in_both_directions_is_there_once_and_acts_both_ways() -> None:
    dealings = Dealings(PAIR, [telling(1, DAY), telling(1, DAY, actor="USA", recipient="AZE")])
    assert (len(dealings), dealings.there.tolist(), dealings.back.tolist()) == (1, [True], [True])


def test_an_event_without_a_confidence_counts_half() -> None:
    assert Dealings(PAIR, [telling(1, DAY, confidence=None)]).weight.tolist() == [UNSURE]


def test_confidence_counts_unless_it_is_not_to() -> None:
    tellings = [telling(1, DAY, confidence=0.4)]
    assert Dealings(PAIR, tellings).weight.tolist() == [0.4]
    assert Dealings(PAIR, tellings, Weights(confidence=False)).weight.tolist() == [1.0]


@pytest.mark.parametrize(
    ("scores", "score"), [({}, 1.0), ({"CONSULT": 4.0}, 4.0), ({"CONSULT": 4.0, "CONSULT/visit": 6.0}, 6.0)]
)
def test_a_score_of_ones_own_is_used_the_mode_before_the_type(scores: dict[str, float], score: float) -> None:
    weights = Weights(scores=scores)
    assert Dealings(PAIR, [telling(1, DAY, mode="visit")], weights).score.tolist() == [score]
    assert all(name in weights.version for name in scores)


@pytest.mark.parametrize("scores", [{"NOTHING": 1.0}, {"CONSULT/nothing": 1.0}, {"CONSULT": 11.0}, {"CONSULT": -10.5}])
def test_weights_that_make_no_sense_are_refused(scores: dict[str, float]) -> None:
    with pytest.raises(RelationError):
        Weights(scores=scores)


def test_a_pair_without_tellings_has_no_span_and_no_stories() -> None:
    dealings = Dealings(PAIR, [])
    assert (len(dealings), dealings.span, dealings.stories, len(dealings.weight)) == (0, None, 0, 0)


def test_the_span_runs_to_the_last_day_that_anything_may_have_been_on() -> None:
    month = telling(1, datetime.date(2024, 2, 1), until=datetime.date(2024, 2, 29), precision="month")
    assert Dealings(PAIR, [month, telling(2, DAY)]).span == (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))


def test_all_pairs_are_told_apart_whoever_acts_and_nobody_deals_with_himself() -> None:
    found = by_pair(
        [
            telling(1, DAY),
            telling(2, DAY, actor="USA", recipient="AZE"),
            telling(3, DAY, recipient="ARM"),
            telling(4, DAY, recipient="AZE"),
        ]
    )
    assert {pair: len(dealings) for pair, dealings in found.items()} == {("AZE", "USA"): 2, ("ARM", "AZE"): 1}
