"""What `dragoman serve` was asked to be."""

from __future__ import annotations

from typing import Literal

from dragoman.ledger.store import DEFAULT
from dragoman.model import Record


class Settings(Record, frozen=True):
    """Which ledger is served, where, and to whom.

    `access`: "open" lets whoever reaches the port do all, as the user who started it (loopback only);
    "accounts" asks for a session or a token.
    """

    ledger: str = DEFAULT
    host: str = "127.0.0.1"
    port: int = 8300
    access: Literal["open", "accounts"] = "open"
    coder: str = "default"
    hosts: tuple[str, ...] = ()  # names under which it is reached, beside loopback's
    proxy: bool = False  # behind a proxy that ends TLS and says who asks
    setup: str | None = None  # digest of the secret by which the first account is made
    body: int = 6_000_000  # bytes that may be sent with one request
