"""What is added: once, in versions, with copies linked; and what other tools coded."""

from __future__ import annotations

from msgspec.structs import replace

from dragoman import pipeline
from dragoman.errors import InputError
from dragoman.ledger import Added, Ledger, Query
from dragoman.model import Coding

from . import samples
from .samples import coding, event, foreign, one_event, report

CODER = "lexicon/1"


def fates(found: list[Added | InputError]) -> list[str]:
    return [one.fate if isinstance(one, Added) else str(one) for one in found]


def types(ledger: Ledger, asked: Query = Query()) -> list[str]:  # noqa: B008
    return sorted(told.event.type for told in ledger.events(asked))


# --- once -----------------------------------------------------------------------------------------


def test_what_a_ledger_gives_back_is_what_was_added(ledger: Ledger, coded: dict[str, Coding]) -> None:
    ledger.add(coded.values(), CODER)
    told = ledger.events(Query(limit=None))
    assert {one.event.id: one.event for one in told} == {e.id: e for c in coded.values() for e in c.events}
    for one in coded.values():
        assert ledger.report(one.report.id) == replace(one.report, published=one.reading.published)


def test_the_same_report_again_adds_nothing(ledger: Ledger, coded: dict[str, Coding]) -> None:
    first = ledger.add(coded.values(), CODER)
    before = (ledger.totals(), ledger.history(coded["ar"].report.id))
    assert fates(first) == ["added"] * 3
    assert fates(ledger.add(coded.values(), CODER)) == ["known"] * 3
    assert (ledger.totals(), ledger.history(coded["ar"].report.id)) == before


def test_a_report_twice_in_one_batch_is_added_once(ledger: Ledger) -> None:
    assert fates(ledger.add([one_event(), one_event()], CODER)) == ["added", "known"]
    assert ledger.count() == 1


def test_what_one_ledger_added_another_program_finds(ledger: Ledger, address: str) -> None:
    ledger.add([one_event()], CODER)
    with Ledger(address) as other:
        assert other.holds(one_event().report.id, CODER) and not other.holds(one_event().report.id, "lexicon/2")
        assert fates(other.add([one_event()], CODER)) == ["known"]


def test_a_report_without_events_is_kept_too(ledger: Ledger) -> None:
    quiet = coding(report("The harbour was quiet on Sunday."))
    assert fates(ledger.add([quiet], CODER)) == ["added"]
    assert ledger.holds(quiet.report.id, CODER) and ledger.totals().reports == 1 and ledger.count() == 0


def test_the_pipeline_codes_no_report_twice(ledger: Ledger) -> None:
    given = [report(samples.ENGLISH), InputError("no text", "b.txt"), report(samples.PERSIAN)]
    first = list(pipeline.add_reports(ledger, given, coder="lexicon"))
    assert [type(one) for one in first] == [InputError, Added, Added]
    again = list(pipeline.add_reports(ledger, given, coder="lexicon"))
    assert [one.fate for one in again if isinstance(one, Added)] == ["known", "known"]


# --- versions -------------------------------------------------------------------------------------


def test_another_text_at_the_same_address_is_a_new_version_and_only_it_is_told(ledger: Ledger) -> None:
    one = one_event("Armenia accused Azerbaijan of shelling a village.", url="https://example.org/1")
    two = one_event("Armenia accused Azerbaijan of shelling two villages. Ten died.", url="https://example.org/1")
    assert fates(ledger.add([one], CODER) + ledger.add([two], CODER)) == ["added", "version"]
    assert [told.report.id for told in ledger.events() if told.report] == [two.report.id]
    assert ledger.report(one.report.id) == one.report, "the old one is still there"
    said = [(step.what, step.why) for step in ledger.history(one.report.id) if step.what.startswith("version")]
    assert said[0] == (f"version 1: report {one.report.id}", None)
    assert said[1][0] == f"version 2: report {two.report.id}"
    assert said[1][1] is not None and "- Armenia accused Azerbaijan of shelling a village." in said[1][1]
    assert "+ Armenia accused Azerbaijan of shelling two villages." in said[1][1] and "+ Ten died." in said[1][1]


def test_a_version_that_differs_wholly_is_one_where_the_address_is_the_same(ledger: Ledger) -> None:
    other = one_event("Nothing of this stood here before: Chad accused Mali.", url="https://example.org/1")
    ledger.add([one_event(url="https://example.org/1")], CODER)
    assert fates(ledger.add([other], CODER)) == ["version"]


def test_another_text_at_the_same_place_of_a_file_is_another_report(ledger: Ledger) -> None:
    """Lines move when others are put before them; only what is alike is the same item."""
    one = one_event("Armenia accused Azerbaijan of shelling a village on the border.", source_id="a.jsonl:1")
    longer = one_event(
        "Armenia accused Azerbaijan of shelling a village on the border. Ten died.", source_id="a.jsonl:1"
    )
    other = one_event("Nothing of this stood here before: Chad accused Mali.", source_id="a.jsonl:1")
    assert fates(ledger.add([one, longer, other], CODER)) == ["added", "version", "added"]
    assert {told.report.id for told in ledger.events() if told.report} == {longer.report.id, other.report.id}


