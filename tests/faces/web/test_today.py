"""The first page: what came in, what changed, what waits, who is silent; and how to begin."""

from __future__ import annotations

import datetime
import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from dragoman.faces.web.assets import STATIC
from dragoman.ledger import Ledger, Query
from dragoman.ledger.feeds import Polled

from .conftest import Running

FEED = "https://wire.example/feed.xml"


def test_an_empty_ledger_shows_how_to_begin(serve: Callable[..., Running], tmp_path: Path) -> None:
    at = tmp_path / "empty.db"
    Ledger(str(at)).close()
    with serve(at).client("ar") as client:
        page = client.get("/").text
        assert client.get("/events").status_code == 200
    assert 'href="/read"' in page and 'href="/sources"' in page
    for command in ("add reports/", "watch feeds.opml", "import 20240217.export.CSV.zip"):
        assert f"dragoman {command} --ledger {at}" in page


def test_what_came_in_is_told_relation_by_relation(client: httpx.Client, reading: Running) -> None:
    with Ledger(reading.ledger, create=False) as ledger:
        last = ledger.last_day()
        assert last is not None
        arrived = ledger.arrivals(last - datetime.timedelta(days=29))
    page = client.get("/?span=month").text
    assert f"{arrived.reports} reports" in page and f"{arrived.events} events" in page
    one, other = arrived.relations[0].pair
    assert re.findall(r'<article class="relation">\s*<h3><a href="([^"]*)"', page)[0] == f"/relations/{one}/{other}"
    assert page.count('<article class="relation">') == min(len(arrived.relations), 6)
    assert 'aria-current="true">a month</a>' in page


def test_a_longer_time_tells_of_more(client: httpx.Client) -> None:
    counts = [re.search(r"(\d+) events?\.", client.get(f"/?span={span}").text) for span in ("day", "week", "month")]
    numbers = [int(one[1]) for one in counts if one]
    assert len(numbers) == 3 and numbers == sorted(numbers)


def test_what_waits_leads_to_the_review(client: httpx.Client, reading: Running) -> None:
    with Ledger(reading.ledger, create=False) as ledger:
        doubtful = ledger.count(Query(judged=False, confidence=0.35)) - ledger.count(
            Query(judged=False, confidence=0.65)
        )
        doubts = len(ledger.doubts(500))
    page = client.get("/today/findings").text
    assert f'<a href="/review?queue=doubtful"><b>{doubtful}</b>' in page
    assert f'<a href="/review?queue=stories"><b>{doubts}</b>' in page


def test_what_takes_longer_is_on_the_page_as_soon_as_it_is_known(client: httpx.Client) -> None:
    later = client.get("/today/findings").text
    page = client.get("/").text
    assert "/today/findings" not in page
    assert re.findall(r'<section aria-labelledby="waits">.*?</section>', page, re.DOTALL) == re.findall(
        r'<section aria-labelledby="waits">.*?</section>', later, re.DOTALL
    )


def test_a_judgement_changes_what_waits(writing: Running) -> None:
    with writing.client() as client, Ledger(writing.ledger) as ledger:
        before = re.search(r"queue=doubtful\"><b>(\d+)", client.get("/today/findings").text)
        event = ledger.events(Query(order="doubtful", limit=1))[0].event.id
        client.post("/review", data={"event": event, "seen": "0", "verdict": "accept"})
        after = re.search(r"queue=doubtful\"><b>(\d+)", client.get("/today/findings").text)
    assert before and after and int(after[1]) == int(before[1]) - 1


def polled(at: datetime.datetime, **changes: Any) -> Polled:
    given: dict[str, Any] = {
        "source": FEED, "at": at, "status": "new", "entries": 3, "added": 3, "message": None, "next_at": None,
        "state": "{}",
    }  # fmt: skip
    return Polled(**given | changes)


def test_a_source_that_is_silent_or_fails_is_named(writing: Running) -> None:
    now, hour = datetime.datetime.now(datetime.UTC), datetime.timedelta(hours=1)
    with writing.client() as client, Ledger(writing.ledger) as ledger:
        assert "No feed is watched." in client.get("/").text
        for ago in (60, 58, 56, 54, 52):
            ledger.record_poll(polled(now - ago * hour))
        page = client.get("/").text
        assert "wire.example/feed.xml" in page and "silent for longer than usual" in page
        ledger.record_poll(polled(now, status="failed", added=0, message="no answer <in> 20 s"))
        page = client.get("/").text
        assert '<span class="tag failing">fails</span>' in page and "no answer &lt;in&gt; 20 s" in page
        ledger.record_poll(polled(now))
        assert "The one feed that is watched answers as usual." in client.get("/").text


def test_the_page_and_all_it_needs_but_fonts_are_small(client: httpx.Client) -> None:
    page = client.get("/").text
    assets = re.findall(r'(?:href|src)="/static/([^"?]+)', page)
    weight = len(gzip.compress(page.encode())) + sum(len(gzip.compress((STATIC / one).read_bytes())) for one in assets)
    assert weight < 50_000
