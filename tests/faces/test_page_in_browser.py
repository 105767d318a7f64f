"""The page in a real Chromium, where one is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from dragoman.faces import page as pages
from dragoman.model import Coding

from .pages import example, examples, hostile, plain

sync_api = pytest.importorskip("playwright.sync_api")

Open = Callable[..., Any]
DESK = {"width": 1400, "height": 900}
PHONE = {"width": 390, "height": 844}
# The contrast of an element's letters against the ground that they stand on, as WCAG 2.2 measures it.
CONTRAST = """all => Math.min(...all.map(element => {
    const parse = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = colour => {
        const [r, g, b] = parse(colour).slice(0, 3).map(one => one / 255)
            .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    let ground = element;
    while (parse(getComputedStyle(ground).backgroundColor)[3] === 0) ground = ground.parentElement;
    const [a, b] = [light(getComputedStyle(element).color), light(getComputedStyle(ground).backgroundColor)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}))"""
READABLE = 4.5
# Whether all that is lit belongs to the record, and there is some.
LIT_FOR = """(all, id) => all.length > 0 && all.every(
    element => `${element.dataset.trigger} ${element.dataset.words}`.split(' ').includes(id)
)"""


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens codings as a page; when the test ends it must have fetched nothing and complained of nothing."""
    contexts, asked, complaints = [], [], []

    def open_(codings: Sequence[Coding], screen: dict[str, int] = DESK, **options: Any) -> Any:
        path = tmp_path / "page.html"
        path.write_text(pages.render(codings), encoding="utf-8")
        context = browser.new_context(viewport=screen, reduced_motion="reduce", **options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("dialog", lambda dialog: complaints.append(dialog.message))
        tab.goto(path.as_uri())
        return tab

    yield open_
    for context in contexts:
        context.close()
    fetched = [url for url in asked if not url.startswith(("file:", "data:"))]
    assert fetched == []
    assert complaints == []
    assert sum(url.startswith("file:") for url in asked) == len(contexts)


def lit_words(tab: Any) -> str:
    return str(tab.evaluate("[...document.querySelectorAll('.text .lit')].map(e => e.textContent).join('|')"))


# --- hover, click, keys ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "en", "fa"])
def test_hovering_a_card_lights_its_words(open_page: Open, language: str) -> None:
    coding = example(language)
    tab = open_page([coding])
    for number in range(1, len(coding.events) + 1):
        tab.hover(f"#r1-e{number} .what")
        lit = tab.eval_on_selector_all(".text .lit", LIT_FOR, f"r1-e{number}")
        assert lit
        trigger = coding.events[number - 1].trigger.words(coding.report.text)
        assert trigger in lit_words(tab).replace("|", "")
    tab.hover(".masthead")
    assert lit_words(tab) == ""


def test_hovering_a_word_lights_its_card(open_page: Open) -> None:
    coding = example("ar")
    tab = open_page([coding])
    for number in range(1, len(coding.events) + 1):
        tab.hover(f'.text span[data-trigger~="r1-e{number}"]')
        assert f"r1-e{number}" in tab.eval_on_selector_all(".card.lit", "all => all.map(e => e.id)")


def test_a_click_on_a_word_pins_its_card_and_brings_it_into_view_until_escape(open_page: Open) -> None:
    coding = example("ar")
    tab = open_page([coding])
    last = f"r1-e{len(coding.events)}"
    tab.click(f'.text span[data-trigger~="{last}"]')
    card = tab.locator(f"#{last}")
    assert "pinned" in card.get_attribute("class")
    box = card.bounding_box()
    assert 0 <= box["y"] <= DESK["height"]
    tab.mouse.move(2, 2)
    assert lit_words(tab)
    tab.keyboard.press("Escape")
    assert lit_words(tab) == ""
    assert "pinned" not in card.get_attribute("class")


@pytest.mark.parametrize("screen", [DESK, PHONE])
def test_a_click_on_a_card_brings_its_words_into_view(open_page: Open, screen: dict[str, int]) -> None:
    coding = example("ar")
    tab = open_page([coding], screen)
    last = f"r1-e{len(coding.events)}"
    tab.click(f"#{last} .what")
    box = tab.locator(f'.text [data-trigger~="{last}"]').first.bounding_box()
    assert 0 <= box["y"] <= screen["height"]


def test_cards_can_be_reached_and_pinned_by_keys(open_page: Open) -> None:
    tab = open_page([example("en")])
    tab.focus("#r1-e1")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Shift+Tab")
    assert tab.evaluate("document.activeElement.id") == "r1-e1"
    assert lit_words(tab)
    tab.keyboard.press("Enter")
    assert tab.locator("#r1-e1.pinned").count() == 1
    tab.keyboard.press("Escape")
    assert tab.locator(".pinned").count() == 0


def test_acts_of_a_kind_or_type_can_be_left_out(open_page: Open) -> None:
    coding = example("en")
    tab = open_page([coding])
    quad = coding.events[0].quad
    tab.uncheck(f"#show-{quad}")
    shown = tab.locator(".card.event:visible").count()
    assert shown == sum(event.quad != quad for event in coding.events)
    tab.check(f"#show-{quad}")
    kind = coding.events[0].type
    tab.select_option("#only-type", kind)
    shown = tab.locator(".card.event:visible").count()
    assert shown == sum(event.type == kind for event in coding.events)


# --- reading -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fa", "rtl"), ("en", "ltr")])
def test_lines_begin_on_the_side_where_the_language_begins(open_page: Open, language: str, direction: str) -> None:
    tab = open_page([example(language)])
    styles = tab.eval_on_selector_all(".text > *", "all => all.map(e => getComputedStyle(e).direction)")
    assert set(styles) == {direction}
    first, second = tab.evaluate(
        """() => {
            const walker = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
            const node = walker.nextNode();
            return [0, 3].map(at => {
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + 1);
                return range.getBoundingClientRect().left;
            });
        }"""
    )
    assert (first > second) is (direction == "rtl")


def test_numbers_behind_words_are_drawn_but_are_no_part_of_the_text(open_page: Open) -> None:
    coding = example("fa")
    tab = open_page([coding])
    assert tab.eval_on_selector(".text", "e => e.textContent") == coding.report.text
    drawn = tab.eval_on_selector(".note", "e => getComputedStyle(e, '::after').content")
    assert drawn == "attr(data-number)" or "1" in drawn


@pytest.mark.parametrize("screen", [PHONE, {"width": 800, "height": 900}, DESK])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_over_the_edge(open_page: Open, screen: dict[str, int], scheme: str) -> None:
    tab = open_page([*examples(), hostile(), plain("x" * 3000)], screen, color_scheme=scheme)
    tab.eval_on_selector_all("details", "all => all.forEach(e => e.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= screen["width"]
    wide = tab.eval_on_selector_all(
        "main *", f"all => all.filter(e => e.getBoundingClientRect().right > {screen['width']} + 1).length"
    )
    assert wide == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(open_page: Open, scheme: str) -> None:
    tab = open_page(examples(), color_scheme=scheme)
    measured = [
        ".text p",
        ".legend .act",
        ".text .damage",
        ".text .act",
        ".note",
        ".what",
        ".code",
        ".standing",
        ".own",
        "dt",
    ]
    for selector in measured:
        assert READABLE <= tab.eval_on_selector_all(selector, CONTRAST) < 21, selector
    tab.hover(".card:has(.standing) .what")
    for selector in (".text .lit", ".near", ".card.lit .what", ".card.lit .code", ".card.lit .standing"):
        assert READABLE <= tab.eval_on_selector_all(selector, CONTRAST) < 21, selector


def test_kinds_of_act_differ_in_more_than_colour(open_page: Open) -> None:
    tab = open_page([example("en")])
    lines = tab.eval_on_selector_all(
        ".legend .act",
        """all => all.map(e => {
            const style = getComputedStyle(e);
            return [style.textDecorationStyle, style.textDecorationThickness].join();
        })""",
    )
    assert len(set(lines)) == len(lines) == 4


def test_the_text_stays_in_sight_beside_the_records_and_stands_above_them_on_a_phone(open_page: Open) -> None:
    desk = open_page([example("ar")])
    desk.evaluate("scrollTo(0, 1500)")
    assert desk.locator(".text").bounding_box()["y"] == 0
    assert desk.locator(".records").bounding_box()["x"] > desk.locator(".text").bounding_box()["width"]
    phone = open_page([example("ar")], PHONE)
    text, records = (phone.locator(name).bounding_box() for name in (".text", ".records"))
    assert text["y"] + text["height"] <= records["y"]


def test_all_can_be_read_without_a_script(open_page: Open) -> None:
    coding = example("ar")
    tab = open_page([coding], java_script_enabled=False)
    assert tab.locator(".text").text_content() == coding.report.text
    assert tab.locator(".card:visible").count() == sum(
        map(len, (coding.events, coding.statements, coding.conditions, coding.links))
    )
    assert not tab.locator(".by-type").is_visible()
    tab.click('.note[href="#r1-e1"]')
    assert tab.url.endswith("#r1-e1")


# --- hostile reports -----------------------------------------------------------------------------------


def test_hostile_words_run_nothing(open_page: Open) -> None:
    coding = hostile()
    tab = open_page([coding])
    assert tab.evaluate("typeof hacked") == "undefined"
    assert tab.locator("script, img, iframe, base, textarea").count() == 1
    assert tab.eval_on_selector(".text", "e => e.textContent") == coding.report.text


@pytest.mark.parametrize("mark", ["\u202e", "\u2067", "\u202b", "\u2069\u202e", "\u2066\u202e"])
def test_a_mark_that_turns_the_line_turns_nothing(open_page: Open, mark: str) -> None:
    tab = open_page([plain(f"Some {mark}words to read.")])
    lefts = tab.evaluate(
        """() => {
            const sentence = document.querySelector('.sentence');
            const node = sentence.lastChild;
            return [0, 6, 12].map(at => {
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + 1);
                return range.getBoundingClientRect().left;
            });
        }"""
    )
    assert lefts == sorted(lefts)
