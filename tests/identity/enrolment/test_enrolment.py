from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageFilter

from rollcall.config import VisionSettings
from rollcall.errors import EnrolmentError
from rollcall.identity import PhotoFault, check_photo, enrol_folder
from rollcall.model import Face, Image
from rollcall.vision import ModelPack, load_pack, read_image
from rollcall.vision.embedded import with_embeddings


@pytest.fixture(scope="module")
def pack(models_dir: Path) -> ModelPack:
    return load_pack(VisionSettings(models=models_dir, threads=1))


@pytest.fixture
def portrait(shared_dir: Path) -> Image:
    return read_image(shared_dir / "data/videos/gallery/hamilton/lin-manuel-miranda.png")


def fit_face(image: Image, pack: ModelPack) -> Face:
    check = check_photo(image, pack)
    assert check.face is not None, check.words
    return check.face


def embedded(image: Image, pack: ModelPack) -> NDArray[np.float32]:
    embedding = fit_face(image, pack).embedding
    assert embedding is not None
    return embedding


def scaled(image: Image, share: float) -> Image:
    height, width = image.shape[:2]
    picture = Pillow.fromarray(image).resize((round(width * share), round(height * share)))
    return np.asarray(picture)


def test_a_portrait_gives_one_embedding_of_length_one(pack: ModelPack, portrait: Image) -> None:
    embedding = embedded(portrait, pack)
    assert embedding.shape == (pack.embedding_size,)
    assert np.linalg.norm(embedding) == pytest.approx(1.0, abs=1e-4)


def test_a_photo_and_its_mirror_image_enrol_nearly_the_same(pack: ModelPack, portrait: Image) -> None:
    mirrored = np.ascontiguousarray(portrait[:, ::-1])
    assert embedded(portrait, pack) @ embedded(mirrored, pack) > 0.97


def test_a_face_that_fills_the_photo_is_found_and_stays_where_it_is(pack: ModelPack, portrait: Image) -> None:
    whole = fit_face(portrait, pack)
    left, top, right, bottom = whole.box.astype(int)
    tight = fit_face(np.ascontiguousarray(portrait[top:bottom, left:right]), pack)
    moved = tight.landmarks + np.array([left, top], np.float32)
    assert np.allclose(moved, whole.landmarks, atol=0.1 * (right - left))


@pytest.mark.parametrize(
    ("name", "fault", "word"),
    [
        ("hard/no_face.png", PhotoFault.NO_FACE, "no face"),
        ("portraits/tv_cast/bbt4.jpg", PhotoFault.SEVERAL_FACES, "6 faces"),
    ],
)
def test_a_photo_that_cannot_be_used_says_why(
    pack: ModelPack, shared_dir: Path, name: str, fault: PhotoFault, word: str
) -> None:
    check = check_photo(read_image(shared_dir / "data" / name), pack)
    assert (check.fault, check.face) == (fault, None)
    assert word in check.words


def test_a_tiny_face_is_refused_with_its_size(pack: ModelPack, portrait: Image) -> None:
    box = fit_face(portrait, pack).box
    side = float(box[2] - box[0])
    check = check_photo(scaled(portrait, 25 / side), pack)
    assert check.fault is PhotoFault.TOO_SMALL
    assert "px" in check.words


def test_a_blurred_face_is_refused(pack: ModelPack, portrait: Image) -> None:
    side = float(np.ptp(fit_face(portrait, pack).box[[0, 2]]))
    blurred = np.asarray(Pillow.fromarray(portrait).filter(ImageFilter.GaussianBlur(0.05 * side)))
    assert check_photo(blurred, pack).fault is PhotoFault.BLURRED


class Numberless:
    """An embedder in half precision that overflows, as a GPU's may."""

    engine = "none"
    size = 128

    def embed(self, _image: Image, faces: Sequence[Face]) -> tuple[Face, ...]:
        return with_embeddings(faces, np.full((len(faces), 128), np.nan, np.float32))


def test_a_face_that_the_model_gives_no_numbers_for_is_refused(pack: ModelPack, portrait: Image) -> None:
    check = check_photo(portrait, replace(pack, embedder=Numberless()))
    assert (check.face, check.fault) == (None, PhotoFault.UNREADABLE)
    assert "no numbers" in check.words


def test_a_folder_of_people_is_enrolled_under_their_names(pack: ModelPack, shared_dir: Path, tmp_path: Path) -> None:
    photos = shared_dir / "data/portraits/tv_cast"
    for name, korean in [("penny", "김영희"), ("raj", "라지")]:
        (tmp_path / korean).symlink_to(photos / name, target_is_directory=True)
    enrolled = enrol_folder(tmp_path, pack)
    assert [person.name for person in enrolled.people] == ["김영희", "라지"]
    assert all(len(person.photos) == len(person.embeddings) for person in enrolled.people)


def test_a_photo_that_lies_loose_is_named_after_its_file(pack: ModelPack, shared_dir: Path) -> None:
    enrolled = enrol_folder(shared_dir / "data/videos/gallery/hamilton", pack)
    assert [person.name for person in enrolled.people] == ["alex-lacamoire", "lin-manuel-miranda", "obama"]


def test_a_decomposed_korean_name_is_the_same_name(pack: ModelPack, shared_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "김").symlink_to(shared_dir / "data/portraits/tv_cast/raj", target_is_directory=True)
    assert [person.name for person in enrol_folder(tmp_path, pack).people] == ["김"]


def test_bad_photos_are_reported_and_stop_nothing(pack: ModelPack, shared_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "cut.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a photo")
    (tmp_path / "broken" / "notes.txt").write_text("no photo at all")
    (tmp_path / "fine").symlink_to(shared_dir / "data/portraits/tv_cast/raj", target_is_directory=True)
    enrolled = enrol_folder(tmp_path, pack)
    assert [person.name for person in enrolled.people] == ["fine"]
    assert [(report.path.name, report.check.fault) for report in enrolled.refused] == [
        ("cut.jpg", PhotoFault.UNREADABLE)
    ]
    assert enrolled.left_out == ("broken",)


def test_a_gallery_that_does_not_exist_is_one_clear_error(pack: ModelPack, tmp_path: Path) -> None:
    with pytest.raises(EnrolmentError, match="cannot be read"):
        enrol_folder(tmp_path / "nowhere", pack)
