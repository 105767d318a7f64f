"""Schemathesis asks all that the OpenAPI allows, and much that it doesn't, and finds nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from ..web.conftest import Running
from .conftest import API

HERE = Path(__file__).parent
PROGRAM = Path(sys.executable).with_name("schemathesis")


def test_schemathesis_finds_nothing(serve: Callable[..., Running], stock: Callable[[], Path], tmp_path: Path) -> None:
    running = serve(stock(), coder="lexicon")
    command = [PROGRAM, "--config-file", HERE / "schemathesis.toml", "run", f"{running.address}{API}/openapi.json"]
    hooks = {"SCHEMATHESIS_HOOKS": str(HERE / "hooks.py")}
    run = subprocess.run(
        command, cwd=tmp_path, env=os.environ | hooks, capture_output=True, text=True, check=False, timeout=600
    )
    assert run.returncode == 0, run.stdout + run.stderr
    print(run.stdout)
    assert "Coverage" in run.stdout and "Fuzzing" in run.stdout
