"""The OpenAPI description: what is answered is what it says, and the page shows all of it."""

from __future__ import annotations

import re
from typing import Any

import httpx
import jsonschema_rs
import pytest


@pytest.fixture(scope="module")
def whole(asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{asked.address}/api/v1/openapi.json", timeout=60).json()
    return found


def ids(api: httpx.Client) -> dict[str, str]:
    event = api.get("/events", params={"limit": 1}).json()["events"][0]
    story = api.get("/stories", params={"limit": 1}).json()["stories"][0]["id"]
    return {"/events/{id}": event["id"], "/events/{id}/history": event["id"], "/stories/{id}": story,
            "/reports/{id}": event["report"]["id"], "/reports/{id}/history": event["report"]["id"]}  # fmt: skip


def strict(part: Any) -> Any:
    """The schemas, which then allow no field that they don't name."""
    if isinstance(part, dict):
        found = {name: strict(one) for name, one in part.items()}
        return found | {"additionalProperties": False} if "properties" in part else found
    return [strict(one) for one in part] if isinstance(part, list) else part


def test_every_answer_has_the_fields_that_are_described_and_no_others(api: httpx.Client, whole: dict[str, Any]) -> None:
    named, components = ids(api), strict(whole["components"])
    for path, methods in whole["paths"].items():
        if "get" not in methods or path.startswith("/export") or path == "/judgements/{number}":
            continue
        at = path.replace("{id}", named.get(path, "")).replace("{code}", "NOR")
        answer = api.get(at.format(one="NOR", other="UZB"), params={"day": "2024"} if at[-7:] in _DAY else {})
        schema = methods["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert answer.status_code == 200, (path, answer.text)
        errors = list(jsonschema_rs.validator_for(schema | {"components": components}).iter_errors(answer.json()))
        assert not errors, (path, errors[:3])


_DAY = ("/opened", "changes")


def test_it_is_openapi_with_every_reference_resolved(whole: dict[str, Any]) -> None:
    assert whole["openapi"].startswith("3.1")
    named = set(re.findall(r"#/components/schemas/(\w+)", str(whole)))
    assert named == set(whole["components"]["schemas"])


def test_filters_are_described_by_the_names_of_the_command_line(whole: dict[str, Any]) -> None:
    from dragoman.faces.ledger.filters import EVENTS

    named = [one["name"] for one in whole["paths"]["/events"]["get"]["parameters"]]
    assert named == [*(name for name in EVENTS if name != "skip"), "cursor"]


def test_the_page_shows_every_address_and_record(api: httpx.Client, whole: dict[str, Any]) -> None:
    page = api.get("/").text
    assert all(f"<code>/api/v1{path}</code>" in page for path in whole["paths"])
    assert all(f'id="{name}"' in page for name in whole["components"]["schemas"])
    assert "<script>" not in page and " style=" not in page
