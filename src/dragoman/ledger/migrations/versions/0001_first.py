"""The first schema, with an index of words that both databases search in their own way."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "runs",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_runs")),
    )
    op.create_table(
        "doubts",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.seq"], name=op.f("fk_doubts_run")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_doubts")),
    )
    op.create_index(op.f("ix_doubts_event"), "doubts", ["event"])
    op.create_table(
        "judgements",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("change", sa.JSON(), nullable=True),
        sa.Column("undoes", NUMBER, nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.seq"], name=op.f("fk_judgements_run")),
        sa.ForeignKeyConstraint(["undoes"], ["judgements.seq"], name=op.f("fk_judgements_undoes")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_judgements")),
    )
    op.create_index(op.f("ix_judgements_event"), "judgements", ["event"])
    op.create_table(
        "polls",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.seq"], name=op.f("fk_polls_run")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_polls")),
    )
    op.create_index(op.f("ix_polls_source"), "polls", ["source"])
    op.create_table(
        "reports",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("replaces", sa.String(length=16), nullable=True),
        sa.Column("copy_of", sa.String(length=16), nullable=True),
        sa.Column("likeness", sa.Float(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("agencies", sa.JSON(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("fetched", sa.DateTime(timezone=True), nullable=True),
        sa.Column("damage", sa.JSON(), nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["copy_of"], ["reports.id"], name=op.f("fk_reports_copy_of")),
        sa.ForeignKeyConstraint(["replaces"], ["reports.id"], name=op.f("fk_reports_replaces")),
        sa.ForeignKeyConstraint(["run"], ["runs.seq"], name=op.f("fk_reports_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("item", "version", name=op.f("uq_reports_item_version")),
    )
    op.create_index(op.f("ix_reports_copy_of"), "reports", ["copy_of"])
    op.create_index(op.f("ix_reports_outlet"), "reports", ["outlet"])
    op.create_index(op.f("ix_reports_published"), "reports", ["published"])
    op.create_index(op.f("ix_reports_replaces"), "reports", ["replaces"])
    op.create_table(
        "bands",
        sa.Column("sketch", sa.BigInteger(), nullable=False),
        sa.Column("report", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_bands_report")),
        sa.PrimaryKeyConstraint("sketch", "report", name=op.f("pk_bands")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "codings",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("report", sa.String(length=16), nullable=True),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_codings_report")),
        sa.ForeignKeyConstraint(["run"], ["runs.seq"], name=op.f("fk_codings_run")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_codings")),
        sa.UniqueConstraint("report", "coder", name=op.f("uq_codings_report_coder")),
    )
    op.create_index(op.f("ix_codings_coder"), "codings", ["coder"])
    op.create_index(op.f("ix_codings_report"), "codings", ["report"])
    op.create_table(
        "memberships",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("judgement", NUMBER, nullable=True),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["judgement"], ["judgements.seq"], name=op.f("fk_memberships_judgement")),
        sa.ForeignKeyConstraint(["run"], ["runs.seq"], name=op.f("fk_memberships_run")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_event"), "memberships", ["event"])
    op.create_index(op.f("ix_memberships_story"), "memberships", ["story"])
    op.create_table(
        "sentences",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("report", sa.String(length=16), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_sentences_report")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_sentences")),
    )
    op.create_index(op.f("ix_sentences_report"), "sentences", ["report"])
    op.create_table(
        "events",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("coding", NUMBER, nullable=False),
        sa.Column("report", sa.String(length=16), nullable=True),
        sa.Column("sentence", NUMBER, nullable=True),
        sa.Column("judgement", NUMBER, nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=True),
        sa.Column("contexts", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("precision", sa.Text(), nullable=True),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("quad", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("goldstein", sa.Float(), nullable=True),
        sa.Column("cameo", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("place_country", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("foreign", sa.Text(), nullable=True),
        sa.Column("copy", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coding"], ["codings.seq"], name=op.f("fk_events_coding")),
        sa.ForeignKeyConstraint(["judgement"], ["judgements.seq"], name=op.f("fk_events_judgement")),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_events_report")),
        sa.ForeignKeyConstraint(["sentence"], ["sentences.seq"], name=op.f("fk_events_sentence")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_coding"), "events", ["coding"])
    op.create_index(op.f("ix_events_day_seq"), "events", ["day", "seq"])
    op.create_index(op.f("ix_events_id"), "events", ["id"])
    op.create_index(op.f("ix_events_place_country_day"), "events", ["place_country", "day"])
    op.create_index(op.f("ix_events_report"), "events", ["report"])
    op.create_index(op.f("ix_events_sentence"), "events", ["sentence"])
    op.create_index(op.f("ix_events_type_day"), "events", ["type", "day"])
    op.create_table(
        "notes",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("coding", NUMBER, nullable=False),
        sa.Column("report", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("stance", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coding"], ["codings.seq"], name=op.f("fk_notes_coding")),
        sa.ForeignKeyConstraint(["report"], ["reports.id"], name=op.f("fk_notes_report")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_coding"), "notes", ["coding"])
    op.create_index(op.f("ix_notes_kind_seq"), "notes", ["kind", "seq"])
    op.create_index(op.f("ix_notes_report"), "notes", ["report"])
    op.create_table(
        "dyads",
        sa.Column("event", NUMBER, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["event"], ["events.seq"], name=op.f("fk_dyads_event")),
        sa.UniqueConstraint("event", "actor", "recipient", name=op.f("uq_dyads_event_actor_recipient")),
    )
    op.create_index(op.f("ix_dyads_actor_recipient_day"), "dyads", ["actor", "recipient", "day"])
    op.create_table(
        "note_parties",
        sa.Column("note", NUMBER, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["note"], ["notes.seq"], name=op.f("fk_note_parties_note")),
    )
    op.create_index(op.f("ix_note_parties_note"), "note_parties", ["note"])
    op.create_index(op.f("ix_note_parties_party_note"), "note_parties", ["party", "note"])
    op.create_table(
        "parties",
        sa.Column("event", NUMBER, nullable=False),
        sa.Column("role", sa.String(length=1), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("party", sa.Text(), nullable=True),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("office", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event"], ["events.seq"], name=op.f("fk_parties_event")),
        sa.UniqueConstraint("event", "role", "at", name=op.f("uq_parties_event_role_at")),
    )
    op.create_index(op.f("ix_parties_party_event"), "parties", ["party", "event"])
    op.create_index(op.f("ix_parties_person"), "parties", ["person"])
    op.create_table(
        "standings",
        sa.Column("seq", NUMBER, autoincrement=True, nullable=False),
        sa.Column("coding", NUMBER, nullable=True),
        sa.Column("event", NUMBER, nullable=True),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("judgement", NUMBER, nullable=True),
        sa.Column("run", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["coding"], ["codings.seq"], name=op.f("fk_standings_coding")),
        sa.ForeignKeyConstraint(["event"], ["events.seq"], name=op.f("fk_standings_event")),
        sa.ForeignKeyConstraint(["judgement"], ["judgements.seq"], name=op.f("fk_standings_judgement")),
        sa.ForeignKeyConstraint(["run"], ["runs.seq"], name=op.f("fk_standings_run")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_standings")),
    )
    op.create_index(op.f("ix_standings_coding"), "standings", ["coding"])
    op.create_index(op.f("ix_standings_event"), "standings", ["event"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX sentence_words ON sentences USING gin (to_tsvector('simple', words))")
        # PostgreSQL takes nothing for the largest value, and a list of newest events has it last.
        op.execute("CREATE INDEX events_newest ON events (day DESC NULLS LAST, seq DESC)")
        return
    # The words stay in `sentences` alone; the index only points at them.
    op.execute(
        "CREATE VIRTUAL TABLE sentence_words USING fts5("
        "words, content='sentences', content_rowid='seq', tokenize='unicode61 remove_diacritics 0')"
    )
    op.execute(
        "CREATE TRIGGER sentence_words_added AFTER INSERT ON sentences BEGIN "
        "INSERT INTO sentence_words(rowid, words) VALUES (new.seq, new.words); END"
    )
