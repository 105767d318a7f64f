"""Fetches what others made for the pages, by the lock, and copies what ships to where it ships from.

    python assets/refresh.py

Needs node and npm. A newer version: write it in package.json, run `npm install --package-lock-only` here, then this.
SHA256SUMS lists what was copied (`sha256sum --check assets/SHA256SUMS` at the top); a test compares it.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
STATIC = Path("src/dragoman/faces/web/static")
OUTLINES = STATIC / "world.svg"

COPIED = {
    "htmx.org/dist/htmx.min.js": STATIC / "vendor/htmx.min.js",
    "d3/dist/d3.min.js": STATIC / "vendor/d3.min.js",
    "@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2": STATIC / "fonts/vazirmatn.woff2",
    "@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-400-normal.woff2": STATIC
    / "fonts/noto-naskh-arabic.woff2",
    "axe-core/axe.min.js": Path("tests/axe.min.js"),
    "htmx.org/LICENSE": Path("licenses/htmx.txt"),
    "d3/LICENSE": Path("licenses/d3.txt"),
    "world-atlas/LICENSE": Path("licenses/world-atlas.txt"),
    "@fontsource-variable/vazirmatn/LICENSE": Path("licenses/vazirmatn.txt"),
    "@fontsource/noto-naskh-arabic/LICENSE": Path("licenses/noto-naskh-arabic.txt"),
    "axe-core/LICENSE": Path("licenses/axe-core.txt"),
}


def main() -> None:
    """Fetches, copies, draws the outlines and writes the sums."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)
        for name, to in COPIED.items():
            (ROOT / to).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(folder) / "node_modules" / name, ROOT / to)
        subprocess.run(["node", HERE / "outlines.mjs", folder, ROOT / OUTLINES], check=True)
    sums = (f"{hashlib.sha256((ROOT / to).read_bytes()).hexdigest()}  {to.as_posix()}\n" for to in files())
    (HERE / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def files() -> list[Path]:
    """What it writes, below the top folder."""
    return sorted([*COPIED.values(), OUTLINES])


if __name__ == "__main__":
    main()
