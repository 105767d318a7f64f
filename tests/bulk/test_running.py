from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import pytest

from dragoman import bulk, pipeline
from dragoman.bulk.chunks import Chunk
from dragoman.bulk.local import LocalEngine
from dragoman.errors import BulkError, CoderError, InputError
from dragoman.model import Coding

from .conftest import Here, code, lines, sums

pytestmark = pytest.mark.usefixtures("small_chunks")


def told(outcomes: Iterable[Coding | InputError]) -> list[bytes]:
    """Codings without what of their readings isn't kept; errors as their words."""
    found = []
    for one in outcomes:
        if isinstance(one, Coding):
            reading = (one.report, one.reading.published, one.reading.published_reason)
            records = (one.events, one.statements, one.conditions, one.links, one.agenda)
            found.append(msgspec.json.encode((reading, records)))
        else:
            found.append(str(one).encode())
    return found


def directly(*sources: Path) -> list[Coding | InputError]:
    return list(pipeline.code_sources(map(str, sources), coder="lexicon"))


def errors_of(out: Path) -> list[str]:
    return [f"{fault.where}: {fault.what}" for fault in bulk.faults(str(out))]


def test_a_corpus_gives_the_codings_and_errors_that_its_reports_give_directly(corpus: Path, tmp_path: Path) -> None:
    totals = code(corpus, tmp_path / "out")
    found, expected = list(bulk.contents(str(tmp_path / "out"))), directly(corpus)
    assert totals.chunks > 4
    assert sorted(told(found)) == sorted(told(expected))
    assert [x.report.id for x in found if isinstance(x, Coding)] == [
        x.report.id for x in expected if isinstance(x, Coding)
    ]
    assert (totals.reports, totals.errors) == (17, 3)
    assert totals.rows["events"] == sum(len(x.events) for x in expected if isinstance(x, Coding)) > 20


def test_the_tables_are_the_same_to_the_byte_whatever_runs_them(corpus: Path, tmp_path: Path) -> None:
    code(corpus, tmp_path / "here")
    code(corpus, tmp_path / "two", LocalEngine(2))
    assert sums(tmp_path / "here") == sums(tmp_path / "two")


def test_the_records_are_the_same_whatever_the_size_of_chunks(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = code(corpus, tmp_path / "many")
    monkeypatch.setattr("dragoman.bulk.chunks._SMALLEST", 32_000)
    one = code(corpus, tmp_path / "one")
    assert (one.chunks, one.reports) == (1, many.reports)
    found, expected = (sorted(told(bulk.contents(str(tmp_path / name)))) for name in ("many", "one"))
    assert found == expected


def test_stopped_it_goes_on_and_does_no_finished_chunk_twice(corpus: Path, tmp_path: Path) -> None:
    stopped, again, third = Here(stop_after=3), Here(), Here()
    with pytest.raises(KeyboardInterrupt):
        code(corpus, tmp_path / "out", stopped)
    with pytest.raises(BulkError, match="isn't coded to its end"):
        list(bulk.contents(str(tmp_path / "out")))
    code(corpus, tmp_path / "out", again)
    assert not {chunk.id for chunk in stopped.seen} & {chunk.id for chunk in again.seen}
    totals = code(corpus, tmp_path / "out", third)
    assert (third.seen, totals.here, totals.reports) == ([], 0, 17)
    code(corpus, tmp_path / "whole")
    assert sums(tmp_path / "out") == sums(tmp_path / "whole")


def test_a_worker_that_is_killed_costs_nothing(corpus: Path, tmp_path: Path) -> None:
    job = bulk.Job(sources=(str(corpus),), out=str(tmp_path / "out"), coder="lexicon")
    killed = 0
    for totals in bulk.steps(job, LocalEngine(1)):
        if totals.chunks and killed < 1:
            (worker,) = multiprocessing.active_children()
            os.kill(worker.pid or 0, signal.SIGKILL)
            killed += 1
    assert (killed, totals.reports) == (1, 17)
    code(corpus, tmp_path / "whole")
    assert sums(tmp_path / "out") == sums(tmp_path / "whole")


def test_killed_it_goes_on(tmp_path: Path) -> None:
    (tmp_path / "big.jsonl").write_bytes(lines(range(160)))
    out = tmp_path / "out"
    command = [sys.executable, "-m", "dragoman.faces.cli", "code", str(tmp_path / "big.jsonl"), "--to", str(out)]
    command += ["--coder", "lexicon", "--workers", "1"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while not list(out.glob("chunks/*.json")) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGKILL)
    engine = Here()
    totals = code([str(tmp_path / "big.jsonl")], out, engine)
    assert totals.reports == 160
    assert 0 < len(engine.seen) < totals.chunks


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"coder": "default"}, "another coder"),
        ({"language": "fa"}, "another --language"),
        ({"limit": 3}, "another --limit"),
    ],
)
def test_going_on_with_something_else_is_refused(
    change: dict[str, object], said: str, corpus: Path, tmp_path: Path
) -> None:
    code(corpus, tmp_path / "out")
    with pytest.raises(BulkError, match=said):
        code(corpus, tmp_path / "out", **change)


