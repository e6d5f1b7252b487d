from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from rollcall.config import StoreSettings, VisionSettings
from rollcall.errors import EnrolmentError
from rollcall.identity import Gallery
from rollcall.service.people.gallery_folder import FolderChanges, FoundFile, GalleryFolder, compare
from rollcall.service.people.gallery_watch import GalleryWatch
from rollcall.service.people.register import Register, mark_of
from rollcall.store import FolderFile, FolderFileRecord, Store
from rollcall.vision import ModelPack, load_pack


def found(path: str, stamp: str) -> FoundFile:
    return FoundFile("Ada", Path(path), FolderFile(path, stamp))


def known(path: str, stamp: str) -> FolderFileRecord:
    return FolderFileRecord(path, path, stamp, 1, "")


def test_only_what_is_new_changed_or_gone_is_looked_at() -> None:
    changes = compare(
        {"same": found("same", "1"), "changed": found("changed", "2"), "new": found("new", "1")},
        {"same": known("same", "1"), "changed": known("changed", "1"), "gone": known("gone", "1")},
    )
    assert [file.file.path for file in changes.new] == ["changed", "new"]
    assert [record.path for record in changes.gone] == ["changed", "gone"]


@pytest.fixture(scope="module")
def pack(models_dir: Path) -> ModelPack:
    return load_pack(VisionSettings(models=models_dir, threads=1))


@pytest.fixture
def portraits(shared_dir: Path) -> Path:
    return shared_dir / "data" / "portraits" / "knn" / "train"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(StoreSettings(data=tmp_path / "data"))
    yield store
    store.close()


@pytest.fixture
def gallery(pack: ModelPack) -> Gallery:
    return Gallery((), pack.metric)


@pytest.fixture
def folder(tmp_path: Path, store: Store, gallery: Gallery, pack: ModelPack) -> GalleryFolder:
    (tmp_path / "gallery").mkdir()
    register = Register(store, gallery, pack, mark_of(pack), pack.threshold)
    return GalleryFolder(tmp_path / "gallery", store, register, mark_of(pack))


def put(folder: GalleryFolder, source: Path, person: str) -> Path:
    target = folder.folder / person / source.name
    target.parent.mkdir(exist_ok=True)
    shutil.copy(source, target)
    return target


def synchronise(folder: GalleryFolder) -> dict[str, str]:
    return {outcome.path: outcome.words for outcome in folder.apply(folder.changes())}


def names(gallery: Gallery) -> dict[str, int]:
    return {person.name: len(person.embeddings) for person in gallery.people}


def test_folder_is_followed_file_by_file(
    folder: GalleryFolder, store: Store, gallery: Gallery, portraits: Path
) -> None:
    put(folder, portraits / "obama" / "obama.jpg", "오바마")
    first = put(folder, portraits / "biden" / "biden.jpg", "Biden")
    assert synchronise(folder) == {"Biden/biden.jpg": "enrolled", "오바마/obama.jpg": "enrolled"}
    assert names(gallery) == {"Biden": 1, "오바마": 1}
    assert synchronise(folder) == {}  # nothing is read twice

    put(folder, portraits / "biden" / "biden2.jpg", "Biden")
    assert synchronise(folder) == {"Biden/biden2.jpg": "enrolled"}
    assert names(gallery) == {"Biden": 2, "오바마": 1}

    first.unlink()
    assert synchronise(folder) == {}
    assert names(gallery) == {"Biden": 1, "오바마": 1}

    shutil.rmtree(folder.folder / "Biden")
    synchronise(folder)
    assert names(gallery) == {"오바마": 1}
    assert [person.name for person in store.people.page().items] == ["오바마"]


def test_photo_that_cannot_be_used_is_refused_in_words_and_once(
    folder: GalleryFolder, store: Store, portraits: Path, shared_dir: Path
) -> None:
    put(folder, shared_dir / "data" / "portraits" / "two_people.jpg", "Two")
    put(folder, portraits / "biden" / "biden.jpg", "Biden")
    (folder.folder / "Two" / "broken.jpg").write_bytes(b"no picture")
    cv2.imwrite(str(folder.folder / "Two" / "grey.png"), np.full((200, 200, 3), 127, np.uint8))
    words = synchronise(folder)
    assert words["Biden/biden.jpg"] == "enrolled"
    assert words["Two/two_people.jpg"].startswith("2 faces")
    assert words["Two/grey.png"].startswith("no face")
    assert "Cannot read" in words["Two/broken.jpg"]
    assert [person.name for person in store.people.page().items] == ["Biden"]  # nobody without a photo
    assert synchronise(folder) == {}


def test_copy_of_a_photo_is_no_second_photo(folder: GalleryFolder, gallery: Gallery, portraits: Path) -> None:
    original = put(folder, portraits / "biden" / "biden.jpg", "Biden")
    shutil.copy(original, original.with_name("copy.jpg"))
    assert sorted(synchronise(folder).values()) == ["This person has the same photo already.", "enrolled"]
    assert names(gallery) == {"Biden": 1}


