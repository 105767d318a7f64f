"""Small corpora of our own sentences, and an engine that works in the test's own process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from dragoman import bulk
from dragoman.bulk.chunks import Chunk
from dragoman.bulk.engine import Lost

SENTENCES = {
    "en": (
        "The Norwegian foreign minister met her Moroccan counterpart in Rabat on Monday.",
        "Norway offered to finance a new port if Morocco resumes the import of fish.",
        "Kenya accused Uganda of closing the border and demanded that it be opened.",
        "The talks between NATO and Georgia were cut short, a spokesman said.",
    ),
    "ar": (
        "التقى وزير الخارجية المصري نظيره التركي في القاهرة يوم الثلاثاء.",
        "واتهمت كينيا أوغندا بإغلاق الحدود وطالبتها بفتحها.",
        "وقالت الوزيرة النرويجية إن العلاقات بين النرويج والمغرب مستقلة عن المفاوضات بين المغرب وموريتانيا.",
    ),
    "fa": (
        "وزیر امور خارجه ایران با همتای عمانی خود در مسقط دیدار کرد.",
        "نروژ از مراکش برای نجات خدمه کشتی تشکر کرد.",
    ),
}


def report(number: int) -> dict[str, Any]:
    """A report that differs from all others of another number."""
    language = ("en", "ar", "fa")[number % 3]
    sentences = SENTENCES[language]
    words = [sentences[(number + k) % len(sentences)] for k in range(3)]
    return {
        "id": f"r{number}",
        "text": "\n".join([f"{number}.", *words]),
        "language": language,
        "published": f"2024-0{1 + number % 9}-1{number % 10}",
        "outlet": f"Outlet {number % 2}",
    }


def lines(numbers: Iterable[int]) -> bytes:
    """Reports as JSON lines."""
    return b"".join(json.dumps(report(n), ensure_ascii=False).encode() + b"\n" for n in numbers)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with JSON lines, a table, a text and three lines that are no reports."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(lines(range(8)) + b"\n" + b'{"text": 5}\n' + lines(range(8, 12)) + b"not JSON\n")
    rows = "".join(f'{n},"{report(n)["text"]}",{report(n)["language"]}\n' for n in range(12, 16))
    (folder / "b.csv").write_text("id,text,language\n" + rows + "x,,en\n", encoding="utf-8")
    (folder / "c.txt").write_text(report(16)["text"], encoding="utf-8")
    return folder


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A corpus of some reports gives several chunks."""
    monkeypatch.setattr("dragoman.bulk.chunks._SMALLEST", 700)


class Here:
    """Tasks in this process, one after the other; `seen` are those that were done, `deadly` chunks end their worker."""

    name = "here"
    workers = 1

    def __init__(self, deadly: Callable[[Chunk], bool] = lambda chunk: False, stop_after: int | None = None) -> None:
        self.seen: list[Any] = []
        self._deadly = deadly
        self._stop_after = stop_after

    def run(self, function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
        for task in tasks:
            if not isinstance(task, Chunk):
                yield task, function(task)
                continue
            if len(self.seen) == self._stop_after:
                raise KeyboardInterrupt
            if self._deadly(task):
                yield task, Lost("its worker ended by signal SIGKILL, 3 times")
                continue
            self.seen.append(task)
            yield task, function(task)

    def __enter__(self) -> Here:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


def code(sources: Path | Sequence[Path | str], out: Path | str, engine: Any = None, **settings: Any) -> bulk.Totals:
    """Codes by the lexicon, in this process unless an engine is given."""
    listed = [str(one) for one in ([sources] if isinstance(sources, Path) else sources)]
    return bulk.run(listed, str(out), engine=engine or Here(), **({"coder": "lexicon"} | settings))


def sums(out: Path) -> str:
    """The checksums of all tables and errors."""
    return (out / "SHA256SUMS").read_text()
