"""Signing in and out, and the first account, as a browser meets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from dragoman.ledger import Ledger

from .conftest import Running
from .entering import PASSWORD, SECRET, SETUP, Entry


def make(serve: Callable[..., Running], folder: Path, **settings: Any) -> Entry:
    ledger = str(folder / "dragoman.db")
    Ledger(ledger).close()
    return Entry(serve(ledger, access="accounts", **settings))


@pytest.fixture
def entry(serve: Callable[..., Running], tmp_path: Path) -> Iterator[Entry]:
    """A server of a test's own with one account, for what it counts is not to be shared."""
    entry = make(serve, tmp_path)
    entry.account("Leyla", "admin")
    yield entry
    entry.ledger.close()
    entry.running.stop()


@pytest.fixture
def new(serve: Callable[..., Running], tmp_path: Path) -> Iterator[Entry]:
    """A server that nobody has an account at."""
    entry = make(serve, tmp_path, setup=SETUP)
    yield entry
    entry.ledger.close()
    entry.running.stop()


def enter(client: httpx.Client, name: str = "Leyla", password: str = PASSWORD, **more: str) -> httpx.Response:
    return client.post("/login", data={"name": name, "password": password, **more})


def test_who_signs_in_goes_on_to_the_page_that_was_asked_for(entry: Entry) -> None:
    with entry.client() as client:
        form = client.get("/events?type=CONSULT&text=a%26b", follow_redirects=True).text
        assert 'name="next" value="/events?type=CONSULT&amp;text=a%26b"' in form
        answer = enter(client, "leyla", next="/events?type=CONSULT&text=a%26b")
        assert (answer.status_code, answer.headers["location"]) == (303, "/events?type=CONSULT&text=a%26b")
        page = client.get("/about")
        assert page.status_code == 200 and "Signed in as <bdi>Leyla</bdi>" in page.text
    assert entry.noted() == [("Leyla", "sign-in", None)]


@pytest.mark.parametrize(
    "next",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil",
     "javascript:alert(1)", "evil.example", " //evil.example", "/\r\nSet-Cookie: a=b", ""],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(entry: Entry, next: str) -> None:
    with entry.client() as client:
        answer = enter(client, next=next)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert client.get("/login", params={"next": next}).headers["location"] == "/"


def test_a_cookie_is_kept_from_scripts_and_other_sites(entry: Entry) -> None:
    with entry.client() as client:
        kept = enter(client).headers["set-cookie"]
    assert "; HttpOnly" in kept and "; SameSite=lax" in kept and "; Path=/" in kept and "Domain" not in kept


def test_a_wrong_name_and_a_wrong_password_get_the_same_page(entry: Entry) -> None:
    with entry.client() as client:
        pages = [enter(client, name, "wrong") for name in ("Leyla", "Nobod")]
    assert [page.status_code for page in pages] == [401, 401]
    assert "do not go together" in pages[0].text
    assert pages[0].text.replace("Leyla", "") == pages[1].text.replace("Nobod", "")
    assert "set-cookie" not in pages[0].headers


def test_failures_are_noted_but_not_what_was_typed_for_a_name(entry: Entry) -> None:
    with entry.client() as client:
        enter(client, "Leyla", "wrong")
        enter(client, "my password by mistake", "x")
    assert entry.noted() == [("?", "sign-in-failed", None), ("Leyla", "sign-in-failed", None)]
    assert "mistake" not in str(entry.desk.log())


def test_who_fails_too_often_has_to_wait(entry: Entry) -> None:
    with entry.client() as client:
        answers = [enter(client, password="wrong") for _ in range(5)]
        late = enter(client)
    assert {answer.status_code for answer in answers} == {401}
    assert late.status_code == 429 and late.headers["retry-after"] == "1"
    assert "Try again in 1 second." in late.text


def test_a_key_that_was_planted_is_no_use_after_signing_in(entry: Entry) -> None:
    cookie = f"dragoman-{entry.running.settings.port}"
    with entry.client(cookies={cookie: "planted"}) as client:
        enter(client)
        first = client.cookies.get(cookie, domain="127.0.0.1") or client.cookies[cookie]
        assert first != "planted"
    with entry.client(cookies={cookie: first}) as client:
        answer = enter(client)
        assert cookie in answer.headers["set-cookie"] and first not in answer.headers["set-cookie"]
    assert entry.desk.session("planted") is None
    assert entry.desk.session(first) is None, "the one before ends"


def test_signing_out_ends_the_session_and_not_only_the_cookie(entry: Entry) -> None:
    key = entry.session("admin", "Leyla")
    cookies = {f"dragoman-{entry.running.settings.port}": key}
    with entry.client(cookies=cookies) as client:
        answer = client.post("/logout")
        assert answer.headers["location"] == "/login" and "Max-Age=0" in answer.headers["set-cookie"]
    assert entry.desk.session(key) is None
    with entry.client(cookies=cookies) as client:
        assert client.get("/").status_code == 303
    assert entry.noted()[0] == ("Leyla", "sign-out", None)


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_the_form_speaks_the_readers_language(entry: Entry, language: str) -> None:
    with entry.running.client(language) as client:
        page = client.get("/login").text
    assert f'<html lang="{language}" dir="rtl"' in page and ("الدخول" in page or "ورود" in page)


# --- the first account ---------------------------------------------------------------------------


def first(client: httpx.Client, key: str = SECRET, **given: str) -> httpx.Response:
    form = {"name": "Leyla", "password": PASSWORD, "again": PASSWORD, "key": key} | given
    return client.post("/setup", data=form)


def test_the_link_makes_the_account_that_administers_and_signs_it_in(new: Entry) -> None:
    with new.client() as client:
        assert client.get("/").headers["location"] == "/setup"
        assert 'name="again"' in client.get("/setup", params={"key": SECRET}).text
        answer = first(client)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert client.get("/admin").status_code == 200
    assert [(one.name, one.role) for one in new.desk.accounts()] == [("Leyla", "admin")]
    assert new.noted() == [("Leyla", "setup", None)]


def test_the_link_works_once(new: Entry) -> None:
    with new.client() as client:
        first(client)
    with new.client() as client:
        assert client.get("/setup", params={"key": SECRET}).headers["location"] == "/login"
        answer = first(client, name="Mallory")
        assert answer.status_code == 422 and "was made already" in answer.text
    assert len(new.desk.accounts()) == 1


def test_without_the_link_no_account_is_made(new: Entry) -> None:
    with new.client() as client:
        assert 'name="again"' not in client.get("/setup", params={"key": "guessed"}).text
        assert first(client, "guessed").status_code == 403
    assert not new.desk.has_accounts()
    assert new.noted() == [("?", "setup-failed", None)]


def test_a_password_that_cant_be_is_explained_and_the_name_stays(new: Entry) -> None:
    with new.client() as client:
        for given, said in (({"password": "short", "again": "short"}, "12 to 200"), ({"again": "other"}, "differ")):
            answer = first(client, **given)
            assert answer.status_code == 422 and said in answer.text and 'value="Leyla"' in answer.text
            assert "short" not in answer.text
    assert not new.desk.has_accounts()


def test_a_server_without_accounts_has_nothing_to_sign_in_to(serve: Callable[..., Running], tmp_path: Path) -> None:
    Ledger(str(tmp_path / "dragoman.db")).close()
    running = serve(tmp_path / "dragoman.db")
    with running.client() as client:
        assert client.get("/login").headers["location"] == "/"
        assert client.post("/login").status_code == 403
        assert client.get("/setup").status_code == 403
        assert client.get("/account").status_code == 403
        assert client.post("/logout").headers["location"] == "/login"
    running.stop()
