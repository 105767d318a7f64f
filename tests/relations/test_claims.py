"""Who says what of two relations, in one report or many, and where they changed or contradict each other."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman import pipeline
from dragoman.intake.report import Given, make_report
from dragoman.ledger import Ledger
from dragoman.model import Actor, Coding, Link, Party, Statement
from dragoman.reading import reader
from dragoman.relations.dealings import Pair
from dragoman.relations.links.claims import Claim, claims, stances
from places import SAMPLE

A: Pair = ("GHA", "NOR")
B: Pair = ("GHA", "TGO")
OTHER: Pair = ("DNK", "TGO")
PRESIDENT = Actor(name="the president of Ghana", country="GHA", sector="GOV", office="president")
AMA = Actor(name="Ama Ofori", person="Ama Ofori", country="GHA", sector="GOV", office="president")
KOFI = Actor(name="Kofi Addo", person="Kofi Addo", country="GHA", sector="GOV", office="president")
OFFICIALS = Actor(name="Norwegian officials", country="NOR", sector="GOV", office="official")
OLAV = Actor(name="Olav Lie", person="Olav Lie", country="NOR", sector="GOV", office="official")
MINISTER = Actor(name="the minister", sector="GOV", office="minister")
TOGO = Actor(name="Togo", country="TGO", sector="GOV")
UNION = Actor(name="African Union", country="IGO", organisation="AFU")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with nothing in it, made once."""
    path = tmp_path_factory.mktemp("ledger") / "empty.db"
    Ledger(str(path)).close()
    return path


