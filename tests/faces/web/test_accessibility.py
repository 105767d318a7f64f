"""Every page for those who don't see it, don't use a mouse, or hold it in a hand: axe finds no serious fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from dragoman.ledger import Ledger, Query
from places import ROOT

from .conftest import Running
from .entering import SECRET, SETUP, Entry
from .test_pages import PAGES

AXE = ROOT / "tests" / "axe.min.js"
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LOOKS = {
    "English, light, wide": {"locale": "en", "color_scheme": "light", "viewport": WIDE},
    "Arabic, dark, phone": {"locale": "ar", "color_scheme": "dark", "viewport": PHONE},
    "Persian, light, phone": {"locale": "fa", "color_scheme": "light", "viewport": PHONE},
}
IN_PERSIAN = ("/", "/events", "/relations/KEN/NOR", "/review")
MORE = (
    "/events?party=KEN&other=Atlantis&type=ACCUSE",
    "/events/saved",
    "/relations/KEN/OMN?since=2031",
    "/parties?text=nor",
    "/parties/IGO:UN",
    "/read?example=true",
    "/review",
    "/review/agreement",
    "/review?queue=stories",
    "/sources",
    "/today/findings",
    "/nothing",
)
# What comes later is fetched, and what is folded is unfolded, before axe looks.
ALL_OF_IT = "document.querySelectorAll('details').forEach((one) => (one.open = true))"


@pytest.fixture(scope="module")
def served(reading: Running) -> dict[str, str]:
    """The addresses of pages that name a record."""
    with Ledger(reading.ledger) as ledger:
        told = next(one for one in ledger.events(Query(order="surest")) if one.story and one.report)
    assert told.report is not None
    return {
        "report": f"/reports/{told.report.id}",
        "history": f"/reports/{told.report.id}/history",
        "story": f"/stories/{told.story}",
        "event": f"/review?event={told.event.id}",
    }


@contextmanager
def tab_at(browser: Any, running: Running, look: str, **more: Any) -> Iterator[Any]:
    """A tab that looks so, and carries axe along."""
    context = browser.new_context(base_url=running.address, reduced_motion="reduce", **LOOKS[look], **more)
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


def shown(tab: Any, path: str) -> None:
    """Opens a page, with all that comes later and all that is folded."""
    tab.goto(path)
    while tab.locator(".later, .htmx-request, [hx-trigger=load]").count():
        tab.evaluate("document.querySelector('.later')?.scrollIntoView()")
        tab.wait_for_timeout(50)
    tab.evaluate(ALL_OF_IT)


def faults(tab: Any) -> list[str]:
    """What axe finds that is serious or critical, and whether the page is wider than the window."""
    found = [
        f"{one['impact']}: {one['id']}: {node['html'][:160]}"
        for one in tab.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]
    wide = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    return found + ([f"{wide} pixels too wide"] if wide > 0 else [])


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_no_serious_fault_and_nothing_is_wider_than_the_window(
    browser: Any, reading: Running, served: dict[str, str], look: str
) -> None:
    pages = IN_PERSIAN if look.startswith("Persian") else (*PAGES, *MORE, *served.values())
    found: dict[str, list[str]] = {}
    with tab_at(browser, reading, look) as tab:
        for page in pages:
            shown(tab, page)
            found[page] = faults(tab)
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


def test_the_same_holds_for_a_newcomer(browser: Any, serve: Callable[..., Running], tmp_path: Path) -> None:
    running = serve(tmp_path / "empty.db", coder="lexicon")
    found: dict[str, list[str]] = {}
    with tab_at(browser, running, "Arabic, dark, phone") as tab:
        for page in ("/", "/events", "/relations", "/relations/KEN/NOR", "/parties", "/review", "/read"):
            shown(tab, page)
            found[page] = faults(tab)
        tab.fill("#text", (ROOT / "examples" / "ar_harbour_talks.txt").read_text(encoding="utf-8"))
        tab.click(".give button.main")
        tab.wait_for_url("**/read/*")
        tab.evaluate(ALL_OF_IT)
        found["what was read"] = faults(tab)
        tab.click(".choices button.main")
        tab.wait_for_url("**/reports/*")
        found["what was kept"] = faults(tab)
    running.stop()
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("look", ["English, light, wide", "Arabic, dark, phone"])
def test_the_same_holds_where_there_are_accounts(
    browser: Any, serve: Callable[..., Running], stock: Callable[[], Path], look: str
) -> None:
    running = serve(stock(), access="accounts", setup=SETUP)
    found: dict[str, list[str]] = {}
    with tab_at(browser, running, look) as tab:
        for page in (f"/setup?key={SECRET}", "/login"):
            shown(tab, page)
            found[page] = faults(tab)
        session = {"name": f"dragoman-{running.settings.port}", "value": Entry(running).session("admin")}
        tab.context.add_cookies([session | {"url": running.address}])
        for page in ("/account", "/admin"):
            shown(tab, page)
            found[page] = faults(tab)
    running.stop()
    assert {page: wrong for page, wrong in found.items() if wrong} == {}


# --- without a mouse --------------------------------------------------------------------------------------

# Notes what gets the focus, whether that can be seen, and whether it stands where it can be.
NOTING = """() => {
  const path = (node) => node.id || (node.parentElement
    ? path(node.parentElement) + ">" + [...node.parentElement.children].indexOf(node) : "");
  window.steps = [];
  document.addEventListener("focusin", ({target}) => {
    const box = target.getBoundingClientRect(), look = getComputedStyle(target);
    const seen = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0 && box.width > 0 && box.height > 0;
    steps.push({path: path(target), seen, tag: target.outerHTML.slice(0, 120)});
  });
}"""
REACHABLE = """() => [...document.querySelectorAll(
  "a[href], button, input, select, textarea, summary, [tabindex='0']")].filter((one) =>
  !one.disabled && one.tabIndex >= 0 && one.type !== "hidden" && one.checkVisibility({visibilityProperty: true})
  && !(one.type === "radio" && document.querySelector(`[name="${one.name}"]`) !== one)).length"""
MANY = 80  # steps after which a page is left; what follows on long pages is more of the same


@pytest.mark.parametrize("page", [*PAGES, "/read", "/review", "/sources", "report", "story"])
def test_every_page_works_by_keyboard(browser: Any, reading: Running, served: dict[str, str], page: str) -> None:
    with tab_at(browser, reading, "English, light, wide") as tab:
        tab.goto(served.get(page, page))
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.matches('.skip')")
        assert tab.locator(".skip").bounding_box()["width"] > 50  # it is seen as soon as it has the focus
        tab.evaluate(NOTING)
        steps = min(MANY, tab.evaluate(REACHABLE) - 1)
        for _ in range(steps):
            tab.keyboard.press("Tab")
        found = tab.evaluate("steps")
        assert len(found) > 10 or len(found) == steps
        assert [one["tag"] for one in found if not one["seen"]] == []
        assert len({one["path"] for one in found}) == len(found)  # on it goes, and nothing holds it


def test_the_skip_link_leads_to_the_page_itself(browser: Any, reading: Running) -> None:
    with tab_at(browser, reading, "English, light, wide") as tab:
        tab.goto("/events")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "main"
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.closest('main') !== null")
