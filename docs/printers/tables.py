"""Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; figures stand at the right."""
    written = [[_cell(value) for value in row] for row in rows]
    marks = [
        "---:" if column and all(_figure(cell) for cell in column) else "---" for column in zip(*written, strict=True)
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, marks or ["---"] * len(heads), *written))


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else str(value).replace("|", "\\|")


def _figure(cell: str) -> bool:
    return cell.strip("–-+").replace(",", "").replace(".", "").isdigit() or cell == "–"


def code(value: object) -> str:
    return f"`{value}`" if value is not None else "–"
