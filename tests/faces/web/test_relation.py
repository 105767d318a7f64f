"""The page of a relation: where it stands, its balance that opens, what is owed and said, what is handed on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from .conftest import Running

PAIR = "/relations/KEN/NOR"
PARTS = ("agenda", "carriers", "changes", "commitments", "coverage", "links", "days/2023-12-01/2023-12-31")
PARTIAL = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def shown(reading: Running, browser: Any) -> Iterator[Any]:
    """The page in a browser, and a note of everything that goes wrong in it."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en")
    found = context.new_page()
    found.faults = []
    found.on("console", lambda message: found.faults.append(message.text) if message.type == "error" else None)
    found.on("pageerror", lambda error: found.faults.append(str(error)))
    yield found
    context.close()


def _text(answer: httpx.Response) -> str:
    """What a reader reads, without marks."""
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def _course(answer: httpx.Response) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="course">(.*?)</script>', answer.text, re.S)
    assert found
    return json.loads(found.group(1))


# --- the head -------------------------------------------------------------------------------------------


def test_it_says_how_much_is_told_and_where_the_two_stand(client: httpx.Client) -> None:
    text = _text(client.get(PAIR))
    assert "34 stories" in text and "36 tellings" in text and "9 outlets" in text
    assert "In June 2024 the tone was cooperative" in text
    assert "the tone turned for the better" in text


def test_every_sentence_of_the_head_leads_to_words_of_a_report(client: httpx.Client) -> None:
    page = client.get(PAIR).text
    marks = re.findall(r'class="note-mark" dir="ltr" href="(/reports/[^"#]+#[^"]+)"', page)
    assert len(marks) >= 8


@pytest.mark.parametrize(("language", "words"), [("ar", "كينيا والنرويج"), ("fa", "کنیا و نروژ")])
def test_parties_and_sentences_are_in_the_readers_language(reading: Running, language: str, words: str) -> None:
    with reading.client(language) as client:
        text = _text(client.get(PAIR))
    assert words in re.sub(r"\s+", " ", text).replace(" و النرويج", " والنرويج")
    assert "tone was" not in text


