"""Which relations move together: planted links are found, chance gives none."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from scipy.stats import binomtest

from dragoman.errors import RelationError
from dragoman.ledger.tellings import Telling
from dragoman.model import Actor
from dragoman.relations.dealings import Dealings, Pair, by_pair
from dragoman.relations.links import Measured, confront, measured
from dragoman.relations.links.claims import Claim, ClaimTelling
from dragoman.relations.periods import periods

from . import tellings

MONTHS = periods("month", datetime.date(2020, 1, 1), datetime.date(2029, 12, 31))
PAIRS: tuple[Pair, ...] = (
    ("ARM", "AZE"), ("AZE", "USA"), ("DNK", "GHA"), ("KAZ", "OMN"), ("NOR", "TUR"), ("QAT", "YEM"),
)  # fmt: skip
SCORES = (-6.5, -4.0, -2.0, 2.5, 5.0, 7.0)


def telling(seq: int, pair: Pair, month: int, score: float, **more: Any) -> Telling:
    day = MONTHS[month].start + datetime.timedelta(days=seq % 28)
    return tellings.telling(seq, day, float(score), **{"actor": pair[0], "recipient": pair[1], **more})


def dealings(series: np.ndarray) -> dict[Pair, Dealings]:
    """Relations (rows) with stories told in each month (columns): their scores, along a third axis."""
    told = [
        telling(row * 10_000 + month * 10 + at, pair, month, score)
        for row, (pair, months) in enumerate(zip(PAIRS, series, strict=False))
        for month, scores in enumerate(months)
        for at, score in enumerate(scores)
    ]
    return by_pair(told)


def planted(seed: int = 3, months: int = 18) -> np.ndarray:
    """Two stories a month of irregular signs; AZE–USA follows ARM–AZE one month later, with a little noise."""
    chance = np.random.default_rng(seed)
    scores = chance.choice(SCORES, (len(PAIRS), months, 2))
    scores[1, 1:] = scores[0, :-1] + chance.normal(0, 1, (months - 1, 2))
    return scores


def drifting(seed: int, months: int, persistence: float) -> np.ndarray:
    new = np.random.default_rng(seed).standard_normal((len(PAIRS), months + 50))
    for at in range(1, months + 50):
        new[:, at] += persistence * new[:, at - 1]
    return new[:, 50:, None]


def expected_by_chance(copies: Sequence[Measured]) -> bool:
    """Whether so many copies with a link are no more than the level lets through."""
    hits = sum(bool(one.found) for one in copies)
    return binomtest(hits, len(copies), 0.05, alternative="greater").pvalue > 0.01


# --- what is found --------------------------------------------------------------------------------


def test_a_planted_link_is_found_with_its_lag_and_its_leader() -> None:
    found = measured(dealings(planted()))
    first = found.links[0]
    assert (first.one, first.other, first.lag, first.leads) == (PAIRS[0], PAIRS[1], 1, PAIRS[0])
    assert first.q < 0.05 and first.r > 0.7
    assert (first.periods, first.told_one, first.told_other) == (16, 18, 18)
    assert found.found[0] == first
    assert (len(found.links), found.periods, found.lags) == (15, 18, 3)
    assert "nothing of causes" in found.note


def test_a_link_is_found_whichever_comes_first_in_the_alphabet() -> None:
    first = measured(dealings(planted()[[1, 0, 2, 3, 4, 5]])).links[0]
    assert (first.lag, first.leads) == (-1, PAIRS[1])


def test_relations_that_move_at_once_have_no_leader() -> None:
    series = planted(months=24)
    series[1] = -series[0]
    first = measured(dealings(series)).links[0]
    assert (first.lag, first.leads) == (0, None)
    assert first.r < -0.9


def test_links_come_with_the_least_likely_by_chance_first_and_q_is_never_under_p() -> None:
    links = measured(dealings(planted())).links
    assert [link.p for link in links] == sorted(link.p for link in links)
    assert all(link.p <= link.q <= 1 for link in links)


def test_small_p_rests_on_more_permutations_than_the_first_round() -> None:
    found = measured(dealings(planted(months=60)))
    assert found.permutations == 99_999
    assert found.links[0].p == pytest.approx(1e-5)


def test_the_same_is_measured_each_time() -> None:
    told = dealings(planted())
    assert measured(told) == measured(dict(reversed(told.items())))


def test_with_a_focus_only_its_own_links_are_tested_and_corrected_for() -> None:
    told = dealings(planted())
    found = measured(told, focus=("USA", "AZE"))
    assert len(found.links) == 5
    assert all(PAIRS[1] in (link.one, link.other) for link in found.links)
    assert (found.links[0].one, found.links[0].lag) == (PAIRS[0], 1)
    assert found.links[0].q < measured(told).links[0].q


def test_days_cut_the_time_that_is_compared() -> None:
    told = dealings(planted(months=40))
    found = measured(told, since=MONTHS[10].start, until=MONTHS[29].end)
    assert (found.periods, found.since, found.until) == (20, MONTHS[10].start, MONTHS[29].end)
    assert {link.told_one for link in found.links} == {20}


# --- what chance gives ----------------------------------------------------------------------------


def test_shuffled_days_give_links_no_more_often_than_chance() -> None:
    chance, series = np.random.default_rng(8), planted()
    copies = []
    for _ in range(20):
        for row in series:
            row[:] = chance.permutation(row.ravel()).reshape(row.shape)
        copies.append(measured(dealings(series)))
    assert expected_by_chance(copies)


@pytest.mark.parametrize("persistence", [0.8, 1.0])
def test_relations_that_drift_are_not_linked_by_that(persistence: float) -> None:
    copies = [measured(dealings(drifting(seed, 30, persistence))) for seed in range(12)]
    assert expected_by_chance(copies)


def test_relations_that_all_get_better_are_not_linked_by_that() -> None:
    better = np.linspace(-3, 3, 48)[None, :, None]
    assert expected_by_chance([measured(dealings(drifting(seed, 48, 0) + better)) for seed in range(12)])


def test_relations_of_which_more_is_told_in_the_same_months_are_not_linked_by_that() -> None:
    loud = np.where(np.arange(48) < 28, 0.2, 5)[None, :, None]
    assert expected_by_chance([measured(dealings(drifting(seed, 48, 0) * loud)) for seed in range(12)])


# --- what can't be measured -----------------------------------------------------------------------


def test_a_story_of_several_pairs_moves_none_of_them() -> None:
    quiet = planted()
    told = [t for one in dealings(quiet).values() for t in one.tellings]
    summit = [
        telling(900_000 + month * 10 + at, pair, month, 10.0 * (-1) ** (month // 2), story=f"summit {month}")
        for month in range(18)
        for at, pair in enumerate(PAIRS[2:5])
    ]
    found = measured(by_pair(told + summit))
    assert found.shared == 18
    assert found.links == measured(dealings(quiet)).links


def test_a_relation_with_too_little_told_is_named_with_the_number() -> None:
    told = dealings(planted())
    told[("FIN", "SWE")] = Dealings(
        ("FIN", "SWE"), [telling(999_000 + m, ("FIN", "SWE"), m, -2.0 * m) for m in range(7)]
    )
    found = measured(told)
    assert found.too_little == {("FIN", "SWE"): 7}
    assert len(found.links) == 15


def test_too_few_periods_give_no_links_and_the_reason() -> None:
    found = measured(dealings(planted(months=15)))
    assert found.links == ()
    assert found.note == "nothing was measured: 15 months are told of, and 16 are needed"
    assert found.too_little == dict.fromkeys(PAIRS, 15)


def test_a_balance_that_never_changes_is_steady_and_not_linked() -> None:
    series = planted()
    series[2] = 2.5
    series[3] = np.arange(18)[:, None] ** 2  # the root of which runs straight
    found = measured(dealings(series))
    assert found.steady == (PAIRS[2], PAIRS[3])
    assert len(found.links) == 6


@pytest.mark.parametrize(
    ("told", "focus", "note"),
    [
        ({}, None, "0 months are told of, and 16 are needed"),
        ({}, ("AZE", "USA"), "0 months are told of, and 16 are needed"),
        ({("AZE", "USA"): Dealings(("AZE", "USA"), [])}, None, "0 months are told of, and 16 are needed"),
        (dealings(planted()[:1]), None, "it takes two relations with 8 months told of each"),
        (dealings(planted()), ("FIN", "SWE"), "0 months are told of, and 16 are needed"),
    ],
)
def test_nothing_to_measure_is_said_plainly(told: dict[Pair, Dealings], focus: Pair | None, note: str) -> None:
    found = measured(told, focus=focus)
    assert (found.links, found.permutations) == ((), 0)
    assert found.note == f"nothing was measured: {note}"


def test_a_focus_of_which_too_little_is_told_is_the_reason() -> None:
    found = measured(dealings(planted()), focus=("SWE", "FIN"), since=MONTHS[0].start, until=MONTHS[17].end)
    assert found.too_little[("FIN", "SWE")] == 0
    assert found.note == "nothing was measured: too little is told of FIN–SWE (0 months, 8 are needed)"


@pytest.mark.parametrize(
    "asked", [{"lags": -1}, {"lags": 7}, {"level": 0.0}, {"since": MONTHS[3].start, "until": MONTHS[2].start}], ids=str
)
def test_lags_levels_and_days_that_make_no_sense_are_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(RelationError):
        measured(dealings(planted()), **asked)


# --- said against measured --------------------------------------------------------------------------


def claim(of: Pair, on: Pair, stance: str = "independent", name: str = "Norway") -> Claim:
    told = ClaimTelling(start=0, end=5, report="r1", outlet=None, language="en", published=None, quote="words")
    return Claim(
        of=of, on=on, directed=True, stance=stance, speaker=Actor(name=name), who=name, tellings=(told,), first=None,
        last=None,
    )  # type: ignore[arg-type]  # fmt: skip


def test_what_is_said_is_held_against_what_is_measured() -> None:
    told = dealings(planted())
    told[("FIN", "SWE")] = Dealings(("FIN", "SWE"), [])
    claims = [
        claim(PAIRS[1], PAIRS[0]),
        claim(PAIRS[0], PAIRS[1], "conditional", "Ghana"),
        claim(PAIRS[2], PAIRS[5]),
        claim(("FIN", "SWE"), PAIRS[2]),
        claim(("MAR", "MRT"), PAIRS[2]),
    ]
    rows = confront(claims, measured(told))
    assert [row.verdict for row in rows] == ["together", "no link", "not measured", "not measured"]
    assert rows[0].claims == tuple(claims[:2])
    assert rows[0].says.startswith("they move together, ARM–AZE 1 month ahead: r +0.")
    assert rows[1].says.startswith("no link found: r at best ")
    assert rows[2].says == "not measured: too little is told of FIN–SWE (0 months, 8 are needed)"
    assert rows[3].says == "not measured: DNK–GHA and MAR–MRT were not compared"
    assert rows[2].link is None and rows[1].link is not None and rows[1].link.q > 0.05


def test_what_was_told_too_short_is_not_held_against_anything() -> None:
    (row,) = confront([claim(PAIRS[0], PAIRS[1])], measured(dealings(planted(months=10))))
    assert row.says == "not measured: 10 months are told of, and 16 are needed"
