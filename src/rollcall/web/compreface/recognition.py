"""CompreFace's questions about pictures: recognition, detection, verification."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, File, Query, UploadFile

from rollcall.vision import read_image
from rollcall.web.compreface.asking import Asking, AskingPart
from rollcall.web.compreface.errors import ComprefaceError, ErrorCode
from rollcall.web.compreface.views import ComprefaceFaceView, ComprefaceRecognisedView, VerifiedView, photo_of
from rollcall.web.parts import for_viewers
from rollcall.web.views.records import found
from rollcall.web.views.view import View

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["compreface"], dependencies=[for_viewers])

Picture = Annotated[UploadFile, File()]
Count = Annotated[int, Query(ge=0, le=50)]
Versions = dict[str, str] | None


class ComprefaceRecognitionView(View):
    """Everybody in a picture."""

    result: list[ComprefaceRecognisedView]
    plugins_versions: Versions = None


class ComprefaceDetectionView(View):
    """Every face in a picture."""

    result: list[ComprefaceFaceView]
    plugins_versions: Versions = None


class VerificationView(View):
    """The faces of a picture beside that of a kept photo."""

    result: list[VerifiedView]
    plugins_versions: Versions = None


class MatchView(View):
    """The faces of one picture beside the largest of another."""

    source_image_face: ComprefaceFaceView
    face_matches: list[VerifiedView]
    plugins_versions: Versions = None


class MatchesView(View):
    """The answer about two pictures."""

    result: list[MatchView]


@router.post("/recognition/recognize", response_model_exclude_none=True)
async def recognize(file: Picture, asking: AskingPart, prediction_count: Count = 1) -> ComprefaceRecognitionView:
    """Tell who is in a picture."""
    return await asking.parts.work.run(partial(_recognize, asking, file, prediction_count))


@router.post("/detection/detect", response_model_exclude_none=True)
async def detect(file: Picture, asking: AskingPart) -> ComprefaceDetectionView:
    """Tell where the faces in a picture are."""
    return await asking.parts.work.run(partial(_detect, asking, file))


@router.post("/verification/verify", response_model_exclude_none=True)
async def verify(source_image: Picture, target_image: Picture, asking: AskingPart) -> MatchesView:
    """Tell how similar the faces of one picture are to the largest of another."""
    return await asking.parts.work.run(partial(_verify, asking, source_image, target_image))


@router.post("/recognition/faces/{image_id}/verify", response_model_exclude_none=True)
async def verify_with_photo(image_id: str, file: Picture, asking: AskingPart) -> VerificationView:
    """Tell how similar the faces of a picture are to that of a kept photo."""
    return await asking.parts.work.run(partial(_verify_with_photo, asking, image_id, file))


def _recognize(asking: Asking, file: UploadFile, count: int) -> ComprefaceRecognitionView:
    seen = asking.find(file)
    result = [
        ComprefaceRecognisedView(**view.model_dump(), subjects=asking.subjects(face, count))
        for face, view in zip(seen.faces, seen.views, strict=True)
    ]
    return ComprefaceRecognitionView(result=result, plugins_versions=asking.versions)


def _detect(asking: Asking, file: UploadFile) -> ComprefaceDetectionView:
    return ComprefaceDetectionView(result=list(asking.find(file).views), plugins_versions=asking.versions)


def _verify(asking: Asking, source_image: UploadFile, target_image: UploadFile) -> MatchesView:
    source, target = asking.find(source_image), asking.find(target_image)
    match = MatchView(
        source_image_face=source.views[0],
        face_matches=asking.beside(source.faces[0], target),
        plugins_versions=asking.versions,
    )
    return MatchesView(result=[match])


def _verify_with_photo(asking: Asking, image_id: str, file: UploadFile) -> VerificationView:
    number, store, questions = photo_of(image_id), asking.parts.store, asking.parts.questions
    if number is None:
        raise ComprefaceError(ErrorCode.IMAGE_NOT_FOUND, f"Image {image_id} not found", HTTPStatus.NOT_FOUND)
    with found():
        kept = read_image(store.images.read(store.photos.get(number).image))
    reference = questions.embed(kept, questions.detect(kept)[:1])
    if not reference:
        raise ComprefaceError(ErrorCode.NO_FACE, "No face is found in the saved image")
    return VerificationView(result=asking.beside(reference[0], asking.find(file)), plugins_versions=asking.versions)
