from __future__ import annotations

import pytest

from dragoman.errors import UnknownLanguage
from dragoman.languages.packs import LANGUAGES
from dragoman.reading.language import language_of, sentence_language

ARABIC = "استقبل الرئيس الإيراني في طهران وزير الخارجية الروسي وبحث معه العلاقات بين البلدين"
ARABIC_OF_AGENCIES = "اعلنت وزارة الخارجية الايرانية ان الوزير سيزور بغداد الى جانب وفد كبير"
PERSIAN = "وزیر امور خارجه ایران در تهران با همتای روس خود درباره گسترش روابط گفت‌وگو کرد"
PERSIAN_ON_AN_ARABIC_KEYBOARD = PERSIAN.replace("ی", "ي").replace("ک", "ك").replace("\u200c", " ")
ENGLISH = "The foreign minister of Iran received his Russian counterpart in Tehran on Monday"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ARABIC, "ar"),
        (ARABIC_OF_AGENCIES, "ar"),
        ("قال الوزير", "ar"),
        (PERSIAN, "fa"),
        (PERSIAN_ON_AN_ARABIC_KEYBOARD, "fa"),
        ("او می‌گوید که می‌آید", "fa"),
        (ENGLISH, "en"),
        (ENGLISH.upper(), "en"),
        (f"{ARABIC} (Reuters, AFP)", "ar"),
        (f"{PERSIAN}\n" * 500, "fa"),
    ],
)
def test_the_language_of_a_report_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("وزیر خارجہ نے اپنے ہم منصب سے ملاقات کی اور تعلقات پر بات چیت کی", "Urdu"),
        ("Министр иностранных дел принял в Москве своего иранского коллегу", "Russian"),
        ("Dışişleri Bakanı Ankara'da mevkidaşıyla görüştü ve ilişkileri ele aldı", "Turkish"),
        ("Xarici işlər naziri Bakıda həmkarı ilə görüşdü və əlaqələri müzakirə etdi", "Azerbaijani"),
        ("Le ministre des Affaires étrangères a rencontré son homologue à Paris", "French"),
        ("שר החוץ נפגש בירושלים עם עמיתו האמריקאי", "Hebrew"),
    ],
)
def test_a_language_that_no_pack_reads_is_named(text: str, name: str) -> None:
    with pytest.raises(UnknownLanguage, match=name) as refusal:
        language_of(text)
    assert all(f"({code})" in refusal.value.fix for code in LANGUAGES)
    assert "--language" in refusal.value.fix


@pytest.mark.parametrize(
    "text", ["", "  \n", "2024", "12/02/2024 17:30", "!!! ???", "🕊🕊", "سلام", "OK", "外交部长会见"]
)
def test_where_too_few_words_tell_the_language_nothing_is_guessed(text: str) -> None:
    with pytest.raises(UnknownLanguage, match="too few words") as refusal:
        language_of(text)
    assert "Arabic (ar), English (en), Persian (fa)" in refusal.value.fix


@pytest.mark.parametrize(
    ("sentence", "report", "language"),
    [
        (ENGLISH, "ar", "en"),
        (ENGLISH, "fa", "en"),
        (ARABIC, "en", "ar"),
        (PERSIAN, "en", "fa"),
        (PERSIAN, "ar", "fa"),
        (ARABIC, "fa", "ar"),
        (ARABIC_OF_AGENCIES, "fa", "ar"),
        (PERSIAN_ON_AN_ARABIC_KEYBOARD, "fa", "fa"),
        (ARABIC, "ar", "ar"),
        (PERSIAN, "fa", "fa"),
        # too little to leave the report's language
        ("CNN", "ar", "ar"),
        ("Al Jazeera", "ar", "ar"),
        ("السلام عليكم", "fa", "fa"),
        ("17 / 2 / 2024", "fa", "fa"),
        ("", "en", "en"),
        # names in other letters do not carry a sentence off
        ("قال متحدث باسم شركة Boeing إن الصفقة أبرمت", "ar", "ar"),
        ("شرکت Microsoft اعلام کرد که مذاکرات ادامه دارد", "fa", "fa"),
        ("The Arabic word سلام means peace", "en", "en"),
    ],
)
def test_each_sentence_has_a_language_of_its_own(sentence: str, report: str, language: str) -> None:
    assert sentence_language(sentence, report) == language
