"""What a run has asked, what it was answered, what was refused, what it cost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Usage:
    """Counts of one run. `untold` are answers whose tokens the server did not count."""

    requests: int = 0
    answers: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    untold: int = 0
    cached: int = 0
    unreadable: int = 0
    without_schema: bool = False
    refused: Counter[str] = field(default_factory=Counter)

    def answered(self, tokens_in: int | None, tokens_out: int | None) -> None:
        """Counts an answer of the server, read or not: it is paid for."""
        self.answers += 1
        if tokens_in is None or tokens_out is None:
            self.untold += 1
        self.tokens_in += tokens_in or 0
        self.tokens_out += tokens_out or 0

    def cost(self, prices: tuple[float, float]) -> float:
        """What the tokens cost at prices for a million in and out."""
        return (self.tokens_in * prices[0] + self.tokens_out * prices[1]) / 1_000_000

    def line(self, model: str, prices: tuple[float, float] | None) -> str:
        """All of it on one line."""
        tokens = f"{self.tokens_in:,} tokens in, {self.tokens_out:,} out"
        parts = [f"{_many(self.requests, 'request')}, {tokens}"]
        if self.untold:
            parts.append(f"tokens not told for {_many(self.untold, 'answer')}")
        if prices is not None:
            parts.append(f"cost {'at least ' if self.untold else ''}{self.cost(prices):.4f} at the prices set")
        parts.append(f"{_many(self.cached, 'answer')} from the cache")
        if self.unreadable:
            parts.append(f"{_many(self.unreadable, 'answer')} unreadable")
        if self.refused:
            why = ", ".join(f"{number:,} {reason}" for reason, number in self.refused.most_common())
            parts.append(f"refused: {why}")
        if self.without_schema:
            parts.append("the server takes no JSON schema")
        return f"{model}: {'; '.join(parts)}"


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
