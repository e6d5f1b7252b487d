from __future__ import annotations

import sqlite3
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from rollcall.config import StoreSettings
from rollcall.errors import StoreError
from rollcall.store import Store
from rollcall.store.database.dialect import open_engine
from rollcall.store.database.schema import metadata

OPEN = """
import sys
from pathlib import Path
from rollcall.config import StoreSettings
from rollcall.store import Store
Store(StoreSettings(data=Path(sys.argv[1]))).close()
assert "alembic" not in sys.modules
"""


def test_steps_lead_to_the_tables_of_the_schema(store: Store, settings: StoreSettings) -> None:
    store.close()
    with open_engine(settings.data / "rollcall.db").connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_database_of_today_is_opened_without_what_migrates(store: Store, settings: StoreSettings) -> None:
    store.close()
    subprocess.run([sys.executable, "-c", OPEN, str(settings.data)], check=True)


def test_database_of_a_newer_version_is_refused(store: Store, settings: StoreSettings) -> None:
    store.close()
    with sqlite3.connect(settings.data / "rollcall.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(StoreError, match="written by a newer Rollcall"):
        Store(settings)
