"""Bringing a database to the tables of this version, by the steps in ``migrations``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from sqlalchemy import Connection, inspect, text

from rollcall.errors import StoreError
from rollcall.store.database import Database

__all__ = ["migrate", "require_newest"]

_VERSION_TABLE = "alembic_version"


def migrate(database: Database) -> None:
    """Bring ``database`` to the newest tables, all steps in one transaction: a crash leaves it as it was.

    Raises StoreError for a database that a newer Rollcall has written.
    """
    if _is_newest(database):
        return
    # Only where there is something to do: it takes 7 MB, and a tenth of a second of every start.
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", "rollcall.store.database:migrations")
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
        return _step_of(connection) == _newest_step()


def _step_of(connection: Connection) -> str | None:
    """Return the step that the database is at, as Alembic has written it; None for an empty one."""
    if not inspect(connection).has_table(_VERSION_TABLE):
        return None
    step: str | None = connection.scalar(text(f"SELECT version_num FROM {_VERSION_TABLE}"))  # noqa: S608 - a constant
    return step


@cache
def _newest_step() -> str:
    """Return the newest step by the names of their files: v0006_encounters.py is step 0006."""
    return max(
        file.name[1:5]
        for file in files("rollcall.store.database.migrations.versions").iterdir()
        if file.name.startswith("v0")
    )