def test_a_party_may_be_named_and_the_address_becomes_the_code(client: httpx.Client) -> None:
    answer = client.get("/relations/kenya/NOR?by=week")
    assert (answer.status_code, answer.headers["location"]) == (308, f"{PAIR}?by=week")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/relations/KEN/nowhere", 404),
        ("/relations/KEN/KEN", 422),
        (f"{PAIR}?by=fortnight", 422),
        (f"{PAIR}?since=yesterday", 422),
        (f"{PAIR}?since=2024-05&until=2024-01", 422),
        (f"{PAIR}?direction=up", 422),
        (f"{PAIR}/days/2024-05-01/soon", 422),
        (f"{PAIR}/days/2024-05-31/2024-05-01", 422),
        ("/relations/KEN/BRA/changes", 404),
    ],
)
def test_what_cannot_be_asked_gets_a_clear_answer(client: httpx.Client, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_where_nothing_is_told_other_relations_of_the_two_are_named(client: httpx.Client) -> None:
    answer = client.get("/relations/KEN/BRA")
    assert "Nothing that happened between the two is told" in _text(answer)
    assert "/relations/KEN/UZB" in answer.text and "application/json" not in answer.text


# --- the balance ----------------------------------------------------------------------------------------


def test_the_balance_is_a_table_whose_periods_lead_to_their_events(client: httpx.Client) -> None:
    page = client.get(PAIR).text
    row = re.search(
        r'<a href="(/relations/KEN/NOR/days/2023-12-01/2023-12-31)"[^>]*>December 2023</a>.*?</tr>', page, re.S
    )
    assert row and "+5.6" in row.group(0)
    assert f'<noscript><img src="{PAIR}/balance.svg"' in page


def test_a_period_opens_to_tellings_that_add_up_to_it(client: httpx.Client) -> None:
    text = _text(client.get(f"{PAIR}/days/2023-12-01/2023-12-31"))
    assert "0.84 × +10.0 = +8.40" in text.replace("<b>", "")
    assert "Weight 2.89" in text and "Balance +16.27" in text and "Tone +5.6" in text
    assert "promised fifty million dollars" in text


def test_one_direction_alone_opens_to_its_own_tellings(client: httpx.Client) -> None:
    text = _text(client.get(f"{PAIR}/days/2023-12-01/2023-12-31?direction=there"))
    assert "fifty million" not in text and "Kenya towards Norway" in text


def test_the_chart_is_drawn_from_the_figures_of_the_table(client: httpx.Client) -> None:
    course = _course(client.get(PAIR))
    at = course["starts"].index("2023-12-01")
    tone, low, high, stories, outlets, *quads = course["measures"]["together"][at]
    assert (round(tone, 1), stories) == (5.6, 4) and low < tone < high and outlets >= 2 and len(quads) == 4
    assert [turn["what"] for turn in course["turns"]] == ["tone"]


@pytest.mark.parametrize(("asked", "first"), [("by=year", "2023-01-01"), ("by=week", "2023-01-09"), ("", "2023-01-01")])
def test_time_is_divided_as_asked_or_by_what_fits(client: httpx.Client, asked: str, first: str) -> None:
    assert _course(client.get(f"{PAIR}?{asked}"))["starts"][0] == first


def test_days_narrow_all_that_is_shown(client: httpx.Client) -> None:
    answer = client.get(f"{PAIR}?since=2024-03&until=2024-04")
    assert "3 stories" in _text(answer)
    assert f"{PAIR}/agenda?since=2024-03-01&amp;until=2024-04-30" in answer.text


def test_the_picture_for_those_without_a_script_is_ours(client: httpx.Client) -> None:
    answer = client.get(f"{PAIR}/balance.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml") and answer.text.lstrip().startswith("<?xml")


# --- its parts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_a_fragment_for_a_script_and_a_page_without_one(client: httpx.Client, part: str) -> None:
    whole, fragment = client.get(f"{PAIR}/{part}"), client.get(f"{PAIR}/{part}", headers=PARTIAL)
    assert "<html" in whole.text and f'href="{PAIR}"' in whole.text
    assert fragment.status_code == 200 and "<html" not in fragment.text and "<h1" not in fragment.text


def test_a_turn_comes_with_its_p_and_the_events_around_it(client: httpx.Client) -> None:
    text = _text(client.get(PAIR))
    turn = text[text.index("Turn of tone") :]
    assert "p = 0.002" in turn and "Before" in turn and "After" in turn and "40 tonnes of medicine" in turn


def test_changes_since_a_day_are_told_as_acts_of_the_two(client: httpx.Client) -> None:
    text = _text(client.get(f"{PAIR}/changes?day=2023-10-01"))
    assert "Less time is told of before: 259 days stand against 270." in text
    assert "gave aid to" in text and "Norway threatened" not in text[: text.index("No longer")]


def test_a_promise_stands_with_what_met_it_in_the_words_of_reports(client: httpx.Client) -> None:
    text = _text(client.get(f"{PAIR}/commitments"))
    assert "Promise by Norway to Kenya" in text
    assert re.search(r"met \d+ \w+ 2023 · The report Norway gave Kenya", text)


def test_the_agenda_has_a_strip_for_each_matter(client: httpx.Client) -> None:
    page = client.get(f"{PAIR}/agenda").text
    assert "fishing rights" in page and page.count("<svg") >= 8 and "July 2023: 1 report" in page


def test_what_is_said_stands_apart_from_what_is_measured(client: httpx.Client) -> None:
    page = _text(client.get("/relations/KEN/UZB"))
    assert "hangs on the relation between Norway and Oman" in page and "A measured link is no cause" in page
    measured = _text(client.get("/relations/KEN/UZB/links"))
    assert "the other one first, by periods: 1" in measured and "they move together" in measured


def test_too_little_time_is_said_to_be_too_little_to_measure_in(client: httpx.Client) -> None:
    assert "18 periods" not in (text := _text(client.get(f"{PAIR}/links?by=year"))) and "2 periods are told of" in text


def test_it_names_who_carries_it_and_on_whom_it_rests(client: httpx.Client) -> None:
    carriers, coverage = _text(client.get(f"{PAIR}/carriers")), _text(client.get(f"{PAIR}/coverage"))
    assert "prime minister" in carriers and "Munich" in carriers and "Germany host" in carriers
    assert "Meridian Wire" in coverage and "Arabic" in coverage and "The longest silence" in coverage


# --- settling -------------------------------------------------------------------------------------------


def test_a_reviewer_settles_a_promise_and_takes_it_back(writing: Running) -> None:
    with writing.client(follow_redirects=True) as client:
        page = client.get(f"{PAIR}/commitments").text
        (promise,) = re.findall(r'name="commitment" value="([^"]+)"', page)[:1]
        asked = {"commitment": promise, "state": "lapsed", "why": "nobody <b>came</b>"}
        settled = client.post(f"{PAIR}/commitments", data=asked)
        assert "lapsed: 1" in _text(settled) and "nobody &lt;b&gt;came&lt;/b&gt;" in settled.text
        (judgement,) = re.findall(r'name="judgement" value="(\d+)"', settled.text)
        back = client.post(f"{PAIR}/commitments/undo", data={"judgement": judgement})
        assert "lapsed: 1" not in _text(back) and "nobody" not in back.text.partition("commitments")[2]


@pytest.mark.parametrize(
    ("asked", "status"),
    [({"commitment": "nothing", "state": "met"}, 404), ({"commitment": "nothing", "state": "gone"}, 422)],
)
def test_what_cannot_be_settled_is_refused(client: httpx.Client, asked: dict[str, str], status: int) -> None:
    assert client.post(f"{PAIR}/commitments", data=asked).status_code == status


# --- handed on ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Kenya and Norway"), ("ar", "كينيا والنرويج"), ("fa", "کنیا و نروژ")]
)
def test_the_briefing_is_read_in_each_language(client: httpx.Client, language: str, title: str) -> None:
    answer = client.get(f"{PAIR}/briefing?lang={language}")
    assert f"<h1>{title}</h1>" in answer.text and 'id="note-1"' in answer.text and f'lang="{language}"' in answer.text


