from __future__ import annotations

import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.text import REPLACEMENT, TATWEEL, ZWNJ, Folded, fold, fold_char, printable, utf16_offset

# Letters of the three languages with what news pages mix in: marks, digits, joiners, ligatures, emoji.
MIXED = st.lists(
    st.one_of(
        st.sampled_from("ابتةىيیكکگچپژأإآؤئءهۀ ۱۲٣٤،؛؟«»\n\t'’.-" + string.ascii_letters),
        st.sampled_from(["\u064b", "\u0651", "\u0670", "\u0301", TATWEEL, ZWNJ, "\u200d", "\u200e", "\u202b"]),
        st.sampled_from(["\ufefb", "\ufdfa", "ﬁ", "½", "İ", "ß", "한", "🕊", "🇮🇷", "👩\u200d💻", "𝒜", "\u2028"]),
        st.characters(),
    ),
    max_size=60,
).map("".join)

MEET = [
    # hamza carriers and madda
    ("أمريكا", "امريكا"),
    ("إلى", "الى"),
    ("آب", "اب"),
    ("مسؤول", "مسوول"),
    ("هيئة", "هيية"),
    ("ٱلسلام", "السلام"),
    # yeh, alef maksura, kaf, heh
    ("على", "علي"),
    ("مصطفى", "مصطفی"),
    ("ایران", "ايران"),
    ("کشور", "كشور"),
    ("جامعۀ", "جامعه"),
    ("القاهرة", "القاهره"),
    ("ہندوستان", "هندوستان"),
    # the non-joiner, spelt or replaced by a space
    ("می‌گوید", "می گوید"),
    ("می‌گوید", "مي‌گويد"),
    ("گفت‌وگو", "گفت وگو"),
    # marks that carry no letter
    ("مُحَمَّد", "محمد"),
    ("محـــمد", "محمد"),
    ("هذٰا", "هذا"),
    ("\u200fطهران\u200e", "طهران"),
    # letters in presentation forms
    ("\ufefb", "لا"),
    ("\ufe8e\ufedf", "ال"),
    # digits
    ("١٤٠٢", "1402"),
    ("۱۴۰۲", "1402"),
    ("٤٥٦", "۴۵۶"),
    # Latin
    ("Erdoğan", "erdogan"),
    ("CAFÉ", "cafe"),
    ("Aliyev’s", "aliyev's"),
    ("ﬁre", "fire"),
    ("ＵＮ", "un"),
    ("five\u00a0men", "five men"),
]

# أميركا is another spelling, not another script: the gazetteer lists it.
APART = [
    ("أميركا", "أمريكا"),
    ("قال", "قام"),
    ("إيران", "عراق"),
    ("پیر", "بیر"),
    ("گرد", "کرد"),
    ("چاپ", "جاب"),
    ("US", "UN"),
]


@pytest.mark.parametrize(("one", "other"), MEET)
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(MIXED)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(MIXED, MIXED)
def test_folding_goes_character_by_character(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)


@given(st.characters())
def test_no_mark_or_capital_survives_folding(char: str) -> None:
    for folded in fold_char(char):
        assert unicodedata.category(folded) not in ("Mn", "Me", "Cf")
        assert folded == folded.lower()


@given(MIXED)
def test_folding_gives_the_text_and_where_each_character_came_from(text: str) -> None:
    folded = Folded(text)
    assert folded.text == fold(text)
    assert len(folded.origin) == len(folded.text)
    assert folded.origin == sorted(folded.origin)


@given(MIXED.filter(lambda text: bool(fold(text))), st.data())
def test_every_folded_stretch_leads_back_to_characters_that_fold_to_it(text: str, data: st.DataObject) -> None:
    folded = Folded(text)
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    span = folded.span(start, end)
    assert 0 <= span.start < span.end <= len(text)
    again = fold(span.words(text))
    assert folded.text[start:end] in again
    whole_characters = (start == 0 or folded.origin[start - 1] != folded.origin[start]) and (
        end == len(folded.text) or folded.origin[end] != folded.origin[end - 1]
    )
    if whole_characters:
        assert again == folded.text[start:end]


@pytest.mark.parametrize(
    ("text", "word", "published"),
    [
        ("قال مُحَمَّدٌ أمس", "محمد", "مُحَمَّدٌ"),
        ("في القاهـــرة غدا", "القاهره", "القاهـــرة"),
        ("🕊 آمریکا 🕊", "امريكا", "آمریکا"),
        ("a ﬁre b", "fire", "ﬁre"),
        ("Erdog\u0306an said", "erdogan", "Erdog\u0306an"),
    ],
)
def test_a_folded_word_is_quoted_as_it_was_published(text: str, word: str, published: str) -> None:
    folded = Folded(text)
    at = folded.text.index(word)
    assert folded.span(at, at + len(word)).words(text) == published


@pytest.mark.parametrize(("start", "end"), [(0, 0), (2, 1), (-1, 2), (0, 4), (3, 4)])
def test_a_stretch_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"{start}:{end}"):
        Folded("abc").span(start, end)


@given(MIXED, st.data())
def test_offsets_for_browsers_count_utf_16_units(text: str, data: st.DataObject) -> None:
    text = text.encode("utf-16", "replace").decode("utf-16")
    at = data.draw(st.integers(0, len(text)))
    assert utf16_offset(text, at) == len(text[:at].encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("text", "at", "units"),
    [
        ("abc", 2, 2),
        ("🕊abc", 1, 2),
        ("🕊abc", 4, 5),
        ("a🇮🇷b", 3, 5),
        ("👩\u200d💻x", 3, 5),
        ("e\u0301x", 2, 2),
        ("می‌گوید", 3, 3),
        ("𝒜𝒜", 2, 4),
        ("", 0, 0),
    ],
)
def test_an_emoji_is_two_units_and_a_mark_is_one(text: str, at: int, units: int) -> None:
    assert utf16_offset(text, at) == units


@given(MIXED)
def test_printed_text_holds_no_control_or_format_character(text: str) -> None:
    for char in printable(text):
        assert char in "\n\t" or char == ZWNJ or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


@given(MIXED)
def test_printing_twice_changes_nothing(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("می‌گوید\n\tسلام", "می‌گوید\n\tسلام"),
        ("red\x1b[31m", f"red{REPLACEMENT}[31m"),
        ("a\rb", f"a{REPLACEMENT}b"),
        ("\u202etxt.exe", "txt.exe"),
        ("\ufeffa\u200eb", "ab"),
        ("é🕊", "é🕊"),
    ],
)
def test_letters_are_printed_as_they_are(text: str, printed: str) -> None:
    assert printable(text) == printed
