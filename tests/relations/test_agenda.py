"""What a relation is about, counted over reports in all three languages."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman import ontology, pipeline
from dragoman.errors import RelationError
from dragoman.intake.report import Given, make_report
from dragoman.languages import packs
from dragoman.ledger import Ledger
from dragoman.relations.agenda import GENERIC, Agenda, Matter, agenda
from places import SAMPLE

PAIR = ("GHA", "NOR")

ENGLISH = "The foreign minister of Ghana met the Norwegian foreign minister in Accra and discussed fishing rights."
ARABIC = "التقى وزير الخارجية الغاني نظيره النرويجي في أكرا وبحثا حقوق الصيد."
PERSIAN = "وزیر امور خارجه غنا با همتای نروژی خود دیدار کرد و درباره حقوق ماهیگیری گفت‌وگو کرد."


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(str(tmp_path / "dragoman.db"), who="Leyla") as ledger:
        yield ledger


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def tell(ledger: Ledger, published: str | None, text: str, outlet: str = "Harbour Wire") -> None:
    """A report of one day in any of the languages, as the lexicon codes it."""
    when = day(published) if published else None
    url = f"https://example.org/{published}/{len(text)}"
    report = make_report(text, Given(), where="test", outlet=outlet, published=when, url=url)
    ledger.add([pipeline.code_report(report, "lexicon")], "lexicon/1")


def topic(found: Agenda, label: str) -> Matter:
    (one,) = [one for one in found.topics if one.label == label]
    return one


def labels(found: Agenda) -> list[str]:
    return [one.label for one in found.topics]


# --- counts ---------------------------------------------------------------------------------------------


def test_a_topic_is_one_in_all_three_languages(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", ENGLISH)
    tell(ledger, "2024-02-11", ARABIC, "المرفأ")
    tell(ledger, "2024-02-12", PERSIAN, "لنگرگاه")
    found = agenda(ledger, PAIR)
    fish = topic(found, "fishing rights")
    assert (fish.reports, fish.share) == (3, 1.0)
    assert fish.languages == {"ar": 1, "en": 1, "fa": 1}
    assert fish.outlets == {"Harbour Wire": 1, "المرفأ": 1, "لنگرگاه": 1}
    assert (fish.first, fish.last) == (day("2024-01-10"), day("2024-02-12"))
    assert [one.name for one in found.periods] == ["2024-01", "2024-02"]
    assert fish.series == found.series == (1, 2)


def test_every_place_opens_to_the_words_of_its_report(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", ENGLISH)
    tell(ledger, "2024-02-11", ARABIC)
    for place in topic(agenda(ledger, PAIR), "fishing rights").mentioned:
        assert place.report is not None
        assert ledger.report(place.report).text[place.start : place.end] == place.quote
    (context,) = [one for one in agenda(ledger, PAIR).contexts if one.label == "diplomatic"]
    for place in context.mentioned:
        assert place.event is not None
        assert "diplomatic" in ledger.event(place.event).event.contexts


def test_a_report_counts_once_however_often_it_names_a_topic(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", ENGLISH + " Norway thanked Ghana for its fisheries agreement.")
    fish = topic(agenda(ledger, PAIR), "fishing rights")
    assert (fish.reports, len(fish.mentioned)) == (1, 2)


def test_a_near_copy_counts_for_nothing(ledger: Ledger) -> None:
    long = (
        ENGLISH + " The talks at the harbour office went on for three hours, and the catch of herring was their theme."
    )
    tell(ledger, "2024-01-10", long)
    tell(ledger, "2024-01-11", long + " (HW)", "Gulf Post")
    assert agenda(ledger, PAIR).reports == 1


def test_a_report_that_tells_only_an_old_story_is_not_independent(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", ENGLISH)
    tell(ledger, "2024-01-11", ARABIC)
    assert sum(ledger.join_stories()) == 2
    assert len(ledger.stories()) == 1
    found = agenda(ledger, PAIR, by="day")
    assert (found.reports, found.independent) == (2, 1)
    fish = topic(found, "fishing rights")
    assert (fish.reports, fish.independent, fish.series) == (2, 1, (1, 0))


def test_a_report_without_a_day_is_counted_but_in_no_period(ledger: Ledger) -> None:
    tell(ledger, None, ENGLISH)
    tell(ledger, "2024-02-11", ARABIC)
    found = agenda(ledger, PAIR)
    assert (found.reports, found.undated, found.series) == (2, 1, (1,))
    assert agenda(ledger, PAIR, since=day("2000-01-01")).reports == 1


def test_days_bound_the_agenda(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", ENGLISH)
    tell(ledger, "2024-02-11", ARABIC)
    assert agenda(ledger, PAIR, since=day("2024-02-01")).reports == 1
    assert agenda(ledger, PAIR, until=day("2024-01-10")).reports == 1


def test_the_order_of_the_two_changes_nothing_but_their_names(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", ENGLISH)
    assert agenda(ledger, ("NOR", "GHA")).topics == agenda(ledger, PAIR).topics


def test_what_any_relation_is_about_comes_last(ledger: Ledger) -> None:
    generic = "Ghana and Norway held talks on bilateral relations"
    tell(ledger, "2024-01-10", f"{generic} in Accra.")
    tell(ledger, "2024-02-10", f"{generic} and fishing rights in Oslo.")
    found = agenda(ledger, PAIR)
    assert [(one.label, one.generic) for one in found.topics] == [
        ("fishing rights", False),
        ("bilateral relations", True),
    ]


def test_generic_matters_are_among_those_there_are() -> None:
    known = {one.label for one in packs.load("en").topics.agenda} | set(ontology.load().contexts)
    assert known >= GENERIC


def test_a_pair_that_nobody_tells_of_has_an_empty_agenda(ledger: Ledger) -> None:
    found = agenda(ledger, PAIR)
    assert (found.reports, found.periods, found.series, found.turn, found.topics) == (0, (), (), None, ())


# --- rise and fall --------------------------------------------------------------------------------------

WATER = "Ghana and Norway held talks on water sharing in Accra, the envoys said in round {}."
FISH = "Ghana and Norway held talks on fishing rights in Oslo, the envoys said in round {}."


def rounds(ledger: Ledger, *texts: str) -> None:
    start = day("2024-01-01")
    for number, text in enumerate(texts):
        tell(ledger, str(start + datetime.timedelta(10 * number)), text.format(number))


def test_a_topic_that_takes_the_place_of_another_rises_as_the_other_falls(ledger: Ledger) -> None:
    rounds(ledger, *[WATER] * 9, *[FISH] * 9)
    found = agenda(ledger, PAIR)
    risen, fallen = topic(found, "fishing rights").shift, topic(found, "water sharing").shift
    assert risen is not None and fallen is not None
    assert (risen.before, risen.after, risen.trend) == (0, 1, "rises")
    assert (fallen.before, fallen.after, fallen.trend) == (1, 0, "falls")
    assert risen.p <= risen.q <= 0.05


def test_a_topic_named_evenly_shows_no_trend(ledger: Ledger) -> None:
    rounds(ledger, *[WATER, FISH] * 8)
    shift = topic(agenda(ledger, PAIR), "fishing rights").shift
    assert shift is not None and shift.trend is None


def test_what_is_named_seldom_is_not_tested(ledger: Ledger) -> None:
    rounds(ledger, *[WATER] * 4, *[FISH] * 9)
    assert topic(agenda(ledger, PAIR), "water sharing").shift is None


def test_the_halves_part_at_a_turn_that_is_named(ledger: Ledger) -> None:
    rounds(ledger, *[WATER] * 6, *[FISH] * 12)
    found = agenda(ledger, PAIR, turn=day("2024-03-01"))
    shift = topic(found, "fishing rights").shift
    assert found.turn == day("2024-03-01")
    assert shift is not None and (shift.before, shift.after) == (0, 1)


@pytest.mark.parametrize("turn", ["2023-12-31", "2024-01-01", "2024-01-12"])
def test_a_turn_that_leaves_a_half_empty_is_refused(ledger: Ledger, turn: str) -> None:
    rounds(ledger, WATER, FISH)
    with pytest.raises(RelationError, match="leaves one half"):
        agenda(ledger, PAIR, turn=day(turn))


def test_one_day_has_no_halves(ledger: Ledger) -> None:
    tell(ledger, "2024-01-10", ENGLISH)
    found = agenda(ledger, PAIR)
    assert found.turn is None
    assert [one.shift for one in found.topics] == [None]


# --- the sample -----------------------------------------------------------------------------------------


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample is not here")
@pytest.mark.parametrize("coder", ["lexicon", "default"])
def test_the_agenda_of_the_sample_is_found(ledger: Ledger, coder: str) -> None:
    report = make_report(SAMPLE.read_text(encoding="utf-8"), Given(), where="test", published=day("2024-02-18"))
    ledger.add([pipeline.code_report(report, coder)], coder)
    with_usa = labels(agenda(ledger, ("AZE", "USA")))
    assert set(with_usa) >= {
        "peace treaty talks",
        "regional connectivity and transport",
        "Middle Corridor",
        "UN climate conference (COP)",
        "elections and fundamental freedoms",
        "military aid",
        "travel ban on officials",
    }
    assert with_usa[-1] == "bilateral relations"
    assert {"peace treaty talks", "border delimitation"} <= set(labels(agenda(ledger, ("AZE", "ARM"))))
