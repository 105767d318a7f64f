"""Tables for spreadsheets: what a cell may hold."""

from __future__ import annotations

import csv
import datetime
import io

import pandas as pd

from dragoman.faces import output


def written(*rows: dict[str, object]) -> str:
    out = io.StringIO()
    output.csv_rows(rows, out)
    return out.getvalue()


def test_rows_stand_under_their_names() -> None:
    assert written({"party": "CHL", "tone": 1.5}, {"party": "PRT", "tone": None}) == "party,tone\nCHL,1.5\nPRT,\n"


def test_no_rows_are_no_table() -> None:
    assert written() == ""


def test_words_are_never_a_formula_and_numbers_stay_numbers() -> None:
    text = written({"said": "=1+1", "tone": -2.5, "count": -3, "day": datetime.date(2024, 2, 17)})
    (row,) = csv.DictReader(io.StringIO(text))
    assert row == {"said": "'=1+1", "tone": "-2.5", "count": "-3", "day": "2024-02-17"}
    frame = pd.read_csv(io.StringIO(text))
    assert (frame.tone[0], frame["count"][0]) == (-2.5, -3)


def test_commas_quotes_and_line_ends_keep_their_cell() -> None:
    (row,) = csv.DictReader(io.StringIO(written({"said": 'he said "no",\nand left', "x": "a\x07"})))
    assert row["said"] == 'he said "no", and left' and row["x"] == "a"
