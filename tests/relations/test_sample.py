"""The report with which the project began: three relations, a turn, an open condition, two claims that contradict."""

from __future__ import annotations

import datetime

from dragoman.ledger import Ledger
from dragoman.relations import Relation
from dragoman.relations.links.claims import Claim

NOVEMBER, FEBRUARY = "2023-11", "2024-02"


def _acts(ledger: Ledger, one: str, other: str) -> list[tuple[str, str]]:
    """Month and type of what counts, in the order of days, each story once."""
    dealings = Relation(ledger, one, other).dealings
    stories = {telling.story: (str(telling.day)[:7], telling.type) for telling in reversed(dealings.tellings)}
    return list(stories.values())[::-1]


def test_the_two_have_tension_in_autumn_then_a_call_and_a_meeting(sample: Ledger) -> None:
    acts = _acts(sample, "AZE", "USA")
    autumn = [kind for month, kind in acts if month == NOVEMBER]
    assert autumn[:3] == ["REJECT", "ACCUSE", "SANCTION"], "a meeting refused, an accusation, military aid banned"
    assert set(autumn[3:]) >= {"CONSULT", "AGREE"}, "a call, and a conditional yes"
    winter = [kind for month, kind in acts if month == FEBRUARY]
    assert "CONSULT" in winter and "SUPPORT" in winter
    assert [month for month, _ in acts] == sorted(month for month, _ in acts)


def test_each_of_the_two_met_the_third(sample: Ledger) -> None:
    for pair in (("AZE", "ARM"), ("USA", "ARM")):
        assert (FEBRUARY, "CONSULT") in _acts(sample, *pair)
    assert (NOVEMBER, "REJECT") in _acts(sample, "AZE", "ARM")


def test_the_turn_for_the_better_is_seen(sample: Ledger) -> None:
    relation = Relation(sample, "AZE", "USA")
    (turn,) = relation.turns().found
    assert turn.earlier < 0 < turn.later and turn.p < 0.05
    assert datetime.date(2023, 11, 1) <= turn.last_before < turn.first_after <= datetime.date(2024, 2, 17)
    months = {p.name: m.tone for p, m in zip(relation.balance().periods, relation.balance().together, strict=True)}
    before, after = months[NOVEMBER], months[FEBRUARY]
    assert before is not None and after is not None and before < 0 < after
    assert months["2023-12"] is None, "nothing is told of December"


def test_the_travel_ban_is_owed_and_open(sample: Ledger) -> None:
    found = Relation(sample, "AZE", "USA").commitments()
    (ban,) = [one for one in found if one.kind == "condition" and one.owed_by == ("USA",)]
    assert (ban.owed_to, ban.state) == (("AZE",), "open")
    assert ban.since is not None and str(ban.since)[:7] == NOVEMBER


def test_one_says_it_hangs_on_the_third_and_the_other_that_it_does_not(sample: Ledger) -> None:
    found = Relation(sample, "AZE", "USA").claims()
    assert {(one.stance, _country(one)) for one in found} == {("independent", "AZE"), ("conditional", "USA")}
    assert all({*one.of, *one.on} == {"AZE", "USA", "ARM"} for one in found)


def _country(claim: Claim) -> str | None:
    return claim.speaker and claim.speaker.country
