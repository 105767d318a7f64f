"""Who gets in: what isn't known to be allowed is refused, whichever page is asked, by whichever way."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from dragoman.errors import AccessError
from dragoman.faces.web import Settings, create, serving
from dragoman.faces.web.access import bodies, rates
from dragoman.faces.web.access.guard import PUBLIC
from dragoman.ledger import Ledger

from .conftest import Running
from .entering import Entry

FORM = {"language": "en", "theme": "light"}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Gives an empty ledger each time it is called."""

    def make() -> str:
        ledger = str(tmp_path_factory.mktemp("empty") / "dragoman.db")
        Ledger(ledger).close()
        return ledger

    return make


@pytest.fixture(scope="module")
def local(serve: Callable[..., Running], empty: Callable[[], str]) -> Running:
    """A server without accounts."""
    return serve(empty())


@pytest.fixture(scope="module")
def entry(serve: Callable[..., Running], empty: Callable[[], str]) -> Iterator[Entry]:
    """A server with accounts."""
    entry = Entry(serve(empty(), access="accounts"))
    entry.account("the admin", "admin")
    yield entry
    entry.ledger.close()


@pytest.fixture(scope="module")
def routes(empty: Callable[[], str]) -> list[tuple[str, APIRoute]]:
    """Every route of the application with its whole address, in which a name stands for what it may be."""
    app = create(Settings(ledger=empty()))
    found = list(_routes(app.routes))
    app.state.site.close()
    return found


def _routes(several: Any, before: str = "") -> Iterator[tuple[str, APIRoute]]:
    for one in several:
        if isinstance(one, APIRoute):
            yield (before + one.path).replace("{", "").replace("}", ""), one
        elif getattr(one, "routes", None):
            yield from _routes(one.routes, before + getattr(one, "path", ""))
        elif getattr(getattr(one, "original_router", None), "routes", None):
            yield from _routes(one.original_router.routes, before)


# --- nobody is signed in -------------------------------------------------------------------------


def test_without_a_session_no_page_is_given(entry: Entry, routes: list[tuple[str, APIRoute]]) -> None:
    assert {"/events", "/api/v1/events", "/feeds/events.atom", "/admin"} <= {path for path, _ in routes}
    with entry.client() as client:
        for path, route in routes:
            if path in PUBLIC or "GET" not in (route.methods or ()):
                continue
            answer = client.get(path)
            if path.startswith(("/api/", "/feeds/")):
                assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), path
            else:
                assert answer.status_code == 303 and answer.headers["location"].startswith("/login"), path


def test_without_a_session_nothing_is_changed(entry: Entry, routes: list[tuple[str, APIRoute]]) -> None:
    with entry.client() as client:
        for path, route in routes:
            for method in (route.methods or set()) - {"GET", "HEAD"}:
                if path not in PUBLIC:
                    assert client.request(method, path).status_code in (303, 401), path


def test_what_is_not_there_is_not_told_either(entry: Entry) -> None:
    with entry.client() as client:
        assert client.get("/nothing").headers["location"] == "/login?next=%2Fnothing"
        assert client.get("/api/v1/nothing").status_code == 401


@pytest.mark.parametrize("path", ["/health", "/login", "/static/app.css"])
def test_what_is_open_to_all_is_given(entry: Entry, path: str) -> None:
    with entry.client() as client:
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["//login", "/login/", "/LOGIN", "/static/../events", "/health/../events", "/login/x"])
def test_no_way_of_writing_an_address_gets_past(entry: Entry, path: str) -> None:
    with socket.create_connection(("127.0.0.1", entry.running.settings.port)) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = line.makefile("rb").read().decode()
    assert answer.split(" ")[1] in ("303", "404"), answer
    assert 'class="event"' not in answer


def test_a_fragment_that_is_asked_for_sends_the_browser_to_sign_in(entry: Entry) -> None:
    with entry.client(headers={"HX-Request": "true"}) as client:
        answer = client.get("/events")
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/login")


