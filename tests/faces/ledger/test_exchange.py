"""Other tools' files in and out of a ledger."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.faces.ledger.exchange import _WRITABLE

from .lines import dragoman


@pytest.mark.parametrize("format", sorted(_WRITABLE))
def test_every_format_has_its_file_and_a_side_car_that_accounts_for_it(
    ledger: Path, tmp_path: Path, format: str
) -> None:
    place = tmp_path / "out"
    ran = dragoman("export", "--format", format, "--output", place, "--party", "IRN", "--since", "2023")
    assert (ran.code, ran.out) == (0, "")
    side_car = json.loads((tmp_path / "out.json").read_bytes())
    assert side_car["format"] == format
    assert side_car["filter"] == {"party": "IRN", "since": "2023-01-01"}
    assert side_car["counts"]["events"] > 0 and place.stat().st_size > 0


def test_what_is_exported_comes_back_into_another_ledger_as_foreign(ledger: Path, tmp_path: Path) -> None:
    place, other = tmp_path / "events.txt", tmp_path / "other.db"
    dragoman("export", "--format", "polecat", "--output", place)
    ran = dragoman("import", place, "--ledger", other)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{place}: polecat, ") and ", 0 known, 0 not read" in ran.out
    found = dragoman("events", "--ledger", other, "--foreign", "--format", "jsonl").lines
    assert found and all(event["id"].startswith("polecat:") for event in found)
    again = dragoman("import", place, "--format", "polecat", "--ledger", other)
    assert again.out.startswith(f"{place}: polecat, 0 new events, {len(found)} known")


def test_bad_rows_cost_themselves_only(ledger: Path, tmp_path: Path) -> None:
    place = tmp_path / "events.txt"
    dragoman("export", "--format", "polecat", "--output", place)
    place.write_text(place.read_text(encoding="utf-8") + "one cell\x1b[2J\n" * 25, encoding="utf-8")
    ran = dragoman("import", place, "--ledger", tmp_path / "other.db")
    assert ran.code == 1 and "25 not read" in ran.out and "\x1b" not in ran.err
    assert len(ran.err.splitlines()) == 21 and ran.err.endswith("5 more rows that can't be read\n")


def test_a_file_of_no_known_format_is_said_and_the_others_are_read(ledger: Path, tmp_path: Path) -> None:
    note, place = tmp_path / "note.txt", tmp_path / "events.jsonl"
    note.write_text("not a table")
    dragoman("export", "--format", "plover", "--output", place)
    ran = dragoman("import", note, tmp_path / "absent", place, "--ledger", tmp_path / "other.db")
    assert ran.code == 1
    assert "its first line doesn't tell the format; name it with --format" in ran.err
    assert str(tmp_path / "absent") in ran.err and "plover, " in ran.out


def test_the_ledger_itself_is_not_written_over(ledger: Path) -> None:
    before = ledger.read_bytes()
    ran = dragoman("export", "--format", "csv", "--output", ledger)
    assert ran.code == 2 and "the output may not be" in ran.err
    ledger.with_name("x").symlink_to(ledger)
    assert dragoman("export", "--format", "csv", "--output", ledger.with_name("x")).code == 2
    assert ledger.read_bytes() == before


def test_text_goes_to_standard_output_and_parquet_does_not(ledger: Path) -> None:
    ran = dragoman("export", "--format", "plover", "--limit", "2")
    assert len(ran.out.splitlines()) == 2 and "2 events in 2 rows" in ran.err
    refused = dragoman("export", "--format", "parquet")
    assert refused.code == 2 and "name a file with --output" in refused.err


def test_whoever_has_seen_enough_ends_it_quietly(ledger: Path) -> None:
    command = [sys.executable, "-m", "dragoman.faces.cli", "export", "--format", "polecat", "--ledger", str(ledger)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert (process.stderr.read(), process.wait(30)) == ("", 0)


def test_an_unknown_format_is_wrong_usage(ledger: Path, tmp_path: Path) -> None:
    assert "no format called 'xls'; there are plover, polecat" in dragoman("export", "--format", "xls").err
    assert "no format that can be read called 'csv'" in dragoman("import", tmp_path, "--format", "csv").err
