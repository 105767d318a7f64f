"""The client at a real server over a copy of the planted story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dragoman.client import Client
from faces.web.conftest import Running, serve, stock

__all__ = ["serve", "stock"]


@pytest.fixture(scope="module")
def running(serve: Callable[..., Running], stock: Callable[[], Path]) -> Running:
    return serve(stock(), coder="lexicon")


@pytest.fixture
def client(running: Running) -> Iterator[Client]:
    with Client(running.address) as found:
        yield found