def test_an_answer_that_was_kept_is_given_to_nobody_else(entry: Entry) -> None:
    with entry.signed_in("read") as client:
        first = client.get("/events")
        tag = {"If-None-Match": first.headers["etag"]}
        assert client.get("/events", headers=tag).status_code == 304
        entry.desk.end_sessions(entry.desk.account("the read"))
        assert client.get("/events", headers=tag).headers["location"] == "/login?next=%2Fevents"
    assert first.headers["cache-control"] == "private, no-cache" and "Cookie" in first.headers["vary"]
    with entry.signed_in("review") as client:
        assert client.get("/events", headers=tag).status_code == 200


# --- roles ---------------------------------------------------------------------------------------


def test_whatever_changes_something_says_who_may(routes: list[tuple[str, APIRoute]]) -> None:
    for path, route in routes:
        if (route.methods or set()) - {"GET", "HEAD"} and path not in (*PUBLIC, "/logout"):
            calls = {getattr(one.call, "__name__", "") for one in _all(route.dependant)}
            assert calls & {"_reader", "_reviewer", "_admin"}, f"{path} takes no Reader, Reviewer or Admin"


def _all(dependant: Any) -> Iterator[Any]:
    yield dependant
    for one in dependant.dependencies:
        yield from _all(one)


@pytest.mark.parametrize(
    ("path", "least"), [("/review", "review"), ("/sources", "admin"), ("/admin/account", "admin"), ("/admin", "admin")]
)
def test_a_role_may_what_it_may_and_no_more(entry: Entry, path: str, least: str) -> None:
    for role in ("read", "review", "admin"):
        with entry.signed_in(role) as client:  # type: ignore[arg-type]
            answer = client.get(path) if path in ("/review", "/admin") else client.post(path, data={})
        allowed = ("read", "review", "admin").index(role) >= ("read", "review", "admin").index(least)
        assert (answer.status_code != 403) == allowed, (role, path, answer.status_code)
        if not allowed:
            assert "You may not do that" in answer.text


def test_a_change_that_was_refused_is_noted(entry: Entry) -> None:
    with entry.signed_in("read") as client:
        client.get("/admin")
        client.post("/admin/account", data={"name": "x", "role": "admin"})
    assert entry.noted()[0] == ("the read", "refused", "/admin/account")
    assert entry.noted()[1] != ("the read", "refused", "/admin"), "a look is none"


def test_an_account_that_is_disabled_is_out_at_once(entry: Entry) -> None:
    with entry.signed_in("read", "Omar") as client:
        assert client.get("/").status_code == 200
        entry.desk.disable("Omar")
        assert client.get("/").status_code == 303


# --- tokens --------------------------------------------------------------------------------------


def test_a_token_opens_the_pages_and_needs_no_origin(entry: Entry) -> None:
    with entry.program("review", "write") as client:
        assert client.get("/events").status_code == 200
        assert client.post("/review", data={}).status_code != 403


def test_a_token_that_may_read_changes_nothing(entry: Entry) -> None:
    with entry.program("admin", "read") as client:
        assert client.post("/review", data={}).status_code == 403


def test_a_token_of_who_administers_administers_nothing(entry: Entry) -> None:
    with entry.program("admin", "write") as client:
        assert client.get("/admin").status_code == 403
        assert client.post("/admin/account", data={"name": "x", "role": "admin"}).status_code == 403
        assert client.get("/account").status_code == 403
        assert client.post("/account/token", data={"name": "more", "scope": "write"}).status_code == 403


@pytest.mark.parametrize("given", ["Bearer x", "bearer", "Basic eDp4", "Bearer \u00e9", "Bearer " + "x" * 9000])
def test_a_token_that_is_none_opens_nothing(entry: Entry, given: str) -> None:
    with entry.client(headers={"Authorization": given.encode("latin-1")}) as client:
        answer = client.get("/api/v1/events")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_a_wrong_token_is_not_made_up_for_by_a_session(entry: Entry) -> None:
    with entry.signed_in("admin", headers={"Authorization": "Bearer x"}) as client:
        assert client.get("/").status_code == 401


