from __future__ import annotations

import base64
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from rollcall.config import StoreSettings
from rollcall.errors import StoreError
from rollcall.redaction import SourceUrl
from rollcall.store import Store
from rollcall.store.sealing.encryption import Cipher, PlainCipher
from rollcall.store.sealing.keys import read_cipher
from rollcall.store.transfer.backup import back_up, restore
from store.samples import MODEL, photo, vector


def with_new_key(settings: StoreSettings, file: Path) -> StoreSettings:
    file.write_text(base64.b64encode(os.urandom(32)).decode())
    return settings.model_copy(update={"key_file": file})


def fill(store: Store) -> None:
    store.people.add("Ada", [photo(1), photo(2)])
    store.cameras.put("door", SourceUrl("rtsp://u:s3cret-word@host/1"))


def require_same(store: Store) -> None:
    person = store.people.find("Ada").id
    assert [store.images.read(each.image) for each in store.people.photos(person)] == [photo(1).data, photo(2).data]
    assert np.array_equal(store.embeddings.of_person(person, MODEL), np.stack([vector(1), vector(2)]))
    assert store.cameras.all() == {"door": SourceUrl("rtsp://u:s3cret-word@host/1")}


def everything_under(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_store_is_encrypted_given_another_key_and_decrypted(settings: StoreSettings, tmp_path: Path) -> None:
    first, second = (with_new_key(settings, tmp_path / name) for name in ("first", "second"))
    store = Store(settings)
    fill(store)
    for current in (first, second, settings):
        store.reseal(read_cipher(current))
        store.close()
        data = everything_under(settings.data)
        hidden = [mark not in data for mark in (vector(1).tobytes(), photo(2).data[:50], b"s3cret-word")]
        assert hidden == [current is not settings] * 3
        store = Store(current)
        require_same(store)
    store.close()


def test_backup_of_a_resealed_store_can_be_restored(settings: StoreSettings, tmp_path: Path) -> None:
    sealed = with_new_key(settings, tmp_path / "key")
    store = Store(settings)
    fill(store)
    store.reseal(read_cipher(sealed))
    store.close()
    store = Store(sealed)
    back_up(store, tmp_path / "backup.tar")
    store.close()
    restore(tmp_path / "backup.tar", tmp_path / "new")
    restored = Store(sealed.model_copy(update={"data": tmp_path / "new"}))
    require_same(restored)
    restored.close()


class _FailingCipher:
    """Seals a few things and then fails, as a full disk does."""

    def __init__(self, cipher: Cipher, good: int) -> None:
        self._cipher, self._left = cipher, good

    def seal(self, data: bytes, kind) -> bytes:
        self._left -= 1
        if self._left < 0:
            raise OSError(28, "No space left on device")
        return self._cipher.seal(data, kind)

    def open(self, sealed: bytes, kind) -> bytes:
        return self._cipher.open(sealed, kind)


@pytest.mark.parametrize("good", range(5))
def test_failure_half_way_leaves_everything_as_it_was(store: Store, settings: StoreSettings, good: int) -> None:
    fill(store)
    with pytest.raises(StoreError, match="No space left"):
        store.reseal(_FailingCipher(PlainCipher(), good))
    require_same(store)
    assert [path.name for path in settings.data.glob("images*")] == ["images"]


def test_folder_left_by_a_crash_is_removed_at_the_next_start(store: Store, settings: StoreSettings) -> None:
    fill(store)
    store.close()
    shutil.copytree(settings.data / "images", settings.data / "images-1234abcd")
    store = Store(settings)
    require_same(store)
    store.close()
    assert [path.name for path in settings.data.glob("images*")] == ["images"]
