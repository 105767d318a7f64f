from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
import zlib
from http.server import BaseHTTPRequestHandler

import pytest

from dragoman.errors import FetchError
from dragoman.intake import network
from dragoman.intake.fetch import BYTE_LIMIT, ask, fetch, user_agent, without_credentials

from .conftest import ARABIC, Site, page_of


def test_a_page_is_fetched(site: Site) -> None:
    fetched = fetch(site.serve("/a", page_of(ARABIC), "Text/HTML; charset=UTF-8"))
    assert fetched.body.decode() == page_of(ARABIC)
    assert (fetched.kind, fetched.charset, fetched.address) == ("html", "utf-8", site.root + "/a")
    assert fetched.at.tzinfo is not None
    headers = site.requests[0][1]
    assert headers["user-agent"].startswith("dragoman/")
    assert headers["host"] == f"127.0.0.1:{site.port}"


def test_letters_of_any_script_may_stand_in_an_address(site: Site) -> None:
    site.serve("/%D8%AE%D8%A8%D8%B1?q=%D8%A7", "text", "text/plain")
    assert fetch(f"{site.root}/خبر?q=ا#fragment").body == b"text"


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_compressed_page_is_unpacked(site: Site, coding: str) -> None:
    raw = page_of(ARABIC).encode()
    packed = gzip.compress(raw) if coding == "gzip" else zlib.compress(raw)
    assert fetch(site.serve("/a", packed, Content_Encoding=coding)).body == raw


def test_redirects_on_the_named_host_are_followed(site: Site) -> None:
    site.serve("/end", "here", "text/plain")
    site.redirect("/2", "/end", 301)
    site.redirect("/1", f"{site.root}/2", 307)
    fetched = fetch(site.redirect("/0", "1", 308))
    assert (fetched.body, fetched.address) == (b"here", site.root + "/end")


@pytest.mark.parametrize(
    "inner",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://localhost:{port}/end",
        "http://[::1]:{port}/end",
        "http://2130706433:{port}/end",
        "http://127.0.0.2:{port}/end",
        "//0.0.0.0:{port}/end",
    ],
)
def test_redirects_into_a_private_net_are_refused(site: Site, inner: str) -> None:
    site.serve("/end", "secret", "text/plain")
    start = time.monotonic()
    with pytest.raises(FetchError, match=r"not in the public net|no such host"):
        fetch(site.redirect("/0", inner.format(port=site.port)), seconds=5)
    assert time.monotonic() - start < 4
    assert [path for path, _ in site.requests] == ["/0"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://", "http://[", "http://a:99999/"])
def test_redirects_elsewhere_are_refused(site: Site, target: str) -> None:
    with pytest.raises(FetchError):
        fetch(site.redirect("/0", target))


def test_more_than_five_redirects_are_refused(site: Site) -> None:
    site.redirect("/loop", "/loop")
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetch(f"{site.root}/loop")
    assert len(site.requests) == 6


def test_neither_cookies_nor_credentials_are_sent(site: Site) -> None:
    site.serve("/end", "here", "text/plain")
    site.redirect("/0", "/end")
    fetched = fetch(f"http://user:password@127.0.0.1:{site.port}/0")
    for _, headers in site.requests:
        assert "cookie" not in headers and "authorization" not in headers
    assert "password" not in fetched.address


def test_credentials_are_not_shown() -> None:
    assert without_credentials("http://user:pass@example.org/a?b=c") == "http://example.org/a?b=c"
    assert without_credentials("http://example.org/خبر") == "http://example.org/خبر"
    with pytest.raises(FetchError) as caught:
        fetch("http://user:secret@127.0.0.1:1/")
    assert "secret" not in str(caught.value)


def test_proxies_of_the_environment_are_left_alone(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch(site.serve("/a", "here", "text/plain")).body == b"here"


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "text/css", "application/octet-stream", "font/woff"])
def test_other_contents_are_refused(site: Site, kind: str) -> None:
    with pytest.raises(FetchError, match=kind):
        fetch(site.serve("/a", "x", kind))


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("application/xhtml+xml", "html"),
        ("text/plain", "text"),
        ("application/json", "json"),
        ("text/xml", "feed"),
        ("", None),
    ],
)
def test_contents_are_told_by_what_the_server_says(site: Site, kind: str, told: str | None) -> None:
    assert fetch(site.serve("/a", "x", kind)).kind == told


def test_an_answer_that_is_no_page_is_told(site: Site) -> None:
    with pytest.raises(FetchError, match="answered 404") as caught:
        fetch(f"{site.root}/none")
    assert caught.value.where == f"{site.root}/none" and caught.value.fix


def _endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65_536)


def test_an_endless_body_is_cut(site: Site) -> None:
    with pytest.raises(FetchError, match="more than 10,000,000 bytes"):
        fetch(site.on("/a", _endless))