# --- by which name, from which site -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "open_", "accounts"),
    [
        ("localhost", 200, 303),
        ("LOCALHOST:1", 200, 303),
        ("127.0.0.1", 200, 303),
        ("[::1]:8300", 200, 303),
        ("news.localhost", 200, 303),
        ("192.0.2.7", 421, 303),  # by a bare address nobody can be misled
        ("evil.example", 421, 421),
        ("localhost.evil.example", 421, 421),
        ("127.0.0.1.evil.example", 421, 421),
        ("", 421, 421),
        ("localhost@evil.example", 421, 421),
        ("evil.example/login?.localhost", 421, 421),  # by which an address would be read as that of the sign-in
        ("localhost/login?", 421, 421),
        ("localhost#", 421, 421),
        ("localhost:x", 421, 421),
        ("[::1", 421, 421),
        ("a b.localhost", 421, 421),
    ],
)
def test_a_server_answers_to_its_own_names_alone(
    entry: Entry, local: Running, host: str, open_: int, accounts: int
) -> None:
    for running, expected in ((local, open_), (entry.running, accounts)):
        with running.client(headers={"Host": host}) as client:
            assert client.get("/").status_code == expected


def test_the_name_that_it_was_given_is_its_own(serve: Callable[..., Running], empty: Callable[[], str]) -> None:
    running = serve(empty(), access="accounts", hosts=("news.example.org",))
    for host, status in (("news.example.org", 200), ("News.example.org.:80", 200), ("example.org", 421)):
        with running.client(headers={"Host": host}) as client:
            assert client.get("/health").status_code == status
    running.stop()


def test_two_hosts_are_none(local: Running) -> None:
    with socket.create_connection(("127.0.0.1", local.settings.port)) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        assert line.makefile("rb").readline().split()[1] in (b"400", b"421")


SITES = [
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": "none"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "SELF"}, False),
    ({"Origin": "SELF"}, True),
    ({"Origin": "https://evil.example"}, False),
    ({"Origin": "null"}, False),
    ({"Origin": "SELF.evil.example"}, False),
    ({"Origin": "http://127.0.0.1:1"}, False),
    ({}, False),
]


@pytest.mark.parametrize(("headers", "ours"), SITES, ids=[str(headers) for headers, _ in SITES])
def test_only_our_own_pages_have_something_changed(
    entry: Entry, local: Running, headers: dict[str, str], ours: bool
) -> None:
    for running in (entry.running, local):
        given = {name: value.replace("SELF", running.address) for name, value in headers.items()}
        with httpx.Client(base_url=running.address) as client:
            assert client.post("/look", data=FORM, headers=given).status_code == (303 if ours else 403)


def test_a_session_is_no_use_to_another_site(entry: Entry) -> None:
    with entry.signed_in("admin") as client:
        client.headers["Sec-Fetch-Site"] = "cross-site"
        answer = client.post("/admin/account", data={"name": "Mallory", "role": "admin"})
        assert answer.status_code == 403
    assert "Mallory" not in [one.name for one in entry.desk.accounts()]


def test_a_program_on_this_machine_asks_the_api_without_saying_where_it_comes_from(local: Running) -> None:
    with httpx.Client(base_url=local.address) as client:
        assert client.post("/api/v1/nothing").status_code in (404, 405)
        evil = {"Origin": "https://evil.example"}
        assert client.post("/api/v1/nothing", headers=evil).status_code == 403


def test_no_other_site_reads_an_answer(local: Running) -> None:
    with local.client(headers={"Origin": "https://evil.example"}) as client:
        answer = client.get("/")
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


# --- behind a proxy ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def proxied(serve: Callable[..., Running], empty: Callable[[], str]) -> Entry:
    entry = Entry(serve(empty(), access="accounts", proxy=True, hosts=("news.example.org",)))
    entry.account("the admin", "admin")
    return entry