def test_same_face_under_two_names_is_said(folder: GalleryFolder, portraits: Path) -> None:
    put(folder, portraits / "biden" / "biden.jpg", "Biden")
    put(folder, portraits / "biden" / "biden2.jpg", "Joe")
    assert synchronise(folder)["Joe/biden2.jpg"].startswith("enrolled, but looks like Biden")


def test_person_added_by_hand_gets_the_photos_of_a_folder_of_that_name(
    folder: GalleryFolder, store: Store, portraits: Path
) -> None:
    person = store.people.add("Biden", notes="added on the page")
    put(folder, portraits / "biden" / "biden.jpg", "Biden")
    synchronise(folder)
    assert (store.people.get(person).photos, store.people.get(person).folder) == (1, "Biden")


def test_photo_removed_by_hand_does_not_come_back(folder: GalleryFolder, store: Store, portraits: Path) -> None:
    put(folder, portraits / "biden" / "biden.jpg", "Biden")
    synchronise(folder)
    store.erase(store.people.find("Biden").id, "admin")
    assert synchronise(folder) == {}
    assert store.people.count() == 0


def test_empty_folder_removes_nobody(folder: GalleryFolder, store: Store, portraits: Path) -> None:
    photo = put(folder, portraits / "biden" / "biden.jpg", "Biden")
    synchronise(folder)
    photo.unlink()
    with pytest.raises(EnrolmentError, match=r"is empty\. Whoever was enrolled from there stays"):
        folder.changes()
    assert store.people.count() == 1


def test_watch_enrols_a_file_that_is_added_and_ends_at_once(
    folder: GalleryFolder, gallery: Gallery, portraits: Path
) -> None:
    put(folder, portraits / "biden" / "biden.jpg", "Biden")
    watch = GalleryWatch(folder)
    watch.start()
    wait_for(gallery, {"Biden": 1})
    put(folder, portraits / "obama" / "obama.jpg", "Obama")
    wait_for(gallery, {"Biden": 1, "Obama": 1})
    (folder.folder / "Biden" / "biden.jpg").unlink()
    wait_for(gallery, {"Obama": 1})
    watch.stop()


def test_a_folder_that_is_away_is_told_once_and_its_people_stay_until_it_is_back(
    folder: GalleryFolder, gallery: Gallery, portraits: Path, caplog: Any, monkeypatch: Any
) -> None:
    caplog.set_level(logging.INFO, "rollcall.service.people.gallery_watch")
    put(folder, portraits / "biden" / "biden.jpg", "Biden")
    look, looks = folder.changes, [0]

    def counted() -> FolderChanges:
        looks[0] += 1
        return look()

    monkeypatch.setattr(folder, "changes", counted)
    watch = GalleryWatch(folder, check_seconds=0.1)
    watch.start()
    wait_for(gallery, {"Biden": 1})
    away = folder.folder.rename(folder.folder.with_name("away"))
    wait_until(lambda: "cannot be read" in caplog.text)
    looks[0] = 0
    wait_until(lambda: looks[0] > 2)
    assert names(gallery) == {"Biden": 1}
    away.rename(folder.folder)
    wait_until(lambda: "is back" in caplog.text)
    # Followed at once, not by the former folder's watch.
    put(folder, portraits / "obama" / "obama.jpg", "Obama")
    wait_for(gallery, {"Biden": 1, "Obama": 1})
    watch.stop()
    told = [record.getMessage() for record in caplog.records if str(folder.folder) in record.getMessage()]
    assert told == [
        f"The gallery '{folder.folder}' cannot be read: No such file or directory. "
        "Whoever was enrolled from there stays; 'rollcall people remove' removes them.",
        f"the gallery {folder.folder} is back and followed again",
    ]


def test_a_link_that_leads_nowhere_now_removes_nobody(folder: GalleryFolder, store: Store, portraits: Path) -> None:
    drive = folder.folder.with_name("drive")
    drive.mkdir()
    shutil.copy(portraits / "obama" / "obama.jpg", drive)
    (folder.folder / "Obama").symlink_to(drive)
    put(folder, portraits / "biden" / "biden.jpg", "Biden")
    synchronise(folder)
    shutil.rmtree(drive)
    with pytest.raises(EnrolmentError, match=r"'.*Obama' of the gallery leads nowhere"):
        folder.changes()
    (folder.folder / "Obama").unlink()
    synchronise(folder)
    assert [person.name for person in store.people.page().items] == ["Biden"]


def wait_for(gallery: Gallery, wanted: dict[str, int]) -> None:
    wait_until(lambda: names(gallery) == wanted)


def wait_until(true: Callable[[], bool]) -> None:
    # What changes between the first look and the watch is seen by the look after a minute.
    end = time.monotonic() + 90
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)
