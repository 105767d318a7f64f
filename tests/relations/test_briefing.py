"""Briefings: what they say rests on words of reports, in three languages, and nothing that a report says gets out."""

from __future__ import annotations

import datetime
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from msgspec.structs import replace

from dragoman import pipeline
from dragoman.errors import RelationError
from dragoman.ledger import Ledger
from dragoman.model import Actor, ForeignEvent, Report, Time
from dragoman.relations.briefing import Briefing, briefing, markdown, names, page
from dragoman.relations.briefing.wording import LANGUAGES, wording
from dragoman.relations.relation import Relation

day = datetime.date.fromisoformat

HOSTILE = (
    '"><img src=x onerror="hacked=1"><script>hacked=1</script></style></title></blockquote></q></bdi>'
    " [click](javascript:hacked) ![i](//evil.example/x) `code` **bold** | cell | {{ 7 * 7 }} &lt;b&gt;"
    " \u202e override \u2069\u2066 isolate \u202c"
)
REPORTS = (
    (
        "met", "en", "Fjord Courier", "2024-01-10",
        "The Norwegian foreign minister met the Omani foreign minister in Geneva on Tuesday to discuss fishing rights.",
    ),
    ("praise", "en", "Harbour Times", "2024-01-20", "Norway praised Oman on Friday for its mediation."),
    ("accused", "en", "Fjord Courier", "2024-02-06", "Oman accused Norway of spying on Monday."),
    ("accused-ar", "ar", "المرفأ", "2024-02-13", "اتهمت سلطنة عمان النرويج يوم الاثنين بالتجسس."),
    ("criticised", "fa", "سپیده", "2024-02-20", "وزیر خارجه عمان روز دوشنبه از نروژ انتقاد کرد."),
    (
        "arrested", "en", "Harbour Times", "2024-03-05",
        "Norwegian police arrested three Omani businessmen in Oslo on Monday.",
    ),
    (
        "offer", "en", "Harbour Times", "2024-03-12",
        "The Sultan of Oman said he would visit Norway if Norway lifts the fishing ban.",
    ),
    (
        "link", "en", "Fjord Courier", "2024-03-20",
        "Kenya's president said that relations between Oman and Norway depend on relations between Kenya and Norway.",
    ),
    ("hostile", "en", HOSTILE, "2024-03-25", f"Norway criticised Oman on Sunday {HOSTILE} over fishing."),
)  # fmt: skip


def made(path: Path, reports: tuple[tuple[str, str, str, str, str], ...] = REPORTS) -> Ledger:
    ledger = Ledger(str(path / "dragoman.db"), who="Leyla")
    found = [
        Report(id=id, text=text, language=language, outlet=outlet, published=day(published))
        for id, language, outlet, published, text in reports
    ]
    list(pipeline.add_reports(ledger, found, coder="lexicon"))
    list(pipeline.join_stories(ledger, "lexicon"))
    return ledger


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with made(tmp_path_factory.mktemp("briefing")) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def briefings(ledger: Ledger) -> dict[str, Briefing]:
    return {language: briefing(Relation(ledger, "NOR", "OMN"), language) for language in LANGUAGES}


def said(found: Briefing, section: str) -> str:
    return "\n".join(one.text for part in found.sections if part.name == section for one in part.sentences)


def visible(text: str) -> str:
    return re.sub("[\u2066-\u2069]", "", text)


# --- what it rests on -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_but_those_about_the_picture_has_a_note(briefings: dict[str, Briefing], language: str) -> None:
    of_the_picture = {
        visible(wording(language).sentences[name].split("{")[0]) for name in ("no_turn", "too_few", "more")
    }
    bare = [
        one.text
        for section in briefings[language].sections
        if section.name != "unknown"
        for one in section.sentences
        if not one.notes
    ]
    assert all(any(visible(text).startswith(start) for start in of_the_picture) for text in bare)
    assert len(briefings[language].notes) >= len(REPORTS) - 1


def test_a_note_quotes_the_report_to_the_letter(ledger: Ledger, briefings: dict[str, Briefing]) -> None:
    for note in briefings["ar"].notes:
        assert note.report and note.quote
        report = ledger.report(note.report)
        assert report.text[note.start : note.end] == note.quote
        assert (note.outlet, note.published, note.language) == (report.outlet, report.published, report.language)


def test_notes_are_numbered_in_the_order_in_which_sentences_point_at_them(briefings: dict[str, Briefing]) -> None:
    found = briefings["en"]
    pointed = [number for section in found.sections for one in section.sentences for number in one.notes]
    assert list(dict.fromkeys(pointed)) == [note.number for note in found.notes] == list(range(1, len(found.notes) + 1))


def test_the_three_languages_say_the_same_from_the_same_words(briefings: dict[str, Briefing]) -> None:
    shapes = {
        tuple((section.name, tuple(one.notes for one in section.sentences)) for section in found.sections)
        for found in briefings.values()
    }
    assert len(shapes) == 1
    assert len({found.notes for found in briefings.values()}) == 1


