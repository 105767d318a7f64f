"""Reports of 2,000 characters for the benchmarks, put together from the gold sentences in an order of their own."""

from __future__ import annotations

import datetime
import json
import random
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

CHARACTERS = 2_000
GOLD = Path(__file__).parents[1] / "evaluation" / "gold"
LANGUAGES = tuple(sorted(file.stem for file in GOLD.glob("*.jsonl")))
_FIRST = datetime.date(2024, 1, 1)


def write(file: Path, number: int, languages: Sequence[str] = ("ar",)) -> Path:
    """JSON lines, the languages in turn; the same for the same number and languages."""
    chance = random.Random(7)
    sentences = {
        language: [json.loads(line)["text"] for line in (GOLD / f"{language}.jsonl").read_text("utf-8").splitlines()]
        for language in languages
    }
    of = cycle(languages)
    with file.open("w", encoding="utf-8") as lines:
        for at in range(number):
            language = next(of)
            report = {
                "id": f"{language}-{at}",
                "language": language,
                "published": str(_FIRST + datetime.timedelta(days=at % 365)),
                "outlet": f"Outlet {at % 40}",
                "text": _text(sentences[language], chance),
            }
            lines.write(json.dumps(report, ensure_ascii=False) + "\n")
    return file


def _text(sentences: Sequence[str], chance: random.Random) -> str:
    found: list[str] = []
    left = CHARACTERS
    while left > 0:
        found.append(chance.choice(sentences))
        left -= len(found[-1]) + 1
    return "\n".join(found)[:CHARACTERS]
