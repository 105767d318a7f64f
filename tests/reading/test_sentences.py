from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.languages import packs
from dragoman.reading.sentences import MAX_SENTENCE, sentence_spans

SENTENCES = [
    ("en", ["The ministers met.", "They talked."]),
    ("en", ["Mr. Smith met Gen. Jones.", "They talked."]),
    ("en", ["The U.S. and the U.K. agreed.", "Iran did not."]),
    ("en", ["It rose by 3.5 million.", "Prices fell."]),
    ("en", ["At 5 p.m. the talks ended."]),
    ("en", ["“We met.”", "He left."]),
    ("en", ["Really?!", "Yes."]),
    ("en", ["Visit www.example.com today.", "Then go."]),
    ("en", ["J. K. Simmons said so.", "Yes."]),
    ("en", ["Jan. 5 was cold.", "Feb. 6 was too."]),
    ("en", ["They met at the U.N."]),
    ("en", ["He paused…", "Then he spoke."]),
    ("ar", ["التقى د. أحمد نظيره.", "وقال إنه سعيد."]),
    ("ar", ["نقلت أ.ف.ب. عن مصدر.", "ثم قال شيئا."]),
    ("ar", ["هل جاء الوزير؟", "نعم!", "جاء."]),
    ("ar", ["وصل الوفد في 17 فبراير. (السبت) إلى طهران.", "وغادر."]),
    ("ar", ["بلغت 20.5 مليون.", "ثم زادت."]),
    ("fa", ["او گفت.", "سپس رفت۔", "پایان"]),
    ("fa", ["«سلام.»", "او رفت."]),
]


def cut(language: str, text: str) -> list[tuple[int, str]]:
    abbreviations = packs.load(language).data.abbreviations
    return [(paragraph, span.words(text)) for paragraph, span in sentence_spans(text, abbreviations)]


@pytest.mark.parametrize(("language", "sentences"), SENTENCES)
def test_a_full_stop_ends_a_sentence_unless_it_belongs_to_a_word(language: str, sentences: list[str]) -> None:
    assert cut(language, " ".join(sentences)) == [(0, sentence) for sentence in sentences]


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        ("fa", "جلسه برگزار شد.وزیر رفت.", ["جلسه برگزار شد.", "وزیر رفت."]),
        ("ar", "انتهى الاجتماع.وقال الوزير", ["انتهى الاجتماع.", "وقال الوزير"]),
        ("ar", "ذكرت بي.بي.سي ذلك", ["ذكرت بي.بي.سي ذلك"]),
        ("ar", "ذكر موقع العربية.نت ذلك", ["ذكر موقع العربية.نت ذلك"]),
        ("ar", "هل جاء؟نعم", ["هل جاء؟", "نعم"]),
        ("en", "See index.html today", ["See index.html today"]),
    ],
)
def test_sentences_glued_together_are_parted_but_names_are_not(language: str, text: str, sentences: list[str]) -> None:
    assert [sentence for _, sentence in cut(language, text)] == sentences


def test_every_line_begins_a_sentence_and_a_paragraph() -> None:
    text = "A headline without a stop\n\n \nThe first line. Its second sentence\nwent on.\n"
    assert cut("en", text) == [
        (0, "A headline without a stop"),
        (1, "The first line."),
        (1, "Its second sentence"),
        (2, "went on."),
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\n"])
def test_where_there_is_nothing_there_is_no_sentence(text: str) -> None:
    assert cut("en", text) == []


@given(st.text("abc. \n?!…؟۔.»\"'()زید.‌1،", max_size=200))
def test_sentences_hold_all_that_can_be_seen_once_and_in_order(text: str) -> None:
    at = 0
    paragraphs = []
    for paragraph, span in sentence_spans(text, ("a.", "د.")):
        assert at <= span.start < span.end
        assert not text[at : span.start].strip()
        sentence = span.words(text)
        assert sentence == sentence.strip() and "\n" not in sentence
        at = span.end
        paragraphs.append(paragraph)
    assert not text[at:].strip()
    assert paragraphs == sorted(paragraphs)


@given(st.sampled_from(["word ", "x", "كلمة "]), st.integers(1, 3 * MAX_SENTENCE))
def test_a_text_without_stops_is_cut_into_pieces_at_spaces(piece: str, times: int) -> None:
    text = piece * times
    sentences = [sentence for _, sentence in cut("en", text)]
    assert all(len(sentence) <= MAX_SENTENCE for sentence in sentences)
    assert "".join(sentences).replace(" ", "") == text.replace(" ", "")
    if " " in piece:
        assert all(word == piece.strip() for sentence in sentences for word in sentence.split())


@pytest.mark.parametrize("piece", ["a. ", "Mr. ", ".", "قال. ", "؟", " "])
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (200_000 // len(piece)) + "x"
    start = time.monotonic()
    cut("en", text)
    assert time.monotonic() - start < 3
