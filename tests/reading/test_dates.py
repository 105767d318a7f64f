from __future__ import annotations

import datetime

import pytest
from hijridate import Gregorian
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from dragoman.languages import packs
from dragoman.model import Time
from dragoman.phrases import covering
from dragoman.reading.calendars import calendar_of, days_of, year_in
from dragoman.reading.dates import find_times, inferred_day, place_time

TUESDAY = datetime.date(2024, 2, 20)  # 1 Esfand 1402, 10 Shaban 1445


def times(language: str, text: str, published: datetime.date | None = TUESDAY) -> list[tuple[str, Time | None]]:
    """The times of a text, each with its words."""
    tokens = packs.load(language).tokens(text, 0, len(text))
    return [
        (
            covering(tokens, found.first, found.last).words(text),
            place_time(found, tokens, text, published),
        )
        for found in find_times(packs.load(language), tokens)
    ]


def days(start: str, end: str | None = None) -> tuple[datetime.date, datetime.date]:
    return datetime.date.fromisoformat(start), datetime.date.fromisoformat(end or start)


# The text; its words of time; first day, last day (or the same); precision. Published on that Tuesday.
ARABIC = [
    ("قال في 17 فبراير 2024 إنه", "17 فبراير 2024", "2024-02-17", None, "day"),
    ("في ١٧ شباط/فبراير ٢٠٢٤", "١٧ شباط/فبراير ٢٠٢٤", "2024-02-17", None, "day"),
    ("في 17 شباط (فبراير) 2024", "17 شباط (فبراير) 2024", "2024-02-17", None, "day"),
    ("يوم 2 آب 2023", "2 آب 2023", "2023-08-02", None, "day"),
    ("15 كانون الثاني/يناير", "15 كانون الثاني/يناير", "2024-01-15", None, "day"),
    ("20 تشرين الثاني", "20 تشرين الثاني", "2023-11-20", None, "day"),
    ("3 كانون الأول الماضي", "3 كانون الأول الماضي", "2023-12-03", None, "day"),
    ("15 أوت 2023", "15 أوت 2023", "2023-08-15", None, "day"),
    ("5 جويلية 2023", "5 جويلية 2023", "2023-07-05", None, "day"),
    ("7 فيفري", "7 فيفري", "2024-02-07", None, "day"),
    ("12 غشت 2023", "12 غشت 2023", "2023-08-12", None, "day"),
    ("9 شتنبر 2022", "9 شتنبر 2022", "2022-09-09", None, "day"),
    ("في الأول من يناير", "الأول من يناير", "2024-01-01", None, "day"),
    ("في الثاني من آذار/مارس", "الثاني من آذار/مارس", "2024-03-02", None, "day"),
    ("في الحادي عشر من سبتمبر", "الحادي عشر من سبتمبر", "2023-09-11", None, "day"),
    ("الثالث والعشرين من يوليو 1952", "الثالث والعشرين من يوليو 1952", "1952-07-23", None, "day"),
    ("السبت 17 فبراير", "السبت 17 فبراير", "2024-02-17", None, "day"),
    ("اليوم الثلاثاء", "اليوم الثلاثاء", "2024-02-20", None, "day"),
    ("اليوم الاثنين", "اليوم الاثنين", "2024-02-19", None, "day"),  # the report came out a day late
    ("أمس الاثنين", "أمس الاثنين", "2024-02-19", None, "day"),
    ("أول من أمس", "أول من أمس", "2024-02-18", None, "day"),
    ("أمس الأول", "أمس الأول", "2024-02-18", None, "day"),
    ("مساء أمس", "مساء أمس", "2024-02-19", None, "day"),
    ("الليلة الماضية", "الليلة الماضية", "2024-02-19", None, "day"),
    ("غدا الأربعاء", "غدا الأربعاء", "2024-02-21", None, "day"),
    ("بعد غد", "بعد غد", "2024-02-22", None, "day"),
    ("يوم الثلاثاء", "الثلاثاء", "2024-02-20", None, "day"),
    ("يوم الجمعة", "الجمعة", "2024-02-16", None, "day"),
    ("الثلاثاء الماضي", "الثلاثاء الماضي", "2024-02-13", None, "day"),
    ("الثلاثاء المقبل", "الثلاثاء المقبل", "2024-02-27", None, "day"),
    ("الاثنين من الأسبوع الماضي", "الاثنين من الأسبوع الماضي", "2024-02-12", None, "day"),
    ("قبل ثلاثة أيام", "قبل ثلاثة أيام", "2024-02-17", None, "day"),
    ("بعد يومين", "بعد يومين", "2024-02-22", None, "day"),
    ("الأسبوع الماضي", "الأسبوع الماضي", "2024-02-10", "2024-02-16", "week"),
    ("هذا الأسبوع", "هذا الأسبوع", "2024-02-17", "2024-02-23", "week"),
    ("قبل أسبوعين", "قبل أسبوعين", "2024-02-03", "2024-02-09", "week"),
    ("نهاية نوفمبر", "نهاية نوفمبر", "2023-11-19", "2023-11-30", "week"),
    ("مطلع مارس", "مطلع مارس", "2024-03-01", "2024-03-11", "week"),
    ("أواخر تشرين الأول الماضي", "أواخر تشرين الأول الماضي", "2023-10-21", "2023-10-31", "week"),
    ("الشهر الماضي", "الشهر الماضي", "2024-01-01", "2024-01-31", "month"),
    ("الشهر الجاري", "الشهر الجاري", "2024-02-01", "2024-02-29", "month"),
    ("منذ شهرين", "منذ شهرين", "2023-12-01", "2023-12-31", "month"),
    ("في نوفمبر الماضي", "نوفمبر الماضي", "2023-11-01", "2023-11-30", "month"),
    ("في نوفمبر من العام الماضي", "نوفمبر من العام الماضي", "2023-11-01", "2023-11-30", "month"),
    ("في شهر مارس المقبل", "مارس المقبل", "2024-03-01", "2024-03-31", "month"),
    ("في آب", "آب", "2023-08-01", "2023-08-31", "month"),
    ("رمضان 2023", "رمضان 2023", "2023-03-23", "2023-04-20", "month"),
    ("العام الماضي", "العام الماضي", "2023-01-01", "2023-12-31", "year"),
    ("قبل عامين", "قبل عامين", "2022-01-01", "2022-12-31", "year"),
    ("قبل 5 سنوات", "قبل 5 سنوات", "2019-01-01", "2019-12-31", "year"),
    ("عام 2003", "عام 2003", "2003-01-01", "2003-12-31", "year"),
    ("منذ 1990", "1990", "1990-01-01", "1990-12-31", "year"),
    ("عام 1445", "عام 1445", "2023-07-19", "2024-07-06", "year"),
    ("في تسعينيات القرن الماضي", "تسعينيات القرن الماضي", "1990-01-01", "1999-12-31", "decade"),
    ("10 محرم 1445", "10 محرم 1445", "2023-07-28", None, "day"),
    ("27 بهمن", "27 بهمن", "2024-02-16", None, "day"),
    ("١٤٠٢/٠٧/١٦", "١٤٠٢/٠٧/١٦", "2023-10-08", None, "day"),
    ("17-02-2024", "17-02-2024", "2024-02-17", None, "day"),
]
PERSIAN = [
    ("۱۶ مهر ۱۴۰۲", "۱۶ مهر ۱۴۰۲", "2023-10-08", None, "day"),
    ("۱۴۰۲/۰۷/۱۶", "۱۴۰۲/۰۷/۱۶", "2023-10-08", None, "day"),
    ("۲۷ بهمن", "۲۷ بهمن", "2024-02-16", None, "day"),
    ("۲۷ بهمن ماه ۱۴۰۲", "۲۷ بهمن ماه ۱۴۰۲", "2024-02-16", None, "day"),
    ("روز شنبه ۲۸ بهمن", "شنبه ۲۸ بهمن", "2024-02-17", None, "day"),
    ("پنجشنبه ۲ آذر ۱۴۰۲", "پنجشنبه ۲ آذر ۱۴۰۲", "2023-11-23", None, "day"),
    ("بیست و دوم بهمن", "بیست و دوم بهمن", "2024-02-11", None, "day"),
    ("بیست‌ودوم بهمن", "بیست‌ودوم بهمن", "2024-02-11", None, "day"),
    ("سی و یکم شهریور", "سی و یکم شهریور", "2023-09-22", None, "day"),
    ("اول فروردین", "اول فروردین", "2024-03-20", None, "day"),
    ("۲۲ بهمن ۵۷", "۲۲ بهمن ۵۷", "1979-02-11", None, "day"),
    ("۱۷ فوریه ۲۰۲۴", "۱۷ فوریه ۲۰۲۴", "2024-02-17", None, "day"),
    ("۱۷ فوریه", "۱۷ فوریه", "2024-02-17", None, "day"),
    ("۱۰ محرم ۱۴۴۵", "۱۰ محرم ۱۴۴۵", "2023-07-28", None, "day"),
    ("سه‌شنبه", "سه‌شنبه", "2024-02-20", None, "day"),
    ("روز سه شنبه", "سه شنبه", "2024-02-20", None, "day"),
    ("جمعه گذشته", "جمعه گذشته", "2024-02-16", None, "day"),
    ("جمعه آینده", "جمعه آینده", "2024-02-23", None, "day"),
    ("دوشنبه هفته گذشته", "دوشنبه هفته گذشته", "2024-02-12", None, "day"),
    ("شنبه هفته آینده", "شنبه هفته آینده", "2024-02-24", None, "day"),
    ("امروز سه‌شنبه", "امروز سه‌شنبه", "2024-02-20", None, "day"),
    ("دیروز", "دیروز", "2024-02-19", None, "day"),
    ("پریروز", "پریروز", "2024-02-18", None, "day"),
    ("پس‌فردا", "پس‌فردا", "2024-02-22", None, "day"),
    ("دیشب", "دیشب", "2024-02-19", None, "day"),
    ("دو روز پیش", "دو روز پیش", "2024-02-18", None, "day"),
    ("۱۰ روز دیگر", "۱۰ روز دیگر", "2024-03-01", None, "day"),
    ("هفته گذشته", "هفته گذشته", "2024-02-10", "2024-02-16", "week"),
    ("هفته جاری", "هفته جاری", "2024-02-17", "2024-02-23", "week"),
    ("سه هفته پیش", "سه هفته پیش", "2024-01-27", "2024-02-02", "week"),
    ("اوایل اسفند", "اوایل اسفند", "2024-02-20", "2024-02-29", "week"),
    ("پایان نوامبر", "پایان نوامبر", "2023-11-19", "2023-11-30", "week"),
    ("در ماه مه", "مه", "2024-05-01", "2024-05-31", "month"),
    ("نوامبر سال گذشته", "نوامبر سال گذشته", "2023-11-01", "2023-11-30", "month"),
    ("آبان پارسال", "آبان پارسال", "2022-10-23", "2022-11-21", "month"),
    ("ماه گذشته", "ماه گذشته", "2024-01-01", "2024-01-31", "month"),
    ("دو ماه قبل", "دو ماه قبل", "2023-12-01", "2023-12-31", "month"),
    ("سال ۱۳۹۸", "سال ۱۳۹۸", "2019-03-21", "2020-03-19", "year"),
    ("در سال ۲۰۱۵", "سال ۲۰۱۵", "2015-01-01", "2015-12-31", "year"),
    ("پنج سال پیش", "پنج سال پیش", "2019-01-01", "2019-12-31", "year"),
    ("امسال", "امسال", "2023-03-21", "2024-03-19", "year"),
    ("دهه ۱۳۶۰", "دهه ۱۳۶۰", "1981-03-21", "1991-03-20", "decade"),
]
ENGLISH = [
    ("on February 17, 2024", "February 17, 2024", "2024-02-17", None, "day"),
    ("on 17 February 2024", "17 February 2024", "2024-02-17", None, "day"),
    ("Feb. 17", "Feb. 17", "2024-02-17", None, "day"),
    ("the 17th of February", "17th of February", "2024-02-17", None, "day"),
    ("Saturday, February 17", "Saturday, February 17", "2024-02-17", None, "day"),
    ("Oct. 7", "Oct. 7", "2023-10-07", None, "day"),
    ("31 December", "31 December", "2023-12-31", None, "day"),
    ("on Monday", "Monday", "2024-02-19", None, "day"),
    ("on Tuesday", "Tuesday", "2024-02-20", None, "day"),
    ("last Monday", "last Monday", "2024-02-19", None, "day"),
    ("next Monday", "next Monday", "2024-02-26", None, "day"),
    ("Monday last week", "Monday last week", "2024-02-12", None, "day"),
    ("Monday of next week", "Monday of next week", "2024-02-26", None, "day"),
    ("yesterday", "yesterday", "2024-02-19", None, "day"),
    ("two days ago", "two days ago", "2024-02-18", None, "day"),
    ("ten days from now", "ten days from now", "2024-03-01", None, "day"),
    ("2024-02-17", "2024-02-17", "2024-02-17", None, "day"),
    ("17/02/2024", "17/02/2024", "2024-02-17", None, "day"),
    ("2/17/2024", "2/17/2024", "2024-02-17", None, "day"),
    ("17-Feb-2024", "17-Feb-2024", "2024-02-17", None, "day"),
    ("16 Mehr 1402", "16 Mehr 1402", "2023-10-08", None, "day"),
    ("10 Muharram 1445", "10 Muharram 1445", "2023-07-28", None, "day"),
    ("last week", "last week", "2024-02-12", "2024-02-18", "week"),
    ("three weeks ago", "three weeks ago", "2024-01-29", "2024-02-04", "week"),
    ("late November", "late November", "2023-11-19", "2023-11-30", "week"),
    ("mid-January", "mid-January", "2024-01-11", "2024-01-21", "week"),
    ("last November", "last November", "2023-11-01", "2023-11-30", "month"),
    ("November of last year", "November of last year", "2023-11-01", "2023-11-30", "month"),
    ("in May", "May", "2024-05-01", "2024-05-31", "month"),
    ("May 2023", "May 2023", "2023-05-01", "2023-05-31", "month"),
    ("Ramadan 2023", "Ramadan 2023", "2023-03-23", "2023-04-20", "month"),
    ("this month", "this month", "2024-02-01", "2024-02-29", "month"),
    ("last year", "last year", "2023-01-01", "2023-12-31", "year"),
    ("five years ago", "five years ago", "2019-01-01", "2019-12-31", "year"),
    ("since 1990", "1990", "1990-01-01", "1990-12-31", "year"),
    ("in the 1980s", "1980s", "1980-01-01", "1989-12-31", "decade"),
]
TABLE = [(language, *row) for language, rows in (("ar", ARABIC), ("fa", PERSIAN), ("en", ENGLISH)) for row in rows]


