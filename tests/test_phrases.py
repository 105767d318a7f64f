from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.languages import packs
from dragoman.model import Token
from dragoman.phrases import Phrases, covering, joined, words
from dragoman.text import ZWNJ

CUTS = [
    ("The U.S. and Iran's envoys", ["the", "u.s.", "and", "iran", "'s", "envoys"]),
    ("U.S.-led", ["u.s.", "-", "led"]),
    ("don't", ["don't"]),
    ("Côte d’Ivoire", ["cote", "d'ivoire"]),
    ("3.5 million, at 12:30", ["3.5", "million", ",", "at", "12:30"]),
    ("Sept. 11", ["sept", ".", "11"]),
    ("12th", ["12", "th"]),
    ("50%", ["50", "%"]),
    ("‘quoted’", ["'", "quoted", "'"]),
    ("المفاوضات،قال", ["المفاوضات", "،", "قال"]),
    ("١٧فبراير", ["17", "فبراير"]),
    ("١٤٠٢/٠٧/١٦", ["1402/07/16"]),
    ("وزير_الخارجية", ["وزير", "_", "الخارجيه"]),
    ("الـ15", ["ال", "15"]),
    ("می‌گوید.", ["مي", "گويد", "."]),
    ("«سلام»", ["«", "سلام", "»"]),
    ("", []),
    (" \n\u200c\t", []),
]


def tokens(text: str, language: str = "ar") -> tuple[Token, ...]:
    return packs.load(language).tokens(text, 0, len(text))


def found(phrases: Phrases[str], text: str, language: str = "ar") -> list[tuple[str, str]]:
    """What is found, as it was published, with its value."""
    row = tokens(text, language)
    return [(covering(row, m.first, m.last).words(text), m.value) for m in phrases.all(row)]


def phrases_of(*names: str, suffixes: bool = False) -> Phrases[str]:
    phrases: Phrases[str] = Phrases(suffixes=suffixes)
    for name in names:
        phrases.add(name, name)
    return phrases


@pytest.mark.parametrize(("text", "pieces"), CUTS)
def test_a_text_is_cut_into_words_and_marks(text: str, pieces: list[str]) -> None:
    assert list(words(text)) == pieces


@given(st.text(max_size=80))
def test_tokens_quote_the_text_in_order_and_leave_out_only_blanks(text: str) -> None:
    start = end = 0
    for token in tokens(text, "en"):
        assert start <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        assert not words(text[end : token.start])
        start, end = token.start, token.end
    assert not words(text[end:])


@given(st.text("قال وزير الخارجيةمُّ‌ـ.،12 \n", max_size=40), st.text("abc سلام🕊\n", max_size=12))
def test_tokens_stand_at_the_same_words_wherever_a_text_begins(text: str, before: str) -> None:
    pack = packs.load("ar")
    alone = pack.tokens(text, 0, len(text))
    behind = pack.tokens(before + text, len(before), len(before) + len(text))
    assert [(t.start, t.end, t.folded) for t in alone] == [
        (t.start - len(before), t.end - len(before), t.folded) for t in behind
    ]


def test_marks_are_told_from_words() -> None:
    assert [token.word for token in tokens("قال: «17»")] == [True, False, False, True, False]


def test_words_joined_by_a_non_joiner_are_known() -> None:
    text = "کشور‌ها و مردم"
    row = tokens(text, "fa")
    assert [joined(text, left, right) for left, right in itertools.pairwise(row)] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("زار طهران أمس", "طهران"),
        ("وطهران", "وطهران"),
        ("من واشنطن إلى طهران", "طهران"),
        ("لطهران", "لطهران"),
        ("وبطهران", "وبطهران"),
    ],
)
def test_the_first_word_may_carry_particles(text: str, published: str) -> None:
    assert found(phrases_of("طهران"), text) == [(published, "طهران")]


