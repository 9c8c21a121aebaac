"""Alembic's entry: runs the migration on the connection that `store.migrate` hands over."""

from alembic import context

connection = context.config.attributes["connection"]
# SQLite can undo table changes too, once our own BEGIN opens the transaction; so a killed migration leaves no trace.
context.configure(connection=connection, transactional_ddl=True, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
