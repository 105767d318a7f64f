"""What the desk keeps: saved searches, watched feeds, the audit log."""

from __future__ import annotations

import datetime

import pytest
import sqlalchemy as sa

from dragoman.desk import Desk, Filter
from dragoman.errors import DeskError
from dragoman.ledger.schema import watches

from .conftest import Clock

FEED = "https://example.org/rss.xml"


# --- saved searches ------------------------------------------------------------------------------


def test_a_search_is_its_owners_alone(desk: Desk) -> None:
    saved = desk.save_search("Leyla", "Talks", "?type=CONSULT&pair=KEN,NOR")
    assert desk.searches("Leyla") == [saved] and desk.searches("Omar") == []
    assert (saved.name, saved.address) == ("Talks", "type=CONSULT&pair=KEN,NOR")
    assert not desk.drop_search("Omar", saved.id)
    assert desk.drop_search("Leyla", saved.id) and desk.searches("Leyla") == []


def test_a_search_saved_under_the_same_name_takes_the_place_of_the_older(desk: Desk) -> None:
    desk.save_search("Leyla", "Talks", "type=CONSULT")
    desk.save_search("Leyla", "  Talks ", "type=AGREE")
    assert [one.address for one in desk.searches("Leyla")] == ["type=AGREE"]


@pytest.mark.parametrize(("name", "question"), [("", "x"), ("\u200e", "x"), ("x" * 101, "x"), ("x", "y" * 4001)])
def test_a_search_without_a_name_or_too_long_is_refused(desk: Desk, name: str, question: str) -> None:
    with pytest.raises(DeskError):
        desk.save_search("Leyla", name, question)


# --- watched feeds -------------------------------------------------------------------------------


def test_a_feed_is_watched_paused_resumed_and_forgotten(desk: Desk, clock: Clock) -> None:
    desk.watch(FEED, "Harbour Wire", "Leyla")
    (feed,) = desk.watched()
    assert (feed.url, feed.title, feed.paused, feed.who, feed.since) == (FEED, "Harbour Wire", False, "Leyla", clock.at)
    clock.turn(hours=1)
    desk.pause(FEED, "Omar")
    (feed,) = desk.watched()
    assert (feed.paused, feed.title, feed.who, feed.since) == (True, "Harbour Wire", "Omar", clock.at)
    desk.resume(FEED, "Leyla")
    assert [one.paused for one in desk.watched()] == [False]
    desk.forget(FEED, "Leyla")
    assert desk.watched() == []
    with desk.store.reading() as connection:
        states = connection.execute(sa.select(watches.c.state).order_by(watches.c.seq)).scalars().all()
    assert states == ["watched", "paused", "watched", "forgotten"], "nothing is written over"


def test_feeds_stand_in_the_order_in_which_they_came(desk: Desk) -> None:
    for number in (3, 1, 2):
        desk.watch(f"{FEED}?{number}", None, "Leyla")
    desk.pause(f"{FEED}?3", "Leyla")
    assert [one.url[-1] for one in desk.watched()] == ["3", "1", "2"]


@pytest.mark.parametrize("url", ["", "example.org", "file:///etc/passwd", "javascript:alert(1)", "https://x\n"])
def test_what_is_no_address_is_not_watched(desk: Desk, url: str) -> None:
    if url.strip() != url:
        desk.watch(url, None, "Leyla")
        assert [one.url for one in desk.watched()] == [url.strip()]
        return
    with pytest.raises(DeskError):
        desk.watch(url, None, "Leyla")


def test_only_a_watched_feed_can_be_paused(desk: Desk) -> None:
    with pytest.raises(DeskError, match="isn't watched"):
        desk.pause(FEED, "Leyla")


# --- the audit log --------------------------------------------------------------------------------


def test_the_log_tells_the_newest_first_page_by_page(desk: Desk, clock: Clock) -> None:
    for number in range(5):
        desk.note("Leyla", "judge", f"e{number}", "reject", "198.51.100.7")
        clock.turn(minutes=1)
    first = desk.log(2)
    assert [one.about for one in first] == ["e4", "e3"]
    assert [one.about for one in desk.log(2, first[-1].seq)] == ["e2", "e1"]
    assert (first[0].who, first[0].what, first[0].detail, first[0].address) == (
        "Leyla",
        "judge",
        "reject",
        "198.51.100.7",
    )
    assert first[0].at == clock.at - datetime.timedelta(minutes=1)


def test_the_log_is_filtered_by_who_what_and_day(desk: Desk, clock: Clock) -> None:
    desk.note("Leyla", "judge", "e1")
    clock.turn(days=1)
    desk.note("Omar", "judge", "e2")
    desk.note("Omar", "sign-in")
    day = clock.at.date()
    for only, expected in (
        (Filter(who="Omar"), 2),
        (Filter(what="judge"), 2),
        (Filter(who="Omar", what="judge"), 1),
        (Filter(since=day), 2),
        (Filter(until=day - datetime.timedelta(days=1)), 1),
        (Filter(since=day, until=day), 2),
        (Filter(who="nobody"), 0),
    ):
        assert len(desk.log(only=only)) == expected, only
    assert desk.kinds() == ["judge", "sign-in"]


def test_nothing_that_is_noted_breaks_the_log(desk: Desk) -> None:
    desk.note("a\0b", "x\n", "y" * 5000, "\ud800", "\u202e")
    (entry,) = desk.log()
    assert entry.about and len(entry.about) == 2000 and "\0" not in entry.who
