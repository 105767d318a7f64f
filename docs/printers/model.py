"""What the card of the model tells."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.coding.learned import model as shipped
from dragoman.coding.learned.labels import DETECTED
from dragoman.languages import packs
from dragoman.languages.packs import LANGUAGES
from printers.tables import code, table

_FILES = {
    "encoder.onnx": "the transformer layers in 8 bits",
    "words.bin": "the word vectors in 4 bits, one row a piece",
    "tokenizer.json.gz": "the pieces with their scores",
    "heads.npz": "the heads, and the vectors of the marks around parties",
    "card.json": "digests, what was measured, how the coder decides",
}
_LEARNED = {
    "sentences": "sentences",
    "pairs": "marked pairs; of those made from annotated sentences, nearly half in each epoch",
    "epochs": "epochs",
    "seed": "seed",
    "from": "from the model with the fingerprint",
}
_GROUPS = {  # by the coder's name and by that of the sentences kept aside
    ("en", "en"): "English sentences",
    ("fa", "fa"): "Persian translations of the same",
    ("ar", "ar"): "Arabic translations of the same",
    ("newspaper", "newspaper"): "Arabic newspaper sentences, mostly of assaults and protests",
    ("newswire", "newswire"): "Arabic newswire sentences",
}
_FACTS = {
    "bias": "always, or for each candidate of the type",
    "model": "log-odds of the type by the model",
    "lexicon": "log-odds by the lexicon's weights, where it has an act word there",
    "alone": "the lexicon has no act word there",
    "company": "its act word stands beside the words that its entry asks for",
    "likely": "the model's probability of the type is a half or more",
    "both": "so are the model's and the lexicon's",
    "whole": "log-odds that the sentence as a whole reports an act of the type",
}
_UNTOLD = "The card of this model tells nothing here."


def _model_folder() -> Path:
    return Path(os.environ.get(shipped.PLACE) or shipped.FOLDER)


@cache
def _card() -> dict[str, Any]:
    """What the model's card says, which may lack any part; nothing where there is no model."""
    card = _model_folder() / "card.json"
    return dict(json.loads(card.read_text(encoding="utf-8"))) if card.is_file() else {}


def _measured(name: str) -> Any:
    return (_card().get("measured") or {}).get(name) or {}


def _told(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of figures that the card tells, two digits each."""
    written = [[f"{one:.2f}" if isinstance(one, float) else one for one in row] for row in rows]
    return table(heads, written) if written else _UNTOLD


def _model_files() -> str:
    files = [_model_folder() / name for name in _FILES]
    sizes = {file.name: file.stat().st_size if file.is_file() else None for file in files}
    digests = _card().get("digests") or {}
    rows = [
        (code(name), sizes[name], code(digests[name][:12]) if name in digests else "–", gist)
        for name, gist in _FILES.items()
    ]
    rows.append(("all", sum(filter(None, sizes.values())) or None, "–", ""))
    return table(("file", "bytes", "SHA-256 begins", "what it holds"), rows)


def _model_learned() -> str:
    found = _measured("learned from")
    return _told(("learned from", ""), [(label, found[key]) for key, label in _LEARNED.items() if key in found])


def _model_events() -> str:
    whole, aside = _measured("triple F1"), _measured("kept aside")
    rows = [
        (label, whole.get(group), aside.get(f"triples {other}"), aside.get(f"types {other}"))
        for (group, other), label in _GROUPS.items()
    ]
    heads = ("F1", "the default coder", "the model alone, countries given", "the model alone, types only")
    return _told(heads, [row for row in rows if any(figure is not None for figure in row[1:])])


def _model_pairs() -> str:
    aside = _measured("kept aside")
    rows = [
        (one.data.name, aside[f"pairs {one.code}"])
        for one in map(packs.load, LANGUAGES)
        if f"pairs {one.code}" in aside
    ]
    return _told(("language", "macro-F1 of 15 classes"), rows)


def _model_detection() -> str:
    aside = _measured("kept aside")
    rows = [(code(name), aside[f"detect {name}"]) for name in DETECTED if f"detect {name}" in aside]
    return _told(("does the sentence report one?", "F1 of yes"), rows)


def _model_reliability() -> str:
    rows = [
        (
            "–" if one.get("from") is None else f"{one['from']:.1f} to {one['from'] + 0.1:.1f}",
            *(one.get(key) for key in ("events", "confidence", "right")),
        )
        for one in _measured("reliability")
    ]
    table = _told(("confidence", "events", "mean confidence", "share right"), rows)
    error = (_card().get("measured") or {}).get("calibration error")
    return table if error is None else f"{table}\n\nExpected calibration error: **{error:.3f}**"


def _model_decision() -> str:
    weights = _card().get("decision") or {}
    rows = [(code(name), f"{weight:+.2f}", _FACTS.get(name.split("/")[0], "")) for name, weight in weights.items()]
    enough = _card().get("enough")
    least = "" if enough is None else f"\n\nAn event is told from a confidence of **{enough:.2f}** on."
    return _told(("fact", "weight", "what it is"), rows) + least


def _model_certainty() -> str:
    return _told(("product of probabilities", "confidence"), _card().get("certainty") or [])


PRINTERS: dict[str, Callable[[], str]] = {
    "model certainty": _model_certainty,
    "model decision": _model_decision,
    "model detection": _model_detection,
    "model events": _model_events,
    "model files": _model_files,
    "model learned": _model_learned,
    "model pairs": _model_pairs,
    "model reliability": _model_reliability,
}
