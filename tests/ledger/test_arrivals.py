"""What came in since a day: by the day of publication, relation by relation, the weightiest events first."""

from __future__ import annotations

import datetime

from dragoman.ledger import Ledger

from . import samples

DAY = datetime.timedelta(days=1)


def test_only_reports_from_the_day_on_count(ledger: Ledger) -> None:
    old = samples.one_event("Armenia accused Azerbaijan of shelling a village.", published=samples.DAY - DAY)
    new = samples.one_event("Armenia accused Azerbaijan of moving a fence.", outlet="Quay Post", language="en")
    ledger.add([old, new], "by hand")
    found = ledger.arrivals(samples.DAY)
    assert (found.reports, found.outlets, found.events, found.lone) == (1, 1, 1, 0)
    assert found.languages == {"en": 1}
    assert [(one.pair, one.events) for one in found.relations] == [(("ARM", "AZE"), 1)]
    assert ledger.arrivals(samples.DAY - DAY).reports == 2
    assert ledger.arrivals(samples.DAY + DAY).relations == ()


def test_the_busiest_relation_comes_first_whoever_acts(ledger: Ledger) -> None:
    of = samples.report("Georgia thanked Armenia. Armenia accused Georgia. Armenia warned Iran. Turkey prayed.")
    ledger.add(
        [
            samples.coding(
                of,
                samples.event(of, "warned", "THREATEN", ["ARM:GOV"], ["IRN:GOV"]),
                samples.event(of, "thanked", "SUPPORT", ["GEO:GOV"], ["ARM:GOV"]),
                samples.event(of, "accused", "ACCUSE", ["ARM:GOV"], ["GEO:GOV"]),
                samples.event(of, "prayed", "SUPPORT", ["TUR:GOV"]),
            )
        ],
        "by hand",
    )
    found = ledger.arrivals(samples.DAY)
    assert [(one.pair, one.events) for one in found.relations] == [(("ARM", "GEO"), 2), (("ARM", "IRN"), 1)]
    assert found.lone == 1


def test_what_weighs_most_is_named_and_each_sentence_once(ledger: Ledger) -> None:
    of = samples.report("Georgia thanked and helped Armenia. Georgia shelled Armenia. Georgia called Armenia.")
    ledger.add(
        [
            samples.coding(
                of,
                samples.event(of, "thanked", "SUPPORT", ["GEO:GOV"], ["ARM:GOV"]),
                samples.event(of, "helped", "AID", ["GEO:GOV"], ["ARM:GOV"]),
                samples.event(of, "shelled", "ASSAULT", ["GEO:MIL"], ["ARM:GOV"], modality="negated"),
                samples.event(of, "called", "CONSULT", ["GEO:GOV"], ["ARM:GOV"], confidence=0.2),
            )
        ],
        "by hand",
    )
    (relation,) = ledger.arrivals(samples.DAY).relations
    told = ledger.told(relation.heaviest)
    assert relation.events == 4
    assert [one.event.type for one in told] == ["AID", "ASSAULT", "CONSULT"]


def test_rejected_events_and_near_copies_are_left_out(ledger: Ledger) -> None:
    ledger.add([samples.one_event()], "by hand")
    (told,) = ledger.events()
    ledger.reject(told.event.id)
    assert ledger.arrivals(samples.DAY).events == 0
