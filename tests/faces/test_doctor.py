"""What the doctor finds, on this machine and on ones that lack something."""

from __future__ import annotations

import io
from importlib import metadata

import pytest

from dragoman import ontology
from dragoman.coding import coder as coders
from dragoman.errors import DataError
from dragoman.faces import cli, doctor, wording


def test_all_is_well_here(capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.run(["doctor"])
    shown = capsys.readouterr().out
    assert code == 0, shown
    assert "All is well." in shown and "✗" not in shown
    for what in ("dragoman", "python", "msgspec", "ontology", "names", "language fa", "lexicon", "encoding"):
        assert f" {what} " in shown
    assert ontology.load().fingerprint in shown


def test_a_missing_or_old_library_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda _: ["rich>=999.1", "no-such-library>=2", "x; extra == 'y'"])
    out = io.StringIO()
    assert not doctor.show(out)
    shown = out.getvalue()
    assert "✗ no-such-library missing (needs >=2)" in " ".join(shown.split())
    assert "→ pip install 'no-such-library>=2'" in shown
    assert "→ pip install 'rich>=999.1'" in shown
    assert "Not all is well" in shown


def test_a_coder_that_cannot_run_is_a_finding_and_the_exit_code_is_3(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> coders.Coder:
        raise DataError("the weights are cut short", "weights.bin")

    monkeypatch.setitem(coders.CODERS, "cut", broken)
    assert cli.run(["doctor"]) == 3
    shown = capsys.readouterr().out
    assert "✗ cut" in shown and "DataError: weights.bin: the weights are cut short" in shown


def test_every_type_and_mode_has_its_words_in_english() -> None:
    for event_type in ontology.load().types.values():
        modes = {None, *(mode.name for mode in event_type.modes)}
        assert wording.ACTS[event_type.name].keys() == modes
    assert wording.act("NOVEL", "new-mode") == "new mode"
