"""PLOVER JSON: the names of the manual, and what other tools' lines give."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from dragoman import exchange
from dragoman.errors import InputError
from dragoman.exchange import plover
from dragoman.model import Actor, ForeignEvent, Told

from .conftest import Round, make_told, party


def lines(path: Path, *records: Any) -> Path:
    text = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in records)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def read_one(path: Path, record: Any) -> ForeignEvent:
    (event,) = exchange.read("plover", lines(path, record))
    assert isinstance(event, ForeignEvent), event
    return event


def test_a_line_has_the_manual_s_names_and_ours_apart(tmp_path: Path) -> None:
    exchange.write("plover", [make_told()], tmp_path / "x.jsonl")
    event = json.loads((tmp_path / "x.jsonl").read_text(encoding="utf-8"))
    assert (event["id"], event["date"], event["event"], event["mode"]) == ("e1", "2024-05-14", ["CONSULT"], ["visit"])
    assert event["actor"][0]["code"] == "TUR" and event["recipient"][0]["entity_text"] == "Greece"
    assert event["text"] == "Turkey visited Greece and spoke of ties."
    assert (event["dragoman"]["modality"], event["dragoman"]["report"]) == ("done", "r1")
    assert set(event) <= {
        "id", "date", "enddate", "actor", "recipient", "event", "mode", "context", "quad_code", "event_scale",
        "event_text", "event_loc", "text", "text_info", "cite_info", "coder", "comment", "dragoman",
    }  # fmt: skip


def test_lists_stay_lists(tmp_path: Path) -> None:
    many = tuple(party(iso, iso) for iso in ("TUR", "GRC", "ITA"))
    account = exchange.write("plover", [make_told(actors=many, recipients=())], tmp_path / "x")
    assert account.rows == 1
    assert len(json.loads((tmp_path / "x").read_text())["actor"]) == 3


def test_the_manual_s_smallest_record_is_read(tmp_path: Path) -> None:
    record = {
        "id": "PHOXv1-20160724-0042",
        "date": "2016-07-24",
        "actor": [{"code": "USA"}],
        "recipient": [{"code": "CAN"}],
        "event": ["CONSULT"],
    }
    event = read_one(tmp_path / "x", record)
    assert event.id == "plover:PHOXv1-20160724-0042"
    assert (event.actors, event.recipients) == (
        (Actor(name="USA", country="USA"),),
        (Actor(name="CAN", country="CAN"),),
    )
    assert event.when and event.when.start == datetime.date(2016, 7, 24)


def test_the_camel_case_of_the_older_gold_standard_is_read(tmp_path: Path) -> None:
    record = {
        "id": "G1",
        "date": "2000-01-01",
        "source": [{"actorText": "Ankara", "code": "TUR", "sector": "GOV"}],
        "target": "",
        "event": "DEMAND",
        "eventText": "demanded",
        "context": "",
        "mode": "",
        "language": "en",
        "publication": "a manual",
    }
    event = read_one(tmp_path / "x", record)
    assert (event.type, event.mode, event.recipients) == ("REQUEST", None, ())
    assert event.actors == (Actor(name="Ankara", country="TUR", sector="GOV"),)
    assert (event.language, event.outlet) == ("en", "a manual")


def test_the_names_of_the_manual_s_second_example_are_read(tmp_path: Path) -> None:
    entity = {"raw_text": "Cairo", "entity_name": "Egypt", "country_name": "Egypt", "sector_code": "GOV"}
    event = read_one(tmp_path / "x", {"id": "1", "date": "2020-01-01", "actor": [entity], "event": ["AID"]})
    assert event.actors == (Actor(name="Egypt", country="EGY", sector="GOV"),)


@pytest.mark.parametrize(
    ("record", "what"),
    [
        ("{", "no PLOVER record"),
        ("[1]", "no PLOVER record"),
        ({"id": "1", "event": ["DANCE"]}, "'DANCE' is no PLOVER event type"),
        ({"event": ["AID"]}, "no id"),
        ({"id": "1", "event": ["AID"], "date": "tomorrow"}, "'tomorrow' is no day"),
        ({"id": "1", "event": ["AID"], "event_loc": {"resolved_place": "X", "lat": 99, "lon": 1}}, "no latitude"),
        ({"id": "1", "event": ["AID"], "event_scale": "high"}, "no number"),
        ({"id": "1", "event": ["AID"], "actor": 7}, "lists of entities"),
        ({"id": "1", "event": 7}, "no PLOVER event type"),
        ({"id": "1", "event": ["AID"], "date": "2020-01-01", "dragoman": {"date_precision": "x"}}, "no PLOVER record"),
    ],
)
def test_a_bad_line_is_one_error_with_its_line_and_the_rest_is_read(record: Any, what: str, tmp_path: Path) -> None:
    good = {"id": "1", "date": "2020-01-01", "actor": [{"code": "USA"}], "event": ["AID"]}
    first, bad, last = exchange.read("plover", lines(tmp_path / "x", good, record, good))
    assert isinstance(first, ForeignEvent) and isinstance(last, ForeignEvent)
    assert isinstance(bad, InputError) and what in bad.what and bad.where.endswith("x:2") and bad.fix


def test_all_that_a_foreign_event_can_hold_comes_back(there_and_back: Round, coded: list[Told]) -> None:
    told = [make_told(modality="negated", when=None), *coded]
    back = there_and_back("plover", told)
    assert len(back) == len(told)
    for one, event in zip(told, back, strict=True):
        before = one.event
        assert event.id == f"plover:{before.id}"
        for name in ("type", "mode", "contexts", "modality", "quad", "score", "cameo", "goldstein", "confidence"):
            assert getattr(event, name) == getattr(before, name), name
        assert [a.code for a in event.actors] == [party.actor.code for party in before.actors]
        assert [a.code for a in event.recipients] == [party.actor.code for party in before.recipients]
        assert (event.when and event.when.start) == (before.when and before.when.start)
        assert (event.where and event.where.name) == (before.where and before.where.name)
        assert event.published == datetime.date(2024, 5, 15)


def test_a_foreign_line_goes_out_as_it_came_in(tmp_path: Path) -> None:
    path = lines(tmp_path / "x", '{"event": ["AID"],  "id": "1", "extra": {"a": 1}}')
    (event,) = exchange.read("plover", path)
    assert isinstance(event, ForeignEvent)
    exchange.write("plover", [Told(event=event)], tmp_path / "y")
    assert (tmp_path / "y").read_bytes() == path.read_bytes()


def test_what_only_a_reading_knows_may_be_given() -> None:
    told = make_told(when=None, report={"published": None})
    day = datetime.date(2024, 1, 1)
    found = plover.as_dict(told, published=day, sentence_number=3)
    assert found["date"] == found["dragoman"]["published"] == day
    assert found["text_info"]["sequence"] == 3 and found["dragoman"]["date_from"] == "published"
