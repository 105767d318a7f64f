"""The summary of a corpus, as a page and in a real Chromium, where one is installed."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dragoman.bulk import Fault, Manifest, Totals
from dragoman.faces.bulk import page

BEGAN = datetime.datetime(2024, 5, 6, 7, 8, tzinfo=datetime.UTC)
HOSTILE = "<script>hacked=1</script>\u202e"


def rendered() -> str:
    """A page of a corpus with hostile names."""
    manifest = Manifest(
        program="1.0", coder="default", version="learned/1", language=None, published=None, limit=None,
        sources=("corpus/", HOSTILE), files=3, bytes=12_000_000, corpus="0123456789abcdef", begun=BEGAN,
        finished=BEGAN + datetime.timedelta(hours=1),
    )  # fmt: skip
    totals = Totals()
    totals.reports, totals.errors, totals.characters, totals.sentences = 6_000, 3, 12_000_000, 80_000
    totals.rows = Counter(events=20_000, statements=4_000, conditions=300, links=20, agenda=900, evidence=90_000)
    totals.languages = Counter(ar=4_000, fa=1_500, en=400) + Counter({"": 100})
    totals.types = Counter(CONSULT=9_000, ACCUSE=6_000, SUPPORT=5_000)
    totals.outlets = Counter({f"outlet {n}": n for n in range(1, 60)}) + Counter({HOSTILE: 400, "وكالة الأنباء": 300})
    totals.days = Counter({f"2024-{1 + n % 12:02}-{1 + n % 28:02}": 10 + n for n in range(300)})
    totals.faults = Counter(MalformedLine=3)
    totals.seconds.update(reading=10.0, coding=3_400.0, writing=30.0)  # type: ignore[call-arg]
    totals.paces = [(BEGAN + datetime.timedelta(minutes=n), 90 + n) for n in range(60)]
    faults = [Fault(where=f"corpus/a.jsonl:{n}", kind="MalformedLine", what=HOSTILE, fix="mend it") for n in range(3)]
    return page.render(manifest, totals, faults)


def test_names_of_a_corpus_reach_the_page_as_text() -> None:
    html = rendered()
    assert "<script" not in html and "\u202e" not in html
    assert html.count("&lt;script&gt;hacked=1") == 5


def test_many_outlets_and_days_are_summed_up() -> None:
    assert [bar.number for bar in page.bars(Counter({str(n): 1 for n in range(100)}))][-1] == 75
    assert page.by_time(Counter({"2024-01-01": 1, "2024-01-02": 2})) == {"2024-01-01": 1, "2024-01-02": 2}
    days = Counter({f"2024-{month:02}-{day:02}": 1 for month in range(1, 13) for day in range(1, 29)})
    assert page.by_time(days) == {f"2024-{month:02}": 28 for month in range(1, 13)}


def test_the_rate_counts_every_report_behind_the_first_chunk() -> None:
    paces = [(BEGAN + datetime.timedelta(seconds=10 * n), 20) for n in range(31)]
    drawn = page.picture(paces)
    assert drawn is not None
    assert drawn["most"] == pytest.approx(2.0)
    assert page.picture(paces[:2]) is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_the_page_fits_the_screen_and_asks_for_nothing(scheme: str, width: int, browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "summary.html"
    path.write_text(rendered(), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: complaints.append(message.text))
    tab.goto(path.as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.locator("svg.rate rect").count() > 10
    assert tab.evaluate("typeof hacked") == "undefined"
    assert tab.evaluate("getComputedStyle(document.querySelector('table')).borderCollapse") == "collapse"
    assert asked == [path.as_uri()] and complaints == []
    tab.screenshot(path=tmp_path / "summary.png", full_page=True)
    context.close()
