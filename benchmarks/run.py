"""How fast and how large, on this machine: a page of figures.

    python benchmarks/run.py [--quick] [--to build/benchmark]

It measures start-up, the stages of coding, processes and engines side by side, and a ledger of 10⁴ to 10⁶ records, and
writes `speed.md` and `figures.json`. That takes about an hour on two processors; `--quick` takes a minute or two,
and its figures are rough. `soak.py` measures long runs: if its figures lie in the same folder, the page shows them.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import engines
import ledger
import machine
import page
import relations
import reports
import stages
import starting
from dragoman.ledger import Ledger

_RECORDS_AN_EVENT = 2.75  # what `ledger.py` makes


class Size(NamedTuple):
    """How much is measured."""

    starts: int
    read: int
    staged: int
    alone: int
    together: int
    rounds: int
    records: tuple[int, ...]


FULL = Size(starts=5, read=200, staged=300, alone=1_000, together=5_000, rounds=1, records=(10_000, 100_000, 1_000_000))
QUICK = Size(starts=2, read=20, staged=20, alone=60, together=80, rounds=1, records=(10_000,))


def main() -> None:
    """Measures, writes the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a minute or two; rough figures")
    parser.add_argument("--to", type=Path, default=Path("build/benchmark"), metavar="FOLDER")
    given = parser.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    found: dict[str, Any] = {"machine": machine.description(), "quick": given.quick}
    with tempfile.TemporaryDirectory() as folder:
        for name, part in measures(Path(folder), QUICK if given.quick else FULL).items():
            print(f"{name} …", flush=True)
            found[name] = part()
    found |= {"load at the end": machine.description()["load"], "minutes": (time.monotonic() - began) / 60}
    soak = given.to / "soak.json"
    found["soak"] = json.loads(soak.read_text()) if soak.exists() else None
    (given.to / "figures.json").write_text(json.dumps(found, indent=1))
    (given.to / "speed.md").write_text(page.written(found), encoding="utf-8")
    print(given.to / "speed.md")


def measures(folder: Path, size: Size) -> dict[str, Any]:
    """What is measured, by name, in the order of the page."""
    one = reports.write(folder / "one.jsonl", 1)
    many = reports.write(folder / "many.jsonl", size.read, reports.LANGUAGES)
    return {
        "starting": lambda: starting.measured(one, many, size.read, size.starts),
        "stages": lambda: {
            language: stages.measured(reports.write(folder / "staged.jsonl", size.staged, (language,)))
            for language in reports.LANGUAGES
        },
        "engines": lambda: _engines(folder, size),
        "ledgers": lambda: [_ledger(Path(folder), records) for records in size.records],
    }


def _engines(folder: Path, size: Size) -> dict[str, Any]:
    corpus = reports.write(folder / "corpus.jsonl", size.together)
    runs = engines.rounds(corpus, size.alone, size.together, size.rounds)
    return {"runs": [run._asdict() for run in runs], "compared": engines.compared(runs)}


def _ledger(folder: Path, records: int) -> dict[str, Any]:
    at = folder / f"{records}"
    at.mkdir()
    with Ledger(str(at / "benchmark.db")) as own:
        added = ledger.fill(own, round(records / _RECORDS_AN_EVENT))
        bytes_ = ledger.size(at)
        questions = dict(ledger.asked(own))
        relations.join(own)
        return {"added": added._asdict(), "bytes": bytes_, "ledger": questions, "relations": dict(relations.asked(own))}


if __name__ == "__main__":
    main()
