"""The neighbourhood: parties, their ties, communities and centres."""

import datetime
import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import RelationError
from dragoman.ledger.tellings import Telling
from dragoman.relations.balance import balance
from dragoman.relations.dealings import by_pair
from dragoman.relations.network import Network, Node, Tie, network, tellings_of

_SEQ = itertools.count(1)
START = datetime.date(2024, 1, 1)


def day(number: int) -> datetime.date:
    return START + datetime.timedelta(days=number)


def told(
    actor: str,
    recipient: str,
    score: float = 2.5,
    at: int = 0,
    *,
    days: int = 1,
    story: str = "",
    confidence: float = 1.0,
) -> Telling:
    """A telling of an act of a score on a day, numbered from the first of January."""
    seq = next(_SEQ)
    return Telling(
        seq=seq,
        event=f"e{seq}",
        story=story or f"s{seq}",
        actor=actor,
        recipient=recipient,
        day=day(at),
        until=day(at + days - 1),
        precision="day",
        type="CONSULT",
        mode=None,
        quad="verbal cooperation",
        score=score,
        confidence=confidence,
        modality="done",
        status=None,
        report=f"r{seq}",
        told_by="paper",
        language="en",
    )


def blocs() -> list[Telling]:
    """Two groups, of three and of two, each at one within and against the other; and one whom all are against."""
    friends = [("A", "B"), ("A", "C"), ("B", "C"), ("X", "Y")]
    enemies = [("A", "X"), ("B", "Y"), ("A", "Q"), ("X", "Q")]
    return [told(*pair) for pair in friends * 3] + [told(*pair, -7.0) for pair in enemies * 3]


def node(found: Network, party: str) -> Node:
    return next(one for one in found.nodes if one.party == party)


def tie(found: Network, *pair: str) -> Tie:
    return next(one for one in found.ties if one.pair == pair)


# --- parties and ties ---------------------------------------------------------------------------------


def test_a_tie_has_the_figures_of_the_balance_of_the_same_days() -> None:
    tellings = [
        told("A", "B", 2.5, 3, story="s", confidence=0.5),
        told("B", "A", 4.0, 3, story="s"),
        told("A", "B", -7.0, 360, days=10),
        told("A", "C", -7.0, 3),
    ]
    dealings = by_pair(tellings)
    (year,) = balance(dealings["A", "B"], "year", until=day(360)).together
    found = tie(network(dealings, day(0), day(365)), "A", "B")
    assert (found.stories, found.tellings, found.outlets) == (year.stories, year.tellings, year.outlets) == (2, 3, 1)
    assert found.weight == pytest.approx(year.weight)
    assert found.balance == pytest.approx(year.balance)
    assert found.tone == pytest.approx(year.tone)


def test_a_story_of_two_ties_is_one_story_of_the_party_in_both() -> None:
    found = network(by_pair([told("A", "B", story="s"), told("A", "C", story="s")]))
    assert [(one.party, one.stories) for one in found.nodes] == [("A", 1), ("B", 1), ("C", 1)]


def test_a_party_has_the_sums_of_its_ties() -> None:
    found = network(by_pair([told("A", "B", 4.0), told("C", "A", -2.0), told("A", "C", -2.0)]))
    assert node(found, "A") == Node(
        party="A", stories=3, tone=0.0, degree=2, strength=3.0, centrality=pytest.approx(1.0), community=1
    )


def test_what_has_no_weight_has_no_tone() -> None:
    found = network(by_pair([told("A", "B", confidence=0.0)]))
    assert (found.ties[0].tone, found.nodes[0].tone, found.nodes[0].centrality) == (None, None, None)
    assert found.communities == ()


def test_only_what_is_told_of_the_days_counts() -> None:
    dealings = by_pair([told("A", "B", at=1), told("A", "B", at=9, days=4), told("C", "D", at=40)])
    found = network(dealings, day(5), day(10))
    assert [(one.pair, one.stories, one.weight) for one in found.ties] == [(("A", "B"), 1, 0.5)]
    assert [one.party for one in network(dealings, day(40), day(40)).nodes] == ["C", "D"]


def test_without_days_all_that_is_told_counts() -> None:
    found = network(by_pair([told("A", "B", at=1), told("C", "D", at=40, days=3)]))
    assert (found.since, found.until, len(found.ties)) == (day(1), day(42), 2)


@pytest.mark.parametrize(
    ("tellings", "since", "until"),
    [
        ([], None, None),
        ([], day(0), day(9)),
        ([told("A", "B", at=5)], day(6), None),
        ([told("A", "B", at=5)], None, day(4)),
        ([told("A", "B", at=5), told("A", "B", at=50)], day(6), day(40)),
    ],
)
def test_where_nothing_is_told_there_is_nobody(
    tellings: list[Telling], since: datetime.date | None, until: datetime.date | None
) -> None:
    found = network(by_pair(tellings), since, until)
    assert (found.nodes, found.ties, found.communities, found.modularity, found.left_out) == ((), (), (), None, 0)
    assert not (found.since and found.until and found.since > found.until)


