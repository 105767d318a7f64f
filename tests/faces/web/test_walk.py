"""A newcomer's path in a browser: from an empty ledger to a report, its relation, a correction, its undoing, a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman import exchange
from dragoman.faces.web.interface import interface
from dragoman.ledger import Ledger, Query
from places import ROOT

from .conftest import Running
from .test_pages import PAGES

DEMO = ROOT / "examples" / "ar_harbour_talks.txt"
WEIGHT = 150_000  # bytes of a first page, as they are sent


class Walk:
    """A tab at a server, and all that went wrong in it."""

    def __init__(self, running: Running, context: Any) -> None:
        self.running, self.context = running, context
        self.complaints: list[str] = []
        context.on("page", self._watch)
        self.tab = context.new_page()

    def _watch(self, tab: Any) -> None:
        note = self.complaints.append
        tab.on("console", lambda message: note(message.text))
        tab.on("pageerror", lambda error: note(str(error)))
        tab.on("request", lambda asked: asked.url.startswith((self.running.address, "data:")) or note(asked.url))
        # What was still coming when the walk went on is broken off by the browser itself.
        tab.on("requestfailed", lambda asked: "ERR_ABORTED" in asked.failure or note(f"{asked.url}: {asked.failure}"))
        tab.on("response", lambda answer: answer.status < 400 or note(f"{answer.url}: {answer.status}"))

    def go(self, path: str) -> None:
        self.tab.goto(self.running.address + path)

    def read(self, day: str, text: str | None) -> None:
        """From the first steps to a report that is kept, pasted or the example."""
        self.go("/")
        assert self.tab.locator(".steps li").count() == 3
        self.tab.click(".steps .button.main")
        if text is None:
            self.tab.click(".example")
        else:
            self.tab.fill("#text", text)
        self.tab.fill("[name=published]", day)
        self.tab.click(".give button.main")
        self.tab.wait_for_url("**/read/*")
        assert self.tab.locator(".card.event").count() > 2
        self.tab.click(".choices button.main")
        self.tab.wait_for_url("**/reports/*")

    def balance(self, tab: Any) -> str:
        """The numbers under the picture of a relation."""
        tab.reload()
        tab.click("details.numbers summary")
        return str(tab.locator("details.numbers table").inner_text())


@pytest.fixture
def walk(browser: Any, serve: Callable[..., Running], tmp_path: Path) -> Iterator[Callable[[str, bool], Walk]]:
    """Starts out over an empty ledger, in a language, with scripts or without."""
    walks: list[Walk] = []

    def start(language: str, script: bool) -> Walk:
        context = browser.new_context(locale=language, java_script_enabled=script)
        walks.append(Walk(serve(tmp_path / "empty.db", coder="lexicon"), context))
        return walks[-1]

    yield start
    for one in walks:
        one.context.close()
        one.running.stop()


@pytest.mark.parametrize(
    ("language", "script", "pasted", "pair"),
    [("en", True, True, "CAN/MRT"), ("ar", True, False, "MAR/NOR"), ("fa", False, True, "CAN/MRT")],
)
def test_a_newcomer_reads_a_report_corrects_a_record_sees_the_balance_change_undoes_it_and_exports(
    walk: Callable[[str, bool], Walk], language: str, script: bool, pasted: bool, pair: str
) -> None:
    here = walk(language, script)
    tab, ui = here.tab, interface(language)
    here.read("2025-10-15", DEMO.read_text(encoding="utf-8") if pasted else None)
    tab.click(f'p[role=status] a[href="/relations/{pair}"]')
    tab.wait_for_url(f"**/relations/{pair}")
    assert tab.locator("#chart svg" if script else ".course img").is_visible()
    before = here.balance(tab)

    beside = here.context.new_page()
    beside.goto(f"{here.running.address}/events?pair={pair.replace('/', ',')}&quad=verbal-cooperation&modality=done")
    beside.locator("td.said summary").first.click()
    beside.locator("tr.more .button").first.click()
    beside.wait_for_url("**/review?event=*")
    beside.click("details.correct summary")
    beside.select_option("select[name=type]", "ASSAULT")
    beside.click("button[value=correct]")
    beside.locator(".done").get_by_text(ui.say("review.done_correct")).wait_for()
    assert here.balance(tab) != before
    beside.click(".done button")
    beside.locator(".done").get_by_text(ui.say("review.done_undo")).wait_for()
    assert here.balance(tab) == before

    tab.click(".leads a[href^='/events']")
    tab.click("#take summary")
    with tab.expect_download() as started:
        tab.click("#take a[href*='format=csv']")
    content = Path(started.value.path()).read_text(encoding="utf-8")
    assert [row["id"] for row in csv.DictReader(io.StringIO(content))] == [
        row.get_attribute("id") for row in tab.locator("tr.row").all()
    ]
    with Ledger(here.running.ledger) as ledger:
        kept = io.BytesIO()
        one, other = pair.split("/")
        exchange.write("csv", ledger.events(Query(pair=(one, other), limit=None)), kept)
    assert content.encode() == kept.getvalue()
    assert here.complaints == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_without_a_script_what_it_says_with_one(browser: Any, reading: Running, page: str) -> None:
    said = []
    for script in (True, False):
        context = browser.new_context(locale="en", java_script_enabled=script)
        here = Walk(reading, context)
        here.go(page)
        said.append(here.tab.locator("main :is(h1, h2, h3)").all_inner_texts())
        assert here.complaints == []
        context.close()
    with_script, without = said
    assert with_script[0] and [heading for heading in with_script if heading not in without] == []


@pytest.mark.parametrize("part", ["changes", "commitments", "agenda", "links", "carriers", "coverage"])
def test_a_part_of_a_relation_that_comes_later_is_a_link_where_no_script_runs(
    browser: Any, reading: Running, part: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{reading.address}/relations/KEN/NOR")
    tab.locator(f"main [href^='/relations/KEN/NOR/{part}'], main [action$='/{part}'] button").first.click()
    tab.wait_for_url(f"**/{part}*")
    assert len(tab.locator("main").inner_text()) > 100
    context.close()


@pytest.mark.parametrize("language", ["en", "ar", "fa"])
@pytest.mark.parametrize("page", ["/", "/read"])
def test_a_first_page_is_light(browser: Any, reading: Running, language: str, page: str) -> None:
    context = browser.new_context(locale=language)
    tab = context.new_page()
    asked: list[Any] = []
    tab.on("requestfinished", lambda one: asked.insert(0, one))  # Playwright takes no method of a list
    tab.goto(reading.address + page)
    tab.wait_for_load_state("networkidle")
    sizes = {one.url: one.sizes()["responseBodySize"] + one.sizes()["responseHeadersSize"] for one in asked}
    context.close()
    assert sum(sizes.values()) < WEIGHT, sizes
