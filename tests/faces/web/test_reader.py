"""What users give is read in a process of its own, within bounds, and nothing of it goes missing silently."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import CoderError, EmptyReport, FetchError, InputError, NotText, TooLarge
from dragoman.faces.web.reader import BYTES, REPORTS, Reader, ReaderBusy
from dragoman.ledger import Ledger, Query
from dragoman.model import Coding

TALKS = "The foreign minister of Norway met his Moroccan counterpart in Rabat on Monday."
MANY = "Norway's prime minister thanked Morocco in Rabat on Monday and met its king. "


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    found = Reader("lexicon")
    yield found
    found.close()


def lines(*texts: str) -> bytes:
    return "\n".join(json.dumps({"text": text}) for text in texts).encode()


def test_a_text_is_read_and_coded_with_what_its_reader_knows_of_it(reader: Reader) -> None:
    (found,) = reader.code(TALKS.encode(), name="pasted", language="en", published=date(2025, 10, 8))
    assert isinstance(found, Coding)
    assert [event.type for event in found.events] == ["CONSULT"]
    assert found.report.published == date(2025, 10, 8)


def test_each_line_gives_its_report_or_its_error(reader: Reader) -> None:
    found = reader.code(lines(TALKS) + b'\n{"no": 1}\n' + lines("Norway thanked Morocco."), name="some.jsonl")
    assert [isinstance(one, Coding) for one in found] == [True, False, True]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 and so on", NotText),
        (b"  \n ", EmptyReport),
        (b"a" * (BYTES + 1), TooLarge),
        (b'{"text":' * 500_000, TooLarge),
        (b"[" * 1_000_000, InputError),
        (b"<html><body>" + b"<div>" * 300_000 + b"deep", InputError),
    ],
)
def test_what_cannot_be_read_gives_a_clear_error_and_the_next_text_is_read(
    reader: Reader, content: bytes, kind: type[InputError]
) -> None:
    (found,) = reader.code(content, name="report")
    assert isinstance(found, kind) and found.fix
    assert isinstance(reader.code(TALKS.encode(), name="pasted")[0], Coding)


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="the system does not tell the limits of a process")
def test_the_process_may_take_so_much_memory_and_no_more(reader: Reader) -> None:
    reader.version()
    assert reader._process is not None
    limits = Path(f"/proc/{reader._process.pid}/limits").read_text()
    (line,) = (line for line in limits.splitlines() if line.startswith("Max data size"))
    assert line.split()[3:5] == [str(2 * 2**30)] * 2


def test_no_more_than_so_many_reports_are_read_and_that_is_said(reader: Reader) -> None:
    found = reader.code(lines(*(f"Nothing happened on day {n}." for n in range(REPORTS + 5))), name="many.jsonl")
    assert len(found) == REPORTS + 1
    assert isinstance(found[-1], TooLarge)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "http://localhost/", "http://[::1]/", "http://10.0.0.1/"])
def test_an_address_in_a_private_net_is_not_fetched(reader: Reader, address: str) -> None:
    (found,) = reader.code(b"", name=address, address=address)
    assert isinstance(found, FetchError)
    assert "public" in found.what


def test_what_takes_too_long_is_ended_and_what_was_read_till_then_is_given() -> None:
    reader = Reader("lexicon")
    try:
        reader.code(TALKS.encode(), name="pasted")  # the packs are loaded
        reader.seconds = 1
        found = reader.code(lines(TALKS, MANY * 5_000), name="long.jsonl")
        assert isinstance(found[0], Coding)
        assert isinstance(found[-1], TooLarge) and "1 s" in found[-1].what
        reader.seconds = 30
        assert isinstance(reader.code(TALKS.encode(), name="pasted")[0], Coding)
    finally:
        reader.close()


def test_whoever_comes_when_too_many_wait_is_told_so() -> None:
    reader = Reader("lexicon", seconds=0.5)
    try:
        reader.version()
        reader._turn.acquire()
        began = time.monotonic()
        waiting = [threading.Thread(target=_refused, args=(reader,)) for _ in range(12)]
        for thread in waiting:
            thread.start()
        for thread in waiting:
            thread.join()
        assert time.monotonic() - began < 3
        reader._turn.release()
        assert reader.code(TALKS.encode(), name="pasted")
    finally:
        reader.close()


def _refused(reader: Reader) -> None:
    with pytest.raises(ReaderBusy):
        reader.code(TALKS.encode(), name="pasted")


def test_a_coder_that_is_not_there_is_named() -> None:
    with pytest.raises(CoderError, match="no coder called"):
        Reader("none").code(TALKS.encode(), name="pasted")


def test_what_is_kept_is_in_the_ledger_once_and_signed(reader: Reader, tmp_path: Path) -> None:
    codings = [one for one in reader.code(TALKS.encode(), name="pasted") if isinstance(one, Coding)]
    with Ledger(str(tmp_path / "kept.db"), who="Nora") as ledger:
        assert [one.fate for one in reader.keep(ledger, codings)] == ["added"]  # type: ignore[union-attr]
        assert [one.fate for one in reader.keep(ledger, codings)] == ["known"]  # type: ignore[union-attr]
        (told,) = ledger.events(Query())
        assert told.story is not None
        assert {step.who for step in ledger.history(told.event.id)} == {"Nora"}


def test_two_files_of_one_name_are_no_versions_of_one_report(reader: Reader, tmp_path: Path) -> None:
    found = [*reader.code(TALKS.encode(), name="a.txt"), *reader.code(MANY.encode() * 3, name="a.txt")]
    with Ledger(str(tmp_path / "kept.db")) as ledger:
        fates = reader.keep(ledger, [one for one in found if isinstance(one, Coding)])
        assert [one.fate for one in fates] == ["added", "added"]  # type: ignore[union-attr]
