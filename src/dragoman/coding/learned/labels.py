"""What the heads tell apart, in the order of their outputs."""

from __future__ import annotations

import hashlib

from dragoman import ontology

KINDS = ("person", "office", "state", "organisation", "group", "pronoun", "place", "time")
PARTS = ("none", "actor", "recipient", "where", "when", "said_by")  # of a mention in an act

_PLOVER = ontology.load()
TYPES = tuple(_PLOVER.types)
MODALITIES = tuple(_PLOVER.modalities)
SECTORS = tuple(_PLOVER.sectors)
MODES = tuple((name, mode) for name, kind in _PLOVER.types.items() for mode in (None, *(m.name for m in kind.modes)))
MODES_OF = tuple(
    slice(own[0], own[-1] + 1) for own in ([i for i, (t, _) in enumerate(MODES) if t == name] for name in TYPES)
)  # where each type's modes stand in MODES
RELATIONS = (*TYPES, None)  # between two marked parties; None where the sentence reports nothing between them
DETECTED = ("ASSAULT", "PROTEST")  # told for a sentence as a whole
AMONG = 4  # heads of the attention by which mentions look at one another
SPAN = 192  # width of an act and of a mention before they meet
NATION = 64  # width in which mentions are compared for their country

_BUCKETS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48)
_OWN = 2 * (len(_BUCKETS) + 1)
BUCKETS = _OWN + 5


def fingerprint() -> str:
    """The first 12 hex digits of the SHA-256 of all labels: a model speaks of those that it was trained with."""
    return hashlib.sha256(
        repr((KINDS, PARTS, TYPES, MODALITIES, SECTORS, MODES, DETECTED, AMONG, BUCKETS)).encode()
    ).hexdigest()[:12]


def apart(act: tuple[int, int], mention: tuple[int, int]) -> int:
    """The bucket of the distance in pieces from an act to a mention: before it, then after it."""
    after = mention[0] >= act[0]
    gap = mention[0] - act[1] if after else act[0] - mention[1]
    return sum(gap >= edge for edge in _BUCKETS) + (len(_BUCKETS) + 1 if after else 0)


def sentences_apart(gap: int) -> int:
    """The bucket of a mention that stands `gap` sentences behind an act's, or before it."""
    return _OWN + (0 if gap < -3 else 1 if gap < -1 else 2 if gap < 0 else 3 if gap < 2 else 4)
