"""Ledgers made once for all tests of relations: the planted story, and the sample report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman import intake, pipeline
from dragoman.ledger import Ledger

PLANTED = Path(__file__).parents[2] / "evaluation" / "relations" / "reports.jsonl"
SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "aliyev_blinken.txt"


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