@pytest.mark.parametrize(("language", "text", "words", "start", "end", "precision"), TABLE)
def test_a_time_is_read_with_its_words_days_and_precision(
    language: str, text: str, words: str, start: str, end: str | None, precision: str
) -> None:
    ((quoted, time),) = times(language, text)
    assert time is not None
    assert (quoted, time.text) == (words, words)
    assert ((time.start, time.end), time.precision) == (days(start, end), precision)
    assert time.inferred is None


NO_TIME = [
    ("ar", "رجب طيب أردوغان"),
    ("ar", "ستافان دي ميستورا"),
    ("ar", "مارس الرئيس ضغوطا"),
    ("ar", "تيريزا ماي"),
    ("ar", "أب لثلاثة أولاد"),
    ("ar", "قبل أيام"),
    ("ar", "قبل قليل"),
    ("fa", "خبرگزاری مهر"),
    ("fa", "چند روز پیش"),
    ("fa", "دی"),
    ("en", "He may go"),
    ("en", "Theresa May said"),
    ("en", "March of protest"),
    ("en", "Mehr news agency"),
    ("en", "Jan Egeland"),
    ("en", "the past two years"),
    ("en", "2003 soldiers"),
]


@pytest.mark.parametrize(("language", "text"), NO_TIME)
def test_a_word_that_only_looks_like_a_time_is_none(language: str, text: str) -> None:
    assert times(language, text) == []