def test_the_briefing_is_handed_on_as_a_file(client: httpx.Client) -> None:
    markdown, page = client.get(f"{PAIR}/briefing.md"), client.get(f"{PAIR}/briefing.html")
    assert markdown.text.startswith("# Kenya and Norway") and "[^1]:" in markdown.text
    assert 'filename="KEN-NOR.html"' in page.headers["content-disposition"] and "data:image/svg+xml" in page.text


# --- in a browser ---------------------------------------------------------------------------------------


def test_a_point_of_the_chart_opens_by_key_and_by_click(reading: Running, shown: Any) -> None:
    shown.goto(f"{reading.address}{PAIR}")
    shown.focus("#chart")
    shown.keyboard.press("End")
    for _ in range(6):
        shown.keyboard.press("ArrowLeft")
    assert "December 2023" in shown.get_attribute("#chart", "aria-valuetext")
    shown.keyboard.press("Enter")
    shown.wait_for_selector("#opened h3:has-text('December 2023')")
    size = shown.locator("#chart").bounding_box()
    shown.locator("#chart").click(position={"x": size["width"] - 30, "y": size["height"] / 2})
    shown.wait_for_selector("#opened h3:has-text('June 2024')")
    assert shown.faults == []


def test_a_direction_is_chosen_without_losing_the_place(reading: Running, shown: Any) -> None:
    shown.goto(f"{reading.address}{PAIR}")
    shown.click(".directions a[data-direction=back]")
    shown.focus("#chart")
    shown.keyboard.press("End")
    assert "direction=back" in shown.url
    assert "Tone \u2066+4.7\u2069" in shown.get_attribute("#chart", "aria-valuetext")
    assert shown.faults == []


def test_parts_come_when_a_reader_comes_to_them(reading: Running, shown: Any) -> None:
    shown.goto(f"{reading.address}{PAIR}")
    assert shown.locator("text=fishing rights").count() == 0
    shown.locator("#agenda").scroll_into_view_if_needed()
    shown.wait_for_selector(".strips >> text=fishing rights")
    shown.click("text=Measure (takes some seconds)")
    shown.wait_for_selector("#measured table")
    assert shown.faults == []


def test_a_promise_is_settled_where_it_stands(writing: Running, browser: Any) -> None:
    page = browser.new_page(locale="en")
    page.goto(f"{writing.address}{PAIR}")
    page.locator("#owed").scroll_into_view_if_needed()
    page.click("#owed-1 .settle summary")
    page.select_option("#owed-1 .settle select", "breached")
    page.click("#owed-1 .settle button")
    page.wait_for_selector("#commitments .state.breached")
    assert page.url == f"{writing.address}{PAIR}" and page.locator("h1").count() == 1
    page.click("#commitments .settled button")
    page.wait_for_selector("#commitments .state.breached", state="detached")
    page.close()


def test_time_runs_to_the_left_where_the_language_does(reading: Running, browser: Any) -> None:
    context = browser.new_context(locale="fa", viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{reading.address}{PAIR}")
    page.focus("#chart")
    page.keyboard.press("Home")
    first = page.locator(".cursor").bounding_box()["x"]
    page.keyboard.press("ArrowLeft")
    assert page.locator(".cursor").bounding_box()["x"] < first
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
