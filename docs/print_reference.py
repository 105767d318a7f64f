"""Prints what the program says of itself into the pages: python docs/print_reference.py [--check]

In README.md and the pages of docs/, what stands between `<!-- printed: NAME -->` and `<!-- end -->` is not
written by hand. NAME is a printer of `printers.py`, or `$` and a command line, whose output is shown.
With `--check` nothing is written, and the exit code is 1 where a page no longer says what the program says.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

# What a page shows may not hang on the terminal of whoever prints it.
os.environ.update(COLUMNS="80", NO_COLOR="1", TERM="dumb")
os.environ.pop("FORCE_COLOR", None)

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs"))

from printers import PRINTERS, shell  # noqa: E402 - the environment comes first

_BLOCK = re.compile(r"(<!-- printed: (.+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def pages() -> Iterator[Path]:
    """The pages with something printed in them."""
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))):
        if "_build" not in page.parts and _BLOCK.search(page.read_text(encoding="utf-8")):
            yield page


def printed(page: Path) -> str:
    """The page as it ought to be."""
    return _BLOCK.sub(_block, page.read_text(encoding="utf-8"))


def _block(match: re.Match[str]) -> str:
    opening, name, closing = match.groups()
    if name.startswith("$ "):
        return f"{opening}```console\n{shell(name[2:])}\n```\n{closing}"
    if name not in PRINTERS:
        sys.exit(f"there is no printer {name!r}; there are {', '.join(PRINTERS)}, and $ for a command")
    return f"{opening}\n{PRINTERS[name]()}\n\n{closing}"


def main() -> None:
    """Writes the pages anew, or says which of them are stale."""
    os.chdir(ROOT)
    stale = [page for page in pages() if printed(page) != page.read_text(encoding="utf-8")]
    for page in stale:
        if "--check" in sys.argv:
            print(f"{page.relative_to(ROOT)} is stale: make reference")
        else:
            page.write_text(printed(page), encoding="utf-8")
            print(f"printed anew: {page.relative_to(ROOT)}")
    sys.exit(bool(stale and "--check" in sys.argv))


if __name__ == "__main__":
    main()
