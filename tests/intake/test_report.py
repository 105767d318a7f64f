from __future__ import annotations

import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import EmptyReport, TooLarge
from dragoman.intake.report import TEXT_LIMIT, Given, as_stored, make_report, report_id

from .conftest import ARABIC, PERSIAN

DAY = datetime.date(2024, 2, 17)


def test_the_text_is_kept_as_published() -> None:
    text = "\ufeffأَعلنت\u0640\u200c ﷼\r\nالثاني\u2028\tسطر \n"
    assert as_stored(text) == "أَعلنت\u0640\u200c ﷼\nالثاني\u2028\tسطر \n"


def test_the_text_is_composed() -> None:
    assert as_stored("ا\u0653لمان e\u0301") == "آلمان é"


@given(st.text(st.characters(), max_size=60))
def test_stored_text_is_stable_and_can_be_written(text: str) -> None:
    stored = as_stored(text)
    stored.encode("utf-8")
    assert unicodedata.is_normalized("NFC", stored)
    if not stored.startswith("\ufeff") and "\r\n" not in stored:
        assert as_stored(stored) == stored


def test_lone_surrogates_are_replaced_and_pairs_joined() -> None:
    assert as_stored("a\ud800b \ud83d\ude00") == "a\ufffdb \U0001f600"


def test_a_nul_is_replaced_so_that_every_database_can_hold_the_text() -> None:
    assert as_stored("a\0b") == "a\ufffdb"
    assert make_report("a\0b", Given(), where="x", title="c\0d").title == "c\ufffdd"


def test_an_id_depends_on_content_alone() -> None:
    one = report_id("آلمان\r\n", "عنوان", DAY, "وكالة")
    assert one == report_id("ا\u0653لمان\n", "عنوان", DAY, "وكالة")
    assert len(one) == 16 and int(one, 16) >= 0


@pytest.mark.parametrize(
    "other", [("b", None, None, None), ("a", "t", None, None), ("a", None, DAY, None), ("a", None, None, "t")]
)
def test_an_id_changes_with_each_part(
    other: tuple[str, str | None, datetime.date | None, str | None],
) -> None:
    assert report_id(*other) != report_id("a", None, None, None)


def test_an_id_stays_the_same_over_versions() -> None:
    assert report_id("قال", None, None, None) == "757f56adf0b78e8c"


def test_what_is_given_fills_what_is_lacking() -> None:
    given_ = Given(language="fa", published=DAY)
    report = make_report(PERSIAN, given_, where="x")
    assert (report.language, report.published) == ("fa", DAY)
    own = make_report(ARABIC, given_, where="x", language="AR-eg", published=datetime.date(2020, 1, 1))
    assert (own.language, own.published) == ("ar", datetime.date(2020, 1, 1))


@pytest.mark.parametrize("text", ["", "  \n\t", "\ufeff", "\u200c\u200f\u00a0", "\r\n\r\n"])
def test_what_shows_nothing_is_empty(text: str) -> None:
    with pytest.raises(EmptyReport) as caught:
        make_report(text, Given(), where="empty.txt")
    assert caught.value.where == "empty.txt"


def test_the_limit_is_told() -> None:
    assert len(make_report("x" * TEXT_LIMIT, Given(), where="x").text) == TEXT_LIMIT
    with pytest.raises(TooLarge, match=r"1,000,000.*JSON lines"):
        make_report("x" * (TEXT_LIMIT + 1), Given(), where="x")