@pytest.fixture
def ledger(empty: Path, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(shutil.copy(empty, tmp_path / "dragoman.db"), who="Leyla") as ledger:
        yield ledger


def party(actor: Actor | None) -> Party | None:
    return None if actor is None else Party(start=0, end=4, actor=actor)


def link(of: Pair, on: Pair, stance: str, by: Actor | None, start: int = 0, end: int = 20) -> Link:
    return Link(start=start, end=end, of=of, on=on, stance=stance, by=party(by))  # type: ignore[arg-type]


def said(about: tuple[Pair, ...], stance: str, by: Actor | None, start: int = 0, end: int = 40) -> Statement:
    return Statement(
        start=start, end=end, speaker=party(by), addressee=None, about=about, stance=stance, direct=False, text="",
    )  # type: ignore[arg-type]  # fmt: skip


def tell(ledger: Ledger, day: str, *notes: Link | Statement, **given: Any) -> str:
    """A report of that day with these notes at its places; gives its id."""
    number = ledger.totals().reports
    text = f"Harbour note {number} of {day}: {number * 7919} crates of dates were weighed beside quay {number + 3}. "
    report = make_report(
        text + f"Pilot {number * 31} counted buoys until evening fell over the {number}th lighthouse.", Given(),
        where="test", **({"outlet": "Harbour Wire", "published": datetime.date.fromisoformat(day)} | given),
    )  # fmt: skip
    coding = Coding(
        reading=reader.read(report),
        links=tuple(one for one in notes if isinstance(one, Link)),
        statements=tuple(one for one in notes if isinstance(one, Statement)),
    )
    ledger.add([coding], "by hand/1")
    return report.id


def told(found: list[Claim]) -> list[tuple[str | None, str, int]]:
    return [(one.speaker.name if one.speaker else None, one.stance, len(one.tellings)) for one in found]


# --- what is one claim ----------------------------------------------------------------------------


def test_a_link_told_thrice_by_two_reports_is_one_claim_with_three_places(ledger: Ledger) -> None:
    first = tell(ledger, "2024-03-01", link(A, B, "independent", AMA), link(A, B, "independent", AMA, 50, 80))
    second = tell(ledger, "2024-04-02", link(A, B, "independent", AMA, 5, 25), outlet="Fjord Courier")
    (one,) = claims(ledger, A)
    assert (one.of, one.on, one.stance, one.directed) == (A, B, "independent", True)
    assert [(t.report, t.outlet, str(t.published), t.start) for t in one.tellings] == [
        (first, "Harbour Wire", "2024-03-01", 0),
        (first, "Harbour Wire", "2024-03-01", 50),
        (second, "Fjord Courier", "2024-04-02", 5),
    ]
    assert (str(one.first), str(one.last)) == ("2024-03-01", "2024-04-02")
    for place in one.tellings:
        assert place.quote == ledger.report(place.report).text[place.start : place.end]
        assert place.language == "en"


def test_a_link_and_the_statement_it_stands_in_are_one_place_with_the_wider_words(ledger: Ledger) -> None:
    tell(ledger, "2024-03-01", link(A, B, "conditional", AMA, 10, 30), said((B, A), "conditional", AMA, 5, 60))
    (one,) = claims(ledger, A)
    assert (one.of, one.on, one.directed) == (A, B, True)
    assert [(t.start, t.end) for t in one.tellings] == [(5, 60)]


def test_a_statement_alone_is_a_claim_that_does_not_say_which_hangs_on_which(ledger: Ledger) -> None:
    tell(ledger, "2024-03-01", said((B, A), "independent", AMA))
    (one,) = claims(ledger, A)
    assert (one.of, one.on, one.directed, one.relations) == (B, A, False, (A, B))


def test_two_directions_are_two_claims(ledger: Ledger) -> None:
    tell(ledger, "2024-03-01", link(A, B, "conditional", AMA), link(B, A, "conditional", AMA, 50, 70))
    assert sorted((one.of, one.on) for one in claims(ledger, A)) == [(A, B), (B, A)]


@pytest.mark.parametrize(
    "note", [said((A,), "independent", AMA), said((A, B), "supports", AMA), said((A, B, OTHER), "conditional", AMA)]
)
def test_other_statements_are_no_claims(ledger: Ledger, note: Statement) -> None:
    tell(ledger, "2024-03-01", note)
    assert claims(ledger, None) == []


# --- which are asked for --------------------------------------------------------------------------


@pytest.mark.parametrize("pair", [A, ("NOR", "GHA"), B, ("TGO", "GHA")])
def test_a_relation_is_found_on_either_side_and_in_either_order(ledger: Ledger, pair: Pair) -> None:
    tell(ledger, "2024-03-01", link(("NOR", "GHA"), ("TGO", "GHA"), "independent", AMA))
    (one,) = claims(ledger, pair)
    assert (one.of, one.on) == (A, B)


def test_parties_that_are_named_apart_are_not_the_relation(ledger: Ledger) -> None:
    tell(ledger, "2024-03-01", link(A, B, "independent", AMA))
    assert claims(ledger, ("NOR", "TGO")) == []
    assert len(claims(ledger, None)) == 1


def test_days_are_those_of_publication(ledger: Ledger) -> None:
    for day in ("2024-03-01", "2024-04-01", "2024-05-01"):
        tell(ledger, day, link(A, B, "independent", AMA))
    (one,) = claims(ledger, A, since=datetime.date(2024, 3, 2), until=datetime.date(2024, 4, 30))
    assert [str(t.published) for t in one.tellings] == ["2024-04-01"]


def test_a_ledger_without_links_has_no_claims(ledger: Ledger) -> None:
    assert claims(ledger, A) == []


# --- who speaks -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("speakers", "number"),
    [
        ([PRESIDENT, AMA], 1),  # one holder is named
        ([PRESIDENT, AMA, KOFI], 3),  # it may be either
        ([AMA, KOFI], 2),
        ([OFFICIALS, OLAV], 2),  # officials are many
        ([OFFICIALS, Actor(name="مسؤولون نرويجيون", country="NOR", sector="GOV", office="official")], 1),
        ([OFFICIALS, Actor(name="Danish officials", country="DNK", sector="GOV", office="official")], 2),
        ([PRESIDENT, Actor(name="ex-president", country="GHA", sector="ELI", office="president")], 2),
        ([TOGO, TOGO], 1),
        ([TOGO, PRESIDENT], 2),
        ([UNION, Actor(name="the Union", country="IGO", organisation="AFU")], 1),
        ([MINISTER, MINISTER], 2),  # of no known country: two reports, two ministers
        ([None, None], 2),
    ],
)
def test_speakers_are_one_where_nobody_else_can_be_meant(
    ledger: Ledger, speakers: list[Actor | None], number: int
) -> None:
    for at, speaker in enumerate(speakers, 1):
        tell(ledger, f"2024-03-{at:02}", link(A, B, "independent", speaker))
    assert len(claims(ledger, A)) == number


