"""A story's page: what several reports tell of one event, side by side."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from lxml import html
from msgspec.structs import replace

from dragoman.ledger import Ledger, Query
from ledger import samples

from .conftest import Running


@pytest.fixture(scope="module")
def two(serve: Callable[..., Running], tmp_path_factory: pytest.TempPathFactory) -> tuple[Running, str]:
    """Two outlets tell of one accusation; one of them has it denied and from an agency."""
    at = tmp_path_factory.mktemp("story") / "story.db"
    one = samples.one_event()
    other = samples.one_event("Armenia accused Azerbaijan of shelling a village, an agency said.", outlet="Tide")
    told = replace(other.events[0], status="denied", reported_by=("Tide", "Agency", "Spokesman"))
    with Ledger(str(at), who="Omid") as ledger:
        ledger.add([one, replace(other, events=(told,))], "by hand/1")
        list(ledger.join_stories())
        if ledger.story(one.events[0].id).events == ():
            ledger.merge(told.id, one.events[0].id)
    return serve(at), one.events[0].id


def test_each_report_has_a_column_and_what_differs_is_marked(two: tuple[Running, str]) -> None:
    running, story = two
    with running.client() as client:
        document = html.document_fromstring(client.get(f"/stories/{story}").text)
    assert [one.text_content() for one in document.xpath("//thead//th/a")] == ["Harbour Wire", "Tide"]
    rows = {row.get("id"): row for row in document.xpath("//tbody/tr[@id]")}
    assert rows["standing"].get("class") == "differs"
    assert [cell.text_content() for cell in rows["standing"].xpath("./td")] == ["claimed", "denied"]
    assert "Agency ← Spokesman" in rows["says_who"].text_content()
    assert rows["who"].get("class") is None
    assert document.xpath('//p[@class="lead"]/a[@href="#standing"]')


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_every_story_of_the_ledger_can_be_shown(reading: Running, planted: Ledger, language: str) -> None:
    with reading.client(language) as client:
        for story in planted.stories(Query(limit=5)):
            answer = client.get(f"/stories/{story.id}")
            assert answer.status_code == 200
            assert len(html.document_fromstring(answer.text).xpath("//thead//th")) == len(story.events)


def test_a_story_that_is_not_there_is_said_to_be_missing(client: httpx.Client) -> None:
    assert client.get("/stories/0000000000000000").status_code == 404
