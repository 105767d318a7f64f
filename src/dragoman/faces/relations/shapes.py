"""What is told of a relation, for programs: what `--format json` prints, and what the API answers."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from dragoman.relations import Relation
    from dragoman.relations.balance import Opened
    from dragoman.relations.links import Claim, Confronted, Measured
    from dragoman.relations.periods import By

PARTS: dict[str, Callable[[Relation, By], Any]] = {
    "balance": lambda found, by: found.balance(by),
    "turns": lambda found, by: found.turns(),
    "commitments": lambda found, by: found.commitments(),
    "agenda": lambda found, by: found.agenda(by),
    "carriers": lambda found, by: found.carriers(),
    "links": lambda found, by: found.claims(),
    "coverage": lambda found, by: found.coverage(),
}


def head(found: Relation) -> dict[str, Any]:
    """Of whom and when it is, by which weights, and how much is told."""
    dealings = found.dealings
    return {
        "pair": found.pair, "since": found.since, "until": found.until, "weights": found.weights.version,
        "stories": dealings.stories, "tellings": len(dealings), "left_out": dict(dealings.left_out),
    }  # fmt: skip


def whole(found: Relation, parts: Mapping[str, Any]) -> dict[str, Any]:
    """The head with some of its parts."""
    return head(found) | {name: part(one) for name, one in parts.items()}


def part(found: Any) -> Any:
    """A part as JSON has it: the warnings with their sentences, which are no field of theirs."""
    from dragoman.relations.coverage import Coverage

    if not isinstance(found, Coverage):
        return found
    warnings = [msgspec.to_builtins(one) | {"text": one.text} for one in found.warnings]
    return msgspec.to_builtins(found) | {"warnings": warnings}


def opened(found: Relation, days: tuple[datetime.date, datetime.date], tellings: list[Opened]) -> dict[str, Any]:
    """What the balance between two days is made of, with the sums."""
    weight, balance = sum(one.weight for one in tellings), sum(one.value for one in tellings)
    sums = {"weight": weight, "balance": balance, "tone": balance / weight if weight else None}
    listed = [one._asdict() | {"value": one.value} for one in tellings]
    return head(found) | {"from": days[0], "to": days[1]} | sums | {"opened": listed}


def linked(found: Relation, said: list[Claim], measured: Measured, both: list[Confronted]) -> dict[str, Any]:
    """On which relations it hangs; JSON knows no pairs as keys."""
    fields = {name: getattr(measured, name) for name in measured.__struct_fields__}
    little = [{"pair": pair, "told": told} for pair, told in measured.too_little.items()]
    return {
        "pair": found.pair, "since": found.since, "until": found.until, "weights": found.weights.version,
        "stated": said, "measured": fields | {"too_little": little}, "confronted": both,
    }  # fmt: skip
