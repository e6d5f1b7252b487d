from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from rollcall.config import StoreSettings
from rollcall.errors import StoreError
from rollcall.model import Sighting
from rollcall.store import Access, Store
from rollcall.store.transfer.backup import back_up
from store.samples import Reopen, photo, picture


@pytest.mark.usefixtures("store")
def test_second_store_on_one_folder_is_refused_clearly(settings: StoreSettings) -> None:
    with pytest.raises(StoreError, match=rf"in use by another Rollcall \(process {os.getpid()}\)"):
        Store(settings)


def test_folder_is_free_again_after_close(store: Store, settings: StoreSettings) -> None:
    store.close()
    Store(settings).close()


def test_failed_opening_leaves_the_folder_free(settings: StoreSettings) -> None:
    settings.data.mkdir()
    (settings.data / "rollcall.db").write_bytes(b"not a database at all, but long enough to look like one" * 100)
    for _ in range(2):
        with pytest.raises(StoreError, match="is no database, or is damaged"):
            Store(settings)


def test_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StoreError, match=r"Cannot make the data folder .*data"):
        Store(StoreSettings(data=tmp_path / "data"))


_WITHOUT_RIGHTS = """
import os, sys
from pathlib import Path
from rollcall.config import StoreSettings
from rollcall.store import Access, Store

Store(StoreSettings(data=Path(sys.argv[1]) / "mine")).close()  # imports all that it needs while it may
os.setuid(65534)
Store(StoreSettings(data=Path(sys.argv[1])))
"""


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="needs root, to become a user without rights")
def test_folder_without_rights_is_refused_in_one_line() -> None:
    # Not below pytest's own folder, which it closes to others whenever it starts.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        program = [sys.executable, "-c", _WITHOUT_RIGHTS, folder]
        answer = subprocess.run(program, capture_output=True, text=True, check=False)
    assert f"StoreError: Cannot write in the data folder {folder}" in answer.stderr.splitlines()[-1]


def test_file_without_a_row_is_removed_at_the_next_start(store: Store, reopen: Reopen, settings: StoreSettings) -> None:
    number = store.sightings.add(Sighting("door", 1, 0, 1, snapshot=picture(1)))
    folder = settings.data / "images" / "ab"
    folder.mkdir()
    (folder / "abcd.jpg").write_bytes(b"left by a crash")
    (folder / ".partial-1234").write_bytes(b"left by a crash")
    store = reopen()
    assert [path.name for path in (settings.data / "images").rglob("*") if path.is_file()] == [
        store.sightings.get(number).image
    ]


def test_reader_beside_the_owner_sees_what_is_committed_and_cannot_write(store: Store, settings: StoreSettings) -> None:
    reader = Store(settings, access=Access.READ)
    store.people.add("Ada")
    assert [person.name for person in reader.people.page().items] == ["Ada"]
    with pytest.raises(StoreError, match="is read-only"):
        reader.people.add("Bob")
    reader.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_nobody_else_may_read_what_is_kept(settings: StoreSettings, tmp_path: Path) -> None:
    settings.data.mkdir(mode=0o755)
    store = Store(settings)
    store.people.add("Ada", [photo(1)])
    back_up(store, tmp_path / "backup.tar")
    kept = [*settings.data.glob("rollcall.db*"), *(settings.data / "images").rglob("*"), tmp_path / "backup.tar"]
    assert [path.name for path in kept if path.stat().st_mode & 0o077] == []
    store.close()


def test_reader_needs_a_database(settings: StoreSettings) -> None:
    with pytest.raises(StoreError, match="There is no database"):
        Store(settings, access=Access.READ)


def test_log_that_grew_beside_a_long_reader_shrinks_again(store: Store, settings: StoreSettings) -> None:
    log = settings.data / "rollcall.db-wal"
    with store._database.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM sightings").all()
        for number in range(200):
            store.sightings.add(Sighting("door", number, number, number))
    assert log.stat().st_size > 5_500_000
    for number in range(2):
        store.sightings.add(Sighting("door", number, number, number))
    assert log.stat().st_size < 4_500_000
