"""ICEWS: what stands in which column, and what files of its years give."""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd
import pytest

from dragoman import exchange
from dragoman.errors import InputError
from dragoman.exchange.icews import COLUMNS
from dragoman.model import ForeignEvent, Told

from .conftest import Round, make_told, party, rows

ROW = {
    "Event ID": "32891071",
    "Event Date": "2018-06-01",
    "Source Name": "Police (Egypt)",
    "Source Sectors": "Government,Police",
    "Source Country": "Egypt",
    "Event Text": "Arrest, detain, or charge with legal action",
    "CAMEO Code": "173",
    "Intensity": "-5",
    "Target Name": "Citizen (Egypt)",
    "Target Sectors": "General Population / Civilian / Social,Social",
    "Target Country": "Egypt",
    "Publisher": "A Paper",
    "City": "Cairo",
    "Country": "Egypt",
    "Latitude": "30.06",
    "Longitude": "31.25",
}


def file(path: Path, *changes: dict[str, str], header: tuple[str, ...] = COLUMNS, encoding: str = "utf-8") -> Path:
    lines = ["\t".join(header)]
    lines += ["\t".join((ROW | one).get(column, "") for column in header) for one in changes or ({},)]
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def test_pandas_reads_the_file_by_the_names_of_its_columns(tmp_path: Path) -> None:
    exchange.write("icews", [make_told()], tmp_path / "x.tab")
    frame = pd.read_csv(tmp_path / "x.tab", sep="\t", dtype={"CAMEO Code": str}, quoting=3)
    assert list(frame["CAMEO Code"]) == ["042", "043"]
    assert list(frame["Event Text"]) == ["Make a visit", "Host a visit"]
    assert list(frame["Source Country"]) == ["Turkey", "Greece"]
    assert list(frame["Source Sectors"]) == ["Government", "Government"]
    assert list(frame["Event Date"]) == ["2024-05-14", "2024-05-14"]
    assert frame["Sentence Number"].isna().all()
    assert (frame["City"] == "Athens").all() and frame["Event ID"].is_unique


def test_states_have_the_names_that_icews_gives_them(tmp_path: Path) -> None:
    told = make_told(type="AID", actors=(party("Russia", "RUS"),), recipients=(party("Palestine", "PSE"),))
    exchange.write("icews", [told], tmp_path / "x")
    row = dict(zip(COLUMNS, rows(tmp_path / "x")[1], strict=True))
    assert (row["Source Country"], row["Target Country"]) == ("Russian Federation", "Occupied Palestinian Territory")


def test_each_actor_meets_each_recipient_in_a_row_of_its_own(tmp_path: Path) -> None:
    two = (party("Turkey", "TUR"), party("Qatar", "QAT"))
    account = exchange.write("icews", [make_told(type="AID", actors=two, recipients=two)], tmp_path / "x")
    assert account.rows == 4 and account.events == 1


def test_a_row_becomes_a_foreign_event(tmp_path: Path) -> None:
    (event,) = exchange.read("icews", file(tmp_path / "x"))
    assert isinstance(event, ForeignEvent)
    assert (event.id, event.type, event.mode) == ("icews:32891071@2018-06-01", "COERCE", "arrest")
    assert [a.code for a in (*event.actors, *event.recipients)] == ["EGY:COP", "EGY:CVL"]
    assert event.where and (event.where.name, event.where.country) == ("Cairo", "EGY")
    assert (event.goldstein, event.outlet, event.score) == (-5.0, "A Paper", None)


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"Source Name": "Japan", "Source Sectors": "NA", "Source Country": "Japan"}, "JPN:GOV"),
        ({"Source Country": "Namibia", "Source Name": "Namibia", "Source Sectors": "NULL"}, "NAM:GOV"),
        ({"Source Sectors": '"Military,Government"'}, "EGY:MIL"),
        ({"Source Country": "NULL", "Source Sectors": "Unidentified Forces"}, "---:UAF"),
        (
            {
                "Source Name": "North Atlantic Treaty Organization",
                "Source Country": "NA",
                "Source Sectors": "International Government Organization,Global",
            },
            "IGO:NATO",
        ),
    ],
)
def test_parties_of_every_kind_are_read(changes: dict[str, str], codes: str, tmp_path: Path) -> None:
    (event,) = exchange.read("icews", file(tmp_path / "x", changes))
    assert isinstance(event, ForeignEvent)
    assert [actor.code for actor in event.actors] == [codes]


def test_american_days_latin_letters_and_surplus_tabs_are_read(tmp_path: Path) -> None:
    path = file(tmp_path / "x", {"Event Date": "6/1/2017", "Source Name": "Nicolás\t"[:-1]}, encoding="iso-8859-1")
    path.write_bytes(path.read_bytes().rstrip(b"\n") + b"\t\t\r\n")
    (event,) = exchange.read("icews", path)
    assert isinstance(event, ForeignEvent)
    assert event.when and event.when.start == datetime.date(2017, 6, 1)
    assert event.actors[0].name == "Nicolás"


def test_columns_in_another_order_and_further_ones_are_read_by_name(tmp_path: Path) -> None:
    (event,) = exchange.read("icews", file(tmp_path / "x", header=(*reversed(COLUMNS), "year")))
    assert isinstance(event, ForeignEvent) and event.type == "COERCE"


def test_a_file_without_a_needed_column_says_which(tmp_path: Path) -> None:
    header = tuple(column for column in COLUMNS if column not in ("CAMEO Code", "Target Name"))
    with pytest.raises(InputError, match="lacks the columns CAMEO Code, Target Name"):
        list(exchange.read("icews", file(tmp_path / "x", header=header)))


def test_a_file_without_a_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("1\t2\t3\n", encoding="utf-8")
    with pytest.raises(InputError, match="no header of icews"):
        list(exchange.read("icews", tmp_path / "x"))


def test_what_is_written_is_read_back(there_and_back: Round) -> None:
    visit, host = there_and_back("icews", [make_told()])
    assert (visit.type, visit.mode, visit.cameo, visit.goldstein) == ("CONSULT", "visit", "042", 1.9)
    assert [a.code for a in (*visit.actors, *visit.recipients)] == ["TUR:GOV", "GRC:GOV"]
    assert [a.code for a in (*host.actors, *host.recipients)] == ["GRC:GOV", "TUR:GOV"]
    assert visit.when and visit.when.start == datetime.date(2024, 5, 14)
    assert visit.where and (visit.where.name, visit.where.country, visit.where.lat) == ("Athens", "GRC", 37.98)


def test_a_foreign_row_keeps_its_id_and_all_it_said(tmp_path: Path) -> None:
    (event,) = exchange.read("icews", file(tmp_path / "x"))
    assert isinstance(event, ForeignEvent)
    exchange.write("icews", [Told(event=event)], tmp_path / "y")
    before, after = (dict(zip(COLUMNS, rows(path)[1], strict=True)) for path in (tmp_path / "x", tmp_path / "y"))
    assert {name: cell or "NULL" for name, cell in before.items()} == after
