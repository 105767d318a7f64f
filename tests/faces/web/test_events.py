"""The page of events: filters in the address, a table that can be opened and paged, files, searches to keep."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from dragoman import exchange
from dragoman.ledger import Ledger, Query
from dragoman.model import ForeignEvent, Time

from .conftest import Running


def shown(page: str) -> list[str]:
    """The ids of the events on a page."""
    return re.findall(r'<tr class="row" id="([^"]+)"', page)


def count(page: str) -> str:
    found = re.search(r'<p class="count"[^>]*>([^<]*)<', page)
    assert found
    return found[1]


def chips(page: str) -> list[str]:
    found = page.partition('<ul class="chips">')[2].partition("</ul>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", part).replace("×", "").split()) for part in found.split("</li>")[:-2]]


@pytest.fixture(scope="module")
def ledger(reading: Running) -> Any:
    with Ledger(reading.ledger, create=False) as found:
        yield found


# --- filters ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("", Query()),
        ("party=Norway", Query(party="NOR")),
        ("party=%D9%86%D8%B1%D9%88%DA%98", Query(party="NOR")),
        ("party=Kenya&other=norway", Query(pair=("KEN", "NOR"))),
        ("pair=KEN,NOR&directed=true", Query(pair=("KEN", "NOR"), directed=True)),
        ("other=NOR", Query(party="NOR")),
        ("type=SANCTION&type=consult", Query(type=("SANCTION", "CONSULT"))),
        ("text=tea&order=oldest", Query(text="tea", order="oldest")),
        ("confidence=0.8&order=surest", Query(confidence=0.8, order="surest")),
        ("judged=true", Query(judged=True)),
    ],
)
def test_the_table_shows_what_the_address_asks(
    client: httpx.Client, ledger: Ledger, address: str, query: Query
) -> None:
    page = client.get(f"/events?{address}").text
    assert shown(page) == [told.event.id for told in ledger.events(query)]
    total = ledger.count(query)
    assert count(page) == (f"{total} event" if total == 1 else f"{total} events")


def test_a_chip_takes_one_filter_away_and_leaves_the_others(client: httpx.Client) -> None:
    page = client.get("/events?party=KEN&type=SANCTION&type=ACCUSE&since=2023-02").text
    assert chips(page) == [
        "Party Kenya",
        "Act cut in relations",
        "Act criticism or accusation",
        "From 1 February 2023",
    ]
    links = [link.replace("&amp;", "&") for link in re.findall(r'<a href="([^"]*)" aria-label="Remove', page)]
    assert links[0] == "/events?type=SANCTION&type=ACCUSE&since=2023-02-01"
    assert links[1] == "/events?party=KEN&type=ACCUSE&since=2023-02-01"


@pytest.mark.parametrize(
    ("address", "field", "said", "kept"),
    [
        ("party=Narway&type=ACCUSE", "party", "did you mean NOR", {"type": ("ACCUSE",)}),
        ("party=KEN&other=Atlantis", "other", "no state or body called", {"party": "KEN"}),
        ("party=KEN&other=kenya", "other", "a pair is two parties", {"party": "KEN"}),
        ("party=KEN&type=PARTY", "type", "event type", {"party": "KEN"}),
        ("party=KEN&confidence=7", "confidence", "from 0 to 1", {"party": "KEN"}),
        ("party=KEN&since=2024-13", "since", "is no day", {"party": "KEN"}),
        ("party=KEN&limit=501", "limit", "at most 500", {"party": "KEN"}),
        ("party=KEN&skip=-4", "skip", "whole number", {"party": "KEN"}),
    ],
)
def test_what_is_wrong_with_a_filter_stands_beside_it_and_the_others_hold(
    client: httpx.Client, ledger: Ledger, address: str, field: str, said: str, kept: dict[str, Any]
) -> None:
    answer = client.get(f"/events?{address}")
    found = re.search(rf'id="{field}-wrong">(.*?)</span>', answer.text)
    assert answer.status_code == 200
    assert found and said in found[1]
    assert shown(answer.text) == [told.event.id for told in ledger.events(Query(**kept))]


def test_what_could_not_be_read_stays_in_its_field(client: httpx.Client) -> None:
    page = client.get("/events", params={"party": 'Atl"<b>antis'}).text
    assert 'value="Atl&#34;&lt;b&gt;antis"' in page
    assert 'aria-invalid="true" aria-describedby="party-wrong"' in page


def test_what_is_wrong_is_said_in_the_readers_language(reading: Running) -> None:
    with reading.client("fa") as client:
        page = client.get("/events?party=Atlantis").text
    assert "این پالایه کنار گذاشته شد" in page


def test_a_party_is_suggested_in_the_readers_language_by_a_name_that_is_read(reading: Running) -> None:
    for language, name in (("en", "United States"), ("ar", "الولايات المتحدة"), ("fa", "آمریکا")):
        with reading.client(language) as client:
            options = re.findall(r'<option value="([^"]*)"></option>', client.get("/events").text)
            assert name in options
            assert "wrong" not in client.get("/events", params={"party": name}).text.partition("</form>")[0]


def test_nothing_found_says_what_to_do(client: httpx.Client) -> None:
    page = client.get("/events?party=AZE&text=zzz").text
    assert "No event meets all of these filters." in page and "<table class=" not in page


# --- the table ------------------------------------------------------------------------------------------


def test_pages_follow_each_other_and_nothing_is_left_out(client: httpx.Client, ledger: Ledger) -> None:
    address, found = "/events?party=KEN&limit=30", []
    while address:
        page = client.get(address).text
        found += shown(page)
        after = re.search(r'rel="next" href="([^"]*)"', page)
        address = after[1].replace("&amp;", "&") if after else ""
    assert found == [told.event.id for told in ledger.events(Query(party="KEN", limit=None))]


def test_a_row_unfolds_to_its_sentence_and_the_words_it_rests_on(client: httpx.Client, ledger: Ledger) -> None:
    (told,) = ledger.events(Query(language=("en",), type=("SANCTION",), order="surest", limit=1))
    row = client.get(f"/events?event={told.event.id}").text
    assert told.report is not None
    more = row.partition('<tr class="more">')[2]
    assert told.event.trigger.words(told.report.text) in more  # type: ignore[union-attr]
    assert f"/reports/{told.report.id}#{told.event.id}" in more
    for proof in told.event.evidence:  # type: ignore[union-attr]
        assert proof.reason.partition("“")[0] in more
    assert f"/review?event={told.event.id}" in more


def test_days_and_confidence_can_be_ordered_by(client: httpx.Client) -> None:
    head = client.get("/events?party=KEN").text.partition("<thead>")[2]
    assert 'aria-sort="descending"><a href="/events?party=KEN&amp;order=oldest"' in client.get("/events?party=KEN").text
    assert 'href="/events?party=KEN&amp;order=surest"' in head


def test_a_month_narrows_the_days(client: httpx.Client, ledger: Ledger) -> None:
    page = client.get("/events?party=KEN").text
    months = re.findall(
        r'<tr><th scope="row"><a href="([^"]*)">([^<]*)</a></th><td[^>]*>(\d+)</td><td[^>]*>(\d+)', page
    )
    assert sum(int(up) + int(down) for _, _, up, down in months) == sum(
        n for _, _, n, _ in ledger.by_month(Query(party="KEN"))
    )
    link, name, up, down = next(month for month in months if int(month[2]) > 1)
    narrowed = client.get(link.replace("&amp;", "&")).text
    assert len(shown(narrowed)) >= int(up) + int(down)
    assert name in narrowed
    assert narrowed.count('<tr><th scope="row">') == len(months)  # other months stay in sight


def imported(year: int) -> ForeignEvent:
    day = datetime.date(year, 5, 4)
    when = Time(start=day, end=day, precision="day", text="")
    return ForeignEvent(id=f"gdelt:{year}", type="AID", quad="material-cooperation", when=when, coder="gdelt", row={})


def test_many_years_are_shown_year_by_year(tmp_path: Path, serve: Callable[..., Running]) -> None:
    with Ledger(str(tmp_path / "years.db")) as ledger:
        ledger.add_foreign([imported(year) for year in range(1990, 2024, 3)], "gdelt")
    with serve(tmp_path / "years.db").client() as client:
        page = client.get("/events").text
    assert "Events by year" in page
    assert page.count('<rect class="up"') == 2023 - 1990 + 1
    assert "imported, without the words of a report" in page


# --- files ----------------------------------------------------------------------------------------------


def test_an_export_holds_all_pages_in_the_order_shown(client: httpx.Client, ledger: Ledger) -> None:
    answer = client.get("/events/export?format=csv&party=KEN&order=surest&limit=10&skip=20")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    expected = [told.event.id for told in ledger.events(Query(party="KEN", order="surest", limit=None))]
    assert [row["id"] for row in rows] == expected
    assert 'filename="dragoman-events.csv"' in answer.headers["content-disposition"]


@pytest.mark.parametrize("name", ["csv", "parquet", "plover", "polecat", "gdelt", "icews", "ftm"])
def test_a_file_is_what_the_command_line_writes(
    client: httpx.Client, ledger: Ledger, tmp_path: Path, name: str
) -> None:
    exchange.write(name, ledger.stream(Query(type=("SANCTION",))), tmp_path / "file")
    got = client.get(f"/events/export?format={name}&type=SANCTION").content
    assert got == (tmp_path / "file").read_bytes()
    account = client.get(f"/events/export?format={name}&type=SANCTION&account=true").json()
    assert account["format"] == name and account["filter"] == {"type": ["SANCTION"]}
    assert account["counts"]["events"] == ledger.count(Query(type=("SANCTION",)))


def test_json_lines_hold_whole_events(client: httpx.Client, ledger: Ledger) -> None:
    lines = client.get("/events/export?format=jsonl&type=SANCTION").content.splitlines()
    events = [msgspec.json.decode(line) for line in lines]
    assert [one["id"] for one in events] == [told.event.id for told in ledger.stream(Query(type=("SANCTION",)))]
    assert all(one["trigger"]["text"] and one["report"]["id"] for one in events)


@pytest.mark.parametrize("address", ["format=xls", "format=csv&party=Atlantis", "format=jsonl&account=true"])
def test_a_file_that_cannot_be_made_is_refused(client: httpx.Client, address: str) -> None:
    assert client.get(f"/events/export?{address}").status_code == 422


# --- saved searches -------------------------------------------------------------------------------------


def test_a_search_is_kept_found_again_and_dropped(writing: Running) -> None:
    with writing.client(follow_redirects=True) as client:
        assert "You have saved no search yet." in client.get("/events/saved").text
        after = client.post("/events/saved", data={"name": "Tea & <b>", "address": "party=Kenya&skip=50&type=ACCUSE"})
        assert after.url.raw_path == b"/events?party=KEN&type=ACCUSE"
        page = client.get("/events/saved").text
        assert '<a href="/events?party=KEN&amp;type=ACCUSE"><bdi>Tea &amp; &lt;b&gt;</bdi></a>' in page
        number = re.search(r'name="id" value="(\d+)"', page)
        assert number
        assert "no search yet" in client.post("/events/saved/drop", data={"id": number[1]}).text


# --- with a script --------------------------------------------------------------------------------------


def test_a_filter_takes_hold_at_once_and_the_address_says_so(reading: Running, browser: Any) -> None:
    page = browser.new_page(locale="en")
    page.goto(f"{reading.address}/events")
    page.evaluate("window.stayed = true")
    page.fill("#party", "Kenya")
    page.press("#party", "Tab")
    page.wait_for_url("**/events?party=Kenya")
    page.click("#type-fold summary")
    page.check("#type-SANCTION")
    page.wait_for_url("**/events?party=Kenya&type=SANCTION")
    assert page.locator(".count").inner_text() == "9 events"
    assert page.locator("#type-fold").get_attribute("open") is not None
    page.locator(".chips a").first.click()
    page.wait_for_url("**/events?type=SANCTION")
    page.go_back()
    page.wait_for_selector('#party[value="Kenya"]')
    assert page.evaluate("window.stayed")
    page.close()


def test_the_table_is_gone_through_by_keys(reading: Running, browser: Any) -> None:
    page = browser.new_page(locale="en")
    page.goto(f"{reading.address}/events")
    for key in ("j", "j", "k", "Enter"):
        page.keyboard.press(key)
    assert page.locator(".more").first.is_visible() and not page.locator(".more").nth(1).is_visible()
    assert page.locator(".more .whole").first.inner_text()
    page.keyboard.press("?")
    assert page.locator(".keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".keys").is_visible()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("n")
    page.wait_for_url("**/events?skip=50")
    page.close()
