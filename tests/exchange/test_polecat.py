"""POLECAT: what stands in which column, and what files of other vintages give."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from dragoman import exchange
from dragoman.errors import InputError
from dragoman.exchange.polecat import COLUMNS
from dragoman.model import ForeignEvent, Told

from .conftest import Round, make_told, party, rows

ROW = {
    "Event ID": "20190801-2309-4e081644904c_COOPERATE_R",
    "Event Date": "2019-08-01",
    "Event Type": "COERCE",
    "Event Mode": "arrest",
    "Intensity": "-7.0",
    "Contexts": "legal; human_rights",
    "Actor Name": "Ministry; Police",
    "Actor Country": "Egypt",
    "Primary Actor Sector": "GOV",
    "Actor Sectors": "GOV; COP",
    "Recipient Name": "Ali",
    "Recipient Country": "Sudan",
    "Primary Recipient Sector": "CVL",
    "Placename": "Cairo",
    "Country": "Egypt",
    "Latitude": "30.06",
    "Longitude": "31.25",
    "Language": "Arabic",
    "Version": "NGEC_coder-Vers001-b1-Run-001",
}


def file(path: Path, *changes: dict[str, str], header: tuple[str, ...] = COLUMNS) -> Path:
    lines = ["\t".join(header)]
    lines += ["\t".join((ROW | one).get(column, "None") for column in header) for one in changes or ({},)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_pandas_reads_the_file_by_the_names_of_its_columns(tmp_path: Path) -> None:
    exchange.write("polecat", [make_told(actors=(party("Turkey", "TUR"), party("Qatar", "QAT")))], tmp_path / "x.txt")
    frame = pd.read_csv(tmp_path / "x.txt", sep="\t", quoting=3, na_values=["None"])
    (row,) = frame.to_dict("records")
    wanted = {
        "Event ID": "e1",
        "Event Type": "CONSULT",
        "Event Mode": "visit",
        "Intensity": 4.0,
        "Quad Code": "VERBAL COOPERATION",
        "Contexts": "diplomatic",
        "Actor Name": "Turkey; Qatar",
        "Actor Country": "Turkey; Qatar",
        "Actor COW": "640; 694",
        "Primary Actor Sector": "GOV",
        "Recipient Country": "Greece",
        "City": "Athens",
        "Latitude": 37.98,
        "Language": "English",
        "Evidence": "Turkey visited Greece and spoke of ties.",
        "Evidence Start": 0,
        "Evidence End": 40,
        "Source URL": "https://courier.example/a",
    }
    assert {name: row[name] for name in wanted} == wanted
    assert pd.isna(row["GeoNames ID"]) and pd.isna(row["District"])


def test_what_is_missing_is_the_word_none(tmp_path: Path) -> None:
    exchange.write("polecat", [make_told(where=None)], tmp_path / "x")
    row = dict(zip(COLUMNS, rows(tmp_path / "x")[1], strict=False))
    assert row["Latitude"] == row["Longitude"] == row["Placename"] == row["Story People"] == "None"


def test_a_row_becomes_a_foreign_event(tmp_path: Path) -> None:
    (event,) = exchange.read("polecat", file(tmp_path / "x"))
    assert isinstance(event, ForeignEvent)
    assert (event.type, event.mode, event.contexts, event.score) == (
        "COERCE",
        "arrest",
        ("legal", "human_rights"),
        -7.0,
    )
    assert [a.code for a in (*event.actors, *event.recipients)] == ["EGY:GOV", "EGY:COP", "SDN:CVL"]
    assert (event.language, event.coder, event.cameo) == ("ar", "NGEC_coder-Vers001-b1-Run-001", None)
    assert event.id == "polecat:20190801-2309-4e081644904c_COOPERATE_R"


def test_other_vintages_are_read_by_name(tmp_path: Path) -> None:
    renamed = tuple("Event Intensity" if column == "Intensity" else column for column in COLUMNS)
    header = (*renamed[:4], "Headline", *renamed[4:], "Story ID")
    path = file(tmp_path / "x", {"Event Intensity": "-7.0", "Contexts": "legal|human_rights"}, header=header)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\t\t\n").replace(b"Story ID\t\t", b"Story ID"))
    (event,) = exchange.read("polecat", path)
    assert isinstance(event, ForeignEvent)
    assert (event.score, event.contexts) == (-7.0, ("legal", "human_rights"))


def test_an_unknown_type_is_an_error_and_an_unknown_mode_is_left_out(tmp_path: Path) -> None:
    bad, good = exchange.read("polecat", file(tmp_path / "x", {"Event Type": "DANCE"}, {"Event Mode": "waltz"}))
    assert isinstance(bad, InputError) and "'DANCE' is no PLOVER event type" in bad.what
    assert isinstance(good, ForeignEvent) and good.mode is None


def test_a_file_that_is_no_polecat_says_which_columns_it_lacks(tmp_path: Path) -> None:
    header = tuple(column for column in COLUMNS if column != "Event Type")
    with pytest.raises(InputError, match="lacks the columns Event Type"):
        list(exchange.read("polecat", file(tmp_path / "x", header=header)))


def test_what_is_written_is_read_back(there_and_back: Round) -> None:
    told = make_told(
        actors=(party("Someone", "TUR", office="minister"), party("NATO", "IGO", None, organisation="NATO"))
    )
    (event,) = there_and_back("polecat", [told])
    assert (event.type, event.mode, event.contexts, event.quad, event.score) == (
        "CONSULT", "visit", ("diplomatic",), "verbal-cooperation", 4.0,
    )  # fmt: skip
    assert [a.code for a in (*event.actors, *event.recipients)] == ["TUR:GOV", "IGO:NATO", "GRC:GOV"]
    assert [a.office for a in event.actors] == ["minister", None]
    assert event.when and event.when.start.isoformat() == "2024-05-14"
    assert event.where and (event.where.name, event.where.country, event.where.lon) == ("Athens", "GRC", 23.73)
    assert (event.outlet, event.language, event.url) == ("The Courier", "en", "https://courier.example/a")


def test_a_foreign_row_keeps_its_id_and_all_it_said(tmp_path: Path) -> None:
    (event,) = exchange.read("polecat", file(tmp_path / "x"))
    assert isinstance(event, ForeignEvent)
    exchange.write("polecat", [Told(event=event)], tmp_path / "y")
    assert rows(tmp_path / "y")[1][:40] == rows(tmp_path / "x")[1]


def test_the_other_side_of_a_meeting_comes_when_it_is_asked_for(tmp_path: Path) -> None:
    exchange.write("polecat", [make_told()], tmp_path / "x", mirror_symmetric=True)
    assert [row[0] for row in rows(tmp_path / "x")] == ["Event ID", "e1", "e1-mirror"]


def test_a_year_s_archive_of_monthly_files_is_read_as_a_whole(tmp_path: Path) -> None:
    month = file(tmp_path / "month").read_bytes()
    with zipfile.ZipFile(tmp_path / "year.zip", "w") as archive:
        for name in ("ngecEvents.DV.2019.01.txt", "ngecEvents.DV.2019.02.txt"):
            archive.writestr(name, month)
        archive.writestr("__MACOSX/x", b"junk")
    read = list(exchange.read("polecat", tmp_path / "year.zip"))
    assert len(read) == 2 and all(isinstance(event, ForeignEvent) for event in read)
