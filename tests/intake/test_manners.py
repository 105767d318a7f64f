from __future__ import annotations

import datetime
import threading

import pytest

from dragoman.errors import FetchError
from dragoman.intake.manners import Manners, Stopped

from .clockwork import Clockwork
from .conftest import Site


@pytest.fixture
def clock() -> Clockwork:
    return Clockwork()


@pytest.fixture
def manners(clock: Clockwork) -> Manners:
    return Manners(clock=clock, sleep=clock.sleep, seconds=5)


def fail(site: Site, path: str, status: int) -> str:
    return site.on(path, lambda handler: handler.send_error(status))


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("User-agent: *\nDisallow: /\n", False),
        ("User-agent: dragoman\nDisallow: /a\n", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Dragoman\nAllow: /\n", True),
        ("User-agent: *\nDisallow: /*.xml$\n", True),
        ("User-agent: *\nDisallow: /*?q=\n", False),
        ("User-agent: other\nDisallow: /\n", True),
        ("\x00nonsense", True),
        ("", True),
    ],
)
def test_robots_txt_is_obeyed(site: Site, manners: Manners, robots: str, allowed: bool) -> None:
    site.serve("/robots.txt", robots, "text/plain")
    assert manners.allows(f"{site.root}/a?q=1") is allowed


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_without_a_robots_txt_all_is_allowed(site: Site, manners: Manners, status: int) -> None:
    fail(site, "/robots.txt", status)
    assert manners.allows(f"{site.root}/a")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_while_robots_txt_fails_nothing_is_allowed(site: Site, manners: Manners, clock: Clockwork, status: int) -> None:
    fail(site, "/robots.txt", status)
    for _ in range(3):
        with pytest.raises(FetchError, match=f"answered {status}"):
            manners.allows(f"{site.root}/a")
    assert len(site.requests) == 1, "it isn't asked again at once"
    site.serve("/robots.txt", "", "text/plain")
    clock.sleep(300)
    assert manners.allows(f"{site.root}/a")


def test_a_host_without_a_server_is_told(manners: Manners) -> None:
    with pytest.raises(FetchError, match=r"robots\.txt can't be read \(there is no connection"):
        manners.allows("http://127.0.0.1:1/a")


def test_robots_txt_is_asked_for_once_a_day(site: Site, manners: Manners, clock: Clockwork) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /b\n", "text/plain")
    assert [manners.allows(site.root + path) for path in ("/a", "/b", "/a")] == [True, False, True]
    assert len(site.requests) == 1
    clock.sleep(86_400)
    assert manners.allows(f"{site.root}/a")
    assert len(site.requests) == 2


def test_what_is_disallowed_is_not_fetched(site: Site, manners: Manners) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /\n", "text/plain")
    with pytest.raises(FetchError, match="be left alone"):
        manners.fetch(site.serve("/a", "x", "text/plain"))
    assert [path for path, _ in site.requests] == ["/robots.txt"]


@pytest.mark.parametrize(
    ("robots", "pause"),
    [
        ("", 1),
        ("User-agent: *\nCrawl-delay: 0.1\n", 1),
        ("User-agent: *\nCrawl-delay: 7.5\n", 7.5),
        ("User-agent: *\nRequest-rate: 1/20s\n", 20),
        ("User-agent: *\nCrawl-delay: -5\n", 1),
        ("User-agent: *\nCrawl-delay: nan\n", 1),
        ("User-agent: *\nCrawl-delay: 1e300\n", 86_400),
    ],
)
def test_between_two_requests_a_host_has_its_pause(
    site: Site, manners: Manners, clock: Clockwork, robots: str, pause: float
) -> None:
    site.serve("/robots.txt", robots, "text/plain")
    site.serve("/a", "x", "text/plain")
    for _ in range(2):
        manners.fetch(f"{site.root}/a")
    assert clock.slept == [1, pause]


def test_a_request_that_fails_has_its_pause_too(site: Site, manners: Manners, clock: Clockwork) -> None:
    for _ in range(2):
        with pytest.raises(FetchError):
            manners.fetch(f"{site.root}/none")
    assert clock.slept == [1, 1]


def test_a_stop_ends_a_pause(site: Site) -> None:
    end = threading.Event()
    manners = Manners(sleep=end.wait, stop=end.is_set)
    manners.leave_alone(site.root, datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1))
    threading.Timer(0.1, end.set).start()
    with pytest.raises(Stopped):
        manners.ask(f"{site.root}/a")
    assert site.requests == []


def test_what_is_linked_leads_into_no_private_net(site: Site, manners: Manners) -> None:
    address = site.serve("/a", "x", "text/plain")
    assert manners.fetch(address, named=f"{site.root}/feed").body == b"x"
    with pytest.raises(FetchError, match="not in the public net"):
        Manners().fetch(address, named="")
    with pytest.raises(FetchError, match="not in the public net"):
        Manners().fetch(address, named="https://example.org/feed")


@pytest.mark.parametrize("address", ["http://[", "", "http://", "ftp://example.org/"])
def test_an_address_that_is_none_is_told(manners: Manners, address: str) -> None:
    with pytest.raises(FetchError):
        manners.fetch(address)
