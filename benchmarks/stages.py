"""What each stage costs on one thread: python benchmarks/stages.py REPORTS.jsonl

A process of its own reads and codes all reports, stage by stage, and prints JSON. Seconds are of the processor, so
that others on the machine change them little. The encoder is the model's passes alone.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

_WARM = 3  # reports by which everything is loaded

T = TypeVar("T")


def measured(reports: Path) -> dict[str, object]:
    """The seconds of each stage, reports, sentences, and the process' memory in MB, by a process of its own."""
    one_thread = dict.fromkeys(("DRAGOMAN_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")
    command = [sys.executable, __file__, str(reports)]
    done = subprocess.run(command, env=os.environ | one_thread, check=True, capture_output=True, text=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measures in this process."""
    from dragoman import intake
    from dragoman.bulk import tables
    from dragoman.bulk.storage import Folder
    from dragoman.coding.learned.coder import LearnedCoder
    from dragoman.coding.learned.heads import Floats
    from dragoman.coding.learned.model import FOLDER, Model
    from dragoman.reading import reader

    seconds: Counter[str] = Counter()

    class Timed(Model):
        def encode(self, rows: object) -> Iterator[Floats]:
            began = time.process_time()
            found = list(super().encode(rows))  # type: ignore[arg-type]
            seconds["encoder"] += time.process_time() - began
            return iter(found)

    coder = LearnedCoder(Timed(FOLDER))
    found = _timed(seconds, "intake", lambda: list(intake.reports([sys.argv[1]])))
    for report in found[:_WARM]:
        coder.code(reader.read(report))
    seconds["encoder"] = 0.0
    readings = _timed(seconds, "reading", lambda: [reader.read(report) for report in found])
    codings = _timed(seconds, "rest of coding", lambda: [coder.code(reading) for reading in readings])
    seconds["rest of coding"] -= seconds["encoder"]
    with tempfile.TemporaryDirectory() as out:
        folder = Folder(out)
        rows = _timed(seconds, "writing", lambda: tables.rows(codings))
        for table, of in rows.items():
            _timed(seconds, "writing", lambda table=table, of=of: folder.write(table, tables.encoded(table, of)))
    order = ("intake", "reading", "encoder", "rest of coding", "writing")
    result = {
        "reports": len(found),
        "sentences": sum(len(reading.sentences) for reading in readings),
        "events": sum(len(coding.events) for coding in codings),
        "seconds": {stage: seconds[stage] for stage in order},
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(result))


def _timed(seconds: Counter[str], stage: str, work: Callable[[], T]) -> T:
    began = time.process_time()
    result = work()
    seconds[stage] += time.process_time() - began
    return result


if __name__ == "__main__":
    main()
