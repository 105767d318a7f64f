"""What cannot be read costs one clear error: where, what, and what to do. The other reports are still read."""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from dragoman import pipeline
from dragoman.errors import (
    CoderError,
    EmptyReport,
    InputError,
    MalformedLine,
    MissingSource,
    NotText,
    TooLarge,
    UnknownLanguage,
)
from dragoman.model import Coding

ARABIC = "التقى وزير الخارجية المصري نظيره التركي في القاهرة يوم الثلاثاء.\n"
RUSSIAN = "Министр иностранных дел принял в Москве своего иранского коллегу.\n"


def coded(sources: Iterable[str | Path], **given: str) -> list[Coding | InputError]:
    return list(pipeline.code_sources([str(source) for source in sources], coder="lexicon", **given))  # type: ignore[arg-type]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write(tmp_path, "good.txt", ARABIC)


def is_read(outcome: Coding | InputError) -> bool:
    return isinstance(outcome, Coding) and [event.type for event in outcome.events] == ["CONSULT"]


def _line(text: str, **more: str) -> str:
    return json.dumps({"text": text, **more}, ensure_ascii=False) + "\n"


BAD = [
    ("empty.txt", b"", EmptyReport, "no text"),
    ("blank.txt", b" \r\n\t\n", EmptyReport, "no text"),
    ("invisible.txt", "\u200b\u200e\ufeff", EmptyReport, "no text"),
    ("noise.bin", bytes(random.Random(1).randbytes(4000)), NotText, "binary"),
    ("nul.txt", b"some text\x00more", NotText, "binary"),
    ("report.txt", b"%PDF-1.7\n1 0 obj", NotText, "a PDF"),
    ("feed.xml", b'<?xml version="1.0"?><rss><channel/></rss>', EmptyReport, "no entries"),
    ("russian.txt", RUSSIAN, UnknownLanguage, "Russian"),
    ("cyrillic.txt", RUSSIAN.encode("cp1251"), NotText, "no encoding"),
    ("digits.txt", "2024 12 17", UnknownLanguage, "too few words"),
    ("marks.txt", "... !!! ؟؟؟\n", UnknownLanguage, "too few words"),
    ("page.html", "<html><script>var x = 1;</script></html>", EmptyReport, ""),
    ("list.json", "[1, 2", MalformedLine, "JSON"),
    ("line.jsonl", "{not a report}\n", MalformedLine, "JSON"),
    ("other.jsonl", _line(ARABIC, language="de"), UnknownLanguage, "'de'"),
]


@pytest.mark.parametrize(("name", "content", "kind", "said"), BAD, ids=[row[0] for row in BAD])
def test_what_cannot_be_read_gives_one_clear_error_and_the_rest_is_read(
    tmp_path: Path, good: Path, name: str, content: str | bytes, kind: type[InputError], said: str
) -> None:
    bad = write(tmp_path, name, content)
    first, error, last = coded([good, bad, good])
    assert is_read(first) and is_read(last)
    assert type(error) is kind
    assert error.where.startswith(str(bad))
    assert said in error.what
    assert error.fix
    assert "\n" not in str(error)


def test_a_missing_file_is_named(tmp_path: Path, good: Path) -> None:
    error, last = coded([tmp_path / "nowhere.txt", good])
    assert isinstance(error, MissingSource) and is_read(last)
    assert "nowhere.txt" in error.where and error.fix


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(good: Path) -> None:
    good.chmod(0)
    (error,) = coded([good])
    assert isinstance(error, MissingSource) and "permission" in error.what and error.fix


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    (error,) = coded([tmp_path])
    assert isinstance(error, EmptyReport) and error.where == str(tmp_path) and error.fix


def test_a_report_of_marks_alone_says_what_to_do(tmp_path: Path) -> None:
    (error,) = coded([write(tmp_path, "marks.txt", "... !!!\n")], language="ar")
    assert isinstance(error, EmptyReport) and "marks.txt" in error.where
    assert error.fix


