"""The learned coder beside the lexicon: events with evidence, parties that only the model sees, who spoke."""

from __future__ import annotations

import pytest

from dragoman import pipeline
from dragoman.coding.evidence import verify
from dragoman.coding.learned.coder import decided
from dragoman.model import Event, Report

CASES = [
    ("en", "The foreign minister of Jordan met the foreign minister of Egypt on Sunday.", "CONSULT", {"JOR", "EGY"}),
    ("en", "Kenya accused Somalia of violating its border.", "ACCUSE", {"KEN", "SOM"}),
    ("ar", "اتهمت كينيا الصومال بانتهاك حدودها.", "ACCUSE", {"KEN", "SOM"}),
    ("ar", "فرضت كندا عقوبات على ميانمار.", "SANCTION", {"CAN", "MMR"}),
    ("fa", "سوئد به اوگاندا دارو اهدا کرد.", "AID", {"SWE", "UGA"}),
    ("fa", "نروژ طرح مجارستان را رد کرد.", "REJECT", {"NOR", "HUN"}),
]  # fmt: skip


def coded(text: str, language: str) -> tuple[Event, ...]:
    coding = pipeline.code_report(Report(id="x", text=text, language=language))
    assert verify(coding) == []
    return coding.events


@pytest.mark.parametrize(("language", "text", "type_", "parties"), CASES)
def test_a_plain_sentence_gives_its_event(language: str, text: str, type_: str, parties: set[str]) -> None:
    events = coded(text, language)
    assert [e.type for e in events] == [type_]
    assert {p.actor.country for p in (*events[0].actors, *events[0].recipients)} == parties


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Brazil and Ghana lie on two sides of the same ocean."),
        ("ar", "يبلغ عدد سكان المغرب نحو سبعة وثلاثين مليون نسمة."),
        ("fa", "هوای پاریس امروز بارانی بود."),
    ],
)
def test_what_reports_nothing_gives_nothing(language: str, text: str) -> None:
    assert coded(text, language) == ()


def test_an_event_says_who_spoke() -> None:
    (event,) = coded("Kenya accused Somalia of violating its border.", "en")
    assert event.coder.startswith("learned/")
    assert {e.method for e in event.evidence if e.field == "type"} == {"lexicon", "model"}
    assert "say model and lexicon" in event.reason
    assert 0 < event.confidence < 1


def test_roles_follow_the_sentence_not_the_names() -> None:
    for left, right in (("Kenya", "Somalia"), ("Somalia", "Kenya")):
        (event,) = coded(f"{left} accused {right} of violating its border.", "en")
        assert [p.actor.name for p in event.actors] == [left]
        assert [p.actor.name for p in event.recipients] == [right]


@pytest.mark.parametrize(
    ("language", "text", "actors", "recipients"),
    [
        ("en", "Israeli soldiers arrested two fishermen near the Gaza fence.", ["ISR:MIL"], ["PSE:CVL"]),
        ("ar", "أدانت كينيا الميليشيات المدعومة من رواندا.", ["KEN:GOV"], ["---:PRM"]),
        ("fa", "سربازان اسرائیلی دو ماهیگیر را نزدیک حصار غزه بازداشت کردند.", ["ISR:MIL"], ["---:CVL"]),
    ],
)
def test_what_is_one_mention_is_one_party_and_a_place_is_none(
    language: str, text: str, actors: list[str], recipients: list[str]
) -> None:
    (event,) = coded(text, language)
    assert [p.actor.code for p in event.actors] == actors
    assert [p.actor.code for p in event.recipients] == recipients


@pytest.mark.parametrize(
    ("language", "text", "actor", "recipient"),
    [
        ("en", "Police in Accra raided a hotel on Friday. Two Togolese lawyers were arrested.", "GHA", "TGO"),
        ("ar", "داهمت الشرطة التونسية فندقا في سوسة يوم الجمعة. واعتقل صحافيان ليبيان.", "TUN", "LBY"),
        ("fa", "پلیس ازبکستان روز جمعه به هتلی در سمرقند یورش برد. دو وکیل تاجیک بازداشت شدند.", "UZB", "TJK"),
    ],
)
def test_whom_a_sentence_does_not_name_the_sentences_around_it_tell(
    language: str, text: str, actor: str, recipient: str
) -> None:
    arrest = next(e for e in coded(text, language) if e.sentence.start > 0 and e.type == "COERCE")
    assert [p.actor.country for p in arrest.actors] == [actor]
    assert [p.actor.country for p in arrest.recipients] == [recipient]
    assert "the sentence names nobody" in arrest.reason


def test_a_decision_is_the_logistic_of_its_facts() -> None:
    assert decided({"bias": 0.0}, iter([("bias", 1.0)])) == 0.5
    assert decided({"model": 2.0}, iter([("model", 1.0)])) > 0.85
    assert decided({}, iter([("model", 1.0)])) == 0.5
