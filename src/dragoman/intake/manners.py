"""How the program goes about on other people's servers where it follows addresses by itself.

One request at a time, a pause between two to one host (the one that robots.txt asks for, if it is longer), and
nothing that robots.txt asks to be left alone (RFC 9309). What the user names is the user's own request.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from protego import Protego

from dragoman.errors import FetchError
from dragoman.intake.fetch import ROBOT, SECONDS, Answer, Fetched, as_fetched, ask, without_credentials

PAUSE = datetime.timedelta(seconds=1)
_LONGEST_PAUSE = datetime.timedelta(days=1)
_ROBOTS_LIMIT = 1_000_000
_RULES_LAST = datetime.timedelta(days=1)
_TROUBLE_LASTS = datetime.timedelta(minutes=5)

Clock = Callable[[], datetime.datetime]


class Stopped(Exception):
    """Raised where a pause ends because the program is to stop."""


def utc_now() -> datetime.datetime:
    """The time."""
    return datetime.datetime.now(datetime.UTC)


class Manners:
    """What is known of the hosts that were asked, and what is due to them.

    `clock` gives the time in UTC; `sleep` waits for seconds, and may return early; `stop` says whether to end.
    """

    def __init__(
        self,
        *,
        clock: Clock = utc_now,
        sleep: Callable[[float], object] = time.sleep,
        stop: Callable[[], bool] = lambda: False,
        seconds: float = SECONDS,
    ) -> None:
        self.clock = clock
        self._sleep = sleep
        self._stop = stop
        self._seconds = seconds
        self._free: dict[str, datetime.datetime] = {}
        self._rules: dict[str, tuple[Protego | FetchError, datetime.datetime]] = {}

    def free_at(self, address: str) -> datetime.datetime:
        """When the address's host may be asked next; in the past where it may be now."""
        return self._free.get(_host(address), datetime.datetime.min.replace(tzinfo=datetime.UTC))

    def leave_alone(self, address: str, until: datetime.datetime) -> None:
        """Asks nothing of the address's host before then."""
        self._free[_host(address)] = max(until, self.free_at(address))

    def wait(self, until: datetime.datetime) -> None:
        """Returns at that time. Raises Stopped when the program is to stop."""
        while True:
            if self._stop():
                raise Stopped
            left = (until - self.clock()).total_seconds()
            if left <= 0:
                return
            self._sleep(left)

    def allows(self, address: str, *, named: str | None = None) -> bool:
        """Whether its robots.txt lets the address be read. Raises FetchError while there is no telling."""
        return self._rules_of(address, named).can_fetch(address, ROBOT)

    def ask(self, address: str, *, headers: Mapping[str, str] | None = None, named: str | None = None) -> Answer:
        """As `fetch.ask`, when the host's pause is over."""
        self.wait(self.free_at(address))
        try:
            return ask(address, headers=headers, seconds=self._seconds, named=named)
        finally:
            self.leave_alone(address, self.clock() + self._pause(address))

    def fetch(self, address: str, *, named: str | None = None) -> Fetched:
        """As `fetch.fetch`, for what robots.txt allows and when the host's pause is over."""
        if not self.allows(address, named=named):
            fix = "open it in a browser, save the page and give the file"
            raise FetchError("its robots.txt asks that it be left alone", without_credentials(address), fix)
        return as_fetched(self.ask(address, named=named), address)

    def _rules_of(self, address: str, named: str | None) -> Protego:
        origin = _origin(address)
        rules, until = self._rules.get(origin, (None, self.clock()))
        if rules is None or until <= self.clock():
            try:
                rules, lasts = self._robots(origin, named), _RULES_LAST
            except FetchError as error:
                rules, lasts = error, _TROUBLE_LASTS
            self._rules[origin] = (rules, self.clock() + lasts)
        if isinstance(rules, FetchError):
            raise FetchError(rules.what, without_credentials(address), rules.fix)
        return rules

    def _robots(self, origin: str, named: str | None) -> Protego:
        """What robots.txt says; one that the server hasn't got forbids nothing. Raises FetchError where it fails."""
        fix = "try again later"
        robots = f"{origin}/robots.txt"
        self.wait(self.free_at(origin))
        try:
            answer = ask(robots, seconds=self._seconds, byte_limit=_ROBOTS_LIMIT, named=named)
        except FetchError as error:
            raise FetchError(f"its robots.txt can't be read ({error.what})", robots, fix) from error
        finally:
            self.leave_alone(origin, self.clock() + PAUSE)
        if answer.status == 429 or answer.status >= 500:
            raise FetchError(f"its robots.txt can't be read (the server answered {answer.status})", robots, fix)
        return Protego.parse(answer.body.decode("utf-8", "replace"))  # the body is empty where there is none

    def _pause(self, address: str) -> datetime.timedelta:
        rules, _ = self._rules.get(_origin(address), (None, None))
        if not isinstance(rules, Protego):
            return PAUSE
        rate = rules.request_rate(ROBOT)
        asked = [rules.crawl_delay(ROBOT) or 0.0, rate.seconds / rate.requests if rate and rate.requests else 0.0]
        longest = _LONGEST_PAUSE.total_seconds()
        seconds = max(min(delay, longest) for delay in asked if delay >= 0)  # which a NaN is not
        return max(PAUSE, datetime.timedelta(seconds=seconds))


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:  # no valid address, as asking it will say
        return ""


def _origin(address: str) -> str:
    """Scheme, host and port, to which a robots.txt belongs."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise FetchError("this is no valid address", without_credentials(address), "check its spelling") from error
    return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"
