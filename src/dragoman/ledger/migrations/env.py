"""What Alembic runs: the migrations, over the connection that the ledger hands it."""

from alembic import context

from dragoman.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite can't change a column in place
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
