"""Who met whom, when, where, and on the margins of which conference."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman import pipeline
from dragoman.intake.report import Given, make_report
from dragoman.ledger import Ledger
from dragoman.relations.carriers import carriers
from dragoman.relations.carriers import meetings as module
from dragoman.relations.carriers.meetings import Meeting
from dragoman.relations.dealings import Dealings

PAIR = ("AZE", "USA")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(str(tmp_path / "dragoman.db"), who="Leyla") as ledger:
        yield ledger


def tell(ledger: Ledger, published: str, text: str, language: str = "en") -> None:
    day, url = datetime.date.fromisoformat(published), f"https://example.org/{published}/{len(text)}"
    report = make_report(text, Given(), where="test", published=day, url=url, language=language)
    ledger.add([pipeline.code_report(report, "lexicon")], "lexicon/1")


def met(ledger: Ledger, pair: tuple[str, str] = PAIR) -> tuple[Meeting, ...]:
    return carriers(ledger, Dealings(pair, ledger.tellings(*pair))).meetings


@pytest.mark.parametrize(
    ("language", "text", "conference", "quote"),
    [
        (
            "en",
            "Ilham Aliyev met Antony Blinken on the sidelines of the Munich Security Conference.",
            "Munich Security Conference",
            "Munich Security Conference",
        ),
        (
            "ar",
            "التقى إلهام علييف أنتوني بلينكن على هامش مؤتمر ميونيخ الأمني.",
            "Munich Security Conference",
            "مؤتمر ميونيخ الأمني",
        ),
        (
            "fa",
            "الهام علی‌اف در حاشیه مجمع عمومی سازمان ملل با آنتونی بلینکن دیدار کرد.",
            "UN General Assembly",
            "مجمع عمومی سازمان ملل",
        ),
    ],
)
def test_the_words_of_a_meeting_name_the_conference(
    ledger: Ledger, language: str, text: str, conference: str, quote: str
) -> None:
    tell(ledger, "2024-02-18", text, language)
    (one,) = met(ledger)
    assert [person.name for person in one.people] == ["Ilham Aliyev", "Antony Blinken"]
    assert one.margin is not None
    assert (one.margin.conference, one.margin.quote) == (conference, quote)
    assert ledger.report(one.margin.report).text[one.margin.start : one.margin.end] == quote


def test_a_meeting_has_its_day_and_place(ledger: Ledger) -> None:
    tell(ledger, "2024-02-18", "Ilham Aliyev met Antony Blinken in Munich on Saturday.")
    (one,) = met(ledger)
    assert (one.first, one.last) == (datetime.date(2024, 2, 17),) * 2
    assert (one.place, one.country, one.margin) == ("Munich", "DEU", None)
    assert [ledger.event(event).event.type for event in one.events] == ["CONSULT"]


def test_a_meeting_that_several_reports_tell_is_one(ledger: Ledger) -> None:
    tell(ledger, "2024-02-17", "Ilham Aliyev met Antony Blinken on Saturday.")
    tell(ledger, "2024-02-18", "التقى إلهام علييف أنتوني بلينكن في ميونيخ يوم السبت.", "ar")
    assert sum(ledger.join_stories()) == 2
    (one,) = met(ledger)
    assert len(one.events) == 2
    assert one.place == "Munich"


def test_the_newest_meeting_comes_first_and_the_oldest_are_only_counted(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "NEWEST", 2)
    for month in range(1, 5):
        tell(ledger, f"2024-0{month}-10", f"Ilham Aliyev met Antony Blinken in round {month} of the talks.")
    found = carriers(ledger, Dealings(PAIR, ledger.tellings(*PAIR)))
    assert [one.first and one.first.month for one in found.meetings] == [4, 3]
    assert found.met == 4


def test_what_did_not_take_place_is_no_meeting(ledger: Ledger) -> None:
    tell(ledger, "2024-02-18", "Ilham Aliyev did not meet Antony Blinken.")
    assert met(ledger) == ()
