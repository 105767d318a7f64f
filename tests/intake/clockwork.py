"""A clock that moves only when something waits for it."""

from __future__ import annotations

import datetime


class Clockwork:
    """Call it for the time; `sleep` moves it on, and keeps what was asked for."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2024, 2, 17, 12, tzinfo=datetime.UTC)
        self.slept: list[float] = []

    def __call__(self) -> datetime.datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += datetime.timedelta(seconds=seconds)
