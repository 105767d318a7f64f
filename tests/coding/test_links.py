"""One relation hangs on another, or does not: words, denials, denials of denials, clauses in front."""

from __future__ import annotations

import pytest

from dragoman import pipeline
from dragoman.coding.evidence import verify
from dragoman.model import Coding, Report

KENYA = ("KEN", "PER")
CHILE = ("CHL", "PER")
BRAZIL = ("BRA", "CHL")
EN = "The Kenyan minister said that relations between Kenya and Peru {} relations between Peru and Chile."
AR = "قال الوزير الكيني إن العلاقات بين كينيا وبيرو {} العلاقات بين بيرو وتشيلي."
FA = "وزیر خارجه کنیا گفت روابط کنیا و ترکیه {} روابط ترکیه و ارمنستان {}."
TURKEY = ("KEN", "TUR")
ARMENIA = ("ARM", "TUR")

LINKED = [
    ("en", EN.format("depend on"), KENYA, CHILE, "conditional"),
    ("en", EN.format("do not depend on"), KENYA, CHILE, "independent"),
    ("en", EN.format("never depended on"), KENYA, CHILE, "independent"),
    ("en", EN.format("are no longer tied to"), KENYA, CHILE, "independent"),
    ("en", EN.format("are in no way linked to"), KENYA, CHILE, "independent"),
    ("en", EN.format("are not only linked to"), KENYA, CHILE, "conditional"),
    ("en", EN.format("are not, and this is new, good; they hinge on"), KENYA, CHILE, "conditional"),
    ("en", EN.format("were independent of"), KENYA, CHILE, "independent"),
    ("en", EN.format("are not independent of"), KENYA, CHILE, "conditional"),
    ("en", EN.format("will not change regardless of"), KENYA, CHILE, "independent"),
    ("en", EN.format("depend on").replace("said", "denied"), KENYA, CHILE, "independent"),
    ("en", EN.format("depend on").replace("said", "did not deny"), KENYA, CHILE, "conditional"),
    ("ar", AR.format("تتوقف على"), KENYA, CHILE, "conditional"),
    ("ar", AR.format("لا تتوقف على"), KENYA, CHILE, "independent"),
    ("ar", AR.format("لا ترتبط ب").replace("ب ال", "بال"), KENYA, CHILE, "independent"),
    ("ar", AR.format("غير مرتبطة ب").replace("ب ال", "بال"), KENYA, CHILE, "independent"),
    ("ar", AR.format("ليست مرهونة ب").replace("ب ال", "بال"), KENYA, CHILE, "independent"),
    ("ar", AR.format("مستقلة عن"), KENYA, CHILE, "independent"),
    ("ar", AR.format("ليست مستقلة عن"), KENYA, CHILE, "conditional"),
    ("ar", "نفى الوزير الكيني أن تكون العلاقات بين كينيا وبيرو مرتبطة بالعلاقات بين بيرو وتشيلي.", KENYA, CHILE,
     "independent"),
    ("fa", FA.format("به", "وابسته است"), TURKEY, ARMENIA, "conditional"),
    ("fa", FA.format("به", "وابسته نیست"), TURKEY, ARMENIA, "independent"),
    ("fa", FA.format("به", "بستگی ندارد"), TURKEY, ARMENIA, "independent"),
    ("fa", FA.format("منوط به", "نیست"), TURKEY, ARMENIA, "independent"),
    ("fa", FA.format("منوط به", "است"), TURKEY, ARMENIA, "conditional"),
    ("fa", FA.format("ربطی به", "ندارد"), TURKEY, ARMENIA, "independent"),
    ("fa", FA.format("مستقل از", "است"), TURKEY, ARMENIA, "independent"),
    ("fa", FA.format("مستقل از", "نیست"), TURKEY, ARMENIA, "conditional"),
    ("fa", "وزیر خارجه کنیا گفت روابط کنیا با ترکیه مشروط به روابط ترکیه با ارمنستان نیست.", TURKEY, ARMENIA,
     "independent"),
]  # fmt: skip

FRONTED = [
    ("en", "As long as relations between Kenya and Peru are not mended, those between Chile and Brazil will not be "
     "normal, the Chilean president said."),
    ("en", "The Chilean president said that unless relations between Kenya and Peru improve, relations between Chile "
     "and Brazil will not be normal."),
    ("en", "Until relations between Kenya and Peru are mended, relations between Chile and Brazil will not be normal, "
     "the Chilean president said."),
    ("en", "The Chilean president said that relations between Chile and Brazil will not be normal before relations "
     "between Kenya and Peru are mended."),
    ("ar", "قال الرئيس التشيلي إنه ما لم تتحسن العلاقات بين كينيا وبيرو، فلن تكون العلاقات بين تشيلي والبرازيل "
     "طبيعية."),
    ("ar", "ما لم تتحسن العلاقات بين كينيا وبيرو فلن تكون العلاقات بين تشيلي والبرازيل طبيعية، بحسب الرئيس التشيلي."),
    ("ar", "قال الرئيس التشيلي إنه طالما لم تتحسن العلاقات بين كينيا وبيرو فلن تعود العلاقات بين تشيلي والبرازيل إلى "
     "طبيعتها."),
]  # fmt: skip

APART = [
    ("en", "The president said relations between Kenya and Peru were good until the war between Peru and Chile."),
    ("en", "The president said relations between Kenya and Peru were good before the war between Peru and Chile."),
    ("en", EN.format("are not as good as")),
]


def coded(text: str, language: str) -> Coding:
    coding = pipeline.code_report(Report(id="x", text=text, language=language), "lexicon")
    assert verify(coding) == []
    return coding


@pytest.mark.parametrize(("language", "text", "of", "on", "stance"), LINKED)
def test_a_denial_turns_what_is_said_of_two_relations(
    language: str, text: str, of: tuple[str, str], on: tuple[str, str], stance: str
) -> None:
    coding = coded(text, language)
    assert [(link.of, link.on, link.stance) for link in coding.links] == [(of, on, stance)]
    assert [statement.stance for statement in coding.statements] == [stance]


@pytest.mark.parametrize(("language", "text"), FRONTED)
def test_a_clause_that_a_relation_hangs_on_may_stand_in_front(language: str, text: str) -> None:
    coding = coded(text, language)
    assert [(link.of, link.on, link.stance) for link in coding.links] == [(BRAZIL, KENYA, "conditional")]


def test_a_persian_clause_that_a_relation_hangs_on_needs_no_comma() -> None:
    text = "وزیر خارجه کنیا گفت تا زمانی که روابط کنیا و ترکیه بهبود نیابد روابط ارمنستان و گرجستان عادی نخواهد شد."
    coding = coded(text, "fa")
    assert [(link.of, link.on) for link in coding.links] == [(("ARM", "GEO"), TURKEY)]
    assert [statement.stance for statement in coding.statements] == ["conditional"]


@pytest.mark.parametrize(("language", "text"), APART)
def test_two_relations_named_together_hang_on_nothing(language: str, text: str) -> None:
    assert coded(text, language).links == ()


def test_what_must_come_first_is_a_condition_whichever_way_round() -> None:
    text = "The president of Chile said that Peru must free the sailors before relations with Chile can improve."
    coding = coded(text, "en")
    assert [statement.stance for statement in coding.statements] == ["conditional"]
    assert coding.links == ()
