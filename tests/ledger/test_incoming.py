"""Events as they come into a ledger: each once, however often it is coded anew or judged."""

from __future__ import annotations

from dragoman.ledger import Ledger, Query, incoming

from . import samples


def ids(found: list[incoming.Arrival]) -> list[str]:
    return [one.told.event.id for one in found]


def test_the_newest_come_first_with_when_they_came(ledger: Ledger) -> None:
    assert incoming.newest(ledger, Query(), 5) == [] and incoming.last(ledger) == 0
    ledger.add([samples.small(number) for number in range(8)], "c")
    found = incoming.newest(ledger, Query(), 5)
    assert [one.number for one in found] == sorted((one.number for one in found), reverse=True)
    assert len(found) == 5 and found[0].at.tzinfo is not None
    assert found[0].number == incoming.last(ledger)


def test_after_a_number_only_what_came_later_is_told(ledger: Ledger) -> None:
    ledger.add([samples.small(1)], "c")
    number = incoming.last(ledger)
    ledger.add([samples.small(2), samples.small(3)], "c")
    later = list(incoming.since(ledger, Query(), number))
    assert set(ids(later)) == {told.event.id for told in ledger.events()} - set(
        ids(incoming.newest(ledger, Query(), 9)[2:])
    )
    assert list(incoming.since(ledger, Query(), incoming.last(ledger))) == []


def test_what_is_coded_anew_or_corrected_is_no_news(ledger: Ledger) -> None:
    ledger.add([samples.small(1)], "c")
    number = incoming.last(ledger)
    (told,) = ledger.events()
    ledger.correct(told.event.id, {"modality": "negated"})
    ledger.add([samples.small(1)], "another")
    assert incoming.last(ledger) > number
    assert list(incoming.since(ledger, Query(), number)) == []
    (first,) = incoming.newest(ledger, Query(), 5)
    assert first.told.event.modality == "negated" and first.number > number  # type: ignore[union-attr]


def test_one_corrected_since_is_told_as_corrected_and_one_rejected_not(ledger: Ledger) -> None:
    ledger.add([samples.small(1), samples.small(2)], "c")
    one, other = ledger.events()
    ledger.correct(one.event.id, {"modality": "negated"})
    ledger.reject(other.event.id)
    (found,) = incoming.since(ledger, Query(), 0)
    assert found.told.event.id == one.event.id and found.told.event.modality == "negated"
