"""One's own account and the accounts of others, as a browser shows them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dragoman.ledger import Ledger

from .conftest import Running
from .entering import PASSWORD, Entry

OTHER = "nine lamps along the pier"


@pytest.fixture(scope="module")
def entry(serve: Callable[..., Running], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Entry]:
    ledger = str(tmp_path_factory.mktemp("account") / "dragoman.db")
    Ledger(ledger).close()
    entry = Entry(serve(ledger, access="accounts"))
    entry.account("the admin", "admin")
    yield entry
    entry.ledger.close()


# --- one's own -----------------------------------------------------------------------------------


def test_a_new_password_signs_other_browsers_out_and_changes_the_key_here(entry: Entry) -> None:
    elsewhere, before = entry.session("read", "Omar"), entry.session("read", "Omar")
    with entry.client(cookies={f"dragoman-{entry.running.settings.port}": before}) as client:
        form = {"current": PASSWORD, "password": OTHER, "again": OTHER}
        answer = client.post("/account/password", data=form)
        assert answer.headers["location"] == "/account?done=password"
        key = re.match(r"dragoman-\d+=([^;]+)", answer.headers["set-cookie"])
    assert key and entry.desk.session(key[1])
    assert entry.desk.session(elsewhere) is None and entry.desk.session(before) is None
    assert entry.desk.is_password("Omar", OTHER)
    assert entry.noted()[0] == ("Omar", "password", None)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"current": "wrong", "password": OTHER, "again": OTHER}, "not your password"),
        ({"current": PASSWORD, "password": OTHER, "again": "x"}, "differ"),
        ({"current": PASSWORD, "password": "short", "again": "short"}, "12 to 200"),
    ],
)
def test_a_password_is_changed_only_by_who_knows_it_to_one_that_can_be(
    entry: Entry, form: dict[str, str], said: str
) -> None:
    with entry.signed_in("read", "Mina") as client:
        answer = client.post("/account/password", data=form)
        assert answer.status_code == 422 and said in answer.text
        assert client.get("/account").status_code == 200, "still signed in"
    assert entry.desk.is_password("Mina", PASSWORD)


def test_another_browser_is_signed_out(entry: Entry) -> None:
    other = entry.session("read", "Sara")
    signed = entry.desk.session(other)
    with entry.signed_in("read", "Sara") as client:
        assert "this browser" in client.get("/account").text
        client.post("/account/session", data={"id": str(signed.session.id if signed else 0)})
    assert entry.desk.session(other) is None


def test_nobody_signs_out_anothers_browser_or_revokes_anothers_token(entry: Entry) -> None:
    hers = entry.session("read", "Sara")
    signed = entry.desk.session(hers)
    assert signed
    secret = entry.desk.make_token(signed.account, "hers", "read")
    (token,) = entry.desk.tokens(signed.account)
    with entry.signed_in("read", "Omar") as client:
        client.post("/account/session", data={"id": str(signed.session.id)})
        client.post("/account/token/revoke", data={"id": str(token.id)})
    assert entry.desk.session(hers) and entry.desk.bearer(secret)


@pytest.mark.parametrize("number", ["", "x", "-1", "0", str(2**63), "9" * 400])
def test_what_is_no_number_of_a_session_is_said_to_be_none(entry: Entry, number: str) -> None:
    with entry.signed_in("read") as client:
        assert client.post("/account/session", data={"id": number}).status_code == 422


def test_a_token_is_shown_once_and_works_until_it_is_revoked(entry: Entry) -> None:
    with entry.signed_in("review") as client:
        page = client.post("/account/token", data={"name": "nightly <export>", "scope": "write"})
        (secret,) = re.findall(r"dragoman_[\w-]+", page.text)
        assert page.headers["cache-control"] == "no-store"
        again = client.get("/account").text
        assert secret not in again and "nightly &lt;export&gt;" in again
        found = entry.desk.bearer(secret)
        assert found and found.token.scope == "write"
        client.post("/account/token/revoke", data={"id": str(found.token.id)})
    assert entry.desk.bearer(secret) is None
    assert [what for _, what, _ in entry.noted()[:2]] == ["token-revoked", "token-made"]


def test_who_may_only_read_gets_a_token_that_only_reads(entry: Entry) -> None:
    with entry.signed_in("read", "Sara") as client:
        page = client.post("/account/token", data={"name": "more", "scope": "write"})
    found = entry.desk.bearer(re.findall(r"dragoman_[\w-]+", page.text)[0])
    assert found and found.token.scope == "read"


# --- of others -----------------------------------------------------------------------------------


def password_in(page: str) -> str:
    (found,) = re.findall(r'class="secret" dir="ltr">([a-z2-9-]+)<', page)
    return str(found)


def test_an_account_is_made_with_a_password_that_is_shown_once(entry: Entry) -> None:
    with entry.signed_in("admin") as client:
        page = client.post("/admin/account", data={"name": "Yusuf", "role": "review"})
        password = password_in(page.text)
        assert page.headers["cache-control"] == "no-store"
        assert password not in client.get("/admin").text
    assert entry.desk.is_password("yusuf", password).role == "review"
    assert entry.noted()[0] == ("the admin", "account-made", "Yusuf")


def test_an_account_that_cant_be_is_explained(entry: Entry) -> None:
    with entry.signed_in("admin") as client:
        for name, said in (("the admin", "an account of this name"), ("<script>", "begins with a letter")):
            page = client.post("/admin/account", data={"name": name, "role": "read"})
            assert page.status_code == 422 and said in page.text and "<script>" not in page.text
        assert client.post("/admin/account", data={"name": "x", "role": "god"}).status_code == 422


def test_role_and_state_of_an_account_are_changed_and_noted(entry: Entry) -> None:
    key = entry.session("read", "Nour")
    with entry.signed_in("admin") as client:
        assert client.post("/admin/role", data={"name": "Nour", "role": "review"}).headers["location"].endswith("role")
        assert entry.desk.account("Nour").role == "review" and entry.desk.session(key) is None
        client.post("/admin/disable", data={"name": "Nour"})
        assert entry.desk.account("Nour").disabled
        client.post("/admin/enable", data={"name": "Nour"})
        assert not entry.desk.account("Nour").disabled
        password = password_in(client.post("/admin/password", data={"name": "Nour"}).text)
    assert entry.desk.is_password("Nour", password)
    assert entry.noted()[:4] == [("the admin", what, "Nour") for what in ("password", "enabled", "disabled", "role")]


def test_the_last_account_that_administers_stays(entry: Entry) -> None:
    with entry.signed_in("admin") as client:
        page = client.post("/admin/disable", data={"name": "the admin"})
        assert page.status_code == 422 and "the last account that administers" in page.text
        assert client.get("/admin").status_code == 200


# --- the log -------------------------------------------------------------------------------------


def rows(text: str) -> list[dict[str, Any]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_log_is_filtered_on_the_page_and_in_the_file(entry: Entry) -> None:
    for number in range(60):
        entry.desk.note("Hala", "judge", f"e{number}", "=1+1")
    with entry.signed_in("admin") as client:
        page = client.get("/admin", params={"who": "Hala"}).text
        assert page.count("<bdi>Hala</bdi>") == 50
        (older,) = re.findall(r'href="(/admin\?who=Hala&amp;before=\d+)#log"', page)
        assert client.get(older.replace("&amp;", "&")).text.count("<bdi>Hala</bdi>") == 10
        answer = client.get("/admin/audit.csv", params={"who": "Hala", "what": "judge"})
        nobody = client.get("/admin/audit.csv", params={"who": "nobody"})
    assert answer.headers["content-disposition"] == 'attachment; filename="dragoman-audit.csv"'
    found = rows(answer.text)
    assert [one["about"] for one in found] == [f"e{number}" for number in reversed(range(60))]
    assert found[0]["detail"] == "'=1+1", "no formula"
    assert nobody.text == "seq,at,who,what,about,detail,address\n"
    assert entry.noted()[0] == ("the admin", "export", "audit")


@pytest.mark.parametrize(
    "asked", [{"since": "x"}, {"until": "9999-12-31", "since": "0001-01-01"}, {"who": "\0"}, {"what": "\ud800"}]
)
def test_whatever_is_asked_of_the_log_is_answered(entry: Entry, asked: dict[str, str]) -> None:
    query = {name: value.encode("utf-8", "surrogatepass") for name, value in asked.items()}
    with entry.signed_in("admin") as client:
        assert client.get("/admin", params=query).status_code == 200  # type: ignore[arg-type]
        assert client.get("/admin", params={"before": str(2**63)}).status_code == 422


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_both_pages_speak_the_readers_language(entry: Entry, language: str) -> None:
    with entry.signed_in("admin", headers={"Accept-Language": language}) as client:
        for path in ("/account", "/admin"):
            page = client.get(path)
            assert page.status_code == 200 and f'<html lang="{language}"' in page.text


def test_a_browser_signs_in_and_out(entry: Entry, browser: Any) -> None:
    context = browser.new_context(locale="en")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    entry.account("Rim", "review")
    page.goto(f"{entry.running.address}/about")
    page.get_by_label("Name").fill("rim")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/about")
    page.get_by_role("link", name="Signed in as Rim").click()
    page.wait_for_url("**/account")
    page.get_by_role("button", name="Sign out").last.click()
    page.wait_for_url("**/login")
    page.goto(f"{entry.running.address}/events")
    assert page.url.endswith("/login?next=%2Fevents")
    assert faults == []
    context.close()
