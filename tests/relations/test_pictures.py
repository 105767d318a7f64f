"""Pictures: nothing is drawn that isn't told, words run their own way, and the same data gives the same bytes."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import unicodedata
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import matplotlib as mpl
import msgspec
import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import font_manager, ft2font
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from dragoman.errors import RelationError
from dragoman.knowledge import gazetteer
from dragoman.ledger.tellings import Telling
from dragoman.relations.agenda import Agenda, Matter, Shift
from dragoman.relations.agenda.mentions import Mentioned
from dragoman.relations.balance import Balance, balance
from dragoman.relations.dealings import Dealings, Pair, by_pair
from dragoman.relations.links import Lagged, MeasuredLink
from dragoman.relations.network import network
from dragoman.relations.periods import BYS, By, periods
from dragoman.relations.pictures import (
    Mark,
    agenda_picture,
    balance_picture,
    links_picture,
    network_picture,
    save,
    style,
)
from dragoman.relations.pictures import wording as wordings
from dragoman.relations.pictures.style import lanes
from dragoman.relations.pictures.wording import Words, isolate, wording
from dragoman.relations.turns import Turn
from spelling import faults, repeated_keys, strings

Day = datetime.date
LANGUAGES = ("en", "ar", "fa")
PAIR = ("AZE", "USA")
WORDING = Path(wordings.__file__).with_name("wording.yaml")
MARKS = (
    Mark(day=Day(2023, 1, 9), label="Meeting refused; it cost $5m, not $9m"),
    Mark(day=Day(2023, 2, 1), label="لقاء في ميونخ"),
    Mark(day=Day(2023, 2, 3), label="می‌خواهند به باکو بروند"),
    Mark(day=Day(2023, 6, 29), label="A label that goes on and on, " * 9),
)


@pytest.fixture(autouse=True)
def no_warnings() -> Iterator[None]:
    """A letter that the font hasn't is a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def telling(seq: int, day: Day, score: float = 4.0, pair: Pair = PAIR, **rest: Any) -> Telling:
    act = "cooperation" if score > 0 else "conflict"
    told: dict[str, Any] = {
        "seq": seq, "event": f"e{seq}", "story": f"s{seq}", "actor": pair[0], "recipient": pair[1],
        "day": day, "until": day, "precision": "day", "type": "CONSULT", "mode": None, "quad": f"verbal-{act}",
        "score": score, "confidence": 1.0, "modality": "done", "status": None, "report": f"r{seq}",
        "told_by": f"outlet {seq % 3}", "language": "en",
    }  # fmt: skip
    return Telling(**told | rest)


def months(*scores: tuple[float, ...]) -> Dealings:
    """What is told in each month of 2023, from January on; both directions in turn."""
    told = [
        (Day(2023, month, 2 + at), score) for month, found in enumerate(scores, 1) for at, score in enumerate(found)
    ]
    pairs = (PAIR, PAIR[::-1])
    return Dealings(PAIR, [telling(seq, day, score, pairs[seq % 2]) for seq, (day, score) in enumerate(told)])


DEALINGS = months((-4, -3, -5, -4), (-2, 1, -3), (), (2, 3, 4, 5), (5,), (3, 4, 4))


def turn() -> Turn:
    return Turn(
        what="tone", since=Day(2023, 1, 2), until=Day(2023, 6, 4),
        last_before=Day(2023, 2, 6), first_after=Day(2023, 4, 2),
        earlier=-3.1, later=3.8, p=0.002, before=(), after=(),
    )  # fmt: skip


@cache
def whole(language: str = "en", by: By = "month") -> Figure:
    return anew(language, by)


def anew(language: str = "en", by: By = "month") -> Figure:
    return balance_picture(balance(DEALINGS, by), (turn(),), MARKS, language, DEALINGS)


