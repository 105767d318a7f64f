"""Files cut into pieces: together they hold each record once, wherever they are cut."""

from __future__ import annotations

import bz2
import gzip
import io
import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import InputError
from dragoman.intake import kinds
from dragoman.intake.content import Origin
from dragoman.intake.files import pieces, read_file
from dragoman.intake.parts import WHOLE, Part
from dragoman.intake.report import Given
from dragoman.model import Report

from .conftest import ENGLISH
from .test_warc import PAGES, answer, archived

TEXTS = [f"{n}. {ENGLISH * (n % 3)}" for n in range(40)]


def lines() -> bytes:
    rows = [json.dumps({"text": text}) for text in TEXTS]
    return "\n".join([*rows[:7], "", "{broken", "  ", *rows[7:]]).encode()


def table() -> bytes:
    rows = [f'"{text}",{n}\n' for n, text in enumerate(TEXTS)]
    return "".join(["text,id\n", *rows[:9], 'a "quote, too many\n', *rows[9:], ",empty\n"]).encode()


def parquet() -> bytes:
    out = io.BytesIO()
    columns = {"text": TEXTS, "id": list(range(len(TEXTS))), "published": [True] * len(TEXTS)}
    pq.write_table(pa.table(columns), out, row_group_size=11)
    return out.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "a.jsonl": lines,
    "b.jsonl.gz": lambda: gzip.compress(lines()),
    "c.jsonl.zst": lambda: zstandard.ZstdCompressor().compress(lines()),
    "d.txt": lines,
    "e.csv": table,
    "f.csv.bz2": lambda: bz2.compress(table()),
    "g.parquet": parquet,
    "h.warc": lambda: b"".join(PAGES * 3),
    "i.warc.gz": lambda: b"".join(map(gzip.compress, [*PAGES, archived(answer(b"x", "image/png")), *PAGES])),
    "j.warc.gz": lambda: gzip.compress(b"".join(PAGES * 2)),
    "k.jsonl.gz": lambda: gzip.compress(lines())[:-30],
    "l.warc": lambda: b"".join(PAGES)[:-300],
    "m.json": lambda: json.dumps([{"text": text} for text in TEXTS]).encode(),
    "n.parquet": lambda: b"PAR1 no more",
    "o.csv": lambda: b"no,text,column\nat,all,",
    "p.jsonl": lambda: b"",
    "q.csv": lambda: "text\nرأي\n".encode("utf-16"),
}


def outcomes(data: bytes, name: str, part: Part = WHOLE) -> list[object]:
    found: list[Report | InputError] = []
    try:
        found.extend(read_file(io.BytesIO(data), Origin(where=name, kind=kinds.by_name(name)), Given(), part=part))
    except InputError as error:
        found.append(error)
    return [str(x) if isinstance(x, InputError) else x for x in found]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("aim", [1, 500, 3_000, 10**9])
def test_the_pieces_of_a_file_hold_each_record_once_and_in_order(name: str, aim: int) -> None:
    data = FILES[name]()
    cut = list(pieces(io.BytesIO(data), Origin(where=name, kind=kinds.by_name(name)), aim))
    assert cut[0].part.start == 0 and cut[-1].part.stop is None
    assert all(one.part.stop == other.part.start for one, other in pairwise(cut))
    assert [x for one in cut for x in outcomes(data, name, one.part)] == outcomes(data, name)
    assert all(one.records >= 1 for one in cut)
    if aim == 10**9:
        assert len(cut) == 1


def test_pieces_are_of_about_the_weight_that_is_asked_for() -> None:
    cut = list(pieces(io.BytesIO(lines()), Origin(where="a.jsonl", kind="lines"), 2_000))
    assert len(cut) > 2
    assert all(one.weight <= 2_000 for one in cut)
    assert sum(one.weight for one in cut) == len(lines())


@pytest.mark.parametrize("name", ["a.jsonl", "b.jsonl.gz", "e.csv", "g.parquet", "h.warc"])
def test_a_part_can_begin_behind_the_place_that_is_known(name: str) -> None:
    data = FILES[name]()
    kind = kinds.by_name(name)
    last = list(pieces(io.BytesIO(data), Origin(where=name, kind=kind), 2_000))[-1].part
    later = Part(last.start + 1, None, last.known, last.offset)
    assert outcomes(data, name, later) == outcomes(data, name, last)[1:]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([b'{"text": "a b c"}', b"", b"{", b"\xff\xfe", b'{"text": 3}', b"x" * 90])),
    st.integers(1, 200),
)
def test_any_lines_can_be_cut_anywhere(rows: list[bytes], aim: int) -> None:
    data = b"\n".join(rows)
    cut = pieces(io.BytesIO(data), Origin(where="a.jsonl", kind="lines"), aim)
    assert [x for one in cut for x in outcomes(data, "a.jsonl", one.part)] == outcomes(data, "a.jsonl")


def test_a_large_file_is_looked_through_in_little_memory(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        for _ in range(30):
            file.write(b'{"text": "' + b"a" * 999_987 + b'"}\n')
    tracemalloc.start()
    with path.open("rb") as raw:
        cut = list(pieces(raw, Origin(where=str(path), kind="lines"), 2_000_000))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(cut) == 15
    assert peak < 6_000_000
