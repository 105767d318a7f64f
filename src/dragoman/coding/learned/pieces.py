"""Text into the encoder's pieces, each with its place in the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

FIRST, PAD, LAST, UNKNOWN = range(4)  # ids of <s>, <pad>, </s>, <unk>
LONGEST = 256  # pieces of one pass, the two at the ends counted
_LETTERS = 8  # letters a piece at the least; what is longer is cut before it is split
_JOINERS = ("\u200c", "\u200d", "\u00ad")  # joiners and soft hyphens


Ids = NDArray[np.int64]
Span = tuple[int, int]  # first piece, and the one after the last


class Pieces(NamedTuple):
    """A text's pieces: ids [n] and the code points [n, 2] that each stands for; the first and last stand for none."""

    ids: Ids
    places: NDArray[np.int64]

    def span(self, start: int, end: int) -> Span | None:
        """First piece and the one after the last that share a letter with the code points; None where cut off."""
        inside = np.flatnonzero((self.places[:, 0] < end) & (self.places[:, 1] > start))
        return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else None


def marked(
    pieces: Pieces, actor: Span | None, recipient: Span | None, marks: int
) -> tuple[Ids, Span | None, Span | None]:
    """Ids with marks around the two parties and where these then stand; `marks` is the id of the first mark."""
    parties = [(span, marks + 2 * i) for i, span in enumerate((actor, recipient)) if span]
    ids: list[int] = []
    moved: dict[int, int] = {}
    for at, piece in enumerate((*pieces.ids, None)):
        ids += [mark + 1 for span, mark in parties if span[1] == at]
        ids += [mark for span, mark in parties if span[0] == at]
        moved[at] = len(ids)
        if piece is not None:
            ids.append(int(piece))
    at_new = [(moved[s[0]], moved[s[1] - 1] + 1) if s else None for s in (actor, recipient)]
    return np.array(ids), at_new[0], at_new[1]


def tokenizer(pieces: Sequence[tuple[str, float]]) -> Tokenizer:
    """A Unigram tokenizer as multilingual-e5 has it: NFKC, words marked at their start."""
    made = Tokenizer(models.Unigram(list(pieces), unk_id=UNKNOWN, byte_fallback=False))
    made.normalizer = normalizers.Sequence([*(normalizers.Replace(j, " ") for j in _JOINERS), normalizers.NFKC()])
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    return made


def split(known: Tokenizer, texts: Sequence[str]) -> list[Pieces]:
    """The pieces of each text, with the marks at both ends."""
    found = []
    for coded in known.encode_batch([t[: LONGEST * _LETTERS] for t in texts], add_special_tokens=False):
        ids = [FIRST, *coded.ids[: LONGEST - 2], LAST]
        places = [(0, 0), *coded.offsets[: LONGEST - 2], (0, 0)]
        found.append(Pieces(np.array(ids), np.array(places).reshape(-1, 2)))
    return found
