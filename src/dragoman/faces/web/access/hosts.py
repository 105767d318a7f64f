"""By which name the server is asked, and by whom: what a proxy says of that counts only where there is one.

A page of another site can make its name point at this machine (DNS rebinding). The browser then sends that name, and
it is none of ours.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from functools import cache

from starlette.datastructures import Headers
from starlette.types import Scope

from dragoman.errors import AccessError
from dragoman.faces.web.access.refusal import NotAllowed, WrongHost
from dragoman.faces.web.settings import Settings

_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::[0-9]{1,5})?")
_FORWARDED = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded")


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own, which no other can reach."""
    if host == "localhost" or host.endswith(".localhost"):  # browsers look these up nowhere (RFC 6761)
        return True
    address = _ip(host)
    return address is not None and address.is_loopback


def check_settings(settings: Settings) -> None:
    """Raises AccessError for a server that would let in more than it is to."""
    if settings.access == "open" and (settings.proxy or settings.hosts or not is_loopback(settings.host)):
        what = "without accounts whoever reaches the server may do all, so it listens on this machine alone"
        raise AccessError(what, settings.host, "use accounts: dragoman serve --accounts")
    if settings.proxy and not settings.hosts:
        what = "behind a proxy the server must know by which name it is reached"
        raise AccessError(what, "--proxy", "say it, as: --name news.example.org")


def forwarded(scope: Scope, settings: Settings) -> None:
    """Puts into the scope who asks and how, as the proxy in front of the server says; without one, leaves it."""
    if not settings.proxy:
        return
    headers = Headers(scope=scope)
    # What stands before the last comma was sent by whoever asked, and may be anything.
    last = headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    if _ip(last) is not None:
        scope["client"] = (last, 0)
    scope["scheme"] = "http" if headers.get("x-forwarded-proto", "").strip().lower() == "http" else "https"


def check_host(scope: Scope, settings: Settings) -> None:
    """Raises WrongHost where it is asked by a name that is not this server's, NotAllowed for a proxy unheard of."""
    headers = Headers(scope=scope)
    host = host_of(headers.get("host", ""))
    if len(headers.getlist("host")) != 1 or not host or not _is_ours(host, settings):
        raise WrongHost("this server is asked by a name that isn't its own", host[:80], "see: dragoman serve --help")
    if settings.access == "open" and any(name in headers for name in _FORWARDED):
        what = "it comes through a proxy, and whoever uses that would be let in"
        raise NotAllowed(what, "", "use accounts: dragoman serve --proxy --name HOST")


def host_of(header: str) -> str:
    """The name in a Host header, without port, brackets and the dot of the root; "" where it is none.

    Addresses are put together out of it, so nothing else may be in it.
    """
    found = _HOST.fullmatch(header.lower())
    return (found[1] or found[2].rstrip(".")) if found else ""


def _is_ours(host: str, settings: Settings) -> bool:
    if is_loopback(host) or host in {host_of(name) for name in settings.hosts}:
        return True
    # Nobody's name can be made to point here where the browser asked by a bare address.
    return settings.access == "accounts" and not settings.proxy and (_ip(host) is not None or host in _own_names())


@cache
def _own_names() -> frozenset[str]:
    name = socket.gethostname().lower()
    return frozenset({name, name.partition(".")[0], f"{name.partition('.')[0]}.local"})


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
