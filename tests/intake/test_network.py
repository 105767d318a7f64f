from __future__ import annotations

import threading

import httpcore
import pytest

from dragoman.errors import FetchError
from dragoman.intake import network
from dragoman.intake.network import Deadline, GuardedBackend, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "fe80::1%eth0",
        "fec0::1",
        "64:ff9b:1::7f00:1",
        "::127.0.0.1",
        "168.63.129.16",
    ],
)
def test_inner_addresses_are_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_public_addresses_are_known(address: str) -> None:
    assert is_public(address)


def test_one_inner_address_among_several_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "look_up", lambda *_: ["93.184.216.34", "10.0.0.1"])
    backend = GuardedBackend("named.example", Deadline(5))
    with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
        backend.connect_tcp("other.example", 80)


def test_a_name_is_looked_up_once_so_that_it_cannot_change(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    monkeypatch.setattr(network, "look_up", lambda *_: next(answers))
    tried: list[str] = []

    class Refusing(httpcore.NetworkBackend):
        def connect_tcp(self, host: str, port: int, **_: object) -> httpcore.NetworkStream:  # type: ignore[override]
            tried.append(host)
            raise httpcore.ConnectError("refused")

    backend = GuardedBackend("named.example", Deadline(5))
    backend._plain = Refusing()  # type: ignore[assignment]
    for _ in range(2):
        with pytest.raises(httpcore.ConnectError):
            backend.connect_tcp("other.example", 80)
    assert tried == ["93.184.216.34", "93.184.216.34"]


def test_a_resolver_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    monkeypatch.setattr(network.socket, "getaddrinfo", lambda *_, **__: [][: release.wait(10)])
    with pytest.raises(httpcore.TimeoutException):
        network.look_up("slow.example", 80, Deadline(0.2))
    release.set()


def test_a_deadline_ends() -> None:
    with pytest.raises(httpcore.TimeoutException):
        Deadline(0).left()
