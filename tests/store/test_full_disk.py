"""A disk that is full, and one that has become read-only: real ones, small, in memory."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from rollcall.config import StoreSettings
from rollcall.errors import StoreError
from rollcall.model import Sighting
from rollcall.store import Store
from store.samples import photo, picture

_ROOM = "2m"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_ROOM}", "none", str(folder)]
    if os.name == "nt" or subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def store(disk: Path) -> Iterator[Store]:
    store = Store(StoreSettings(data=disk / "data"))
    yield store
    store.close()


def fill(store: Store) -> list[int]:
    """Add sightings until the disk is full, and return those that were acknowledged."""
    numbers: list[int] = []
    try:
        while True:
            end = len(numbers)
            numbers.append(store.sightings.add(Sighting("door", 1, end, end, snapshot=picture(end))))
    except StoreError as error:
        assert re.search("full|No space", str(error))  # noqa: PT017 - the loop ends here
    return numbers


def test_full_disk_is_a_state_that_is_told_and_ends(store: Store, disk: Path) -> None:
    filler = disk / "filler"
    filler.write_bytes(bytes(500_000))
    numbers = fill(store)
    assert store.trouble is not None
    assert "\n" not in store.trouble
    with pytest.raises(StoreError):
        store.people.add("Ada", [photo(1)])
    assert store.sightings.count() == len(numbers)  # reading goes on
    filler.unlink()
    person = store.people.add("Ada", [photo(1)])
    assert store.trouble is None
    assert store.people.get(person).photos == 1


def test_what_a_full_disk_refused_left_nothing_behind(store: Store, disk: Path) -> None:
    fill(store)
    files = {path.name for path in (disk / "data" / "images").rglob("*") if path.is_file()}
    with store._database.read() as connection:
        assert files == set(connection.exec_driver_sql("SELECT name FROM images").scalars())


def test_store_cannot_be_opened_on_a_read_only_disk(disk: Path) -> None:
    Store(StoreSettings(data=disk / "data")).close()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(StoreError, match=f"Cannot write in the data folder {disk / 'data'}: Read-only"):
        Store(StoreSettings(data=disk / "data"))
