"""What tests in several folders share: two ledgers, the planted story and the sample report, and a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman import intake, pipeline
from dragoman.ledger import Ledger
from places import PLANTED, SAMPLE

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _filled(at: Path, source: Path) -> Ledger:
    ledger = Ledger(str(at / "dragoman.db"))
    for _ in pipeline.add_reports(ledger, intake.reports([str(source)])):
        pass
    for _ in pipeline.join_stories(ledger):
        pass
    return ledger


@pytest.fixture(scope="session")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """179 invented reports on four states over 18 months, with what `evaluation/relations/README.md` says in them."""
    with _filled(tmp_path_factory.mktemp("planted"), PLANTED) as ledger:
        yield ledger


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The report with which the project began."""
    if not SAMPLE.exists():
        pytest.skip("the sample report is not here")
    with _filled(tmp_path_factory.mktemp("sample"), SAMPLE) as ledger:
        yield ledger


@pytest.fixture(scope="module")  # its event loop is in the way of others
def browser() -> Iterator[Any]:
    """A real Chromium; tests that need it are skipped where none is installed."""
    sync_api = pytest.importorskip("playwright.sync_api")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip(f"no browser is installed (looked for {', '.join(BROWSERS)})")
    # Chromium's sandbox refuses to run as root, as containers do.
    flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=flags)
        yield running
        running.close()
