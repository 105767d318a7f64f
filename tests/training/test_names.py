"""Other names in an example: the same acts by the same mentions, at the right places, and never half a word changed."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "training"))
import corpus  # noqa: E402
import names  # noqa: E402

FILES = [ROOT / "training/examples" / language / "roles_1.txt" for language in ("ar", "en", "fa")]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_mentions_and_triggers_stand_where_they_are_said_to(file: Path) -> None:
    rows = corpus.annotated([file])
    every, chance, changed = names.Names(rows), random.Random(1), 0
    for row in rows * 3:
        other, moved = every.other(row, chance)
        text = other["text"]
        changed += text != row["text"]
        for before, after in zip(row["mentions"], other["mentions"], strict=True):
            assert text[after["start"] : after["end"]] == after["text"]
            assert (after["kind"], after["code"]) == (before["kind"], before["code"])
            assert moved(before["start"]) == after["start"] and moved(before["end"]) == after["end"]
        for before, after in zip(row["events"], other["events"], strict=True):
            assert after["trigger"]["text"] == before["trigger"]["text"]
            assert text[after["trigger"]["start"] : after["trigger"]["end"]] == after["trigger"]["text"]
            assert (after["actors"], after["recipients"]) == (before["actors"], before["recipients"])
    assert changed > len(rows)


def test_a_name_that_is_told_twice_stays_one_and_a_part_of_a_word_stays() -> None:
    text = "Ghana thanked Togo; Togolese sailors praised Ghana."
    mentions = [
        {"start": start, "end": end, "kind": "state", "code": code, "text": text[start:end]}
        for start, end, code in ((0, 5, "GHA:GOV"), (14, 18, "TGO:GOV"), (20, 24, "TGO:GOV"), (45, 50, "GHA:GOV"))
    ]
    row = {"lang": "en", "text": text, "events": [], "mentions": mentions}
    peru = {"start": 0, "end": 4, "kind": "state", "code": "PER:GOV", "text": "Peru"}
    every = names.Names([row, {**row, "text": "Peru.", "mentions": [peru]}])
    told = {every.other(row, random.Random(seed))[0]["text"] for seed in range(60)}
    assert "Peru thanked Peru; Togolese sailors praised Peru." in told
    assert all(one.split()[0] == one.split()[-1].rstrip(".") and "; Togolese sailors" in one for one in told)
