from __future__ import annotations

import datetime
import json
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import EmptyReport, TooLarge
from dragoman.intake.page import read_page
from dragoman.text import ZWNJ

from .conftest import ARABIC, ENGLISH, PERSIAN, page_of

DAY = datetime.date(2024, 2, 17)


def _day(html: str, address: str | None = None) -> datetime.date | None:
    return read_page(html, address=address).published


def test_the_article_is_read_without_its_surroundings() -> None:
    page = read_page(page_of(ARABIC, around="<footer>جميع الحقوق محفوظة © 2024</footer>"))
    assert page.text == ARABIC.strip()
    assert page.published is None


@pytest.mark.parametrize("spelling", [ZWNJ, "&zwnj;", "&#8204;", "&#x200C;", "&#x200c;"])
def test_the_non_joiner_is_kept(spelling: str) -> None:
    head = f"<title>رئیس{spelling}جمهور آمد</title>"
    page = read_page(page_of(PERSIAN.replace(ZWNJ, spelling), head, language="fa"))
    assert page.text == PERSIAN.strip()
    assert page.title == f"رئیس{ZWNJ}جمهور آمد"
    assert page.language == "fa"


def test_the_non_joiner_is_kept_where_its_stand_in_is_used() -> None:
    text = PERSIAN + "نشان ˑ در این جمله است و می‌ماند و نباید گم شود.\n"
    assert read_page(page_of(text)).text == text.strip()


def test_the_title_in_linked_data_keeps_its_non_joiner() -> None:
    thing = json.dumps({"@type": "NewsArticle", "headline": f"می{ZWNJ}آید", "datePublished": "2024-02-17T10:00"})
    page = read_page(page_of(PERSIAN, f'<script type="application/ld+json">{thing}</script>'))
    assert page.title == f"می{ZWNJ}آید"
    assert page.published == DAY


def test_the_page_says_its_outlet() -> None:
    page = read_page(page_of(ARABIC, '<meta property="og:site_name" content="الشرق الأوسط">'))
    assert page.outlet == "الشرق الأوسط"
    assert read_page(page_of(ARABIC), address="https://www.example.org/a").outlet == "example.org"
    assert read_page(page_of(ARABIC)).outlet is None


def test_the_byline_names_the_agency() -> None:
    page = read_page(page_of(ARABIC, around='<span class="article-source">المصدر: رويترز</span>'))
    assert page.agencies == ("Reuters",)
    assert read_page(page_of(ARABIC, '<meta name="author" content="الأناضول">')).agencies == ("Anadolu",)


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [("ar-EG", ARABIC, "ar"), ("en", ARABIC, None), ("ar", PERSIAN, None), ("en_US", ENGLISH, "en")],
)
def test_a_declared_language_must_fit_the_letters(declared: str, text: str, language: str | None) -> None:
    assert read_page(page_of(text, language=declared)).language == language


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2024-02-17T23:30:00+03:30">',
        '<meta name="pubdate" content="20240217T101500">',
        '<meta itemprop="datePublished" content="2024/2/17">',
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2024-02-17"}]}</script>',
    ],
)
def test_the_day_is_read_from_metadata(head: str) -> None:
    assert _day(page_of(ARABIC, head)) == DAY


@pytest.mark.parametrize(
    "around",
    [
        '<time datetime="2024-02-17T10:00:00Z">السبت</time>',
        "<time>2024-02-17</time>",
        '<div class="post-date">تاريخ النشر: 2024-02-17 10:20</div>',
        "<div>٢٠٢٤/٠٢/١٧</div>",
    ],
)
def test_the_day_is_read_where_it_is_printed(around: str) -> None:
    assert _day(page_of(ARABIC, around=around)) == DAY


def test_the_day_is_read_from_the_address() -> None:
    assert _day(page_of(ARABIC), "https://example.org/world/2024/02/17/talks") == DAY


@pytest.mark.parametrize(
    "around",
    [
        "<p>ووقع البلدان اتفاقا يوم 2024-02-17 في العاصمة بعد محادثات طويلة بين الوفدين.</p>",
        "<footer>© 2024</footer>",
        '<div class="date">۱۴۰۲/۱۱/۲۸</div>',
        '<div class="date">17 فبراير 2024</div>',
        "<div>2024-02-17</div><div>2024-02-18</div>",
        '<aside><time datetime="2024-02-17">x</time></aside>',
        '<div class="related"><time datetime="2024-02-17">x</time></div>',
        '<span class="date-modified">2024-02-17</span>',
        "<div>آخر تحديث: 2024-02-17</div>",
        '<time datetime="2024-02-31">x</time>',
        '<div class="date">2093-02-17</div>',
    ],
)
def test_a_day_is_never_invented(around: str) -> None:
    assert _day(page_of(ARABIC, around=around)) is None


