"""The heads over the encoder: what its vectors say of mentions, acts, parts and marked parties.

Small matrices, so numpy does: the same sums on every machine and no second engine. `training/network.py` has the
same heads in PyTorch, with the same names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.learned.labels import AMONG, DETECTED, MODES_OF, NATION, PARTS, SPAN, apart, sentences_apart

Floats = NDArray[np.float32]
Span = tuple[int, int]  # first piece, and the one after the last


class Around(NamedTuple):
    """The mentions around a sentence: those of the report's other sentences, as `around` chooses them."""

    vectors: Floats  # [mentions, 192]
    gaps: Sequence[int]  # how many sentences each stands behind; negative before


NOBODY = Around(np.zeros((0, SPAN), np.float32), ())


class OneAct(NamedTuple):
    """What the heads say of one act, as probabilities."""

    parts: Floats  # [mentions, 6]
    modality: Floats  # [5]
    modes: Floats  # [modes of its type]


class Acts(NamedTuple):
    """What the heads say of a sentence's acts, as probabilities."""

    parts: Floats  # [acts, mentions, 6]
    modality: Floats  # [acts, 5]
    modes: list[Floats]  # of each act, [modes of its type]

    def of(self, k: int) -> OneAct:
        """What is said of one of them."""
        return OneAct(self.parts[k], self.modality[k], self.modes[k])


class Relation(NamedTuple):
    """What the heads say of two marked parties, as probabilities."""

    type: Floats  # [17]
    modality: Floats  # [5]
    modes: Floats  # [all modes], to be read by type


