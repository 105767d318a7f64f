"""What each fact is worth: whether an act word reports an event, and who has which part in it.

The weights of a language are logistic: their sum over the facts that hold, put through the logistic function, is
the probability. `training/lexicon.py` measures them; a pack without a weights file goes by the rules alone.
"""

from __future__ import annotations

import gzip
import math
import zlib
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import msgspec

from dragoman.coding.features import PATTERN, SPECIFIC
from dragoman.errors import DataError


class Parts(NamedTuple):
    """The probabilities that a party is the actor, the recipient, or has no part."""

    actor: float
    recipient: float
    none: float


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The weights of one language; `actor` and `recipient` are against having no part.

    `certainty` is the curve from the product of an event's probabilities to the share of such events that were
    right in cross-validation: knots from 0 to 1, straight between them.
    """

    event: dict[str, float]
    actor: dict[str, float]
    recipient: dict[str, float]
    certainty: tuple[tuple[float, float], ...] = ((0.0, 0.0), (1.0, 1.0))
    fingerprint: str = "rules"

    def reports(self, facts: Iterable[str]) -> float:
        """The probability that an act word reports an event of its type.

        Of a specific pattern (several words, or in company) that was not seen in training the weights know little:
        there the rules have a third of the say.
        """
        given = tuple(facts)
        own = _probability(self.event, given)
        if SPECIFIC not in given or any(fact in self.event for fact in given if fact.startswith(PATTERN)):
            return own
        return (2 * own + _probability(RULES.event, given)) / 3

    def parts(self, facts: Iterable[str]) -> Parts:
        """The probabilities of a party's parts in an act."""
        known = tuple(facts)
        actor, recipient = math.exp(_sum(self.actor, known)), math.exp(_sum(self.recipient, known))
        total = 1 + actor + recipient
        return Parts(actor / total, recipient / total, 1 / total)

    def confidence(self, product: float) -> float:
        """The calibrated probability that an event of this product is right in type and parties."""
        for (left, low), (right, high) in pairwise(self.certainty):
            if product <= right:
                return low + (high - low) * (product - left) / (right - left)
        return self.certainty[-1][1]


RULES = Weights(
    event={"bias": 1.0, "strength=weak|verb": -1.0, "strength=weak|noun": -2.0, "inside=True|noun": -2.0},
    actor={"bias": -2.0, "rule=actor": 4.0},
    recipient={"bias": -2.0, "rule=recipient": 4.0, "rule=host": 4.0},
)


@cache
def load(language: str) -> Weights:
    """The weights of a language; `RULES` where its pack has none. Raises DataError where the file is broken."""
    file = files("dragoman.languages") / language / "weights.json.gz"
    if not file.is_file():
        return RULES
    raw = file.read_bytes()
    try:
        found = msgspec.json.decode(gzip.decompress(raw), type=Weights)
    except (msgspec.DecodeError, UnicodeDecodeError, EOFError, OSError, zlib.error) as error:
        raise DataError(
            str(error), f"languages/{language}/weights.json.gz", "train it anew: training/lexicon.py"
        ) from error
    return msgspec.structs.replace(found, fingerprint=sha256(raw).hexdigest()[:12])


def _probability(weights: dict[str, float], facts: Iterable[str]) -> float:
    return 1 / (1 + math.exp(-_sum(weights, facts)))


def _sum(weights: dict[str, float], facts: Iterable[str]) -> float:
    total = math.fsum(map(weights.__getitem__, weights.keys() & facts))
    return max(-30.0, min(30.0, total))
