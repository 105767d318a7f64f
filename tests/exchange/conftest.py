"""Events to write: coded from sentences written for these tests, and one of each kind made by hand."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from dragoman import exchange, ontology, pipeline
from dragoman.errors import InputError
from dragoman.model import Actor, Event, ForeignEvent, Party, Place, Report, Span, Time, Told

DAY = datetime.date(2024, 5, 14)
SENTENCES = (
    "Turkish Foreign Minister Hakan Fidan visited Athens on Tuesday and met Greek Foreign Minister George "
    "Gerapetritis. Russia condemned the European Union's sanctions. Iran did not attack Israel. "
    "Qatar sent food and medicine to Sudan."
)


def make_event(**changes: Any) -> Event:
    """A visit of Turkey to Greece in Athens, or what it is changed to."""
    plain: dict[str, Any] = {
        "id": "e1",
        "type": "CONSULT",
        "mode": "visit",
        "contexts": ("diplomatic",),
        "actors": (party("Turkey", "TUR", start=0),),
        "recipients": (party("Greece", "GRC", start=15),),
        "when": Time(start=DAY, end=DAY, precision="day", text="Tuesday"),
        "where": Place(name="Athens", country="GRC", lat=37.98, lon=23.73, text="Athens"),
        "modality": "done",
        "reported_by": (),
        "condition": None,
        "status": "claimed",
        "quad": "verbal-cooperation",
        "score": 4.0,
        "cameo": "042",
        "goldstein": 1.9,
        "confidence": 0.9,
        "sentence": Span(start=0, end=40),
        "trigger": Span(start=7, end=14),
        "reason": "a reason",
        "coder": "test/1",
        "evidence": (),
    } | changes
    if "type" in changes:
        known = ontology.load()
        mode, contexts = changes.get("mode"), changes.get("contexts", ())
        cameo, goldstein = known.cameo(plain["type"], mode, contexts)
        plain |= {"mode": mode, "contexts": contexts, "quad": known.quad(plain["type"])}
        plain |= {"score": known.score(plain["type"], mode), "cameo": cameo, "goldstein": goldstein}
    return Event(**plain)


def party(name: str, country: str | None, sector: str | None = "GOV", start: int = 0, **more: Any) -> Party:
    actor = Actor(name=name, country=country, sector=sector, **more)
    return Party(start=start, end=start + len(name), actor=actor)


def make_report(**changes: Any) -> Report:
    plain: dict[str, Any] = {
        "id": "r1",
        "text": "Turkey visited Greece and spoke of ties.\nMore.",
        "title": "A visit",
        "language": "en",
        "outlet": "The Courier",
        "url": "https://courier.example/a",
        "published": datetime.date(2024, 5, 15),
        "fetched": datetime.datetime(2024, 5, 15, 12, 30, tzinfo=datetime.UTC),
    }
    return Report(**(plain | changes))


def make_told(story: str | None = None, report: dict[str, Any] | None = None, **changes: Any) -> Told:
    return Told(event=make_event(**changes), report=make_report(**(report or {})), story=story)


@pytest.fixture(scope="session")
def coded() -> list[Told]:
    """What the lexicon finds in a few sentences."""
    report = make_report(text=SENTENCES)
    return [Told(event=event, report=report) for event in pipeline.code_report(report, "lexicon").events]


Round = Callable[..., list[ForeignEvent]]


@pytest.fixture
def there_and_back(tmp_path: Path) -> Round:
    """Writes events in a format and reads the file."""

    def go(name: str, told: list[Told], **options: Any) -> list[ForeignEvent]:
        path = tmp_path / f"x{exchange.FORMATS[name].suffix}"
        exchange.write(name, told, path, **options)
        read = list(exchange.read(name, path))
        assert not [one for one in read if isinstance(one, InputError)]
        return [one for one in read if isinstance(one, ForeignEvent)]

    return go


def rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def without_id(event: ForeignEvent) -> ForeignEvent:
    return msgspec.structs.replace(event, id="", row={})
