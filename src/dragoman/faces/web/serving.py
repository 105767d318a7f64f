"""The server under the pages: where it listens, how long it waits for whom, and how it stops."""

from __future__ import annotations

import asyncio
import errno
import os
import signal
import socket
import sys
from contextlib import closing
from typing import cast

import h11
import msgspec
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.supervisors import Multiprocess

from dragoman.errors import ServerError
from dragoman.faces.web.app import create
from dragoman.faces.web.settings import Settings

REQUEST_SECONDS = 20.0  # in which the head of a request must have come
_CONNECTIONS = 400  # at once; more are told to come back
_STOPPING = 10  # seconds that answers under way are waited for
_ADDRESSES = "leave --host out for this machine alone, or name 0.0.0.0 for all its addresses"
_COMING_UP = 60  # seconds that a process may take to come up, on a busy machine too
_SETTINGS = "DRAGOMAN_SERVER"  # the environment, in which each of several processes finds them


class Protocol(H11Protocol):
    """HTTP over a connection that ends where a request doesn't come in time, however slowly it does come."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Waits from now on."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Waits on while there is less than a request's head."""
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._wait()
        else:
            self._wait_no_more()

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits no more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Has the streams of news end, which would go on as long as they are read."""
        cast(FastAPI, self.app).state.streams.close()
        super().shutdown()

    def _wait(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(REQUEST_SECONDS, self.transport.abort)

    def _wait_no_more(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises ServerError where another program does, or there is no such address."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind, protocol)  # unless it is known for TCP, each answer waits 40 ms (Nagle)
    except OSError as error:
        raise ServerError("there is no such address", host, _ADDRESSES) from error
    try:
        if os.name == "posix":  # elsewhere it would let two programs have the same port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(where)
        found.listen(2048)
    except OSError as error:
        found.close()
        said = (error.strerror or str(error)).lower()
        if error.errno == errno.EADDRNOTAVAIL:
            raise ServerError(f"it is no address of this machine ({said})", host, _ADDRESSES) from error
        raise ServerError(f"port {port} can't be had ({said})", host, "name another with --port") from error
    return found


def config(settings: Settings, workers: int = 1) -> uvicorn.Config:
    """How the application is run; what it does of proxies, hosts and bodies it does itself."""
    app: FastAPI | str = create(settings) if workers == 1 else f"{__name__}:application"
    return uvicorn.Config(
        app,
        factory=workers > 1,
        workers=workers,
        http=Protocol,
        ws="none",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=_STOPPING,
        timeout_worker_healthcheck=_COMING_UP,
    )


def application() -> FastAPI:
    """The application of one of several processes."""
    return create(msgspec.json.decode(os.environ[_SETTINGS], type=Settings))


def run(settings: Settings, listening: socket.socket, workers: int = 1) -> int:
    """Serves until it is told to stop; gives the exit code that a shell expects then, or leaves by an interrupt."""
    with closing(listening):
        if workers == 1:
            # uvicorn finishes what is under way, and then has the signal do what it would have done without it.
            signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
            uvicorn.Server(config(settings)).run(sockets=[listening])
            return 0
        os.environ[_SETTINGS] = msgspec.json.encode(settings).decode()
        several = _Several(config(settings, workers), sockets=[listening])
        several.run()
        return several.code


class _Several(Multiprocess):
    """Several processes at one socket; one that dies is replaced."""

    code = 3  # where none of them could start

    def init_processes(self) -> None:
        # Ctrl-C reaches them too, and while they come up they would break off with a traceback each.
        ours = signal.signal(signal.SIGINT, signal.SIG_IGN)
        super().init_processes()
        signal.signal(signal.SIGINT, ours)

    def handle_int(self) -> None:
        self.code = 128 + signal.SIGINT
        super().handle_int()

    def handle_term(self) -> None:
        self.code = 128 + signal.SIGTERM
        super().handle_term()