def test_a_bomb_does_not_go_off(site: Site) -> None:
    packing = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packing.compress(b"\0" * 1_000_000) for _ in range(300)) + packing.flush()
    address = site.serve("/a", bomb, Content_Encoding="gzip")
    del packing
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="more than"):
            fetch(address)
        assert tracemalloc.get_traced_memory()[1] < 4 * BYTE_LIMIT
    finally:
        tracemalloc.stop()


def test_broken_or_unknown_compression_is_told(site: Site) -> None:
    whole = gzip.compress(page_of(ARABIC).encode())
    for body, coding in ((b"no gzip", "gzip"), (whole[:-20], "gzip"), (whole, "br")):
        with pytest.raises(FetchError):
            fetch(site.serve("/a", body, Content_Encoding=coding))


def test_a_server_that_never_answers_is_given_up(site: Site) -> None:
    start = time.monotonic()
    with pytest.raises(FetchError, match=r"did not answer in full within 0\.3 s; try again later"):
        fetch(site.on("/a", lambda handler: site.closing.wait(5) and None), seconds=0.3)
    assert time.monotonic() - start < 2


def test_a_body_in_drops_is_given_up(site: Site) -> None:
    def drops(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        while not site.closing.wait(0.05):
            handler.wfile.write(b"x")

    start = time.monotonic()
    with pytest.raises(FetchError, match="did not answer in full"):
        fetch(site.on("/a", drops), seconds=0.5)
    assert time.monotonic() - start < 2


def test_headers_in_drops_are_given_up(site: Site) -> None:
    def drops(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not site.closing.wait(0.05):
            handler.wfile.write(b"x")

    start = time.monotonic()
    with pytest.raises(FetchError, match="did not answer in full"):
        fetch(site.on("/a", drops), seconds=0.5)
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort"])
def test_an_answer_that_breaks_off_is_told(said: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                connection.sendall(said)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        with pytest.raises(FetchError):
            fetch(f"http://127.0.0.1:{server.getsockname()[1]}/", seconds=5)
        thread.join(5)


@pytest.mark.parametrize(
    "address", ["http://", "http:///path", "https://[bad/", "http://a b/", "http://x:0/", "http://\x00/"]
)
def test_an_address_that_is_none_is_told(address: str) -> None:
    with pytest.raises(FetchError):
        fetch(address, seconds=5)


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(FetchError, match="no connection"):
        fetch("http://127.0.0.1:1/")


def test_an_answer_has_its_status_and_headers_whatever_they_are(site: Site) -> None:
    def unchanged(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(304)
        handler.send_header("ETag", '"1"')
        handler.end_headers()

    answer = ask(site.on("/a", unchanged), headers={"If-None-Match": '"1"'})
    assert (answer.status, answer.headers["etag"], answer.body) == (304, '"1"', b"")
    assert site.requests[0][1]["if-none-match"] == '"1"'
    assert ask(f"{site.root}/none").status == 404
    assert ask(site.serve("/image", b"x", "image/png")).body == b"x"


def test_a_host_that_the_user_did_not_name_is_only_asked_in_the_public_net(site: Site) -> None:
    address = site.serve("/a", "x", "text/plain")
    assert fetch(address, named=f"{site.root}/feed").body == b"x"
    for named in ("", "https://example.org/feed", f"http://localhost:{site.port}/"):
        with pytest.raises(FetchError, match="not in the public net"):
            fetch(address, named=named)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "0x7f.1", "2130706433", "0", "[::ffff:127.0.0.1]", "user@127.0.0.1"]
)
def test_what_nobody_named_is_never_asked_in_a_private_net_however_it_is_written(site: Site, host: str) -> None:
    with pytest.raises(FetchError, match=r"not in the public net|no such host|no valid address"):
        fetch(f"http://{host}:{site.port}/", named="")
    assert site.requests == []


def test_this_machine_is_not_asked_by_an_address_of_its_own_either(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "is_public", lambda _: True)  # as a server's own address in the public net is
    with pytest.raises(FetchError, match="this machine itself"):
        fetch(f"{site.root}/", named="")
    assert site.requests == []


def test_a_name_that_points_elsewhere_the_second_time_gains_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.redirect("/a", f"http://rebound.example:{site.port}/b")
    answers = iter([["127.0.0.1"], ["93.184.216.34"], ["127.0.0.1"]])
    monkeypatch.setattr(network, "look_up", lambda *_: next(answers))
    with pytest.raises(FetchError, match=r"93\.184\.216\.34|no connection|within"):
        fetch(f"http://named.example:{site.port}/a", seconds=1)
    assert [path for path, _ in site.requests] == ["/a"]


def test_the_program_says_its_name() -> None:
    assert user_agent().startswith("dragoman/") and "news event research" in user_agent()
