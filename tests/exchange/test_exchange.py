"""The door: what is written, what is accounted for, what is refused, and files of any packing."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman.exchange as door
from dragoman import exchange
from dragoman.errors import DragomanError, InputError, MissingSource, TooLarge
from dragoman.exchange import source as source_module
from dragoman.model import ForeignEvent, Place, Told

from .conftest import make_told, party

ROWS = ("gdelt", "gdelt-mentions", "icews", "polecat")


def test_the_list_of_what_the_door_offers_is_sorted_and_true() -> None:
    assert sorted(door.__all__) == sorted(set(door.__all__))
    assert all(hasattr(door, name) for name in door.__all__)


# --- writing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(exchange.FORMATS))
def test_nothing_to_write_gives_a_file_and_an_account(name: str, tmp_path: Path) -> None:
    account = exchange.write(name, [], tmp_path / "x")
    assert (account.events, account.rows) == (0, 0)
    assert (tmp_path / "x").exists()


@pytest.mark.parametrize("name", sorted(exchange.FORMATS))
def test_the_same_events_give_the_same_bytes(name: str, tmp_path: Path, coded: list[Told]) -> None:
    for path in ("a", "b"):
        exchange.write(name, coded, tmp_path / path)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize("name", sorted(set(exchange.FORMATS) - {"parquet"}))
def test_a_path_a_stream_of_bytes_and_one_of_text_get_the_same(name: str, tmp_path: Path) -> None:
    binary, text = io.BytesIO(), io.StringIO()
    for out in (tmp_path / "x", binary, text):
        exchange.write(name, [make_told()], out)
    assert (tmp_path / "x").read_bytes() == binary.getvalue() == text.getvalue().encode()


@pytest.mark.parametrize("modality", ["negated", "hypothetical"])
@pytest.mark.parametrize("name", ROWS)
def test_what_is_no_fact_is_left_out_where_no_field_says_so(name: str, modality: str, tmp_path: Path) -> None:
    told = [make_told(), make_told(id="e2", modality=modality)]
    account = exchange.write(name, told, tmp_path / "x", mirror_symmetric=False)
    assert (account.events, account.rows) == (2, 1)
    assert account.left_out == {f"{modality}: no fact, and {name} has no field that says so": 1}
    account = exchange.write(name, told, tmp_path / "x", mirror_symmetric=False, all_modalities=True)
    assert (account.rows, account.left_out) == (2, {})


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    def breaks() -> object:
        yield make_told()
        raise RuntimeError("the ledger went away")

    (tmp_path / "x").write_text("what was there")
    with pytest.raises(RuntimeError):
        exchange.write("csv", breaks(), tmp_path / "x")  # type: ignore[arg-type]
    assert (tmp_path / "x").read_text() == "what was there"
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(exchange.ExchangeError, match="no/such"):
        exchange.write("csv", [], tmp_path / "no/such/x.csv")


def test_an_unknown_format_is_answered_with_those_there_are() -> None:
    with pytest.raises(exchange.ExchangeError, match="no format called 'xml'; there are csv, ftm, gdelt"):
        exchange.write("xml", [], io.BytesIO())


def test_the_side_car_says_what_the_export_rests_on_and_what_it_lacks(tmp_path: Path) -> None:
    account = exchange.write("gdelt", [make_told(), make_told(modality="negated")], tmp_path / "x")
    told = json.loads(exchange.side_car(account, {"pair": ["TUR", "GRC"]}, "42"))
    assert told["format"] == "gdelt" and told["ledger_revision"] == "42"
    assert told["filter"] == {"pair": ["TUR", "GRC"]} and told["coders"] == ["test/1"]
    assert told["counts"] == {"events": 2, "rows": 2, "left_out": 1}
    gaps = {gap["field"]: gap for gap in told["not_filled"]}
    assert gaps["AvgTone"] == {"field": "AvgTone", "why": "tone is not measured", "times": 2}
    tables = {table["name"]: table for table in told["code_tables"]}
    on_disk = (files("dragoman.exchange") / "countries.yaml").read_bytes()
    assert tables["exchange/countries.yaml"]["sha256"] == hashlib.sha256(on_disk).hexdigest()


# --- nasty words --------------------------------------------------------------------------------

NASTY = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"), st.sampled_from("\t\n\r\"';|\\\x00\x85\u2028\u202e\u200f\u200c=+")
    ),
    max_size=30,
)


@pytest.mark.parametrize("name", ["gdelt", "icews", "polecat"])
@settings(max_examples=60, deadline=None)
@given(words=NASTY, outlet=NASTY, url=NASTY)
def test_no_word_of_a_report_breaks_a_row(
    name: str, words: str, outlet: str, url: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("nasty") / "x"
    actor = party(words, "TUR", office=words)
    place = Place(name=words, country="GRC", lat=1.0, lon=2.0, text=words)
    told = make_told(report={"outlet": outlet, "url": url, "title": words}, actors=(actor,), where=place)
    exchange.write(name, [told], path, mirror_symmetric=False)
    written = path.read_bytes().decode("utf-8")
    width = len(next(iter(written.split("\n"))).split("\t"))
    assert all(len(line.split("\t")) == width for line in written.split("\n")[:-1])
    assert not set(written) & set("\r\x00\x0b\x0c\x85\u2028\u2029")
    (event,) = exchange.read(name, path)
    assert isinstance(event, ForeignEvent), event
    assert (event.type, event.cameo or "042", len(event.recipients)) == ("CONSULT", "042", 1)
    assert event.recipients[0].country == "GRC"


def test_bidi_marks_and_joiners_of_words_are_kept(tmp_path: Path) -> None:
    name = "a\u200cb\u200f"
    exchange.write("icews", [make_told(actors=(party(name, "IRN"),))], tmp_path / "x")
    first, *_ = exchange.read("icews", tmp_path / "x")
    assert isinstance(first, ForeignEvent) and first.actors[0].name == name


# --- files --------------------------------------------------------------------------------------


def test_zipped_and_gzipped_files_are_read_like_plain_ones(tmp_path: Path) -> None:
    exchange.write("icews", [make_told()], tmp_path / "x.tab")
    plain = (tmp_path / "x.tab").read_bytes()
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("events.tab", plain)
    (tmp_path / "x.gz").write_bytes(gzip.compress(plain))
    wanted = list(exchange.read("icews", tmp_path / "x.tab"))
    assert len(wanted) == 2
    assert list(exchange.read("icews", tmp_path / "x.zip")) == wanted == list(exchange.read("icews", tmp_path / "x.gz"))


def test_what_swells_beyond_reason_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "_SURE", 1000)
    (tmp_path / "x.gz").write_bytes(gzip.compress(b"1\t" * 2_000_000))
    with pytest.raises(TooLarge):
        list(exchange.read("gdelt", tmp_path / "x.gz"))


@pytest.mark.parametrize(
    ("made", "error"),
    [
        (b"PK\x03\x04 no archive", "can't be unpacked"),
        (gzip.compress(b"a\tb\n" * 1000)[:-20], "can't be unpacked"),
        (b"", "nothing in it"),
        (b"x" * 5_000_000, "a line without an end"),
    ],
)
@pytest.mark.parametrize("name", ["gdelt", "plover"])
def test_a_file_that_is_none_is_refused_with_its_name(name: str, made: bytes, error: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(made)
    with pytest.raises(InputError, match=error) as raised:
        list(exchange.read(name, tmp_path / "x"))
    assert str(tmp_path / "x") in raised.value.where and raised.value.fix


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingSource):
        list(exchange.read("icews", tmp_path / "nothing"))


def test_a_format_that_can_only_be_written_is_not_read() -> None:
    with pytest.raises(DragomanError, match="csv can only be written"):
        exchange.read("csv", "x.csv")


@pytest.mark.parametrize("name", ["gdelt", "gdelt-mentions", "icews", "polecat", "plover", "ftm"])
@pytest.mark.parametrize("header", [True, False])
def test_a_file_is_known_by_its_first_line(name: str, header: bool, tmp_path: Path) -> None:
    if not header and name in ("icews", "polecat"):
        return  # nothing tells them then
    exchange.write(name, [make_told()], tmp_path / "x", header=header)
    assert exchange.guess(tmp_path / "x") == name


@pytest.mark.parametrize("text", ["", "a,b,c\n", "1\t2\n", "{}\n", "words\n"])
def test_a_file_of_none_of_the_formats_is_not_guessed(text: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_text(text)
    assert exchange.guess(tmp_path / "x") is None


@pytest.mark.parametrize("name", sorted(exchange.FORMATS))
def test_a_foreign_event_goes_into_every_format_under_its_own_id(name: str, tmp_path: Path) -> None:
    record = {"id": "7", "date": "2020-01-01", "actor": [{"code": "USA"}], "event": ["AID"], "event_scale": 10.0}
    (tmp_path / "in").write_text(json.dumps(record) + "\n")
    (event,) = exchange.read("plover", tmp_path / "in")
    assert isinstance(event, ForeignEvent)
    account = exchange.write(name, [Told(event=event)], tmp_path / "x")
    assert account.rows >= 1 and account.coders == ("plover",)
    if name in ("csv", "polecat"):
        assert "plover:7" in (tmp_path / "x").read_text()


@pytest.mark.parametrize("name", ["csv", "gdelt", "icews", "plover", "polecat"])
def test_a_point_at_zero_is_never_written(name: str, tmp_path: Path) -> None:
    told = make_told(where=Place(name="Nowhere", country=None, lat=0.0, lon=0.0))
    exchange.write(name, [told], tmp_path / "x")
    assert "0.0" not in (tmp_path / "x").read_text(encoding="utf-8")
