from __future__ import annotations

import csv
import io
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import EmptyReport, InputError, MalformedLine, NotText, TooLarge
from dragoman.intake import reports
from dragoman.intake.delimited import read_delimited
from dragoman.intake.report import Given, as_stored
from dragoman.intake.stream import Stream
from dragoman.model import Report

from .conftest import ARABIC, ENGLISH, PERSIAN, Site


def read(data: str | bytes, **more: Any) -> list[Report | InputError]:
    raw = data.encode() if isinstance(data, str) else data
    return list(read_delimited(Stream(io.BytesIO(raw)), Given(), where="t.csv", **more))


def texts(data: str | bytes, **more: Any) -> list[str | None]:
    return [outcome.text if isinstance(outcome, Report) else None for outcome in read(data, **more)]


def quoted(*rows: list[str], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


TABLE = quoted(
    ["id", "Text", "date", "source"], ["1", ARABIC, "2024-02-17", 'The "Agency", Ltd'], ["2", ENGLISH, "", ""]
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256"])
def test_a_table_is_read_in_every_encoding(encoding: str) -> None:
    first, second = read(TABLE.encode(encoding))
    assert isinstance(first, Report) and isinstance(second, Report)
    assert (first.text, first.source_id, first.outlet) == (ARABIC, "1", 'The "Agency", Ltd')
    assert str(first.published) == "2024-02-17"
    assert (second.text, second.published) == (ENGLISH, None)


def test_what_the_server_declares_counts() -> None:
    russian = quoted(["text"], ["Министр принял в Москве своего коллегу."])
    assert texts(russian.encode("cp1251"), charset="windows-1251") == ["Министр принял в Москве своего коллегу."]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_names(delimiter: str) -> None:
    table = quoted(["id", "text"], ["1", "a, b; c\td | e"], delimiter=delimiter)
    assert texts(table) == ["a, b; c\td | e"]


def test_what_spreadsheets_put_above_the_names_is_understood() -> None:
    assert texts("sep=;\r\nid;text\r\n1;a,b\r\n") == ["a,b"]


def test_tabs_are_tabs_where_the_name_says_so() -> None:
    assert texts("id\ttext\n1\ta,b\n", tabs=True) == ["a,b"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_all_kinds_are_read(end: str) -> None:
    assert texts(f"text,id{end}one,1{end}{end}two,2{end}") == ["one", "two"]


def test_line_ends_in_quotes_are_kept() -> None:
    assert texts('text\n"one\ntwo\u2028three"\nlast\n') == ["one\ntwo\u2028three", "last"]


def test_rows_are_counted_below_the_names() -> None:
    first, error, third = read('text,published\n"a\nb",\nc,17.2.2024\nd,\n')
    assert isinstance(first, Report) and first.source_id == "t.csv:1"
    assert isinstance(error, MalformedLine) and error.where == "t.csv:2"
    assert isinstance(third, Report) and third.source_id == "t.csv:3"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2", "1 cells, the table 2 columns"),
        ("2,a,b", "3 cells"),
        ('2,"a" b', "malformed"),
        ('2,"He said "no" to it"', "malformed"),
        ('2,"never closed', "malformed"),
    ],
)
def test_a_malformed_row_is_named_and_the_rest_read(row: str, said: str) -> None:
    outcomes = read(f"id,text\n1,one\n{row}\n3,three\n4,four\n")
    assert [type(outcome) for outcome in outcomes] == [Report, MalformedLine, Report, Report]
    error = outcomes[1]
    assert isinstance(error, MalformedLine) and said in error.what and error.where == "t.csv:2" and error.fix


def test_empty_cells_behind_the_last_column_do_no_harm() -> None:
    assert texts("text\none,,\n") == ["one"]


@pytest.mark.parametrize("data", ["", " \n\n", "\ufeff"])
def test_an_empty_table_is_told(data: str) -> None:
    with pytest.raises(EmptyReport):
        read(data)


def test_names_alone_give_nothing() -> None:
    assert read("id,text\n") == []


@pytest.mark.parametrize("data", ["a,b\n1,2\n", '"text\n1\n', "one two three"])
def test_a_table_without_a_text_is_one_error(data: str) -> None:
    with pytest.raises(InputError):
        read(data)


def test_what_is_binary_is_told() -> None:
    with pytest.raises(NotText, match="PNG"):
        read(b"\x89PNG\r\n\x1a\n\0\0")


def test_rows_in_another_encoding_than_the_beginning_are_told() -> None:
    data = b"text\n" + b"plain words here\n" * 20_000 + ARABIC.splitlines()[0].encode("cp1256") + b"\nend\n"
    outcomes = read(data)
    assert isinstance(outcomes[-2], NotText) and isinstance(outcomes[-1], Report)


def test_a_text_of_the_limit_is_read_and_a_longer_one_refused() -> None:
    outcomes = read(f"text\n{'x' * 1_000_000}\n{'x' * 1_000_001}\nend\n")
    assert [type(outcome) for outcome in outcomes] == [Report, TooLarge, Report]


class Endless(io.RawIOBase):
    """A table whose quotes are never closed, of so many bytes."""

    def __init__(self, size: int, line: bytes) -> None:
        self.left, self.line, self.begun = size, line, False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self.line * (len(buffer) // len(self.line)) if self.begun else b'text\n"'
        self.begun = True
        part = part[: min(len(buffer), self.left)]
        buffer[: len(part)] = part
        self.left -= len(part)
        return len(part)


@pytest.mark.parametrize(("line", "size"), [(b"x" * 64, 30_000_000), (b"some words " * 90 + b"\n", 6_000_000)])
def test_a_quote_never_closed_costs_one_row_and_little_memory(line: bytes, size: int) -> None:
    tracemalloc.start()
    start = time.monotonic()
    try:
        outcomes = read_delimited(Stream(io.BufferedReader(Endless(size, line))), Given(), where="t")
        errors = sum(isinstance(outcome, InputError) for outcome in outcomes)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert 1 <= errors <= 10
    assert peak < 100_000_000
    assert time.monotonic() - start < 60


def test_many_quotes_never_closed_end_in_time() -> None:
    start = time.monotonic()
    outcomes = read("text\n" + '"a\n' * 100_001)
    assert all(isinstance(outcome, InputError) for outcome in outcomes)
    assert time.monotonic() - start < 20


def test_rows_come_as_they_are_read() -> None:
    coming = read_delimited(Stream(io.BufferedReader(Endless(10**15, b'a"\n"b'))), Given(), where="t")
    assert isinstance(next(coming), Report | InputError)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=5)), max_size=6), st.sampled_from(["utf-8", "utf-16"]))