def test_what_was_taken_off_is_told() -> None:
    row = tokens("وللعراق")
    match = phrases_of("عراق").longest(row, 0)
    assert match is not None and match.prefix == "ولال"


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("وزير الخارجية", True),
        ("وزير خارجية", True),
        ("ووزير الخارجية", True),
        ("وزير وخارجية", False),
        ("وزير للخارجية", False),
        ("وزير، خارجية", False),
    ],
)
def test_later_words_may_carry_the_article_alone(text: str, is_found: bool) -> None:
    assert bool(found(phrases_of("وزير خارجية"), text)) is is_found


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("وفقا لمصادر", True), ("وفقا للوزارة", True), ("وفقا ل مصادر", True), ("وفقا مصادر", False)],
)
def test_a_phrase_that_ends_in_a_particle_meets_the_word_that_carries_it(text: str, is_found: bool) -> None:
    assert bool(found(phrases_of("وفقا ل"), text)) is is_found


def test_the_word_that_carries_a_particle_is_not_part_of_the_phrase() -> None:
    assert found(phrases_of("وفقا ل"), "وفقا للوزارة") == [("وفقا", "وفقا ل")]


def test_the_longest_phrase_wins() -> None:
    phrases = phrases_of("وزير", "وزير الخارجية", "وزير الخارجية المصري")
    assert found(phrases, "قال وزير الخارجية المصري") == [("وزير الخارجية المصري", "وزير الخارجية المصري")]
    assert found(phrases, "قال وزير الخارجية") == [("وزير الخارجية", "وزير الخارجية")]


def test_a_whole_word_wins_over_one_that_loses_letters() -> None:
    assert found(phrases_of("بنان", "لبنان"), "لبنان") == [("لبنان", "لبنان")]


def test_matches_do_not_overlap() -> None:
    assert found(phrases_of("new york", "york city", "city"), "New York City", "en") == [
        ("New York", "new york"),
        ("City", "city"),
    ]


def test_a_match_may_not_reach_past_the_stretch_that_is_asked_for() -> None:
    row = tokens("prime minister of Iraq", "en")
    phrases = phrases_of("prime minister", "minister of Iraq")
    assert phrases.all(row, 0, 1) == []
    assert [m.value for m in phrases.all(row, 0, 2)] == ["prime minister"]
    assert [m.value for m in phrases.all(row, 1)] == ["minister of Iraq"]


def test_one_phrase_may_mean_several_things() -> None:
    phrases: Phrases[str] = Phrases()
    phrases.add("Georgia", "state of the USA")
    phrases.add("Georgia", "country")
    phrases.add("Georgia", "country")
    assert [m.value for m in phrases.at(tokens("Georgia", "en"), 0)] == ["state of the USA", "country"]


@pytest.mark.parametrize(
    ("text", "language", "suffixes", "is_found"),
    [
        ("دیدارهای", "fa", True, True),
        ("دیدارهای", "fa", False, False),
        ("ministers", "en", True, True),
        ("ministers", "en", False, False),
        ("وزيرهم", "ar", True, True),
        ("وزيرهم", "ar", False, False),
    ],
)
def test_endings_are_taken_off_only_where_wanted(text: str, language: str, suffixes: bool, is_found: bool) -> None:
    phrases = phrases_of("دیدار", "minister", "وزير", suffixes=suffixes)
    assert bool(found(phrases, text, language)) is is_found


def test_an_empty_phrase_is_never_found() -> None:
    phrases = phrases_of("", " ", ZWNJ)
    assert found(phrases, "anything at all", "en") == []


@given(st.lists(st.sampled_from(["وزير", "الخارجية", "وطهران", "إلى", "،", "قال"]), min_size=1, max_size=8))
def test_every_run_of_words_is_found_where_it_stands(parts: list[str]) -> None:
    text = " ".join(parts)
    phrases = phrases_of(text)
    assert found(phrases, text) == [(text, text)]
    assert found(phrases, f"ثم {text} ثم") == [(text, text)]
