"""Persian in its many spellings and split verbs: what the pack must see, and what it must not."""

from __future__ import annotations

import datetime

import pytest

from dragoman.languages import packs
from dragoman.model import Mention, Report
from dragoman.reading.reader import read

DAY = datetime.date(2024, 11, 20)  # 30 Aban 1403


def types(text: str) -> list[tuple[str, str]]:
    """The type and mode of each act of a text."""
    pack = packs.load("fa")
    return [(m.act.type, m.act.mode or "") for m in pack.acts.find(pack.tokens(text, 0, len(text)))]


def mentions(text: str) -> list[Mention]:
    reading = read(Report(id="x", text=text, language="fa", published=DAY))
    return [mention for sentence in reading.sentences for mention in sentence.mentions]


def parties(text: str) -> list[tuple[str, str | None]]:
    """The words of each party of a text, and the country or body that it belongs to."""
    return [(m.text, m.actors[0].organisation or m.actors[0].country) for m in mentions(text) if m.actors]


ACTS = [
    # a refusal that is a denied yes
    ("کنیا با درخواست پرو موافقت نکرد", ("REJECT", "")),
    ("ترکیه به هواپیمای کنیا اجازه فرود نداد", ("REJECT", "")),
    ("کنیا به نامه پرو پاسخ نداد", ("REJECT", "")),
    ("کنیا زیر بار درخواست پرو نرفت", ("REJECT", "")),
    ("کنیا درخواست پرو را بی‌پاسخ گذاشت", ("REJECT", "")),
    # a verb that its object splits, or that stands with دست به
    ("نیروی دریایی پرو علیه شیلی دست به رزمایش زد", ("MOBILIZE", "troops")),
    ("نپال ارتش را به میدان آورد", ("MOBILIZE", "troops")),
    ("اتحادیه اروپا علیه مجارستان اقدام قانونی آغاز کرد", ("ACCUSE", "allege")),
    ("پرو مرزهای خود را به روی پناهجویان گشود", ("AID", "")),
    ("کنیا سیاست پیشین را کنار گذاشت", ("CONCEDE", "")),
    ("آمریکا تحریم‌ها را برداشت", ("CONCEDE", "")),
    ("ژاپن ممنوعیت واردات ماهی را برداشت", ("CONCEDE", "")),
    ("مجارستان وتوی خود بر کمک به اوکراین را برداشت", ("CONCEDE", "")),
    ("سربازان دست به تجاوز جنسی زدند", ("ASSAULT", "sexual")),
]


@pytest.mark.parametrize(("text", "found"), ACTS)
def test_an_act_is_found_as_what_it_is(text: str, found: tuple[str, str]) -> None:
    assert found in types(text)


NOT = [
    ("برداشت گندم در خوزستان آغاز شد", "CONCEDE"),
    ("شهروندان از بانک‌ها پول برداشت کردند", "CONCEDE"),
    ("وزیر از حساب خود صد میلیون دلار برداشت کرد", "CONCEDE"),
    ("برداشت او از این سخن درست نبود", "CONCEDE"),
    ("سنگال از تصمیم خود عدول نخواهد کرد", "REQUEST"),
    ("وزیر به مسکو نخواهد رفت", "REQUEST"),
    ("اتحادیه اروپا علیه مجارستان اقدام قانونی کرد", "CONCEDE"),
]


@pytest.mark.parametrize(("text", "type_"), NOT)
def test_a_word_that_only_looks_like_an_act_is_none(text: str, type_: str) -> None:
    assert type_ not in {found for found, _ in types(text)}


@pytest.mark.parametrize("joined", ["خارجه", "خارجهٔ", "خارجۀ", "خارجه‌ی", "خارجه ی"])
def test_an_office_is_the_same_in_every_spelling_of_its_joining_vowel(joined: str) -> None:
    (minister,) = mentions(f"وزیر امور {joined} نروژ رفت.")
    assert minister.text == f"وزیر امور {joined} نروژ"
    assert (minister.actors[0].country, minister.actors[0].office) == ("NOR", "foreign minister")


SPELLINGS = [
    ("اتحادیه{} اروپا", "EU"),
    ("کره{} شمالی", "PRK"),
    ("قوه{} قضاییه{} ایران", "IRN"),
    ("فرستاده{} ویژه{} سازمان ملل", "UN"),
    ("نماینده{} ویژه{} رئیس‌جمهور روسیه", "RUS"),
]


@pytest.mark.parametrize("vowel", ["", "ٔ", "‌ی"])
@pytest.mark.parametrize(("name", "code"), SPELLINGS)
def test_a_name_is_found_whole_with_and_without_its_joining_vowel(name: str, code: str, vowel: str) -> None:
    spelt = name.replace("{}", vowel)
    assert parties(f"{spelt} بیانیه داد.") == [(spelt, code)]


@pytest.mark.parametrize(
    ("month", "start", "end"),
    [
        ("مهرماه", "2024-09-22", "2024-10-21"),
        ("مهر ماه", "2024-09-22", "2024-10-21"),
        ("مهر‌ماه", "2024-09-22", "2024-10-21"),
        ("۱۲ مهرماه", "2024-10-03", "2024-10-03"),
        ("۱۲ آبان‌ماه ۱۴۰۳", "2024-11-02", "2024-11-02"),
        ("۱۲ آبانماه ۱۴۰۳", "2024-11-02", "2024-11-02"),
        ("دی‌ماه ۱۴۰۲", "2023-12-22", "2024-01-20"),
        ("دیماه ۱۴۰۲", "2023-12-22", "2024-01-20"),
        ("پنجم اسفندماه سال گذشته", "2024-02-24", "2024-02-24"),
        ("اوایل شهریورماه", "2024-08-22", "2024-09-01"),
    ],
)
def test_a_month_is_read_with_the_word_for_month_joined_to_it(month: str, start: str, end: str) -> None:
    (time,) = [m.time for m in mentions(f"سفیر در {month} رفت.") if m.kind == "time"]
    assert time is not None and time.text == month
    assert (time.start.isoformat(), time.end.isoformat()) == (start, end)


BESIDE = [
    ("پلیس هند در نارودا کارگران را بازداشت کرد.", ["پلیس هند", "کارگران"]),
    ("پلیس نارودا کارگران را بازداشت کرد.", ["پلیس", "کارگران"]),
    ("رئیس تشکیلات خودگردان فلسطین تصمیم نتانیاهو را رد کرد.", ["رئیس تشکیلات خودگردان فلسطین", "نتانیاهو"]),
    ("وزیر خارجه فرانسه پیشنهاد پوتین را رد کرد.", ["وزیر خارجه فرانسه", "پوتین"]),
    # these belong together
    ("وزیر خارجه وقت آمریکا جان کری رفت.", ["وزیر خارجه وقت آمریکا جان کری"]),
    ("عضو ارشد کنگره آمریکا رفت.", ["عضو ارشد کنگره آمریکا"]),
    ("سخنگوی ارشد نیروهای مسلح ایران رفت.", ["سخنگوی ارشد نیروهای مسلح ایران"]),
]


@pytest.mark.parametrize(("text", "names"), BESIDE)
def test_a_party_does_not_swallow_the_one_beside_it(text: str, names: list[str]) -> None:
    assert [mention.text for mention in mentions(text) if mention.actors] == names