@pytest.mark.parametrize("depth", [100, 300, 3000, 10_000])
def test_deep_nesting_loses_no_text(depth: int) -> None:
    html = "<html><body>" + "<div>" * depth + f"<p>{ARABIC}</p>" + "</div>" * depth + "</body></html>"
    assert "وزير الخارجية المصري" in read_page(html).text
    spans = "<html><body><article>" + "<b>" * depth + ARABIC + "</b>" * depth + f"<p>{PERSIAN}</p></article>"
    assert "وزير الخارجية المصري" in read_page(spans).text
    assert "سخنگوی وزارت" in read_page(spans).text


def test_scripts_are_never_text() -> None:
    script = "<script>var hidden = 'كلمات لا يراها أحد';</script><style>p{color:red}</style>"
    for html in (
        page_of(ARABIC, script, script),
        f"<html><body>{script}<p>قصير</p>{script}</body></html>",
        f"<html><body><article>{script}<noscript>فعل جافاسكريبت</noscript>{ARABIC}{script}</article></html>",
        "<html><body>" + "<div>" * 400 + script + f"<p>{ARABIC}</p></body></html>",
    ):
        text = read_page(html).text
        assert "كلمات" not in text and "color" not in text and "جافاسكريبت" not in text


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<html>",
        "<html><body></body></html>",
        "<html><script>alert('x')</script></html>",
        "<!-- only a comment -->",
        "<p",
        "<a href=" * 1000,
        "<![CDATA[" * 1000,
        "<html><body>" + "<p>" * 20_000,
    ],
)
def test_a_page_without_an_article_is_empty(html: str) -> None:
    with pytest.raises(EmptyReport, match="no article"):
        read_page(html, where="page.html")


@pytest.mark.parametrize(
    "html",
    [
        f"<html><body><div><p>{ARABIC}<div></p></span></html></body>",
        f"<p>{ARABIC}",
        f"<html/><body><table><td><p>{ARABIC}</table>",
        f'<?xml version="1.0" encoding="windows-1256"?><!DOCTYPE html PUBLIC "-//x" "y"/><p>{ARABIC}</html>',
        f"<html><body><article>\x0b\x01{ARABIC}</article>",
        f"<html><body><form><main>{ARABIC}</main></form>",
        ARABIC,
    ],
)
def test_broken_markup_is_read_all_the_same(html: str) -> None:
    assert "وزير الخارجية المصري" in read_page(html).text


def test_a_huge_page_is_refused_soon() -> None:
    start = time.monotonic()
    with pytest.raises(TooLarge):
        read_page("<html><body>" + f"<p>{ENGLISH}</p>" * 30_000)
    with pytest.raises(TooLarge, match="tags"):
        read_page("<html><body>" + "<p>" * 1_000_001)
    assert time.monotonic() - start < 30


def test_a_large_script_does_not_hide_the_article() -> None:
    script = f"<script>{'x' * 12_000_000}</script>"
    assert read_page(page_of(ARABIC, script)).text == ARABIC.strip()


def test_nothing_is_printed_for_a_broken_page() -> None:
    code = "from dragoman.intake.page import read_page\ntry:\n    read_page('<p')\nexcept Exception: pass"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == done.stderr == b""


PIECES = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<div class=date>",
            "</div>",
            "<article>",
            "</article>",
            "<table><tr><td>",
            "<br>",
            "<script type='application/ld+json'>",
            "</script>",
            '{"datePublished": [1], "author": [null, {"name": 5}]}',
            '{"headline": {}, "@type": 7}',
            "<time datetime='x'>",
            "<meta name=author content='AP'>",
            "<html lang=>",
            "<link rel=canonical href='http://[bad'>",
            "<meta property=og:url content='//[::'>",
            "<!--",
            "-->",
            "&zwnj;",
            "&#0;",
            "&#xD800;",
            "&#99999999;",
            "2024-02-17",
            "<h1>",
            "<svg>",
            "<title>",
            "</title>",
            "\x00",
            "<template>",
            "<base href=':'>",
            "<frameset>",
            ARABIC,
            PERSIAN,
            ENGLISH,
            "<",
            ">",
            "'",
            '"',
        ]
    ),
    max_size=25,
)


@settings(deadline=None, max_examples=150)
@given(PIECES, st.sampled_from([None, "https://example.org/2024/02/17/a", "http://[bad"]))
def test_any_markup_gives_a_page_or_none(pieces: list[str], address: str | None) -> None:
    try:
        page = read_page("".join(pieces), address=address)
    except EmptyReport:
        return
    assert page.text.strip()
    assert page.published in (None, DAY)
