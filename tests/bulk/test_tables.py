from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import polars
import pyarrow.dataset
import pytest

from dragoman import bulk, pipeline
from dragoman.bulk import codings, tables
from dragoman.bulk.storage import Folder
from dragoman.errors import BulkError
from dragoman.faces import contract
from dragoman.ledger import Ledger
from dragoman.model import Actor, Coding, Event, Party

from .conftest import code, lines

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def examples() -> list[Coding]:
    found = pipeline.code_sources([str(ROOT / "examples")], coder="lexicon")
    return [one for one in found if isinstance(one, Coding)]


def restored(found: list[Coding], folder: Path) -> list[Coding]:
    for table, rows in tables.rows(found).items():
        Folder(str(folder)).write(f"{table}/0.parquet", tables.encoded(table, rows))
    return list(codings.of_chunk(Folder(str(folder)), "0"))


def test_what_was_coded_is_had_back_whole(examples: list[Coding], tmp_path: Path) -> None:
    back = restored(examples, tmp_path)
    assert len(back) == len(examples) > 2
    for one, other in zip(examples, back, strict=True):
        for part in ("report", "events", "statements", "conditions", "links", "agenda"):
            assert getattr(one, part) == getattr(other, part)
        spans = {event.sentence for event in one.events}
        whole = {(s.start, s.end): s for s in one.reading.sentences}
        for sentence in other.reading.sentences:
            assert msgspec.structs.replace(whole[sentence.start, sentence.end], mentions=()) == sentence
        assert len(other.reading.sentences) == len(spans)


def test_a_body_of_states_keeps_its_acronym(examples: list[Coding], tmp_path: Path) -> None:
    event: Event = examples[0].events[0]
    body = Party(start=0, end=4, actor=Actor(name="NATO", country="IGO", organisation="NATO"))
    coding = msgspec.structs.replace(
        examples[0], events=(msgspec.structs.replace(event, actors=(body,), where=None, when=None),)
    )
    assert restored([coding], tmp_path)[0].events == coding.events
    row = tables.rows([coding])["events"][0]["actors"][0]
    assert (row["country"], row["sector"]) == ("IGO", "NATO")


def test_a_report_that_comes_twice_keeps_its_records_apart(examples: list[Coding], tmp_path: Path) -> None:
    twice = [examples[0], examples[1], examples[0]]
    assert [len(one.events) for one in restored(twice, tmp_path)] == [len(one.events) for one in twice]


def names(kind: Any) -> Any:
    """The names of a column's parts, however deep."""
    if pyarrow.types.is_list(kind):
        return names(kind.value_type)
    if pyarrow.types.is_struct(kind):
        return {field.name: names(field.type) for field in kind}
    return {}


def test_the_tables_have_all_names_of_the_json_contract(examples: list[Coding]) -> None:
    def check(value: Any, of: Any, where: str) -> None:
        if isinstance(value, list | tuple):
            for one in value:
                check(one, of, where)
        if isinstance(value, dict):
            assert set(value) <= set(of), where
            for name, own in value.items():
                check(own, of[name], f"{where}.{name}")

    schemas = {table: names(pyarrow.struct(list(schema))) for table, schema in tables.SCHEMAS.items()}
    for coding in examples:
        told = contract.as_dict(coding)
        check(told.pop("report"), schemas["reports"], "report")
        for table, records in told.items():
            check(records, schemas[table], table)


def test_each_column_is_explained_on_the_page() -> None:
    page = (ROOT / "docs/bulk.md").read_text(encoding="utf-8")
    for table, schema in tables.SCHEMAS.items():
        section = page.split(f"### `{table}`")[1].split("\n### ")[0].split("\n## ")[0]
        assert re.findall(r"^\| `(\w+)`", section, re.M) == schema.names
        assert all(field.metadata[b"description"].decode() in section for field in schema)


def test_pandas_polars_and_arrow_read_the_tables_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(range(6)))
    totals = code([str(tmp_path / "a.jsonl")], tmp_path / "out")
    out = tmp_path / "out"
    events = polars.scan_parquet(out / "events/*.parquet")
    by_type = events.group_by("type").len().collect()
    assert dict(by_type.iter_rows()) == dict(totals.types)
    actors = events.explode("actors").select(polars.col("actors").struct.field("country")).collect()
    assert "KEN" in actors["country"]
    assert pyarrow.dataset.dataset(out / "evidence").count_rows() == totals.rows["evidence"]
    pandas = pytest.importorskip("pandas")
    assert len(pandas.read_parquet(out / "reports")) == 6


def test_a_table_that_is_missing_or_damaged_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(range(3)))
    code([str(tmp_path / "a.jsonl")], tmp_path / "out")
    (events,) = (tmp_path / "out/events").iterdir()
    whole = events.read_bytes()
    for content in (whole[:-50], b""):
        events.write_bytes(content)
        with pytest.raises(BulkError, match=r"events/.* is damaged"):
            list(bulk.contents(str(tmp_path / "out")))
    events.unlink()
    with pytest.raises(BulkError, match=r"events/.* is missing"):
        list(bulk.contents(str(tmp_path / "out")))


def test_a_ledger_takes_the_tables_as_it_takes_the_reports(corpus: Path, tmp_path: Path) -> None:
    from dragoman import intake

    code(corpus, tmp_path / "out")
    version = pipeline.coder_version("lexicon")
    with Ledger(str(tmp_path / "a.db")) as one, Ledger(str(tmp_path / "b.db")) as other:
        direct = list(pipeline.add_reports(one, intake.reports([str(corpus)]), coder="lexicon"))
        taken = list(pipeline.add_codings(other, bulk.contents(str(tmp_path / "out")), version))
        assert sorted(map(str, direct)) == sorted(map(str, taken))
        for kind in ("statement", "condition", "link", "topic"):
            assert one.notes(kind) == other.notes(kind)  # type: ignore[arg-type]
        assert [json.dumps(msgspec.to_builtins(x)) for x in one.stream()] == [
            json.dumps(msgspec.to_builtins(x)) for x in other.stream()
        ]
        words = 'SELECT report, start, "end", words FROM sentences ORDER BY 1, 2'
        assert rows(tmp_path / "a.db", words) == rows(tmp_path / "b.db", words)


def rows(path: Path, asked: str) -> list[Any]:
    import sqlite3

    with sqlite3.connect(path) as connection:
        return connection.execute(asked).fetchall()
