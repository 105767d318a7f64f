"""A feed is silent when nothing came for longer than it usually pauses."""

from __future__ import annotations

import datetime

import pytest

from dragoman.ledger import Ledger
from dragoman.ledger.feeds import Polled

BEGIN = datetime.datetime(2024, 3, 5, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
FEED = "https://example.org/feed.xml"


def poll(ledger: Ledger, hours: float, added: int) -> None:
    ledger.record_poll(
        Polled(
            source=FEED, at=BEGIN + hours * HOUR, status="new" if added else "unchanged", entries=added, added=added,
            message=None, next_at=None, state="{}",
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("gave", "asked_at", "silent"),
    [
        ((0, 2, 4, 6), 29, False),  # less than a day
        ((0, 2, 4, 6), 31, True),
        ((0, 24, 48, 72), 72 + 60, False),  # less than three usual pauses
        ((0, 24, 48, 72), 72 + 73, True),
        ((0, 2, 4), 400, False),  # too few to know what is usual
        ((), 400, False),
    ],
)
def test_a_feed_is_silent_after_a_day_and_three_usual_pauses(
    ledger: Ledger, gave: tuple[int, ...], asked_at: int, silent: bool
) -> None:
    for hours in gave:
        poll(ledger, hours, added=1)
        poll(ledger, hours + 1, added=0)
    if not gave:
        poll(ledger, 0, added=0)
    pulse = ledger.pulses()[FEED]
    assert pulse.silent(BEGIN + asked_at * HOUR) == silent
    assert pulse.last == (BEGIN + gave[-1] * HOUR if gave else None)
