"""The command line over reports in three languages.

What concerns streams, terminals and signals runs as a process of its own; each such process reads the
package's data anew, so the rest runs inside this one.
"""

from __future__ import annotations

import datetime
import io
import json
import os
import pty
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from importlib.metadata import version
from pathlib import Path
from threading import Timer
from typing import IO, NamedTuple

import pytest
from rich.cells import cell_len
from rich.console import Console

from dragoman import pipeline
from dragoman.coding import coder as coders
from dragoman.errors import DataError
from dragoman.faces import cli, table
from dragoman.faces.sheet import Sheet
from dragoman.model import Coding, Reading

COMMAND = [sys.executable, "-m", "dragoman.faces.cli"]
# The streams would be ASCII if Dragoman left them so.
PLAIN = {**os.environ, "PYTHONIOENCODING": "ascii", "COLUMNS": "80", "TERM": "xterm-256color"}
ARABIC = (
    "استقبل وزير الخارجية الأردني في عمان نظيره المصري يوم الأحد، وبحث الوزيران ملف المياه.\n"
    "واتهمت سوريا إسرائيل بقصف مطار دمشق."
)
PERSIAN = "وزیر خارجه ایران با وزیر خارجه عراق در بغداد دیدار کرد و از دولت عراق قدردانی کرد."
ENGLISH = "Turkey's foreign minister met the foreign minister of Greece in Athens on Tuesday."
FRENCH = "Le ministre des affaires étrangères a reçu hier son homologue allemand pour parler du climat."
EVIL = {
    "id": "evil",
    "title": "\u202eTitle\x1b]0;owned\x07 [red]marked up[/red]",
    "text": f"{ARABIC}\x1b[2J وأكد الوزير \u202eذلك\u2069 \x85 {ENGLISH}\x9b31m [bold]x[/bold] :warning:",
    "outlet": "Daily\x1b[31m News\r\nSecond line",
    "language": "ar",
}


@contextmanager
def running(*arguments: str | Path) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes], IO[bytes]]]:
    """The command while it runs, with its input and its output; it does not outlive the test."""
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=PLAIN,
    )
    watch = Timer(30, process.kill)
    watch.start()
    try:
        assert process.stdin is not None and process.stdout is not None
        yield process, process.stdin, process.stdout
    finally:
        watch.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            assert pipe is not None
            with suppress(BrokenPipeError):
                pipe.close()


