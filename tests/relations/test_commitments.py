"""What is owed, by whom, and what became of it, in reports of all three languages."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman import pipeline
from dragoman.errors import RelationError
from dragoman.intake.report import Given, make_report
from dragoman.ledger import Ledger
from dragoman.model import Condition
from dragoman.relations.commitments import Commitment, commitments
from dragoman.relations.commitments import states as states_now
from places import SAMPLE

BAN = (
    "Uzbekistan told Norway it was ready to reopen the embassy provided that Norway lifts the travel ban on Uzbek "
    "officials."
)
SAILORS = "Denmark said it was ready to train the coast guard of Ghana if Ghana released two Danish sailors."
VISIT = "The president of Georgia agreed to visit Turkey in June."


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(str(tmp_path / "dragoman.db"), who="Leyla") as ledger:
        yield ledger


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def tell(ledger: Ledger, published: str, text: str, outlet: str = "Harbour Wire") -> None:
    """A report of one day in any of the languages, as the lexicon codes it."""
    url = f"https://example.org/{published}/{len(text)}"
    report = make_report(text, Given(), where="test", outlet=outlet, published=day(published), url=url)
    ledger.add([pipeline.code_report(report, "lexicon")], "lexicon/1")


def only(ledger: Ledger, kind: str, as_of: str | None = None) -> Commitment:
    found = [c for c in commitments(ledger, as_of=day(as_of) if as_of else None) if c.kind == kind]
    (one,) = found
    return one


def states(one: Commitment) -> list[tuple[str, str]]:
    return [(change.state, str(change.day)) for change in one.changes]


# --- met ------------------------------------------------------------------------------------------


def test_a_ban_lifted_months_later_in_another_language_meets_the_condition(ledger: Ledger) -> None:
    tell(ledger, "2024-03-01", BAN)
    tell(ledger, "2024-09-10", "رفعت النرويج يوم الاثنين حظر السفر المفروض على مسؤولي أوزبكستان.", "المرفأ")
    one = only(ledger, "condition")
    assert (one.owed_by, one.owed_to) == (("NOR",), ("UZB",))
    assert [(e.type, e.mode) for e in one.expected] == [("CONCEDE", None)]
    assert states(one) == [("open", "2024-03-01"), ("met", "2024-09-09")]
    met = one.changes[-1]
    assert met.reason == "CONCEDE by NOR on UZB, 192 days later; both speak of: travel ban on officials"
    assert met.score is not None and 0.5 <= met.score <= 1 and met.by == "program"
    assert met.report is not None and met.start is not None
    assert ledger.report(met.report).text[met.start : met.end] == met.quote


def test_an_act_that_is_clear_needs_no_shared_word_across_languages(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", SAILORS)
    tell(ledger, "2024-05-20", "غنا دو ملوان دانمارکی را آزاد کرد.", "لنگرگاه")
    one = only(ledger, "condition")
    assert states(one) == [("open", "2024-01-10"), ("met", "2024-05-20")]
    assert "another language" in one.changes[-1].reason


def test_what_was_met_stays_met_when_it_is_told_again(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", SAILORS)
    tell(ledger, "2024-05-20", "Ghana released the two Danish sailors on Sunday.")
    tell(ledger, "2024-06-01", SAILORS + " That was in January.", "Gulf Post")
    one = only(ledger, "condition")
    assert [change.state for change in one.changes] == ["open", "met"]
    assert [passage.outlet for passage in one.told] == ["Harbour Wire", "Gulf Post"]


def test_a_visit_that_takes_place_keeps_the_promise(ledger: Ledger) -> None:
    tell(ledger, "2024-02-01", VISIT)
    tell(ledger, "2024-06-13", "وصل رئيس جورجيا إلى أنقرة في زيارة رسمية لتركيا في 12 يونيو.", "المرفأ")
    one = only(ledger, "promise")
    assert one.due is not None and (str(one.due.start), str(one.due.end)) == ("2024-06-01", "2024-06-30")
    assert set(one.owed_by) == {"GEO", "TUR"} == set(one.owed_to), "each owes it to the other"
    assert states(one) == [("open", "2024-02-01"), ("met", "2024-06-12")]


def test_a_sum_that_was_promised_is_known_by_its_number(ledger: Ledger) -> None:
    tell(ledger, "2024-08-11", "Kenya promised Chad 20 million dollars in aid for the dam.")
    tell(ledger, "2024-09-11", "Kenya gave Chad 20 million dollars in aid for the dam on 3 September.")
    one = only(ledger, "promise")
    assert one.state == "met" and "20" in one.changes[-1].reason


def test_another_sum_is_no_fulfilment(ledger: Ledger) -> None:
    tell(ledger, "2024-08-11", "Kenya promised Chad 20 million dollars in aid for the dam.")
    tell(ledger, "2024-09-11", "Kenya gave Chad 300 million dollars in aid for the road.")
    one = only(ledger, "promise")
    assert one.state == "open" and "other numbers" in one.candidates[0].reason


# --- lapsed, breached, open -----------------------------------------------------------------------


def test_a_visit_that_never_takes_place_lapses_a_month_after_it_was_due(ledger: Ledger) -> None:
    tell(ledger, "2024-02-01", VISIT)
    tell(ledger, "2024-09-01", "Kenya thanked Chad for the fish.")
    assert states(only(ledger, "promise")) == [("open", "2024-02-01"), ("lapsed", "2024-07-30")]
    assert only(ledger, "promise", as_of="2024-07-29").state == "open", "nothing later counts"


def test_what_lapsed_may_still_be_met_late(ledger: Ledger) -> None:
    tell(ledger, "2024-02-01", VISIT)
    tell(ledger, "2024-10-02", "The president of Georgia arrived in Ankara on a visit to Turkey on 1 October.")
    assert states(only(ledger, "promise")) == [
        ("open", "2024-02-01"),
        ("lapsed", "2024-07-30"),
        ("met", "2024-10-01"),
    ]


def test_a_refusal_breaches_and_giving_way_later_meets(ledger: Ledger) -> None:
    tell(ledger, "2024-03-01", BAN)
    tell(ledger, "2024-04-01", "Norway refused to lift the travel ban on officials of Uzbekistan.")
    assert [change.state for change in only(ledger, "condition").changes] == ["open", "breached"]
    tell(ledger, "2024-11-20", "نروژ ممنوعیت سفر مقام‌های ازبکستان را لغو کرد.", "لنگرگاه")
    assert states(only(ledger, "condition")) == [
        ("open", "2024-03-01"),
        ("breached", "2024-04-01"),
        ("met", "2024-11-20"),
    ]


def test_what_nobody_answers_stays_open_and_grows_old(ledger: Ledger) -> None:
    tell(ledger, "2024-03-01", BAN)
    tell(ledger, "2025-03-01", "Norway thanked Uzbekistan for the fish.")
    one = only(ledger, "condition")
    assert one.state == "open" and one.due is None and one.age(day("2025-03-01")) == 365


def test_an_act_of_the_wrong_side_or_before_the_demand_meets_nothing(ledger: Ledger) -> None:
    tell(ledger, "2024-01-02", "Norway lifted the travel ban on officials of Uzbekistan.")
    tell(ledger, "2024-03-01", BAN)
    tell(ledger, "2024-05-02", "Uzbekistan lifted the travel ban on officials of Norway.")
    assert only(ledger, "condition").state == "open"


def test_what_the_words_of_the_demand_tell_is_no_evidence_for_it(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", SAILORS)
    tell(ledger, "2024-02-20", "In Accra, " + SAILORS, "Gulf Post")
    one = only(ledger, "condition")
    assert one.state == "open" and len(one.told) == 2


def test_a_promise_without_a_known_act_only_lists_what_may_have_kept_it(ledger: Ledger) -> None:
    tell(ledger, "2024-03-01", "Chad reached an agreement with Kenya on the border crossing.")
    tell(ledger, "2024-06-01", "Chad thanked Kenya for the border crossing.")
    one = next(c for c in commitments(ledger, ("KEN", "TCD")) if c.kind == "promise")
    assert one.expected == () and one.state == "open"
    assert [change.event is not None and (change.score or 1) < 0.5 for change in one.candidates] == [True]


# --- who ------------------------------------------------------------------------------------------


def test_where_nobody_is_named_nobody_owes(ledger: Ledger) -> None:
    tell(ledger, "2024-03-01", "Kenya agreed to talks provided that the prisoners are released.")
    one = only(ledger, "condition")
    assert (one.owed_by, one.owed_to) == ((), ("KEN",))
    assert one.unnamed == "the report does not say of whom" and one.unnamed in one.changes[0].reason
    assert one.state == "open"


def test_commitments_are_asked_for_by_relation_and_by_party(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", SAILORS)
    tell(ledger, "2024-08-11", "Kenya promised Chad 20 million dollars in aid for the dam.")
    kinds = {c.kind: c for c in commitments(ledger, ("GHA", "DNK"))}
    assert kinds["condition"].owed_by == ("GHA",) and kinds["promise"].owed_by == ("DNK",)
    assert kinds["promise"].in_return_for == "Ghana released two Danish sailors"
    assert [c.owed_to for c in commitments(ledger, party="TCD")] == [("TCD",)]
    assert commitments(ledger, ("DNK", "KEN")) == []
    everything = {c.id: c.state for c in commitments(ledger)}
    assert everything == {c.id: c.state for pair in (("DNK", "GHA"), ("KEN", "TCD")) for c in commitments(ledger, pair)}


def test_a_period_leaves_what_was_open_within_it(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", SAILORS)
    tell(ledger, "2024-05-20", "Ghana released the two Danish sailors on Sunday.")
    assert {c.kind for c in commitments(ledger, since=day("2024-05-01"))} == {"condition", "promise"}
    assert {c.kind for c in commitments(ledger, since=day("2024-06-01"))} == {"promise"}
    assert commitments(ledger, until=day("2024-01-09")) == []


def test_nobody_owes_himself_and_an_empty_ledger_owes_nothing(ledger: Ledger) -> None:
    assert commitments(ledger) == [] and states_now(ledger, []) == []
    with pytest.raises(RelationError, match="two parties"):
        commitments(ledger, ("AZE", "AZE"))


# --- what a person says ---------------------------------------------------------------------------


def test_a_person_goes_before_the_program_until_it_is_taken_back(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", SAILORS)
    one = only(ledger, "condition")
    number = ledger.settle(one.id, "met", "the embassy told me")
    settled = only(ledger, "condition")
    assert settled.state == "met" and not settled.contested
    assert (settled.changes[-1].by, settled.changes[-1].reason) == ("Leyla", "the embassy told me")
    (noted,) = states_now(ledger, ledger.notes("condition"))
    assert isinstance(noted.note, Condition) and noted.note.state == "met"
    ledger.undo(number)
    assert only(ledger, "condition") == one


def test_of_two_persons_the_last_holds_and_it_is_said_that_they_differ(ledger: Ledger, tmp_path: Path) -> None:
    tell(ledger, "2024-02-01", VISIT)
    id = only(ledger, "promise").id
    ledger.settle(id, "met")
    with Ledger(str(tmp_path / "dragoman.db"), who="Omar") as other:
        other.settle(id, "breached", "he went elsewhere")
    one = only(ledger, "promise")
    assert (one.state, one.contested) == ("breached", True)
    assert [change.by for change in one.changes] == ["program", "Leyla", "Omar"]
    ledger.settle(id, "breached", "so he did")
    assert not only(ledger, "promise").contested


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample is not here")
def test_in_the_sample_the_travel_ban_is_an_open_demand_on_washington(ledger: Ledger) -> None:
    tell(ledger, "2024-02-18", SAMPLE.read_text(encoding="utf-8"))
    (one,) = [c for c in commitments(ledger, ("AZE", "USA")) if c.kind == "condition"]
    assert (one.owed_by, one.owed_to, one.state) == (("USA",), ("AZE",), "open")
    assert [e.type for e in one.expected] == ["CONCEDE"]
    assert one.words == one.told[0].quote[-len(one.words) :]


def test_an_offer_that_its_own_sentence_tells_to_be_refused_binds_nobody(ledger: Ledger) -> None:
    tell(ledger, "2024-03-01", "Oman rejected an offer by Norway to mediate in the dispute.")
    assert {told.event.type for told in ledger.events()} == {"AGREE", "REJECT"}
    assert commitments(ledger) == []
