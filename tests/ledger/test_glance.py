"""What a table says of an event at a glance."""

from __future__ import annotations

from dragoman.ledger import Ledger

from . import samples


def test_the_reports_of_a_story_are_counted_once_each_with_their_languages(ledger: Ledger) -> None:
    one = samples.one_event("Armenia accused Azerbaijan of shelling a village.", language="en")
    other = samples.one_event("Yesterday Armenia accused Azerbaijan over a bridge.", outlet="Quay Post", language="fa")
    ledger.add([one, other], "by hand")
    for _ in ledger.join_stories():
        pass
    first, second = ledger.events()
    assert first.story and second.story
    if first.story != second.story:
        ledger.merge(first.event.id, second.story)
    found = ledger.events()
    assert [(g.reports, g.languages, g.verdict) for g in ledger.glance(found)] == [(2, ("en", "fa"), None)] * 2
    ledger.split(found[0].event.id)
    assert [g.reports for g in ledger.glance(ledger.events())] == [1, 1]


def test_the_last_verdict_that_was_not_undone_is_told(ledger: Ledger) -> None:
    ledger.add([samples.one_event()], "by hand")
    (told,) = ledger.events()
    ledger.accept(told.event.id)
    number = ledger.correct(told.event.id, {"type": "REJECT"})
    assert [g.verdict for g in ledger.glance(ledger.events())] == ["correct"]
    ledger.undo(number)
    assert [g.verdict for g in ledger.glance(ledger.events())] == ["accept"]


def test_an_event_without_a_story_or_a_report_is_told_by_itself(ledger: Ledger) -> None:
    ledger.add_foreign([samples.foreign(1)], "gdelt")
    assert [(g.reports, g.languages, g.verdict) for g in ledger.glance(ledger.events())] == [(1, (), None)]


def test_more_than_so_many_are_not_counted_to_the_end(ledger: Ledger) -> None:
    ledger.add_foreign([samples.foreign(number) for number in range(5)], "gdelt")
    assert [ledger.count(most=most) for most in (None, 5, 4, 2)] == [5, 5, 5, 3]
