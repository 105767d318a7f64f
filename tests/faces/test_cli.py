"""The real command, as a process of its own, over reports in three languages."""

from __future__ import annotations

import datetime
import json
import os
import pty
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.cells import cell_len

from dragoman import pipeline
from dragoman.coding import coder as coders
from dragoman.errors import DataError
from dragoman.faces import cli
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


class Ran(NamedTuple):
    """What a command line gave."""

    code: int
    out: str
    err: str


def dragoman(*arguments: str | Path, given: str = "", **environment: str) -> Ran:
    """Runs the command to its end."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=given.encode(),
        capture_output=True,
        env=PLAIN | environment,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def lines_of(*reports: dict[str, object] | str) -> str:
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


def test_json_lines_come_in_the_order_of_the_input_around_what_cannot_be_read(
    mixed: Ran, folder: Path
) -> None:
    reports = [json.loads(line)["report"] for line in mixed.out.splitlines()]
    assert [r["source_id"] for r in reports] == ["ar", "fa", "en", str(folder / "one.txt")]
    assert [r["language"] for r in reports] == ["ar", "fa", "en", "en"]


def test_the_date_given_fills_only_what_a_report_lacks(mixed: Ran) -> None:
    published = [json.loads(line)["report"]["published"] for line in mixed.out.splitlines()]
    assert published == ["2024-05-14", "2023-01-02", "2024-05-14", "2024-05-14"]


def test_each_unread_report_is_one_line_on_standard_error_and_the_exit_code_is_1(
    mixed: Ran, folder: Path
) -> None:
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


def test_standard_input_is_answered_line_by_line() -> None:
    with subprocess.Popen(
        [*COMMAND, "read", "-", "--format", "jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=PLAIN,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        for name in ("first", "second"):
            process.stdin.write(lines_of({"id": name, "text": ENGLISH, "language": "en"}).encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["report"]["source_id"] == name
        process.stdin.close()
        assert process.wait(timeout=30) == 0


def test_an_interrupt_ends_quietly_with_130(folder: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "read", str(folder / "one.txt"), "-", "--format", "jsonl"],
        stdin=subprocess.PIPE,  # never written to: the command waits
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=PLAIN,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        assert process.stderr.read() == b""


@pytest.mark.parametrize("format_", ["table", "jsonl"])
def test_a_reader_that_has_seen_enough_ends_it_quietly(format_: str) -> None:
    given = lines_of(*({"id": n, "text": ENGLISH, "language": "en"} for n in range(60)))
    with subprocess.Popen(
        [*COMMAND, "read", "-", "--format", format_],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=PLAIN,
    ) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        process.stdin.write(given.encode())
        process.stdin.close()
        assert process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=30) == 0
        assert process.stderr.read() == b""


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
    wide = dragoman("read", folder / "mixed.jsonl", COLUMNS="160")
    assert max(map(cell_len, wide.out.splitlines())) <= 120
    assert f"“{PERSIAN}”" in wide.out


def test_nothing_in_a_report_steers_the_terminal(narrow: Ran, folder: Path) -> None:
    assert not unsafe(narrow.out)
    assert "[red]marked up[/red]" in narrow.out
    assert "Daily" in narrow.out and "News Second line" in narrow.out
    json_line = dragoman("read", folder / "evil.jsonl", "--format", "jsonl").out
    assert not unsafe(json_line)
    assert json.loads(json_line)["report"]["title"] == EVIL["title"]


def on_terminal(arguments: Sequence[str], *, results: bool) -> tuple[str, str]:
    """What the terminal shows and what the pipe gets, of results and the rest, or the other way about."""
    parent, child = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments],
        stdout=child if results else subprocess.PIPE,
        stderr=subprocess.PIPE if results else child,
        env=PLAIN,
    ) as process:
        os.close(child)
        shown = b""
        while True:
            try:
                part = os.read(parent, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not part:
                break
            shown += part
        os.close(parent)
        piped = process.stderr if results else process.stdout
        assert piped is not None
        return shown.decode(), piped.read().decode()


def test_a_terminal_gets_colour_and_isolates_around_right_to_left_words(folder: Path) -> None:
    shown, _ = on_terminal(["read", str(folder / "mixed.jsonl")], results=True)
    assert "\x1b[1;36m" in shown
    opened = [line for line in shown.splitlines() if "\u2068" in line]
    assert opened
    assert all(line.count("\u2068") == line.count("\u2069") for line in opened)


def test_progress_is_shown_on_a_terminal_and_errors_stay_whole_above_it(folder: Path) -> None:
    shown, piped = on_terminal(["read", str(folder / "mixed.jsonl"), "--format", "jsonl"], results=False)
    assert "3 read, 2 not" in shown
    assert f"dragoman: {folder}/mixed.jsonl:3: this isn't JSON" in shown
    assert len(piped.splitlines()) == 3
    one, _ = on_terminal(["read", str(folder / "one.txt"), "--format", "jsonl"], results=False)
    assert one == ""


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
    ("arguments", "said"),
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
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("dragoman: ") and err.count("\n") == 1
    assert said in err
    assert not unsafe(err)


def test_help_teaches_by_example_and_version_says_the_version() -> None:
    help_ = dragoman("read", "--help")
    assert help_.code == 0
    assert "dragoman read reports.jsonl --format jsonl > events.jsonl" in help_.out
    bare = dragoman()
    assert bare.code == 0 and "dragoman read report.txt" in bare.out
    assert dragoman("--version").out.startswith("dragoman 0.")


def test_help_waits_for_nothing_heavy() -> None:
    heavy = "[m for m in ('rich', 'yaml', 'trafilatura', 'httpx', 'numpy', 'msgspec', 'jinja2') if m in sys.modules]"
    code = f"import sys; from dragoman.faces import cli; cli.run(['read', '--help']); print({heavy}, file=sys.stderr)"
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
    (error,) = pipeline.code_sources(
        [str(file)], coder=faulty, language="en", published=datetime.date(2024, 1, 1)
    )
    assert isinstance(error, Exception) and isinstance(error.__cause__, KeyError)