def test_an_old_version_read_again_does_not_come_back(ledger: Ledger) -> None:
    one = one_event("Armenia accused Azerbaijan of shelling a village.", url="https://example.org/1")
    two = one_event("Armenia accused Azerbaijan of shelling two villages.", url="https://example.org/1")
    ledger.add([one, two], CODER)
    assert fates(ledger.add([one], CODER)) == ["known"]
    assert fates(ledger.add([one, two], "lexicon/2")) == ["recoded", "recoded"], "an archive read by a new coder"
    assert [told.report.id for told in ledger.events() if told.report] == [two.report.id]


# --- coders ---------------------------------------------------------------------------------------


def test_a_new_coder_s_records_stand_beside_the_old_ones_which_are_kept(ledger: Ledger) -> None:
    old = one_event()
    new = replace(old, events=(replace(old.events[0], mode="disapprove"),))
    ledger.add([old], "lexicon/1")
    assert fates(ledger.add([new], "lexicon/2")) == ["recoded"]
    assert [told.event.mode for told in ledger.events()] == ["disapprove"]
    assert ledger.coders() == {"lexicon/1": 1, "lexicon/2": 1}
    said = [step.what for step in ledger.history(old.events[0].id)]
    assert said == [
        "ACCUSE done, recorded by lexicon/1",
        "ACCUSE/disapprove done, recorded by lexicon/2",
        "no longer stands",
    ]


# --- copies ---------------------------------------------------------------------------------------


def agency(outlet: str, text: str = samples.AGENCY, **given: str) -> Coding:
    of = report(text, outlet=outlet, url=f"https://{outlet}.example/1", **given)
    return coding(of, event(of, "received", "CONSULT", ["AZE:GOV"], ["GEO:GOV"]))


def test_near_copies_are_kept_and_linked_and_counted_once(ledger: Ledger) -> None:
    first, second, third = agency("one"), agency("two", samples.AGENCY + " Source: agency."), agency("three")
    added = ledger.add([first, second], CODER) + ledger.add([third], CODER)
    assert [one.copy_of for one in added if isinstance(one, Added)] == [None, first.report.id, first.report.id]
    assert (ledger.totals().reports, ledger.totals().copies, ledger.count()) == (3, 2, 1)
    every = ledger.events(Query(copies="all"))
    assert {(told.report.outlet, told.copy_of) for told in every if told.report} == {
        ("one", None),
        ("two", first.report.id),
        ("three", first.report.id),
    }
    assert "a copy of" in ledger.history(third.report.id)[0].what
    assert ledger.report(second.report.id) == second.report


def test_a_changed_report_is_no_copy_of_its_own_last_version(ledger: Ledger) -> None:
    first, changed = agency("one"), agency("one", samples.AGENCY.replace("three days", "four days"))
    ledger.add([first, agency("two"), changed], CODER)
    assert [(told.report.id, told.copy_of) for told in ledger.events() if told.report] == [(changed.report.id, None)]


def test_a_copy_that_becomes_a_report_of_its_own_is_counted(ledger: Ledger) -> None:
    own = agency("two", "Georgia's ambassador was received in Baku; our correspondent was not let in.")
    ledger.add([agency("one"), agency("two")], CODER)
    assert ledger.count() == 1
    ledger.add([own], CODER)
    assert {told.report.outlet for told in ledger.events() if told.report} == {"one", "two"}


def test_short_notes_are_no_copies_of_each_other(ledger: Ledger) -> None:
    notes = [one_event("Armenia accused Iran.", outlet=outlet) for outlet in ("one", "two")]
    ledger.add(notes, CODER)
    assert ledger.totals().copies == 0 and ledger.count() == 2


# --- foreign events -------------------------------------------------------------------------------


def test_foreign_events_imported_twice_are_there_once(ledger: Ledger) -> None:
    found = [foreign(number) for number in range(5)]
    assert ledger.add_foreign(found, "gdelt") == 5
    assert ledger.add_foreign([*found, foreign(5), foreign(5)], "gdelt") == 1
    assert ledger.count(Query(foreign=True)) == 6 == ledger.totals().foreign
    assert ledger.event("gdelt:3").event == foreign(3) and ledger.event("gdelt:3").report is None


def test_no_foreign_events_are_no_events(ledger: Ledger) -> None:
    assert ledger.add_foreign([], "gdelt") == 0


# --- what a database can't hold -------------------------------------------------------------------


def test_a_report_that_the_database_refuses_costs_only_itself(ledger: Ledger) -> None:
    """Intake cleans these away; a caller's own codings may still hold them."""
    bad = one_event()
    bad = replace(bad, reading=replace(bad.reading, report=replace(bad.report, id="f" * 16, title="a\ud800b")))
    found = ledger.add([samples.small(1), bad, samples.small(2)], CODER)
    assert isinstance(found[1], InputError) and "please report it" in str(found[1]) and "\ud800" not in str(found[1])
    assert [one.fate for one in found if isinstance(one, Added)] == ["added", "added"]
    assert ledger.totals().reports == 2


def test_a_nul_in_a_text_costs_one_report_in_postgresql_alone(database: str) -> None:
    bad = one_event()
    bad = replace(bad, reading=replace(bad.reading, report=replace(bad.report, id="f" * 16, text="a\x00b")))
    with Ledger(database) as ledger:
        found = ledger.add([samples.small(1), bad, samples.small(2)], CODER)
        assert [type(one) for one in found] == [Added, InputError, Added]
        assert "NUL" in str(found[1]) and found[1].where == "f" * 16  # type: ignore[union-attr]
        assert ledger.totals().reports == 2
