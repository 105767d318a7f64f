from __future__ import annotations

import datetime
import io
import json
import tracemalloc
from typing import Any

import pytest

from dragoman.errors import EmptyReport, InputError, MalformedLine, TooLarge
from dragoman.intake.lines import holds_reports, read_json, read_lines
from dragoman.intake.report import Given
from dragoman.intake.stream import LINE_LIMIT, Stream
from dragoman.model import Report

from .conftest import ARABIC, PERSIAN


def _read(data: str | bytes, given: Given | None = None) -> list[Report | InputError]:
    raw = data.encode() if isinstance(data, str) else data
    return list(read_lines(Stream(io.BytesIO(raw)), given or Given(), where="news.jsonl"))


def _one(**keys: Any) -> Report:
    (report,) = _read(json.dumps(keys))
    assert isinstance(report, Report), report
    return report


def test_all_keys_are_read() -> None:
    report = _one(
        id="a7",
        text=PERSIAN,
        title="خبر",
        language="fa",
        published="2024-02-17",
        outlet="ایسنا",
        url="https://example.org/1",
        comment={"left": "alone"},
    )
    assert report.text == PERSIAN
    assert (report.source_id, report.title, report.language) == ("a7", "خبر", "fa")
    assert (report.outlet, report.url) == ("ایسنا", "https://example.org/1")
    assert report.published == datetime.date(2024, 2, 17)
    assert report.fetched is None


@pytest.mark.parametrize(("given_id", "kept"), [(7, "7"), (7.5, "7.5"), ("٧", "٧"), (None, "news.jsonl:1")])
def test_an_id_is_kept_as_a_string(given_id: object, kept: str) -> None:
    assert _one(id=given_id, text="x").source_id == kept


@pytest.mark.parametrize(
    "published",
    ["2024-02-17", "2024-02-17T23:30:00Z", "2024-02-17T23:30:00.123+03:30", "2024-02-17 10:00", "20240217"],
)
def test_days_and_times_are_read(published: str) -> None:
    assert _one(text="x", published=published).published == datetime.date(2024, 2, 17)


def test_what_is_given_fills_what_a_line_lacks() -> None:
    given = Given(language="ar", published=datetime.date(2020, 1, 1))
    first, second = _read('{"text":"x"}\n{"text":"x","language":"fa","published":"2024-02-17"}', given)
    assert isinstance(first, Report) and isinstance(second, Report)
    assert (first.language, first.published) == ("ar", datetime.date(2020, 1, 1))
    assert (second.language, second.published) == ("fa", datetime.date(2024, 2, 17))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "this isn't JSON"),
        ("nonsense", "this isn't JSON"),
        ("[1, 2]", "no object"),
        ('"text"', "no object"),
        ("null", "no object"),
        ("{}", 'no "text"'),
        ('{"text": null}', 'no "text"'),
        ('{"text": 5}', 'no "text"'),
        ('{"text": "x", "id": [1]}', '"id"'),
        ('{"text": "x", "id": true}', '"id"'),
        ('{"text": "x", "title": 5}', '"title"'),
        ('{"text": "x", "published": "17.2.2024"}', '"published"'),
        ('{"text": "x", "published": 20240217}', '"published"'),
        ("[" * 100_000, "nested too deep|isn't JSON"),
        ('{"text": "x", "id": ' + "9" * 5000 + "}", "isn't JSON"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(line: str, reason: str) -> None:
    good = json.dumps({"text": ARABIC})
    outcomes = _read(f"{good}\n\n{line}\n{good}\n")
    assert [type(outcome) for outcome in outcomes] == [Report, MalformedLine, Report]
    with pytest.raises(MalformedLine, match=rf"news\.jsonl:3: .*({reason})") as caught:
        raise outcomes[1]  # type: ignore[misc]
    assert caught.value.fix


def test_a_blank_text_is_empty() -> None:
    (error,) = _read('{"text": " \\n"}')
    assert isinstance(error, EmptyReport) and error.where == "news.jsonl:1"


def test_lone_surrogates_are_replaced() -> None:
    (report,) = _read(r'{"text": "a\ud800b \ud83d\ude00", "id": "\udfff", "title": "\ud800"}')
    assert isinstance(report, Report)
    assert (report.text, report.source_id, report.title) == ("a\ufffdb \U0001f600", "\ufffd", "\ufffd")


def test_line_separators_inside_a_text_end_no_line() -> None:
    (report,) = _read('{"text": "one\u2028two\u0085three"}\r\n')
    assert isinstance(report, Report) and report.text == "one\u2028two\u0085three"


def test_a_byte_order_mark_and_other_encodings_do_no_harm() -> None:
    line = json.dumps({"text": ARABIC}, ensure_ascii=False)
    for data in (b"\xef\xbb\xbf" + line.encode(), line.encode("cp1256")):
        (report,) = _read(data)
        assert isinstance(report, Report) and report.text == ARABIC


def test_a_long_line_is_passed_over_in_little_memory() -> None:
    def parts() -> Any:
        yield b'{"text": "'
        yield from (b"x" * 1_000_000 for _ in range(50))
        yield b'"}\n{"text": "after"}\n'

    class Source(io.RawIOBase):
        def __init__(self) -> None:
            self.parts, self.rest = parts(), b""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            self.rest = self.rest or next(self.parts, b"")
            taken = self.rest[: len(buffer)]
            buffer[: len(taken)] = taken
            self.rest = self.rest[len(taken) :]
            return len(taken)

    tracemalloc.start()
    try:
        outcomes = list(read_lines(Stream(io.BufferedReader(Source())), Given(), where="big.jsonl"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [type(outcome) for outcome in outcomes] == [TooLarge, Report]
    assert "big.jsonl:1" in str(outcomes[0])
    assert peak < 4 * LINE_LIMIT


def test_a_line_of_exactly_the_limit_is_read() -> None:
    padding = "x" * (LINE_LIMIT - len('{"text": "x", "pad": ""}') - 1)
    (report, second) = _read(f'{{"text": "x", "pad": "{padding}"}}\n{{"text": "y"}}')
    assert isinstance(report, Report) and isinstance(second, Report)


def test_reports_come_as_they_are_read() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            line = b'{"text": "again"}\n'
            buffer[: len(line)] = line
            return len(line)

    stream = read_lines(Stream(io.BufferedReader(Endless())), Given(), where="-")
    assert all(isinstance(next(stream), Report) for _ in range(1000))


@pytest.mark.parametrize(
    ("data", "holds"),
    [
        (b'{"text": "x"}', True),
        (b'\xef\xbb\xbf\n  \n{"id": 1, "text": "x"}\n', True),
        (b'{broken\n{"text": "x"}\n', True),
        (b'{"a": 1}\n' * 9, False),
        (b"{not JSON}", False),
        (b"plain text", False),
        (b"", False),
        (b'"text"', False),
    ],
)
def test_json_lines_are_told_by_their_beginning(data: bytes, holds: bool) -> None:
    stream = Stream(io.BytesIO(data))
    assert holds_reports(stream) is holds
    assert stream.read(10_000) == data


def test_a_json_value_may_hold_several_reports() -> None:
    outcomes = list(read_json('[{"text": "a"}, 5, {"text": "b"}]', Given(), where="a.json"))
    assert [type(outcome) for outcome in outcomes] == [Report, MalformedLine, Report]
    assert "a.json:2" in str(outcomes[1])
