"""The words of briefings: the three files say the same things, in sound spelling, and a broken one is refused."""

from __future__ import annotations

import datetime
import string
from pathlib import Path
from typing import Any

import pytest
import yaml

from dragoman import ontology
from dragoman.errors import DataError
from dragoman.languages import packs
from dragoman.relations.briefing import wording as module
from dragoman.relations.briefing.wording import LANGUAGES, begun, fill, slots, wording
from dragoman.relations.periods import Period
from spelling import faults, repeated_keys, strings

FOLDER = Path(module.__file__).parent
FILES = {language: FOLDER / f"{language}.yaml" for language in LANGUAGES}
FRAGMENTS = {"band", "due", "given", "said", "told", "where"}  # begin with a mark or blank of their own
OWN = {"counts", "parties", "offices", "topics", "jalali_months"}  # keys under which languages differ

day = datetime.date.fromisoformat


def read(language: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILES[language].read_text(encoding="utf-8"))
    return loaded


# --- the files ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_spelt_soundly(language: str) -> None:
    found = [
        (path, fault)
        for path, text in strings(read(language))
        for fault in faults(language, text.strip())
        if not (text.isascii() and path.split("/")[-1] == text)  # a key, which is English
    ]
    assert found == []
    assert repeated_keys(FILES[language].read_bytes()) == []


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_a_language_says_all_that_english_says(language: str) -> None:
    theirs, ours = read("en"), read(language)
    assert theirs.keys() == ours.keys()
    for key, value in theirs.items():
        if isinstance(value, dict) and key not in OWN:
            assert value.keys() == ours[key].keys(), key


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_sentences_are_filled_with_the_same_things_in_all_languages(language: str) -> None:
    theirs, ours = wording("en"), wording(language)
    assert filled(ours.sentences) == filled(theirs.sentences)
    assert {type: filled(modes) for type, modes in ours.acts.items()} == {
        type: filled(modes) for type, modes in theirs.acts.items()
    }


def filled(texts: dict[str, str]) -> dict[str, set[str]]:
    return {key: slots(text) for key, text in texts.items()}


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_every_matter_that_can_be_on_an_agenda_has_a_name(language: str) -> None:
    topics = yaml.safe_load((Path(packs.__file__).parent / "en" / "topics.yaml").read_text(encoding="utf-8"))
    assert wording(language).topics.keys() == {one["label"] for one in topics["agenda"]}
    assert wording(language).contexts.keys() == set(topics["contexts"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_in_society_has_a_name_but_the_state_itself(language: str) -> None:
    assert wording(language).sectors.keys() == set(ontology.load().sectors) - {"GOV"}


@pytest.mark.parametrize("language", ["ar", "fa"])
def test_no_letter_is_joined_to_a_name(language: str) -> None:
    found = [
        before
        for _, text in strings(read(language))
        for before, name, *_ in string.Formatter().parse(text)
        if name and name not in FRAGMENTS
    ]
    joined = [before for before in found if before[-1:].isalpha()]
    assert all(before.endswith("\u0648") for before in joined)  # Arabic's "and" stands so before any word
    assert language == "ar" or joined == []


# --- figures and days -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "shown"),
    [(0, "0 خبر"), (1, "خبر واحد"), (2, "خبرين"), (3, "3 أخبار"), (10, "10 أخبار"), (11, "11 خبرا"), (99, "99 خبرا"),
     (100, "100 خبر"), (102, "102 خبر"), (103, "103 أخبار"), (111, "111 خبرا")],
)  # fmt: skip
def test_arabic_counts_as_arabic_does(number: int, shown: str) -> None:
    assert wording("ar").count("stories", number) == shown


@pytest.mark.parametrize(
    ("language", "first", "last", "shown"),
    [
        ("en", "2024-02-16", "2024-02-16", "16 February 2024"),
        ("ar", "2024-02-16", "2024-02-16", "16 شباط/فبراير 2024"),
        ("fa", "2024-02-16", "2024-02-16", "۱۶ فوریه ۲۰۲۴ (۲۷ بهمن ۱۴۰۲)"),
        ("en", "2023-11-01", "2023-11-30", "November 2023"),
        ("fa", "2023-11-01", "2023-11-30", "نوامبر ۲۰۲۳ (آبان و آذر ۱۴۰۲)"),
        ("fa", "2024-03-01", "2024-03-31", "مارس ۲۰۲۴ (اسفند ۱۴۰۲ و فروردین ۱۴۰۳)"),
        ("en", "2023-11-19", "2023-11-30", "19 to 30 November 2023"),
        ("ar", "2023-11-19", "2023-11-30", "من 19 إلى 30 تشرين الثاني/نوفمبر 2023"),
        ("fa", "2023-11-19", "2023-11-30", "از ۱۹ تا ۳۰ نوامبر ۲۰۲۳ (۲۸ آبان تا ۹ آذر ۱۴۰۲)"),
        ("fa", "2024-02-05", "2024-02-08", "از ۵ تا ۸ فوریه ۲۰۲۴ (۱۶ تا ۱۹ بهمن ۱۴۰۲)"),
        ("en", "2023-12-30", "2024-01-02", "30 December 2023 to 2 January 2024"),
        ("ar", "2023-01-01", "2023-12-31", "عام 2023"),
    ],
)
def test_days_are_told_as_the_language_tells_them(language: str, first: str, last: str, shown: str) -> None:
    assert wording(language).span(day(first), day(last)) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "the first quarter of 2024"), ("ar", "الربع الأول من عام 2024"), ("fa", "سه‌ماهه نخست ۲۰۲۴")],
)
def test_a_quarter_has_a_name(language: str, shown: str) -> None:
    quarter = Period(name="2024-Q1", start=day("2024-01-01"), end=day("2024-03-31"))
    assert wording(language).period(quarter, "quarter") == shown


