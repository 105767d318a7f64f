"""Whose country nobody names: what the sentence and the report make certain, and what they don't."""

from __future__ import annotations

import pytest

from dragoman.model import Mention, Report
from dragoman.reading import reader


def mentions(text: str, language: str, at: int) -> dict[str, Mention]:
    """The mentions of a sentence of a report, by their words."""
    sentence = reader.read(Report(id="x", text=text, language=language)).sentences[at]
    return {mention.text: mention for mention in sentence.mentions}


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The army killed two villagers, Reuters reported.", "army"),
        ("ar", "قتل الجيش اثنين من القرويين، بحسب وكالة رويترز.", "الجيش"),
        ("fa", "به گزارش رویترز، ارتش دو روستایی را کشت.", "ارتش"),
    ],
)
def test_who_only_reports_tells_nobodys_country(language: str, text: str, words: str) -> None:
    army = mentions(text, language, 0)[words]
    assert army.actors[0].country is None


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "The police closed the road in Nairobi.", "police"),
        ("ar", "أغلقت الشرطة طريقا في نيروبي.", "الشرطة"),
        ("fa", "پلیس جاده‌ای را در نایروبی بست.", "پلیس"),
    ],
)
def test_a_place_in_the_sentence_is_a_guess(language: str, text: str, words: str) -> None:
    police = mentions(text, language, 0)[words]
    assert police.actors[0].country == "KEN" and police.guessed


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Kenya held an election on Tuesday. The army closed the roads.", "army"),
        ("ar", "أجرت كينيا انتخابات يوم الثلاثاء. وأغلق الجيش الطرق.", "الجيش"),
        ("fa", "کنیا روز سه‌شنبه انتخابات برگزار کرد. ارتش جاده‌ها را بست.", "ارتش"),
    ],
)
def test_a_report_about_one_country_is_more_than_a_guess(language: str, text: str, words: str) -> None:
    army = mentions(text, language, 1)[words]
    assert army.actors[0].country == "KEN" and not army.guessed


def test_two_states_in_one_sentence_tell_nothing_of_a_third_party() -> None:
    gunmen = mentions("Kenya and Chad spoke about the gunmen.", "en", 0)["gunmen"]
    assert gunmen.actors[0].country is None


@pytest.mark.parametrize(
    ("language", "text", "words", "country"),
    [
        ("en", "Togo withdrew its troops from Mali.", "troops", "TGO"),
        ("en", "Togo recalled its ambassador to Norway.", "ambassador", "TGO"),
        ("ar", "سحبت توغو قواتها من مالي.", "قواتها", "TGO"),
        ("ar", "استدعت توغو سفيرها في النروج.", "سفيرها", "TGO"),
        ("fa", "توگو سربازان خود را از نروژ بیرون برد.", "سربازان", "TGO"),
        ("fa", "توگو سفیر خود را از نروژ فراخواند.", "سفیر", "TGO"),
    ],
)
def test_somebodys_troops_are_of_who_was_named_before(language: str, text: str, words: str, country: str) -> None:
    theirs = mentions(text, language, 0)[words]
    assert theirs.actors[0].country == country and theirs.guessed


@pytest.mark.parametrize(
    ("language", "text", "words", "guessed"),
    [
        ("en", "The ambassador of Norway left.", "ambassador", False),
        ("en", "Togo moved soldiers from Norway.", "soldiers", True),
        ("ar", "نقلت توغو قوات من النروج.", "قوات", True),
        ("fa", "توگو سربازانی از نروژ را جابه‌جا کرد.", "سربازانی", True),
    ],
)
def test_where_troops_come_from_is_a_guess_at_whose_they_are(
    language: str, text: str, words: str, guessed: bool
) -> None:
    found = mentions(text, language, 0)[words]
    assert found.actors[0].country == "NOR" and found.guessed == guessed


