"""CSV and Parquet: all that is known of an event, as readers of tables get it."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from dragoman import exchange
from dragoman.exchange import parquet
from dragoman.exchange.fields import COLUMNS
from dragoman.exchange.flat import guarded
from dragoman.model import Told

from .conftest import make_told, party


def test_pandas_reads_the_csv_by_name(tmp_path: Path) -> None:
    two = (party("Turkey", "TUR"), party("NATO", "IGO", None, organisation="NATO"))
    exchange.write("csv", [make_told("s1", actors=two)], tmp_path / "x.csv")
    (row,) = pd.read_csv(tmp_path / "x.csv", dtype={"cameo": str}, keep_default_na=False).to_dict("records")
    wanted = {
        "id": "e1",
        "story": "s1",
        "report": "r1",
        "date": "2024-05-14",
        "type": "CONSULT",
        "cameo": "042",
        "score": 4.0,
        "actor_names": "Turkey; NATO",
        "actor_codes": "TUR:GOV; IGO:NATO",
        "recipient_countries": "GRC",
        "place": "Athens",
        "lat": 37.98,
        "modality": "done",
        "trigger": "visited",
        "sentence": "Turkey visited Greece and spoke of ties.",
        "sentence_end": 40,
        "url": "https://courier.example/a",
        "mode": "visit",
        "condition": "",
    }
    assert {name: row[name] for name in wanted} == wanted


def test_every_modality_is_kept_for_there_is_a_column_that_says_so(tmp_path: Path) -> None:
    account = exchange.write("csv", [make_told(modality="negated")], tmp_path / "x.csv")
    assert (account.rows, account.left_out) == (1, {})


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_cell_that_a_spreadsheet_would_compute_gets_an_apostrophe(start: str, tmp_path: Path) -> None:
    assert guarded(f"{start}1+1") == f"'{start}1+1"
    told = make_told(report={"title": f"{start}HYPERLINK(1)", "outlet": "\t=1"}, score=-2.0)
    exchange.write("csv", [told], tmp_path / "x.csv")
    with (tmp_path / "x.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["title"] == f"'{start}HYPERLINK(1)"
    assert row["outlet"] == "'=1"
    assert row["score"] == "-2.0"  # a number stays one


def test_arrow_and_polars_read_the_parquet_with_its_types(tmp_path: Path, coded: list[Told]) -> None:
    path = tmp_path / "x.parquet"
    account = exchange.write("parquet", [make_told(), make_told(when=None, report={"published": None}), *coded], path)
    table = pq.read_table(path)
    assert tuple(table.column_names) == COLUMNS and table.schema.equals(parquet.schema())
    assert table.num_rows == account.rows == 2 + len(coded)
    first, second = table.to_pylist()[:2]
    assert first["actor_codes"] == ["TUR:GOV"] and first["date"] == datetime.date(2024, 5, 14)
    assert (first["cameo"], first["lat"], first["trigger_start"]) == ("042", 37.98, 7)
    assert second["date"] is None and second["contexts"] == ["diplomatic"]
    frame = pl.read_parquet(path)
    assert frame["contexts"].dtype == pl.List(pl.String) and frame["date"].dtype == pl.Date


def test_parquet_is_written_in_groups_and_may_be_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP", 2)
    exchange.write("parquet", (make_told(id=str(n)) for n in range(5)), tmp_path / "x")
    file = pq.ParquetFile(tmp_path / "x")
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [2, 2, 1]
    exchange.write("parquet", [], tmp_path / "none")
    assert pq.read_table(tmp_path / "none").num_rows == 0


def test_parquet_does_not_go_into_a_stream_of_text() -> None:
    with pytest.raises(exchange.ExchangeError, match="Parquet is no text"):
        exchange.write("parquet", [make_told()], io.StringIO())
    bytes_out = io.BytesIO()
    exchange.write("parquet", [make_told()], bytes_out)
    assert pq.read_table(io.BytesIO(bytes_out.getvalue())).num_rows == 1
