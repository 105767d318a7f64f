from __future__ import annotations

import datetime
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.relations.periods import BYS, By, periods, spread

DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 12, 31))
ONE_DAY = datetime.timedelta(days=1)


@given(st.sampled_from(BYS), DAYS, st.integers(0, 900))
def test_periods_tile_the_days(by: By, start: datetime.date, length: int) -> None:
    end = start + length * ONE_DAY
    found = periods(by, start, end)
    assert found[0].start <= start <= found[0].end
    assert found[-1].start <= end <= found[-1].end
    assert all(one.end + ONE_DAY == other.start for one, other in itertools.pairwise(found))
    assert len({one.name for one in found}) == len(found)


@pytest.mark.parametrize(
    ("by", "name", "start", "end"),
    [
        ("day", "2024-02-29", "2024-02-29", "2024-02-29"),
        ("week", "2024-W09", "2024-02-26", "2024-03-03"),
        ("month", "2024-02", "2024-02-01", "2024-02-29"),
        ("quarter", "2024-Q1", "2024-01-01", "2024-03-31"),
        ("year", "2024", "2024-01-01", "2024-12-31"),
    ],
)
def test_a_period_has_a_name_and_both_its_days(by: By, name: str, start: str, end: str) -> None:
    (found,) = periods(by, datetime.date(2024, 2, 29), datetime.date(2024, 2, 29))
    assert (found.name, found.start.isoformat(), found.end.isoformat()) == (name, start, end)


def test_a_week_over_new_year_has_the_name_of_its_own_year() -> None:
    assert periods("week", datetime.date(2024, 12, 31), datetime.date(2024, 12, 31))[0].name == "2025-W01"


def test_days_the_wrong_way_round_have_no_periods() -> None:
    assert periods("day", datetime.date(2024, 2, 2), datetime.date(2024, 2, 1)) == ()


@given(
    st.sampled_from(BYS),
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 400)), min_size=1, max_size=20),
)
def test_a_stretch_is_shared_out_whole(by: By, stretches: list[tuple[int, int]]) -> None:
    start = datetime.date(2023, 1, 1)
    first = np.array([start.toordinal() + at for at, _ in stretches])
    last = first + np.array([length for _, length in stretches])
    among = periods(by, start, datetime.date.fromordinal(int(last.max())))
    which, period, part = spread(first, last, among)
    assert np.bincount(which, part) == pytest.approx(1)
    assert (np.diff(period) >= 0).all()


def test_what_lies_outside_of_all_periods_is_lost() -> None:
    among = periods("month", datetime.date(2024, 2, 1), datetime.date(2024, 2, 1))
    days = [datetime.date(2024, 1, 31), datetime.date(2024, 2, 1), datetime.date(2024, 3, 1)]
    first = np.array([day.toordinal() for day in days])
    which, _, part = spread(first, first + np.array([1, 0, 0]), among)
    assert (which.tolist(), part.tolist()) == ([0, 1], [0.5, 1.0])
