"""A ledger of a few reports, made once, and a copy of it for each test."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from .lines import REPORTS, dragoman, lines_of


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger, to be looked at only."""
    folder = tmp_path_factory.mktemp("ledger")
    reports = folder / "reports.jsonl"
    reports.write_text(lines_of(*REPORTS), encoding="utf-8")
    ran = dragoman("add", reports, "--coder", "lexicon", "--ledger", folder / "news.db")
    assert ran.code == 0, ran.err
    return folder / "news.db"


@pytest.fixture
def ledger(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it that may be changed; commands find it by themselves."""
    place = tmp_path / "news.db"
    shutil.copy(made, place)
    monkeypatch.setenv("DRAGOMAN_LEDGER", str(place))
    return place


@pytest.fixture
def events(ledger: Path) -> dict[str, dict[str, Any]]:
    """Its events by type and language: `CONSULT en`."""
    found = dragoman("events", "--format", "jsonl", "--order", "oldest").lines
    return {f"{event['type']} {event['report']['language']}": event for event in reversed(found)}
