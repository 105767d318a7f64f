"""A relation over the API is what the command line prints as JSON."""

from __future__ import annotations

import json

import httpx
import msgspec
import pytest

from dragoman.faces.relations import shapes
from dragoman.ledger import Ledger
from dragoman.relations import Relation

from ..web.conftest import Running

PARTS = ("balance", "turns", "agenda", "carriers", "coverage")


@pytest.fixture(scope="module")
def relation(planted: Ledger) -> Relation:
    return Relation(planted, "KEN", "NOR")


def as_json(found: object) -> object:
    return json.loads(msgspec.json.encode(found))


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_what_the_command_prints(api: httpx.Client, relation: Relation, name: str) -> None:
    assert api.get(f"/relations/KEN/NOR/{name}").json() == as_json(shapes.part(shapes.PARTS[name](relation, "month")))


def test_the_whole_has_the_parts_that_are_asked_for(api: httpx.Client, relation: Relation) -> None:
    found = api.get("/relations/KEN/NOR", params={"show": ["links", "turns"]}).json()
    parts = {name: shapes.PARTS[name](relation, "month") for name in ("turns", "links")}
    assert found == as_json(shapes.whole(relation, parts))
    assert set(shapes.PARTS) < set(api.get("/relations/KEN/NOR").json())


@pytest.mark.parametrize("by", ["day", "week", "quarter", "year"])
def test_time_is_divided_as_asked(api: httpx.Client, relation: Relation, by: str) -> None:
    assert api.get("/relations/KEN/NOR/balance", params={"by": by}).json()["by"] == by


def test_a_year_opens_to_its_tellings(api: httpx.Client) -> None:
    found = api.get("/relations/KEN/NOR/opened", params={"day": "2023"}).json()
    assert (found["from"], found["to"]) == ("2023-01-01", "2023-12-31")
    assert found["balance"] == pytest.approx(sum(one["value"] for one in found["opened"]))


def test_scores_and_days_count(api: httpx.Client) -> None:
    asked = {"score": ["ACCUSE=-9", "CONSULT/visit=4"], "unweighted": "true", "since": "2023-06"}
    found = api.get("/relations/KEN/NOR", params=asked | {"show": "balance"}).json()
    assert found["since"] == "2023-06-01" and "ACCUSE -9, CONSULT/visit +4, unweighted" in found["weights"]


def test_commitments_changes_claims_and_measured_links_are_there(api: httpx.Client) -> None:
    assert api.get("/relations/NOR/UZB/commitments").json()["commitments"][0]["state"]
    assert api.get("/relations/KEN/NOR/changes", params={"day": "2023-10"}).json()["changes"]["later"]
    assert api.get("/relations/KEN/UZB/links").json()["links"]
    found = api.get("/relations/KEN/UZB/measured", params={"most": 10}).json()
    assert found["measured"]["links"] and found["stated"] and found["confronted"]


def test_days_the_wrong_way_round_are_refused(asked: Running, api: httpx.Client) -> None:
    answer = api.get("/relations/KEN/NOR/turns", params={"since": "2024", "until": "2023"})
    assert answer.status_code == 422 and "after" in answer.json()["detail"]