def test_a_changed_corpus_is_refused_unless_begun_anew(corpus: Path, tmp_path: Path) -> None:
    code(corpus, tmp_path / "out")
    with (corpus / "a.jsonl").open("ab") as file:
        file.write(lines([50]))
    with pytest.raises(BulkError, match="the corpus has changed"):
        code(corpus, tmp_path / "out")
    assert code(corpus, tmp_path / "out", fresh=True).reports == 18


def test_a_folder_with_something_else_in_it_is_left_alone(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    for fresh in (False, True):
        with pytest.raises(BulkError, match=r"something else in it \(thesis.txt\)"):
            code(corpus, out, fresh=fresh)
    assert (out / "thesis.txt").read_text() == "mine"


def test_results_may_not_lie_in_what_is_read(corpus: Path) -> None:
    with pytest.raises(BulkError, match="may not lie in what is read"):
        code(corpus, corpus / "out")


def test_a_report_that_ends_its_worker_is_found_told_and_the_rest_is_done(corpus: Path, tmp_path: Path) -> None:
    def holds_line_6(chunk: Chunk) -> bool:
        return any(s.file.name.endswith("a.jsonl") and s.part.holds(5) for s in chunk.stretches)

    totals = code(corpus, tmp_path / "out", Here(deadly=holds_line_6))
    assert totals.reports == 16
    (error,) = [error for error in errors_of(tmp_path / "out") if "ends the program" in error]
    assert error.startswith(f"{corpus}/a.jsonl:6: reading it ends the program: its worker ended by signal SIGKILL")
    again = Here(deadly=holds_line_6)
    assert (code(corpus, tmp_path / "out", again).reports, again.seen) == (16, [])
    assert len([x for x in bulk.contents(str(tmp_path / "out")) if isinstance(x, Coding)]) == 16


def test_where_every_chunk_ends_its_worker_it_is_not_the_reports(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(BulkError, match="whatever is coded"):
        code(corpus, tmp_path / "out", Here(deadly=lambda chunk: True))


def test_no_more_is_read_than_the_limit(corpus: Path, tmp_path: Path) -> None:
    totals = code(corpus, tmp_path / "out", limit=5)
    assert (totals.reports, totals.errors, totals.of_records) == (5, 0, 5)


def test_files_that_are_not_there_are_told_and_the_rest_is_done(corpus: Path, tmp_path: Path) -> None:
    sources: Sequence[str] = ["gone.jsonl", str(corpus / "*.txt"), str(corpus / "*.xyz"), "-"]
    totals = code(sources, tmp_path / "out")
    assert (totals.reports, totals.errors) == (1, 3)
    assert [error.split(": ")[0] for error in errors_of(tmp_path / "out")] == ["gone.jsonl", f"{corpus}/*.xyz", "-"]


def test_a_coder_that_there_is_not_is_refused_before_anything_is_written(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(CoderError):
        code(corpus, tmp_path / "out", coder="oracle")
    assert not (tmp_path / "out").exists()


def test_the_manifest_tells_what_was_coded_and_by_what(corpus: Path, tmp_path: Path) -> None:
    code(corpus, tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_text())
    assert (manifest["files"], manifest["coder"], manifest["totals"]["reports"]) == (3, "lexicon", 17)
    assert manifest["version"] == pipeline.coder_version("lexicon")
    assert manifest["begun"] < manifest["finished"]
    check = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=tmp_path / "out", check=False)
    assert check.returncode == 0


def test_the_shipped_model_gives_what_it_gives_directly(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(range(3)))
    code([str(tmp_path / "a.jsonl")], tmp_path / "out", coder="default")
    expected = pipeline.code_sources([str(tmp_path / "a.jsonl")])
    assert told(bulk.contents(str(tmp_path / "out"))) == told(expected)
