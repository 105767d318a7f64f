from __future__ import annotations

import datetime
import gzip
import threading
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler
from itertools import pairwise

import msgspec
import pytest

from dragoman.errors import InputError
from dragoman.intake.manners import Manners
from dragoman.intake.report import Given
from dragoman.intake.watch import FeedState, Poll, poll, watch
from dragoman.model import Report

from .clockwork import Clockwork
from .conftest import ARABIC, PERSIAN, Site, page_of
from .test_feeds import cdata, rss

HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)
FEED = "application/rss+xml"


@pytest.fixture
def clock() -> Clockwork:
    return Clockwork()


@pytest.fixture
def manners(clock: Clockwork) -> Manners:
    return Manners(clock=clock, sleep=clock.sleep, seconds=5)


def titled(*titles: str) -> str:
    return rss(*(f"<title>{title}</title><guid>{title}</guid>" for title in titles))


def titles_of(outcomes: Iterable[Report | InputError]) -> list[str | None]:
    return [outcome.title for outcome in outcomes if isinstance(outcome, Report)]


def conditional(site: Site, path: str, body: str, **validators: str) -> str:
    """Answers 304 to whoever sends the validators back."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        known = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
        same = all(handler.headers.get(known[name]) == value for name, value in validators.items())
        handler.send_response(304 if same else 200)
        for name, value in validators.items():
            handler.send_header(name, value)
        handler.send_header("Content-Type", FEED)
        raw = b"" if same else body.encode()
        handler.send_header("Content-Length", str(len(raw)))
        handler.end_headers()
        handler.wfile.write(raw)

    return site.on(path, answer)


def failing(site: Site, path: str, status: int, **headers: str) -> str:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return site.on(path, answer)


def paths(site: Site) -> list[str]:
    return [path for path, _ in site.requests if path != "/robots.txt"]


# --- one poll ---------------------------------------------------------------------------------


def test_a_first_poll_gives_all_that_the_feed_has(site: Site, manners: Manners, clock: Clockwork) -> None:
    address = site.serve("/feed", titled("a", "b"), FEED, ETag='"1"', Last_Modified="Sat, 17 Feb 2024 10:00:00 GMT")
    outcomes, done, state = poll(address, manners=manners)
    assert titles_of(outcomes) == ["a", "b"]
    assert all(isinstance(one, Report) and one.fetched == clock.now for one in outcomes)
    assert done == Poll(
        address=address,
        at=clock.now,
        status="new",
        next_at=clock.now + HOUR,
        etag='"1"',
        modified="Sat, 17 Feb 2024 10:00:00 GMT",
        entries=2,
        added=2,
    )
    assert (state.last, state.next_at, state.failures) == (done, done.next_at, 0)


def test_the_server_is_told_who_asks(site: Site, manners: Manners) -> None:
    poll(site.serve("/feed", titled("a"), FEED), manners=manners)
    for _, headers in site.requests:
        assert headers["user-agent"].startswith("dragoman/") and "news event research" in headers["user-agent"]


@pytest.mark.parametrize("validators", [{"ETag": 'W/"a,b"'}, {"Last-Modified": "Sat, 17 Feb 2024 10:00:00 GMT"}])
def test_what_has_not_changed_is_not_sent_again(site: Site, manners: Manners, validators: dict[str, str]) -> None:
    address = conditional(site, "/feed", titled("a"), **validators)
    _, _, state = poll(address, manners=manners)
    outcomes, done, again = poll(address, state, manners=manners)
    assert (outcomes, done.status, done.entries, done.added) == ([], "unchanged", 1, 0)
    assert (done.etag, done.modified) == (validators.get("ETag"), validators.get("Last-Modified"))
    assert again.seen == state.seen
    _, done, _ = poll(address, again, manners=manners)
    assert done.status == "unchanged"


def test_only_what_is_new_or_changed_is_given_even_without_validators(site: Site, manners: Manners) -> None:
    address = site.serve("/feed", titled("a", "b"), FEED)
    _, _, state = poll(address, manners=manners)
    outcomes, done, state = poll(address, state, manners=manners)
    assert (outcomes, done.status, done.entries) == ([], "unchanged", 2)
    site.serve("/feed", rss("<title>c</title>", f"<title>b</title><guid>b</guid>{cdata('more')}"), FEED)
    outcomes, done, state = poll(address, state, manners=manners)
    assert titles_of(outcomes) == ["c", "b"]
    assert (done.status, done.entries, done.added) == ("new", 2, 2)


def test_a_state_survives_being_written_down(site: Site, manners: Manners) -> None:
    address = conditional(site, "/feed", titled("a"), ETag='"1"')
    _, _, state = poll(address, manners=manners)
    kept = msgspec.json.decode(msgspec.json.encode(state), type=FeedState)
    assert kept == state
    assert poll(address, kept, manners=manners)[1].status == "unchanged"


@pytest.mark.parametrize("etag", ["a\r\nX-Evil: 1", "خبر", "x" * 2000])
def test_a_validator_that_is_none_is_not_sent(site: Site, manners: Manners, etag: str) -> None:
    _, done, _ = poll(site.serve("/feed", titled("a"), FEED), FeedState(etag=etag), manners=manners)
    assert done.status == "new"
    assert all("x-evil" not in headers and "if-none-match" not in headers for _, headers in site.requests)


@pytest.mark.parametrize("status", [404, 410, 500, 502])
def test_a_failure_is_told_and_the_wait_grows_to_a_day(
    site: Site, manners: Manners, clock: Clockwork, status: int
) -> None:
    address = failing(site, "/feed", status)
    state = FeedState(etag='"1"', seen=("k",))
    waits = []
    for _ in range(7):
        outcomes, done, state = poll(address, state, manners=manners)
        assert (outcomes, done.status) == ([], "failed")
        assert done.message == f"the server answered {status}"
        waits.append((done.next_at - done.at) / HOUR)
    assert waits == [2, 4, 8, 16, 24, 24, 24]
    assert (state.failures, state.etag, state.seen) == (7, '"1"', ("k",))
    _, done, state = poll(site.serve("/feed", titled("a"), FEED), state, manners=manners)
    assert (done.status, done.next_at - done.at, state.failures) == ("new", HOUR, 0)


def test_a_feed_asked_less_than_daily_is_not_asked_more_often_when_it_fails(site: Site, manners: Manners) -> None:
    _, done, _ = poll(failing(site, "/feed", 500), every=3 * DAY, manners=manners)
    assert done.next_at - done.at == 3 * DAY


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("written", "wait"),
    [
        ("18000", 5 * HOUR),
        ("Sat, 17 Feb 2024 18:00:00 GMT", 6 * HOUR),
        ("5", 2 * HOUR),
        ("Sat, 17 Feb 2001 18:00:00 GMT", 2 * HOUR),
        ("999999999", 7 * DAY),
        ("soon", 2 * HOUR),
        ("-5", 2 * HOUR),
        ("Sat, 99 Feb 2024", 2 * HOUR),
    ],
)
def test_what_the_server_asks_to_be_waited_is_waited(
    site: Site, manners: Manners, status: int, written: str, wait: datetime.timedelta
) -> None:
    _, done, _ = poll(failing(site, "/feed", status, Retry_After=written), manners=manners)
    assert done.status == "failed"
    assert abs((done.next_at - done.at) - wait) < datetime.timedelta(seconds=5)


def test_a_feed_that_somebody_added_from_afar_is_not_asked_in_a_private_net(site: Site, manners: Manners) -> None:
    feed = site.serve("/feed", titled("one"), FEED)
    outcomes, done, _ = poll(feed, manners=manners, private=False)
    assert (list(outcomes), done.status) == ([], "failed") and "not in the public net" in (done.message or "")
    assert site.requests == []


def test_what_robots_txt_disallows_is_not_asked_for(site: Site, manners: Manners) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /feed\n", "text/plain")
    address = site.serve("/feed", titled("a"), FEED)
    outcomes, done, state = poll(address, manners=manners)
    assert (outcomes, done.status, done.next_at - done.at, state.failures) == ([], "disallowed", DAY, 0)
    assert done.message and "robots.txt" in done.message
    assert paths(site) == []


def test_while_robots_txt_fails_the_poll_fails(site: Site, manners: Manners) -> None:
    failing(site, "/robots.txt", 503)
    _, done, state = poll(site.serve("/feed", titled("a"), FEED), manners=manners)
    assert (done.status, state.failures, paths(site)) == ("failed", 1, [])


def test_redirects_are_followed(site: Site, manners: Manners) -> None:
    site.serve("/new/feed", rss("<title>a</title><link>1</link>"), FEED)
    ((report,), done, _) = poll(site.redirect("/feed", "/new/feed", 301), manners=manners)
    assert isinstance(report, Report) and report.url == f"{site.root}/new/1"
    assert done.address == f"{site.root}/feed"


@pytest.mark.parametrize("declared", ["", "; charset=windows-1256"])
def test_a_feed_in_windows_1256_is_read(site: Site, manners: Manners, declared: str) -> None:
    body = rss(f"<title>خبر</title>{cdata(ARABIC)}").encode("cp1256")
    ((report,), _, _) = poll(site.serve("/feed", body, FEED + declared), manners=manners)
    assert isinstance(report, Report) and report.text == ARABIC.strip()


def test_a_compressed_feed_is_read(site: Site, manners: Manners) -> None:
    body = gzip.compress(titled("a").encode())
    (found, _, _) = poll(site.serve("/feed", body, FEED, Content_Encoding="gzip"), manners=manners)
    assert titles_of(found) == ["a"]


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (page_of(ARABIC), "text/html", "no feed"),
        ("<urlset/>", "text/xml", "no feed"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image/png", "not read"),
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss/>', FEED, "entities"),
        ("<rss>" + "<item/>" * 6000, FEED, "6,000 entries"),
        (b"<rss>" + b" " * 10_000_000, FEED, "bytes"),
    ],
)
def test_what_is_no_feed_fails_and_what_was_remembered_stays(
    site: Site, manners: Manners, body: str | bytes, kind: str, said: str
) -> None:
    address = site.serve("/feed", body, kind, ETag='"new"')
    outcomes, done, state = poll(address, FeedState(etag='"old"', seen=("k",)), manners=manners)
    assert (outcomes, done.status) == ([], "failed")
    assert done.message and said in done.message
    assert (state.etag, state.seen) == ('"old"', ("k",))


def test_a_malformed_feed_gives_what_it_can_and_says_so(site: Site, manners: Manners) -> None:
    outcomes, done, _ = poll(site.serve("/feed", titled("a", "b")[:-20], FEED), manners=manners)
    assert titles_of(outcomes) == ["a", "b"]
    assert done.status == "new" and done.added == 2 and done.message and "malformed" in done.message


def test_an_empty_feed_is_unchanged(site: Site, manners: Manners) -> None:
    outcomes, done, _ = poll(site.serve("/feed", rss(), FEED), manners=manners)
    assert (outcomes, done.status, done.entries) == ([], "unchanged", 0)


def test_a_server_that_is_slow_or_gone_is_told(site: Site, clock: Clockwork) -> None:
    manners = Manners(clock=clock, sleep=clock.sleep, seconds=0.3)
    slow = site.on("/slow", lambda handler: site.closing.wait(5) and None)
    for address in (slow, "http://127.0.0.1:1/", "http://[", "words", "file:///etc/passwd"):
        _, done, state = poll(address, manners=manners)
        assert (done.status, state.failures) == ("failed", 1), address
        assert done.message


def test_credentials_are_not_in_what_is_given(site: Site, manners: Manners) -> None:
    site.serve("/feed", rss("<link>https://example.org/</link>", "<title>b</title>"), FEED)
    outcomes, _, _ = poll(f"http://user:secret@127.0.0.1:{site.port}/feed", manners=manners)
    assert len(outcomes) == 2
    assert all("secret" not in f"{one!r} {one}" for one in outcomes)


def test_pages_are_followed_once_and_at_the_hosts_pace(site: Site, manners: Manners, clock: Clockwork) -> None:
    site.serve("/robots.txt", "User-agent: *\nCrawl-delay: 10\nDisallow: /closed\n", "text/plain")
    links = [site.serve("/1", page_of(PERSIAN, language="fa")), site.serve("/closed", page_of(ARABIC))]
    address = site.serve("/feed", rss(*(f"<title>t</title><link>{link}</link>" for link in links)), FEED)
    (first, second, refused), done, state = poll(address, manners=manners, follow=True)
    assert isinstance(first, Report) and first.text == PERSIAN.strip()
    assert isinstance(second, Report) and second.text == "t"
    assert isinstance(refused, InputError) and "left alone" in refused.what
    assert (done.added, done.entries, clock.slept) == (2, 2, [1, 10])
    assert poll(address, state, manners=manners, follow=True)[1].status == "unchanged"
    assert paths(site) == ["/feed", "/1", "/feed"]


def test_what_the_caller_gives_fills_what_a_feed_lacks(site: Site, manners: Manners) -> None:
    given = Given(language="fa")
    ((report,), _, _) = poll(site.serve("/feed", titled("a"), FEED), manners=manners, given=given)
    assert isinstance(report, Report) and report.language == "fa"


# --- a watch ----------------------------------------------------------------------------------


def test_each_feed_is_polled_when_it_is_due(site: Site, clock: Clockwork) -> None:
    a, b = site.serve("/a", titled("a"), FEED), failing(site, "/b", 500)
    states: dict[str, FeedState] = {}
    begun = clock.now
    polls = []
    for _, done in watch([a, b, a], states, clock=clock, sleep=clock.sleep):
        polls.append((done.address[-1], round((done.at - begun) / HOUR, 2)))
        assert states[done.address].last == done
        if len(polls) == 8:
            break
    assert polls == [("a", 0), ("b", 0), ("a", 1), ("a", 2), ("b", 2), ("a", 3), ("a", 4), ("a", 5)]


def test_after_a_stop_what_was_missed_is_due_now_and_the_longest_due_first(site: Site, clock: Clockwork) -> None:
    addresses = [site.serve(f"/{n}", titled("a"), FEED) for n in range(4)]
    ago = (1, 30, -2, 5)
    states = {address: FeedState(next_at=clock.now - n * HOUR) for address, n in zip(addresses, ago, strict=True)}
    coming = watch(addresses, states, clock=clock, sleep=clock.sleep)
    assert [next(coming)[1].address[-1] for _ in range(4)] == ["1", "3", "0", "1"]


def test_one_round_polls_each_feed_that_is_due_once(site: Site, clock: Clockwork) -> None:
    addresses = [site.serve(f"/{n}", titled("a"), FEED) for n in range(3)]
    states = {addresses[1]: FeedState(next_at=clock.now + HOUR)}
    done = [poll_.address for _, poll_ in watch(addresses, states, clock=clock, sleep=clock.sleep, once=True)]
    assert done == [addresses[0], addresses[2]]
    assert list(watch(addresses, states, clock=clock, sleep=clock.sleep, once=True)) == []


def test_two_polls_of_one_host_are_never_closer_than_it_asks(site: Site, clock: Clockwork) -> None:
    site.serve("/robots.txt", "User-agent: *\nCrawl-delay: 30\n", "text/plain")
    addresses = [site.serve(f"/{n}", titled("a"), FEED) for n in range(4)]
    times = [done.at for _, done in watch(addresses, {}, clock=clock, sleep=clock.sleep, once=True)]
    assert [(later - sooner).total_seconds() for sooner, later in pairwise(times)] == [30, 30, 30]


def test_a_host_that_pauses_does_not_hold_up_others(site: Site, clock: Clockwork) -> None:
    site.serve("/robots.txt", "User-agent: *\nCrawl-delay: 600\n", "text/plain")
    same = [site.serve(f"/{n}", titled("a"), FEED) for n in range(2)]
    other = "http://127.0.0.2:1/feed"
    done = [one.address for _, one in watch([*same, other], {}, clock=clock, sleep=clock.sleep, once=True)]
    assert done == [same[0], other, same[1]]


def test_one_round_does_not_wait_for_a_host_that_asks_for_hours(site: Site, clock: Clockwork) -> None:
    busy = failing(site, "/busy", 429, Retry_After="18000")
    other = site.serve("/other", titled("a"), FEED)
    states: dict[str, FeedState] = {}
    first, second = (done for _, done in watch([busy, other], states, clock=clock, sleep=clock.sleep, once=True))
    assert (first.status, second.status, paths(site)) == ("failed", "failed", ["/busy"])
    assert second.message and "pause" in second.message and second.next_at == first.next_at
    assert states[other].failures == 0


def test_one_feed_that_fails_never_stops_the_rest(site: Site, clock: Clockwork) -> None:
    good = site.serve("/good", titled("a"), FEED)
    addresses = ["http://[", good, "words", site.serve("/bad", b"\0\1\2", FEED)]
    statuses = {
        done.address: done.status for _, done in watch(addresses, {}, clock=clock, sleep=clock.sleep, once=True)
    }
    assert statuses == {address: "new" if address == good else "failed" for address in addresses}


def test_a_watch_ends_when_it_is_told_to(site: Site) -> None:
    end = threading.Event()
    address = site.serve("/feed", titled("a"), FEED)
    threading.Timer(1.5, end.set).start()
    polls = [done for _, done in watch([address], {}, sleep=end.wait, stop=end.is_set)]
    assert [done.status for done in polls] == ["new"]


def test_a_stop_while_pages_are_followed_leaves_the_feed_to_be_asked_again(site: Site) -> None:
    end = threading.Event()
    site.serve("/robots.txt", "User-agent: *\nCrawl-delay: 60\n", "text/plain")
    address = site.serve("/feed", rss(f"<title>t</title><link>{site.root}/1</link>"), FEED)
    states: dict[str, FeedState] = {}
    threading.Timer(1.5, end.set).start()
    assert list(watch([address], states, sleep=end.wait, stop=end.is_set, follow=True)) == []
    assert states == {}


def test_without_feeds_there_is_nothing_to_watch() -> None:
    assert list(watch([], {})) == []