def agenda() -> Agenda:
    among = periods("month", Day(2023, 1, 1), Day(2023, 6, 30))

    def matter(label: str, counts: list[int], trend: Any, **quotes: str) -> Matter:
        named = {"report": "r", "event": None, "start": 0, "end": 1, "outlet": None, "published": None}
        return Matter(
            label=label, kind="topic", generic=False, reports=sum(counts) + 1, independent=sum(counts), share=0.5,
            languages={}, outlets={}, first=None, last=None, series=tuple(counts),
            shift=Shift(before=0.1, after=0.4, p=0.001, q=0.002, trend=trend),
            mentioned=tuple(Mentioned(quote=quote, language=code, **named) for code, quote in quotes.items()),
        )  # fmt: skip

    topics = (
        matter("peace treaty", [3, 0, 0, 7, 11, 2], "rises", ar="معاهدة السلام", fa="پیمان صلح"),
        matter("transport corridors through the mountains and far beyond to the sea", [0, 1, 0, 0, 0, 0], None),
    )
    return Agenda(
        pair=PAIR, by="month", periods=among, reports=30, independent=25, undated=1, series=(4, 1, 0, 8, 12, 3),
        turn=Day(2023, 4, 1), topics=topics, contexts=(),
    )  # fmt: skip


@cache
def told_about(language: str = "en") -> Figure:
    return agenda_picture(agenda(), language)


def neighbours(count: int = 12) -> Any:
    parties = [one.code for one in gazetteer.load().countries if one.code and not one.until][:count]
    pairs = [(one, other) for at, one in enumerate(parties) for other in parties[at + 1 :: 3]]
    day = Day(2023, 1, 1)
    return network(by_pair(telling(seq, day, 5 - 3 * (seq % 4), pair) for seq, pair in enumerate(pairs)))


LINK = MeasuredLink(
    one=("AZE", "USA"), other=("ARM", "AZE"), lag=2, leads=("AZE", "USA"), r=-0.58, p=0.0004, q=0.012, periods=14,
    told_one=16, told_other=16,
)  # fmt: skip
LAGGED = Lagged(lags=(-2, -1, 0, 1, 2), r=(0.1, -0.2, 0.0, 0.3, -0.58), low=(-0.4,) * 5, high=(0.4,) * 5)


