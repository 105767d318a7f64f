"""Connections that end in time and lead only where they may.

The name of a host is looked up here, once; what was checked is what is connected to, so a name that
changes its address between the two (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from dragoman.errors import FetchError

_ADDRESS_TRIES = 4
_TRUST = "give that address itself if you trust it"
# IPv6 ranges that carry an IPv4 address inside, which is the one that counts.
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
# Within Azure this address is the machine's own host, though it looks like any other.
_HOST = ipaddress.IPv4Address("168.63.129.16")


class Deadline:
    """A moment by which all must be done."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that remain. Raises httpcore.TimeoutException when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.TimeoutException(f"{self.seconds:g} s are over")
        return left


def is_public(address: str) -> bool:
    """Whether an IP address is of the public net: not private, loopback, link-local, multicast, reserved."""
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
        elif ip.is_site_local:
            return False
    if ip == _HOST:
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def look_up(host: str, port: int, deadline: Deadline) -> list[str]:
    """All addresses of a host. Raises FetchError where it has none, httpcore.TimeoutException when late.

    The system's resolver takes no limit, so it runs in a thread that is left behind when late.
    """
    answers: queue.SimpleQueue[list[str] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([str(entry[4][0]) for entry in found])
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError(str(error)))

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise httpcore.TimeoutException("name lookup") from None
    if isinstance(answer, OSError) or not answer:
        raise FetchError("there is no such host", host, "check the address and the network")
    return list(dict.fromkeys(answer))


class TimedStream(httpcore.NetworkStream):
    """A connection each of whose steps ends with the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most `max_bytes`."""
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """All of the buffer."""
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        """Ends the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted."""
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left())
        return TimedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the connection under it tells."""
        return self._inner.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to the host that the user named wherever it is, to any other only in the public net."""

    def __init__(self, named_host: str, deadline: Deadline) -> None:
        self._named = named_host
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()
        self._checked: dict[str, list[str]] = {}

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first of the host's addresses that answers."""
        failure: Exception = httpcore.ConnectError("no address")
        for address in self._addresses(host, port)[:_ADDRESS_TRIES]:
            try:
                stream = self._plain.connect_tcp(address, port, timeout=self._deadline.left())
            except httpcore.ConnectError as error:
                failure = error
            else:
                self._check_far(host, stream)
                return TimedStream(stream, self._deadline)
        raise failure

    def _check_far(self, host: str, stream: httpcore.NetworkStream) -> None:
        """Raises FetchError where this machine talks to itself, by whatever address of its own."""
        here, there = stream.get_extra_info("client_addr"), stream.get_extra_info("server_addr")
        if host != self._named and here and there and here[0] == there[0]:
            stream.close()
            raise FetchError(f"it leads to {there[0]}, this machine itself", host, _TRUST)

    def _addresses(self, host: str, port: int) -> list[str]:
        if host not in self._checked:
            found = look_up(host, port, self._deadline)
            inside = [address for address in found if not is_public(address)]
            if inside and host != self._named:
                raise FetchError(f"it leads to {inside[0]}, an address that is not in the public net", host, _TRUST)
            self._checked[host] = found
        return self._checked[host]
