"""Feeds asked again and again: politely, in the order in which they are due, and with what each last gave.

Nothing is kept here. What there is to remember of a feed is its `FeedState`, which the caller stores and gives
back; so a watch that was stopped goes on where it was.
"""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, MutableMapping
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Literal

import msgspec

from dragoman.errors import InputError
from dragoman.intake.feeds import Feed, feed_in, read_feed
from dragoman.intake.fetch import Answer, as_fetched, without_credentials
from dragoman.intake.manners import Clock, Manners, Stopped, utc_now
from dragoman.intake.report import Given
from dragoman.model import Record, Report

EVERY = datetime.timedelta(hours=1)
_CEILING = datetime.timedelta(days=1)
_DISALLOWED_FOR = datetime.timedelta(days=1)
_LONGEST_RETRY = datetime.timedelta(days=7)
_PATIENCE = datetime.timedelta(hours=1)  # that a single round has with one host
_VALUE = re.compile(r"[\x20-\x7e]{1,1000}")

Outcomes = list[Report | InputError]


class Poll(Record, frozen=True):
    """One asking of a feed: when (UTC), what came of it, and when it is due again.

    `entries` is how many the feed had, `added` how many of them gave a report and were not in it the last time.
    `message` says why it failed, or what is malformed.
    """

    address: str
    at: datetime.datetime
    status: Literal["new", "unchanged", "failed", "disallowed"]
    next_at: datetime.datetime
    etag: str | None = None
    modified: str | None = None
    entries: int = 0
    added: int = 0
    message: str | None = None


class FeedState(Record, frozen=True):
    """What is remembered of a feed: its validators, its last poll, failures in a row, and its entries' keys."""

    etag: str | None = None
    modified: str | None = None
    last: Poll | None = None
    failures: int = 0
    next_at: datetime.datetime | None = None
    seen: tuple[str, ...] = ()


def poll(
    address: str,
    state: FeedState | None = None,
    *,
    every: datetime.timedelta = EVERY,
    manners: Manners | None = None,
    given: Given | None = None,
    follow: bool = False,
    private: bool = True,
) -> tuple[Outcomes, Poll, FeedState]:
    """What is new in the feed since `state`, how asking went, and what to remember for the next time.

    With `follow` each new entry's page is read. `private` says whether the address may be in a private net.
    Nothing is raised for a feed that can't be read; `Stopped`, where the manners' `stop` says so during a pause.
    """
    state, manners = state or FeedState(), manners or Manners()
    named = address if private else ""
    try:
        if not manners.allows(address, named=named):
            message = "its robots.txt asks that it be left alone"
            wait = max(every, _DISALLOWED_FOR)
            return _ended(address, state, now=manners.clock(), status="disallowed", wait=wait, message=message)
        answer = manners.ask(address, headers=_conditions(state), named=named)
        if answer.status == 304:
            return _unchanged(address, state, manners.clock(), every)
        if answer.status in (429, 503):
            manners.leave_alone(address, manners.clock() + _retry_after(answer, manners.clock()))
        feed = feed_in(as_fetched(answer, address), where=without_credentials(address))
    except InputError as error:
        now = manners.clock()
        wait = max(_backed_off(every, state.failures + 1), manners.free_at(address) - now)
        return _ended(address, state, now=now, status="failed", wait=wait, message=error.what)
    fetch = partial(manners.fetch, named=named) if follow else None
    fresh = Feed(
        title=feed.title,
        entries=tuple(entry for entry in feed.entries if entry.key not in set(state.seen)),
        fault=feed.fault,
    )
    now = manners.clock()
    found = read_feed(fresh, given or Given(), where=without_credentials(address), fetch=fetch) if fresh.entries else ()
    outcomes = [_at(outcome, now) for outcome in found]
    return outcomes, *_told(address, feed, outcomes, answer=answer, now=now, every=every)


def watch(
    addresses: Iterable[str],
    states: MutableMapping[str, FeedState],
    *,
    every: datetime.timedelta = EVERY,
    clock: Clock = utc_now,
    sleep: Callable[[float], object] = time.sleep,
    stop: Callable[[], bool] = lambda: False,
    once: bool = False,
    follow: bool = False,
    given: Given | None = None,
    private: Container[str] | None = None,
) -> Iterator[tuple[Outcomes, Poll]]:
    """Polls the feeds, each when it is due, for ever or, with `once`, each that is due now.

    `states` is what is remembered of each address; the new state is in it when a poll is given, to be stored with
    the reports. One whose time passed while nothing watched is due now. `sleep` may return early, as
    `threading.Event.wait` does; `stop` is asked before and after each pause.
    `private` are the addresses that may be in a private net, all where it is None.
    """
    manners = Manners(clock=clock, sleep=sleep, stop=stop)
    now = clock()
    due = {address: states.get(address, FeedState()).next_at or now for address in addresses}
    if once:
        due = {address: when for address, when in due.items() if when <= now}
    while due:
        address, ready = _next(due, manners)
        state, near = states.get(address, FeedState()), private is None or address in private
        try:
            if once and ready - clock() > _PATIENCE:
                outcomes, done, states[address] = _put_off(address, state, now=clock(), until=ready)
            else:
                manners.wait(ready)
                outcomes, done, states[address] = poll(
                    address, state, every=every, manners=manners, given=given, follow=follow, private=near
                )
        except Stopped:
            return
        due[address] = done.next_at
        if once:
            del due[address]
        yield outcomes, done