@pytest.mark.parametrize(("language", "shown"), [("en", "−2.5"), ("ar", "−2.5"), ("fa", "−۲٫۵")])
def test_a_figure_keeps_its_sign_before_it(language: str, shown: str) -> None:
    figure = wording(language).figure(-2.5, signed=True)
    assert (figure.text, figure.direction) == (shown, "ltr")


def test_nothing_has_no_sign() -> None:
    assert wording("en").figure(-0.01, signed=True).text == "0.0"


# --- sentences ------------------------------------------------------------------------------------------


def test_a_sentence_begins_with_a_capital_but_a_name_of_others_is_left_as_it_is() -> None:
    words = wording("en")
    assert begun(fill("{one} gave", {"one": "the Comoros"}))[0].text == "The Comoros gave"
    foreign = module.Piece(text="al-wasat", language="ar", direction="auto")
    assert begun((foreign,)) == (foreign,)
    assert words.act("CONSULT", "visit", both=True) == words.acts["CONSULT"]["both"]


def test_arabic_joins_its_and_to_no_foreign_letter() -> None:
    words = wording("ar")
    own, foreign = module.Piece(text="مصر"), module.Piece(text="Wire", direction="auto")
    assert "".join(one.text for one in words.listed([(own,), (own,)])) == "مصر ومصر"
    assert "".join(one.text for one in words.listed([(own,), (foreign,)])) == "مصر، Wire"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("    phone:", "    telegraph:"), "CONSULT: modes that are missing or not PLOVER's: phone, telegraph"),
        (("any: \"{one} gave aid to {other}{where}\"", "any: \"{one} gave aid\""), "must have {one} and {other}"),
        (("    other: \"{n} outlets\"", "    many: \"{n} outlets\""), "counts of outlets need the forms one, other"),
        (("kicker:", "kicker\n  x:"), "mapping values are not allowed"),
        (("digits: \"0123456789\"", "digits: \"012\""), "10 digits"),
        (("percent:", "per_cent:"), "unknown field `per_cent`"),
    ],
)  # fmt: skip
def test_a_file_that_makes_no_sense_is_refused(
    change: tuple[str, str], fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = FILES["en"].read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / "en.yaml").write_text(text.replace(*change, 1), encoding="utf-8")
    monkeypatch.setattr(module.resources, "files", lambda _: tmp_path)
    module._load.cache_clear()
    with pytest.raises(DataError) as refusal:
        wording("en")
    module._load.cache_clear()
    assert fault in str(refusal.value) and "relations/briefing/en.yaml" in str(refusal.value)
