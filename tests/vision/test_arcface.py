"""ArcFace on real portraits: one person's faces lie close, two persons' far apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rollcall.errors import ModelError
from rollcall.model import Embedding, Image
from rollcall.vision import ModelPack, read_image
from rollcall.vision.arcface import ArcFaceEmbedder
from rollcall.vision.graph import read_graph


def _embedding(pack: ModelPack, path: Path) -> Embedding:
    image = read_image(path)
    (face,) = pack.embedder.embed(image, pack.detector.detect(image)[:1])
    assert face.embedding is not None
    return face.embedding


def test_one_person_is_alike_and_two_are_not(pack: ModelPack, shared_dir: Path) -> None:
    people = sorted((shared_dir / "data" / "portraits" / "johns").iterdir())
    first, second = sorted(people[0].iterdir())[:2]
    other = sorted(people[1].iterdir())[0]
    anchor = _embedding(pack, first)
    assert anchor @ _embedding(pack, second) > pack.threshold > anchor @ _embedding(pack, other)


def test_embeddings_have_length_one_and_keep_the_order_of_the_faces(pack: ModelPack, crowd: Image) -> None:
    faces = pack.detector.detect(crowd)
    embedded = pack.embedder.embed(crowd, faces)
    assert [face.score for face in embedded] == [face.score for face in faces]
    for face in embedded:
        assert face.embedding is not None
        assert face.embedding.shape == (pack.embedding_size,)
        assert np.linalg.norm(face.embedding) == pytest.approx(1, abs=1e-5)


def test_a_face_embeds_alike_alone_and_in_a_batch(pack: ModelPack, crowd: Image) -> None:
    faces = pack.detector.detect(crowd)
    together = pack.embedder.embed(crowd, faces)
    (alone,) = pack.embedder.embed(crowd, faces[5:6])
    assert alone.embedding is not None
    assert together[5].embedding is not None
    assert alone.embedding @ together[5].embedding > 0.99999


def test_no_faces_give_nothing(pack: ModelPack, crowd: Image) -> None:
    assert pack.embedder.embed(crowd, []) == ()


def test_a_model_of_another_kind_is_refused(models_dir: Path) -> None:
    with pytest.raises(ModelError, match="no ArcFace"):
        ArcFaceEmbedder(read_graph(models_dir / "det_500m.onnx"))