@pytest.mark.parametrize(("language", "text"), [("en", "February 30"), ("fa", "۳۱ مهر"), ("ar", "31 نوفمبر 2023")])
def test_a_day_that_no_calendar_has_is_not_placed(language: str, text: str) -> None:
    assert [time for _, time in times(language, text)] == [None]


@pytest.mark.parametrize(
    ("language", "text", "words", "day"),
    [
        ("ar", "السبت 17 فبراير", "السبت 17 فبراير", "2024-02-17"),
        ("ar", "17 فبراير (السبت)", "17 فبراير (السبت)", "2024-02-17"),
        ("ar", "السبت (17 فبراير", "السبت (17 فبراير", "2024-02-17"),
        ("ar", "الثلاثاء 29 شباط", "الثلاثاء 29 شباط", "2000-02-29"),
        ("fa", "شنبه ۱۷ فوریه", "شنبه ۱۷ فوریه", "2024-02-17"),
        ("fa", "شنبه ۲۸ بهمن", "شنبه ۲۸ بهمن", "2024-02-17"),
        ("en", "Saturday, February 17", "Saturday, February 17", "2024-02-17"),
    ],
)
def test_a_weekday_and_a_day_decide_the_year_where_the_report_has_no_date(
    language: str, text: str, words: str, day: str
) -> None:
    ((quoted, time),) = times(language, text, published=None)
    assert time is not None and time.inferred
    assert (quoted, (time.start, time.end)) == (words, days(day))
    assert str(time.start.year) in time.inferred or language == "fa"
    inferred = inferred_day([time])
    assert inferred is not None and inferred[0] == time.start and words in inferred[1]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Saturday"), ("en", "February 17"), ("ar", "أمس"), ("fa", "هفته گذشته"), ("en", "last November")],
)
def test_nothing_is_placed_that_only_the_day_of_the_report_could_decide(language: str, text: str) -> None:
    ((_, time),) = times(language, text, published=None)
    assert time is None


