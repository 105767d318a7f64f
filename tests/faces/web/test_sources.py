"""The page of feeds: how each is, and what an admin changes on the list."""

from __future__ import annotations

import datetime

from msgspec.structs import replace

from dragoman.desk import Desk
from dragoman.ledger import Ledger
from dragoman.ledger.feeds import Polled

from .conftest import Running

FEED = "https://example.org/news.xml"
NOW = datetime.datetime(2026, 1, 20, 12, tzinfo=datetime.UTC)
POLL = Polled(
    source=FEED, at=NOW, status="new", entries=3, added=3, message=None, next_at=NOW + datetime.timedelta(hours=1),
    state="{}",
)  # fmt: skip


def test_a_feed_is_added_paused_resumed_and_taken_off(writing: Running) -> None:
    with writing.client(follow_redirects=True) as client, Ledger(writing.ledger) as ledger:
        desk = Desk(ledger.store)
        page = client.post("/sources", data={"url": FEED, "title": "Example"}).text
        assert FEED in page and "not asked yet" in page
        client.post("/sources/pause", data={"url": FEED})
        assert [one.paused for one in desk.watched()] == [True]
        client.post("/sources/resume", data={"url": FEED})
        assert [one.paused for one in desk.watched()] == [False]
        page = client.post("/sources/forget", data={"url": FEED}).text
        assert desk.watched() == [] and "No feed is watched yet" in page


def test_what_is_no_address_is_refused_with_a_reason(writing: Running) -> None:
    with writing.client(follow_redirects=True) as client:
        assert "this is no address of a feed" in client.post("/sources", data={"url": "ftp://example.org"}).text


def test_a_list_of_feeds_is_taken_over_and_what_is_wrong_in_it_named(writing: Running) -> None:
    opml = """<opml version="2.0"><body>
      <outline type="rss" text="One" xmlUrl="https://example.org/1.xml"/>
      <outline type="rss" text="Two" xmlUrl="https://example.org/2.xml"/>
      <outline type="rss" text="Broken" xmlUrl="nowhere"/></body></opml>"""
    with writing.client(follow_redirects=True) as client:
        page = client.post("/sources/list", files={"opml": ("feeds.opml", opml.encode())}).text
    assert "https://example.org/1.xml" in page and "Two" in page and "nowhere" in page


def test_a_feed_that_fails_is_shown_first_with_its_reason(writing: Running) -> None:
    with Ledger(writing.ledger) as ledger, writing.client() as client:
        ledger.record_poll(replace(POLL, source="https://example.org/a.xml"))
        ledger.record_poll(replace(POLL, source="https://example.org/b.xml", status="failed", message="it timed out"))
        page = client.get("/sources").text
    assert page.index("b.xml") < page.index("a.xml")
    assert "it timed out" in page and "fails" in page


def test_a_feed_that_gave_something_daily_and_stopped_is_silent(writing: Running) -> None:
    with Ledger(writing.ledger) as ledger, writing.client() as client:
        for day in range(5):
            ledger.record_poll(replace(POLL, at=NOW + datetime.timedelta(days=day)))
        for day in range(5, 15):
            at = NOW + datetime.timedelta(days=day)
            ledger.record_poll(replace(POLL, at=at, status="unchanged", added=0))
        assert "silent longer than usual" in client.get("/sources").text


def test_a_feed_that_was_forgotten_is_not_shown_for_what_it_once_gave(writing: Running) -> None:
    with Ledger(writing.ledger) as ledger, writing.client(follow_redirects=True) as client:
        ledger.record_poll(POLL)
        client.post("/sources", data={"url": FEED})
        assert FEED not in client.post("/sources/forget", data={"url": FEED}).text
