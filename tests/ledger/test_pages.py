"""Pages go on where the last one ended, whatever is added meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import UnknownRecord
from dragoman.ledger import Ledger, Query, pages
from dragoman.ledger.pages import Page, Place
from dragoman.ledger.query import Order

from . import samples

Ask = Callable[[Ledger, int, Place | None], Page[Any]]


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Twelve small reports, one event each, and what people decided of them."""
    ledger.add([samples.small(number) for number in range(12)], "c")
    for _ in ledger.join_stories():
        pass
    for told in ledger.events(Query(limit=3)):
        ledger.accept(told.event.id)
    return ledger


def through(ledger: Ledger, ask: Ask, size: int) -> Iterator[Any]:
    """Every row, page by page; where a page ended survives JSON."""
    page = ask(ledger, size, None)
    yield from page.found
    while page.end is not None:
        assert len(page.found) == size
        page = ask(ledger, size, json.loads(json.dumps(page.end)))
        yield from page.found


LISTS: dict[str, Ask] = {
    **{
        order: lambda ledger, size, after, order=order: pages.told_events(ledger, Query(order=order), size, after)
        for order in get_args(Order)
    },
    "stories": lambda ledger, size, after: pages.told_stories(ledger, Query(), 1, size, after),
    "judgements": lambda ledger, size, after: pages.judged(ledger, None, size, after),
    "pairs": lambda ledger, size, after: pages.pairs(ledger, None, size, after),
}


@pytest.mark.parametrize("name", LISTS)
def test_small_pages_give_what_one_large_page_gives(filled: Ledger, name: str) -> None:
    whole = LISTS[name](filled, 100, None).found
    assert whole
    for size in (1, 2, 5, len(whole)):
        assert list(through(filled, LISTS[name], size)) == whole


@pytest.mark.parametrize("order", get_args(Order))
def test_pages_of_events_have_the_order_of_the_ledger(filled: Ledger, order: Order) -> None:
    found = pages.told_events(filled, Query(order=order), 5)
    assert found.found == filled.events(Query(order=order, limit=5))


def test_statements_and_conditions_come_in_pages_too(ledger: Ledger, coded: dict[str, Any]) -> None:
    ledger.add(coded.values(), "c")
    for kind in ("statement", "condition", "link", "topic"):
        whole = ledger.notes(kind)  # type: ignore[arg-type]
        ask: Ask = lambda held, size, after, kind=kind: pages.noted(held, kind, Query(), size, after)  # noqa: E731
        assert list(through(ledger, ask, 1)) == whole


def test_what_is_added_meanwhile_moves_no_page(filled: Ledger) -> None:
    first = pages.told_events(filled, Query(), 5)
    rest = pages.told_events(filled, Query(), 50, first.end).found
    filled.add([samples.small(number) for number in range(20, 30)], "c")
    later = pages.told_events(filled, Query(), 50, first.end).found
    assert [told for told in later if told in rest] == rest
    assert not [told for told in later if told in first.found]


@pytest.mark.parametrize(
    "place", [[], [1], ["2024-01-01", -1], ["May", 1], [None, "x"], [None, 2**70], ["2024-01-01", 1, 2], [None, 1.5]]
)
def test_where_no_page_ends_none_begins(filled: Ledger, place: Place) -> None:
    with pytest.raises(UnknownRecord, match="no page ends there"):
        pages.told_events(filled, Query(), 5, place)


@given(place=st.tuples(st.none() | st.dates().map(str), st.integers(0, 2**62)))
@settings(max_examples=20, deadline=None)
def test_any_place_divides_the_list_in_two(planted: Ledger, place: tuple[str | None, int]) -> None:
    whole = [told.event.id for told in pages.told_events(planted, Query(), 500).found]
    behind = [told.event.id for told in pages.told_events(planted, Query(), 500, place).found]
    assert whole[len(whole) - len(behind) :] == behind