def test_an_office_is_its_holders_of_the_same_report_and_shown_by_name(ledger: Ledger) -> None:
    tell(ledger, "2024-03-01", link(A, B, "independent", PRESIDENT), link(A, B, "independent", AMA, 50, 70))
    tell(ledger, "2025-03-01", link(A, B, "independent", PRESIDENT), link(A, B, "independent", KOFI, 50, 70))
    assert told(claims(ledger, A)) == [("Ama Ofori", "independent", 2), ("Kofi Addo", "independent", 2)]


# --- stances over time ----------------------------------------------------------------------------


def test_a_speaker_who_changes_is_told_with_the_words_on_either_side(ledger: Ledger) -> None:
    for day, stance in (("01", "independent"), ("05", "independent"), ("09", "conditional"), ("12", "conditional")):
        tell(ledger, f"2024-03-{day}", link(A, B, stance, AMA))
    found = stances(claims(ledger, A))
    (change,) = found.changes
    assert change.speaker is not None and change.speaker.name == "Ama Ofori"
    assert (change.before.stance, change.after.stance) == ("independent", "conditional")
    assert (str(change.last_before.published), str(change.first_after.published)) == ("2024-03-05", "2024-03-09")
    assert found.contradictions == ()


def test_there_and_back_are_two_changes(ledger: Ledger) -> None:
    for day, stance in (("01", "independent"), ("05", "conditional"), ("09", "independent")):
        tell(ledger, f"2024-03-{day}", link(A, B, stance, AMA))
    changes = stances(claims(ledger, A)).changes
    assert [(one.before.stance, one.after.stance) for one in changes] == [
        ("independent", "conditional"),
        ("conditional", "independent"),
    ]


def test_speakers_contradict_each_other_whichever_relation_comes_first(ledger: Ledger) -> None:
    tell(ledger, "2024-03-01", link(A, B, "independent", AMA))
    tell(ledger, "2024-03-02", link(B, A, "conditional", OFFICIALS))
    (found,) = stances(claims(ledger, A)).contradictions
    assert (found.independent.who, found.conditional.speaker) == ("person Ama Ofori", OFFICIALS)
    assert found.stands


def test_what_a_speaker_said_before_he_changed_no_longer_stands_against_others(ledger: Ledger) -> None:
    tell(ledger, "2024-03-01", link(A, B, "independent", AMA))
    tell(ledger, "2024-03-02", link(A, B, "conditional", OFFICIALS))
    tell(ledger, "2024-03-03", link(A, B, "conditional", AMA))
    (found,) = stances(claims(ledger, A)).contradictions
    assert not found.stands


def test_both_on_one_day_is_a_contradiction_and_no_change(ledger: Ledger) -> None:
    tell(ledger, "2024-03-01", link(A, B, "independent", AMA), link(A, B, "conditional", AMA, 50, 70))
    found = stances(claims(ledger, A))
    assert found.changes == ()
    assert [(one.independent.who, one.conditional.who) for one in found.contradictions] == [("person Ama Ofori",) * 2]


def test_other_relations_and_nobody_contradict_nobody(ledger: Ledger) -> None:
    tell(ledger, "2024-03-01", link(A, B, "independent", AMA))
    tell(ledger, "2024-03-02", link(A, OTHER, "conditional", OFFICIALS), link(A, B, "conditional", None, 50, 70))
    assert stances(claims(ledger, A)).contradictions == ()


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample is not here")
def test_the_sample_has_both_links_with_the_right_speakers(ledger: Ledger) -> None:
    codings = [one for one in pipeline.code_sources([str(SAMPLE)], coder="lexicon") if isinstance(one, Coding)]
    ledger.add(codings, "lexicon/1")
    found = claims(ledger, ("AZE", "USA"))
    assert {(one.of, one.on) for one in found} == {(("AZE", "USA"), ("ARM", "AZE"))}
    free, bound = sorted(found, key=lambda one: one.stance, reverse=True)
    assert free.speaker is not None and free.speaker.person == "Ilham Aliyev"
    assert bound.speaker is not None and (bound.speaker.country, bound.speaker.office) == ("USA", "official")
    assert (free.stance, len(free.tellings), bound.stance, len(bound.tellings)) == ("independent", 2, "conditional", 1)
    assert len(stances(found).contradictions) == 1
