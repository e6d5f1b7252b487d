"""What Alembic runs: the steps, on the connection and in the transaction that ``migrating`` gives."""

from __future__ import annotations

from alembic import context

from rollcall.store.database.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
