"""`dragoman evaluate`: the figures of each language beside one another, and the events missed or added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.coding import coder as coders
from dragoman.errors import MissingSource
from dragoman.evaluation import floors as floor_file
from dragoman.evaluation import gold, scores
from dragoman.evaluation.matching import Judged, Sides, countries, gold_countries
from dragoman.evaluation.scores import Scores
from dragoman.faces.sheet import Sheet
from dragoman.model import Span

OWN_GOLD = Path("evaluation/gold")

_SCORES = {
    "event": "events: who, what, whom",
    "type": "types alone",
    "mention": "mentions",
    "condition": "conditions",
    "damage": "damage",
}
_SHARES = {
    "mode": "mode of events found",
    "modality": "modality of events found",
    "when": "time of events found",
    "where": "place of events found",
    "said_by": "who says so of events found",
    "code": "codes of mentions found",
    "clean": "sentences without events kept clean",
    "evidence": "sentences whose evidence is confirmed",
}
_NOTHING = Text("–", "dim")  # there is nothing to count


def show(
    paths: Sequence[Path],
    out: TextIO,
    *,
    coder: str = "default",
    floors: Path | None = None,
    verbose: bool = False,
) -> bool:
    """Scores a coder on gold and prints the tables; whether no figure falls below its floor.

    Raises InputError where gold or floors cannot be read, CoderError where there is no such coder.
    """
    coders.load(coder)  # says at once if there is no such coder
    limits = floor_file.load(floors) if floors is not None else None
    golds = [gold.load(path) for path in gold_files(paths)]
    scored = [scores.evaluate(one, coder) for one in golds]
    console = Console(file=out, highlight=False, markup=False, emoji=False, legacy_windows=False)
    if verbose:
        for one in scored:
            _list_events(one, Sheet(console))
    console.print(_figures(scored))
    console.print(_types(scored))
    faults = floor_file.shortfalls(limits, scored) if limits is not None else []
    for fault in faults:
        console.print(Text(fault, "bold red"), soft_wrap=True)
    if limits is not None and not faults:
        console.print(Text(f"All figures reach their floors ({floors}).", "green"), soft_wrap=True)
    return not faults


def gold_files(paths: Sequence[Path]) -> list[Path]:
    """The files named, folders opened; without any, those of the checkout one stands in."""
    if not paths and not OWN_GOLD.is_dir():
        raise MissingSource(f"there is no {OWN_GOLD} here", fix="name files of gold: dragoman evaluate GOLD.jsonl")
    files: list[Path] = []
    for path in paths or [OWN_GOLD]:
        inside = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not inside:
            raise MissingSource("there is no .jsonl file in it", str(path), "name files of gold")
        files += inside
    return files


# --- tables -----------------------------------------------------------------------------------


def _table(title: str, scored: Sequence[Scores]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    for one in scored:
        several = [other.gold.language for other in scored].count(one.gold.language) > 1
        table.add_column(one.gold.path.stem if several else one.gold.language, justify="right")
    return table


def _figures(scored: Sequence[Scores]) -> Table:
    table = _table("Figures", scored)
    table.add_row("sentences", *(str(len(one.gold.sentences)) for one in scored))
    for name, label in _SCORES.items():
        table.add_row(f"{label}, F1", *(_cell(one.scores[name].f1, *one.scores[name][::2]) for one in scored))
        table.add_row("  precision", *(_cell(one.scores[name].precision) for one in scored), style="dim")
        table.add_row("  recall", *(_cell(one.scores[name].recall) for one in scored), style="dim")
    for name, label in _SHARES.items():
        table.add_row(label, *(_cell(one.shares[name].value, *one.shares[name]) for one in scored))
    return table


def _types(scored: Sequence[Scores]) -> Table:
    table = _table("Events of each type, F1", scored)
    for name in dict.fromkeys(name for one in scored for name in one.per_type):
        found = [one.per_type.get(name) for one in scored]
        table.add_row(name, *(_cell(score.f1, *score[::2]) if score else _NOTHING for score in found))
    return table


def _cell(value: float | None, right: int | None = None, total: int | None = None) -> Text:
    """A figure, and how many of how many."""
    if value is None:
        return _NOTHING
    return Text(f"{value:.3f}" if right is None else f"{value:.3f} {f'{right}/{total}':>8}")


# --- events missed and added ------------------------------------------------------------------


class _Line(NamedTuple):
    missed: bool
    what: str
    mode: str | None
    modality: str
    sides: Sides
    trigger: Span


def _list_events(one: Scores, sheet: Sheet) -> None:
    sheet.line(Text(str(one.gold.path), "bold"))
    for judged in one.judged:
        lines = list(_lines(judged))
        text = judged.sentence.text
        for line in lines:
            mark = Text("missed", "yellow") if line.missed else Text("extra ", "magenta")
            what = "/".join(part for part in (line.what, line.mode) if part)
            modality = "" if line.modality == "done" else f", {line.modality}"
            sheet.line(Text.assemble(mark, f"  {judged.sentence.id}  {what}{modality}  {_sides(line.sides)}"), 2)
            whole = Span(start=0, end=len(text))
            sheet.line(sheet.quote(text, whole, room=sheet.room(3, 6), mark=line.trigger), 6, own=True)
    sheet.line()


def _lines(judged: Judged) -> Iterator[_Line]:
    for lost in judged.missed:
        sides = gold_countries(lost, judged.sentence)
        yield _Line(True, lost.type, lost.mode, lost.modality, sides, lost.trigger)
    for event in judged.extra:
        yield _Line(False, event.type, event.mode, event.modality, countries(event), event.trigger)


def _sides(sides: Sides) -> str:
    """`IRN, OMN → USA`; a dash for nobody."""
    return " → ".join(", ".join(sorted(side)) or "–" for side in sides)
