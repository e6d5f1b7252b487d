"""Bringing a database to the tables of this version, by the steps in ``migrations``."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError

from rollcall.errors import StoreError
from rollcall.store.database import Database

__all__ = ["migrate"]


def migrate(database: Database) -> None:
    """Bring ``database`` to the newest tables, all steps in one transaction: a crash leaves it as it was.

    Raises StoreError for a database that a newer Rollcall has written.
    """
    config = Config()
    config.set_main_option("script_location", "rollcall.store:migrations")
    newest = ScriptDirectory.from_config(config).get_current_head()
    with database.read() as connection:
        if MigrationContext.configure(connection).get_current_revision() == newest:
            return
    with database.write() as transaction:
        config.attributes["connection"] = transaction.connection
        try:
            command.upgrade(config, "head")
        except CommandError:
            raise StoreError(
                f"The database {database.file} was written by a newer Rollcall. Update this one, or choose another "
                "directory with --data."
            ) from None
