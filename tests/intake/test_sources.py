from __future__ import annotations

import datetime
import io
import json
import os
import sys
import threading
import time
import tracemalloc
from pathlib import Path

import pytest

from dragoman.errors import (
    EmptyReport,
    FetchError,
    InputError,
    MalformedLine,
    MissingSource,
    NotText,
    TooLarge,
)
from dragoman.intake import report_id, reports
from dragoman.model import Report

from .conftest import ARABIC, ENGLISH, PERSIAN, Site, page_of


def _kinds(*sources: str) -> list[str]:
    return [type(outcome).__name__ for outcome in reports(sources)]


def _one(source: str) -> Report:
    (report,) = reports([source])
    assert isinstance(report, Report), report
    return report


def _error(source: str) -> InputError:
    (error,) = reports([source])
    assert isinstance(error, InputError), error
    return error


def _stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))  # type: ignore[arg-type]


def test_a_plain_text_is_a_report(tmp_path: Path) -> None:
    path = tmp_path / "خبر.txt"
    path.write_bytes(b"\xef\xbb\xbf" + ARABIC.replace("\n", "\r\n").encode())
    report = _one(str(path))
    assert report.text == ARABIC
    assert report.source_id == str(path)
    assert report.id == report_id(ARABIC, None, None, None)
    assert report.title is report.published is report.url is report.fetched is report.language is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1256"])
def test_a_text_gives_the_same_report_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(ARABIC.encode(encoding))
    assert _one(str(path)).text == ARABIC


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.txt", "a"])
def test_a_page_is_told_by_name_or_beginning(tmp_path: Path, name: str, encoding: str) -> None:
    path = tmp_path / name
    path.write_bytes(page_of(ARABIC, "<title>لقاء</title>").replace("utf-8", encoding).encode(encoding))
    report = _one(str(path))
    assert (report.text, report.title, report.language) == (ARABIC.strip(), "لقاء", "ar")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.txt", "a.json"])
def test_json_lines_are_told_by_name_or_beginning(tmp_path: Path, name: str, encoding: str) -> None:
    path = tmp_path / name
    lines = [json.dumps({"id": n, "text": text}, ensure_ascii=False) for n, text in enumerate((ARABIC, PERSIAN))]
    path.write_bytes("\n".join(lines).encode(encoding))
    found = list(reports([str(path)]))
    assert [report.source_id for report in found if isinstance(report, Report)] == ["0", "1"]


def test_a_json_file_may_be_one_object_or_a_list(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"text": ARABIC}, {"text": PERSIAN}], indent=1))
    assert _kinds(str(path)) == ["Report", "Report"]


def test_a_folder_is_read_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a.TXT", "sub/c.html", "sub/.hidden.txt", ".git/d.txt", "notes.md", "e.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        text = {"html": page_of(ARABIC), "jsonl": json.dumps({"id": 9, "text": ARABIC})}
        path.write_text(text.get(name.rsplit(".", 1)[-1], ENGLISH))
    os.mkfifo(tmp_path / "pipe.txt")
    found = [report.source_id for report in reports([str(tmp_path)]) if isinstance(report, Report)]
    assert found == [
        *(str(tmp_path / name) for name in ("a.TXT", "b.txt")),
        "9",
        str(tmp_path / "sub/c.html"),
    ]


def test_a_folder_without_reports_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("x")
    assert isinstance(_error(str(tmp_path)), EmptyReport)


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "none")
    (tmp_path / "b.txt").write_text(ENGLISH)
    (tmp_path / "loop").symlink_to(tmp_path)
    assert _kinds(str(tmp_path)) == ["MissingSource", "Report"]


@pytest.mark.parametrize("path", ["/no/such/file.txt", "", "a\0b", "x" * 5000, "\ud800", "/etc/passwd/x"])
def test_a_path_that_leads_nowhere_is_told(path: str) -> None:
    error = _error(path)
    assert isinstance(error, MissingSource) and error.fix
    str(error).encode("utf-8")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    assert isinstance(_error(str(tmp_path / "closed")), MissingSource)


