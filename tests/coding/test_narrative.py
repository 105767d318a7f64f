"""An act whose sentence names no time happened when the paragraph of background before it tells, or on no known day."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from dragoman import pipeline
from dragoman.coding.evidence import verify
from dragoman.intake import reports
from dragoman.model import Coding, Event, Report

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "aliyev_blinken.txt"
DAY = datetime.date(2024, 2, 17)
LEADS = {
    "ar": "التقى الرئيس الكيني رئيس بيرو في نيروبي يوم الجمعة.",
    "en": "Kenya's president met the president of Peru in Nairobi on Friday.",
    "fa": "رئیس‌جمهور کنیا روز جمعه در نایروبی با رئیس‌جمهور پرو دیدار کرد.",
}
NOVEMBER = "In November last year Kenya refused a meeting of foreign ministers in Lima."
NOVEMBER_AR = "وفي نوفمبر من العام الماضي، رفضت كينيا اجتماعا لوزراء الخارجية في ليما."
ABAN = "در آبان‌ماه کنیا نشست وزیران خارجه در لیما را رد کرد."

BACKGROUND = [
    ("en", f"{NOVEMBER} Its government accused Peru of bias.", "ACCUSE", "2023-11-01", "2023-11-30"),
    ("en", f"{NOVEMBER} Its government accused Peru of bias. Peru expelled the Kenyan ambassador.", "SANCTION",
     "2023-11-01", "2023-11-30"),
    ("en", f"{NOVEMBER} Peru did not expel the Kenyan ambassador.", "SANCTION", "2023-11-01", "2023-11-30"),
    ("en", f"{NOVEMBER} In January Kenya accused Peru of bias. Peru expelled the Kenyan ambassador.", "SANCTION",
     "2024-01-01", "2024-01-31"),
    ("en", "Kenya refused a meeting of foreign ministers in Lima on 3 February. Kenya accused Peru of bias.", "ACCUSE",
     "2024-02-03", "2024-02-03"),
    ("en", "The quarrel began in October. Kenya refused a meeting of foreign ministers in Lima on 3 November. Kenya "
     "accused Peru of bias.", "ACCUSE", "2023-11-03", "2023-11-03"),
    ("en", "At the end of November the Peruvian foreign minister telephoned the president of Kenya. The president of "
     "Kenya agreed to send a delegation, provided that Peru lifts the travel ban.", "AGREE",
     "2023-11-19", "2023-11-30"),
    ("ar", f"{NOVEMBER_AR} واتهمت حكومتها بيرو بالانحياز.", "ACCUSE", "2023-11-01", "2023-11-30"),
    ("ar", f"{NOVEMBER_AR} واتهمت حكومتها بيرو بالانحياز. وطردت بيرو السفير الكيني.", "SANCTION",
     "2023-11-01", "2023-11-30"),
    ("ar", "في نهاية نوفمبر هاتف وزير الخارجية البيروفي الرئيس الكيني. ووافق الرئيس الكيني على إرسال وفد، بشرط أن "
     "ترفع بيرو حظر السفر.", "AGREE", "2023-11-19", "2023-11-30"),
    ("fa", f"{ABAN} دولت کنیا پرو را به جانبداری متهم کرد.", "ACCUSE", "2023-10-23", "2023-11-21"),
    ("fa", f"{ABAN} پرو سفیر کنیا را اخراج کرده بود.", "SANCTION", "2023-10-23", "2023-11-21"),
    ("fa", "وزیر خارجه پرو در اواخر آبان با رئیس‌جمهور کنیا تلفنی گفت‌وگو کرد. رئیس‌جمهور کنیا با اعزام هیئت "
     "موافقت کرد، به شرط آن‌که پرو ممنوعیت سفر را لغو کند.", "AGREE", "2023-11-10", "2023-11-21"),
]  # fmt: skip

OTHERWISE = [
    ("another-paragraph", "en", f"{NOVEMBER}\nKenya accused Peru of bias.", "ACCUSE"),
    ("another-time-between", "en", f"{NOVEMBER} A storm hit Lima on Thursday. Kenya accused Peru of bias.", "ACCUSE"),
    ("a-span-of-time", "en", f"{NOVEMBER} Some weeks later Kenya accused Peru of bias.", "ACCUSE"),
    ("too-far-on", "en", f"{NOVEMBER} Lima was full. It rained. The hotels were empty. Kenya accused Peru of bias.",
     "ACCUSE"),
    ("present", "en", f"{NOVEMBER} Kenya accuses Peru of bias.", "ACCUSE"),
    ("present", "ar", f"{NOVEMBER_AR} وتتهم كينيا بيرو بالانحياز.", "ACCUSE"),
    ("present", "fa", f"{ABAN} کنیا پرو را به جانبداری متهم می‌کند.", "ACCUSE"),
    ("perfect", "en", f"{NOVEMBER} Kenya has accused Peru of bias.", "ACCUSE"),
    ("perfect", "fa", f"{ABAN} پرو سفیر کنیا را اخراج کرده است.", "SANCTION"),
    ("perfect-beside-a-past", "fa", f"{ABAN} پرو پس از آن که نشست لغو شد سفیر کنیا را اخراج کرده است.", "SANCTION"),
    ("a-noun-that-begins-like-a-verb", "fa", f"{ABAN} ایسلند اکنون خواهان ازسرگیری گفت‌وگوهاست.", "REQUEST"),
    ("future", "en", f"{NOVEMBER} The president of Kenya will visit Peru.", "AGREE"),
    ("future", "ar", f"{NOVEMBER_AR} وسيزور الرئيس الكيني بيرو.", "AGREE"),
    ("future", "fa", f"{ABAN} رئیس‌جمهور کنیا به پرو سفر خواهد کرد.", "AGREE"),
    ("future-behind-a-past", "en", f"{NOVEMBER} A meeting of Kenya with Peru, which was put off, will follow.",
     "CONSULT"),
    ("said", "en", f"{NOVEMBER} The Kenyan foreign ministry said that Kenya thanked Peru.", "SUPPORT"),
    ("said", "ar", f"{NOVEMBER_AR} وقال الرئيس الكيني إن بيرو اتهمت كينيا بالانحياز.", "ACCUSE"),
    ("said", "fa", f"{ABAN} رئیس‌جمهور کنیا گفت که پرو کنیا را به جانبداری متهم کرد.", "ACCUSE"),
    ("quoted", "en", f"{NOVEMBER} It was a hard time: “Peru accused Kenya of bias, and Kenya was silent”.", "ACCUSE"),
    ("after-a-speaker", "en", f"{NOVEMBER} The Kenyan president said that the road was long. Kenya thanked Peru.",
     "SUPPORT"),
    ("of-this-week", "en", "On Monday Kenya refused a meeting of foreign ministers in Lima. Kenya accused Peru of "
     "bias.", "ACCUSE"),
    ("of-long-ago", "en", "In 1998 Kenya refused a meeting of foreign ministers in Lima. Kenya accused Peru of bias.",
     "ACCUSE"),
    ("of-a-whole-year", "en", "Last year Kenya refused a meeting of foreign ministers in Lima. Kenya accused Peru of "
     "bias.", "ACCUSE"),
    ("since-then", "en", "Since November Kenya has refused a meeting of foreign ministers in Lima. Kenya accused Peru "
     "of bias.", "ACCUSE"),
    ("two-times", "en", "In November Kenya refused a meeting of foreign ministers planned for December. Kenya accused "
     "Peru of bias.", "ACCUSE"),
    ("an-aside-in-the-news", "en", "Kenya expelled the ambassador of Peru. Peru refused a meeting with Kenya in "
     "November. Kenya thanked Brazil.", "SUPPORT"),
    ("an-aside-in-the-news", "en", "The summit opened on Thursday. Peru refused a meeting with Kenya in November. "
     "Kenya thanked Brazil.", "SUPPORT"),
    ("an-aside-in-the-news", "ar", "طردت كينيا سفير بيرو. واتهمت بيرو الشهر الماضي كينيا بالانحياز. وشكرت كينيا "
     "البرازيل.", "SUPPORT"),
]  # fmt: skip


def coded(text: str, language: str, coder: str = "default", published: datetime.date | None = DAY) -> Coding:
    report = Report(id="x", text=f"{LEADS[language]}\n{text}", language=language, published=published)
    coding = pipeline.code_report(report, coder)
    assert verify(coding) == []
    return coding


def last(coding: Coding, type_: str) -> Event:
    return [event for event in coding.events if event.type == type_][-1]


@pytest.mark.parametrize(("language", "text", "type_", "start", "end"), BACKGROUND)
def test_what_is_told_after_a_time_happened_then(language: str, text: str, type_: str, start: str, end: str) -> None:
    when = last(coded(text, language), type_).when
    assert when is not None
    assert (when.start.isoformat(), when.end.isoformat()) == (start, end)
    assert when.inferred


@pytest.mark.parametrize(
    ("language", "text", "type_"), [row[1:] for row in OTHERWISE], ids=[f"{row[0]}-{row[1]}" for row in OTHERWISE]
)
def test_a_doubtful_time_is_left_open(language: str, text: str, type_: str) -> None:
    assert last(coded(text, language), type_).when is None


def test_the_words_of_the_earlier_sentence_are_shown() -> None:
    coding = coded(f"{NOVEMBER} Its government accused Peru of bias.", "en")
    event = last(coding, "ACCUSE")
    why = "no day of its own; the sentence before tells of 2023-11"
    (evidence,) = [e for e in event.evidence if e.field == "when"]
    assert (evidence.quote, evidence.method, evidence.reason) == ("November last year", "context", why)
    assert evidence.words(coding.report.text) == "November last year"
    assert event.when is not None
    assert (event.when.text, event.when.precision, event.when.inferred) == ("November last year", "month", why)
    assert event.reason.endswith(why)


def test_a_time_two_sentences_back_is_said_to_be_so() -> None:
    text = f"{NOVEMBER} Its government accused Peru of bias. Peru expelled the Kenyan ambassador."
    when = last(coded(text, "en"), "SANCTION").when
    assert when is not None
    assert when.inferred == "no day of its own; a sentence before tells of 2023-11"


def test_an_event_with_a_time_of_its_own_keeps_it() -> None:
    coding = coded(f"{NOVEMBER} Its government accused Peru of bias.", "en")
    meeting, refusal = coding.events[:2]
    assert meeting.when is not None
    assert refusal.when is not None
    assert (meeting.when.text, meeting.when.inferred) == ("Friday", None)
    assert (refusal.when.text, refusal.when.inferred) == ("November last year", None)


def test_thanks_in_the_paragraph_of_the_news_are_of_now() -> None:
    text = (
        "Kenya's president met the president of Peru, who refused a meeting in November. "
        "Kenya's president thanked Peru."
    )
    coding = pipeline.code_report(Report(id="x", text=text, language="en", published=DAY))
    assert last(coding, "SUPPORT").when is None


def test_a_time_that_opens_its_sentence_sets_the_scene_even_in_the_first_paragraph() -> None:
    text = f"{LEADS['en']} {NOVEMBER} Its government accused Peru of bias."
    coding = pipeline.code_report(Report(id="x", text=text, language="en", published=DAY))
    when = last(coding, "ACCUSE").when
    assert when is not None
    assert when.start == datetime.date(2023, 11, 1)


def test_a_report_without_a_day_has_no_background() -> None:
    text = "In November 2023 Kenya refused a meeting of foreign ministers in Lima. Kenya accused Peru of bias."
    assert last(coded(text, "en", published=None), "ACCUSE").when is None


@pytest.mark.parametrize("coder", ["default", "lexicon"])
def test_every_coder_tells_time_alike(coder: str) -> None:
    when = last(coded(f"{NOVEMBER_AR} واتهمت حكومتها بيرو بالانحياز.", "ar", coder), "ACCUSE").when
    assert when is not None
    assert when.text == "نوفمبر من العام الماضي"


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample lies beside the project")
def test_the_sample_tells_its_autumn_and_keeps_its_february() -> None:
    (report,) = reports([str(SAMPLE)])
    assert isinstance(report, Report)
    coding = pipeline.code_report(report)
    assert verify(coding) == []
    carried = {e.type: e for e in coding.events if any(x.method == "context" and x.field == "when" for x in e.evidence)}
    days = {type_: (str(e.when.start), str(e.when.end)) for type_, e in carried.items() if e.when}
    assert days == {
        "ACCUSE": ("2023-11-01", "2023-11-30"),
        "SANCTION": ("2023-11-01", "2023-11-30"),
        "AGREE": ("2023-11-19", "2023-11-30"),
    }
    assert carried["AGREE"].condition
    meetings = [str(e.when.start) for e in coding.events if e.type == "CONSULT" and e.mode != "phone" and e.when]
    assert meetings == ["2024-02-17", "2024-02-16"]
    assert all(e.when is None for e in coding.events if e.type == "SUPPORT")