def said(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """The exit code and standard error of a command that is coming to its end."""
    assert process.stderr is not None
    err = process.stderr.read().decode()
    return process.wait(), err


class Ran(NamedTuple):
    """What a command line gave."""

    code: int
    out: str
    err: str


def dragoman(*arguments: str | Path, columns: int = 80) -> Ran:
    """Runs a command line inside this process, with its streams as pipes."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("COLUMNS", str(columns))
        code = cli.run([*map(str, arguments)])
    return Ran(code, out.getvalue(), err.getvalue())


def lines_of(*reports: Mapping[str, object] | str) -> str:
    """JSON lines of these reports; a string stands as it is."""
    return "".join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n" for r in reports)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few reports in files."""
    made = tmp_path_factory.mktemp("reports")
    (made / "mixed.jsonl").write_text(
        lines_of(
            {"id": "ar", "text": ARABIC},
            {"id": "fa", "text": PERSIAN, "published": "2023-01-02"},
            '{"id": "broken',
            {"id": "fr", "text": FRENCH},
            {"id": "en", "text": ENGLISH, "outlet": "The Courier", "url": "https://example.org/1"},
        ),
        encoding="utf-8",
    )
    (made / "evil.jsonl").write_text(lines_of(EVIL), encoding="utf-8")
    (made / "one.txt").write_text(ENGLISH, encoding="utf-8")
    (made / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    return made


@pytest.fixture(scope="module")
def mixed(folder: Path) -> Ran:
    """Everything at once, as JSON lines."""
    sources = (folder / "mixed.jsonl", folder / "absent.txt", folder / "picture.txt", folder / "one.txt")
    return dragoman("read", *sources, "--format", "jsonl", "--date", "2024-05-14")


# --- JSON lines --------------------------------------------------------------------------------


def test_json_lines_come_in_the_order_of_the_input_around_what_cannot_be_read(mixed: Ran, folder: Path) -> None:
    reports = [json.loads(line)["report"] for line in mixed.out.splitlines()]
    assert [r["source_id"] for r in reports] == ["ar", "fa", "en", str(folder / "one.txt")]
    assert [r["language"] for r in reports] == ["ar", "fa", "en", "en"]


def test_the_date_given_fills_only_what_a_report_lacks(mixed: Ran) -> None:
    published = [json.loads(line)["report"]["published"] for line in mixed.out.splitlines()]
    assert published == ["2024-05-14", "2023-01-02", "2024-05-14", "2024-05-14"]


def test_each_unread_report_is_one_line_on_standard_error_and_the_exit_code_is_1(mixed: Ran, folder: Path) -> None:
    assert mixed.code == 1
    told = mixed.err.splitlines()
    assert len(told) == 4
    assert told[0].startswith(f"dragoman: {folder}/mixed.jsonl:3: ")
    assert "fr: the text looks French; read are Arabic (ar), English (en), Persian (fa)" in told[1]
    assert told[2] == f"dragoman: {folder}/absent.txt: no such file or folder; check the path"
    assert told[3].startswith(f"dragoman: {folder}/picture.txt: ")


def test_every_object_has_the_parts_of_the_contract(mixed: Ran) -> None:
    for line in mixed.out.splitlines():
        assert list(json.loads(line)) == [
            "report", "events", "statements", "conditions", "links", "agenda"
        ]  # fmt: skip


def test_standard_input_is_answered_before_it_ends_and_an_interrupt_ends_quietly() -> None:
    with running("read", "-", "--format", "jsonl") as (process, given, out):
        given.write(lines_of(*({"id": n, "text": ARABIC, "language": "ar"} for n in (1, 2))).encode())
        given.flush()
        answer = json.loads(out.readline().decode("utf-8"))
        assert answer["report"]["source_id"] == "1"
        assert answer["events"][0]["trigger"]["text"] in ARABIC
        process.send_signal(signal.SIGINT)
        assert said(process) == (130, "")


def test_a_reader_that_has_seen_enough_ends_it_quietly() -> None:
    with running("read", "-", "--language", "en") as (process, given, out):
        given.write(lines_of(*({"text": ENGLISH} for _ in range(60))).encode())
        given.close()
        assert out.readline()
        out.close()
        assert said(process) == (0, "")


# --- the table ---------------------------------------------------------------------------------


def unsafe(shown: str) -> set[str]:
    """Characters that could steer a terminal."""
    return {c for c in shown if unicodedata.category(c) in ("Cc", "Cf") and c not in "\n\u200c"}


@pytest.fixture(scope="module")
def narrow(folder: Path) -> Ran:
    return dragoman("read", folder / "mixed.jsonl", folder / "evil.jsonl")


def test_a_table_has_a_head_and_a_block_for_each_event(narrow: Ran) -> None:
    assert "English · The Courier · day of publication unknown" in narrow.out
    assert "https://example.org/1" in narrow.out
    assert "met or talked  CONSULT" in narrow.out
    assert "[TUR:GOV]" in narrow.out
    assert "‹met›" in narrow.out
    assert "○ cooperation in words" in narrow.out.splitlines()[-1]


def test_a_table_is_as_wide_as_the_terminal_and_loses_no_word(folder: Path, narrow: Ran) -> None:
    assert max(map(cell_len, narrow.out.splitlines())) == 80
    assert PERSIAN.replace(" ", "") in "".join(narrow.out.split())
    wide = dragoman("read", folder / "mixed.jsonl", columns=160)
    assert max(map(cell_len, wide.out.splitlines())) <= 120
    assert f"“{PERSIAN}”" in wide.out


def test_nothing_in_a_report_steers_the_terminal(narrow: Ran, folder: Path) -> None:
    assert not unsafe(narrow.out)
    assert "[red]marked up[/red]" in narrow.out
    assert "Daily" in narrow.out and "News Second line" in narrow.out
    json_line = dragoman("read", folder / "evil.jsonl", "--format", "jsonl").out
    assert not unsafe(json_line)
    assert json.loads(json_line)["report"]["title"] == EVIL["title"]


def test_a_terminal_gets_colour_and_isolates_around_right_to_left_words(folder: Path) -> None:
    (coding,) = pipeline.code_sources([str(folder / "evil.jsonl")])
    assert isinstance(coding, Coding)
    shown = io.StringIO()
    terminal = Console(file=shown, force_terminal=True, color_system="standard", width=80, highlight=False)
    table.write_on(Sheet(terminal), [coding])
    assert "\x1b[1m" in shown.getvalue()
    opened = [line for line in shown.getvalue().splitlines() if "\u2068" in line]
    assert len(opened) > 3
    assert all(line.count("\u2068") == line.count("\u2069") for line in opened)
    assert unsafe(shown.getvalue()) == {"\x1b", "\u2068", "\u2069"}


def test_progress_is_shown_on_a_terminal_and_errors_stay_whole_above_it(tmp_path: Path) -> None:
    file = tmp_path / "three.jsonl"
    file.write_text(lines_of({"id": "1", "text": ENGLISH}, '{"id": ', {"id": "3", "text": ENGLISH}))
    parent, child = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "read", file, "--format", "jsonl", "--language", "en"],
        stdout=subprocess.PIPE,
        stderr=child,
        env=PLAIN,
    ) as process:
        os.close(child)
        assert process.stdout is not None
        results = process.stdout.read().decode("utf-8").splitlines()
        shown = os.read(parent, 100_000).decode("utf-8")
        os.close(parent)
    assert [json.loads(line)["report"]["source_id"] for line in results] == ["1", "3"]
    assert " a second" in shown and "2 read, 1 not" in shown
    assert f"dragoman: {file}:2: this isn't JSON" in shown


# --- other formats and the output --------------------------------------------------------------


