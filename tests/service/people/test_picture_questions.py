from __future__ import annotations

import numpy as np
import pytest

from rollcall.config import IdentitySettings, VisionSettings
from rollcall.errors import ImageError
from rollcall.identity import Gallery, State
from rollcall.model import Person
from rollcall.service.people.picture_questions import PictureQuestions, PictureSizeError, read_bounded
from rollcall.vision import load_pack, read_image

TRAIN = "data/portraits/knn/train"


@pytest.fixture(scope="module")
def pack(models_dir):
    return load_pack(VisionSettings(models=models_dir, threads=1))


@pytest.fixture(scope="module")
def faces(shared_dir, pack):
    """One embedded face for each photo, by its name."""

    def largest(path):
        image = read_image(path)
        face = max(pack.detector.detect(image), key=lambda face: face.box[2] - face.box[0])
        return pack.embedder.embed(image, (face,))[0]

    return {path.stem: largest(path) for path in sorted((shared_dir / TRAIN).glob("*/*"))}


def questions(pack, *people, **settings):
    return PictureQuestions(pack, Gallery(people, pack.metric), IdentitySettings(**settings))


def person(name, *faces):
    return Person(name, name, np.stack([face.embedding for face in faces]))


def test_one_face_is_enough_for_a_name(pack, faces):
    asked = questions(pack, person("Obama", faces["obama"]), person("Biden", faces["biden"]))
    answer = asked.recognise(faces["obama2"], 2)
    assert (answer.decision.name, answer.decision.state) == ("Obama", State.KNOWN)
    assert [match.person.name for match in answer.matches] == ["Obama", "Biden"]


def test_two_namesakes_of_one_face_leave_it_without_a_name(pack, faces):
    asked = questions(pack, person("A", faces["obama"]), person("B", faces["obama"]))
    assert asked.recognise(faces["obama2"], 0).decision.words.startswith("two candidates")


def test_nobody_is_named_by_an_empty_gallery(pack, faces):
    assert questions(pack).recognise(faces["obama"], 3).decision.name is None


def test_larger_gallery_asks_for_more(pack):
    crowd = [Person(str(number), str(number), np.zeros((0, 128), np.float32)) for number in range(500)]
    assert questions(pack, *crowd).threshold > questions(pack).threshold
    assert questions(pack, *crowd, threshold=0.4).threshold == 0.4


def test_two_faces_are_compared_whatever_the_gallery(pack, faces):
    same, other = questions(pack).compare(faces["obama"], (faces["obama2"], faces["john1"]))
    assert (same.same, other.same) == (True, False)


def test_face_without_an_embedding_is_compared_with_nobody(pack, faces, shared_dir):
    image = read_image(next((shared_dir / TRAIN / "obama").iterdir()))
    asked = questions(pack, person("Obama", faces["obama"]))
    (face,) = asked.detect(image)
    assert asked.compare(face, (faces["obama2"],)) == ()
    assert asked.recognise(face, 3).matches == ()


def test_picture_is_refused_by_what_its_head_says(shared_dir):
    photo = next((shared_dir / TRAIN / "obama").iterdir()).read_bytes()
    height, width = read_bounded(photo, 2_000_000).shape[:2]
    with pytest.raises(PictureSizeError, match="megapixels"):
        read_bounded(photo, width * height - 1)


@pytest.mark.parametrize("data", [b"", b"rubbish", b"\xff\xd8\xff\xe0"])
def test_what_is_no_picture_is_an_error_in_words(data):
    with pytest.raises(ImageError):
        read_bounded(data, 1_000_000)