def _next(due: Mapping[str, datetime.datetime], manners: Manners) -> tuple[str, datetime.datetime]:
    """The address that can be asked first, of several the one that has been due longest; and when."""
    now = manners.clock()
    ready = {address: max(when, manners.free_at(address)) for address, when in due.items()}
    address = min(due, key=lambda one: (max(ready[one], now), due[one]))
    return address, ready[address]


def _put_off(
    address: str, state: FeedState, *, now: datetime.datetime, until: datetime.datetime
) -> tuple[Outcomes, Poll, FeedState]:
    """A poll that a single round leaves to the next one. It is no failure of the feed's own."""
    message = "its host asks for a longer pause"
    outcomes, done, new = _ended(address, state, now=now, status="failed", wait=until - now, message=message)
    return outcomes, done, msgspec.structs.replace(new, failures=state.failures)


def _conditions(state: FeedState) -> dict[str, str]:
    headers = {"If-None-Match": state.etag, "If-Modified-Since": state.modified}
    return {name: value for name, value in headers.items() if value and _VALUE.fullmatch(value)}


def _value(answer: Answer, name: str) -> str | None:
    value = answer.headers.get(name, "").strip()
    return value if _VALUE.fullmatch(value) else None


def _at(outcome: Report | InputError, now: datetime.datetime) -> Report | InputError:
    """A report out of the feed itself was fetched with it."""
    if isinstance(outcome, Report) and outcome.fetched is None:
        return msgspec.structs.replace(outcome, fetched=now)
    return outcome


def _told(
    address: str, feed: Feed, outcomes: Outcomes, *, answer: Answer, now: datetime.datetime, every: datetime.timedelta
) -> tuple[Poll, FeedState]:
    added = sum(isinstance(outcome, Report) for outcome in outcomes)
    done = Poll(
        address=address,
        at=now,
        status="new" if outcomes else "unchanged",
        next_at=now + every,
        etag=_value(answer, "etag"),
        modified=_value(answer, "last-modified"),
        entries=len(feed.entries),
        added=added,
        message=feed.fault and f"the feed is malformed ({feed.fault})",
    )
    seen = tuple(dict.fromkeys(entry.key for entry in feed.entries))
    return done, FeedState(etag=done.etag, modified=done.modified, last=done, next_at=done.next_at, seen=seen)


def _unchanged(
    address: str, state: FeedState, now: datetime.datetime, every: datetime.timedelta
) -> tuple[Outcomes, Poll, FeedState]:
    done = Poll(
        address=address,
        at=now,
        status="unchanged",
        next_at=now + every,
        etag=state.etag,
        modified=state.modified,
        entries=len(state.seen),
    )
    return [], done, msgspec.structs.replace(state, last=done, failures=0, next_at=done.next_at)


def _ended(
    address: str,
    state: FeedState,
    *,
    now: datetime.datetime,
    status: Literal["failed", "disallowed"],
    wait: datetime.timedelta,
    message: str,
) -> tuple[Outcomes, Poll, FeedState]:
    """A poll that gave nothing; what was remembered stays."""
    done = Poll(
        address=address,
        at=now,
        status=status,
        next_at=now + wait,
        etag=state.etag,
        modified=state.modified,
        message=message,
    )
    failures = state.failures + 1 if status == "failed" else 0
    return [], done, msgspec.structs.replace(state, last=done, failures=failures, next_at=done.next_at)


def _backed_off(every: datetime.timedelta, failures: int) -> datetime.timedelta:
    """Twice as long with each failure, a day at most."""
    longer: datetime.timedelta = every * 2 ** min(failures, 16)
    return max(every, min(longer, _CEILING))


def _retry_after(answer: Answer, now: datetime.datetime) -> datetime.timedelta:
    """What the server asks to be waited, given in seconds or as a date; nothing where it doesn't."""
    written = answer.headers.get("retry-after", "").strip()
    try:
        if re.fullmatch(r"[0-9]{1,9}", written):
            wait = datetime.timedelta(seconds=int(written))
        else:
            at = parsedate_to_datetime(written)
            wait = (at if at.tzinfo else at.replace(tzinfo=datetime.UTC)) - now
    except (ValueError, TypeError, OverflowError):
        return datetime.timedelta()
    return max(datetime.timedelta(), min(wait, _LONGEST_RETRY))
