"""From a photo to one person's embedding, or to the plain words why it cannot stand for anybody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from rollcall.identity.enrolment.photo_embedding import FaceModels, embed_photo
from rollcall.model import Face, Image, Landmarks

__all__ = ["PhotoCheck", "PhotoFault", "check_photo", "largest_face"]

_SMALLEST_FACE = 40.0
"""Side in pixels. Below it a photo says too little of a person to be compared with for years."""
_LEAST_SHARPNESS = 0.6
"""A Gaussian blur of 3 % of the face's width: there the embedding has lost half of its similarity to the sharp photo,
and at 4 % four fifths (arcface_mobilefacenet_128d)."""
_BYSTANDER = 1 / 3
"""A face with less than this share of the largest one's side is somebody in the background, and not meant."""
_SURE = 0.6
"""Detector score from which a second face counts as one; patterns of cloth reach 0.5 now and then."""
_BORDER = 0.5
"""Share of the photo's size added on each side where no face was found: a face that fills a photo needs room around
it, since detectors know faces with shoulders and air."""


class PhotoFault(StrEnum):
    """Why a photo cannot stand for a person."""

    UNREADABLE = "unreadable"
    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    TOO_SMALL = "too_small"
    BLURRED = "blurred"


@dataclass(frozen=True, slots=True, eq=False)
class PhotoCheck:
    """What came of one photo: a face with its embedding, or a fault."""

    words: str
    """The outcome in plain words, such as "2 faces; crop it to one person"."""
    face: Face | None = None
    """In the photo's own pixels, with the embedding that is to be enrolled; None where there is a fault."""
    fault: PhotoFault | None = None


def check_photo(image: Image, models: FaceModels) -> PhotoCheck:
    """Return the embedding of the one person that ``image`` shows, or why there is none."""
    faces, image, shift = _find_faces(image, models)
    if not faces:
        return PhotoCheck("no face; take a photo that shows the face from the front", fault=PhotoFault.NO_FACE)
    largest = max(faces, key=_side)
    meant = [face for face in faces if face is largest or _rivals(face, largest)]
    if len(meant) > 1:
        return PhotoCheck(f"{len(meant)} faces; crop it to one person", fault=PhotoFault.SEVERAL_FACES)
    refusal = _too_poor(largest)
    if refusal is not None:
        return refusal
    embedding = embed_photo(image, largest, models)
    if embedding is None:
        words = "the model gives no numbers for this face; take another photo"
        return PhotoCheck(words, fault=PhotoFault.UNREADABLE)
    face = replace(largest, box=largest.box - np.tile(shift, 2), landmarks=largest.landmarks - shift)
    return PhotoCheck("fit", face=replace(face, embedding=embedding))


def largest_face(image: Image, models: FaceModels) -> Face | None:
    """Return the largest face with its embedding, whether it could stand for a person or not; None where none is found.

    Without embedding where the model gives no numbers for it. In the pixels of the picture it was found in, which may
    be larger than ``image``.
    """
    faces, image, _ = _find_faces(image, models)
    if not faces:
        return None
    largest = max(faces, key=_side)
    return replace(largest, embedding=embed_photo(image, largest, models))


def _find_faces(image: Image, models: FaceModels) -> tuple[tuple[Face, ...], Image, Landmarks]:
    """Return the faces, the picture they were found in, and where the photo's corner lies in that picture."""
    faces = models.detector.detect(image)
    if faces:
        return faces, image, np.zeros(2, np.float32)
    height, width = (round(side * _BORDER) for side in image.shape[:2])
    framed = np.pad(image, ((height, height), (width, width), (0, 0)), mode="edge")
    return models.detector.detect(framed), framed, np.array([width, height], np.float32)


def _side(face: Face) -> float:
    return float(np.sqrt(np.prod(face.box[2:] - face.box[:2])))


def _rivals(face: Face, largest: Face) -> bool:
    """Return whether a second face may be the one that is meant."""
    return face.score >= _SURE and _side(face) >= _BYSTANDER * _side(largest)


def _too_poor(face: Face) -> PhotoCheck | None:
    side = _side(face)
    if side < _SMALLEST_FACE:
        words = f"the face is too small: {side:.0f} px, at least {_SMALLEST_FACE:.0f} are needed"
        return PhotoCheck(words, fault=PhotoFault.TOO_SMALL)
    if face.quality is not None and face.quality.sharpness < _LEAST_SHARPNESS:
        return PhotoCheck("the face is blurred; take a sharp photo", fault=PhotoFault.BLURRED)
    return None
