"""Adding reports: what became of each, and stopping in good order."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import time
from pathlib import Path

from dragoman.errors import LedgerError
from dragoman.ledger import Ledger

from .lines import ARABIC, REPORTS, VISIT, dragoman, lines_of, running


def reports_in(ledger: Path) -> int:
    try:
        with Ledger(str(ledger), create=False) as held:
            return held.totals().reports
    except LedgerError:  # it isn't there yet
        return 0


def test_one_line_says_what_became_of_the_reports(ledger: Path, tmp_path: Path) -> None:
    longer = " ".join(f"{VISIT} Passage {n} of the talks was read out." for n in range(9))
    more = tmp_path / "more.jsonl"
    more.write_text(
        lines_of(
            REPORTS[0],
            REPORTS[1] | {"text": f"{REPORTS[1]['text']} Both sides signed nothing."},
            {"id": "a", "text": longer, "language": "en", "published": "2024-05-14"},
            {"id": "b", "text": f"{longer} So it said.", "language": "en", "published": "2024-05-15"},
            '{"id": "broken',
        ),
        encoding="utf-8",
    )
    ran = dragoman("add", more, "--coder", "lexicon")
    assert ran.code == 1
    assert ran.out.startswith("2 new, 1 new version, 1 copy, 1 known, 1 not read; ")
    assert ran.err.startswith(f"dragoman: {more}:5: ") and len(ran.err.splitlines()) == 1


def test_the_same_again_adds_nothing(ledger: Path, made: Path) -> None:
    ran = dragoman("add", made.parent / "reports.jsonl", "--coder", "lexicon")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == f"0 new, 0 new versions, 0 copies, {len(REPORTS)} known, 0 not read; 0 events\n"


def test_each_report_has_a_line_with_its_fate(ledger: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.jsonl"
    more.write_text(lines_of(REPORTS[3], {"id": "new", "text": VISIT, "language": "en"}, "{"), encoding="utf-8")
    ran = dragoman("add", more, "--coder", "lexicon", "--format", "jsonl")
    assert [line["fate"] for line in ran.lines] == ["known", "unread", "added"]
    assert list(ran.lines[0]) == ["report", "fate", "events", "copy_of", "error"]
    assert ran.lines[1]["error"]["where"] == f"{more}:3"
    assert ran.err.splitlines()[-1].startswith("1 new, ")


def test_a_ledger_is_not_begun_for_a_coder_that_is_not_there(tmp_path: Path) -> None:
    ran = dragoman("add", tmp_path, "--coder", "nobody", "--ledger", tmp_path / "new.db")
    assert ran.code == 2 and "no coder called 'nobody'" in ran.err
    assert not (tmp_path / "new.db").exists()


def test_another_file_is_not_taken_for_a_ledger(tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text(VISIT)
    ran = dragoman("add", note, "--coder", "lexicon", "--ledger", note)
    assert ran.code == 3 and "it is no ledger" in ran.err
    assert note.read_text() == VISIT


def test_an_interrupt_leaves_what_was_read_in_the_ledger(tmp_path: Path) -> None:
    ledger = tmp_path / "new.db"
    with running("add", "-", "--coder", "lexicon", "--ledger", ledger, given=subprocess.PIPE) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(
            lines_of(*({"id": str(n), "text": f"{ARABIC} {n}", "language": "ar"} for n in range(60))).encode()
        )
        process.stdin.flush()
        while reports_in(ledger) < 50:
            assert process.poll() is None
            time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read().decode()
        counted = process.stdout.read().decode()
        assert process.wait() == 130
    assert said == "dragoman: stopped; what is counted is in the ledger, run it again to go on\n"
    assert reports_in(ledger) >= 50
    assert counted.startswith(f"{reports_in(ledger)} new, ")


def test_a_bar_shows_how_far_it_is_where_standard_error_is_a_terminal(tmp_path: Path) -> None:
    file = tmp_path / "three.jsonl"
    file.write_text(lines_of(*({"id": str(n), "text": ARABIC, "language": "ar"} for n in range(3))), encoding="utf-8")
    parent, child = pty.openpty()
    with running("add", file, "--coder", "lexicon", "--ledger", tmp_path / "new.db", err=child) as process:
        os.close(child)
        shown = b""
        try:
            while part := os.read(parent, 4096):
                shown += part
        except OSError:  # the terminal's other end is closed
            pass
        assert process.stdout is not None
        assert json.loads(process.stdout.read().split(b" ")[0]) == 1
    os.close(parent)
    assert b"reports" in shown
