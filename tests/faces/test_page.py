from __future__ import annotations

import base64
import datetime
import hashlib
import re
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from msgspec.structs import replace

from dragoman import ontology
from dragoman.faces import page
from dragoman.faces.page import terms
from dragoman.faces.page.marks import Mark, Note, pieces
from dragoman.model import Coding, DamageKind, Event, Link, Span, Statement, Time

from .pages import HOSTILE, example, examples, hostile, plain

LANGUAGES = ("ar", "en", "fa")


def tree(*codings: Coding) -> Any:
    return html.document_fromstring(page.render(codings))


def text_of(document: Any, number: int = 1) -> Any:
    (found,) = document.xpath(f'//article[@id="r{number}"]//div[@class="text"]')
    return found


def letters(element: Any) -> Iterator[tuple[str, frozenset[str]]]:
    """Each character of the text with the records whose act or words it is marked as."""
    yield from _letters(element, frozenset())


def _letters(element: Any, records: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for part in ("data-trigger", "data-words"):
        records |= frozenset(element.get(part, "").split())
    yield from ((char, records) for char in element.text or "")
    for child in element:
        yield from _letters(child, records)
        yield from ((char, records) for char in child.tail or "")


# --- what is shown is what was published ---------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_on_the_page_is_the_text_as_published(language: str) -> None:
    coding = example(language)
    assert text_of(tree(coding)).text_content() == coding.report.text


@pytest.mark.parametrize(
    "text",
    [
        "One line.",
        "\n\n  A line with space around it.  \n\n\nAnother one.\n",
        "Tabs\tand   runs of spaces stay.",
        "A carriage return\r stays.",
        "Quotes \"' and < > & &amp; &#39; stay.",
    ],
)
def test_white_space_and_marks_of_the_text_are_kept(text: str) -> None:
    assert text_of(tree(plain(text))).text_content() == text


@given(
    text=st.text(alphabet="ab \u0627\u0628\u202e\u2069<&", min_size=1, max_size=30),
    borders=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6),
    ends=st.lists(st.integers(0, 30), max_size=3),
)
def test_cutting_a_text_at_overlapping_marks_loses_and_adds_nothing(
    text: str, borders: list[tuple[int, int]], ends: list[int]
) -> None:
    marks = [
        Mark(start=min(a, b), end=min(max(a, b), len(text)), record=f"e{number}")
        for number, (a, b) in enumerate(borders)
        if min(a, b) < min(max(a, b), len(text))
    ]
    notes = [Note(at=at, number=1, record="e", label="", look="") for at in ends if 0 < at <= len(text)]
    found = pieces(text, Span(start=0, end=len(text)), marks, notes)
    assert "".join(part for piece in found for part in piece.parts) == text
    assert sum(len(piece.notes) for piece in found) == len(notes)
    at = 0
    for piece in found:
        length = sum(map(len, piece.parts))
        assert set(piece.words.split()) == {m.record for m in marks if m.start <= at and at + length <= m.end}
        at += length


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_that_every_record_rests_on_are_marked(language: str) -> None:
    coding = example(language)
    text = coding.report.text
    shown = list(letters(text_of(tree(coding))))
    assert "".join(char for char, _ in shown) == text
    for number, event in enumerate(coding.events, 1):
        for span in (event.trigger, *event.evidence, *event.actors, *event.recipients):
            assert all(f"r1-e{number}" in records for _, records in shown[span.start : span.end])
    for number, damage in enumerate(coding.report.damage, 1):
        assert all(f"r1-d{number}" in records for _, records in shown[damage.start : damage.end])


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_event_has_a_number_in_the_text_that_leads_to_its_card_and_back(language: str) -> None:
    coding = example(language)
    document = tree(coding)
    for number, _ in enumerate(coding.events, 1):
        (note,) = text_of(document).xpath(f'.//a[@href="#r1-e{number}"]')
        (card,) = document.xpath(f'//article[@id="r1-e{number}"]')
        assert note.text_content() == ""  # the number is drawn by the style, so it isn't in the text
        assert card.xpath(f'.//a[@class="number" and @href="#{note.get("id")}"]')


def test_each_record_has_a_card_and_ids_are_used_once() -> None:
    codings = examples()
    document = tree(*codings)
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    for number, coding in enumerate(codings, 1):
        for letter, records in (
            ("e", coding.events),
            ("s", coding.statements),
            ("c", coding.conditions),
            ("l", coding.links),
            ("d", coding.report.damage),
        ):
            expected = {f"r{number}-{letter}{at + 1}" for at in range(len(records))}
            assert {one for one in ids if re.fullmatch(rf"r{number}-{letter}\d+", one)} == expected
    pointed = {name.removeprefix("#") for name in document.xpath('//a/@href[starts-with(., "#")]')}
    assert pointed <= set(ids)
    for part in ("data-trigger", "data-words", "data-inside", "data-near"):
        assert {one for value in document.xpath(f"//@{part}") for one in value.split()} <= set(ids)


def test_a_card_says_who_did_what_to_whom_and_who_says_so() -> None:
    coding = example("ar")
    chained = replace(coding.events[0], reported_by=("Outlet", "Agency", "Office", "Spokesman"), condition="if so")
    document = tree(replace(coding, events=(chained,)))
    card = " ".join(document.xpath('//article[@id="r1-e1"]')[0].text_content().split())
    assert "Outlet ← Agency ← Office ← Spokesman" in card
    assert "if so" in card
    for party in (*chained.actors, *chained.recipients):
        assert party.actor.name in card
    assert chained.trigger.words(coding.report.text) in card
    assert f"{chained.confidence:.0%}".replace("%", " %") in card


