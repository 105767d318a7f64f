"""What is asked: every field of the query, in either database, and whatever stands in it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dragoman.ledger import Ledger, Query
from dragoman.model import Coding, Condition, Link, Party, Statement, Told, Topic

from .conftest import DATABASES
from .samples import actor, coding, day, event, foreign, place, report

CODER = "by hand/1"
FOURTH = datetime.date(2024, 3, 4)


def known() -> list[Coding]:
    """Six events of three reports. Each test says which of them, by their types' order here, a query finds."""
    wire = report(
        "Armenian troops shelled a village on Monday. Aliyev visited Ankara in March. NATO thanked Georgia.",
        outlet="Wire",
        published=datetime.date(2024, 3, 6),
    )
    harbour = report(
        "وأعلنت الحكومة الإسرائيلية أنها سترسل وفدا إلى العراق. نفت إيران أنها هاجمت سفينة.",
        outlet="المرفأ",
        published=datetime.date(2024, 2, 10),
    )
    voice = report("وزیران کشورهای همسایه گفت‌وگوهای خود را ادامه می‌دهند.", outlet="100%", published=None)
    return [
        coding(
            wire,
            event(
                wire, "shelled", "ASSAULT", ["ARM:MIL"], ["AZE:CVL"],
                mode="heavy-weapons", when=day("2024-03-04"), where=place("Tovuz", "AZE"), confidence=0.9,
            ),
            event(
                wire, "visited", "CONSULT",
                [actor("AZE:GOV", person="Ilham Aliyev"), actor("TUR:GOV")],
                mode="visit", contexts=("diplomatic", "economic"), when=day("2024-03-01..2024-03-31"),
                where=place("Ankara", "TUR"), confidence=0.5,
            ),
            event(wire, "thanked", "SUPPORT", ["IGO:NATO"], ["GEO:GOV"], status="confirmed", confidence=0.7),
        ),
        coding(
            harbour,
            event(harbour, "سترسل", "AGREE", ["ISR:GOV"], ["IRQ:GOV"], modality="future", confidence=0.3),
            event(
                harbour, "هاجمت", "ACCUSE", ["IRN:GOV"], ["---"], modality="negated", status="denied", confidence=0.2
            ),
        ),
        coding(voice, event(voice, "ادامه", "COOPERATE", ["IRN:GOV", "IRN:MIL"], confidence=0.6)),
    ]  # fmt: skip


EVERY = {"ASSAULT", "CONSULT", "SUPPORT", "AGREE", "ACCUSE", "COOPERATE"}


