"""What a reviewer may write to correct a record, and what the record becomes."""

from __future__ import annotations

import datetime

import pytest

from dragoman import ontology
from dragoman.errors import LedgerError
from dragoman.ledger import correction
from dragoman.model import Event

from .samples import coding, event, report

TEXT = "On Monday Armenia accused Azerbaijan, a member of OPEC, of shelling a village near Tovuz. Georgia was silent."


@pytest.fixture
def old() -> Event:
    of = report(TEXT)
    return coding(of, event(of, "accused", "ACCUSE", ["ARM:GOV"], ["AZE:GOV"])).events[0]


def corrected(old: Event, **change: str) -> Event:
    return correction.corrected(old, report(TEXT), change, "Leyla")


def test_scores_and_codes_follow_from_the_type(old: Event) -> None:
    new, plover = corrected(old, type="assault", mode="heavy-weapons"), ontology.load()
    assert (new.type, new.mode, new.quad) == ("ASSAULT", "heavy-weapons", "material-conflict")
    assert new.score == plover.score("ASSAULT", "heavy-weapons")
    assert (new.cameo, new.goldstein) == plover.cameo("ASSAULT", "heavy-weapons", ())


def test_a_mode_of_the_old_type_has_to_go_with_it(old: Event) -> None:
    with_mode = corrected(old, mode="disapprove")
    with pytest.raises(LedgerError, match=r"ASSAULT has no mode 'disapprove'.*mode=-"):
        corrected(with_mode, type="ASSAULT")
    assert corrected(with_mode, type="ASSAULT", mode="-").mode is None


def test_parties_are_those_of_the_event_or_words_of_its_sentence(old: Event) -> None:
    new = corrected(old, actors="AZE", recipients='ARM:GOV, "OPEC"=IGO:OPEC')
    assert [party.actor.code for party in new.actors] == ["AZE:GOV"]
    assert [party.actor.code for party in new.recipients] == ["ARM:GOV", "IGO:OPEC"]
    named = new.recipients[1]
    assert (named.words(TEXT), named.actor.reason) == ("OPEC", "named by a reviewer")
    assert corrected(old, actors="a village=---:CVL").actors[0].actor.country is None
    assert corrected(old, recipients="-").recipients == ()


def test_days_places_in_time_are_written_as_days(old: Event) -> None:
    new = corrected(old, when="2024-02-01..2024-02-29").when
    assert new is not None
    assert (new.start, new.end) == (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    assert (new.precision, new.inferred) == ("month", "set by a reviewer")
    assert corrected(old, when="-").when is None


def test_contexts_and_a_condition(old: Event) -> None:
    new = corrected(old, contexts="military, diplomatic", condition="of shelling a village")
    assert (new.contexts, new.condition) == (("diplomatic", "military"), "of shelling a village")
    assert corrected(new, contexts="-", condition="-").contexts == ()


def test_what_was_set_has_the_reviewer_for_evidence(old: Event) -> None:
    new = corrected(old, actors="a village=AZE:CVL", status="denied")
    told = {(one.field, one.quote, one.method, one.reason) for one in new.evidence}
    assert told == {
        ("actors", "a village", "judgement", "set by Leyla"),
        ("status", "accused", "judgement", "set by Leyla"),
    }


REFUSED = [
    ({"sentence": "x"}, "'sentence' can't be corrected.*the fields are type, mode"),
    ({"type": "NAP"}, "no type called 'NAP'.*there are "),
    ({"mode": "visit"}, "ACCUSE has no mode 'visit'"),
    ({"modality": "maybe"}, "no modality called 'maybe'"),
    ({"status": "true"}, "no status called 'true'"),
    ({"contexts": "sport"}, "no contexts called 'sport'"),
    ({"actors": "GEO"}, "GEO is no party of the event.*words of the sentence"),
    ({"actors": "Armenia"}, "'Armenia' names no party"),
    ({"actors": "Georgia=GEO:GOV"}, "'Georgia' does not stand in the event's sentence"),  # it's in the next one
    ({"actors": "armenia=ARM:GOV"}, "'armenia' does not stand"),
    ({"actors": "Armenia=XXX:GOV"}, "no country called 'XXX'"),
    ({"actors": "Armenia=ARM:XYZ"}, "no sector called 'XYZ'"),
    ({"actors": "ARM,,"}, "'' names no party"),
    ({"actors": "OPEC=IGO"}, "IGO alone names no body.*IGO:NATO"),
    ({"when": "yesterday"}, "'yesterday' is no day.*2024-02-17"),
    ({"when": "2024-02-30"}, "'2024-02-30' is no day"),
    ({"when": "2024-02-02..2024-02-01"}, "ends before it begins"),
    ({"when": "..2024-02-01"}, "is no day"),
    ({"condition": "if it rains"}, "does not stand in the event's sentence"),
]


@pytest.mark.parametrize(("change", "said"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_cannot_be_is_refused_with_what_can(old: Event, change: dict[str, str], said: str) -> None:
    with pytest.raises(LedgerError, match=said):
        corrected(old, **change)
