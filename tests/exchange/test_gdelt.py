"""GDELT Events and Mentions: what stands in which column, and what other tools' files give."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from dragoman import exchange
from dragoman.errors import InputError
from dragoman.exchange.gdelt_columns import EVENTS, MENTIONS
from dragoman.model import Actor, ForeignEvent, Place, Told

from .conftest import Round, make_told, party, rows, without_id


def written(tmp_path: Path, told: list[Told], name: str = "gdelt", **options: Any) -> list[dict[str, str]]:
    exchange.write(name, told, tmp_path / "x", **options)
    columns = EVENTS if name == "gdelt" else MENTIONS
    return [dict(zip(columns, row, strict=True)) for row in rows(tmp_path / "x")]


def test_a_visit_gives_a_row_for_the_visitor_and_one_for_the_host(tmp_path: Path) -> None:
    visitor, host = written(tmp_path, [make_told()])
    assert (visitor["Actor1CountryCode"], visitor["Actor2CountryCode"], visitor["EventCode"]) == ("TUR", "GRC", "042")
    assert (host["Actor1CountryCode"], host["Actor2CountryCode"], host["EventCode"]) == ("GRC", "TUR", "043")
    assert (visitor["GoldsteinScale"], host["GoldsteinScale"]) == ("1.9", "2.8")
    assert visitor["GLOBALEVENTID"] != host["GLOBALEVENTID"]


def test_a_row_says_when_where_who_and_what_in_gdelt_s_codes(tmp_path: Path) -> None:
    (row,) = written(tmp_path, [make_told()], mirror_symmetric=False)
    wanted = {
        "SQLDATE": "20240514",
        "MonthYear": "202405",
        "Year": "2024",
        "FractionDate": "2024.3671",
        "Actor1Code": "TURGOV",
        "Actor1Name": "TURKEY",
        "Actor1Type1Code": "GOV",
        "EventBaseCode": "042",
        "EventRootCode": "04",
        "QuadClass": "1",
        "IsRootEvent": "1",
        "NumMentions": "1",
        "NumSources": "1",
        "NumArticles": "1",
        "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Athens, Greece",
        "ActionGeo_CountryCode": "GR",
        "ActionGeo_Lat": "37.98",
        "ActionGeo_Long": "23.73",
        "DATEADDED": "20240515123000",
        "SOURCEURL": "https://courier.example/a",
        "AvgTone": "",
    }
    assert {name: row[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("type", "root", "quad"), [("AGREE", "03", "1"), ("AID", "07", "2"), ("PROTEST", "14", "3"), ("ASSAULT", "18", "4")]
)
def test_the_quad_class_is_that_of_the_cameo_root(type: str, root: str, quad: str, tmp_path: Path) -> None:
    (row,) = written(tmp_path, [make_told(type=type)])
    assert (row["EventRootCode"], row["QuadClass"]) == (root, quad)


def test_an_international_body_has_its_group_code(tmp_path: Path) -> None:
    body = party("European Union", "IGO", None, organisation="EU")
    (row,) = written(tmp_path, [make_told(type="ACCUSE", mode="disapprove", recipients=(body,))])
    assert (row["Actor2Code"], row["Actor2KnownGroupCode"], row["Actor2Type1Code"]) == ("IGOEEC", "EEC", "IGO")
    assert row["Actor2CountryCode"] == ""


def test_a_round_without_a_host_gives_every_pair_in_both_directions_and_no_cap(tmp_path: Path) -> None:
    from dragoman.exchange import crosswalk

    states = [party(iso, iso) for iso in list(crosswalk.load().states)[:20]]
    told = make_told(mode="multilateral", type="CONSULT", actors=tuple(states), recipients=())
    assert len(written(tmp_path, [told])) == 380
    assert len(written(tmp_path, [told], mirror_symmetric=False)) == 190


def test_a_president_and_his_country_do_not_meet_each_other(tmp_path: Path) -> None:
    actors = (party("Someone", "TUR", person="Someone"), party("Turkey", "TUR"), party("Greece", "GRC"))
    told = make_told(type="CONSULT", actors=actors, recipients=())
    found = {(row["Actor1Name"], row["Actor2Name"]) for row in written(tmp_path, [told], mirror_symmetric=False)}
    assert found == {("SOMEONE", "GREECE"), ("TURKEY", "GREECE")}


def test_reports_of_one_story_are_one_event_and_are_counted(tmp_path: Path) -> None:
    told = [
        make_told("s1", id="late", report={"id": "r2", "outlet": "B", "published": datetime.date(2024, 5, 16)}),
        make_told("s1", id="first", report={"id": "r1", "url": "https://a.example/1"}),
        make_told("s1", id="again", report={"id": "r3", "outlet": "B", "published": datetime.date(2024, 5, 17)}),
        make_told(None, id="other", report={"id": "r4"}),
    ]
    account = exchange.write("gdelt", iter(told), tmp_path / "x", mirror_symmetric=False)
    first, other = (dict(zip(EVENTS, row, strict=True)) for row in rows(tmp_path / "x"))
    assert (first["SOURCEURL"], first["NumMentions"], first["NumSources"], first["NumArticles"]) == (
        "https://a.example/1", "3", "2", "3",
    )  # fmt: skip
    assert other["NumMentions"] == "1"
    assert (account.events, account.rows, sum(account.left_out.values())) == (4, 2, 2)
    mentions = written(tmp_path, told, "gdelt-mentions", mirror_symmetric=False)
    assert [row["GLOBALEVENTID"] for row in mentions] == [first["GLOBALEVENTID"]] * 3 + [other["GLOBALEVENTID"]]


def test_a_mention_says_where_the_words_stand_and_from_which_language(tmp_path: Path) -> None:
    told = make_told(report={"language": "fa"})
    row = written(tmp_path, [told], "gdelt-mentions", mirror_symmetric=False)[0]
    wanted = {
        "EventTimeDate": "20240515123000",
        "MentionTimeDate": "20240515123000",
        "MentionType": "1",
        "MentionSourceName": "courier.example",
        "MentionIdentifier": "https://courier.example/a",
        "SentenceID": "",
        "Actor1CharOffset": "0",
        "Actor2CharOffset": "15",
        "ActionCharOffset": "7",
        "InRawText": "1",
        "Confidence": "90",
        "MentionDocTranslationInfo": "srclc:fas",
    }
    assert {name: row[name] for name in wanted} == wanted


def test_a_report_without_an_address_is_cited_by_its_outlet(tmp_path: Path) -> None:
    (row, _) = written(tmp_path, [make_told(report={"url": None})], "gdelt-mentions")
    assert (row["MentionType"], row["MentionSourceName"]) == ("2", "The Courier")
    assert row["MentionIdentifier"] == "The Courier, A visit, 2024-05-15"


def test_what_is_missing_is_empty_and_accounted_for(tmp_path: Path) -> None:
    told = Told(event=make_told(when=None, where=None, recipients=()).event)
    account = exchange.write("gdelt", [told], tmp_path / "x")
    (row,) = (dict(zip(EVENTS, cells, strict=True)) for cells in rows(tmp_path / "x"))
    empty = {name for name, cell in row.items() if not cell}
    assert {"SQLDATE", "ActionGeo_Lat", "ActionGeo_Long", "Actor2Code", "NumSources", "DATEADDED"} < empty
    assert {gap.field for gap in account.unfilled} == empty
    assert all(gap.times == 1 and gap.why for gap in account.unfilled)


def test_the_day_of_the_report_stands_in_and_is_said_to(tmp_path: Path) -> None:
    account = exchange.write("gdelt", [make_told(when=None)], tmp_path / "x", mirror_symmetric=False)
    assert rows(tmp_path / "x")[0][1] == "20240515"
    assert [(gap.field, gap.times) for gap in account.stand_ins] == [("SQLDATE", 1)]


# --- reading ------------------------------------------------------------------------------------

ROW = {
    "GLOBALEVENTID": "1092384756",
    "SQLDATE": "20230110",
    "Actor1Code": "ROMMIL",
    "Actor1Name": "ROMANIA",
    "Actor1CountryCode": "ROM",
    "Actor1Type1Code": "MIL",
    "Actor2Code": "IGOUNO",
    "Actor2Name": "UNITED NATIONS",
    "Actor2KnownGroupCode": "UNO",
    "Actor2Type1Code": "IGO",
    "EventCode": "036",
    "EventRootCode": "03",
    "GoldsteinScale": "4.0",
    "QuadClass": "1",
    "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Baghdad, Baghdad, Iraq",
    "ActionGeo_CountryCode": "IZ",
    "ActionGeo_Lat": "33.34",
    "ActionGeo_Long": "44.4",
    "DATEADDED": "20230111001500",
    "SOURCEURL": "https://a.example/1",
}


def line(**changes: str) -> str:
    return "\t".join((ROW | changes).get(column, "") for column in EVENTS)


def test_a_row_of_gdelt_becomes_a_foreign_event(tmp_path: Path) -> None:
    path = tmp_path / "20230111001500.export.CSV"
    path.write_text(line() + "\n", encoding="utf-8")
    (event,) = exchange.read("gdelt", path)
    assert isinstance(event, ForeignEvent)
    assert (event.id, event.type, event.mode, event.cameo, event.goldstein) == (
        "gdelt:1092384756", "AGREE", None, "036", 4.0,
    )  # fmt: skip
    assert event.actors == (Actor(name="ROMANIA", country="ROU", sector="MIL"),)
    assert event.recipients == (Actor(name="UNITED NATIONS", country="IGO", organisation="UN"),)
    assert event.where == Place(
        name="Baghdad, Baghdad, Iraq", country="IRQ", lat=33.34, lon=44.4, text="Baghdad, Baghdad, Iraq"
    )
    assert event.when is not None and event.when.start == datetime.date(2023, 1, 10)
    assert event.published == datetime.date(2023, 1, 11)
    assert event.row["Actor1Type1Code"] == "MIL"


@pytest.mark.parametrize("day", ["SQLDATE", "Day"])
def test_a_header_may_be_there_with_the_day_under_either_name(day: str, tmp_path: Path) -> None:
    header = "\t".join(day if column == "SQLDATE" else column for column in EVENTS)
    (tmp_path / "x").write_text(f"{header}\n{line()}\n", encoding="utf-8")
    (event,) = exchange.read("gdelt", tmp_path / "x")
    assert isinstance(event, ForeignEvent) and event.when


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"EventCode": "13y"}, "'13y' is no CAMEO code"),
        ({"SQLDATE": "20231399"}, "'20231399' is no day"),
        ({"ActionGeo_Lat": "91"}, "'91' is no latitude"),
        ({"GoldsteinScale": "nan"}, "'nan' is no GoldsteinScale"),
        ({"GLOBALEVENTID": ""}, "no GLOBALEVENTID"),
        ({"EventCode": "010"}, "PLOVER has no type for CAMEO 010"),
    ],
)
def test_a_bad_row_is_one_error_with_its_line_and_the_rest_is_read(
    changes: dict[str, str], what: str, tmp_path: Path
) -> None:
    (tmp_path / "x").write_text(f"{line()}\n{line(**changes)}\n{line()}\n", encoding="utf-8")
    first, bad, last = exchange.read("gdelt", tmp_path / "x")
    assert isinstance(first, ForeignEvent) and isinstance(last, ForeignEvent)
    assert isinstance(bad, InputError)
    assert what in bad.what and bad.where == f"{tmp_path / 'x'}:2" and bad.fix
    assert isinstance(bad, exchange.NoCounterpart) == ("010" in what)


def test_a_row_with_too_few_columns_says_how_many(tmp_path: Path) -> None:
    (tmp_path / "x").write_text(f"{line()}\n1\t2\t3\n", encoding="utf-8")
    _, bad = exchange.read("gdelt", tmp_path / "x")
    assert isinstance(bad, InputError) and bad.what == "3 columns where there should be 61"


def test_a_point_at_zero_is_no_point(tmp_path: Path) -> None:
    (tmp_path / "x").write_text(line(ActionGeo_Lat="0", ActionGeo_Long="0"), encoding="utf-8")
    (event,) = exchange.read("gdelt", tmp_path / "x")
    assert isinstance(event, ForeignEvent) and event.where and event.where.lat is None


def test_a_foreign_row_goes_out_as_it_came_in(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text(line() + "\n", encoding="utf-8")
    (event,) = exchange.read("gdelt", path)
    assert isinstance(event, ForeignEvent)
    account = exchange.write("gdelt", [Told(event=event)], tmp_path / "y")
    assert (tmp_path / "y").read_bytes() == path.read_bytes()
    assert account.rows == 1


def test_what_is_written_is_read_back(there_and_back: Round, coded: list[Told]) -> None:
    (event,) = there_and_back("gdelt", [make_told()], mirror_symmetric=False)
    assert (event.type, event.mode, event.cameo, event.quad) == ("CONSULT", "visit", "042", "verbal-cooperation")
    assert [a.code for a in (*event.actors, *event.recipients)] == ["TUR:GOV", "GRC:GOV"]
    assert event.when and event.when.start == datetime.date(2024, 5, 14)
    assert event.where and (event.where.country, event.where.lat) == ("GRC", 37.98)
    assert event.url == "https://courier.example/a"
    types = {one.event.type for one in coded if one.event.modality == "done"}
    assert types and {one.type for one in there_and_back("gdelt", coded)} == types


def test_the_second_journey_changes_nothing(there_and_back: Round) -> None:
    once = there_and_back("gdelt", [make_told()])
    twice = there_and_back("gdelt", [Told(event=event) for event in once])
    assert once == twice
    assert [without_id(event) for event in once] == [without_id(event) for event in twice]
