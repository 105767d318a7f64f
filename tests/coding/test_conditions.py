"""What is demanded binds the act outside of it, and is told with the words of what is given for it."""

from __future__ import annotations

import pytest

from dragoman import pipeline
from dragoman.coding.evidence import verify
from dragoman.model import Coding, Report

BOUND = [
    # language, text, type of what is bound, demand, given
    ("en", "Kenya agreed to a ceasefire with Peru, on condition of the release of the prisoners.", "AGREE",
     "the release of the prisoners", "agreed to a ceasefire with Peru"),
    ("en", "Kenya promised Peru 40 ambulances in return for the withdrawal of its troops.", "AGREE",
     "the withdrawal of its troops", "promised Peru 40 ambulances"),
    ("en", "In return for the withdrawal of its troops, Kenya promised Peru 40 ambulances.", "AGREE",
     "the withdrawal of its troops", "Kenya promised Peru 40 ambulances"),
    ("en", "Kenya threatened to expel the Peruvian ambassador if Peru does not withdraw its troops.", "THREATEN",
     "Peru does not withdraw its troops", "threatened to expel the Peruvian ambassador"),
    ("en", "Kenya threatened to close its embassy in Lima, expel the ambassador and stop aid if Peru jails the "
     "priest.", "THREATEN", "Peru jails the priest",
     "threatened to close its embassy in Lima, expel the ambassador and stop aid"),
    ("en", "Kenya warned Peru that it would cut off aid unless Peru releases the sailors.", "THREATEN",
     "Peru releases the sailors", "warned Peru that it would cut off aid"),
    ("en", "Kenya refused to release the prisoners unless Peru lifts the blockade.", "REJECT",
     "Peru lifts the blockade", "refused to release the prisoners"),
    ("en", "Kenya will not lift the embargo on Peru until Peru frees the sailors.", "REJECT",
     "Peru frees the sailors", "will not lift the embargo on Peru"),
    ("ar", "وافقت كينيا على تبادل الأسرى مع بيرو، بشرط إطلاق سراح الوزير السابق.", "AGREE",
     "إطلاق سراح الوزير السابق", "وافقت كينيا على تبادل الأسرى مع بيرو"),
    ("ar", "وافق الرئيس الكيني على إرسال وفد إلى بيرو، شريطة أن ترفع بيرو حظر السفر.", "AGREE",
     "أن ترفع بيرو حظر السفر", "وافق الرئيس الكيني على إرسال وفد إلى بيرو"),
    ("ar", "هددت كينيا بأنه إذا لم تسحب بيرو قواتها، فإنها ستقطع العلاقات معها.", "THREATEN",
     "لم تسحب بيرو قواتها", "فإنها ستقطع العلاقات معها"),
    ("ar", "هددت كينيا بأنه إذا لم تسحب بيرو قواتها فإنها ستقطع العلاقات معها.", "THREATEN",
     "لم تسحب بيرو قواتها", "فإنها ستقطع العلاقات معها"),
    ("fa", "کنیا با بازگشایی سفارت خود در لیما موافقت کرد، به شرط آزادی زندانیان.", "AGREE",
     "آزادی زندانیان", "با بازگشایی سفارت خود در لیما موافقت کرد"),
    ("fa", "رئیس‌جمهور کنیا با اعزام هیئت موافقت کرد، به شرط آن‌که ترکیه ممنوعیت سفر را لغو کند.", "AGREE",
     "ترکیه ممنوعیت سفر را لغو کند", "با اعزام هیئت موافقت کرد"),
    ("fa", "کنیا تهدید کرد که اگر ترکیه نیروهای خود را خارج نکند، سفیر ترکیه را اخراج خواهد کرد.", "THREATEN",
     "ترکیه نیروهای خود را خارج نکند", "سفیر ترکیه را اخراج خواهد کرد"),
    ("fa", "کنیا به ترکیه هشدار داده است در صورتی که ارتش ترکیه خارج نشود، مرزهایی را که باز کرده است، می‌بندد.",
     "THREATEN", "ارتش ترکیه خارج نشود", "مرزهایی را که باز کرده است، می‌بندد"),
    ("fa", "کنیا به ترکیه هشدار داد اگر ارتش ترکیه خارج نشود، روابط خود را قطع خواهد کرد.", "THREATEN",
     "ارتش ترکیه خارج نشود", "روابط خود را قطع خواهد کرد"),
]  # fmt: skip


def coded(text: str, language: str) -> Coding:
    coding = pipeline.code_report(Report(id="x", text=text, language=language), "default")
    assert verify(coding) == []
    return coding


@pytest.mark.parametrize(("language", "text", "type_", "demand", "given"), BOUND)
def test_a_condition_binds_the_act_outside_of_it(language: str, text: str, type_: str, demand: str, given: str) -> None:
    coding = coded(text, language)
    assert [(found.demand, found.in_return_for) for found in coding.conditions] == [(demand, given)]
    assert [event.type for event in coding.events if event.condition == demand] == [type_]


def test_a_condition_within_a_condition_binds_nothing_of_its_own() -> None:
    text = "Kenya promised Peru aid if Peru keeps its troops out until Chile withdraws its ships."
    assert [found.demand for found in coded(text, "en").conditions] == [
        "Peru keeps its troops out until Chile withdraws its ships"
    ]


def test_what_follows_on_a_condition_comes_before_what_else_is_told() -> None:
    text = "Kenya thanked Peru and said that if Peru frees the sailors, Kenya will send Peru forty ambulances."
    (found,) = coded(text, "en").conditions
    assert (found.demand, found.in_return_for) == (
        "Peru frees the sailors", "Kenya will send Peru forty ambulances",
    )  # fmt: skip


def test_what_is_provided_is_no_condition() -> None:
    assert coded("Kenya has provided 40 ambulances to Peru.", "en").conditions == ()
