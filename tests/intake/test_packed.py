from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from dragoman.errors import InputError, NotText, TooLarge
from dragoman.intake import reports
from dragoman.intake.packed import unpacked
from dragoman.model import Report

from .conftest import ARABIC, ENGLISH, Site, page_of

Pack = Callable[[bytes], bytes]
PACKINGS: dict[str, Pack] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.ZstdCompressor().compress,
}
each_packing = pytest.mark.parametrize(("suffix", "pack"), PACKINGS.items(), ids=PACKINGS)


def lines(count: int) -> bytes:
    return b"".join(json.dumps({"text": f"{n}. {ARABIC}"}, ensure_ascii=False).encode() + b"\n" for n in range(count))


def written(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


@each_packing
def test_packed_reports_are_read_as_they_are_unpacked(suffix: str, pack: Pack, tmp_path: Path) -> None:
    for name, data in (
        ("a.jsonl", lines(3)),
        ("b.csv", f'text\n"{ENGLISH}"\n'.encode()),
        ("c.txt", ENGLISH.encode()),
        ("d.html", page_of(ARABIC).encode()),
    ):
        plain = [x.text for x in reports([written(tmp_path / name, data)]) if isinstance(x, Report)]
        packed = [x.text for x in reports([written(tmp_path / f"{name}{suffix}", pack(data))]) if isinstance(x, Report)]
        assert packed == plain and plain


@each_packing
def test_a_file_of_several_packed_one_behind_the_other_is_read_to_its_end(
    suffix: str, pack: Pack, tmp_path: Path
) -> None:
    data = pack(lines(2)) + pack(lines(3))
    found = list(reports([written(tmp_path / f"a.jsonl{suffix}", data)]))
    assert [type(x) for x in found] == [Report] * 5


@each_packing
def test_a_file_that_is_cut_short_gives_what_stands_before_and_says_so(suffix: str, pack: Pack, tmp_path: Path) -> None:
    whole = b"".join(pack(lines(50)) for _ in range(3))
    path = written(tmp_path / f"a.jsonl{suffix}", whole[:-40])
    *found, error = reports([path])
    assert len(found) >= 100 and all(isinstance(x, Report) for x in found)
    assert isinstance(error, InputError) and "is cut short" in error.what and error.where == path


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz"])
def test_damage_costs_what_stands_behind_it(suffix: str, tmp_path: Path) -> None:
    pack = PACKINGS[suffix]
    first, second = pack(lines(50)), bytearray(pack(lines(50)))
    second[len(second) // 2 : len(second) // 2 + 30] = b"x" * 30
    *found, error = reports([written(tmp_path / f"a.jsonl{suffix}", first + second)])
    assert len([x for x in found if isinstance(x, Report)]) >= 50
    assert isinstance(error, InputError) and "can't be unpacked any further" in error.what


def test_packing_is_told_by_the_bytes_not_by_the_name(tmp_path: Path) -> None:
    assert len(list(reports([written(tmp_path / "a.jsonl.gz", lines(2))]))) == 2
    assert len(list(reports([written(tmp_path / "b.jsonl", gzip.compress(lines(2)))]))) == 2


def test_what_swells_fills_no_memory(tmp_path: Path) -> None:
    bomb = gzip.compress(b'{"text": "' + b"a" * 60_000_000)
    path = written(tmp_path / "bomb.jsonl.gz", bomb)
    tracemalloc.start()
    (error,) = reports([path])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(error, TooLarge)
    assert peak < 40_000_000


def test_a_packed_parquet_file_is_to_be_unpacked(tmp_path: Path) -> None:
    (error,) = reports([written(tmp_path / "a.parquet.gz", gzip.compress(b"PAR1"))])
    assert isinstance(error, NotText) and "packed with gzip" in error.what


def test_an_archive_of_files_is_named(tmp_path: Path) -> None:
    tar = bytearray(1024)
    tar[257:262] = b"ustar"
    (error,) = reports([written(tmp_path / "a.txt.gz", gzip.compress(bytes(tar)))])
    assert isinstance(error, NotText) and "tar archive" in error.what


def test_packed_files_are_found_in_folders_and_at_addresses(tmp_path: Path, site: Site) -> None:
    written(tmp_path / "a.jsonl.gz", gzip.compress(lines(2)))
    written(tmp_path / "b.tar.gz", gzip.compress(b"no report"))
    assert len(list(reports([str(tmp_path)]))) == 2
    address = site.serve("/a.jsonl", gzip.compress(lines(2)), "application/x-ndjson")
    assert len(list(reports([address]))) == 2


@each_packing
def test_a_place_in_the_unpacked_bytes_can_be_sought_forward(suffix: str, pack: Pack) -> None:
    opened, packing = unpacked(io.BytesIO(pack(lines(30))), "a")
    assert packing
    opened.seek(1000)
    assert opened.read(50) == lines(30)[1000:1050]
