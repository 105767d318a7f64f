"""The printers of the reference: each gives Markdown that shows what the program has."""

from __future__ import annotations

from collections.abc import Callable

from printers import accuracy, api, bulk, commands, languages, model, ontology, program, relations
from printers.commands import draw, shell

__all__ = ["PRINTERS", "draw", "shell"]

PRINTERS: dict[str, Callable[[], str]] = {
    name: printer
    for part in (accuracy, api, bulk, commands, languages, model, ontology, program, relations)
    for name, printer in sorted(part.PRINTERS.items())
}