def test_plover_json_has_one_event_a_line_with_the_manual_s_names(folder: Path) -> None:
    ran = dragoman("read", folder / "one.txt", "--format", "plover", "--date", "2024-05-16")
    assert ran.code == 0
    event = json.loads(ran.out.splitlines()[0])
    assert event["event"] == ["CONSULT"]
    assert event["quad_code"] == 1
    assert event["date"] == "2024-05-14"
    assert {entity["code"] for entity in event["actor"] + event["recipient"]} == {"TUR", "GRC"}
    assert event["text"] == ENGLISH
    assert event["dragoman"]["modality"] == "done"
    trigger = event["dragoman"]["trigger"]
    assert [ENGLISH[trigger["start"] : trigger["end"]]] == event["event_text"]


def test_html_is_one_page_for_all_reports_and_goes_where_it_is_told(folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    ran = dragoman("read", folder / "mixed.jsonl", "--format", "html", "--output", page)
    assert (ran.code, ran.out) == (1, "")
    html = page.read_text(encoding="utf-8")
    assert html.count("</html>") == 1
    assert "The Courier" in html


def test_the_output_may_not_be_what_is_read(folder: Path) -> None:
    before = (folder / "one.txt").read_text()
    for source, output in ((folder / "one.txt", folder / "one.txt"), (folder, folder / "new.txt")):
        ran = dragoman("read", source, "--output", output)
        assert ran.code == 2
        assert ran.err.count("\n") == 1 and "may not be, or lie in, what is read" in ran.err
    assert (folder / "one.txt").read_text() == before


# --- usage --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["read", "x", "--format", "xml"], "no format called 'xml'; there are table, jsonl, html, plover"),
        (["read", "x", "--coder", "oracle"], "no coder called 'oracle'; there are default, lexicon"),
        (["read", "x", "--language", "tlh"], "no language pack for 'tlh'; there are ar, en, fa"),
        (["read", "x", "--date", "17.2.2024"], "'17.2.2024' is no day; write it as 2024-02-17"),
        (["read"], "Missing argument 'SOURCE...'; see dragoman read --help"),
        (["raed", "x"], "Did you mean 'read'?"),
        (["read", "x", "--\x1b[31mred"], "see dragoman read --help"),
    ],
)
def test_wrong_usage_is_one_clear_line_and_exit_code_2(
    arguments: list[str], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("dragoman: ") and err.count("\n") == 1
    assert wanted in err
    assert not unsafe(err)


def test_help_teaches_by_example_and_version_says_the_version() -> None:
    shown = {
        arguments: subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, check=True).stdout
        for arguments in (("read", "--help"), (), ("--version",))
    }
    assert "  dragoman read reports.jsonl --format jsonl > events.jsonl\n" in shown["read", "--help"]
    assert "dragoman read report.txt" in shown[()]
    assert shown["--version",] == f"dragoman {version('dragoman')}\n"


def test_help_waits_for_nothing_heavy() -> None:
    code = """
import sys
from dragoman.faces import cli
cli.run(["read", "--help"])
heavy = {"rich", "yaml", "trafilatura", "httpx", "numpy", "jinja2"}
print(sorted(heavy & sys.modules.keys()), file=sys.stderr)
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"


# --- faults of the program's own ------------------------------------------------------------------


class Faulty:
    """A coder that fails on some reports, as one with a fault would."""

    name = "faulty"
    fingerprint = "faulty/1"

    def code(self, reading: Reading) -> Coding:
        """Fails on the words that ask for it."""
        if "data" in reading.report.text:
            raise DataError("a file is broken", "data.yaml", "reinstall")
        if "fault" in reading.report.text:
            raise KeyError("a\x1bfault")
        return Coding(reading=reading)


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(coders.CODERS, "faulty", Faulty)
    return "faulty"


def test_a_fault_in_coding_costs_one_report_and_not_the_others(
    faulty: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "r.jsonl"
    texts = {"good": ENGLISH, "bad": f"A fault came. {ENGLISH}", "also good": ENGLISH}
    file.write_text(lines_of(*({"id": i, "text": t, "language": "en"} for i, t in texts.items())))
    assert cli.run(["read", str(file), "--format", "jsonl", "--coder", faulty]) == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["report"]["source_id"] for line in out.splitlines()] == ["good", "also good"]
    assert err.startswith("dragoman: bad: internal error (KeyError: 'a\\x1bfault', at test_cli.py:")
    assert err.count("\n") == 1 and "please report it" in err


def test_broken_data_of_the_package_ends_it_with_3(
    faulty: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "r.txt"
    file.write_text(f"The data came. {ENGLISH}")
    assert cli.run(["read", str(file), "--language", "en", "--coder", faulty]) == 3
    assert capsys.readouterr().err == "dragoman: data.yaml: a file is broken; reinstall\n"


def test_the_cause_of_an_internal_error_is_kept(faulty: str, tmp_path: Path) -> None:
    file = tmp_path / "r.txt"
    file.write_text(f"A fault came. {ENGLISH}")
    (error,) = pipeline.code_sources([str(file)], coder=faulty, language="en", published=datetime.date(2024, 1, 1))
    assert isinstance(error, Exception) and isinstance(error.__cause__, KeyError)