@pytest.mark.parametrize(
    ("language", "text", "name", "person"),
    [
        ("en", "The mayor, Ildefonso Obama, thanked Norway.", "Obama", None),
        ("en", "President Obama thanked Norway.", "President Obama", "Barack Obama"),
        ("en", "Obama thanked Norway.", "Obama", "Barack Obama"),
        ("ar", "شكر فتحي البرادعي النروج.", "البرادعي", None),
        ("ar", "شكر البرادعي النروج.", "البرادعي", "Mohamed ElBaradei"),
        ("fa", "پیتر بایدن از نروژ تشکر کرد.", "بایدن", None),
        ("fa", "آقای بایدن از نروژ تشکر کرد.", "بایدن", "Joe Biden"),
    ],
)
def test_behind_another_given_name_stands_somebody_else(
    language: str, text: str, name: str, person: str | None
) -> None:
    found = mentions(text, language, 0).get(name)
    assert (found.actors[0].person if found else None) == person


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("ar", "أغلقت إحدى المحاكم الطريق المؤدي إلى المسجد.", {"Anwar ul-Haq Ahady", "Narendra Modi"}),
        ("fa", "دادگاه به دلیل سبک بودن حکم به آن متکی نشد.", {"Najla Bouden", "Manouchehr Mottaki"}),
    ],
)
def test_a_common_word_is_nobodys_name(language: str, text: str, names: set[str]) -> None:
    found = mentions(text, language, 0).values()
    assert names.isdisjoint(actor.person for mention in found for actor in mention.actors)


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Togo attacked the Ghana-allied rebels in Mali.", "rebels"),
        ("en", "Togo attacked rebels backed by Ghana in Mali.", "rebels"),
        ("ar", "هاجمت توغو المتمردين المدعومين من غانا في مالي.", "المتمردين"),
        ("fa", "توگو به شورشیان تحت حمایت غنا در مالی حمله کرد.", "شورشیان"),
    ],
)
def test_who_backs_a_party_does_not_tell_its_country(language: str, text: str, words: str) -> None:
    assert mentions(text, language, 0)[words].actors[0].country == "MLI"


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "NATO Secretary General Jens Stoltenberg thanked Norway.", "NATO Secretary General Jens Stoltenberg"),
        (
            "ar",
            "شكر عمرو موسى الأمين العام لجامعة الدول العربية النروج.",
            "عمرو موسى الأمين العام لجامعة الدول العربية",
        ),
        ("fa", "ینس استولتنبرگ دبیرکل ناتو از نروژ تشکر کرد.", "ینس استولتنبرگ دبیرکل ناتو"),
    ],
)
def test_who_speaks_for_a_body_is_of_no_country(language: str, text: str, words: str) -> None:
    (actor,) = mentions(text, language, 0)[words].actors
    assert actor.person and actor.country == "IGO"


@pytest.mark.parametrize(
    ("text", "words", "country"),
    [
        ("قصفت الطائرات مواقع في طرابلس.", "طرابلس", "LBY"),
        ("قصفت الطائرات اللبنانية مواقع في طرابلس.", "طرابلس", "LBN"),
        ("تظاهرت احزاب المعارضة الاردنية في عمان.", "عمان", "JOR"),
    ],
)
def test_a_name_of_two_places_is_that_of_the_state_named_besides(text: str, words: str, country: str) -> None:
    place = mentions(text, "ar", 0)[words].place
    assert place is not None and place.country == country


@pytest.mark.parametrize(
    ("language", "text", "words", "country"),
    [
        ("fa", "یک شرکت مالی با بلژیک قرارداد بست.", "شرکت", "BEL"),
        ("fa", "ارتش مالی دو روستایی را کشت.", "ارتش مالی", "MLI"),
        ("ar", "شكر الخبير المالي البريطاني بلجيكا.", "الخبير المالي البريطاني", "GBR"),
        ("ar", "قتل الجيش المالي مدنيين.", "الجيش المالي", "MLI"),
    ],
)
def test_what_companies_and_experts_deal_in_is_no_nationality(
    language: str, text: str, words: str, country: str
) -> None:
    assert mentions(text, language, 0)[words].actors[0].country == country


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The bank praised Abu Damascus."),
        ("ar", "أقال البنك المركزي محمود أبو العيون."),
        ("fa", "بانک از محمود بن تبریز تشکر کرد."),
    ],
)
def test_a_place_in_a_persons_name_is_none(language: str, text: str) -> None:
    assert all(mention.kind not in ("place", "state") for mention in mentions(text, language, 0).values())


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("ar", "التقى وزير الخارجية الإسرائيلي، سلفان شالوم، نظيره في وارسو.", "وزير الخارجية الإسرائيلي، سلفان شالوم"),
        ("fa", "وزیر خارجه اسرائیل، سیلوان شالوم، به ورشو رفت.", "وزیر خارجه اسرائیل، سیلوان شالوم"),
    ],
)
def test_a_name_between_commas_behind_an_office_is_its_holders(language: str, text: str, words: str) -> None:
    (actor,) = mentions(text, language, 0)[words].actors
    assert actor.person == "Silvan Shalom" and actor.office == "foreign minister"


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "ElBaradei left Cairo. The IAEA chief, Mohamed ElBaradei, thanked Norway.", "ElBaradei"),
        (
            "ar",
            "غادر البرادعي القاهرة. وشكر مدير عام الوكالة الدولية للطاقة الذرية، محمد البرادعي، النروج.",
            "البرادعي",
        ),
        (
            "fa",
            "البرادعی قاهره را ترک کرد. مدیرکل آژانس بین‌المللی انرژی اتمی، محمد البرادعی، از نروژ تشکر کرد.",
            "البرادعی",
        ),
    ],
)
def test_somebody_has_the_office_that_the_report_tells_anywhere(language: str, text: str, words: str) -> None:
    (actor,) = mentions(text, language, 0)[words].actors
    assert actor.organisation == "IAEA"


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [("en", "Its troops left.", "troops"), ("ar", "غادرت قواته.", "قواته"), ("fa", "سربازان خود را بردند.", "سربازان")],
)
def test_whose_nobody_names_is_said_to_be_open(language: str, text: str, words: str) -> None:
    assert mentions(text, language, 0)[words].unresolved == "its country is not named here"
