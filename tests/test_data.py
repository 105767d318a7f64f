"""Data files: what is read the second time, from the copy, is what was read the first time."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from dragoman.data import read_yaml
from dragoman.errors import DataError


class Town(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    name: str
    start: float | None = None
    names: dict[str, tuple[str, ...]] = {}


TOWNS = "- name: Cairo\n  from: 969\n  names:\n    ar: [القاهرة]\n- name: Tunis\n"
SHAPE = tuple[Town, ...]


def read(file: Path, shape: Any = SHAPE) -> Any:
    return read_yaml(file, shape, "towns.yaml")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "towns.yaml"
    file.write_text(TOWNS, encoding="utf-8")
    yield file
    assert {one.name for one in tmp_path.iterdir()} <= {"towns.yaml", "__pycache__"}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that YAML was parsed."""
    times: list[int] = []
    for name in ("CSafeLoader", "SafeLoader"):
        loader = getattr(yaml, name, None)
        if loader is not None:
            monkeypatch.setattr(yaml, name, lambda text, make=loader: times.append(1) or make(text))
    return times


def copy_of(file: Path) -> Path:
    (copy,) = file.parent.glob("__pycache__/*")
    return copy


def test_a_file_is_parsed_once_and_read_the_same_ever_after(file: Path, parsed: list[int]) -> None:
    first, second = read(file), read(file)
    assert first == second == (Town("Cairo", 969, {"ar": ("القاهرة",)}), Town("Tunis"))
    assert len(parsed) == 1
    assert copy_of(file).name == "towns.yaml.msgpack"


def test_a_changed_file_is_parsed_anew(file: Path, parsed: list[int]) -> None:
    read(file)
    file.write_text(TOWNS.replace("Tunis", "Sfax"), encoding="utf-8")
    assert [town.name for town in read(file)] == ["Cairo", "Sfax"] == [town.name for town in read(file)]
    assert len(parsed) == 2


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(lambda kept: b"", id="empty"),
        pytest.param(lambda kept: kept[:-3], id="cut short"),
        pytest.param(lambda kept: kept.replace(b"Tunis", b"Sfaxx"), id="a word changed"),
        pytest.param(lambda kept: b"\0" * len(kept), id="zeros"),
    ],
)
def test_a_damaged_copy_is_made_anew(file: Path, damaged: Any, parsed: list[int]) -> None:
    first = read(file)
    kept = copy_of(file).read_bytes()
    copy_of(file).write_bytes(damaged(kept))
    assert read(file) == first
    assert copy_of(file).read_bytes() == kept
    assert len(parsed) == 2


def test_a_copy_that_is_no_longer_of_the_shape_is_refused_like_its_file(file: Path) -> None:
    read(file)
    with pytest.raises(DataError, match="int") as refusal:
        read(file, tuple[dict[str, int], ...])
    assert refusal.value.where == "towns.yaml"


def test_a_file_that_is_refused_leaves_no_copy(file: Path) -> None:
    file.write_text(TOWNS.replace("name: Tunis", "named: Tunis"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(DataError, match="named"):
            read(file)
    assert not (file.parent / "__pycache__").exists()


def test_a_key_twice_is_refused_with_its_line(file: Path) -> None:
    file.write_text(f"{TOWNS}  name: Sfax\n", encoding="utf-8")
    with pytest.raises(DataError, match="duplicate key 'name'") as refusal:
        read(file)
    assert refusal.value.where == "towns.yaml:5"


def test_what_the_copy_cannot_hold_is_parsed_each_time(file: Path, parsed: list[int]) -> None:
    file.write_text("founded: 0969-07-06\n", encoding="utf-8")
    first, second = read(file, dict[str, Any]), read(file, dict[str, Any])
    assert first == second
    assert str(first["founded"]) == "0969-07-06" and not isinstance(first["founded"], str)
    assert len(parsed) == 2


def test_where_no_copy_can_be_written_the_file_is_read_all_the_same(file: Path, parsed: list[int]) -> None:
    (file.parent / "__pycache__").write_bytes(b"a file where a folder should be")
    assert read(file) == read(file)
    assert len(parsed) == 2


def test_a_copy_can_be_read_by_everybody_who_can_read_the_file(file: Path) -> None:
    read(file)
    assert copy_of(file).stat().st_mode & stat.S_IRGRP == file.stat().st_mode & stat.S_IRGRP


def test_a_file_inside_an_archive_is_read(file: Path) -> None:
    archive = file.parent / "__pycache__"  # any name that the fixture lets pass
    with zipfile.ZipFile(archive, "w") as opened:
        opened.write(file, "towns.yaml")
    assert read_yaml(zipfile.Path(archive, "towns.yaml"), SHAPE, "towns.yaml") == read(file)


def test_a_missing_file_is_refused(file: Path) -> None:
    with pytest.raises(DataError) as refusal:
        read(file.with_name("none.yaml"))
    assert refusal.value.where == "towns.yaml"
