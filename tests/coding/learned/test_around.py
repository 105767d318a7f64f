"""The mentions around a sentence: the nearest first, each name once, and whom a sentence does not name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.learned.around import AHEAD, BEHIND, around

REPORTS = st.lists(st.lists(st.sampled_from(["", *"abcdefgh"]), max_size=6), min_size=1, max_size=30)


@given(REPORTS, st.data())
def test_they_are_near_named_and_no_two_are_alike(names: list[list[str]], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(names) - 1))
    found = around(names, at)
    words = [names[sentence][place] for sentence, place in found]
    assert "" not in words
    assert len(set(words)) == len(words)
    assert all(-BEHIND <= sentence - at <= AHEAD and sentence != at for sentence, _ in found)
    assert [abs(sentence - at) for sentence, _ in found] == sorted(abs(sentence - at) for sentence, _ in found)


@given(REPORTS, st.data())
def test_every_name_near_by_is_among_them(names: list[list[str]], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(names) - 1))
    near = [name for i in range(max(0, at - BEHIND), min(len(names), at + AHEAD + 1)) if i != at for name in names[i]]
    assert {names[i][k] for i, k in around(names, at)} == set(near) - {""}
