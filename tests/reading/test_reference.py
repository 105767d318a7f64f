"""Whose country nobody names: what the sentence and the report make certain, and what they don't."""

from __future__ import annotations

import pytest

from dragoman.model import Mention, Report
from dragoman.reading import reader


def mentions(text: str, language: str, at: int) -> dict[str, Mention]:
    """The mentions of a sentence of a report, by their words."""
    sentence = reader.read(Report(id="x", text=text, language=language)).sentences[at]
    return {mention.text: mention for mention in sentence.mentions}


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The army killed two villagers, Reuters reported.", "army"),
        ("ar", "قتل الجيش اثنين من القرويين، بحسب وكالة رويترز.", "الجيش"),
        ("fa", "به گزارش رویترز، ارتش دو روستایی را کشت.", "ارتش"),
    ],
)
def test_who_only_reports_tells_nobodys_country(language: str, text: str, words: str) -> None:
    army = mentions(text, language, 0)[words]
    assert army.actors[0].country is None


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The police closed the road in Nairobi.", "police"),
        ("ar", "أغلقت الشرطة طريقا في نيروبي.", "الشرطة"),
        ("fa", "پلیس جاده‌ای را در نایروبی بست.", "پلیس"),
    ],
)
def test_a_place_in_the_sentence_is_a_guess(language: str, text: str, words: str) -> None:
    police = mentions(text, language, 0)[words]
    assert police.actors[0].country == "KEN" and police.guessed


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Kenya held an election on Tuesday. The army closed the roads.", "army"),
        ("ar", "أجرت كينيا انتخابات يوم الثلاثاء. وأغلق الجيش الطرق.", "الجيش"),
        ("fa", "کنیا روز سه‌شنبه انتخابات برگزار کرد. ارتش جاده‌ها را بست.", "ارتش"),
    ],
)
def test_a_report_about_one_country_is_more_than_a_guess(language: str, text: str, words: str) -> None:
    army = mentions(text, language, 1)[words]
    assert army.actors[0].country == "KEN" and not army.guessed


def test_two_states_in_one_sentence_tell_nothing_of_a_third_party() -> None:
    gunmen = mentions("Kenya and Chad spoke about the gunmen.", "en", 0)["gunmen"]
    assert gunmen.actors[0].country is None
