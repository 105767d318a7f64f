"""Feeds: Atom that readers take, and a stream that tells each event once, also across a break."""

from __future__ import annotations

import datetime
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import feedparser
import httpx
import pytest

from dragoman import pipeline
from dragoman.faces.api.feeds import streams
from dragoman.intake.report import Given, make_report
from dragoman.ledger import Ledger

from ..web.conftest import Running

NEWS = "Kenya thanked Norway for rescue boats {} times on Monday."


@pytest.fixture
def running(serve: Callable[..., Running], stock: Callable[[], Path]) -> Iterator[Running]:
    found = serve(stock(), coder="lexicon")
    yield found
    found.stop()


def arrives(running: Running, number: int) -> None:
    """Another process adds a report."""
    with Ledger(running.ledger) as ledger:
        text = NEWS.format(number)
        report = make_report(text, Given(published=datetime.date(2024, 7, 1)), where="news", source_id=f"n{number}")
        assert all(one.events for one in pipeline.add_reports(ledger, [report], coder="lexicon"))  # type: ignore[union-attr]


class Stream:
    """A stream that is read: its events with their numbers."""

    def __init__(self, running: Running, last: str | None = None, **asked: Any) -> None:
        headers = {} if last is None else {"Last-Event-ID": last}
        self._client = httpx.Client(timeout=20)
        request = self._client.build_request(
            "GET", f"{running.address}/feeds/events/stream", params=asked, headers=headers
        )
        self.answer = self._client.send(request, stream=True)
        self._lines = self.answer.iter_lines()

    def next(self) -> tuple[str, Any]:
        number = ""
        for line in self._lines:
            name, _, value = line.partition(": ")
            if name == "id":
                number = value
            elif name == "data":
                return number, json.loads(value)
        raise EOFError

    def close(self) -> None:
        self.answer.close()
        self._client.close()


# --- Atom ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/feeds/events.atom?party=KEN", "/feeds/relations/KEN/NOR.atom"])
def test_a_reader_of_feeds_takes_it(asked: Running, path: str) -> None:
    answer = httpx.get(asked.address + path, headers={"Accept-Language": "en"})
    feed = feedparser.parse(answer.content)
    assert answer.headers["content-type"].startswith("application/atom+xml") and not feed.bozo
    entry = feed.entries[0]
    assert entry.id.startswith("urn:dragoman:event:") and entry.link.startswith(asked.address + "/reports/")
    assert "Kenya" in entry.title and entry.content[0].value and entry.updated_parsed
    again = httpx.get(asked.address + path, headers={"Accept-Language": "en", "If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_it_speaks_the_language_of_its_reader(asked: Running) -> None:
    feed = httpx.get(asked.address + "/feeds/events.atom", headers={"Accept-Language": "ar"}).text
    assert 'xml:lang="ar"' in feed and "أحداث جديدة" in feed


def test_what_comes_is_the_first_entry(running: Running) -> None:
    arrives(running, 1)
    feed = feedparser.parse(httpx.get(f"{running.address}/feeds/events.atom").content)
    assert feed.entries[0].content[0].value == NEWS.format(1)


def test_what_a_feed_cannot_ask_is_a_problem(asked: Running) -> None:
    answer = httpx.get(f"{asked.address}/feeds/events.atom", params={"limit": 5})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


# --- server-sent events ---------------------------------------------------------------------------------


def test_a_stream_tells_what_another_process_adds_and_goes_on_after_a_break(running: Running) -> None:
    stream = Stream(running, pair="KEN,NOR")
    assert stream.answer.headers["content-type"].startswith("text/event-stream")
    arrives(running, 1)
    number, event = stream.next()
    assert event["report"]["published"] == "2024-07-01" and event["type"] == "SUPPORT"
    stream.close()
    arrives(running, 2)
    resumed = Stream(running, last=number, pair="KEN,NOR")
    later, event = resumed.next()
    assert int(later) > int(number) and event["report"]["id"]
    resumed.close()


def test_a_stream_leaves_out_what_is_not_asked_for(running: Running) -> None:
    stream = Stream(running, last="0", pair="KEN,OMN", order="oldest")
    found = [stream.next()[1] for _ in range(3)]
    stream.close()
    assert all({"KEN", "OMN"} <= parties(event) for event in found)


def parties(event: dict[str, Any]) -> set[str]:
    return {party["country"] for party in (*event["actors"], *event["recipients"])}


def test_a_stream_says_that_it_lives(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    streams_of(running).pause, streams_of(running).step = 0.1, 0.05
    stream = Stream(running)
    lines = [next(stream._lines) for _ in range(5)]
    stream.close()
    assert lines[0] == "retry: 3000" and ": still here" in lines


def test_one_stream_too_many_is_refused_with_when_to_come_again(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "MOST", 1)
    first = Stream(running)
    refused = httpx.get(f"{running.address}/feeds/events/stream")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
    first.close()


def test_streams_end_with_the_server(running: Running) -> None:
    stream = Stream(running)
    next(stream._lines)
    began = time.monotonic()
    running.stop()
    assert time.monotonic() - began < 8
    with pytest.raises(EOFError):
        stream.next()
    stream.close()


def test_the_head_of_a_stream_has_no_body_and_no_end_to_wait_for(asked: Running) -> None:
    answer = httpx.head(f"{asked.address}/feeds/events/stream")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")


def streams_of(running: Running) -> streams.Streams:
    found: streams.Streams = running._server.config.loaded_app.state.streams
    return found