def test_the_busiest_are_shown_and_the_others_counted() -> None:
    tellings = [told("A", "B")] * 1 + [told("A", "C"), told("A", "C"), told("C", "B"), told("D", "E")]
    found = network(by_pair(tellings), most=3)
    assert [(one.party, one.stories) for one in found.nodes] == [("A", 3), ("C", 3), ("B", 2)]
    assert [one.pair for one in found.ties] == [("A", "C"), ("A", "B"), ("B", "C")]
    assert found.left_out == 2


def test_the_neighbourhood_of_a_party_has_its_neighbours_and_the_ties_among_them() -> None:
    tellings = [told(*pair) for pair in [("A", "B"), ("A", "C"), ("B", "C"), ("B", "D"), ("D", "E")]]
    found = network(by_pair(tellings), party="A")
    assert [one.party for one in found.nodes] == ["A", "B", "C"]
    assert {one.pair for one in found.ties} == {("A", "B"), ("A", "C"), ("B", "C")}


def test_a_small_neighbourhood_keeps_those_with_whom_the_party_deals_most() -> None:
    tellings = [told("Z", "A"), told("Z", "B"), told("Z", "B")] + [told("A", "C")] * 9
    found = network(by_pair(tellings), party="Z", most=2)
    assert [one.party for one in found.nodes] == ["Z", "B"]
    assert found.left_out == 1


def test_a_party_of_whom_nothing_is_told_has_no_neighbourhood() -> None:
    assert network(by_pair([told("A", "B")]), party="C").nodes == ()


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"since": day(2), "until": day(1)}, "2024-01-03 is after 2024-01-02"),
        ({"most": 1}, "a network of 1"),
    ],
)
def test_what_makes_no_sense_is_refused(asked: dict[str, object], says: str) -> None:
    with pytest.raises(RelationError, match=says):
        network(by_pair([told("A", "B")]), **asked)


# --- communities and centres --------------------------------------------------------------------------


def test_communities_are_those_who_are_good_to_each_other_the_largest_first() -> None:
    found = network(by_pair(blocs()))
    assert found.communities == (("A", "B", "C"), ("X", "Y"))
    assert found.modularity == pytest.approx(0.375)
    assert {one.party: one.community for one in found.nodes} == {"A": 1, "B": 1, "C": 1, "X": 2, "Y": 2, "Q": None}


def test_where_nobody_is_good_to_anybody_there_is_no_community() -> None:
    found = network(by_pair([told("A", "B", -3.0), told("B", "C", 0.0)]))
    assert (found.communities, found.modularity) == ((), None)


def test_the_centre_of_a_star_is_most_central() -> None:
    found = network(by_pair([told("A", "B"), told("A", "C"), told("A", "D"), told("A", "E")]))
    assert {one.party: one.centrality for one in found.nodes} == pytest.approx(
        {"A": 1.0, "B": 0.5, "C": 0.5, "D": 0.5, "E": 0.5}
    )


def test_who_is_not_tied_to_the_largest_part_has_no_centrality() -> None:
    found = network(by_pair([told("A", "B"), told("B", "C"), told("X", "Y")]))
    assert {one.party for one in found.nodes if one.centrality is None} == {"X", "Y"}


def test_the_network_is_the_same_in_whatever_order_it_is_told() -> None:
    chance = random.Random(1)
    parties = [f"P{number:02}" for number in range(25)]
    tellings = [told(*chance.sample(parties, 2), chance.choice([-7.0, 2.5, 4.0]), at) for at in range(300)]
    expected = network(by_pair(tellings))
    chance.shuffle(tellings)
    assert network(by_pair(tellings)) == expected


# --- what a tie is made of ----------------------------------------------------------------------------

_tellings = st.lists(
    st.builds(
        lambda pair, score, at, days, story: told(*pair, score, at, days=days, story=story),
        st.sampled_from([("A", "B"), ("B", "A"), ("A", "C"), ("C", "B")]),
        st.sampled_from([-9.0, -2.0, 0.0, 2.5, 10.0]),
        st.integers(0, 60),
        st.integers(1, 40),
        st.sampled_from(["s", "t", "u", ""]),
    ),
    max_size=12,
)


@given(_tellings, st.integers(0, 60), st.integers(0, 60))
def test_a_tie_opens_to_tellings_that_add_up_to_it(tellings: list[Telling], start: int, length: int) -> None:
    dealings, days = by_pair(tellings), (day(start), day(start + length))
    found = network(dealings, *days)
    for one in found.ties:
        made_of = tellings_of(dealings, one.pair, *days)
        assert len(made_of) == one.tellings
        assert len({each.telling.story for each in made_of}) == one.stories
        assert sum(each.weight for each in made_of) == pytest.approx(one.weight)
        assert sum(each.value for each in made_of) == pytest.approx(one.balance)
    assert sum(one.strength for one in found.nodes) == pytest.approx(2 * sum(one.weight for one in found.ties))


def test_a_pair_opens_in_either_order_and_one_without_a_tie_to_nothing() -> None:
    dealings = by_pair([told("A", "B", at=5)])
    assert tellings_of(dealings, ("B", "A")) == tellings_of(dealings, ("A", "B")) != []
    assert tellings_of(dealings, ("A", "C")) == tellings_of(dealings, ("A", "B"), since=day(6)) == []
