from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest

from dragoman.relations.coverage import Coverage, coverage
from dragoman.relations.dealings import Dealings

from .tellings import telling

START = datetime.date(2023, 1, 1)


def told(*fields: dict[str, Any]) -> Dealings:
    """A telling a week."""
    return Dealings(
        ("AZE", "USA"),
        [telling(i, START + datetime.timedelta(weeks=i), **more) for i, more in enumerate(fields)],
    )


def kinds(found: Coverage) -> list[str]:
    return [one.kind for one in found.warnings]


THREE = [{"told_by": name, "language": language} for name, language in (("A", "en"), ("B", "ar"), ("C", "fa"))]


def test_outlets_and_languages_are_counted_the_heaviest_first() -> None:
    found = coverage(told(*THREE, {"told_by": "B", "language": "ar"}))
    assert [(one.name, one.stories, one.tellings, one.share) for one in found.outlets] == [
        ("B", 2, 2, pytest.approx(0.5)),
        ("A", 1, 1, pytest.approx(0.25)),
        ("C", 1, 1, pytest.approx(0.25)),
    ]
    assert [one.name for one in found.languages] == ["ar", "en", "fa"]


@pytest.mark.parametrize(("outlets", "effective"), [("A", 1), ("AB", 2), ("AABB", 2), ("ABCD", 4), ("AAAB", 1.6)])
def test_the_effective_number_of_outlets_is_how_many_equal_ones_would_be_as_varied(
    outlets: str, effective: float
) -> None:
    assert coverage(told(*({"told_by": name} for name in outlets))).effective == pytest.approx(effective)


def test_stories_that_several_outlets_tell_are_counted() -> None:
    same = {"story": "s"}
    found = coverage(told({"told_by": "A", **same}, {"told_by": "B", **same}, {"told_by": "A"}, {"told_by": "A"}))
    assert (found.stories, found.tellings, found.shared) == (3, 4, 1)


def test_a_picture_of_several_outlets_and_languages_has_no_warnings() -> None:
    assert coverage(told(*THREE)).warnings == ()


@pytest.mark.parametrize(
    ("fields", "kind", "says"),
    [
        ([{"told_by": "A"}, {"told_by": "A", "language": "ar"}], "only-outlet", "All of it is told by one outlet: A."),
        (
            [{"told_by": "A"}, *THREE[:2], {"told_by": "A"}],
            "main-outlet",
            "75% of the weight is told by one outlet: A.",
        ),
        ([{"told_by": None, "language": "ar"}, {"told_by": None}], "only-outlet", "an unnamed outlet"),
        ([{"told_by": "A"}, {"told_by": "B"}], "only-language", "one language: en."),
        ([*THREE, *([{"report": None, "told_by": "D"}] * 4)], "foreign", "57% of the weight"),
        ([{**one, "precision": None} for one in THREE], "undated", "100% of the tellings name no day"),
    ],
)
def test_what_should_make_one_careful_is_said(fields: list[dict[str, Any]], kind: str, says: str) -> None:
    (warning,) = [one for one in coverage(told(*fields)).warnings if one.kind == kind]
    assert says in warning.text


def turning(outlets: str, seed: int = 0) -> Coverage:
    """A turn of tone in the middle of so many stories, told by outlets of one letter."""
    size = len(outlets)
    scores = np.where(np.arange(size) < size // 2, -3.0, 3.0) + np.random.default_rng(seed).normal(0, 1, size)
    return coverage(
        told(*({"told_by": one, "score": float(score)} for one, score in zip(outlets, scores, strict=True)))
    )


def test_a_turn_that_all_outlets_tell_holds() -> None:
    (mix,) = turning("ABC" * 8).mixes
    assert mix.p is not None and mix.p > 0.05
    assert mix.common == ("A", "B", "C")
    assert mix.holds is True and mix.difference == pytest.approx(6, abs=1)


def test_a_turn_at_which_all_outlets_are_others_is_warned_of() -> None:
    found = turning("AB" * 6 + "CD" * 6)
    (mix,) = found.mixes
    assert (mix.common, mix.holds) == ((), None)
    assert {"mix-changed", "no-common-outlet"} <= set(kinds(found))


def test_a_turn_that_the_common_outlet_does_not_tell_is_warned_of() -> None:
    size = 30
    scores = [-4.0] * size + [4.0] * size
    outlets = ["A"] * size + ["B"] * size
    for at in range(0, 2 * size, 6):  # one outlet tells all along, in the same tone
        outlets[at], scores[at] = "C", (1.0 if at % 4 else -1.0)
    found = coverage(told(*({"told_by": one, "score": score} for one, score in zip(outlets, scores, strict=True))))
    (mix,) = [one for one in found.mixes if one.what == "tone"]
    assert (mix.common, mix.holds) == (("C",), False)
    assert "not-within" in kinds(found)


def test_a_single_outlet_has_no_mix_to_change() -> None:
    (mix,) = turning("A" * 20).mixes
    assert mix.p is None and mix.holds is True


def test_the_mix_seldom_seems_changed_where_it_is_not() -> None:
    chance = np.random.default_rng(7)
    changed = 0
    for seed in range(100):
        found = turning("".join(chance.choice(list("AAABBCDE"), 24)), seed)
        changed += "mix-changed" in kinds(found)
    assert changed <= 12  # of 100 at 5 %


def test_nothing_told_is_covered_by_nothing_and_warns_of_nothing() -> None:
    found = coverage(Dealings(("AZE", "USA"), []))
    assert (found.outlets, found.effective, found.foreign, found.mixes, found.warnings) == ((), None, None, (), ())


def test_tellings_of_no_weight_divide_nothing_by_nothing() -> None:
    found = coverage(told({"confidence": 0.0}, {"confidence": 0.0}))
    assert (found.effective, found.foreign) == (None, None)