class Heads:
    """All heads, by the names of their arrays."""

    def __init__(self, arrays: Mapping[str, Floats]) -> None:
        self.arrays = {name: np.asarray(array, np.float32) for name, array in arrays.items()}

    def tags(self, hidden: Floats) -> tuple[Floats, Floats]:
        """Mention tags [pieces, 17] and act tags [pieces, 33] of a sentence's vectors [pieces, 384]."""
        return softmax(self._linear("mention_tags", hidden)), softmax(self._linear("act_tags", hidden))

    def acts(
        self,
        hidden: Floats,
        acts: Sequence[tuple[Span, int]],
        mentions: Sequence[Span],
        named: Floats,
        around: Around,
    ) -> Acts:
        """What is said of acts, each a span with the number of its type, and of mentions, each a span with its vector;
        the mentions around the sentence come behind its own."""
        a = self._spans("acts", hidden, [s for s, _ in acts]) + self._rows("types", [t for _, t in acts])
        modes = self._linear("modes", a)
        found = [softmax(modes[i, MODES_OF[t]]) for i, (_, t) in enumerate(acts)]
        modality = softmax(self._linear("modality", a))
        m = np.concatenate((named, around.vectors))
        if not len(m):
            return Acts(np.zeros((len(acts), 0, len(PARTS)), np.float32), modality, found)
        gaps = [sentences_apart(gap) for gap in around.gaps]
        far = self._rows("apart", [[apart(x, y) for y in mentions] + gaps for x, _ in acts])
        shape = (len(acts), len(m), a.shape[1])
        left, right = np.broadcast_to(a[:, None], shape), np.broadcast_to(m[None], shape)
        both = np.concatenate((left, right, left * right, far), axis=2)
        return Acts(softmax(self._parts(both)), modality, found)

    def _parts(self, both: Floats) -> Floats:
        """Scores of parts [acts, mentions, 6]; the mentions look at one another (Vaswani et al. 2017)."""
        x = _relu(self._linear("parts_in", both))
        acts, mentions, width = x.shape
        inner = self._linear("among_in", self._normed("among_norm", x)).reshape(acts, mentions, 3, AMONG, -1)
        q, k, v = inner.transpose(2, 0, 3, 1, 4)
        mixed = softmax(q @ k.swapaxes(-1, -2) * np.float32(q.shape[-1] ** -0.5)) @ v
        x = x + self._linear("among_out", mixed.transpose(0, 2, 1, 3).reshape(acts, mentions, width))
        return self._linear("parts_out", _relu(self._linear("parts_inner", x)))

    def speakers(self, hidden: Floats, mentions: Sequence[tuple[Span, int]]) -> Floats:
        """For each mention, whether the sentence is a statement of it [mentions]."""
        if not mentions:
            return np.zeros(0, np.float32)
        m = self.named(hidden, mentions)
        first = np.broadcast_to(hidden[0], (len(mentions), hidden.shape[1]))
        inner = _relu(self._linear("speaker_in", np.concatenate((m, first), axis=1)))
        return np.asarray(1 / (1 + np.exp(-self._linear("speaker_out", inner)[:, 0])), np.float32)

    def named(self, hidden: Floats, mentions: Sequence[tuple[Span, int]]) -> Floats:
        """The vectors of mentions, each a span with the number of its kind [mentions, 192]."""
        kinds = np.array([k for _, k in mentions], np.int64)
        return self._spans("mentions", hidden, [s for s, _ in mentions]) + self._rows("kinds", kinds)

    def nations(self, named: Floats, around: Floats) -> Floats:
        """For each mention, by the vectors of all, from which other one its country is known, or from none
        [mentions, 1 + mentions + those around]."""
        by = self._linear("nation_by", np.concatenate((named, around)))
        scores = self._linear("nation_of", named) @ by.T / np.float32(NATION**0.5)
        np.fill_diagonal(scores, -1e4)
        return softmax(np.concatenate((self._linear("nation_none", named), np.asarray(scores, np.float32)), axis=1))

    def sectors(self, named: Floats) -> Floats:
        """For each mention, by its vector, what part of a country it is [mentions, sectors]."""
        return softmax(self._linear("sector", named))

    def detected(self, hidden: Floats) -> dict[str, float]:
        """Whether the sentence as a whole reports an assault, a protest."""
        pooled = np.concatenate((hidden.mean(0), hidden.max(0)))
        chances = 1 / (1 + np.exp(-self._linear("detected", pooled)))
        return {name: float(chance) for name, chance in zip(DETECTED, chances, strict=True)}

    def relation(self, hidden: Floats, actor: Span | None, recipient: Span | None) -> Relation:
        """What the actor does to the recipient in a sentence whose vectors were made with both marked."""
        ends = [hidden[s[0] : s[1]].mean(0) if s else np.zeros(hidden.shape[1], np.float32) for s in (actor, recipient)]
        pooled = np.concatenate((hidden.mean(0), hidden.max(0), *ends))
        return Relation(
            softmax(self._linear("relation_type", pooled)),
            softmax(self._linear("relation_modality", pooled)),
            softmax(self._linear("relation_mode", pooled)),
        )

    def _spans(self, name: str, hidden: Floats, spans: Sequence[Span]) -> Floats:
        width = hidden.shape[1]
        means = np.empty((len(spans), 2 * width), np.float32)
        for row, (first, end) in zip(means, spans, strict=True):
            np.divide(hidden[first:end].sum(0), end - first, out=row[:width])
            row[width:] = hidden[first]
        return _relu(self._linear(name, means))

    def _rows(self, name: str, numbers: object) -> Floats:
        return np.asarray(self.arrays[f"{name}.weight"][np.asarray(numbers)], np.float32)

    def _normed(self, name: str, x: Floats) -> Floats:
        """Layer normalisation (Ba et al. 2016)."""
        middle = x - x.mean(-1, keepdims=True)
        size = np.sqrt((middle**2).mean(-1, keepdims=True) + np.float32(1e-5))
        return np.asarray(middle / size * self.arrays[f"{name}.weight"] + self.arrays[f"{name}.bias"], np.float32)

    def _linear(self, name: str, x: Floats) -> Floats:
        return np.asarray(x @ self.arrays[f"{name}.weight"].T + self.arrays[f"{name}.bias"], np.float32)


def softmax(x: Floats) -> Floats:
    """Probabilities over the last axis."""
    raised = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), np.float32)


def _relu(x: Floats) -> Floats:
    return np.maximum(x, 0)
