"""Triads of signed ties, and which of them are balanced."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import RelationError
from dragoman.relations.network import Tie
from dragoman.relations.network.triads import KINDS, triads


def tie(pair: str, tone: float | None, stories: int = 5, weight: float = 1.0) -> Tie:
    return Tie(
        pair=(pair[0], pair[1]),
        stories=stories,
        tellings=stories,
        outlets=1,
        weight=weight,
        balance=weight * (tone or 0),
        tone=tone,
    )


def triangle(*tones: float | None) -> list[Tie]:
    return [tie(pair, tone) for pair, tone in zip(("AB", "AC", "BC"), tones, strict=True)]


@pytest.mark.parametrize(
    ("tones", "kind", "balanced"),
    [
        ((3.0, 3.0, 3.0), "+++", True),
        ((3.0, -3.0, 3.0), "++-", False),
        ((-3.0, 3.0, -3.0), "+--", True),
        ((-3.0, -3.0, -3.0), "---", False),
    ],
)
def test_a_triad_is_balanced_where_its_signs_multiply_to_plus(
    tones: tuple[float, ...], kind: str, balanced: bool
) -> None:
    ties = triangle(*tones)
    found = triads(ties)
    (one,) = found.triads
    assert (one.parties, list(one.ties), one.kind, one.balanced) == (("A", "B", "C"), ties, kind, balanced)
    assert found.counts == {each: int(each == kind) for each in KINDS}
    assert found.balanced == float(balanced)


@pytest.mark.parametrize(
    ("third", "unclear", "too_little"),
    [(tie("BC", 0.9), 1, 0), (tie("BC", -0.9), 1, 0), (tie("BC", None), 1, 0), (tie("BC", 3.0, stories=2), 0, 1)],
)
def test_an_unclear_tie_or_one_of_few_stories_closes_no_triad_and_is_counted(
    third: Tie, unclear: int, too_little: int
) -> None:
    found = triads([tie("AB", 3.0), tie("AC", 3.0), third])
    assert (found.triads, found.balanced) == ((), None)
    assert (found.unclear, found.too_little) == (unclear, too_little)


def test_a_lower_threshold_makes_a_tie_clear() -> None:
    assert len(triads(triangle(0.5, 0.5, -0.5), clear=0.5).triads) == 1


def test_a_threshold_of_nothing_is_refused() -> None:
    with pytest.raises(RelationError, match="neither good nor bad"):
        triads([], clear=0.0)


def test_without_ties_there_are_no_triads() -> None:
    assert (triads([]).triads, triads([]).balanced) == ((), None)


def test_the_heaviest_come_first_and_a_short_list_still_counts_all() -> None:
    weights = {"AB": 9.0, "AC": 2.0, "BC": 8.0, "AD": 3.0, "BD": 3.0, "CD": 1.0}
    ties = [tie(pair, 2.5, weight=weight) for pair, weight in weights.items()]
    assert [("".join(one.parties), one.weight) for one in triads(ties).triads] == [
        ("ABD", 3.0),
        ("ABC", 2.0),
        ("ACD", 1.0),
        ("BCD", 1.0),
    ]
    short = triads(ties, most=1)
    assert (len(short.triads), short.counts["+++"]) == (1, 4)


_PAIRS = ["".join(pair) for pair in itertools.combinations("ABCDEF", 2)]


@given(st.dictionaries(st.sampled_from(_PAIRS), st.sampled_from([-3.0, 0.0, 3.0])))
def test_every_triangle_of_clear_ties_is_a_triad(tones: dict[str, float]) -> None:
    found = triads([tie(pair, tone) for pair, tone in tones.items()], most=None)
    expected = {
        corners
        for corners in itertools.combinations("ABCDEF", 3)
        if all(tones.get("".join(pair)) for pair in itertools.combinations(corners, 2))
    }
    assert {one.parties for one in found.triads} == expected
    assert sum(found.counts.values()) == len(found.triads) == len(expected)
    for one in found.triads:
        assert one.kind.count("-") == sum((each.tone or 0) < 0 for each in one.ties)