def test_what_is_written_as_csv_is_read_again(rows: list[tuple[str, str]], encoding: str) -> None:
    kept = [
        (text, title)
        for text, title in rows
        if "\0" not in text + title and any(char.isprintable() and not char.isspace() for char in as_stored(text))
    ]
    kept = [row for row in kept if all(not 0xD800 <= ord(char) <= 0xDFFF for char in "".join(row))]
    kept = [("Some plain words stand first.", ""), *kept]
    try:
        found = read(quoted(["text", "title"], *map(list, kept)).encode(encoding))
    except NotText:
        return  # what looks like noise is no table
    wanted = [as_stored(text) for text, _ in kept]
    assert [one.text if isinstance(one, Report) else wanted[n] for n, one in enumerate(found)] == wanted


def test_tables_in_files_and_folders_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TABLE)
    (tmp_path / "b.TSV").write_text(f"text\tlang\n{PERSIAN.splitlines()[0]}\tfa\n")
    found = list(reports([str(tmp_path)]))
    assert [report.source_id for report in found if isinstance(report, Report)] == ["1", "2", str(tmp_path / "b.TSV:1")]


@pytest.mark.parametrize(
    ("path", "kind"), [("/t", "text/csv"), ("/t.csv", "text/plain"), ("/t.csv", "text/csv; header=present")]
)
def test_a_table_at_an_address_is_read(site: Site, path: str, kind: str) -> None:
    outcomes = list(reports([site.serve(path, TABLE.encode("cp1256"), kind)]))
    assert [type(outcome) for outcome in outcomes] == [Report, Report]
    assert isinstance(outcomes[0], Report) and outcomes[0].fetched is not None
