"""The page of a party, and how parties and people are found."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest
from lxml import html

from .conftest import Running


@pytest.mark.parametrize(
    ("written", "page"),
    [
        ("KEN", "/parties/KEN"),
        ("kenya", "/parties/KEN"),
        ("أوزبكستان", "/parties/UZB"),
        ("ازبكستان", "/parties/UZB"),
        ("nato", "/parties/IGO%3ANATO"),
        ("Guterres", "/people/Antonio%20Guterres"),
        ("غوتیریش", "/people/Antonio%20Guterres"),
    ],
)
def test_a_name_that_only_one_has_leads_straight_to_the_page(client: httpx.Client, written: str, page: str) -> None:
    answer = client.get("/parties", params={"name": written})
    assert (answer.status_code, answer.headers["location"]) == (303, page)


@pytest.mark.parametrize(
    ("written", "found"),
    [("sud", ["Sudan", "South Sudan"]), ("Keniya", ["Kenya"]), ("Uzbekstan", ["Uzbekistan"])],
)
def test_a_name_that_several_have_or_nobody_quite_has_lists_who_may_be_meant(
    client: httpx.Client, written: str, found: list[str]
) -> None:
    page = html.fromstring(client.get("/parties", params={"name": written}).text)
    listed = [link.text_content() for link in page.xpath("//ul[@class='found']//a")]
    assert set(found) <= set(listed)


def test_a_name_that_nobody_has_says_so(client: httpx.Client) -> None:
    assert "Nobody is called so" in client.get("/parties?name=qqqqqqq").text


def test_the_index_lists_who_is_told_of_most(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/parties").text)
    assert [link.text_content() for link in page.xpath("//ol//a")][:4] == ["Kenya", "Norway", "Oman", "Uzbekistan"]


def test_a_party_has_its_names_in_three_scripts_its_kind_and_its_offices_with_years(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/parties/KEN").text)
    names = {name.get("lang"): name.text_content() for name in page.xpath("//dl[@class='names']//dd")}
    assert names["en"].startswith("Kenya") and names["ar"].startswith("كينيا") and names["fa"].startswith("کنیا")
    assert "State" in page.xpath("string(//p[@class='facts'])")
    office, holder, since, until = (
        cell.text_content().strip() for cell in page.xpath("//section[@id='offices']//tbody/tr")[0]
    )
    assert (office, holder, since, until) == ("president", "William Ruto", "2022", "in office")


def test_a_party_has_its_relations_acts_words_and_places(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/parties/NOR").text)
    partners = [link.text_content() for link in page.xpath("//section[@id='relations']//tbody//th/a")]
    assert partners[:3] == ["Oman", "Kenya", "Uzbekistan"]
    acted, received = page.xpath("//section[@id='acts']/div")
    assert len(acted.xpath(".//article")) == len(received.xpath(".//article")) == 5
    assert all("Norway" in one.xpath("string(.//span[@class='cast'])") for one in acted.xpath(".//article"))
    assert page.xpath("//section[@id='words']//article//q") and page.xpath("//section[@id='places']//tbody//a")
    assert "/relations?party=NOR" in page.xpath("//@href")


def test_a_party_on_the_map_is_marked_with_whom_it_deals(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/parties/KEN").text)
    shown = page.xpath("//*[contains(@class, 'own') or contains(@class, 'shade')]/@href")
    assert {link.rpartition("#")[2] for link in shown} >= {"KEN", "NOR", "UZB", "OMN"}


@pytest.mark.parametrize(("code", "kind"), [("IGO:OSCE", "International body"), ("GRL", "Territory"), ("TUV", "State")])
def test_a_party_that_little_or_nothing_is_told_of_still_has_its_names(
    client: httpx.Client, code: str, kind: str
) -> None:
    page = html.fromstring(client.get(f"/parties/{code}").text)
    assert kind in page.xpath("string(//p[@class='facts'])")
    assert len(page.xpath("//dl[@class='names']//dd")) == 3


def test_an_address_with_a_name_leads_to_the_code_and_one_with_nobody_is_no_page(client: httpx.Client) -> None:
    answer = client.get("/parties/uzbekistan")
    assert (answer.status_code, answer.headers["location"]) == (303, "/parties/UZB")
    assert client.get("/parties/Ruritania").status_code == 404


def test_in_persian_the_page_reads_in_persian(reading: Running) -> None:
    with reading.client("fa") as client:
        page = html.fromstring(client.get("/parties/NOR").text)
    assert page.xpath("string(//h1)") == "نروژ"
    assert "رئیس" in page.xpath("string(//section[@id='offices'])") or page.xpath("//section[@id='offices']//tbody/tr")


def test_a_quote_mark_in_an_address_is_only_text(client: httpx.Client) -> None:
    answer = client.get("/parties", params={"name": '"><script>'})
    assert "<script>" not in answer.text.replace("<script src", "")
    assert client.get(f"/parties/{quote('<b>', safe='')}").status_code == 404
