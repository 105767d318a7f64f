"""Which relations are told otherwise since a state of the ledger."""

from __future__ import annotations

from dragoman.ledger import Ledger, touched

from .samples import coding, event, one_event, report, small

CODER = "by hand/1"


def pairs(ledger: Ledger, revision: str, most: int = 10) -> list[tuple[str, str]] | None:
    with ledger.store.reading() as connection:
        return touched.since(connection, revision, most)


def test_what_came_since_touches_its_pairs_and_no_others(ledger: Ledger) -> None:
    ledger.add([small(1)], CODER)
    before = ledger.revision()
    assert pairs(ledger, before) == []
    ledger.add([one_event()], CODER)
    assert pairs(ledger, before) == [("ARM", "AZE")]


def test_a_judgement_touches_the_pair_of_its_event_and_so_does_undoing_it(ledger: Ledger) -> None:
    ledger.add([one_event(), small(1)], CODER)
    (accused,) = (told for told in ledger.events() if told.event.type == "ACCUSE")
    before = ledger.revision()
    judgement = ledger.reject(accused.event.id)
    assert pairs(ledger, before) == [("ARM", "AZE")]
    before = ledger.revision()
    ledger.undo(judgement)
    assert pairs(ledger, before) == [("ARM", "AZE")]


def test_a_correction_touches_the_pair_that_was_and_the_one_that_is(ledger: Ledger) -> None:
    ledger.add([one_event()], CODER)
    (told,) = ledger.events()
    before = ledger.revision()
    ledger.correct(told.event.id, {"recipients": '"village"=GEO:GOV'})
    assert pairs(ledger, before) == [("ARM", "AZE"), ("ARM", "GEO")]


def test_a_report_coded_anew_touches_what_the_older_coder_told(ledger: Ledger) -> None:
    ledger.add([one_event()], CODER)
    before = ledger.revision()
    of = report("Armenia accused Azerbaijan of shelling a village.")
    ledger.add([coding(of, event(of, "accused", "ACCUSE", ["GEO:GOV"], ["TUR:GOV"]))], "by hand/2")
    assert pairs(ledger, before) == [("ARM", "AZE"), ("GEO", "TUR")]


def test_a_story_that_events_come_to_share_touches_their_pairs(ledger: Ledger) -> None:
    ledger.add([small(1), one_event()], CODER)
    before = ledger.revision()
    for _ in ledger.join_stories():
        pass
    assert pairs(ledger, before) == [("ARM", "AZE"), ("ARM", "GEO")]


def test_more_pairs_than_are_wanted_are_not_listed(ledger: Ledger) -> None:
    before = ledger.revision()
    ledger.add([one_event(), small(1)], CODER)
    assert pairs(ledger, before, most=1) is None
