"""Agreement of reviewers, against the worked examples of the papers that define it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.ledger import Ledger
from dragoman.ledger.agreement import alpha, kappa, of

from .samples import small

LABELS = st.sampled_from(["accept", "correct", "reject"])

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", part C: four observers, twelve units; `.` is missing.
OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def test_alpha_is_that_of_krippendorff_s_example() -> None:
    units = [[label for label in unit if label != "."] for unit in zip(*OBSERVERS, strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=0.0005)


def test_alpha_of_two_observers_is_that_of_the_paper() -> None:
    """Parts A (ten units, 0 or 1) and B (twelve articles, a to e)."""
    assert alpha(list(zip("0100000000", "1110010100", strict=True))) == pytest.approx(0.095, abs=0.0005)
    assert alpha(list(zip("aabbdcccedda", "babbbccceddd", strict=True))) == pytest.approx(0.692, abs=0.0005)


def test_kappa_is_that_of_cohen_s_formula() -> None:
    """Fifty applications: both yes 20, both no 15, one alone yes 5, the other alone yes 10: (0.7 - 0.5) / 0.5."""
    pairs = [("y", "y")] * 20 + [("n", "n")] * 15 + [("y", "n")] * 5 + [("n", "y")] * 10
    assert kappa(pairs) == pytest.approx(0.4)


@given(st.lists(st.tuples(LABELS, LABELS), min_size=1, max_size=30))
def test_kappa_is_a_share_that_does_not_depend_on_who_is_first(pairs: list[tuple[str, str]]) -> None:
    found = kappa(pairs)
    assert found == kappa([(b, a) for a, b in pairs])
    if found is None:
        assert len({label for pair in pairs for label in pair}) == 1
    else:
        assert -1 <= found <= 1
        assert (found == 1) == all(a == b for a, b in pairs)


@given(st.lists(st.lists(LABELS, max_size=4), max_size=20))
def test_alpha_is_at_most_one_and_depends_on_no_order(units: list[list[str]]) -> None:
    found = alpha(units)
    assert found == (None if found is None else pytest.approx(alpha([unit[::-1] for unit in units[::-1]])))
    compared = [unit for unit in units if len(unit) > 1]
    if found is None:
        assert len(Counter(label for unit in compared for label in unit)) < 2
    else:
        assert -1 <= found <= 1
        assert (found == 1) == all(len(set(unit)) == 1 for unit in compared)


def test_nothing_judged_is_no_agreement() -> None:
    assert (of([]).shared, of([]).alpha, of([]).kappas, kappa([]), alpha([["accept"]])) == (0, None, {}, None, None)


def test_of_a_ledger_the_last_verdict_of_each_reviewer_counts_unless_undone(ledger: Ledger) -> None:
    found = [small(number) for number in range(4)]
    ledger.add(found, "by hand/1")
    ids = [coding.events[0].id for coding in found]
    for event in ids:
        ledger.accept(event)
    ledger.who = "Omid"
    ledger.reject(ids[0])
    ledger.undo(ledger.reject(ids[1]))
    ledger.reject(ids[2])
    ledger.accept(ids[2])
    agreed = ledger.agreement()
    assert (agreed.reviewers, agreed.shared) == (("Leyla", "Omid"), 2)
    assert agreed.kappas == {"Leyla, Omid": (2, 0.0)}
    assert agreed.alpha == pytest.approx(0.0)
