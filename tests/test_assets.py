"""What others made for the pages is what the lock names, and nothing of it needs the network."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import runpy
from pathlib import Path

import pytest

from places import ROOT

ASSETS = ROOT / "assets"
SUMS = dict(line.split("  ")[::-1] for line in (ASSETS / "SHA256SUMS").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("name", SUMS)
def test_a_file_that_others_made_is_the_one_that_was_fetched(name: str) -> None:
    assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == SUMS[name]


def test_the_sums_list_all_that_is_fetched() -> None:
    refresh = runpy.run_path(str(ASSETS / "refresh.py"))
    assert [path.as_posix() for path in refresh["files"]()] == list(SUMS)


def test_every_file_in_the_folders_of_others_is_on_the_list() -> None:
    static = ROOT / "src/dragoman/faces/web/static"
    found = [path for folder in ("vendor", "fonts") for path in (static / folder).iterdir()]
    assert [path.name for path in found if path.relative_to(ROOT).as_posix() not in SUMS] == []


def test_the_lock_holds_exact_versions_by_their_hashes_and_no_address() -> None:
    wanted = json.loads((ASSETS / "package.json").read_text(encoding="utf-8"))
    lock = (ASSETS / "package-lock.json").read_text(encoding="utf-8")
    locked = json.loads(lock)["packages"]
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all(one["integrity"].startswith("sha512-") for name, one in locked.items() if name)
    assert '"resolved"' not in lock


def test_every_licence_of_what_ships_is_named_in_the_notice() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert [name for name in SUMS if name.startswith("licenses/") and name not in notice] == []


def test_the_outlines_are_small_and_name_each_country_once() -> None:
    outlines = Path(ROOT / "src/dragoman/faces/web/static/world.svg").read_bytes()
    codes = re.findall(r'<path id="(\w+)"', outlines.decode())
    assert len(gzip.compress(outlines)) < 120_000
    assert len(codes) == len(set(codes)) > 230
    assert {"IRN", "XKX", "PSE", "TWN"} <= set(codes)
    assert outlines.count(b"<path d=") == 4  # what has no code, as outlines.mjs says
