"""The page on which a report is given, read, and kept or forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from lxml import html

from dragoman.faces.web.interface import interface
from dragoman.ledger import Ledger, Query
from places import ROOT

from .conftest import Running

TALKS = "The foreign minister of Norway met his Moroccan counterpart in Rabat on Monday.\nNorway thanked Morocco."


@pytest.fixture(scope="module")
def running(serve: Callable[..., Running], tmp_path_factory: pytest.TempPathFactory) -> Running:
    """A server over an empty ledger, with the coder that needs no model."""
    return serve(tmp_path_factory.mktemp("read") / "empty.db", coder="lexicon")


@pytest.fixture
def asking(running: Running) -> Iterator[httpx.Client]:
    with running.client(follow_redirects=True) as client:
        yield client


def give(client: httpx.Client, file: tuple[str, bytes] | None = None, **fields: str) -> httpx.Response:
    """Sends the form as a browser does."""
    parts: dict[str, Any] = {name: (None, value) for name, value in fields.items()}
    parts["file"] = file or ("", b"")
    return client.post("/read", files=parts)


def tree(answer: httpx.Response) -> Any:
    return html.document_fromstring(answer.text)


def count(running: Running) -> int:
    with Ledger(running.ledger) as ledger:
        return ledger.totals().reports


def test_a_pasted_text_is_shown_read_and_is_not_in_the_ledger(running: Running, asking: httpx.Client) -> None:
    before = count(running)
    answer = give(asking, text=TALKS, published="2025-10-08", language="en")
    document = tree(answer)
    assert answer.status_code == 200
    assert document.xpath('//div[@class="text"]')[0].text_content() == TALKS
    assert len(document.xpath('//article[contains(@class, "card event")]')) == 2
    assert "8 October 2025" in document.text_content()
    assert count(running) == before


def test_what_is_kept_is_in_the_ledger_and_leads_on_to_its_relation(running: Running, asking: httpx.Client) -> None:
    before = count(running)
    read = give(asking, text="Norway's king visited Ghana on Friday.")
    answer = asking.post(f"{read.url.path}/keep", data={"number": "0"})
    document = tree(answer)
    assert count(running) == before + 1
    assert answer.url.path.startswith("/reports/")
    assert document.xpath('//p[@role="status"]/a[@href="/relations/GHA/NOR"]')
    with Ledger(running.ledger) as ledger:
        (told,) = ledger.events(Query(pair=("GHA", "NOR")))
        assert told.story is not None
    assert asking.get(read.url.path).status_code == 404
    again = tree(give(asking, text="Norway's king visited Ghana on Friday."))
    assert "has this report already" in again.text_content() and not again.xpath('//form[contains(@action, "/keep")]')


def test_what_is_forgotten_is_gone(running: Running, asking: httpx.Client) -> None:
    before = count(running)
    path = give(asking, text=TALKS).url.path
    assert asking.post(f"{path}/forget").url.path == "/read"
    assert asking.get(path).status_code == 404
    assert count(running) == before


def test_several_reports_are_a_list_of_which_one_or_all_are_kept(running: Running, asking: httpx.Client) -> None:
    before = count(running)
    lines = [{"id": str(number), "text": f"Norway thanked Ghana on day {number}."} for number in range(3)]
    content = "\n".join([*map(json.dumps, lines), '{"no": 1}']).encode()
    listed = give(asking, file=("some.jsonl", content), language="en")
    document = tree(listed)
    assert len(document.xpath('//ol[@class="readings"]/li')) == 3
    assert document.xpath('//div[@role="alert"]') and "some.jsonl" in document.text_content()
    path = listed.url.path
    assert "on day 1" in asking.get(f"{path}/2").text
    assert asking.get(f"{path}/4").status_code == 404
    document = tree(asking.post(f"{path}/keep", data={"number": "2"}))
    assert count(running) == before + 1 and len(document.xpath("//li//a[starts-with(@href, '/reports/')]")) == 1
    asking.post(f"{path}/keep", data={"number": "0"})
    assert count(running) == before + 3


@pytest.mark.parametrize(
    ("given", "error", "status"),
    [
        ({"text": "zzz"}, "read.error_UnknownLanguage", 422),
        ({"file": ("a.pdf", b"%PDF-1.7 and so on")}, "read.error_NotText", 422),
        ({"file": ("big.txt", b"a b " * 1_300_000)}, "read.error_TooLarge", 422),
        ({"address": "http://127.0.0.1:1/"}, "read.error_FetchError", 422),
        ({}, "read.nothing_given", 422),
        ({"text": TALKS, "address": "https://example.org/"}, "read.too_much_given", 422),
        ({"text": TALKS, "published": "yesterday"}, "read.no_day", 422),
    ],
)
def test_what_cannot_be_read_is_said_clearly_in_the_readers_language_and_stays_in_the_form(
    running: Running, given: dict[str, Any], error: str, status: int
) -> None:
    with running.client("ar", follow_redirects=True) as client:
        answer = give(client, **given)
    document = tree(answer)
    assert answer.status_code == status
    assert interface("ar").say(error) in document.xpath('//div[@role="alert"]')[0].text_content()
    assert document.xpath("//textarea")[0].text_content().strip() == given.get("text", "")
    assert document.xpath('//input[@name="address"]/@value') == [given.get("address", "")]


def test_what_was_given_can_be_changed_and_read_again(asking: httpx.Client) -> None:
    path = give(asking, text=TALKS, published="2025-10-08", language="en").url.path
    document = tree(asking.get("/read", params={"again": path.rpartition("/")[2]}))
    assert document.xpath("//textarea")[0].text_content().strip() == TALKS
    assert document.xpath('//input[@name="published"]/@value') == ["2025-10-08"]
    assert document.xpath("//option[@selected and @value='en']")


def test_the_example_is_the_one_that_the_readme_reads(asking: httpx.Client) -> None:
    example = (ROOT / "examples" / "short_ar.txt").read_text(encoding="utf-8").strip()
    assert tree(asking.get("/read?example=true")).xpath("//textarea")[0].text_content().strip() == example


@pytest.mark.parametrize(("language", "script", "day"), [("en", True, "2025-10-08"), ("ar", False, "2025-10-09")])
def test_a_newcomer_reads_the_example_keeps_it_and_comes_to_its_relation(
    browser: Any, running: Running, language: str, script: bool, day: str
) -> None:
    context = browser.new_context(locale=language, java_script_enabled=script)
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.goto(f"{running.address}/read")
    tab.click(".example")
    assert not tab.locator(".example").is_visible()
    tab.fill("[name=published]", day)
    tab.click(".give button.main")
    tab.wait_for_url("**/read/*")
    assert tab.locator(".card.event").count() > 2
    tab.click(".choices button.main")
    tab.wait_for_url("**/reports/*")
    assert tab.locator('p[role=status] a[href="/relations/MAR/NOR"]').is_visible()
    context.close()
    assert complaints == []
