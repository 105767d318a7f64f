"""The neighbourhood: a period's relations as a table, a matrix, a network and a map, with and without a script."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import html
from starlette.datastructures import QueryParams

from dragoman.faces.web.asked import query_of
from dragoman.knowledge import gazetteer
from dragoman.ledger import Ledger
from dragoman.model import Actor, ForeignEvent, Time

from .conftest import Running


def shown(client: httpx.Client, address: str = "/relations") -> Any:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def relations(page: Any) -> dict[str, list[str]]:
    """The table: figures by relation."""
    rows = page.xpath("//section[@id='table']//tbody/tr")
    return {row[0].text_content().strip(): [cell.text_content().strip() for cell in row[1:]] for row in rows}


def test_the_table_ranks_relations_by_how_much_is_told_with_tone_and_figures(client: httpx.Client) -> None:
    page = shown(client)
    rows = relations(page)
    assert list(rows)[:3] == ["Norway – Oman", "Kenya – Uzbekistan", "Kenya – Norway"]
    tone, _, _, stories, outlets = rows["Kenya – Norway"]
    assert (tone, stories, outlets) == ("+1.1", "34", "9")
    assert "/relations/KEN/NOR" in page.xpath("//section[@id='table']//@href")


def test_a_period_narrows_all_that_is_shown_and_stays_in_the_links(client: httpx.Client) -> None:
    page = shown(client, "/relations?since=2023-02&until=2023-05")
    assert relations(page)["Kenya – Norway"][3] == "7"
    links = [link for link in page.xpath("//section//@href") if link.startswith(("/relations/", "/events"))]
    assert links and all("since=2023-02-01&until=2023-05-31" in link for link in links)
    assert "1 February 2023 to 31 May 2023" in page.xpath("string(//p[@class='lead'])")


def test_lately_compares_the_end_of_the_period_with_as_long_before(client: httpx.Client) -> None:
    page = shown(client, "/relations?until=2023-12")
    assert float(relations(page)["Kenya – Norway"][2]) > 3
    assert "against" in page.xpath("string(//section[@id='table'])")


def test_the_matrix_says_who_did_what_to_whom_and_each_cell_leads_to_the_relation(client: httpx.Client) -> None:
    page = shown(client)
    links = {link.get("href"): link.get("aria-label") for link in page.xpath("//section[@id='matrix']//td/a")}
    assert re.fullmatch(r"Kenya → Norway: tone \+\d\.\d, \d+ stories", links["/relations/KEN/NOR"])
    assert links["/relations/KEN/NOR"] != links["/relations/NOR/KEN"].replace("Norway → Kenya", "Kenya → Norway")
    columns = page.xpath("//section[@id='matrix']//thead//abbr")
    rows = page.xpath("//section[@id='matrix']//tbody/tr")
    assert [one.get("title") for one in columns] == [row[0].text_content() for row in rows]


def test_the_network_has_a_list_beside_it_that_the_keyboard_reaches(client: httpx.Client) -> None:
    page = shown(client)
    drawn = page.xpath("//section[@id='network']//svg//a/@href")
    listed = page.xpath("//*[@id='network']//div[@class='list']//a")
    assert {link.get("href") for link in listed} == set(drawn)
    assert not any(link.get("tabindex") for link in listed)


def test_the_network_is_drawn_the_same_each_time(reading: Running) -> None:
    with reading.client() as client:
        first = client.get("/relations?most=40").text
        again = client.get("/relations?most=40&by=").text
    drawn = re.compile(r"<svg class=\"network.*?</svg>", re.DOTALL)
    assert drawn.findall(first) == drawn.findall(again) != []


def test_a_place_opens_to_as_many_records_as_it_says(client: httpx.Client, reading: Running) -> None:
    page = shown(client, "/relations?since=2023")
    rows = page.xpath("//table[@class='places']/tbody/tr")
    assert len(rows) > 20
    with Ledger(reading.ledger, create=False) as ledger:
        for row in rows:
            asked = QueryParams(row.xpath(".//@href")[0].partition("?")[2])
            assert ledger.count(query_of(asked)) == int(row[1].text_content())


def test_the_map_marks_places_and_says_whose_outlines_it_has(client: httpx.Client) -> None:
    page = shown(client)
    signs = page.xpath("//figure[@class='world']//a")
    assert len(signs) > 20
    assert any("Mombasa" in sign.text_content() for sign in signs)
    assert "Natural Earth" in page.xpath("string(//section[@id='map'])")


def test_around_a_party_only_those_who_deal_with_it_are_shown(client: httpx.Client) -> None:
    page = shown(client, "/relations?party=togo")
    assert "Relations around Togo" in page.xpath("string(//h1)")
    assert relations(page).keys() < relations(shown(client)).keys()


def test_no_more_parties_are_shown_than_asked_for_and_the_rest_is_counted(
    serve: Callable[..., Running], tmp_path: Path
) -> None:
    codes = sorted(gazetteer.load().capitals)[:31]
    with Ledger(str(tmp_path / "many.db")) as ledger:
        ledger.add_foreign([dealt(number, codes[0], other) for number, other in enumerate(codes[1:])], "gdelt/2")
    with serve(tmp_path / "many.db").client() as client:
        page = shown(client, "/relations?most=12")
    assert len(page.xpath("//section[@id='matrix']//tbody/tr")) == 12
    assert "12 parties, 11 relations" in page.xpath("string(//p[@class='lead'])")
    assert "beyond the busiest: 19" in page.xpath("string(//p[@class='lead'])")


def dealt(number: int, one: str, other: str) -> ForeignEvent:
    day = datetime.date(2024, 3, 1)
    return ForeignEvent(
        id=f"gdelt:{number}",
        type="CONSULT",
        actors=(Actor(name=one, country=one),),
        recipients=(Actor(name=other, country=other),),
        when=Time(start=day, end=day, precision="day", text="20240301"),
        quad="verbal-cooperation",
        score=2.5,
        coder="gdelt/2",
        row={},
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("since=yesterday", "is no day"),
        ("since=2024&until=2023", "is after"),
        ("most=9999", "number of parties"),
        ("by=week", "period"),
        ("party=Ruritania", "Ruritania"),
    ],
)
def test_what_can_not_be_read_is_said_with_what_it_may_be(client: httpx.Client, asked: str, said: str) -> None:
    answer = client.get(f"/relations?{asked}")
    assert answer.status_code == 422
    assert said in html.fromstring(answer.text).text_content()


def test_days_of_which_nothing_is_told_say_so_and_lead_on(client: httpx.Client) -> None:
    page = shown(client, "/relations?since=1990&until=1991")
    assert "Nothing is told of in these days." in page.text_content()
    assert page.xpath("//p[@class='steps']/a")


def test_an_empty_ledger_says_so(serve: Callable[..., Running], tmp_path: Path) -> None:
    Ledger(str(tmp_path / "empty.db")).close()
    with serve(tmp_path / "empty.db").client() as client:
        assert "No relation is told of yet." in client.get("/relations").text


# --- with a script --------------------------------------------------------------------------------


def test_the_slider_narrows_the_period_without_leaving_the_page(reading: Running, browser: Any) -> None:
    expect = pytest.importorskip("playwright.sync_api").expect
    page = browser.new_page(locale="en")
    page.goto(f"{reading.address}/relations")
    page.evaluate("window.stayed = true")
    last = page.locator("#last")
    last.focus()
    for _ in range(3):
        with page.expect_response(lambda answer: "/relations?" in answer.url):
            page.keyboard.press("ArrowLeft")
        expect(last).to_be_focused()
        expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)
    assert "until=" in page.url and page.evaluate("window.stayed")
    assert page.locator("input[name=until]").input_value() in page.url
    assert "2024" in page.locator("output").inner_text()
    page.close()


def test_the_map_comes_closer(reading: Running, browser: Any) -> None:
    page = browser.new_page(locale="en")
    page.goto(f"{reading.address}/relations")
    page.get_by_role("button", name="Closer").click()
    assert page.locator(".world svg").get_attribute("viewBox") != "0 0 1000 444"
    page.get_by_role("button", name="Farther").click()
    assert page.locator(".world svg").get_attribute("viewBox") == "0 0 1000 444"
    page.close()
