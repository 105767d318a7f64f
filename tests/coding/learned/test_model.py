"""The model's files: whole, or told as what they are, with the lexicon coder offered; the same answer every time."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dragoman.coding.learned import model as shipped
from dragoman.coding.learned.model import Model
from dragoman.errors import ModelError

SENTENCES = [
    "The foreign minister of Jordan met the foreign minister of Egypt in Cairo on Sunday.",
    "اتهمت كينيا الصومال بانتهاك حدودها.",
    "سوئد به اوگاندا دارو اهدا کرد.",
    "",
    "x",
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped model that a test may damage."""
    return Path(shutil.copytree(shipped.FOLDER, tmp_path / "model"))


def _truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1000])


def _another(file: Path) -> None:
    file.write_bytes(b"GGUF" + file.read_bytes()[4:])


@pytest.mark.parametrize("damage", [Path.unlink, _truncate, _another], ids=["missing", "truncated", "another"])
@pytest.mark.parametrize("name", ["encoder.onnx", "words.bin", "tokenizer.json.gz", "heads.npz"])
def test_a_damaged_file_is_named_and_the_lexicon_offered(copy: Path, name: str, damage: Callable[[Path], None]) -> None:
    damage(copy / name)
    with pytest.raises(ModelError) as told:
        Model(copy)
    assert name in str(told.value)
    assert "--coder lexicon" in told.value.fix


@pytest.mark.parametrize("card", [None, b"", b"{}", b"\xff\xfe", b'{"digests": {}}'])
def test_a_model_without_a_sound_card_is_none(copy: Path, card: bytes | None) -> None:
    (copy / "card.json").unlink()
    if card is not None:
        (copy / "card.json").write_bytes(card)
    with pytest.raises(ModelError, match=r"card\.json"):
        Model(copy)


def test_a_model_for_other_labels_is_refused(copy: Path) -> None:
    card = (copy / "card.json").read_text(encoding="utf-8")
    own = json.loads(card)["labels"]
    (copy / "card.json").write_text(card.replace(own, "0" * 12), encoding="utf-8")
    with pytest.raises(ModelError, match="other types, modes or sectors"):
        Model(copy)


def test_the_command_says_so_and_the_lexicon_still_reads(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(SENTENCES[0], encoding="utf-8")

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        command = [Path(sys.executable).with_name("dragoman"), "read", str(report), "--format", "jsonl", *more]
        nowhere = {"DRAGOMAN_MODEL": str(tmp_path / "nowhere"), "PYTHONUTF8": "1"}
        return subprocess.run(command, capture_output=True, text=True, env=nowhere, check=False)

    refused = run()
    assert refused.returncode == 2
    assert "nowhere" in refused.stderr and "--coder lexicon" in refused.stderr and "Traceback" not in refused.stderr
    assert '"CONSULT"' in run("--coder", "lexicon").stdout


def test_a_sentence_has_the_same_vectors_alone_and_in_company() -> None:
    model = shipped.load()
    pieces = model.split(SENTENCES)
    together = list(model.encode([p.ids for p in pieces]))
    for one, vectors in zip(pieces, together, strict=True):
        (alone,) = model.encode([one.ids])
        assert vectors.shape == (len(one.ids), 384)
        cosine = float((alone * vectors).sum() / (np.linalg.norm(alone) * np.linalg.norm(vectors)))
        assert cosine > 0.99


@pytest.mark.parametrize("threads", ["1", "2", "none", ""])
def test_as_many_passes_side_by_side_as_one_likes_read_the_same(monkeypatch: pytest.MonkeyPatch, threads: str) -> None:
    known = shipped.load()
    rows = [pieces.ids for pieces in known.split(SENTENCES)]
    monkeypatch.setenv(shipped.THREADS, threads)
    for here, there in zip(Model(shipped.FOLDER).encode(rows), known.encode(rows), strict=True):
        np.testing.assert_array_equal(here, there)


def test_pieces_keep_their_place_in_the_text() -> None:
    text = "وزير‌الخارجية of İzmir, « 𝄞 » ۱۴۰۲"
    (pieces,) = shipped.load().split([text])
    assert all(0 <= start <= end <= len(text) for start, end in pieces.places)
    span = pieces.span(text.index("İzmir"), text.index("İzmir") + 5)
    assert span is not None
    assert text[pieces.places[span[0], 0] : pieces.places[span[1] - 1, 1]].strip() == "İzmir"


def test_an_endless_sentence_is_cut_to_the_models_length() -> None:
    (pieces,) = shipped.load().split(["word " * 50_000])
    assert len(pieces.ids) == 256


def test_the_model_takes_less_than_60_megabytes() -> None:
    assert sum(file.stat().st_size for file in shipped.FOLDER.iterdir()) < 60_000_000
