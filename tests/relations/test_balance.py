from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.relations.balance import DIRECTIONS, balance, opened, over
from dragoman.relations.dealings import Dealings, Weights
from dragoman.relations.periods import BYS, By

from .tellings import telling

START = datetime.date(2023, 1, 1)
PAIR = ("AZE", "USA")


TOLD = st.lists(
    st.tuples(
        st.integers(0, 200),  # days after the start
        st.integers(0, 60),  # days that it may have taken
        st.sampled_from([-10.0, -2.0, 0.0, 1.0, 7.0]),
        st.integers(0, 8),  # the story
        st.sampled_from([None, 0.0, 0.3, 1.0]),
        st.sampled_from([("AZE", "USA"), ("USA", "AZE")]),
    ),
    max_size=25,
)


def dealings(told: list[tuple[Any, ...]], weights: Weights | None = None) -> Dealings:
    return Dealings(
        PAIR,
        [
            telling(
                i,
                START + datetime.timedelta(days=at),
                score,
                until=START + datetime.timedelta(days=at + length),
                story=f"s{story}",
                confidence=confidence,
                actor=acts[0],
                recipient=acts[1],
                quad="verbal-cooperation" if score >= 0 else "material-conflict",
            )
            for i, (at, length, score, story, confidence, acts) in enumerate(told)
        ],
        weights,
    )


@given(TOLD, st.sampled_from(BYS))
def test_what_a_balance_opens_to_adds_up_to_it(told: list[tuple[Any, ...]], by: By) -> None:
    found = dealings(told)
    shown = balance(found, by)
    for period, measure in zip(shown.periods[:40], shown.together, strict=False):
        parts = opened(found, period.start, period.end)
        assert sum(one.value for one in parts) == pytest.approx(measure.balance)
        assert sum(one.weight for one in parts) == pytest.approx(measure.weight)
        assert len(parts) == measure.tellings


@given(TOLD, st.sampled_from(BYS))
def test_all_periods_together_hold_all_the_weight(told: list[tuple[Any, ...]], by: By) -> None:
    found = dealings(told)
    shown = balance(found, by)
    assert sum(one.weight for one in shown.together) == pytest.approx(float(found.weight.sum()))
    assert sum(sum(one.quads.values()) for one in shown.together) == pytest.approx(float(found.weight.sum()))
    balances = over(found, shown.periods).balance(found.score, len(shown.periods))
    assert balances == pytest.approx([one.balance for one in shown.together])


@given(TOLD)
def test_where_nobody_acts_both_ways_the_directions_add_up(told: list[tuple[Any, ...]]) -> None:
    shown = balance(dealings(told), "month")
    for there, back, together in zip(shown.there, shown.back, shown.together, strict=True):
        assert there.balance + back.balance == pytest.approx(together.balance)


@given(TOLD)
def test_a_band_has_its_ends_in_order_and_is_there_from_three_stories_on(told: list[tuple[Any, ...]]) -> None:
    shown = balance(dealings(told), "quarter")
    for measure in [one for name in DIRECTIONS for one in getattr(shown, name)]:
        assert (measure.balance_band is None) == (measure.stories < 3)
        for band in (measure.balance_band, measure.tone_band):
            assert band is None or band[0] <= band[1]


def test_a_band_mostly_holds_the_tone_that_stories_are_drawn_from() -> None:
    chance = np.random.default_rng(1)
    held = 0
    for seed in range(60):
        told = [
            telling(i, START, float(score), told_by=f"outlet {i % 7}")
            for i, score in enumerate(chance.normal(1.0, 3.0, 40))
        ]
        (measure,) = balance(Dealings((f"A{seed}", "USA"), told), "month").together
        assert measure.tone_band is not None
        held += measure.tone_band[0] <= 1.0 <= measure.tone_band[1]
    assert held >= 51  # of 60: 57 are meant, and it errs to the wide side


def test_a_band_holds_its_own_figure() -> None:
    told = [telling(i, START, score) for i, score in enumerate([-6.5, -2.0, -2.0, 1.0, 1.0, 2.5, 3.4, 7.0])]
    (measure,) = balance(Dealings(PAIR, told), "month").together
    assert measure.balance_band and measure.balance_band[0] < measure.balance < measure.balance_band[1]
    assert measure.tone_band and measure.tone and measure.tone_band[0] < measure.tone < measure.tone_band[1]


def test_a_pair_without_tellings_has_an_empty_balance() -> None:
    found = Dealings(PAIR, [])
    shown = balance(found, "month")
    assert (shown.periods, shown.there, shown.back, shown.together) == ((), (), (), ())
    assert opened(found, START, START) == []


@pytest.mark.parametrize(("since", "until"), [(None, None), ("2023-03-05", None), (None, "2022-01-01")])
def test_a_balance_can_be_drawn_between_two_days(since: str | None, until: str | None) -> None:
    found = Dealings(PAIR, [telling(1, START), telling(2, datetime.date(2023, 5, 1))])
    first = since and datetime.date.fromisoformat(since)
    last = until and datetime.date.fromisoformat(until)
    names = [one.name for one in balance(found, "month", first or None, last or None).periods]
    months = ["2023-01", "2023-02", "2023-03", "2023-04", "2023-05"]
    assert names == ([] if until else months[2:] if since else months)


def test_a_period_of_silence_has_no_tone_and_no_band() -> None:
    shown = balance(Dealings(PAIR, [telling(1, START), telling(2, datetime.date(2023, 3, 1))]), "month")
    silent = shown.together[1]
    assert (silent.stories, silent.weight, silent.balance, silent.tone) == (0, 0.0, 0.0, None)
    assert (silent.balance_band, silent.tone_band) == (None, None)


def test_a_story_counts_once_however_often_it_is_told() -> None:
    once = Dealings(PAIR, [telling(1, START, 5.0), telling(2, START, -2.0)])
    often = Dealings(PAIR, [telling(1, START, 5.0), *(telling(i, START, -2.0, story="s2") for i in range(2, 30))])
    (one,), (other,) = balance(once, "month").together, balance(often, "month").together
    assert (one.balance, one.stories) == (pytest.approx(other.balance), other.stories)


def test_weights_can_be_changed_and_the_effect_is_seen() -> None:
    found = dealings([(0, 0, 1.0, 1, 1.0, PAIR)], Weights(scores={"CONSULT": -3.0}))
    shown = balance(found, "month")
    assert shown.together[0].balance == -3.0
    assert "CONSULT -3" in shown.weights


def test_the_same_pair_is_drawn_the_same_again() -> None:
    told = [telling(i, START, float(i % 5)) for i in range(20)]
    assert balance(Dealings(PAIR, told), "month") == balance(Dealings(PAIR, reversed(told)), "month")