def neighbour() -> Balance:
    told = [telling(seq, Day(2023, 1 + seq // 3, 5), (-1) ** seq * 4.0, ("ARM", "AZE")) for seq in range(18)]
    return balance(Dealings(("ARM", "AZE"), told))


@cache
def linked(language: str = "en") -> Figure:
    return links_picture(LINK, (balance(DEALINGS), neighbour()), LAGGED, language)


def texts(figure: Figure) -> list[Text]:
    """Every text that is drawn and says something."""
    drawn = [one for one in figure.findobj(Text) if isinstance(one, Text) and one.get_visible()]
    off = {id(one) for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for one in unseen(axes, axis)}
    return [one for one in drawn if one.get_text().strip() and id(one) not in off]


def unseen(axes: Axes, axis: Any) -> Iterator[Text]:
    """Words at an axis that matplotlib has but doesn't draw."""
    ticks = {id(label) for tick in axis._update_ticks() for label in (tick.label1, tick.label2)}
    off = not axes.axison or not axis.get_visible()
    yield from (one for one in axis.findobj(Text) if off or (id(one) not in ticks and one is not axis.label))


def drawn(figure: Figure) -> FigureCanvasAgg:
    canvas = FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    return canvas


def extent(text: Text, canvas: FigureCanvasAgg) -> Bbox:
    return text.get_window_extent(canvas.get_renderer())


def said(figure: Figure) -> str:
    return "\n".join(one.get_text() for one in texts(figure))


def heights(axes: Axes) -> list[list[tuple[float, float]]]:
    """For each collection of blocks, from where to where they go."""
    found = []
    for one in axes.collections:
        edges = [path.vertices[:, 1] for path in one.get_paths()]
        found.append([(float(edge.min()), float(edge.max())) for edge in edges])
    return found


# --- what a balance shows -------------------------------------------------------------------------------


def test_the_line_of_tones_ends_where_nothing_is_told() -> None:
    axes = whole().axes[0]
    together = np.asarray(axes.lines[0].get_ydata(), float)
    assert np.isnan(together).tolist() == [False, False, True, False, False, False]
    assert together[4] == 5.0


def test_a_band_is_drawn_in_the_periods_that_have_one_and_over_nothing_else() -> None:
    found = balance(DEALINGS)
    bands = [one.tone_band for one in found.together if one.tone_band]
    assert np.allclose(heights(whole().axes[0])[0], bands)
    assert len(bands) == 4  # of six: a month without anything, and one with a single story


def test_cooperation_goes_up_and_conflict_down_by_what_they_weigh() -> None:
    found = balance(DEALINGS)
    tops = heights(whole().axes[1])
    for at, one in enumerate(found.together):
        assert tops[1][at][1] == pytest.approx(one.quads.get("verbal-cooperation", 0))
        assert tops[3][at][0] == pytest.approx(-one.quads.get("verbal-conflict", 0))


def test_the_scale_of_tones_has_zero_in_its_middle_and_holds_all_bands() -> None:
    low, high = whole().axes[0].get_ylim()
    assert low == -high
    assert high >= max(abs(end) for one in balance(DEALINGS).together for end in one.tone_band or ())


def test_a_turn_is_told_with_its_day_what_changed_and_its_p() -> None:
    assert "turn in tone: −3.1 → +3.8 (p = 0.002)" in bare(said(whole()))
    assert "2023-04-02" in said(whole())


def test_the_foot_says_what_the_picture_rests_on() -> None:
    foot = " ".join(bare(said(whole())).split())
    assert "Stories: 15; tellings: 15; outlets: 3." in foot
    assert f"Weights: {DEALINGS.weights.version}." in foot
    assert "95% of 400 bootstrap draws" in foot


def test_events_outside_the_time_shown_are_not_drawn() -> None:
    late = Mark(day=Day(2030, 1, 1), label="later")
    assert "later" not in said(balance_picture(balance(DEALINGS), (), (late,)))


def test_without_turns_and_events_there_is_no_panel_for_them() -> None:
    assert len(balance_picture(balance(DEALINGS)).axes) == 2


@pytest.mark.parametrize("by", BYS)
def test_a_balance_is_drawn_by_any_period(by: By) -> None:
    drawn(whole(by=by))


def test_a_single_day_is_drawn() -> None:
    dealings = Dealings(PAIR, [telling(0, Day(2023, 1, 9))])
    drawn(balance_picture(balance(dealings, "day"), (), MARKS[:1]))


def test_where_nothing_is_told_that_is_said() -> None:
    with pytest.raises(RelationError, match="nothing is told between Azerbaijan and United States"):
        balance_picture(balance(Dealings(PAIR, [])))


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(RelationError, match="there are en, ar, fa"):
        balance_picture(balance(DEALINGS), language="ru")


# --- agenda and network ---------------------------------------------------------------------------------


def test_an_agenda_tells_how_many_reports_name_a_matter_in_each_period() -> None:
    axes = told_about().axes[1]
    numbers = [one.get_text() for one in axes.texts if one.get_text().isdigit() and one.get_size() == 6]
    assert numbers == ["3", "7", "11", "2", "1"]
    assert {"23 ↑", "1"} <= {one.get_text() for one in axes.texts}


@pytest.mark.parametrize(("language", "label"), [("en", "peace treaty"), ("ar", "معاهدة السلام"), ("fa", "پیمان صلح")])
def test_a_matter_goes_by_the_words_of_the_reports_in_their_language(language: str, label: str) -> None:
    assert told_about(language).axes[1].get_yticklabels()[0].get_text() == label


def test_an_agenda_without_matters_is_refused() -> None:
    empty = msgspec.structs.replace(agenda(), topics=())
    with pytest.raises(RelationError, match="no matter is named"):
        agenda_picture(empty)


@pytest.mark.parametrize("count", [2, 12, 40])
def test_no_circle_of_a_network_lies_on_another(count: int) -> None:
    figure = network_picture(neighbours(count))
    (circles,) = (one for one in figure.axes[0].collections if len(one.get_offsets()) == count)
    places = np.asarray(circles.get_offsets())
    radius = np.sqrt(circles.get_sizes()) / 2 / 72 * 2.54
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    assert (apart >= radius[:, None] + radius[None] - 0.05).all()


def test_ties_are_coloured_by_their_tone() -> None:
    day = Day(2023, 1, 1)
    told = [telling(0, day, 5.0, ("AZE", "IRN")), telling(1, day, -5.0, ("AZE", "USA"))]
    found = network(by_pair(told))
    lines = network_picture(found).axes[0].collections[:2]
    assert [to_hex(one.get_color()[0]) for one in lines] == [style.COOPERATION, style.CONFLICT]


def test_a_network_without_parties_is_refused() -> None:
    with pytest.raises(RelationError, match="nothing is told"):
        network_picture(network({}))


# --- links ----------------------------------------------------------------------------------------------


def test_the_balances_of_two_relations_stand_one_above_the_other() -> None:
    figure = linked()
    for axes, found in zip(figure.axes, (balance(DEALINGS), neighbour()), strict=False):
        up, down = heights(axes)[:2]
        assert np.allclose(
            [top + low for (_, top), (low, _) in zip(up, down, strict=True)], [one.balance for one in found.together]
        )
    assert bare(figure.axes[0].texts[0].get_text()) == "Azerbaijan – United States: balance"


def test_the_correlation_at_each_lag_is_drawn_with_what_chance_gives() -> None:
    axes = linked().axes[2]
    assert np.allclose(heights(axes)[0], [(-0.4, 0.4)] * 5)
    (rest, best) = axes.lines[:2]
    assert (best.get_xdata().tolist(), best.get_ydata().tolist()) == ([2.0], [-0.58])
    assert len(rest.get_xdata()) == 4


def test_a_link_is_told_as_statistics_and_never_as_cause() -> None:
    foot = " ".join(bare(said(linked())).split())
    assert "Strongest at lag 2 by month, Azerbaijan – United States first: r −0.58, p 0.0004, q 0.012." in foot
    assert "It says nothing of causes" in foot


def test_without_lags_only_the_balances_are_drawn() -> None:
    assert len(links_picture(LINK, (balance(DEALINGS), neighbour())).axes) == 2


@pytest.mark.parametrize(
    ("balances", "message"),
    [
        ((neighbour(), neighbour()), "isn't AZE–USA; give the link's own"),
        ((balance(DEALINGS, "week"), neighbour()), "by week and by month can't be compared"),
        ((balance(DEALINGS), balance(Dealings(("ARM", "AZE"), []))), "nothing is told between ARM and AZE"),
    ],
)
def test_balances_that_are_not_the_links_are_refused(balances: tuple[Balance, Balance], message: str) -> None:
    with pytest.raises(RelationError, match=message):
        links_picture(LINK, balances)


# --- words ----------------------------------------------------------------------------------------------


def pictures(language: str) -> Iterator[Figure]:
    yield whole(language)
    yield told_about(language)
    yield linked(language)
    yield network_picture(neighbours(), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_is_17_cm_wide_and_no_word_leaves_it(language: str) -> None:
    for figure in pictures(language):
        canvas = drawn(figure)
        assert figure.get_figwidth() * 2.54 == pytest.approx(17)
        for one in texts(figure):
            box = extent(one, canvas)
            inside = box.x0 >= 0 and box.x1 <= figure.bbox.x1 and box.y0 >= 0 and box.y1 <= figure.bbox.y1
            assert inside, one.get_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_lie_on_others_where_time_is_drawn(language: str) -> None:
    for figure in (whole(language), told_about(language), linked(language)):
        canvas = drawn(figure)
        boxes = [(one.get_text(), extent(one, canvas).padded(-1)) for one in texts(figure)]
        met = [(a, b) for at, (a, box) in enumerate(boxes) for b, other in boxes[at + 1 :] if box.overlaps(other)]
        assert met == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_names_fit(language: str) -> None:
    codes = [one.code for one in gazetteer.load().countries if one.code and not one.until]
    one, other = sorted(codes, key=lambda code: -len(wording(language).party(code)))[:2]
    figure = balance_picture(
        balance(Dealings((one, other), [telling(0, Day(2023, 1, 1), pair=(one, other))])), language=language
    )
    canvas = drawn(figure)
    boxes = [extent(text, canvas) for text in texts(figure)]
    assert all(box.x0 >= 0 and box.x1 <= figure.bbox.x1 for box in boxes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wording_is_spelt_as_its_language_spells(language: str) -> None:
    found = yaml.safe_load(WORDING.read_text(encoding="utf-8"))
    assert repeated_keys(WORDING.read_bytes()) == []
    assert set(found) == set(LANGUAGES)
    values = [(place, value) for place, value in strings(found[language]) if not is_key(place, value)]
    assert [(place, fault) for place, value in values for fault in faults(language, value)] == []


def is_key(place: str, value: str) -> bool:
    return place.endswith(f"/{value}")


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_phrase_takes_the_same_values_in_every_language(language: str) -> None:
    def braces(words: Words) -> dict[str, set[str]]:
        fields = {name: str(getattr(words, name)) for name in words.__struct_fields__}
        return {
            name: {part.split("}")[0] for part in text.split("{")[1:]}
            for name, text in fields.items()
            if name not in ("by", "quads", "turns")
        }

    assert braces(wording(language)) == braces(wording("en"))
    assert set(wording(language).by) == set(get_args(By))


def test_the_font_has_every_letter_of_the_three_languages() -> None:
    letters = {chr(code) for code in (*range(0x0621, 0x063B), *range(0x0641, 0x064B), *range(0x0660, 0x066A))}
    letters |= set("پچژگکی۰۱۲۳۴۵۶۷۸۹،؛؟«»٪٫٬…→←↑↓−×–\u200c\u0654") | {chr(c) for c in range(32, 127)}
    letters |= set(WORDING.read_text(encoding="utf-8"))
    known = font_manager.get_font([shipped()]).get_charmap()
    assert sorted(one for one in letters if ord(one) not in known and unicodedata.category(one) != "Cc") == []


def shipped() -> str:
    return str(Path(mpl.get_data_path(), "fonts/ttf/DejaVuSans.ttf"))


def laid_out(text: str) -> list[tuple[str, int]]:
    """The letters, or two in one, with their glyphs as they stand from left to right; without what can't be seen."""
    font = font_manager.get_font([shipped()])
    found = [(one.char[::-1], one.glyph_index) for one in font._layout(text, ft2font.LoadFlags.NO_HINTING)]
    return [(chars, glyph) for chars, glyph in found if unicodedata.category(chars[0]) != "Cf"]


def seen(text: str) -> str:
    return "".join(char for char, _ in laid_out(text))


@pytest.mark.parametrize("word", ["الولايات المتحدة", "می‌خواهند", "گفت‌وگو", "پژوهش"])
def test_arabic_and_persian_letters_run_right_to_left(word: str) -> None:
    assert seen(word) == word.replace("\u200c", "")[::-1]


def test_letters_join_and_the_non_joiner_keeps_them_apart() -> None:
    def glyphs(text: str) -> list[int]:
        return [glyph for _, glyph in laid_out(text)]

    alone = {char: glyphs(char)[0] for char in "میخ"}
    joined, apart = glyphs("میخ"), glyphs("می‌خ")
    assert all(glyph != alone[char] for glyph, char in zip(joined, "خیم", strict=True))
    assert apart[0] == alone["خ"] and apart[1] != joined[1]


@pytest.mark.parametrize(
    ("language", "phrase", "values", "visual"),
    [
        ("ar", "{one} ← {other}", {"one": "USA", "other": "AZE"}, "AZE ← USA"),
        ("fa", "{one} ← {other}", {"one": "−1.1", "other": "+3.0"}, "+3.0 ← −1.1"),
        ("en", "{one} → {other}", {"one": "USA", "other": "باكو"}, "USA → وكاب"),
        ("en", "in {one}, {other}", {"one": "باكو", "other": "2024-02-17"}, "in وكاب, 2024-02-17"),
        ("ar", "{day} {label}", {"day": "2024-02-17", "label": "لقاء (x)"}, ")x( ءاقل 2024-02-17"),
        ("en", "{day} {label}", {"day": Day(2024, 2, 17), "label": "لقاء"}, "2024-02-17 ءاقل"),
    ],
)  # fmt: skip
def test_what_is_put_into_a_phrase_keeps_its_own_direction(
    language: str, phrase: str, values: dict[str, object], visual: str
) -> None:
    assert seen(wording(language).say(phrase, **values)) == visual


def test_a_letter_that_the_font_has_only_in_two_parts_is_drawn_of_them() -> None:
    assert isolate("خانۀ") == "\u2068خانهٔ\u2069"


def test_marks_of_direction_in_a_report_do_not_reach_the_picture() -> None:
    assert isolate("a\u2069\u202eb") == "\u2068ab\u2069"


@pytest.mark.parametrize(("language", "side"), [("en", "left"), ("ar", "right"), ("fa", "right")])
def test_titles_stand_where_the_language_begins(language: str, side: str) -> None:
    assert {one.get_ha() for one in whole(language).texts} == {side}


def test_time_runs_from_left_to_right_in_every_language() -> None:
    for language in LANGUAGES:
        start, end = whole(language).axes[-1].get_xlim()
        assert start < end


def bare(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) != "Cf")


@given(
    st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 30)).map(lambda one: (one[0], one[0] + one[1])), max_size=20)
)
def test_no_two_spans_of_a_lane_overlap(spans: list[tuple[float, float]]) -> None:
    found = list(zip(lanes(spans), spans, strict=True))
    for at, (lane, (start, end)) in enumerate(found):
        assert not [1 for other, (low, high) in found[:at] if lane == other and start < high and low < end]


# --- files ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ending", "begins"), [(".svg", b"<?xml"), (".PNG", b"\x89PNG"), (".pdf", b"%PDF")])
def test_the_same_data_gives_the_same_bytes(tmp_path: Path, ending: str, begins: bytes) -> None:
    save(anew("fa"), tmp_path / f"one{ending}")
    save(anew("fa"), str(tmp_path / f"other{ending}"))
    found = [(tmp_path / f"{name}{ending}").read_bytes() for name in ("one", "other")]
    assert found[0] == found[1]
    assert found[0].startswith(begins)


def test_an_svg_needs_no_font_and_has_no_date(tmp_path: Path) -> None:
    save(whole("ar"), tmp_path / "one.svg")
    text = (tmp_path / "one.svg").read_text(encoding="utf-8")
    assert "<text" not in text and "font-family" not in text and "dc:date" not in text


def test_a_pdf_needs_no_font_and_the_figure_stays_as_it_was(tmp_path: Path) -> None:
    figure = anew("ar")
    save(figure, tmp_path / "before.svg")
    save(figure, tmp_path / "one.pdf")
    save(figure, tmp_path / "after.svg")
    assert b"/FontFile" not in (tmp_path / "one.pdf").read_bytes()
    assert (tmp_path / "before.svg").read_bytes() == (tmp_path / "after.svg").read_bytes()


def test_the_settings_of_the_user_play_no_part_and_stay(tmp_path: Path) -> None:
    save(whole(), tmp_path / "one.svg")
    with mpl.rc_context({"axes.facecolor": "red", "font.size": 30, "svg.fonttype": "none"}):
        save(anew(), tmp_path / "other.svg")
        assert mpl.rcParams["font.size"] == 30
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "other.svg").read_bytes()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("one.jpg", "can't end in '.jpg'; name it .svg, .png or .pdf"),
        ("one", "needs an ending"),
        ("missing/one.svg", "no such folder"),
        ("folder.svg", "can't be written"),
        ("file/one.svg", "can't be written"),
        (f"{'n' * 300}.svg", "can't be written"),
    ],
)
def test_a_place_that_cannot_be_written_is_said_plainly(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "folder.svg").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(RelationError, match=message):
        save(whole(), tmp_path / name)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "folder.svg"]


def test_matplotlib_is_loaded_for_pictures_only_and_needs_no_window_and_no_folder_of_its_own() -> None:
    code = "import sys, dragoman.relations; print('matplotlib' in sys.modules)\n"
    code += "import dragoman.relations.pictures; print('matplotlib.pyplot' in sys.modules)"
    nowhere = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), "/proc/nobody")
    run = [sys.executable, "-c", code]
    found = subprocess.run(run, capture_output=True, text=True, check=True, env=os.environ | nowhere)
    assert (found.stdout, found.stderr) == ("False\nFalse\n", "")
