"""What waits for a person: doubtful events and stories, conditions that come due, sources that are silent."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Literal

from dragoman.desk import Desk
from dragoman.ledger import Ledger, Query
from dragoman.ledger.feeds import Polled
from dragoman.ledger.questions import Noted
from dragoman.model import Record

DOUBTFUL = (0.35, 0.65)  # between which a record may as well be wrong
MOST = 500  # doubts about stories that are counted
_PAST, _AHEAD = 30, 30  # days around the last report in which a condition comes due

Trouble = Literal["failing", "silent", "paused"]


class Waiting(Record, frozen=True):
    """How many doubtful events nobody has judged, how many stories are in doubt, and which conditions come due."""

    events: int
    stories: int
    due: tuple[Noted, ...]


class Source(Record, frozen=True):
    """A feed that gives nothing: why, since when, and what it said."""

    url: str
    title: str | None
    trouble: Trouble
    last: datetime.datetime | None
    message: str | None


class Sources(Record, frozen=True):
    """The feeds: how many are watched, and those that need a look."""

    watched: int
    troubled: tuple[Source, ...]


def waiting(ledger: Ledger, last: datetime.date) -> Waiting:
    """What waits for a reviewer, as of the day of the last report."""
    least, most = DOUBTFUL
    unjudged = [ledger.count(Query(judged=False, foreign=False, confidence=share)) for share in (least, most)]
    day = datetime.timedelta(days=1)
    return Waiting(
        events=unjudged[0] - unjudged[1],
        stories=len(ledger.doubts(MOST)),
        due=tuple(ledger.due(last - _PAST * day, last + _AHEAD * day)),
    )


def sources(ledger: Ledger, desk: Desk, now: datetime.datetime) -> Sources:
    """The feeds that fail, are paused, or are silent for longer than they usually are."""
    forgotten = desk.forgotten()
    states = {url: state for url, state in ledger.feed_states().items() if url not in forgotten}
    watched = {one.url: one for one in desk.watched()}
    paused = {url for url, one in watched.items() if one.paused}
    titles = {url: one.title for url, one in watched.items()}
    troubled = tuple(_troubled(ledger, states, paused, titles, now))
    return Sources(watched=len(states.keys() | watched.keys()), troubled=troubled)


def _troubled(
    ledger: Ledger, states: dict[str, Polled], paused: set[str], titles: dict[str, str | None], now: datetime.datetime
) -> Iterator[Source]:
    pulses = ledger.pulses()
    for url in sorted(states.keys() | paused):
        state, pulse = states.get(url), pulses.get(url)
        trouble: Trouble | None = None
        if url in paused:
            trouble = "paused"
        elif state is not None and state.status in ("failed", "disallowed"):
            trouble = "failing"
        elif pulse is not None and pulse.silent(now):
            trouble = "silent"
        if trouble is not None:
            message = state.message if state and trouble == "failing" else None
            yield Source(
                url=url, title=titles.get(url), trouble=trouble, last=pulse.last if pulse else None, message=message
            )
