"""Other names in the same sentences: what the encoder learns shall not hang on who once did what.

Sentences that come back in each epoch are soon known by heart, by the names in them above all. So a name, an office or
a time now and then makes room for another of its language, kind and sector, and the sentence says the same of somebody
else.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from corpus import sector_of

SHARE_ROWS, SHARE_NAMES = 0.5, 0.7  # of the rows that are given other names, and of the names in these
_JOINER = "\u200c"
_Sort = tuple[str, str, str | int | None]  # language, kind, sector
Moved = Callable[[int], int]


class Names:
    """The names of annotated rows, by language, kind and sector."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        found: dict[_Sort, set[str]] = defaultdict(set)
        for row in rows:
            for mention in _free(row):
                found[_sort(row, mention)].add(mention["text"])
        self._of = {sort: sorted(names) for sort, names in found.items()}

    def other(self, row: dict[str, Any], chance: random.Random) -> tuple[dict[str, Any], Moved]:
        """The row with other names, and where its code points then stand; often just as it was."""
        changes: list[tuple[int, int, str]] = []
        if "mentions" in row and chance.random() < SHARE_ROWS:
            chosen: dict[str, str] = {}  # the same name twice stays one
            for mention in _free(row):
                if mention["text"] not in chosen:
                    others = self._of.get(_sort(row, mention), [mention["text"]])
                    changed = chance.random() < SHARE_NAMES
                    chosen[mention["text"]] = chance.choice(others) if changed else mention["text"]
                changes.append((mention["start"], mention["end"], chosen[mention["text"]]))
        return _written(row, changes)


def _sort(row: dict[str, Any], mention: dict[str, Any]) -> _Sort:
    code = mention["code"] or ""
    return row["lang"], mention["kind"], "IGO" if code.startswith("IGO:") else sector_of(code)


def _free(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The mentions that stand as words of their own, share no letter with another or an act's words, in their order."""
    text = row["text"]
    taken = [(one["start"], one["end"]) for one in [*row["mentions"], *(e["trigger"] for e in row["events"])]]
    joined = lambda at: 0 <= at < len(text) and (text[at].isalnum() or text[at] == _JOINER)  # noqa: E731
    free = [
        m for m in row["mentions"]
        if m["kind"] != "pronoun" and not joined(m["start"] - 1) and not joined(m["end"])
        and sum(a < m["end"] and m["start"] < b for a, b in taken) == 1
    ]  # fmt: skip
    return sorted(free, key=lambda m: m["start"])


def _written(row: dict[str, Any], changes: list[tuple[int, int, str]]) -> tuple[dict[str, Any], Moved]:
    """The row with these stretches, which are in order, written otherwise."""
    if not changes:
        return row, lambda at: at
    bounds = [(0, 0, ""), *changes, (len(row["text"]), len(row["text"]), "")]
    text = ""
    for (_, end, _), (start, _, words) in pairwise(bounds):
        text += row["text"][end:start] + words

    def moved(at: int) -> int:
        by = 0
        for start, end, words in changes:
            if at <= start:
                break
            if at < end:
                return start + by + len(words)
            by += len(words) - (end - start)
        return at + by

    def put(one: dict[str, Any]) -> dict[str, Any]:
        start, end = moved(one["start"]), moved(one["end"])
        return {**one, "start": start, "end": end, "text": text[start:end]}

    mentions = [put(m) for m in row["mentions"]]
    events = [{**e, "trigger": put(e["trigger"])} for e in row["events"]]
    return {**row, "text": text, "mentions": mentions, "events": events}, moved
