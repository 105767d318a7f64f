"""Who is in events, where they are, and where reports tell of a pair; on either database."""

from __future__ import annotations

import datetime

from dragoman.ledger import Ledger, Query, casts
from dragoman.ledger.casts import Scene
from dragoman.model import Link, Party, Span, Statement, Topic

from . import samples

PAIR = ("ARM", "AZE")
TEXT = "Armenia accused Azerbaijan of shelling a village. Iran met Turkey in Ankara. Water sharing came up."


def link(of: tuple[str, str], on: tuple[str, str]) -> Link:
    return Link(start=0, end=7, of=of, on=on, stance="independent", by=None)


def statement(*about: tuple[str, str]) -> Statement:
    speaker = Party(start=0, end=7, actor=samples.actor("ARM:GOV"))
    return Statement(
        start=0, end=48, speaker=speaker, addressee=None, about=about, stance="neutral", direct=False, text="…"
    )


def added(ledger: Ledger) -> str:
    report = samples.report(TEXT)
    accused = samples.event(
        report, "accused", "ACCUSE", [samples.actor("ARM:GOV", office="president")], ["AZE:GOV"], contexts=("military",)
    )
    met = samples.event(report, "met", "CONSULT", ["IRN:GOV", "TUR:GOV"], where=samples.place("Ankara", "TUR"))
    start = TEXT.index("Water sharing")
    topic = Topic(start=start, end=start + 13, topic="water sharing", text="Water sharing")
    notes = {
        "links": (link(("AZE", "ARM"), ("AZE", "USA")),),
        "statements": (statement(("ARM", "USA"), ("AZE", "USA")),),
    }
    ledger.add([samples.coding(report, accused, met, agenda=(topic,), **notes)], "by hand")
    return report.id


def test_events_have_seats_scenes_and_words(ledger: Ledger) -> None:
    report = added(ledger)
    with ledger.store.reading() as connection:
        seats = casts.seats(connection, [1])
        assert [(one.event, one.role, one.party, one.office) for one in seats] == [
            (1, "a", "ARM", "president"),
            (1, "r", "AZE", None),
        ]
        assert casts.scenes(connection, [1, 2]) == [Scene(2, "Ankara", "TUR")]
        (words,) = casts.wordings(connection, [2])
    assert (words.report, words.text, words.language) == (report, "Iran met Turkey in Ankara.", "en")
    assert TEXT[words.start : words.end] == words.text
    assert "ankara" in words.forms.split()


def test_a_pair_is_told_of_by_events_and_by_notes_about_it(ledger: Ledger) -> None:
    report = added(ledger)
    with ledger.store.reading() as connection:
        event, note = casts.passages(connection, PAIR)
        assert casts.passages(connection, ("ARM", "TUR")) == []
        (about,) = casts.passages(connection, ("ARM", "USA"))
    assert (event.report, event.contexts, event.outlet) == (report, ("military",), "Harbour Wire")
    assert TEXT[event.start : event.end] == "Armenia accused Azerbaijan of shelling a village."
    assert (note.start, note.end, note.event) == (0, 7, None)
    assert (about.start, about.end) == (0, 48)


def test_what_a_report_tells_of_others_is_kept_apart(ledger: Ledger) -> None:
    report = added(ledger)
    with ledger.store.reading() as connection:
        ((_, others),) = casts.elsewhere(connection, PAIR, [report])
        assert others.words(TEXT) == "Iran met Turkey in Ankara."
        assert casts.notes_elsewhere(connection, PAIR, [report]) == [(report, Span(start=0, end=48))]
        assert [topic.topic for _, topic in casts.topics(connection, [report])] == ["water sharing"]
        (imprint,) = casts.imprints(connection, [report])
        assert imprint == (report, "en", "Harbour Wire", datetime.date(2024, 3, 5))
        assert casts.texts(connection, [report]) == {report: TEXT}


def test_a_rejected_event_is_told_no_more(ledger: Ledger) -> None:
    added(ledger)
    ledger.reject(ledger.events(Query(pair=PAIR))[0].event.id)
    with ledger.store.reading() as connection:
        assert [one.event for one in casts.passages(connection, PAIR)] == [None]
