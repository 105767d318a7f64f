"""What holds for every page: three languages, two directions, no script of a report, answers that stay fresh."""

from __future__ import annotations

import httpx
import pytest

from .conftest import Running

PAGES = (
    "/",
    "/about",
    "/events",
    "/relations/KEN/NOR",
    "/relations/KEN/NOR/briefing",
    "/relations",
    "/parties",
    "/parties/KEN",
    "/people/Antonio%20Guterres",
    "/api/v1/",
)  # every page that only shows


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl"), ("fa", "rtl")])
def test_a_page_speaks_the_language_that_the_browser_prefers(
    reading: Running, page: str, language: str, direction: str
) -> None:
    with reading.client(language) as client:
        answer = client.get(page)
    assert answer.status_code == 200
    assert f'<html lang="{language}" dir="{direction}"' in answer.text


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_has_not_changed_is_not_sent_again(client: httpx.Client, page: str) -> None:
    tag = client.get(page).headers["etag"]
    assert client.get(page, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("page", PAGES)
def test_a_page_allows_no_script_but_our_files(client: httpx.Client, page: str) -> None:
    answer = client.get(page)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self';" in policy and "unsafe" not in policy
    assert "<script>" not in answer.text and " style=" not in answer.text and " onclick" not in answer.text


def test_an_address_with_nothing_says_so_in_the_readers_language(reading: Running) -> None:
    with reading.client("fa") as client:
        answer = client.get("/nothing")
    assert answer.status_code == 404
    assert "در این نشانی چیزی نیست" in answer.text


def test_the_language_that_was_chosen_stays(reading: Running) -> None:
    with reading.client("en") as client:
        answer = client.post("/look", data={"language": "ar", "theme": "dark", "back": "//evil.example"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        page = client.get("/").text
    assert '<html lang="ar" dir="rtl" data-theme="dark">' in page
