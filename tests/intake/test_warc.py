from __future__ import annotations

import datetime
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from dragoman.errors import EmptyReport, InputError, NotText
from dragoman.intake import reports
from dragoman.model import Report

from .conftest import ARABIC, ENGLISH, PERSIAN, page_of


def archived(
    payload: bytes, kind: str = "response", *, address: str = "http://news.example/a", mime: str = ""
) -> bytes:
    """A record of a WARC file, as its standard (ISO 28500) has it."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        f"WARC-Date: 2024-05-06T07:08:09Z\r\nWARC-Target-URI: {address}\r\n"
        f"Content-Type: {mime or 'application/http; msgtype=response'}\r\nContent-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def answer(body: bytes, mime: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {mime}\r\n{more}\r\n".encode() + body


def page(text: str, language: str = "ar") -> bytes:
    return archived(answer(page_of(text, language=language).encode()))


PAGES = [page(ARABIC), page(PERSIAN, "fa"), page(ENGLISH, "en")]
FORMS: dict[str, Callable[[list[bytes]], bytes]] = {
    "plain.warc": b"".join,
    "by-record.warc.gz": lambda records: b"".join(map(gzip.compress, records)),
    "whole.warc.gz": lambda records: gzip.compress(b"".join(records)),
}
each_form = pytest.mark.parametrize("name", FORMS)


def read(folder: Path, name: str, records: list[bytes], cut: int = 0) -> list[Report | InputError]:
    data = FORMS[name](records)
    (folder / name).write_bytes(data[: len(data) - cut])
    return list(reports([str(folder / name)]))


@each_form
def test_each_page_of_an_archive_is_a_report(name: str, tmp_path: Path) -> None:
    info = archived(b"software: a crawler\r\n", "warcinfo", mime="application/warc-fields")
    asked = archived(b"GET /a HTTP/1.1\r\n\r\n", "request", mime="application/http; msgtype=request")
    found = read(tmp_path, name, [info, asked, *PAGES])
    assert [x.language for x in found if isinstance(x, Report)] == ["ar", "fa", "en"]
    first = found[0]
    assert isinstance(first, Report)
    assert ARABIC.split("\n")[0] in first.text
    assert first.url == "http://news.example/a"
    assert first.source_id == f"{tmp_path / name}:1"
    assert first.fetched == datetime.datetime(2024, 5, 6, 7, 8, 9, tzinfo=datetime.UTC)


def test_texts_and_files_of_an_archive_are_reports_too(tmp_path: Path) -> None:
    records = [
        archived(ENGLISH.encode(), "conversion", mime="text/plain"),
        archived(page_of(ARABIC).encode(), "resource", mime="text/html"),
    ]
    texts = [x.text for x in read(tmp_path, "plain.warc", records) if isinstance(x, Report)]
    assert texts[0] == ENGLISH and ARABIC.split("\n")[0] in texts[1]


CHUNKED = b"".join(
    b"%x\r\n%s\r\n" % (len(part), part) for part in (page_of(ARABIC).encode()[:400], page_of(ARABIC).encode()[400:])
)


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (gzip.compress(page_of(ARABIC).encode()), "Content-Encoding: gzip\r\n"),
        (page_of(ARABIC).encode(), "Content-Encoding: gzip\r\n"),  # as crawlers leave it that unpack
        (CHUNKED + b"0\r\n\r\n", "Transfer-Encoding: chunked\r\n"),
    ],
)
def test_answers_are_read_however_they_were_sent(body: bytes, more: str, tmp_path: Path) -> None:
    (report,) = read(tmp_path, "plain.warc", [archived(answer(body, more=more))])
    assert isinstance(report, Report) and ARABIC.split("\n")[0] in report.text


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (archived(answer(b"\xff\xd8\xff\xe0JFIF", "image/jpeg")), "this is image/jpeg, no text"),
        (archived(answer(b"%PDF-1.7", "text/html")), "looks like a PDF"),
        (archived(answer(b"gone", status="404 Not Found")), "its status is 404"),
        (archived(answer(b"")), "no article"),
        (archived(b"no answer at all"), ""),
    ],
)
def test_a_page_that_holds_no_report_costs_itself_only(record: bytes, said: str, tmp_path: Path) -> None:
    first, error, last = read(tmp_path, "by-record.warc.gz", [PAGES[0], record, PAGES[1]])
    assert isinstance(first, Report) and isinstance(last, Report)
    assert isinstance(error, NotText | EmptyReport)
    assert said in error.what and error.where.endswith(":2") and error.fix


@each_form
def test_an_archive_that_is_cut_short_gives_what_stands_before_and_says_so(name: str, tmp_path: Path) -> None:
    *found, error = read(tmp_path, name, PAGES, cut=200)
    assert found and all(isinstance(x, Report) for x in found)
    assert isinstance(error, InputError) and error.where == str(tmp_path / name)
    assert "cut short" in error.what or "damaged" in error.what


@pytest.mark.parametrize("data", [b"", b"no archive\n" * 50, bytes(range(256)) * 20, page_of(ARABIC).encode()])
def test_what_is_no_archive_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(data)
    (error,) = reports([str(tmp_path / "a.warc")])
    assert isinstance(error, InputError) and error.where == str(tmp_path / "a.warc")