def test_a_full_date_needs_no_day_of_the_report() -> None:
    ((_, time),) = times("ar", "17 فبراير 2024", published=None)
    assert time is not None and time.inferred is None


def test_no_day_is_inferred_from_times_that_were_read_in_full() -> None:
    ((_, time),) = times("en", "on February 17, 2024")
    assert time is not None and inferred_day([time]) is None


def test_the_latest_of_several_inferred_days_is_the_reports() -> None:
    placed = [time for _, time in times("en", "Friday, February 16, and Saturday, February 17", published=None)]
    inferred = inferred_day([time for time in placed if time])
    assert inferred is not None and inferred[0] == datetime.date(2024, 2, 17)


def test_several_times_in_a_sentence_do_not_run_together() -> None:
    assert [words for words, _ in times("fa", "۲۵ دسامبر ۲۰۲۲ (۴ دی ۱۴۰۱) در تهران")] == [
        "۲۵ دسامبر ۲۰۲۲",
        "۴ دی ۱۴۰۱",
    ]
    assert [words for words, _ in times("ar", "من 3 مارس 2023 حتى 5 أبريل 2023")] == [
        "3 مارس 2023",
        "5 أبريل 2023",
    ]


# --- any day reads back to itself ------------------------------------------------------------------

DATES = st.dates(datetime.date(1990, 1, 1), datetime.date(2035, 12, 31))
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def read_back(language: str, text: str, published: datetime.date | None = None) -> list[datetime.date | None]:
    placed = [time for _, time in times(language, text, published)]
    assert all(time is None or (time.start == time.end and time.precision == "day") for time in placed)
    return [time and time.start for time in placed]


