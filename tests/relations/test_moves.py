"""Who moved between two networks."""

import datetime
from collections.abc import Sequence

import pytest

from dragoman.ledger.tellings import Telling
from dragoman.relations.dealings import by_pair
from dragoman.relations.network import Network, network
from dragoman.relations.network.moves import Match, Moves, moved

Acts = Sequence[tuple[str, float, int]]  # a pair, a score, how many stories

AT_ONE = [("AB", 2.5, 4), ("AC", 2.5, 4), ("BC", 2.5, 4)]
OTHERS = [("XY", 2.5, 4), ("XZ", 2.5, 4), ("YZ", 2.5, 4)]


def drawn(*acts: tuple[str, float, int], most: int = 60) -> Network:
    """A network in which each story of the acts is told once, on one day."""
    tellings = [
        Telling(
            seq=100 * at + number,
            event=f"e{at}-{number}",
            story=f"s{at}-{number}",
            actor=pair[0],
            recipient=pair[1],
            day=datetime.date(2024, 1, 1),
            until=datetime.date(2024, 1, 1),
            precision="day",
            type="CONSULT",
            mode=None,
            quad="verbal cooperation",
            score=score,
            confidence=1.0,
            modality="done",
            status=None,
            report=None,
            told_by="paper",
            language="en",
        )
        for at, (pair, score, stories) in enumerate(acts)
        for number in range(stories)
    ]
    return network(by_pair(tellings), most=most)


def test_nothing_moves_between_a_network_and_itself() -> None:
    one = drawn(*AT_ONE, *OTHERS, ("AX", -7.0, 4))
    found = moved(one, one)
    assert found.matches == (Match(before=1, after=1, overlap=1.0), Match(before=2, after=2, overlap=1.0))
    assert not (found.shifts or found.turned or found.appeared or found.vanished or found.came or found.went)
    assert all(one.tone == one.weight == 0 for one in found.tones)
    assert all(one.change == 0 for one in found.centralities)


def test_who_changes_sides_is_named_with_the_stories_of_both() -> None:
    before = drawn(*AT_ONE, *OTHERS)
    after = drawn(("AB", 2.5, 9), ("AC", -7.0, 4), *OTHERS, ("CX", 2.5, 4), ("CY", 2.5, 4), ("CZ", 2.5, 4))
    found = moved(before, after)
    (shift,) = found.shifts
    assert (shift.party, shift.stories) == ("C", (8, 16))
    assert (before.communities[shift.before - 1], after.communities[shift.after - 1]) == (
        ("A", "B", "C"),
        ("C", "X", "Y", "Z"),
    )
    assert [one.pair for one in found.turned] == [("A", "C")]


def test_communities_that_only_change_their_numbers_have_not_moved() -> None:
    before = drawn(*AT_ONE, ("AD", 2.5, 4), ("BD", 2.5, 4), *OTHERS)
    after = drawn(*AT_ONE, *OTHERS, ("XW", 2.5, 4), ("YW", 2.5, 4))
    found = moved(before, after)
    assert found.matches == (Match(before=1, after=2, overlap=1.0), Match(before=2, after=1, overlap=1.0))
    assert (found.shifts, found.came, found.went) == ((), ("W",), ("D",))


@pytest.mark.parametrize(
    ("then", "now", "before", "after"), [(2.5, -7.0, 1, None), (-7.0, 2.5, None, 1), (-7.0, -7.0, None, None)]
)
def test_who_is_left_by_all_friends_or_finds_some_has_moved(
    then: float, now: float, before: int | None, after: int | None
) -> None:
    networks = [drawn(*AT_ONE, *((pair, score, 4) for pair in ("AD", "BD", "CD"))) for score in (then, now)]
    found = moved(*networks)
    assert [(one.party, one.before, one.after) for one in found.shifts] == (
        [("D", before, after)] if then != now else []
    )


def test_a_move_on_one_story_is_only_counted() -> None:
    before = drawn(*AT_ONE, ("DA", 2.5, 1), ("AQ", 2.5, 9), ("BX", 2.5, 1))
    after = drawn(*AT_ONE, ("DA", -7.0, 4), ("AQ", 2.5, 9), ("CX", 2.5, 2))
    found = moved(before, after)
    assert not (found.shifts or found.turned or found.appeared or found.vanished)
    assert found.too_little == {"parties": 2, "ties": 3}
    assert [one.party for one in moved(before, after, enough=1).shifts] == ["D"]


def _pairs(found: Moves, name: str) -> list[str]:
    return ["".join(one.pair) for one in getattr(found, name)]


def test_ties_that_turn_come_and_go_are_told_apart() -> None:
    before = drawn(("AB", 2.5, 4), ("AC", -3.0, 4), ("BC", 2.5, 4), ("AD", 2.5, 4), ("DC", 0.5, 4))
    after = drawn(("AB", -7.0, 4), ("AC", -2.0, 4), ("BD", 2.5, 4), ("AD", 2.5, 4), ("DC", -0.5, 4))
    found = moved(before, after)
    assert (_pairs(found, "turned"), _pairs(found, "appeared"), _pairs(found, "vanished")) == (["AB"], ["BD"], ["BC"])
    assert [(one.pair, one.tone) for one in found.tones] == [
        (("A", "B"), -9.5),
        (("A", "C"), 1.0),
        (("C", "D"), -1.0),
        (("A", "D"), 0.0),
    ]


def test_weights_are_compared_as_parts_so_that_more_news_of_everybody_is_no_change() -> None:
    found = moved(drawn(("AB", 2.5, 3), ("AC", 2.5, 9)), drawn(("AB", 2.5, 30), ("AC", 2.5, 30)))
    assert [(one.pair, one.weight) for one in found.weights] == [(("A", "B"), 0.25), (("A", "C"), -0.25)]
    same = moved(drawn(("AB", 2.5, 3), ("AC", 2.5, 9)), drawn(("AB", 2.5, 30), ("AC", 2.5, 90)))
    assert all(one.weight == 0 for one in same.weights)


def test_a_party_beyond_the_busiest_of_one_network_has_no_ties_that_vanish() -> None:
    acts: Acts = [("AB", 2.5, 9), ("AC", 2.5, 4)]
    found = moved(drawn(*acts), drawn(*acts, most=2))
    assert (found.went, found.vanished) == (("C",), ())


def test_who_becomes_the_centre_rises_most() -> None:
    found = moved(
        drawn(("AB", 2.5, 9), ("AC", 2.5, 9), ("AD", 2.5, 9)), drawn(("BA", 2.5, 9), ("BC", 2.5, 9), ("BD", 2.5, 9))
    )
    assert [(one.party, one.stories) for one in found.centralities[:2]] == [("A", (27, 9)), ("B", (9, 27))]
    assert [one.change for one in found.centralities] == pytest.approx([3**-0.5 - 1, 1 - 3**-0.5, 0, 0])


def test_networks_of_nothing_have_no_moves() -> None:
    found = moved(drawn(), drawn(*AT_ONE))
    assert (found.matches, found.shifts, found.appeared, found.came) == ((), (), (), ("A", "B", "C"))
    assert found.too_little == {"parties": 0, "ties": 0}
