"""Bringing a database to the tables of this version, by the steps in ``migrations``."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError

from rollcall.errors import StoreError
from rollcall.store.database import Database

__all__ = ["migrate", "require_newest"]


def migrate(database: Database) -> None:
    """Bring ``database`` to the newest tables, all steps in one transaction: a crash leaves it as it was.

    Raises StoreError for a database that a newer Rollcall has written.
    """
    if _is_newest(database):
        return
    config = _config()
    with database.write() as transaction:
        config.attributes["connection"] = transaction.connection
        try:
            command.upgrade(config, "head")
        except CommandError:
            raise StoreError(
                f"The database {database.file} was written by a newer Rollcall. Update this one, or choose another "
                "folder with --data."
            ) from None


def require_newest(database: Database) -> None:
    """Raise StoreError where the tables are not those of this version, which only the owner may change."""
    if not _is_newest(database):
        raise StoreError(
            f"The database {database.file} is of another version of Rollcall. Start this one once with 'rollcall run', "
            "or update it."
        )


def _is_newest(database: Database) -> bool:
    with database.read() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    return revision == ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "rollcall.store:migrations")
    return config