@given(DATES, st.sampled_from(packs.LANGUAGES), st.data())
def test_any_gregorian_day_reads_back(day: datetime.date, language: str, data: st.DataObject) -> None:
    month = data.draw(st.sampled_from(packs.load(language).data.calendar.gregorian[day.month - 1]))
    shapes = ["{day} {month} {year}", "{day} {month}، {year}"]
    if language == "en":
        shapes = ["{day} {month} {year}", "{month} {day}, {year}", "{month} {day} {year}"]
    text = data.draw(st.sampled_from(shapes)).format(day=day.day, month=month, year=day.year)
    digits = {"ar": ARABIC_DIGITS, "fa": PERSIAN_DIGITS, "en": {}}[language]
    assert read_back(language, data.draw(st.sampled_from([text, text.translate(digits)]))) == [day]


@given(DATES, st.sampled_from(packs.LANGUAGES), st.data())
def test_any_jalali_day_reads_back(day: datetime.date, language: str, data: st.DataObject) -> None:
    jalali = JalaliDate.to_jalali(day)
    month = data.draw(st.sampled_from(packs.load(language).data.calendar.jalali[jalali.month - 1]))
    assert read_back(language, f"{jalali.day} {month} {jalali.year}") == [day]
    if jalali.year < 1410:
        assert read_back("fa", f"{jalali.year}/{jalali.month:02}/{jalali.day:02}".translate(PERSIAN_DIGITS)) == [day]


