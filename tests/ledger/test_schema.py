"""The schema: what the migrations make is what the tables say, in both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from dragoman.errors import LedgerTooNew
from dragoman.ledger import Ledger, schema, store

from .samples import foreign

MIGRATIONS = Path(store.__file__).parent / "migrations"


def test_a_fresh_ledger_is_what_the_tables_say(ledger: Ledger) -> None:
    with ledger.store.engine.connect() as connection:
        options = {"include_object": lambda _, name, *__: not str(name).startswith(("sentence_words", "events_newest"))}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, schema.metadata) == []
        assert context.get_current_revision() == schema.HEAD


def test_the_head_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
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