def test_one_bad_source_never_stops_the_rest(tmp_path: Path) -> None:
    good, empty, image, broken = (tmp_path / name for name in ("a.txt", "b.txt", "c.txt", "d.jsonl"))
    good.write_text(ENGLISH)
    empty.write_text(" \n")
    image.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    broken.write_text('{"text": "one"}\nbroken\n{"text": "three"}\n')
    sources = [str(path) for path in (empty, image, broken, tmp_path / "none", good)] + [
        "gopher://x",
        "http://",
    ]
    assert [type(outcome) for outcome in reports(sources)] == [
        EmptyReport,
        NotText,
        Report,
        MalformedLine,
        Report,
        MissingSource,
        Report,
        FetchError,
        FetchError,
    ]


def test_sources_are_read_only_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ENGLISH)
    found = reports([str(path), str(tmp_path / "later.txt")])
    assert isinstance(next(found), Report)
    (tmp_path / "later.txt").write_text(ENGLISH)
    assert isinstance(next(found), Report)


def test_what_the_caller_gives_fills_what_is_lacking(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ENGLISH)
    (report,) = reports([str(path)], language="en", published=datetime.date(2024, 2, 17))
    assert isinstance(report, Report)
    assert (report.language, report.published) == ("en", datetime.date(2024, 2, 17))


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_fifty_megabytes_in_one_line_are_refused_fast_in_little_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as out:
        for _ in range(50):
            out.write(b"x" * 1_000_000)
    tracemalloc.start()
    start = time.monotonic()
    try:
        error = _error(str(path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(error, TooLarge)
    assert time.monotonic() - start < 5
    assert peak < 40_000_000


def test_a_long_text_is_refused_with_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x" * 1_000_001)
    assert "1,000,000" in str(_error(str(path)))


def test_a_pipe_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=(ARABIC,), daemon=True)
    writer.start()
    assert _one(str(path)).text == ARABIC


def test_a_device_without_end_is_cut() -> None:
    assert isinstance(_error("/dev/zero"), TooLarge)


def test_standard_input_is_a_text_or_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    _stdin(monkeypatch, PERSIAN.encode("utf-16"))
    report = _one("-")
    assert (report.text, report.source_id) == (PERSIAN, "-")
    _stdin(monkeypatch, b'\n{"text": "one"}\nbroken\n{"text": "two"}\n')
    outcomes = list(reports(["-"]))
    assert [type(outcome) for outcome in outcomes] == [Report, MalformedLine, Report]
    assert "-:3" in str(outcomes[1])
    _stdin(monkeypatch, b"{curly} text")
    assert _one("-").text == "{curly} text"
    _stdin(monkeypatch, page_of(ARABIC).encode())
    assert _one("-").text == ARABIC.strip()
    _stdin(monkeypatch, b"")
    assert isinstance(_error("-"), EmptyReport)


def test_a_page_at_an_address_is_a_report(site: Site) -> None:
    site.serve("/end", page_of(ARABIC, "<title>لقاء في القاهرة</title>").encode("cp1256"), "text/html")
    address = site.redirect("/0", "/end")
    report = _one(address)
    assert (report.text, report.title) == (ARABIC.strip(), "لقاء في القاهرة")
    assert (report.source_id, report.url, report.outlet) == (address, f"{site.root}/end", "127.0.0.1")
    assert report.fetched is not None


def test_texts_and_json_at_an_address_are_reports(site: Site) -> None:
    assert _one(site.serve("/t", PERSIAN, "text/plain; charset=utf-8")).url == f"{site.root}/t"
    assert _one(site.serve("/j", json.dumps({"text": ARABIC}, indent=1), "application/json")).text == ARABIC
    lines = b'{"id": 1, "text": "one"}\n{"id": 2}\n'
    outcomes = list(reports([site.serve("/l", lines, "application/x-ndjson")]))
    assert [type(outcome) for outcome in outcomes] == [Report, MalformedLine]
    assert isinstance(outcomes[0], Report) and outcomes[0].fetched is not None


def test_a_source_alone_is_one_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH)
    assert len(list(reports(str(tmp_path / "a.txt")))) == 1
