"""Events as data frames, and as a notebook shows them."""

from __future__ import annotations

import datetime
from typing import Any

import pandas
import polars
import pytest

from dragoman.errors import LedgerError
from dragoman.ledger import Ledger, Query

from .samples import coding, day, event, foreign, one_event, place, report


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    of = report("Armenia accused Azerbaijan.", outlet="<b>Wire</b>", url="https://e.org/1")
    dated = event(
        of,
        "accused",
        "ACCUSE",
        ["ARM:GOV"],
        ["AZE:GOV", "IGO:OPEC"],
        when=day("2024-03-01..2024-03-31"),
        where=place("Baku", "AZE"),
        contexts=("diplomatic",),
        reported_by=("Wire",),
    )
    ledger.add([coding(of, dated), one_event()], "by hand/1")
    ledger.add_foreign([foreign(1)], "gdelt")
    return ledger


def of(frame: Any, trigger: str, name: str) -> Any:
    rows = frame.to_dict("records") if isinstance(frame, pandas.DataFrame) else frame.to_dicts()
    return next(row[name] for row in rows if row["sentence"] == trigger)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_has_an_event_a_row(filled: Ledger, library: str) -> None:
    frame = filled.frame(library=library)
    assert type(frame) is {"pandas": pandas.DataFrame, "polars": polars.DataFrame}[library]
    assert len(frame) == 3 and sorted(frame["type"]) == ["ACCUSE", "ACCUSE", "CONSULT"]
    sentence = "Armenia accused Azerbaijan."
    assert list(of(frame, sentence, "recipients")) == ["AZE:GOV", "IGO:OPEC"]
    assert list(of(frame, sentence, "contexts")) == ["diplomatic"]
    assert (of(frame, sentence, "place"), of(frame, sentence, "outlet")) == ("Baku", "<b>Wire</b>")
    assert (of(frame, sentence, "trigger"), of(frame, sentence, "precision")) == ("accused", "month")
    first = of(frame, sentence, "day")
    assert (first.date() if isinstance(first, datetime.datetime) else first) == datetime.date(2024, 3, 1)
    words = [sentence for sentence in frame["sentence"] if isinstance(sentence, str)]
    assert len(words) == 2, "a foreign event has none"


def test_frames_of_both_libraries_have_the_same_columns_also_without_events(filled: Ledger) -> None:
    nothing = Query(party="NZL")
    wanted = list(filled.frame().columns)
    assert wanted[:2] == ["id", "type"] and "score" in wanted
    for library in ("pandas", "polars"):
        assert list(filled.frame(library=library).columns) == wanted
        assert list(filled.frame(nothing, library).columns) == wanted
        kinds = [str(kind) for kind in filled.frame(library=library).dtypes]
        empty = [str(kind) for kind in filled.frame(nothing, library).dtypes]
        assert library == "pandas" or empty == kinds, "so that they can be put together"


def test_days_are_times_to_pandas_and_dates_to_polars(filled: Ledger) -> None:
    assert str(filled.frame()["day"].dtype).startswith("datetime64")
    assert filled.frame(library="polars")["day"].dtype == polars.Date


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_days_long_ago_are_days_too(ledger: Ledger, library: str) -> None:
    ledger.add_foreign([foreign(1, when=day("0622-07-16"))], "gdelt")
    (found,) = ledger.frame(library=library)["day"]
    assert (found.year, found.month, found.day) == (622, 7, 16)


def test_a_frame_of_a_limited_query_is_as_long_as_that(filled: Ledger) -> None:
    assert len(filled.frame(Query(limit=1))) == 1


def test_there_are_no_frames_of_other_libraries(filled: Ledger) -> None:
    with pytest.raises(LedgerError, match="no data frames of 'os'; there are pandas and polars"):
        filled.frame(library="os")


def test_a_notebook_shows_the_newest_events_with_every_letter_escaped(ledger: Ledger) -> None:
    of = report("<script>alert(1)</script> Armenia accused Azerbaijan & others.", outlet='"><img src=x>')
    ledger.add([coding(of, event(of, "accused", "ACCUSE", ["ARM:GOV"]))], "by hand/1")
    shown = ledger._repr_html_()
    assert "<script" not in shown and "<img" not in shown
    assert "&lt;script&gt;" in shown and "Azerbaijan &amp; others" in shown
    assert "1 events of 1 reports" in shown and shown.count("<tr>") == 2
    assert "1 events of 1 reports" in repr(ledger)


def test_a_notebook_does_not_show_a_password(database: str) -> None:
    address = database.replace("postgres:@", "postgres:secret@")
    with Ledger(address) as ledger:
        assert "secret" not in ledger._repr_html_() + repr(ledger)
