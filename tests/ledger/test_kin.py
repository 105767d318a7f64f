"""A report among its versions, its near copies, and those who tell the same."""

from __future__ import annotations

import pytest

from dragoman.errors import UnknownRecord
from dragoman.ledger import Ledger

from .samples import AGENCY, coding, one_event, report

CODER = "by hand/1"


def test_a_report_that_stands_alone_has_no_kin_but_itself(ledger: Ledger) -> None:
    one = one_event()
    ledger.add([one], CODER)
    list(ledger.join_stories())
    kin = ledger.kin(one.report.id)
    assert (kin.version, kin.newest.id, kin.first, kin.copies, kin.stories) == (1, one.report.id, None, (), ())


def test_each_version_knows_all_of_them_oldest_first(ledger: Ledger) -> None:
    one, two = (one_event(f"Armenia accused Azerbaijan of {what}. It rained.", url="https://e.org") for what in "xy")
    ledger.add([one], CODER)
    ledger.add([two], CODER)
    for number, version in enumerate((one, two), 1):
        kin = ledger.kin(version.report.id)
        assert (kin.version, kin.newest.id) == (number, two.report.id)
        assert [found.id for found in kin.versions] == [one.report.id, two.report.id]


def test_near_copies_know_the_first_of_them_and_each_other(ledger: Ledger) -> None:
    first, *others = (
        coding(report(f"{AGENCY} {outlet} has it.", outlet=outlet)) for outlet in ("Harbour Wire", "Tide", "Quay")
    )
    ledger.add([first, *others], CODER)
    kin = ledger.kin(first.report.id)
    assert kin.first is None
    assert {found.outlet for found, _ in kin.copies} == {"Tide", "Quay"}
    assert all(0.5 < share < 1 for _, share in kin.copies)
    copy = ledger.kin(others[0].report.id)
    assert copy.first is not None and copy.first[0].id == first.report.id
    assert [found.id for found, _ in copy.copies] == [others[1].report.id]


def test_the_stories_that_others_tell_too_are_named(ledger: Ledger) -> None:
    one, two = (one_event(outlet=outlet) for outlet in ("Harbour Wire", "Tide"))
    ledger.add([one, two], CODER)
    list(ledger.join_stories())
    assert ledger.kin(one.report.id).stories == ledger.kin(two.report.id).stories == (one.events[0].id,)


def test_a_report_that_is_not_there_is_named(ledger: Ledger) -> None:
    with pytest.raises(UnknownRecord, match="no report"):
        ledger.kin("0" * 16)
