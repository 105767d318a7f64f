"""A report's page: the text as published, its records beside it, its kin, and who tells the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args, get_type_hints

import httpx
import pytest
from lxml import html

from dragoman.faces.web.interface import interface
from dragoman.ledger import Ledger, Query
from dragoman.model import Condition, DamageKind, Evidence, Link, Report, Statement, Told
from ledger import samples

from ..pages import HOSTILE
from .conftest import Running

MORE = "It was the third such meeting of the year, and a fourth one is to follow in the winter, the ministry said. "


@pytest.fixture(scope="module")
def told(planted: Ledger) -> dict[str, Told]:
    """The newest story of two languages, by them."""
    for story in planted.stories(Query(limit=100)):
        found = {one.report.language or "": one for one in story.events if one.report}
        if len(found) > 1 and "ar" in found:
            return found
    raise AssertionError("the planted story has none")


@pytest.fixture(scope="module")
def kin(serve: Callable[..., Running], tmp_path_factory: pytest.TempPathFactory) -> tuple[Running, list[Report]]:
    """A ledger with two versions of a report, a near copy of the second, and one whose every word is hostile."""
    at = tmp_path_factory.mktemp("kin") / "kin.db"
    old = samples.one_event(f"Armenia accused Azerbaijan of shelling a village. {MORE}", url="https://e.org/1")
    new = samples.one_event(f"Armenia accused Azerbaijan of shelling two villages. {MORE}", url="https://e.org/1")
    copy = samples.one_event(f"Armenia accused Azerbaijan of shelling two villages. {MORE}", outlet="Tide")
    text = f"{HOSTILE}\nArmenia accused Azerbaijan of {HOSTILE}."
    hostile = samples.one_event(text, title=HOSTILE, outlet=HOSTILE, url="javascript:hacked=1", language="en")
    with Ledger(str(at), who="Omid") as ledger:
        for coding in (old, new, copy, hostile):
            ledger.add([coding], "by hand/1")
        list(ledger.join_stories())
    return serve(at), [coding.report for coding in (old, new, copy, hostile)]


def tree(answer: httpx.Response) -> Any:
    assert answer.status_code == 200
    return html.document_fromstring(answer.text)


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_the_text_stands_as_published_whatever_the_language_of_the_page(
    reading: Running, told: dict[str, Told], language: str
) -> None:
    report = told["ar"].report
    assert report is not None
    with reading.client(language) as client:
        (text,) = tree(client.get(f"/reports/{report.id}")).xpath('//div[@class="text"]')
    assert text.text_content() == report.text
    assert (text.get("lang"), text.get("dir")) == ("ar", "rtl")


def test_each_record_is_joined_with_its_words_both_ways(client: httpx.Client, told: dict[str, Told]) -> None:
    one = told["ar"]
    assert one.report is not None
    document = tree(client.get(f"/reports/{one.report.id}"))
    (card,) = document.xpath(f'//article[@id="{one.event.id}"]')
    (note,) = document.xpath(f'//div[@class="text"]//a[@href="#{one.event.id}"]')
    assert card.xpath(f'.//a[@class="number" and @href="#{note.get("id")}"]')
    trigger = "".join(document.xpath(f'//div[@class="text"]//span[@data-trigger="{one.event.id}"]/text()'))
    assert trigger == one.event.trigger.words(one.report.text)  # type: ignore[union-attr]
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_a_card_says_in_the_readers_language_who_did_what_when_and_how_sure_that_is(
    reading: Running, told: dict[str, Told]
) -> None:
    one = told["ar"]
    assert one.report is not None
    with reading.client("fa") as client:
        document = tree(client.get(f"/reports/{one.report.id}"))
    (card,) = document.xpath(f'//article[@id="{one.event.id}"]')
    ui = interface("fa")
    said = words(card)
    assert ui.say(f"acts.{one.event.type}") in said
    assert one.event.when is not None and ui.days(one.event.when.start, one.event.when.end) in said
    assert one.event.confidence is not None and ui.share(one.event.confidence) in said
    country = one.event.actors[0].actor.country  # type: ignore[union-attr]
    assert card.xpath(f'.//a[@href="/parties/{country}"]')
    assert "PLOVER" in said and "Goldstein" in said


def test_what_others_tell_of_it_stands_beside_it_in_their_language(client: httpx.Client, told: dict[str, Told]) -> None:
    one, other = told["ar"], next(told[language] for language in told if language != "ar")
    assert one.report is not None and other.report is not None
    document = tree(client.get(f"/reports/{one.report.id}"))
    (section,) = document.xpath('//section[@class="elsewhere"][1]')
    assert section.xpath(f'.//a[@href="/reports/{other.report.id}#{other.event.id}"]')
    assert section.xpath(f'.//q[@lang="{other.report.language}"]')
    assert document.xpath(f'//a[@href="/stories/{one.story}"]')


def test_a_report_leads_to_its_relations_and_a_reviewer_to_the_review(
    client: httpx.Client, told: dict[str, Told]
) -> None:
    one = told["ar"]
    assert one.report is not None
    document = tree(client.get(f"/reports/{one.report.id}"))
    assert document.xpath('//p[@class="pairs"]/a[starts-with(@href, "/relations/")]')
    assert document.xpath(f'//a[@href="/review?event={one.event.id}"]')


def test_the_history_of_a_record_can_be_read(client: httpx.Client, told: dict[str, Told]) -> None:
    one = told["ar"]
    assert one.report is not None
    said = words(tree(client.get(f"/reports/{one.report.id}/history", params={"event": one.event.id})))
    assert "recorded by" in said and f"in story {one.story}" in said
    assert "version 1" in words(tree(client.get(f"/reports/{one.report.id}/history")))


def test_an_old_version_leads_to_the_new_one_and_shows_what_was_changed(kin: tuple[Running, list[Report]]) -> None:
    running, (old, new, copy, _) = kin
    with running.client() as client:
        document = tree(client.get(f"/reports/{old.id}"))
        assert document.xpath(f'//p[@class="note"]/a[@href="/reports/{new.id}"]')
        assert "No dealings" in words(document)
        document = tree(client.get(f"/reports/{new.id}"))
        changes = [words(one) for one in document.xpath('//p[contains(@class, "change")]/q')]
        assert any("a village" in one for one in changes) and any("two villages" in one for one in changes)
        assert document.xpath(f'//li/a[@href="/reports/{copy.id}"]')
        assert tree(client.get(f"/reports/{copy.id}")).xpath(f'//p[@class="note"]/a[@href="/reports/{new.id}"]')


def test_hostile_words_in_a_report_stay_words(kin: tuple[Running, list[Report]]) -> None:
    running, (*_, hostile) = kin
    with running.client() as client:
        answer = client.get(f"/reports/{hostile.id}")
    document = tree(answer)
    assert document.xpath('//div[@class="text"]')[0].text_content() == hostile.text
    assert all(one.get("src", "").startswith("/static/") for one in document.xpath("//script"))
    assert not document.xpath("//*[@*[starts-with(name(), 'on')] or @style]") and not document.xpath("//img | //base")
    assert not [one for one in document.xpath("//@href") if one.startswith("javascript:")]
    outside = re.sub(r'<span class="steering" title="[a-z\- ,]+">[\u202a-\u202e\u2066-\u2069]</span>', "", answer.text)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", outside)


def test_a_report_that_is_not_there_is_said_to_be_missing(client: httpx.Client) -> None:
    assert client.get("/reports/0000000000000000").status_code == 404


def test_an_unchanged_report_is_not_sent_again(client: httpx.Client, told: dict[str, Told]) -> None:
    one = told["ar"].report
    assert one is not None
    tag = client.get(f"/reports/{one.id}").headers["etag"]
    assert client.get(f"/reports/{one.id}", headers={"If-None-Match": tag}).status_code == 304


def test_there_are_words_for_whatever_a_record_may_say() -> None:
    def values(record: type, field: str) -> set[str]:
        return set(get_args(get_type_hints(record)[field]))

    wanted = {f"stance_{one}" for one in values(Statement, "stance")}
    wanted |= {f"link_{one}" for one in values(Link, "stance")}
    wanted |= {f"condition_{one}" for one in values(Condition, "state")}
    wanted |= {f"damage_{one.value}" for one in DamageKind}
    wanted |= {f"method_{one}" for one in values(Evidence, "method")}
    assert [one for one in sorted(wanted) if not interface("en").knows(f"report.{one}")] == []


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_pointing_at_a_card_lights_its_words_and_at_words_their_card(
    browser: Any, reading: Running, told: dict[str, Told], width: int, height: int, tmp_path: Path
) -> None:
    one = told["ar"]
    assert one.report is not None
    context = browser.new_context(viewport={"width": width, "height": height}, locale="ar", reduced_motion="reduce")
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(f"{reading.address}/reports/{one.report.id}#{one.event.id}")
    card = tab.locator(f'article[id="{one.event.id}"]')
    assert "pinned" in card.get_attribute("class")  # the address names it
    assert tab.locator(".text .lit").count()
    tab.keyboard.press("Escape")
    assert not tab.locator(".lit").count()
    tab.hover(f'.text span[data-trigger~="{one.event.id}"]')
    assert "lit" in card.get_attribute("class")
    card.locator(".what").click()
    assert "pinned" in card.get_attribute("class")
    card.locator("a[hx-get]").click()
    tab.wait_for_selector(".steps")
    assert tab.url.endswith(f"#{one.event.id}")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert complaints == []
