from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from rollcall.config import StoreSettings, VisionSettings
from rollcall.identity import check_photo
from rollcall.service.people.reembedding import Reembedding
from rollcall.service.people.register import mark_of
from rollcall.store import MarkedEmbedding, ModelMark, NewPhoto, Store
from rollcall.vision import ModelPack, load_pack, read_image

OLD = ModelMark("old", "00" * 32, "arcface-112")


@pytest.fixture(scope="module")
def pack(models_dir: Path) -> ModelPack:
    return load_pack(VisionSettings(models=models_dir, threads=1))


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    return StoreSettings(data=tmp_path / "data")


@pytest.fixture
def photos(shared_dir: Path) -> list[bytes]:
    folder = shared_dir / "data" / "portraits" / "knn" / "train" / "biden"
    return [path.read_bytes() for path in sorted(folder.iterdir())]


@pytest.fixture
def store(settings: StoreSettings, photos: list[bytes]) -> Iterator[Store]:
    """Return a store that an older model, of 4 numbers, serves."""
    store = Store(settings)
    old = MarkedEmbedding(OLD, np.ones(4, np.float32))
    store.people.add("Biden", [NewPhoto(data, old) for data in photos])
    store.embeddings.serve(OLD)
    yield store
    store.close()


def test_old_embeddings_serve_until_all_new_ones_are_there(store: Store, pack: ModelPack, photos: list[bytes]) -> None:
    mark = mark_of(pack)
    reembedding = Reembedding(store, pack, mark)
    assert reembedding.needed
    for done, step in enumerate(reembedding.steps(), start=1):
        assert step.words is None
        assert reembedding.progress == (done, len(photos))
        assert store.embeddings.serving == OLD
        assert len(store.embeddings.of_model(OLD).ids) == len(photos)
    reembedding.finish()
    assert store.embeddings.serving == mark
    assert not reembedding.needed
    assert len(store.embeddings.of_model(OLD).ids) == 0
    expected = [check_photo(read_image(data), pack).face for data in photos]
    kept = store.embeddings.of_model(mark).vectors
    assert np.allclose(kept, [face.embedding for face in expected if face is not None], atol=1e-4)


def test_interrupted_way_goes_on_where_it_ended(settings: StoreSettings, store: Store, pack: ModelPack) -> None:
    first = next(Reembedding(store, pack, mark_of(pack)).steps())
    store.close()
    store = Store(settings)
    again = Reembedding(store, pack, mark_of(pack))
    assert again.needed
    assert first.photo not in [step.photo for step in again.steps()]
    assert again.progress[0] == again.progress[1]
    store.close()


def test_photo_in_which_the_new_model_finds_nobody_is_told_and_passed(store: Store, pack: ModelPack) -> None:
    grey = cv2.imencode(".png", np.full((200, 200, 3), 127, np.uint8))[1].tobytes()
    store.people.add("Grey", [NewPhoto(grey, MarkedEmbedding(OLD, np.ones(4, np.float32)))])
    words = [step.words for step in Reembedding(store, pack, mark_of(pack)).steps()]
    assert words[:-1] == [None] * (store.photos.count() - 1)
    assert str(words[-1]).startswith("no face")


def test_first_model_serves_at_once(tmp_path: Path, pack: ModelPack) -> None:
    store = Store(StoreSettings(data=tmp_path / "empty"))
    assert not Reembedding(store, pack, mark_of(pack)).needed
    assert store.embeddings.serving == mark_of(pack)
    store.close()
