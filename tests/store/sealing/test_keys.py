from __future__ import annotations

import base64
import os
from pathlib import Path

import numpy as np
import pytest

from rollcall.config import StoreSettings
from rollcall.errors import StoreError
from rollcall.model import Sighting
from rollcall.redaction import SourceUrl
from rollcall.store import EncounterRecord, Store, StrangersChange
from store.samples import MODEL, photo, picture, vector


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return new_key(tmp_path / "key")


def new_key(file: Path) -> Path:
    file.write_text(base64.b64encode(os.urandom(32)).decode())
    return file


@pytest.fixture
def settings(settings: StoreSettings, key_file: Path) -> StoreSettings:
    return settings.model_copy(update={"key_file": key_file})


def test_nothing_that_shows_a_face_or_holds_a_password_lies_open(store: Store, settings: StoreSettings) -> None:
    store.people.add("Ada", [photo(1)])
    sighting = store.sightings.add(Sighting("door", 1, 0, 1, snapshot=picture(4)))
    store.strangers.write(StrangersChange((EncounterRecord(sighting, 1.0, vector(2), 1.0, None),)), MODEL)
    store.cameras.put("door", SourceUrl("rtsp://admin:s3cret-word@10.0.0.9/1"))
    store.close()
    data = b"".join(path.read_bytes() for path in settings.data.rglob("*") if path.is_file())
    for open_text in (photo(1).data[:40], b"\xff\xd8\xff", b"s3cret-word"):
        assert open_text not in data
    for number in (1, 2):
        assert vector(number).tobytes() not in data


def test_everything_reads_the_same_with_the_key(store: Store, settings: StoreSettings) -> None:
    person = store.people.add("Ada", [photo(1)])
    store.cameras.put("door", SourceUrl("rtsp://admin:word@10.0.0.9/1"))
    store.close()
    store = Store(settings)
    assert np.array_equal(store.embeddings.of_person(person, MODEL), vector(1)[None])
    assert store.images.read(store.people.photos(person)[0].image) == photo(1).data
    assert store.cameras.all() == {"door": SourceUrl("rtsp://admin:word@10.0.0.9/1")}
    store.close()


def test_key_from_the_environment_is_the_same_key(store: Store, settings: StoreSettings, key_file: Path) -> None:
    store.close()
    Store(StoreSettings.model_validate({"data": settings.data, "key": key_file.read_text()})).close()


def test_wrong_key_is_refused_clearly(store: Store, settings: StoreSettings, tmp_path: Path) -> None:
    store.close()
    with pytest.raises(StoreError, match=r"key is not the one that the data in .* was encrypted with"):
        Store(settings.model_copy(update={"key_file": new_key(tmp_path / "other")}))


def test_missing_key_is_refused_clearly(store: Store, settings: StoreSettings) -> None:
    store.close()
    with pytest.raises(StoreError, match=r"is encrypted\. Give its key"):
        Store(settings.model_copy(update={"key_file": None}))


def test_key_for_data_that_is_not_encrypted_is_refused(tmp_path: Path, key_file: Path) -> None:
    plain = StoreSettings(data=tmp_path / "plain")
    store = Store(plain)
    store.people.add("Ada", [photo(1)])
    store.close()
    with pytest.raises(StoreError, match="not encrypted"):
        Store(plain.model_copy(update={"key_file": key_file}))


def test_missing_key_file_is_named(settings: StoreSettings, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"Cannot read the key file .*nowhere"):
        Store(settings.model_copy(update={"key_file": tmp_path / "nowhere"}))


def test_damaged_picture_is_an_error_and_not_a_wrong_picture(store: Store) -> None:
    person = store.people.add("Ada", [photo(1)])
    name = store.people.photos(person)[0].image
    file = store.folder / "images" / name[:2] / name
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    with pytest.raises(StoreError, match="damaged"):
        store.images.read(name)
