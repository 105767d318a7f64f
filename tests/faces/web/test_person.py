"""The page of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from lxml import html

from dragoman.ledger import Ledger
from dragoman.model import Actor, ForeignEvent

from .conftest import Running


def test_a_person_has_names_in_three_scripts_and_offices_with_years(client: httpx.Client) -> None:
    page = html.fromstring(client.get("/people/Antonio Guterres").text)
    names = [name.text_content() for name in page.xpath("//dl[@class='names']//b")]
    assert names == ["Antonio Guterres", "أنطونيو غوتيريش", "آنتونیو گوترش"]
    offices = [
        [cell.text_content().strip() for cell in row] for row in page.xpath("//section[@id='offices']//tbody/tr")
    ]
    assert offices[0] == ["secretary-general", "the United Nations", "2017", "in office"]
    assert offices[-1] == ["prime minister", "Portugal", "1995", "2002"]


def test_a_person_of_whom_nothing_is_told_says_so(client: httpx.Client) -> None:
    assert "Nothing is told of this person" in client.get("/people/A. K. Antony").text


@pytest.mark.parametrize("written", ["António Guterres", "غوتيريش", "گوترش"])
def test_any_name_of_a_person_leads_to_the_page(client: httpx.Client, written: str) -> None:
    answer = client.get(f"/people/{written}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/people/Antonio%20Guterres")


def test_a_name_that_nobody_has_is_no_page(client: httpx.Client) -> None:
    assert client.get("/people/Nobody Atall").status_code == 404


@pytest.fixture
def told(serve: Callable[..., Running], tmp_path: Path) -> Iterator[httpx.Client]:
    """A ledger in which Kenya's envoy, whom nobody else knows, met Norway's."""
    envoy = Actor(name="ZOE <b>LI", country="KEN", sector="GOV", person="ZOE <b>LI")
    met = ForeignEvent(
        id="gdelt:1",
        type="CONSULT",
        actors=(envoy,),
        recipients=(Actor(name="NORWAY", country="NOR", sector="GOV"),),
        quad="verbal-cooperation",
        score=2.0,
        coder="gdelt/2",
        row={},
    )
    with Ledger(str(tmp_path / "one.db")) as ledger:
        ledger.add_foreign([met], "gdelt/2")
    with serve(tmp_path / "one.db").client() as client:
        yield client


def test_somebody_whom_only_the_ledger_knows_has_a_page_with_acts(told: httpx.Client) -> None:
    answer = told.get("/people/ZOE <b>LI")
    page = html.fromstring(answer.text)
    assert answer.status_code == 200 and "<b>LI" not in answer.text
    acted, received = page.xpath("//section[@id='acts']/div")
    assert len(acted.xpath(".//article")) == 1 and received.xpath(".//article") == []
    assert "/parties/KEN" in page.xpath("//p[@class='facts']//@href")
    assert "/events?person=ZOE+%3Cb%3ELI" in page.xpath("//@href")


def test_the_page_of_a_party_leads_to_the_people_who_are_told_of(told: httpx.Client) -> None:
    page = html.fromstring(told.get("/parties/KEN").text)
    (link,) = page.xpath("//section[@id='people']//tbody//@href")
    assert told.get(link).status_code == 200
