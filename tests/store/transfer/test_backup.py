from __future__ import annotations

import io
import sqlite3
import tarfile
import threading
from pathlib import Path

import numpy as np
import pytest

from rollcall.config import StoreSettings
from rollcall.errors import StoreError
from rollcall.model import Sighting
from rollcall.store import Access, Store
from rollcall.store.transfer.backup import back_up, restore
from store.samples import MODEL, photo, picture, vector


@pytest.fixture
def full_store(store: Store) -> Store:
    store.people.add("김철수", [photo(1), photo(2)], tags=["staff"])
    store.sightings.add(Sighting("door", 1, 0, 1, name="김철수", snapshot=picture(3)))
    return store


@pytest.fixture
def archive(full_store: Store, tmp_path: Path) -> Path:
    back_up(full_store, tmp_path / "backup.tar")
    return tmp_path / "backup.tar"


def test_restored_store_is_the_same(archive: Path, tmp_path: Path) -> None:
    restore(archive, tmp_path / "new")
    store = Store(StoreSettings(data=tmp_path / "new"))
    person = store.people.find("김철수")
    assert person.tags == ("staff",)
    assert [store.images.read(each.image) for each in store.people.photos(person.id)] == [
        photo(1).data,
        photo(2).data,
    ]
    assert np.array_equal(store.embeddings.of_person(person.id, MODEL), np.stack([vector(1), vector(2)]))
    assert store.images.read(str(store.sightings.page().items[0].image))
    store.close()


def test_backup_beside_the_owner_who_writes_meanwhile_is_of_one_moment(
    store: Store, settings: StoreSettings, tmp_path: Path
) -> None:
    done = threading.Event()

    def write() -> None:
        for number in range(10_000):
            if done.is_set():
                return
            person = store.people.add(f"Person {number}", [photo(number)])
            if number % 2:
                store.people.remove(person)

    writer = threading.Thread(target=write)
    writer.start()
    reader = Store(settings, access=Access.READ)
    for number in range(5):
        back_up(reader, tmp_path / f"{number}.tar")
    done.set()
    writer.join()
    reader.close()
    for number in range(5):
        restore(tmp_path / f"{number}.tar", tmp_path / f"new {number}")
        restored = Store(StoreSettings(data=tmp_path / f"new {number}"))
        for person in restored.people.page(limit=1000).items:
            for kept in restored.people.photos(person.id):
                assert restored.images.read(kept.image)
        restored.close()


def test_backup_replaces_the_former_one_only_when_it_is_whole(full_store: Store, tmp_path: Path) -> None:
    target = tmp_path / "backup.tar"
    target.write_bytes(b"the former backup")

    def fail(_done: int, _all: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(full_store, target, fail)
    assert target.read_bytes() == b"the former backup"
    assert {path.name for path in tmp_path.iterdir()} == {"backup.tar", "data"}


def test_progress_counts_the_pictures(full_store: Store, tmp_path: Path) -> None:
    counts: list[tuple[int, int]] = []
    back_up(full_store, tmp_path / "backup.tar", lambda done, of: counts.append((done, of)))
    assert counts == [(1, 3), (2, 3), (3, 3)]


def test_restoring_over_a_store_is_refused(archive: Path, settings: StoreSettings, full_store: Store) -> None:
    full_store.close()
    with pytest.raises(StoreError, match="There is a database in"):
        restore(archive, settings.data)


def test_restoring_under_a_running_store_is_refused(archive: Path, settings: StoreSettings) -> None:
    with pytest.raises(StoreError, match="in use by another Rollcall"):
        restore(archive, settings.data)


def _damage_end(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _damage_database(data: bytes) -> bytes:
    place = data.index(b"SQLite format 3") + 4096
    return data[:place] + bytes(4096) + data[place + 4096 :]


@pytest.mark.parametrize("damage", [_damage_end, _damage_database, lambda _: b"no archive", lambda _: b""])
def test_damaged_backup_is_refused_and_leaves_nothing(archive: Path, tmp_path: Path, damage) -> None:
    archive.write_bytes(damage(archive.read_bytes()))
    with pytest.raises(StoreError):
        restore(archive, tmp_path / "new")
    assert not (tmp_path / "new" / "rollcall.db").exists()


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "images/aa/../../outside", "rollcall.db/x"])
def test_member_outside_of_the_folder_is_refused(archive: Path, tmp_path: Path, name: str) -> None:
    with tarfile.open(archive, "a") as tar:
        member = tarfile.TarInfo(name)
        member.size = 4
        tar.addfile(member, io.BytesIO(b"evil"))
    with pytest.raises(StoreError, match="no part of a backup"):
        restore(archive, tmp_path / "new")
    assert not list(tmp_path.rglob("*outside*"))


def test_link_in_an_archive_is_refused(archive: Path, tmp_path: Path) -> None:
    with tarfile.open(archive, "a") as tar:
        member = tarfile.TarInfo("rollcall.db")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(member)
    with pytest.raises(StoreError, match="no part of a backup"):
        restore(archive, tmp_path / "new")


def test_backup_that_lacks_a_picture_is_refused(archive: Path, tmp_path: Path) -> None:
    poorer = tmp_path / "poorer.tar"
    with tarfile.open(archive) as source, tarfile.open(poorer, "w") as target:
        for number, member in enumerate(source):
            if number != 1:
                target.addfile(member, source.extractfile(member))
    with pytest.raises(StoreError, match="lacks 1 pictures"):
        restore(poorer, tmp_path / "new")


def test_backup_is_one_sound_database_file(archive: Path, tmp_path: Path) -> None:
    with tarfile.open(archive) as tar:
        tar.extract("rollcall.db", tmp_path, filter="data")
    with sqlite3.connect(tmp_path / "rollcall.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()
