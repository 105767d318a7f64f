from __future__ import annotations

import datetime

import pytest

from dragoman.errors import EmptyReport, InputError, MalformedLine
from dragoman.intake.report import Given
from dragoman.intake.tables import COLUMNS, places, row_report


@pytest.mark.parametrize(("column", "name"), [(column, name) for column in COLUMNS for name in COLUMNS[column]])
def test_every_name_of_a_column_is_known_in_any_case(column: str, name: str) -> None:
    names = [f" {name.upper().replace('_', ' ')} ", "other"] + ([] if column == "text" else ["text"])
    assert places(names, "t.csv").of[column] == 0


def test_our_own_names_go_before_others_and_the_first_before_the_second() -> None:
    assert places(["content", "text", "Text", "date"], "t").of == {"text": 1, "published": 3}


def test_no_other_word_is_under_two_names() -> None:
    names = [name for spellings in COLUMNS.values() for name in spellings]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("names", [[], ["id", "title"], ["x" * 1000] * 1000, ["\ud800"], ["text "[:3]]])
def test_a_table_without_a_text_is_told_with_what_it_has_and_needs(names: list[str]) -> None:
    with pytest.raises(InputError, match="no column text or body or content") as caught:
        places(names, "t.csv")
    assert caught.value.where == "t.csv" and "published" in caught.value.fix
    assert len(str(caught.value)) < 1000
    str(caught.value).encode()


def test_a_row_is_a_report() -> None:
    cells = {
        "text": "خبر",
        "id": 7,
        "title": "عنوان",
        "language": "fa",
        "published": "2024-02-17T23:00:00+03:30",
        "outlet": "ایسنا",
        "url": "https://example.org/",
    }
    report = row_report(cells, Given(), "t:1")
    assert (report.text, report.source_id, report.title, report.language) == ("خبر", "7", "عنوان", "fa")
    assert (report.outlet, report.url) == ("ایسنا", "https://example.org/")
    assert report.published == datetime.date(2024, 2, 17)


@pytest.mark.parametrize(
    "published", ["2024-02-17", b"2024-02-17", datetime.date(2024, 2, 17), datetime.datetime(2024, 2, 17, 23)]
)
def test_days_of_all_kinds_are_read(published: object) -> None:
    assert row_report({"text": "x", "published": published}, Given(), "t:1").published == datetime.date(2024, 2, 17)


@pytest.mark.parametrize("empty", [None, "", " "])
def test_what_is_empty_is_lacking(empty: str | None) -> None:
    cells = dict.fromkeys(COLUMNS, empty) | {"text": "x"}
    report = row_report(cells, Given(language="ar"), "t:1")
    assert (report.title, report.published, report.url, report.language) == (None, None, None, "ar")
    with pytest.raises(EmptyReport):
        row_report({"text": empty}, Given(), "t:1")


@pytest.mark.parametrize("cells", [{"text": 5}, {"text": "x", "title": 5}, {"text": "x", "published": "17.2.2024"}])
def test_a_cell_that_does_not_fit_is_told(cells: dict[str, object]) -> None:
    with pytest.raises(MalformedLine) as caught:
        row_report(cells, Given(), "t:1")
    assert caught.value.where == "t:1"
