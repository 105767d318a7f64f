from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dragoman.errors import EmptyReport, InputError, MalformedLine, NotText, TooLarge
from dragoman.intake import reports
from dragoman.intake.parquet import read_parquet
from dragoman.intake.report import Given
from dragoman.model import Report

from .conftest import ARABIC, ENGLISH, PERSIAN, Site


def written(columns: dict[str, Any], **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **options)
    return out.getvalue()


def read(data: bytes) -> list[Report | InputError]:
    return list(read_parquet(io.BytesIO(data), Given(), where="t.parquet"))


def kinds(data: bytes) -> list[str]:
    return [type(outcome).__name__ for outcome in read(data)]


def test_rows_are_reports() -> None:
    day = datetime.date(2024, 2, 17)
    data = written({"ID": [7, 8], "Body": [ARABIC, PERSIAN], "date": [day, None], "source": ["أ", None], "n": [1, 2]})
    first, second = read(data)
    assert isinstance(first, Report) and isinstance(second, Report)
    assert (first.text, first.source_id, first.published, first.outlet) == (ARABIC, "7", day, "أ")
    assert (second.text, second.published, second.outlet) == (PERSIAN, None, None)


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string()), pa.string_view()]
)
def test_texts_of_every_kind_are_read(kind: pa.DataType) -> None:
    values = [ARABIC.encode()] if pa.types.is_binary(kind) else [ARABIC]
    (report,) = read(written({"text": pa.array(values, pa.string() if "view" in str(kind) else None).cast(kind)}))
    assert isinstance(report, Report) and report.text == ARABIC


@pytest.mark.parametrize(
    "published",
    [
        pa.array(["2024-02-17"]),
        pa.array([datetime.date(2024, 2, 17)]),
        pa.array([datetime.datetime(2024, 2, 17, 10)], pa.timestamp("s")),
        pa.array([1708164000_000000001], pa.int64()).cast(pa.timestamp("ns")),
        pa.array([1708164000_000000001], pa.int64()).cast(pa.timestamp("ns", "Asia/Tehran")),
    ],
)
def test_days_of_every_kind_are_read(published: pa.Array) -> None:
    (report,) = read(written({"text": ["x"], "published": published}))
    assert isinstance(report, Report) and report.published == datetime.date(2024, 2, 17)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "can't be read as Parquet"),
        (b"PAR1 not at all", "can't be read as Parquet"),
        (written({"text": ["x"] * 100})[:-20], "can't be read as Parquet"),
        (written({"text": ["x"] * 100})[:40], "can't be read as Parquet"),
    ],
)
def test_what_is_no_whole_parquet_is_told(data: bytes, said: str) -> None:
    with pytest.raises(NotText, match=said) as caught:
        read(data)
    assert caught.value.where == "t.parquet" and caught.value.fix


def test_a_table_without_a_text_is_one_error() -> None:
    with pytest.raises(InputError, match=r"no column text or body.*'headline', 'n'"):
        read(written({"headline": ["x"], "n": [1]}))


def test_a_text_of_another_type_is_one_error() -> None:
    with pytest.raises(InputError, match="'text' is of type int64"):
        read(written({"text": [1, 2]}))


@pytest.mark.parametrize(
    ("column", "values"),
    [("title", [[1]]), ("published", [5]), ("url", [{"a": 1}]), ("id", [True]), ("language", [1.5])],
)
def test_another_column_of_another_type_is_said_and_left_out(column: str, values: list[Any]) -> None:
    error, report = read(written({"text": ["x"], column: values}))
    assert isinstance(error, InputError) and column in error.what and column in error.fix
    assert isinstance(report, Report) and report.title is report.published is report.url is None


def test_a_bad_row_is_named_and_the_rest_read() -> None:
    texts = pa.array([b"one", b"x" * 1_000_001, None, b"\x89PNG\r\n\x1a\n", b"five"])
    assert kinds(written({"text": texts})) == ["Report", "TooLarge", "EmptyReport", "NotText", "Report"]
    assert [error.where for error in read(written({"text": texts})) if isinstance(error, TooLarge)] == ["t.parquet:2"]


def test_a_text_that_is_no_utf8_is_told() -> None:
    text = pa.Array.from_buffers(pa.string(), 2, pa.array([b"\xff\xfe\xfd", b"good"]).buffers())
    outcomes = read(written({"text": text}))
    assert isinstance(outcomes[0], MalformedLine) and isinstance(outcomes[1], Report)


def test_a_broken_part_costs_its_rows_and_the_next_is_read() -> None:
    options = {"row_group_size": 10, "compression": "none", "use_dictionary": False, "data_page_version": "1.0"}
    data = bytearray(written({"text": [f"row {n} of the table" for n in range(30)]}, **options))
    at = data.index(b"row 10 of")
    data[at - 30 : at + 30] = b"\xff" * 60
    outcomes = read(bytes(data))
    good = [outcome.text for outcome in outcomes if isinstance(outcome, Report)]
    bad = [outcome for outcome in outcomes if isinstance(outcome, InputError)]
    assert good[:10] == [f"row {n} of the table" for n in range(10)]
    assert good[-10:] == [f"row {n} of the table" for n in range(20, 30)]
    assert len(bad) == 1 and bad[0].where == "t.parquet:11-20"


def test_a_table_without_rows_is_told() -> None:
    (error,) = read(written({"text": pa.array([], pa.string())}))
    assert isinstance(error, EmptyReport)


def test_two_columns_of_one_name_do_no_harm() -> None:
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["text", "text"]), out)
    (report,) = read(out.getvalue())
    assert isinstance(report, Report) and report.text == "a"


def test_a_large_file_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    schema = pa.schema([("text", pa.string()), ("n", pa.int64())])
    with pq.ParquetWriter(path, schema, use_dictionary=False, write_batch_size=16) as out:
        rows = pa.table({"text": [f"{n} {ENGLISH * 200}" for n in range(2000)], "n": list(range(2000))}, schema)
        out.write_table(rows, row_group_size=2000)
    size = rows.nbytes
    del rows
    before = pa.total_allocated_bytes()
    peak = count = 0
    for outcome in reports([str(path)]):
        assert isinstance(outcome, Report)
        count += 1
        peak = max(peak, pa.total_allocated_bytes() - before)
    assert count == 2000
    assert peak < size / 4


def test_files_folders_and_addresses_are_read(tmp_path: Path, site: Site) -> None:
    data = written({"text": [ARABIC, PERSIAN]})
    (tmp_path / "a.parquet").write_bytes(data)
    (tmp_path / "b.parquet").write_bytes(data[:-9])
    (tmp_path / "c.txt").write_text(ENGLISH)
    found = [type(outcome).__name__ for outcome in reports([str(tmp_path)])]
    assert found == ["Report", "Report", "NotText", "Report"]
    address = site.serve("/t", data, "application/vnd.apache.parquet")
    assert [type(outcome).__name__ for outcome in reports([address])] == ["Report", "Report"]