# --- nothing of a report is more than text --------------------------------------------------------


def test_hostile_words_in_every_field_stay_text() -> None:
    coding = hostile()
    source = page.render([coding])
    document = html.document_fromstring(source)
    assert text_of(document).text_content() == coding.report.text
    assert len(document.xpath("//script")) == len(document.xpath("//style")) == 1
    assert not document.xpath("//*[@*[starts-with(name(), 'on')] or @style or @src]")
    allowed = {element.tag for element in tree(*examples()).iter() if isinstance(element.tag, str)}
    assert {element.tag for element in document.iter() if isinstance(element.tag, str)} <= allowed
    assert not [element for element in document.iter() if not isinstance(element.tag, str)]  # no comments
    assert all(href.startswith("#") or href == "data:," for href in document.xpath("//@href"))
    assert "{{ 7 * 7 }}" in document.text_content()


def test_characters_that_turn_the_line_are_shut_in_and_stand_only_in_quoted_words() -> None:
    source = page.render([hostile()])
    assert "\u202e" in source
    outside = re.sub(r'<span class="steering" title="[a-z\- ,]+">[\u202a-\u202e\u2066-\u2069]</span>', "", source)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", outside)


def test_the_policy_admits_our_own_style_and_script_alone() -> None:
    document = tree(example("en"))
    (policy,) = document.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (element,) = document.xpath(f"//{tag}")
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}';" in policy


def test_the_page_names_nothing_to_fetch() -> None:
    source = page.render(examples())
    assert not re.search(r"(?:src|srcset|action|poster)=|@import|url\(|https?://", source)


@pytest.mark.parametrize(
    ("url", "linked"),
    [("https://example.org/a?b=1&c=2", True), ("javascript:alert(1)", False), ("data:text/html,x", False)],
)
def test_only_a_web_address_becomes_a_link(url: str, linked: bool) -> None:
    coding = plain("Some words.")
    coding = replace(coding, reading=replace(coding.reading, report=replace(coding.report, url=url)))
    assert (url in tree(coding).xpath("//a/@href")) is linked


# --- words of our own ---------------------------------------------------------------------------


def test_the_page_has_words_for_whatever_a_record_may_say() -> None:
    def values(record: type, field: str) -> set[str]:
        return set(get_args(get_type_hints(record)[field]))

    assert set(terms.DAMAGE) == set(DamageKind)
    assert set(terms.STANCES) == values(Statement, "stance")
    assert set(terms.LINKS) == values(Link, "stance")
    assert set(terms.MODALITIES) == values(Event, "modality") - {"done"}
    assert set(terms.QUADS) == set(ontology.load().quads)


@pytest.mark.parametrize(
    ("start", "end", "precision", "words"),
    [
        ("2025-10-14", "2025-10-14", "day", "Tuesday 14 October 2025"),
        ("2024-05-01", "2024-05-31", "month", "May 2024"),
        ("2025-08-23", "2025-09-22", "month", "23 August 2025 to 22 September 2025"),
        ("2024-01-01", "2024-12-31", "year", "2024"),
        ("1990-01-01", "1999-12-31", "decade", "1990 to 1999"),
        ("2025-09-29", "2025-10-05", "week", "29 September 2025 to 5 October 2025"),
    ],
)
def test_days_are_said_as_finely_as_the_report_tells_them(start: str, end: str, precision: str, words: str) -> None:
    days = (datetime.date.fromisoformat(start), datetime.date.fromisoformat(end))
    assert terms.days(Time(start=days[0], end=days[1], precision=precision, text="")) == words


# --- the head --------------------------------------------------------------------------------------


def test_the_head_counts_reports_and_several_have_a_list() -> None:
    codings = examples()
    document = tree(*codings)
    assert document.xpath('//p[@class="totals"]')[0].text.startswith("3 reports · ")
    assert document.xpath('//nav[@class="contents"]//a/@href') == ["#r1", "#r2", "#r3"]
    for link, coding in zip(document.xpath('//nav[@class="contents"]//a'), codings, strict=True):
        assert link.text_content() == coding.report.text.split("\n")[0]


def test_one_report_needs_no_list_and_gives_the_page_its_name() -> None:
    document = tree(example("en"))
    assert not document.xpath("//nav")
    assert document.xpath("//title")[0].text == example("en").report.text.split("\n")[0] + " · Dragoman"


def test_a_report_without_events_and_a_page_without_reports_are_shown() -> None:
    assert "found no events" in tree(plain("Nothing at all is here.")).text_content()
    assert "0 reports" in tree().text_content()


def test_a_title_beside_the_text_is_shown_above_it() -> None:
    coding = plain("It rained. It rained again.")
    titled = replace(coding, reading=replace(coding.reading, report=replace(coding.report, title=HOSTILE)))
    (heading,) = tree(titled).xpath('//header[@class="about"]/h2')
    assert heading.text.startswith('"><img src=x')


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr"), ("fa", "rtl")])
def test_each_paragraph_runs_as_its_language_is_written(language: str, direction: str) -> None:
    paragraphs = text_of(tree(example(language))).xpath("./p | ./h2")
    assert {(one.get("lang"), one.get("dir")) for one in paragraphs} == {(language, direction)}
