"""The schema: what the migrations make is what the tables say, in both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from dragoman.errors import LedgerError, LedgerTooNew
from dragoman.ledger import Ledger, schema, store

from . import samples
from .samples import foreign

MIGRATIONS = Path(store.__file__).parent / "migrations"
FIRST = ("runs", "reports", "codings", "sentences", "events", "parties", "dyads", "standings", "memberships")


def config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def emptied(address: str) -> sa.Engine:
    """The database with nothing in it, not even a schema."""
    if not address.startswith("postgres"):
        Path(address).unlink()
        return sa.create_engine(f"sqlite:///{address}")
    engine = sa.create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        connection.execute(sa.text("CREATE SCHEMA public"))
    return engine


def of_the_first_schema(address: str, like: Ledger) -> None:
    """Makes a ledger as the first program left it, with the rows of another; an event's body was a column then."""
    engine = emptied(address)
    with engine.begin() as connection:
        command.upgrade(config(connection), "0001")
    old = sa.MetaData()
    old.reflect(engine, only=FIRST)
    with engine.begin() as connection, like.store.reading() as source:
        for name in FIRST:
            table = schema.metadata.tables[name]
            asked = sa.select(table)
            if name == "events":
                asked = sa.select(table, schema.bodies.c.body).join(schema.bodies, schema.bodies.c.event == table.c.seq)
            rows = [dict(row._mapping) for row in source.execute(asked)]
            if rows:
                connection.execute(old.tables[name].insert(), rows)
    engine.dispose()


def test_a_fresh_ledger_is_what_the_tables_say(ledger: Ledger) -> None:
    with ledger.store.engine.connect() as connection:
        options = {"include_object": lambda _, name, *__: not str(name).startswith(("sentence_words", "events_newest"))}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, schema.metadata) == []
        assert context.get_current_revision() == schema.HEAD


def test_the_head_is_the_last_migration() -> None:
    script = ScriptDirectory.from_config(config())
    assert script.get_heads() == [schema.HEAD]
    revisions = sorted(one.revision for one in script.walk_revisions())
    assert revisions[-1] == schema.HEAD, "which is newer is told by order"


def test_opening_a_ledger_again_changes_nothing(ledger: Ledger, address: str) -> None:
    with ledger.store.reading() as connection:
        before = connection.execute(sa.text("SELECT * FROM alembic_version")).all()
    with Ledger(address) as again, again.store.reading() as connection:
        assert connection.execute(sa.text("SELECT * FROM alembic_version")).all() == before


def test_a_ledger_of_a_newer_program_is_left_alone(ledger: Ledger, address: str) -> None:
    with ledger.store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerTooNew, match=rf"schema 9999; this program knows {schema.HEAD}.*install the newest"):
        Ledger(address)


def test_a_reader_sees_one_state_whatever_others_write(ledger: Ledger, address: str) -> None:
    count = sa.select(sa.func.count()).select_from(schema.runs)
    with ledger.store.reading() as connection:
        before = connection.execute(count).scalar()
        with Ledger(address) as other:
            other.add_foreign([foreign(1)], "gdelt")
            assert connection.execute(count).scalar() == before
    with ledger.store.reading() as connection:
        assert connection.execute(count).scalar() == (before or 0) + 1


def test_a_ledger_of_the_first_schema_is_brought_up_to_date_with_all_that_is_in_it(
    address: str, tmp_path: Path
) -> None:
    with Ledger(str(tmp_path / "new.db"), who="Leyla") as new:
        new.add([samples.one_event()], "by hand/1")
        list(new.join_stories())
        (told,) = new.events()
        of_the_first_schema(address, like=new)
    with Ledger(address) as old:
        assert old.events() == [told]
        assert old.event(told.event.id).event == told.event
        (telling,) = old.tellings("ARM", "AZE")
        assert (telling.event, telling.type) == (told.event.id, "ACCUSE")
        with old.store.reading() as connection:
            assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == schema.HEAD
            assert connection.execute(sa.select(sa.func.count()).select_from(schema.bodies)).scalar() == 1
            assert "body" not in {column["name"] for column in sa.inspect(connection).get_columns("events")}


def test_an_old_ledger_that_may_not_be_written_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "old.db"
    place.touch()
    with Ledger(str(tmp_path / "new.db")) as new:
        new.add([samples.one_event()], "by hand/1")
        list(new.join_stories())
        of_the_first_schema(str(place), like=new)
    monkeypatch.setattr(store, "_writable", lambda _: False)
    with pytest.raises(LedgerError, match=r"of an older program and can't be brought up to date.*make it writable"):
        Ledger(str(place))
