from __future__ import annotations

import pytest

from dragoman.intake.agencies import agencies_in, named
from dragoman.intake.words import words
from dragoman.text import ZWNJ


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("واشنطن (رويترز) - قال مسؤول إن المحادثات مستمرة.", ("Reuters",)),
        ("القاهرة / الأناضول / أعلنت الوزارة موعد الزيارة.", ("Anadolu",)),
        ("بغداد (أ ف ب) - وصل الوزير.", ("AFP",)),
        ("LONDON (Reuters) - The minister said talks would resume.", ("Reuters",)),
        ("GENEVA (AP) — Talks resumed.", ("AP",)),
        ("به گزارش خبرگزاری تسنیم، سخنگوی وزارت خارجه گفت.", ("Tasnim",)),
        ("به گزارش ایسنا، وزیر به باکو رفت.", ("ISNA",)),
        ("وصل الوزير إلى المطار.\nبحسب المجموعة الدولية وكالة تسنيم للأنباء\nثم غادر.", ("Tasnim",)),
        ("وصل الوزير إلى المطار.\nثم غادر.\nالمصدر: رويترز + أ ف ب", ("Reuters", "AFP")),
        ("وصل الوزير إلى المطار. (شينخوا)", ("Xinhua",)),
        ("The minister left.\nSource: Reuters", ("Reuters",)),
    ],
)
def test_origins_are_named(text: str, agencies: tuple[str, ...]) -> None:
    assert agencies_in(text) == agencies


@pytest.mark.parametrize(
    "text",
    [
        "طردت السلطات مراسل رويترز من البلاد يوم الثلاثاء بعد خلاف طويل.",
        "Police arrested an AP photographer on Monday.",
        "مناورات في خليج فارس تبدأ غدا.",
        "",
        "\n\n",
    ],
)
def test_an_agency_in_the_news_is_no_origin(text: str) -> None:
    assert agencies_in(text) == ()


def test_names_need_their_borders() -> None:
    assert named("تاسع واعد APT") == ()


def test_the_words_are_clean() -> None:
    everything = [*words().cues, *words().changed, *(s for a in words().agencies for s in a.spellings)]
    names = [agency.name for agency in words().agencies]
    assert names == sorted(names, key=str.lower) and len(set(names)) == len(names)
    for word in everything:
        assert word == word.strip()
        assert not any("\ufb50" <= char <= "\ufefc" or "\u064b" <= char <= "\u0652" for char in word)
        assert not (ZWNJ in word and any(char in word for char in "يك"))
