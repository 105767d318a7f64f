"""Ledgers made once: one of invented reports, one of foreign events in which a link is planted."""

from __future__ import annotations

import datetime
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.ledger import Ledger
from dragoman.model import Actor, ForeignEvent, Time

from ..ledger.lines import dragoman, lines_of
from . import told


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger of the invented reports, to be looked at only."""
    folder = tmp_path_factory.mktemp("relations")
    (folder / "reports.jsonl").write_text(lines_of(*told.reports()), encoding="utf-8")
    ran = dragoman("add", folder / "reports.jsonl", "--coder", "lexicon", "--ledger", folder / "news.db")
    assert ran.code == 0, ran.err
    return folder / "news.db"


@pytest.fixture
def ledger(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """It again; commands find it by themselves."""
    monkeypatch.setenv("DRAGOMAN_LEDGER", str(made))
    return made


@pytest.fixture
def own(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it that may be changed; commands find it by themselves."""
    place = Path(shutil.copy(made, tmp_path / "news.db"))
    monkeypatch.setenv("DRAGOMAN_LEDGER", str(place))
    return place


@pytest.fixture(scope="session")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three years in which Bolivia and Peru do each month what Chile and Portugal did the month before."""
    place = tmp_path_factory.mktemp("linked") / "foreign.db"
    with Ledger(str(place)) as held:
        held.add_foreign(_events(), "gdelt")
    return place


def _events() -> Iterator[ForeignEvent]:
    chance = random.Random(3)
    moods = [chance.choice((-1, 1)) for _ in range(37)]
    for month in range(36):
        day = datetime.date(2020 + month // 12, month % 12 + 1, 15)
        pairs = (("CHL", "PRT", moods[month + 1]), ("BOL", "PER", moods[month]), ("FIN", "NLD", chance.choice((-1, 1))))
        for actor, recipient, mood in pairs:
            for number in range(chance.randint(1, 3)):
                yield _event(f"{actor}{month}.{number}", actor, recipient, day, good=mood > 0)


def _event(name: str, actor: str, recipient: str, day: datetime.date, *, good: bool) -> ForeignEvent:
    return ForeignEvent(
        id=f"gdelt:{name}",
        type="AID" if good else "ASSAULT",
        actors=(Actor(name=actor, country=actor, sector="GOV"),),
        recipients=(Actor(name=recipient, country=recipient, sector="GOV"),),
        when=Time(start=day, end=day, precision="day", text=str(day)),
        quad="material-cooperation" if good else "material-conflict",
        score=8.0 if good else -8.0,
        confidence=0.9,
        coder="gdelt",
        row={},
    )