def test_the_same_ledger_gives_the_same_page(ledger: Ledger, briefings: dict[str, Briefing]) -> None:
    again = briefing(Relation(ledger, "NOR", "OMN"), "en")
    assert again == briefings["en"]
    assert (page(again), markdown(again)) == (page(briefings["en"]), markdown(briefings["en"]))
    assert str(datetime.date.today().year) not in page(again) or datetime.date.today().year == 2024
    assert again.generated_from == ledger.revision()


# --- what it says ---------------------------------------------------------------------------------------


def test_the_state_is_told_with_its_band_and_against_the_period_before(briefings: dict[str, Briefing]) -> None:
    state = visible(said(briefings["en"], "now"))
    assert "In March 2024 the tone was hostile: −" in state
    assert "95% band −" in state and "February 2024, it was hostile" in state


def test_what_happened_is_told_in_the_order_of_days(briefings: dict[str, Briefing]) -> None:
    happened = said(briefings["en"], "happened")
    days = re.findall(r"^(?:Reported on )?(\d+ \w+ 2024)", happened, re.MULTILINE)
    assert days == sorted(days, key=lambda one: datetime.datetime.strptime(one, "%d %B %Y"))
    assert days[0] == "9 January 2024"


def test_who_is_not_the_state_is_not_called_the_state(briefings: dict[str, Briefing]) -> None:
    assert "the police of Norway arrested or held people from business in Oman" in said(briefings["en"], "happened")
    assert "شرطة النرويج" in said(briefings["ar"], "happened")
    assert "پلیس نروژ" in said(briefings["fa"], "happened")


def test_what_one_outlet_tells_alone_is_said_to_be_so(briefings: dict[str, Briefing]) -> None:
    (line,) = [one for one in visible(said(briefings["en"], "happened")).splitlines() if "praised" in one]
    assert line == "19 January 2024: Norway praised, thanked or backed Oman; told by Harbour Times alone."


def test_a_condition_is_quoted_in_its_own_words_and_language(briefings: dict[str, Briefing]) -> None:
    (condition,) = [
        one
        for section in briefings["fa"].sections
        if section.name == "owed"
        for one in section.sentences
        if one.text.startswith(wording("fa").sentences["condition"].split("{")[0])
    ]
    quoted, _promised = [piece for piece in condition.pieces if piece.quoted]
    assert (quoted.text, quoted.language, quoted.direction) == ("Norway lifts the fishing ban", "en", "ltr")
    assert '«<q lang="en" dir="ltr">Norway lifts the fishing ban</q>»' in page(briefings["fa"])


def test_who_ties_it_to_another_relation_is_named(briefings: dict[str, Briefing]) -> None:
    assert "according to Kenya (president), the relation between Norway and Oman" in said(briefings["en"], "hangs")
    assert "بحسب كينيا (الرئيس)" in said(briefings["ar"], "hangs")


def test_what_is_denied_elsewhere_is_called_contested(tmp_path: Path) -> None:
    same = "Norway seized the Omani trawler Masirah near Bergen on Monday."
    denied = "Norway did not seize the Omani trawler Masirah near Bergen on Monday, its foreign ministry said."
    reports = (
        ("told", "en", "Fjord Courier", "2024-02-06", same),
        ("denied", "en", "Harbour Times", "2024-02-06", denied),
    )
    with made(tmp_path, reports) as ledger:
        told = ledger.tellings("NOR", "OMN")
        story = next(one.story for one in told if one.status != "denied")
        for one in told:
            if one.story != story:
                ledger.merge(one.event, story)
        if not any(one.status == "denied" for one in told):
            ledger.correct(next(one.event for one in told if one.report == "denied"), {"status": "denied"})
        assert "That is contested: " in said(briefing(Relation(ledger, "NOR", "OMN"), "en"), "happened")


def test_an_event_of_another_tool_is_noted_without_words(tmp_path: Path) -> None:
    foreign = ForeignEvent(
        id="gdelt:1", type="SUPPORT", actors=(Actor(name="NORWAY", country="NOR"),),
        recipients=(Actor(name="OMAN", country="OMN"),), quad="verbal-cooperation", cameo="05", coder="gdelt", row={},
        when=Time(start=day("2024-01-02"), end=day("2024-01-02"), precision="day", text=""),
        published=day("2024-01-03"),
    )  # fmt: skip
    with Ledger(str(tmp_path / "dragoman.db")) as ledger:
        ledger.add_foreign([foreign], "gdelt")
        found = briefing(Relation(ledger, "NOR", "OMN"), "en")
    (note,) = found.notes
    assert (note.event, note.report, note.quote, note.published) == ("gdelt:1", None, None, day("2024-01-03"))
    assert "Norway praised, thanked or backed Oman" in said(found, "happened")
    assert "coded by another tool, without the words of a report" in page(found)
    assert "coded by another tool, without the words of a report" in markdown(found)


def test_a_pair_of_which_nothing_is_told_is_said_to_be_one(ledger: Ledger) -> None:
    found = briefing(Relation(ledger, "ISL", "PER"), "ar")
    assert found.made_of is None and found.notes == ()
    assert said(found, "now") == wording("ar").sentences["nothing"]
    assert "<h1>آيسلندا والبيرو</h1>" in page(found)


