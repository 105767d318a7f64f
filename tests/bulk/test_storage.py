"""Corpora and results on other storage than the disk: in memory, and on one that fails."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from dragoman import bulk
from dragoman.bulk.storage import Folder
from dragoman.errors import BulkError
from dragoman.model import Coding

from .conftest import Here, code, lines

pytestmark = pytest.mark.usefixtures("small_chunks")


class Flaky(MemoryFileSystem):
    """A storage whose server doesn't answer so many times when a file is read behind a place."""

    protocol = "flaky"
    store: ClassVar[dict[str, Any]] = {}
    pseudo_dirs: ClassVar[list[str]] = [""]
    silences: ClassVar[dict[str, int]] = {}

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        return str(super()._strip_protocol(path.replace("flaky://", "memory://")))

    def _open(self, path: str, mode: str = "rb", **more: Any) -> Any:
        file = super()._open(path, mode, **more)
        if mode != "rb":
            return file
        read = file.read

        def answer(size: int = -1) -> bytes:
            if file.tell() > 500 and self.silences.get(path, 0):
                self.silences[path] -= 1
                raise TimeoutError("no answer within 60 s")
            return bytes(read(min(size, 600)))

        file.read = answer
        return file


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    fsspec.register_implementation("flaky", Flaky, clobber=True)
    monkeypatch.setattr("dragoman.bulk.chunks._PAUSE", 0.0)
    yield
    for storage in (Flaky, MemoryFileSystem):
        storage.store.clear()
        storage.pseudo_dirs[:] = [""]
    Flaky.silences.clear()


def put(address: str, data: bytes) -> None:
    system, path = fsspec.core.url_to_fs(address)
    system.pipe_file(path, data)


def ids(out: Path | str) -> list[str | None]:
    return [one.report.source_id for one in bulk.contents(str(out)) if isinstance(one, Coding)]


def test_a_corpus_may_lie_at_an_address(tmp_path: Path) -> None:
    put("memory://news/2024/a.jsonl", lines(range(6)))
    put("memory://news/2024/b.jsonl.gz", gzip.compress(lines(range(6, 9))))
    put("memory://news/2024/.hidden.jsonl", lines([99]))
    put("memory://news/2024/readme.md", b"no report")
    every = [f"r{n}" for n in range(9)]
    code(["memory://news/2024/"], tmp_path / "folder")
    code(["memory://news/*/*.jsonl*"], tmp_path / "pattern")
    code(["memory://news/2024/b.jsonl.gz"], tmp_path / "file")
    assert ids(tmp_path / "folder") == every
    assert sorted(ids(tmp_path / "pattern"))[:9] == every
    assert ids(tmp_path / "file") == every[6:]


def test_results_may_lie_at_an_address(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(range(9)))
    with pytest.raises(KeyboardInterrupt):
        code([str(tmp_path / "a.jsonl")], "memory://results/one", Here(stop_after=1))
    assert code([str(tmp_path / "a.jsonl")], "memory://results/one").reports == 9
    code([str(tmp_path / "a.jsonl")], tmp_path / "out")
    assert ids("memory://results/one") == ids(tmp_path / "out")
    assert Folder("memory://results/one").read("SHA256SUMS") == (tmp_path / "out/SHA256SUMS").read_bytes()


def test_a_storage_that_does_not_answer_once_is_asked_again(tmp_path: Path) -> None:
    put("flaky://news/a.jsonl", lines(range(12)))
    Flaky.silences["/news/a.jsonl"] = 2
    totals = code(["flaky://news/a.jsonl"], tmp_path / "out")
    assert (totals.reports, totals.errors) == (12, 0)
    assert ids(tmp_path / "out") == [f"r{n}" for n in range(12)]


def test_what_a_storage_never_gives_is_told_the_rest_is_done_and_the_next_run_tries_again(tmp_path: Path) -> None:
    put("flaky://news/a.jsonl", lines(range(12)))
    put("flaky://news/b.jsonl", lines(range(12, 18)))
    Flaky.silences["/news/a.jsonl"] = 1_000
    totals = code(["flaky://news/"], tmp_path / "out")
    assert totals.reports == 6 and len(totals.troubles) >= 1
    (fault,) = bulk.faults(str(tmp_path / "out"))
    assert fault.where == "flaky:///news/a.jsonl"
    assert "no answer within 60 s" in fault.what and "run the same" in fault.fix
    assert bulk.manifest_of(str(tmp_path / "out")).finished is None  # type: ignore[union-attr]
    Flaky.silences.clear()
    totals = code(["flaky://news/"], tmp_path / "out")
    assert (totals.reports, totals.errors, totals.troubles) == (18, 0, [])
    assert list(bulk.faults(str(tmp_path / "out"))) == []
    assert sorted(ids(tmp_path / "out")) == sorted(f"r{n}" for n in range(18))


def test_an_address_that_cannot_be_had_costs_itself_only(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(range(2)))
    totals = code(["nosuch://bucket/a.jsonl", "memory://gone.jsonl", str(tmp_path / "a.jsonl")], tmp_path / "out")
    assert (totals.reports, totals.errors) == (2, 2)


def test_a_file_that_changes_meanwhile_is_not_mixed_up(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(lines(range(12)))

    class Meddling(Here):
        def __enter__(self) -> Here:
            return self

        def run(self, function: Any, tasks: Any) -> Any:
            for task, result in super().run(function, tasks):
                yield task, result
                if self.seen:
                    file.write_bytes(lines(range(20)))

    totals = code([str(file)], tmp_path / "out", Meddling())
    assert 0 < totals.reports < 12
    assert {fault.what for fault in bulk.faults(str(tmp_path / "out"))} == {"it was changed while the corpus was coded"}


def test_a_file_is_under_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    folder = Folder(str(tmp_path / "out"))
    folder.write("a/b.txt", b"one")
    (tmp_path / "out/a/.b.txt.123").write_bytes(b"left half-written")
    folder.write("a/b.txt", b"two")
    assert (folder.read("a/b.txt"), folder.names("a"), folder.read("a/c.txt")) == (b"two", ["b.txt"], None)
    folder.remove("a")
    assert folder.names("a") == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(BulkError, match="can't be written"):
        Folder(str(tmp_path / "file/out")).write("a.txt", b"")
