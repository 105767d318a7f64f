"""Which topics of a report are the pair's."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman import pipeline
from dragoman.intake.report import Given, make_report
from dragoman.ledger import Ledger
from dragoman.ledger.casts import Passage
from dragoman.model import Actor, ForeignEvent, Span, Time
from dragoman.relations.agenda.mentions import Ground, accounts, mentions

PAIR = ("GHA", "NOR")
DAY = datetime.date(2024, 3, 5)
OWN = "Ghana met Norway in Accra."
OTHER = "Denmark met Japan in Tokyo on water sharing."


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(str(tmp_path / "dragoman.db"), who="Leyla") as ledger:
        yield ledger


def topics(ledger: Ledger, text: str, pair: tuple[str, str] = PAIR) -> set[str]:
    report = make_report(text, Given(), where="test", published=DAY)
    ledger.add([pipeline.code_report(report, "lexicon")], "lexicon/1")
    return {label for kind, label in mentions(ledger, pair, accounts(ledger, pair)) if kind == "topic"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ghana met Norway in Accra on fishing rights.", {"fishing rights"}, id="its sentence"),
        pytest.param(f"{OWN} Fishing rights were discussed.", {"fishing rights"}, id="its paragraph"),
        pytest.param(f"{OWN}\nFishing rights were discussed.", {"fishing rights"}, id="a report about them"),
        pytest.param(f"{OWN} {OTHER}", set(), id="a sentence of others"),
        pytest.param(f"{OWN}\n{OTHER}\nFishing rights were discussed.", set(), id="a report about several"),
        pytest.param(f"{OWN} Norway thanked Ghana.\n{OTHER} Pilgrimage, too.", set(), id="a paragraph of others"),
    ],
)
def test_a_topic_is_the_pairs_by_its_sentence_its_paragraph_or_the_whole_report(
    ledger: Ledger, text: str, expected: set[str]
) -> None:
    assert topics(ledger, text) == expected


def test_a_statement_about_the_two_gives_its_paragraph_to_them(ledger: Ledger) -> None:
    text = "The president of Ghana said that relations between Ghana and Norway were good. Fishing rights come next."
    assert "fishing rights" in topics(ledger, text)
    assert topics(ledger, text, ("GHA", "JPN")) == set()


def test_what_did_not_happen_is_on_the_agenda_all_the_same(ledger: Ledger) -> None:
    assert topics(ledger, "Ghana did not meet Norway on fishing rights.") == {"fishing rights"}


def test_a_foreign_event_tells_of_its_contexts(ledger: Ledger) -> None:
    event = ForeignEvent(
        id="polecat:7",
        type="CONSULT",
        contexts=("migration",),
        actors=(Actor(name="Ghana", country="GHA"),),
        recipients=(Actor(name="Norway", country="NOR"),),
        when=Time(start=DAY, end=DAY, precision="day", text=""),
        quad="verbal-cooperation",
        outlet="Fjord Courier",
        coder="polecat",
        row={},
    )
    ledger.add_foreign([event], "polecat")
    found = mentions(ledger, PAIR, accounts(ledger, PAIR))
    ((place,),) = found.values()
    assert list(found) == [("context", "migration")]
    assert (place.key, place.report, place.outlet, place.published) == ("polecat:7", None, "Fjord Courier", DAY)


def test_what_is_far_away_in_a_long_paragraph_is_not_the_pairs() -> None:
    passage = Passage("r", 0, 20, event="e")
    ground = Ground([passage], [Span(start=5000, end=5020)])
    text = "x" * 6000
    assert ground.holds(Span(start=500, end=510), text)
    assert not ground.holds(Span(start=2000, end=2010), text)
    assert ground.needs_text(Span(start=500, end=510))
    assert not ground.needs_text(Span(start=10, end=15))