@pytest.mark.parametrize("name", ["one-line.txt", "one-line.jsonl"])
def test_fifty_megabytes_in_one_line_are_refused_quickly(tmp_path: Path, good: Path, name: str) -> None:
    file = tmp_path / name
    with file.open("wb") as out:
        out.write(b'{"text": "' if name.endswith("jsonl") else b"")
        for _ in range(50):
            out.write("كلمة ".encode() * (1_000_000 // 9))
    start = time.monotonic()
    error, last = coded([file, good])
    assert time.monotonic() - start < 10
    assert isinstance(error, TooLarge) and is_read(last)
    assert str(file) in error.where and error.fix


@pytest.mark.parametrize(
    ("declared", "written"),
    [("windows-1256", "utf-8"), ("iso-8859-1", "cp1256"), ("utf-8", "cp1256"), ("nonsense", "utf-8")],
)
def test_a_wrong_declaration_of_the_encoding_does_no_harm(tmp_path: Path, declared: str, written: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><article><p>{ARABIC * 3}</p></article></body></html>'
    (outcome,) = coded([write(tmp_path, "page.html", page.encode(written))])
    assert isinstance(outcome, Coding) and ARABIC.strip() in outcome.report.text


def test_a_declaration_that_turns_words_to_noise_gives_an_error(tmp_path: Path, good: Path) -> None:
    page = f'<html><head><meta charset="windows-1251"></head><body><p>{ARABIC * 3}</p></body></html>'
    error, last = coded([write(tmp_path, "page.html", page.encode("cp1256")), good])
    assert isinstance(error, InputError) and "page.html" in error.where and error.fix
    assert is_read(last)


def test_scripts_of_a_page_are_not_read(tmp_path: Path) -> None:
    page = (
        f"<html><head><title>خبر</title><script>alert('قصفت روسيا أوكرانيا')</script><style>p{{}}</style></head>"
        f"<body onload='run()'><article><p>{ARABIC}</p><p>{ARABIC}</p></article>"
        f"<script>document.write('<p>قصفت روسيا أوكرانيا</p>')</script></body></html>"
    )
    (outcome,) = coded([write(tmp_path, "page.html", page)])
    assert isinstance(outcome, Coding)
    assert "قصفت" not in outcome.report.text and "alert" not in outcome.report.text
    assert {event.type for event in outcome.events} == {"CONSULT"}


def test_ten_thousand_nested_tags_are_read_or_refused_quickly(tmp_path: Path, good: Path) -> None:
    page = f"<html><body>{'<div>' * 10_000}<p>{ARABIC * 3}</p>{'</div>' * 10_000}</body></html>"
    start = time.monotonic()
    outcome, last = coded([write(tmp_path, "deep.html", page), good])
    assert time.monotonic() - start < 10
    assert is_read(last)
    assert isinstance(outcome, InputError) or ARABIC.strip() in outcome.report.text


def test_a_line_that_is_not_json_costs_that_line(tmp_path: Path) -> None:
    lines = _line(ARABIC, id="a") + "{broken\n" + "\n" + _line("", id="c") + _line(ARABIC, id="d")
    first, broken, empty, last = coded([write(tmp_path, "news.jsonl", lines)])
    assert is_read(first) and is_read(last)
    assert isinstance(first, Coding) and first.report.source_id == "a"
    assert isinstance(broken, MalformedLine) and broken.where.endswith("news.jsonl:2") and broken.fix
    assert isinstance(empty, EmptyReport) and empty.where.endswith("news.jsonl:4") and empty.fix


@pytest.mark.parametrize(
    "text",
    [
        "ا" * 200_000,
        "و" * 50_000,
        "(" * 50_000,
        "« " * 20_000,
        "1." * 50_000,
        "<" * 50_000,
        "a'" * 50_000,
        ARABIC.strip() + "\u0301" * 20_000,
        "\u202e" + ARABIC,
        "العراق " * 2_000,
    ],
    ids=["alefs", "waws", "brackets", "quotes", "numbers", "tags", "apostrophes", "marks", "right-to-left", "names"],
)
def test_no_text_however_odd_takes_long_or_breaks_the_program(tmp_path: Path, text: str) -> None:
    start = time.monotonic()
    (outcome,) = coded([write(tmp_path, "odd.txt", text)], language="ar")
    assert time.monotonic() - start < 10
    assert isinstance(outcome, Coding | EmptyReport), outcome


def test_an_unknown_coder_is_refused_before_anything_is_read(good: Path) -> None:
    with pytest.raises(CoderError, match="there are"):
        list(pipeline.code_sources([str(good)], coder="oracle"))