@given(DATES, st.sampled_from(packs.LANGUAGES), st.data())
def test_any_hijri_day_reads_back(day: datetime.date, language: str, data: st.DataObject) -> None:
    hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    month = data.draw(st.sampled_from(packs.load(language).data.calendar.hijri[hijri.month - 1]))
    assert read_back(language, f"{hijri.day} {month} {hijri.year}") == [day]


@given(
    DATES,
    st.sampled_from(packs.LANGUAGES),
    st.sampled_from(["{y}-{m:02}-{d:02}", "{d}/{m}/{y}", "{d:02}.{m:02}.{y}"]),
)
def test_any_day_in_digits_reads_back(day: datetime.date, language: str, shape: str) -> None:
    assert read_back(language, shape.format(y=day.year, m=day.month, d=day.day)) == [day]


@given(DATES, st.integers(-150, 60), st.sampled_from(packs.LANGUAGES))
def test_a_day_without_a_year_is_the_nearest_one(day: datetime.date, late: int, language: str) -> None:
    month = packs.load(language).data.calendar.gregorian[day.month - 1][0]
    published = day - datetime.timedelta(late)
    if (day.month, day.day) != (2, 29):
        assert read_back(language, f"{day.day} {month}", published) == [day]


@given(DATES, st.integers(0, 6), st.sampled_from(packs.LANGUAGES))
def test_a_weekday_is_the_last_one_before_the_report(day: datetime.date, back: int, language: str) -> None:
    told = day - datetime.timedelta(back)
    name = packs.load(language).data.calendar.weekdays[told.weekday()][0]
    assert read_back(language, name, day) == [told]


# --- the calendars --------------------------------------------------------------------------------


@given(DATES, st.sampled_from(["gregorian", "jalali", "hijri"]))
def test_each_day_lies_in_the_year_and_month_that_its_calendar_says(day: datetime.date, kind: str) -> None:
    year = year_in(kind, day)  # type: ignore[arg-type]
    whole = days_of(kind, year)  # type: ignore[arg-type]
    assert whole is not None and whole[0] <= day <= whole[1]
    months = [days_of(kind, year, month) for month in range(1, 13)]  # type: ignore[arg-type]
    assert sum(month is not None and month[0] <= day <= month[1] for month in months) == 1


@pytest.mark.parametrize(
    ("kind", "year", "month", "day"),
    [
        ("gregorian", 2023, 2, 29),
        ("gregorian", 2023, 13, 1),
        ("gregorian", 0, None, None),
        ("jalali", 1402, 12, 30),
        ("jalali", 1402, 7, 31),
        ("hijri", 1445, 1, 31),
        ("hijri", 5000, None, None),
    ],
)
def test_a_day_that_does_not_exist_is_none(kind: str, year: int, month: int | None, day: int | None) -> None:
    assert days_of(kind, year, month, day) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("year", "kind"),
    [(2024, "gregorian"), (1990, "gregorian"), (1357, "jalali"), (1402, "jalali"), (1445, "hijri")],
)
def test_a_bare_year_tells_its_calendar(year: int, kind: str) -> None:
    assert calendar_of(year) == kind
