"""The API of a running server: one that is only asked, and one of a test's own where it changes something."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from ..web.conftest import Running, serve, stock

__all__ = ["serve", "stock"]

API = "/api/v1"


def client_of(running: Running, **more: str) -> httpx.Client:
    return httpx.Client(base_url=running.address + API, timeout=60, headers=more)


@pytest.fixture(scope="session")
def asked(serve: Callable[..., Running], stock: Callable[[], Path]) -> Running:
    """A server for tests that only ask."""
    return serve(stock(), coder="lexicon")


@pytest.fixture
def api(asked: Running) -> Iterator[httpx.Client]:
    with client_of(asked) as client:
        yield client


@pytest.fixture
def changed(serve: Callable[..., Running], stock: Callable[[], Path]) -> Iterator[httpx.Client]:
    """The API of a server of a test's own."""
    running = serve(stock(), coder="lexicon")
    with client_of(running) as client:
        yield client
    running.stop()