def test_a_language_without_words_is_refused(ledger: Ledger) -> None:
    with pytest.raises(RelationError, match="there are en, ar, fa"):
        briefing(Relation(ledger, "NOR", "OMN"), "de")


# --- names ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("USA", "en", "the United States"),
        ("ISR", "fa", "اسرائیل"),
        ("KOR", "fa", "کره جنوبی"),
        ("OMN", "ar", "سلطنة عمان"),
        ("IGO:UN", "ar", "الأمم المتحدة"),
        ("IGO:NEVER", "en", "NEVER"),
    ],
)
def test_parties_are_called_as_a_reader_anywhere_would_call_them(code: str, language: str, name: str) -> None:
    assert names.party(code, wording(language)) == name


def test_people_are_named_behind_their_party_and_an_office_beside_a_name_is_left_out() -> None:
    found = [
        Actor(name="x", country="AZE", sector="GOV", office="president", person="Ilham Aliyev"),
        Actor(name="x", country="AZE", sector="GOV", office="president"),
        Actor(name="x", country="USA", sector="GOV"),
    ]
    (piece,) = names.actors(found, "AZE", wording("fa"))
    assert piece.text == "جمهوری آذربایجان (الهام علی‌اف)"


# --- as a page ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_mark_leads_to_its_note_and_each_note_back(briefings: dict[str, Briefing], language: str) -> None:
    tree = html.document_fromstring(page(briefings[language]))
    ids = tree.xpath("//@id")
    targets = {one[1:] for one in tree.xpath("//a/@href") if one.startswith("#")}
    assert len(ids) == len(set(ids))
    assert targets == set(ids)
    assert (tree.get("lang"), tree.get("dir")) == (language, "ltr" if language == "en" else "rtl")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_a_report_says_becomes_a_part_of_the_page(briefings: dict[str, Briefing], language: str) -> None:
    text = page(briefings[language])
    tree = html.document_fromstring(text)
    assert tree.xpath("//script | //img | //iframe | //@onerror | //b") == []
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]
    quotes = [quote.text_content() for quote in tree.xpath("//blockquote")]
    assert [
        re.sub("[\u202a-\u202e\u2066-\u2069]", "", note.quote or "") for note in briefings[language].notes
    ] == quotes


def test_a_quote_has_the_language_and_direction_of_its_report(briefings: dict[str, Briefing]) -> None:
    tree = html.document_fromstring(page(briefings["en"]))
    for note, quote in zip(briefings["en"].notes, tree.xpath("//blockquote"), strict=True):
        assert (quote.get("lang"), quote.get("dir")) == (note.language, "ltr" if note.language == "en" else "rtl")


def test_only_an_address_of_the_web_becomes_a_link(briefings: dict[str, Briefing]) -> None:
    found = briefings["en"]
    notes = tuple(
        replace(note, url="javascript:hacked=1" if note.number > 1 else "https://example.org/1") for note in found.notes
    )
    tree = html.document_fromstring(page(replace(found, notes=notes)))
    assert [one for one in tree.xpath("//a/@href") if not one.startswith("#")] == ["https://example.org/1"]


def test_a_picture_is_shown_as_an_image_that_can_do_nothing(briefings: dict[str, Briefing]) -> None:
    tree = html.document_fromstring(page(briefings["ar"], "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"))
    (source,) = tree.xpath("//figure/img/@src")
    assert source.startswith("data:image/svg+xml;base64,")
    assert tree.xpath("//figure/img/@alt") == [wording("ar").sentences["picture"]]


# --- as Markdown ----------------------------------------------------------------------------------------


def test_markdown_has_a_footnote_for_each_note(briefings: dict[str, Briefing]) -> None:
    text = markdown(briefings["fa"])
    defined = re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)
    assert defined == [str(note.number) for note in briefings["fa"].notes]
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(defined)
    assert text.startswith("# نروژ و عمان\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_a_report_says_becomes_markdown(briefings: dict[str, Briefing], language: str) -> None:
    text = markdown(briefings[language])
    (note,) = [line for line in text.splitlines() if line.startswith("[^") and "hacked" in line]
    bare = re.sub(r"\\.", "", note.split(": ", 1)[1])
    assert not re.search(r"[<>`*|\[\]{}&]", bare)
    assert not re.search(r"(?<!\\)[<>`|{}]", text)
    assert all(line.count("\u2069") == len(re.findall("[\u2066-\u2068]", line)) for line in text.splitlines())


# --- in a browser ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_fits_a_phone_and_asks_for_nothing(
    briefings: dict[str, Briefing], language: str, tmp_path: Path
) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("no browser is installed")
    file = tmp_path / "page.html"
    file.write_text(page(briefings[language]), encoding="utf-8")
    asked: list[str] = []
    with sync_api.sync_playwright() as playwright:
        flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        tab = browser.new_page(viewport={"width": 390, "height": 844})
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: asked.append(message.text))
        tab.goto(file.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") == 390
        assert tab.evaluate("typeof hacked") == "undefined"
        browser.close()
    assert asked == [file.as_uri()]