OUTSIDE = {"Host": "news.example.org", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9, 198.51.100.7"}


def test_behind_a_proxy_that_ends_tls_cookies_are_locked_to_it(proxied: Entry) -> None:
    with proxied.client(headers=OUTSIDE) as client:
        answer = client.post("/login", data={"name": "the admin", "password": "seven boats at the quay"})
    kept = answer.headers["set-cookie"]
    assert kept.startswith("__Host-dragoman=")
    assert (
        all(part in kept for part in ("; Secure", "; HttpOnly", "; SameSite=lax", "; Path=/")) and "Domain" not in kept
    )
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_the_proxys_own_word_says_who_asks_and_not_what_was_sent_to_it(proxied: Entry) -> None:
    with proxied.client(headers=OUTSIDE) as client:
        client.post("/login", data={"name": "the admin", "password": "wrong"})
    assert proxied.desk.log(1)[0].address == "198.51.100.7"


def test_the_origin_behind_a_proxy_is_that_of_its_name(proxied: Entry) -> None:
    with httpx.Client(base_url=proxied.running.address, headers=OUTSIDE) as client:
        for origin, status in (("https://news.example.org", 303), ("http://news.example.org", 403)):
            assert client.post("/look", data=FORM, headers={"Origin": origin}).status_code == status


def test_without_a_proxy_nothing_is_believed_of_one(entry: Entry) -> None:
    with entry.client(headers={**OUTSIDE, "Host": "localhost"}) as client:
        answer = client.post("/login", data={"name": "the admin", "password": "wrong"})
    assert "strict-transport-security" not in answer.headers
    assert entry.desk.log(1)[0].address == "127.0.0.1"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded"])
def test_a_proxy_before_a_server_without_accounts_lets_nobody_in(local: Running, header: str) -> None:
    with local.client(headers={header: "203.0.113.9"}) as client:
        assert client.get("/").status_code == 403


@pytest.mark.parametrize(
    "settings",
    [
        Settings(host="0.0.0.0"),
        Settings(host="192.0.2.7"),
        Settings(host="::"),
        Settings(host=""),
        Settings(proxy=True, hosts=("news.example.org",)),
        Settings(hosts=("news.example.org",)),
        Settings(access="accounts", proxy=True),
    ],
)
def test_no_server_is_open_to_more_than_this_machine(settings: Settings) -> None:
    with pytest.raises(AccessError):
        create(settings)


# --- how much, how slowly, how often ----------------------------------------------------------------


@pytest.fixture(scope="module")
def narrow(serve: Callable[..., Running], empty: Callable[[], str]) -> Iterator[Running]:
    """A server that takes little and doesn't wait long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bodies, "SECONDS", 0.5)
        patch.setattr(serving, "REQUEST_SECONDS", 0.5)
        yield serve(empty(), body=2_000)


def test_more_than_may_be_sent_is_refused_by_its_length_alone(narrow: Running) -> None:
    with socket.create_connection(("127.0.0.1", narrow.settings.port)) as line:
        line.sendall(
            b"POST /look HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 2001\r\n\r\n"
        )
        assert line.makefile("rb").readline().split()[1] == b"413"


def test_more_than_may_be_sent_is_refused_where_no_length_is_given(narrow: Running) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b"language=en&" * 10

    with narrow.client() as client:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = client.post("/look", content=pieces(), headers=form)
    assert answer.status_code == 413 and "That is too large" in answer.text


def test_a_body_that_does_not_come_in_time_is_not_waited_for(narrow: Running) -> None:
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", narrow.settings.port)) as line:
        line.sendall(
            b"POST /look HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\nlanguage=en"
        )
        assert line.makefile("rb").readline().split()[1] == b"408"
    assert time.monotonic() - began < 20


WHOLE, PART = b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET / HTTP/1.1\r\nHost: loc"


@pytest.mark.parametrize(("before", "sent"), [(b"", b""), (b"", PART), (WHOLE, PART)])
def test_a_request_that_does_not_come_in_time_ends_the_connection(narrow: Running, before: bytes, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", narrow.settings.port)) as line:
        line.settimeout(15)
        if before:
            line.sendall(before)
            assert line.recv(4096).startswith(b"HTTP/1.1 200")
        line.sendall(sent)
        try:
            while line.recv(4096):
                pass
        except ConnectionResetError:
            pass


def test_too_many_sign_ins_of_one_address_have_to_wait(
    serve: Callable[..., Running], empty: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rates.RATES, "login", rates.Rate(3, 1))
    running = serve(empty(), access="accounts")
    with running.client() as client:
        answers = [client.post("/login", data={"name": f"n{number}", "password": "x"}) for number in range(5)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]
    assert int(answers[-1].headers["retry-after"]) > 0 and "Too many requests" in answers[-1].text
    running.stop()
