"""Embeddings are dlib's own: the same numbers on the same faces, near for one person and far for two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rollcall.model import Embedding, Face, Image
from rollcall.vision import read_image
from rollcall.vision.dlib.detector import DlibDetector
from rollcall.vision.dlib.embedder import DlibEmbedder
from rollcall.vision.dlib.finders import MmodFinder
from rollcall.vision.dlib.resnet import read_resnet
from rollcall.vision.dlib.shape_predictor import ShapePredictor
from rollcall.vision.dlib.weights import RESNET, read_weights


def embedding_of(face: Face) -> Embedding:
    assert face.embedding is not None
    return face.embedding


@pytest.fixture(scope="module")
def faces(group: Image, mmod: MmodFinder, five: ShapePredictor) -> tuple[Face, ...]:
    return DlibDetector(mmod, five, size=(500, 500)).detect(group)


@pytest.fixture(scope="module")
def shaking(five: ShapePredictor) -> DlibEmbedder:
    return DlibEmbedder(read_resnet(read_weights(RESNET), "resnet"), five, jitter=10)


def test_the_same_chips_have_dlibs_embeddings(embedder: DlibEmbedder, dlib_net: Any) -> None:
    chips = np.random.default_rng(4).integers(0, 256, (3, 150, 150, 3), np.uint8)
    chips[1] //= 8
    chips[2, :, 75:] = 0
    expected = [dlib_net.compute_face_descriptor(np.ascontiguousarray(chip[..., ::-1])) for chip in chips]
    np.testing.assert_allclose(embedder.embed_aligned(chips), np.array(expected), atol=1e-5)


def test_the_same_faces_have_dlibs_embeddings(
    group: Image,
    group_rgb: Image,
    faces: tuple[Face, ...],
    embedder: DlibEmbedder,
    dlib: Any,
    dlib_net: Any,
    dlib_five: Any,
) -> None:
    for face, embedded in zip(faces, embedder.embed(group, faces), strict=True):
        left, top, right, bottom = face.box.astype(int).tolist()
        shape = dlib_five(group_rgb, dlib.rectangle(left, top, right - 1, bottom - 1))
        expected = dlib_net.compute_face_descriptor(group_rgb, shape)
        # Chips differ by one grey level in one pixel of five hundred.
        np.testing.assert_allclose(embedding_of(embedded), np.array(expected), atol=1e-3)


def test_more_faces_than_a_batch_are_embedded_in_their_order(embedder: DlibEmbedder) -> None:
    chips = np.random.default_rng(5).integers(0, 256, (19, 150, 150, 3), np.uint8)
    alone = np.concatenate([embedder.embed_aligned(chip[None]) for chip in chips[::6]])
    np.testing.assert_allclose(embedder.embed_aligned(chips)[::6], alone, atol=1e-5)


def test_faces_keep_what_they_had(group: Image, faces: tuple[Face, ...], embedder: DlibEmbedder) -> None:
    embedded = embedder.embed(group, faces[::-1])
    assert [face.box.tolist() for face in embedded] == [face.box.tolist() for face in faces[::-1]]
    assert embedder.embed(group, ()) == ()


def test_two_photos_of_a_person_are_nearer_than_two_persons(
    shared_dir: Path, mmod: MmodFinder, embedder: DlibEmbedder, five: ShapePredictor
) -> None:
    detector = DlibDetector(mmod, five, size=(500, 500))
    rows = []
    for name in ("Abdoulaye_Wade_0001", "Abdoulaye_Wade_0002", "Abel_Pacheco_0001", "Abel_Pacheco_0002"):
        photo = read_image(shared_dir / "data" / "lfw" / "images" / name[:-5] / f"{name}.jpg")
        rows.append(embedding_of(embedder.embed(photo, detector.detect(photo)[:1])[0]))
    wade, again, pacheco, once_more = rows
    assert max(np.linalg.norm(wade - again), np.linalg.norm(pacheco - once_more)) < 0.6
    assert min(np.linalg.norm(wade - pacheco), np.linalg.norm(again - once_more)) > 0.6


def test_shaken_copies_are_nearly_the_face_itself(
    group: Image, faces: tuple[Face, ...], embedder: DlibEmbedder, shaking: DlibEmbedder
) -> None:
    for still, shaken in zip(embedder.embed(group, faces), shaking.embed(group, faces), strict=True):
        assert 0.0 < np.linalg.norm(embedding_of(still) - embedding_of(shaken)) < 0.3


def test_a_face_shaken_twice_is_embedded_the_same(group: Image, faces: tuple[Face, ...], shaking: DlibEmbedder) -> None:
    first, second = shaking.embed(group, faces), shaking.embed(group, faces)
    np.testing.assert_array_equal([face.embedding for face in first], [face.embedding for face in second])
