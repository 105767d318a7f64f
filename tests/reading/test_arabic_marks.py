"""What an Arabic preposition written onto a word means for who and when."""

from __future__ import annotations

import datetime

import pytest

from dragoman.languages import packs
from dragoman.languages.ar.morphology import conjugate
from dragoman.model import Report
from dragoman.reading import reader
from dragoman.reading.dates import find_times


def kinds(text: str) -> dict[str, str]:
    """The mentions of a sentence, each with its kind."""
    report = Report(id="1", text=text, language="ar", published=datetime.date(2024, 3, 12))
    return {m.text: m.kind for sentence in reader.read(report).sentences for m in sentence.mentions}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("أشاد وزير الخارجية التركي بأوزبكستان.", "بأوزبكستان"),
        ("أشاد وزير خارجية بيرو في كلمته أمس بقطر.", "بقطر"),
        ("رحبت كينيا بالصومال عضوا جديدا.", "بالصومال"),
        ("نددت بوليفيا بتشيلي.", "بتشيلي"),
        ("اعترفت النرويج بكوسوفو.", "بكوسوفو"),
    ],
)
def test_whom_an_act_reaches_by_its_mark_is_a_party(text: str, name: str) -> None:
    assert kinds(text)[name] == "state"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("وصل السفير الكندي أمس إلى مقره بتونس.", "بتونس"),
        ("ندد الوزير السنغالي بالهجوم بأوزبكستان.", "بأوزبكستان"),
        ("التقى الرئيس الكيني نظيره بقطر.", "بقطر"),
    ],
)
def test_elsewhere_it_is_a_place(text: str, name: str) -> None:
    assert kinds(text)[name] == "place"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("التقى السفير الاثنين لدى وصوله الوزير", [(2, 3, None)]),
        ("جرح 5 لدى وصولهم", []),
        ("في 5 دي 1402", [(1, 4, 10)]),
    ],
)
def test_a_preposition_is_no_month(text: str, found: list[tuple[int, int, int | None]]) -> None:
    pack = packs.load("ar")
    assert [(t.first, t.last, t.month) for t in find_times(pack, pack.tokens(text, 0, len(text)))] == found


def test_a_dash_behind_the_imperfect_leaves_out_its_shortened_forms() -> None:
    assert {"تهب", "يهب"} & {form.word for form in conjugate("أهاب يهيب-")} == set()
    assert {"تهيب", "يهيبون", "اهابت"} <= {form.word for form in conjugate("أهاب يهيب-")}
    assert "يزر" in {form.word for form in conjugate("زار يزور")}
