"""Who carries a relation, on either side and between them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman import pipeline
from dragoman.intake.report import Given, make_report
from dragoman.ledger import Ledger
from dragoman.relations.carriers import Carrier, Carriers, Third, carriers
from dragoman.relations.dealings import Dealings
from places import SAMPLE

PAIR = ("AZE", "USA")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(str(tmp_path / "dragoman.db"), who="Leyla") as ledger:
        yield ledger


def tell(ledger: Ledger, published: str, text: str, language: str = "en") -> None:
    day, url = datetime.date.fromisoformat(published), f"https://example.org/{published}/{len(text)}"
    report = make_report(text, Given(), where="test", published=day, url=url, language=language)
    ledger.add([pipeline.code_report(report, "lexicon")], "lexicon/1")


def of(ledger: Ledger, pair: tuple[str, str] = PAIR) -> Carriers:
    return carriers(ledger, Dealings(pair, ledger.tellings(*pair)))


def named(side: tuple[Carrier, ...], name: str) -> Carrier:
    (one,) = [one for one in side if one.name == name]
    return one


def third(found: Carriers, part: str) -> Third:
    (one,) = [one for one in found.thirds if one.part == part]
    return one


def test_a_person_is_one_under_all_names_and_in_all_scripts(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", "President Ilham Aliyev met Antony Blinken in Baku.")
    tell(ledger, "2024-02-10", "اتهم علييف الولايات المتحدة بالانحياز.", "ar")
    tell(ledger, "2024-03-10", "رئیس جمهور آذربایجان الهام علی‌اف از آمریکا تشکر کرد.", "fa")
    aliyev = named(of(ledger).one, "Ilham Aliyev")
    assert (aliyev.kind, aliyev.stories, len(aliyev.events)) == ("person", 3, 3)
    assert (aliyev.first, aliyev.last) == (datetime.date(2024, 1, 10), datetime.date(2024, 3, 10))
    assert aliyev.offices == ("president",)
    assert aliyev.acts == {"ACCUSE": 1, "CONSULT": 1, "SUPPORT": 1}


def test_a_story_counts_once_however_often_it_is_told(ledger: Ledger) -> None:
    tell(ledger, "2024-02-17", "Ilham Aliyev met Antony Blinken on Saturday.")
    tell(ledger, "2024-02-18", "التقى إلهام علييف أنتوني بلينكن في ميونيخ يوم السبت.", "ar")
    assert sum(ledger.join_stories()) == 2
    blinken = named(of(ledger).other, "Antony Blinken")
    assert (blinken.stories, blinken.acts, len(blinken.events)) == (1, {"CONSULT": 1}, 2)


def test_the_tone_is_the_mean_score_of_what_one_does_not_of_what_one_suffers(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", "The US Senate imposed sanctions on Azerbaijan.")
    found = of(ledger)
    senate, baku = named(found.other, "US Senate"), named(found.one, "Azerbaijan")
    assert (senate.kind, senate.sector) == ("body", "LEG")
    assert senate.tone is not None and senate.tone < 0
    assert (baku.kind, baku.acts, baku.tone) == ("sector", {}, None)


def test_whoever_is_in_most_stories_comes_first(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", "Ilham Aliyev thanked the United States.")
    tell(ledger, "2024-02-10", "Ilham Aliyev accused the United States of bias.")
    tell(ledger, "2024-03-10", "Jeyhun Bayramov thanked the United States.")
    assert [one.name for one in of(ledger).one] == ["Ilham Aliyev", "Jeyhun Bayramov"]


def test_the_ground_of_talks_makes_its_state_a_host(ledger: Ledger) -> None:
    tell(ledger, "2024-02-18", "Ilham Aliyev met Antony Blinken in Munich.")
    tell(ledger, "2024-03-18", "Ilham Aliyev met Antony Blinken in Baku.")
    host = third(of(ledger), "host")
    assert (host.party, host.stories, host.first) == ("DEU", 1, datetime.date(2024, 2, 18))
    assert [ledger.event(event).event.where.name for event in host.events] == ["Munich"]  # type: ignore[union-attr]


def test_a_third_in_their_talks_is_told_from_one_in_other_dealings(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", "The foreign ministers of Armenia, Azerbaijan and Georgia met.")
    tell(ledger, "2024-02-10", "Azerbaijan accused Armenia and France of arming militias.")
    found = of(ledger, ("ARM", "AZE"))
    assert [(one.party, one.part) for one in found.thirds] == [("GEO", "in talks"), ("FRA", "other")]


def test_a_pair_that_nobody_tells_of_has_no_carriers(ledger: Ledger) -> None:
    found = of(ledger)
    assert (found.one, found.other, found.met, found.meetings, found.thirds) == ((), (), 0, (), ())


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample is not here")
def test_the_carriers_of_the_sample_are_found(ledger: Ledger) -> None:
    tell(ledger, "2024-02-18", SAMPLE.read_text(encoding="utf-8"), "ar")
    found = of(ledger)
    assert {"Ilham Aliyev", "Jeyhun Bayramov"} <= {one.name for one in found.one}
    assert {"Antony Blinken", "James O'Brien", "US Senate"} <= {one.name for one in found.other}
    assert third(found, "host").party == "DEU"
    (munich,) = [one for one in found.meetings if one.margin is not None]
    assert munich.margin is not None and munich.margin.conference == "Munich Security Conference"
    assert {"Jeyhun Bayramov", "James O'Brien"} <= {one.name for one in munich.people}
