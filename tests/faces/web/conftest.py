"""A server on loopback over a copy of the planted story's ledger, and a browser at it."""

from __future__ import annotations

import contextlib
import itertools
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from dragoman.faces.web import Settings, serving
from dragoman.ledger import Ledger


class Running:
    """A server that runs: its address, and the ledger's file that it serves."""

    def __init__(self, settings: Settings, listening: socket.socket) -> None:
        self.settings = settings
        self.address = f"http://127.0.0.1:{settings.port}"
        self._server = uvicorn.Server(serving.config(settings))
        self._thread = threading.Thread(target=self._server.run, args=([listening],), daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    @property
    def ledger(self) -> str:
        return self.settings.ledger

    def client(self, language: str = "en", **more: Any) -> httpx.Client:
        """Something that asks it, as a browser would."""
        headers = {"Accept-Language": language, "Sec-Fetch-Site": "same-origin"} | more.pop("headers", {})
        return httpx.Client(base_url=self.address, headers=headers, timeout=60, **more)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)


def listening() -> socket.socket:
    found = socket.socket(proto=socket.IPPROTO_TCP)
    found.bind(("127.0.0.1", 0))
    return found


@pytest.fixture(scope="session")
def stock(planted: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Gives a fresh copy of the ledger of the planted story each time it is called."""
    folder, numbers = tmp_path_factory.mktemp("stock"), itertools.count()
    with planted.store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy() -> Path:
        return Path(shutil.copy(planted.store.address, folder / f"{next(numbers)}.db"))

    return copy


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., Running]]:
    """Starts servers: `serve(ledger, access="accounts")`; they stop when the tests end."""
    with contextlib.ExitStack() as stack:

        def start(ledger: Path | str, **settings: Any) -> Running:
            at = listening()
            running = Running(Settings(ledger=str(ledger), port=at.getsockname()[1], **settings), at)
            stack.callback(running.stop)
            return running

        yield start


@pytest.fixture(scope="session")
def reading(serve: Callable[..., Running], stock: Callable[[], Path]) -> Running:
    """A server for tests that only look."""
    return serve(stock())


@pytest.fixture
def writing(serve: Callable[..., Running], stock: Callable[[], Path]) -> Iterator[Running]:
    """A server of a test's own, for one that changes something."""
    running = serve(stock())
    yield running
    running.stop()


@pytest.fixture
def client(reading: Running) -> Iterator[httpx.Client]:
    """Asks the server that is only looked at, in English."""
    with reading.client() as found:
        yield found
