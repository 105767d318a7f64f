"""Exports over the API: exactly what is filtered, in the formats of the command line, without end if need be."""

from __future__ import annotations

import io
import json

import httpx
import pytest
from pyarrow import parquet

from dragoman import exchange
from dragoman.ledger import Ledger, Query


def test_lines_are_the_events_of_the_filter_in_their_order(api: httpx.Client) -> None:
    asked = {"party": "NOR", "order": "oldest"}
    listed = api.get("/events", params=asked | {"limit": 500}).json()["events"]
    answer = api.get("/export", params=asked)
    assert [json.loads(line) for line in answer.text.splitlines()] == listed
    assert answer.headers["content-disposition"] == 'attachment; filename="events.jsonl"'


@pytest.mark.parametrize("name", ["csv", "plover", "polecat", "gdelt", "icews", "ftm"])
def test_a_format_is_that_of_the_command_line(api: httpx.Client, planted: Ledger, name: str) -> None:
    out = io.BytesIO()
    exchange.write(name, planted.events(Query(pair=("KEN", "NOR"), limit=None)), out)
    assert api.get("/export", params={"format": name, "pair": "KEN,NOR"}).content == out.getvalue()


def test_parquet_can_be_read(api: httpx.Client, planted: Ledger) -> None:
    table = parquet.read_table(io.BytesIO(api.get("/export", params={"format": "parquet"}).content))
    assert table.num_rows == planted.count()


def test_the_account_says_what_could_not_be_filled(api: httpx.Client) -> None:
    told = api.get("/export/account", params={"format": "gdelt", "party": "KEN"}).json()
    assert told["format"] == "gdelt" and told["filter"] == {"party": "KEN"} and told["not_filled"]


def test_an_export_of_one_page_or_of_no_format_is_refused(api: httpx.Client) -> None:
    assert api.get("/export", params={"limit": 5}).json()["where"] == "limit"
    assert api.get("/export", params={"format": "xls"}).status_code == 422
