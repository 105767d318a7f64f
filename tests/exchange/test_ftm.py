"""FollowTheMoney: what its own model makes of the export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from followthemoney import model
from followthemoney.exc import InvalidData

from dragoman import exchange
from dragoman.model import Told

from .conftest import make_told, party


def entities(path: Path) -> list[Any]:
    """Each line, read by the official reader; raises where a property doesn't exist or a value isn't clean."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        entity = model.get_proxy(raw, cleaned=False)
        entity.schema.validate({"properties": {name: list(values) for name, values in entity.properties.items()}})
        kept = {name: set(entity.get(name)) for name in raw["properties"]}
        assert kept == {name: set(values) for name, values in raw["properties"].items()}  # nothing was unclean
        found.append(entity)
    return found


def written(tmp_path: Path, *told: Told) -> dict[str, list[Any]]:
    exchange.write("ftm", told, tmp_path / "x.ftm.json")
    by_schema: dict[str, list[Any]] = {}
    for entity in entities(tmp_path / "x.ftm.json"):
        by_schema.setdefault(entity.schema.name, []).append(entity)
    return by_schema


def test_the_official_model_takes_every_entity(tmp_path: Path, coded: list[Told]) -> None:
    found = written(tmp_path, make_told(), *coded)
    assert {"Event", "Article", "Person", "PublicBody"} <= set(found)
    assert all(event.caption for event in found["Event"])


def test_an_event_names_its_parties_its_report_its_day_and_its_place(tmp_path: Path) -> None:
    found = written(tmp_path, make_told(report={"language": "fa"}))
    (event,), (article,) = found["Event"], found["Article"]
    assert event.get("proof") == [article.id]
    assert sorted(event.get("involved")) == sorted(body.id for body in found["PublicBody"])
    assert event.get("startDate") == ["2024-05-14"] and event.get("location") == ["Athens, Greece"]
    assert sorted(event.get("country")) == ["gr", "tr"]
    assert "Turkey: CONSULT visit to Greece" in event.first("summary")
    assert (article.first("language"), article.first("title")) == ("fas", "A visit")


@pytest.mark.parametrize(
    ("actor", "schema"),
    [
        (party("Hakan Fidan", "TUR", person="Hakan Fidan", office="foreign minister"), "Person"),
        (party("Turkey", "TUR"), "PublicBody"),
        (party("NATO", "IGO", None, organisation="NATO"), "Organization"),
        (party("protesters", "TUR", "CVL"), "LegalEntity"),
        (party("gunmen", None, None), "LegalEntity"),
        (party("Kosovo", "XKX"), "PublicBody"),
    ],
)
def test_a_party_has_the_schema_of_its_kind(actor: Any, schema: str, tmp_path: Path) -> None:
    found = written(tmp_path, make_told(actors=(actor,), recipients=()))
    assert set(found) == {"Event", "Article", schema}


def test_each_party_and_report_is_written_once(tmp_path: Path) -> None:
    found = written(tmp_path, make_told(id="a"), make_told(id="b"))
    assert {schema: len(several) for schema, several in found.items()} == {"Event": 2, "Article": 1, "PublicBody": 2}


def test_what_the_schema_has_no_field_for_is_accounted_for(tmp_path: Path) -> None:
    account = exchange.write("ftm", [make_told(), make_told(modality="negated")], tmp_path / "x")
    assert {"direction", "type", "modality"} <= {gap.field for gap in account.unfilled}
    assert sum(account.left_out.values()) == 1


def test_the_reader_of_these_tests_refuses_what_is_no_entity() -> None:
    with pytest.raises(InvalidData):
        model.get_proxy({"id": "x", "schema": "Dance", "properties": {}})
