"""Where what several tests read lies."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
PLANTED = ROOT / "evaluation" / "relations" / "reports.jsonl"
SAMPLE = ROOT.parent / "shared" / "samples" / "aliyev_blinken.txt"
