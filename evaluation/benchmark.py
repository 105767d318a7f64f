"""How fast and how large: 200 reports of 2,000 characters in three languages through `dragoman read`.

    python evaluation/benchmark.py

The reports are put together from the gold sentences. Goal: under 60 seconds on two cores, peak memory under 1 GB.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

REPORTS = 200
CHARACTERS = 2_000
GOLD = Path(__file__).parent / "gold"


def write_reports(file: Path) -> None:
    """JSON lines, the languages in turn; each report begins where the one before it in its language ended."""
    sentences = {
        gold.stem: cycle([json.loads(line)["text"] for line in gold.read_text(encoding="utf-8").splitlines()])
        for gold in sorted(GOLD.glob("*.jsonl"))
    }
    languages = cycle(sentences)
    with file.open("w", encoding="utf-8") as lines:
        for number in range(REPORTS):
            language, text = next(languages), ""
            while len(text) < CHARACTERS:
                text += next(sentences[language]) + "\n"
            report = {"id": f"{language}-{number}", "language": language, "text": text[:CHARACTERS]}
            lines.write(json.dumps(report, ensure_ascii=False) + "\n")


def main() -> None:
    """Prints the seconds, the rate and the peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reports.jsonl"
        write_reports(file)
        command = [sys.executable, "-m", "dragoman.faces.cli", "read", str(file), "--format", "jsonl"]
        start = time.perf_counter()
        lines = subprocess.run(command, check=True, capture_output=True).stdout.splitlines()
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{len(lines)} reports in {seconds:.1f} s ({len(lines) / seconds:.1f} a second), peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
