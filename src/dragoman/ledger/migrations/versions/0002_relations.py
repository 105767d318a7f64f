"""What relations are computed from is read by the thousand: whole records stand apart, dyads are indexed by event."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "bodies",
        sa.Column("event", NUMBER, autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.seq"], name=op.f("fk_bodies_event")),
        sa.PrimaryKeyConstraint("event", name=op.f("pk_bodies")),
    )
    op.execute("INSERT INTO bodies (event, body) SELECT seq, body FROM events")
    op.execute("ALTER TABLE events DROP COLUMN body")
    op.drop_index(op.f("ix_dyads_actor_recipient_day"), "dyads")
    op.execute("ALTER TABLE dyads DROP COLUMN day")
    op.create_index(op.f("ix_dyads_actor_recipient_event"), "dyads", ["actor", "recipient", "event"])