@pytest.fixture(scope="module", params=DATABASES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger with these events, which no test changes."""
    if request.param == "sqlite":
        address = str(tmp_path_factory.mktemp("filled") / "dragoman.db")
    else:
        server = request.getfixturevalue("server")
        address = server.address(server.create(like=request.getfixturevalue("migrated")))
    with Ledger(address) as ledger:
        ledger.add(known(), CODER)
        yield ledger


def types(found: list[Told]) -> set[str]:
    return {told.event.type for told in found}


FIELDS: list[tuple[dict[str, Any], set[str]]] = [
    ({}, EVERY),
    ({"party": "AZE"}, {"ASSAULT", "CONSULT"}),
    ({"party": "IRN:MIL"}, {"COOPERATE"}),
    ({"party": "IRN:CVL"}, set()),
    ({"party": "IGO:NATO"}, {"SUPPORT"}),
    ({"party": "IGO:UN"}, set()),
    ({"pair": ("ARM", "AZE")}, {"ASSAULT"}),
    ({"pair": ("AZE", "ARM")}, {"ASSAULT"}),
    ({"pair": ("ARM", "AZE"), "directed": True}, {"ASSAULT"}),
    ({"pair": ("AZE", "ARM"), "directed": True}, set()),
    ({"pair": ("TUR", "AZE"), "directed": True}, {"CONSULT"}),  # those who meet do it with each other
    ({"pair": ("IGO:NATO", "GEO")}, {"SUPPORT"}),
    ({"type": ("CONSULT", "SUPPORT")}, {"CONSULT", "SUPPORT"}),
    ({"type": ("consult",)}, {"CONSULT"}),
    ({"mode": ("visit",)}, {"CONSULT"}),
    ({"mode": ("visit", "heavy-weapons")}, {"CONSULT", "ASSAULT"}),
    ({"context": ("economic",)}, {"CONSULT"}),
    ({"context": ("economic", "diplomatic")}, {"CONSULT"}),
    ({"context": ("diplomatic economic",)}, set()),
    ({"context": ("",)}, set()),
    ({"context": ("econ",)}, set()),  # a whole name, not a part
    ({"context": ("economic", "military")}, set()),
    ({"quad": ("material-conflict",)}, {"ASSAULT"}),
    ({"modality": ("future", "negated")}, {"AGREE", "ACCUSE"}),
    ({"status": ("confirmed",)}, {"SUPPORT"}),
    ({"status": ("denied",)}, {"ACCUSE"}),
    ({"person": "Aliyev"}, {"CONSULT"}),
    ({"person": "aliyev"}, {"CONSULT"}),
    ({"person": "Nobody"}, set()),
    ({"place": "AZE"}, {"ASSAULT"}),
    ({"place": "aze"}, {"ASSAULT"}),
    ({"place": "Ankara"}, {"CONSULT"}),
    ({"place": "ankara"}, {"CONSULT"}),
    ({"since": datetime.date(2024, 3, 5)}, {"CONSULT", "SUPPORT"}),  # a month that goes on counts
    ({"since": datetime.date(2024, 4, 1)}, set()),
    ({"until": datetime.date(2024, 2, 28)}, {"AGREE", "ACCUSE"}),
    ({"since": FOURTH, "until": FOURTH}, {"ASSAULT", "CONSULT"}),
    ({"since": datetime.date(2024, 3, 6), "until": datetime.date(2024, 3, 6)}, {"CONSULT", "SUPPORT"}),
    ({"outlet": ("المرفأ",)}, {"AGREE", "ACCUSE"}),
    ({"outlet": ("100%", "Wire")}, {"ASSAULT", "CONSULT", "SUPPORT", "COOPERATE"}),
    ({"outlet": ("%",)}, set()),
    ({"confidence": 0.7}, {"ASSAULT", "SUPPORT"}),
    ({"foreign": False}, EVERY),
    ({"foreign": True}, set()),
    ({"judged": False}, EVERY),
    ({"judged": True}, set()),
    ({"party": "IRN", "modality": ("negated",)}, {"ACCUSE"}),
    ({"party": "IRN", "type": ("ASSAULT",)}, set()),
]


@pytest.mark.parametrize(("asked", "found"), FIELDS, ids=lambda value: str(value)[:60])
def test_a_field_finds_its_events_and_no_others(filled: Ledger, asked: dict[str, Any], found: set[str]) -> None:
    query = Query(**asked)
    assert types(filled.events(query)) == found
    assert filled.count(query) == len(found)
    assert sum(row[2] for row in filled.by_month(query)) == len(found - {"COOPERATE"})  # which has no day


TEXTS: list[tuple[str, set[str]]] = [
    ("الإسرائيلية", {"AGREE"}),
    ("الاسرائيلية", {"AGREE"}),  # without its hamza
    ("إسرائيلية", {"AGREE"}),  # without the article
    ("أعلنت", {"AGREE"}),  # the text has a conjunction before it
    ("اعلنت", {"AGREE"}),
    ("بالعراق", {"AGREE"}),  # with a preposition that the text has not
    ("والعراق", {"AGREE"}),
    ("إيران", {"ACCUSE"}),
    ("ايران", {"ACCUSE"}),
    ("ایران", {"ACCUSE"}),  # with a Persian yeh
    ("كشور", {"COOPERATE"}),  # with an Arabic kaf, and the text has a plural
    ("کشور", {"COOPERATE"}),
    ("کشورها", {"COOPERATE"}),
    ("گفت‌وگو", {"COOPERATE"}),
    ("گفت‌وگوهای", {"COOPERATE"}),
    ("گفتوگوهای", {"COOPERATE"}),  # the joiner left out
    ("می‌دهند", {"COOPERATE"}),
    ("میدهند", {"COOPERATE"}),
    ("وزير", {"COOPERATE"}),  # of its plural, with an Arabic yeh
    ("village", {"ASSAULT"}),
    ("VILLAGE", {"ASSAULT"}),
    ("Armenian village", {"ASSAULT"}),
    ("Armenian Georgia", set()),  # both in one sentence
    ("Armenian AND village", set()),  # words, not operators
    ("village OR Georgia", set()),
    ("NOT village", set()),
    ("vill*", set()),
    ("vill", set()),
    ("village | Georgia", set()),
    ("'village'", {"ASSAULT"}),
    ('"village" (Monday)', {"ASSAULT"}),
    ("words:village", set()),
    ("", set()),
    ("...", set()),
    (" \t ", set()),
]


@pytest.mark.parametrize(("text", "found"), TEXTS)
def test_words_are_found_in_any_spelling(filled: Ledger, text: str, found: set[str]) -> None:
    assert types(filled.events(Query(text=text))) == found


def test_a_language_is_asked_for_by_its_code(filled: Ledger) -> None:
    given = {told.report.language for told in filled.events() if told.report}
    for language in given:
        found = filled.events(Query(language=(language,) if language else ()))
        assert found and all(told.report and told.report.language == language for told in found if language)


def test_an_event_or_a_report_is_asked_for_by_its_id(filled: Ledger) -> None:
    some = filled.events(Query(type=("SUPPORT", "AGREE")))
    assert filled.events(Query(event=tuple(told.event.id for told in some))) == some
    of = some[0].report
    assert of is not None and all(told.report == of for told in filled.events(Query(report=of.id)))
    assert filled.events(Query(event=("no such",))) == filled.events(Query(report="no such")) == []


# --- order and pages ------------------------------------------------------------------------------


ORDERS: list[tuple[Any, list[str]]] = [
    ("newest", ["SUPPORT", "ASSAULT", "CONSULT", "ACCUSE", "AGREE", "COOPERATE"]),  # those without a day last
    ("oldest", ["AGREE", "ACCUSE", "CONSULT", "ASSAULT", "SUPPORT", "COOPERATE"]),
    ("surest", ["ASSAULT", "SUPPORT", "COOPERATE", "CONSULT", "AGREE", "ACCUSE"]),
    ("doubtful", ["CONSULT", "COOPERATE", "SUPPORT", "AGREE", "ACCUSE", "ASSAULT"]),
]


@pytest.mark.parametrize(("order", "found"), ORDERS)
def test_events_come_in_the_order_asked_for(filled: Ledger, order: Any, found: list[str]) -> None:
    assert [told.event.type for told in filled.events(Query(order=order))] == found


@pytest.mark.parametrize("order", ["newest", "oldest", "surest", "doubtful"])
def test_pages_are_the_whole_in_pieces(filled: Ledger, order: Any) -> None:
    whole = filled.events(Query(order=order, limit=None))
    assert len(whole) == 6
    pages = [filled.events(Query(order=order, limit=2, skip=at)) for at in (0, 2, 4, 6)]
    assert [told for page in pages for told in page] == whole and pages[3] == []
    assert filled.events(Query(order=order, limit=None, skip=4)) == whole[4:]
    assert list(filled.stream(Query(order=order, limit=1))) == whole


def test_a_page_of_an_absurd_size_is_as_good_as_any(filled: Ledger) -> None:
    assert len(filled.events(Query(limit=10**30))) == 6
    assert filled.events(Query(limit=0)) == filled.events(Query(limit=-1)) == filled.events(Query(skip=10**30)) == []
    assert len(filled.events(Query(skip=-5))) == 6


def test_a_stream_is_longer_than_a_page(ledger: Ledger) -> None:
    ledger.add_foreign((foreign(number) for number in range(1203)), "gdelt")
    found = [told.event.id for told in ledger.stream(Query(foreign=True))]
    assert len(found) == len(set(found)) == 1203
    assert [told.event.id for told in ledger.events(Query(foreign=True, limit=None))] == found


def test_months_have_their_events_by_quad_and_the_sum_of_their_scores(filled: Ledger) -> None:
    expected: dict[tuple[str, str], list[float]] = {}
    for told in filled.events(Query(limit=None)):
        day = told.event.when.start if told.event.when else told.report and told.report.published
        if day is not None:
            expected.setdefault((f"{day:%Y-%m}", told.event.quad), []).append(told.event.score or 0)
    found = filled.by_month()
    assert [row[:2] for row in found] == sorted(expected)
    assert {row[:2]: row[2:] for row in found} == {
        key: (len(scores), pytest.approx(sum(scores))) for key, scores in expected.items()
    }


# --- whatever stands in it ------------------------------------------------------------------------


NASTY = [
    "'; DROP TABLE events; --",
    '" OR 1=1 --',
    "%",
    "_",
    "\\",
    "\x00",
    "a\x00b",
    "\ud800",
    "\udcff\x00'",
    "NEAR(a b)",
    "a AND (",
    "*",
    "^town",
    "{town}",
    "-town",
    ":*",
    "town:*",
    "!town",
    "<->",
    "\\'",
    "''",
    "x'y\\z",
    "$1",
    ":name",
    "?1",
    "\u202e",
    "\ufdfa",
    "𓀀",
    "٪",
]
STRINGS = ("party", "person", "place", "text", "report", "story")
LISTS = ("type", "mode", "context", "quad", "outlet", "language", "event")


@pytest.mark.parametrize("text", NASTY)
def test_nasty_strings_find_nothing_and_break_nothing(filled: Ledger, text: str) -> None:
    for name in STRINGS:
        assert filled.events(Query(**{name: text})) == [], name
    for name in LISTS:
        assert filled.events(Query(**{name: (text,)})) == filled.events(Query(**{name: (text, text)})) == [], name
    assert filled.events(Query(pair=(text, text))) == []
    assert filled.notes("statement", Query(party=text)) == []
    assert filled.count() == 6


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), max_size=30), name=st.sampled_from([*STRINGS, *LISTS]))
def test_any_text_in_any_field_is_only_compared(filled: Ledger, text: str, name: str) -> None:
    found = filled.events(Query(**{name: text if name in STRINGS else (text,)}))
    for told in found:
        if name in ("person", "place"):
            within = [told.event.where.name, told.event.where.country or ""] if told.event.where else []
            within += [party.actor.person or "" for party in told.event.actors]  # type: ignore[union-attr]
            assert any(text.lower() in value.lower() for value in within)
        else:
            assert text.strip() != ""


def test_a_search_for_very_many_words_is_answered(filled: Ledger) -> None:
    assert filled.events(Query(text=" ".join(f"w{number}" for number in range(2000)))) == []
    assert types(filled.events(Query(text="village " * 2000))) == {"ASSAULT"}


# --- what isn't events ----------------------------------------------------------------------------


def test_notes_are_found_by_their_parties_and_days(ledger: Ledger) -> None:
    of = report("Turkey said that its ties with Armenia hang on Azerbaijan. It wants a ceasefire.", outlet="Wire")
    by = Party(start=0, end=6, actor=actor("TUR:GOV"))
    about = (("TUR", "ARM"),)
    statement = Statement(
        start=0, end=57, speaker=by, addressee=None, about=about, stance="conditional", direct=False, text="hang on"
    )
    condition = Condition(
        start=0, end=20, holder=by, party=None, demand="open it", in_return_for=None, due=None, state="open"
    )
    link = Link(start=0, end=57, of=("TUR", "ARM"), on=("TUR", "AZE"), stance="conditional", by=by)
    topic = Topic(start=68, end=77, topic="ceasefire", text="ceasefire")
    found = coding(of, statements=(statement,), conditions=(condition,), links=(link,), agenda=(topic,))
    of = found.report
    ledger.add([found], CODER)
    for kind, note in (("statement", statement), ("condition", condition), ("link", link), ("topic", topic)):
        assert [(one.note, one.report) for one in ledger.notes(kind)] == [(note, of)]  # type: ignore[arg-type]
        assert ledger.notes(kind, Query(outlet=("Other",))) == []  # type: ignore[arg-type]
        assert ledger.notes(kind, Query(since=datetime.date(2025, 1, 1))) == []  # type: ignore[arg-type]
        assert len(ledger.notes(kind, Query(outlet=("Wire",), until=of.published, report=of.id))) == 1  # type: ignore[arg-type]
    assert ledger.notes("statement", Query(party="ARM")) == ledger.notes("statement", Query(pair=("TUR", "ARM")))
    assert ledger.notes("statement", Query(party="AZE")) == [] != ledger.notes("link", Query(party="AZE"))
    ledger.add([replace(found, statements=())], "by hand/2")
    assert ledger.notes("statement") == [] and len(ledger.notes("link")) == 1, "of the coding that stands"


def test_totals_say_what_stands(filled: Ledger, tmp_path: Path) -> None:
    totals = filled.totals()
    assert (totals.reports, totals.copies, totals.events, totals.foreign, totals.judgements) == (3, 0, 6, 0, 0)
    assert sum(totals.languages.values()) == 3
    with Ledger(str(tmp_path / "empty.db")) as empty:
        assert empty.totals().events == 0 and empty.events() == [] and empty.by_month() == []


def test_foreign_events_are_asked_for_like_others(ledger: Ledger) -> None:
    ledger.add(known(), CODER)
    ledger.add_foreign([foreign(1), foreign(2, when=None, published=FOURTH, language="en", mode="visit")], "gdelt")
    assert ledger.count() == 8 and ledger.count(Query(foreign=True)) == 2
    assert [told.event.id for told in ledger.events(Query(pair=("AZE", "IRN")))] == ["gdelt:2", "gdelt:1"]
    assert [
        told.event.id for told in ledger.events(Query(since=FOURTH, until=FOURTH, mode=("visit",), foreign=True))
    ] == ["gdelt:2"]
    assert ledger.count(Query(status=("claimed",), foreign=True)) == 0, "they say nothing of it"
