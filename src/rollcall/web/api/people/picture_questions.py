"""Questions about a still picture: who is it, which faces, is it the same person."""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, File, Query, UploadFile

from rollcall.identity import Match, Metric, Reason, State
from rollcall.model import Image
from rollcall.service.people.picture_questions import PictureQuestions, RecognisedFace
from rollcall.web.guards.uploads import UploadLimits, read_upload
from rollcall.web.parts import LimitsPart, QuestionsPart, WorkPart, for_viewers
from rollcall.web.views.faces import FaceView, face_view
from rollcall.web.views.view import View
from rollcall.web.views.words import WordsView

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["pictures"], dependencies=[for_viewers])

Picture = Annotated[UploadFile, File(description="JPEG, PNG, WebP, BMP, TIFF or GIF.")]
Candidates = Annotated[int, Query(ge=0, le=50, description="Nearest people to tell for each face.")]


class CandidateView(View):
    """Somebody of the gallery whom a face may be."""

    person: str
    name: str
    score: float
    """In the gallery's metric: cosine (higher is nearer) or Euclidean distance (lower is nearer)."""


class RecognisedView(FaceView, WordsView):
    """One face and who it is."""

    state: State
    person: str | None
    """Id of the person; null where nobody could be named."""
    name: str | None
    reason: Reason
    candidates: list[CandidateView]


class RecognitionView(View):
    """Everybody in a picture."""

    width: int
    height: int
    metric: Metric
    threshold: float
    """Least cosine, or greatest distance, of a known person."""
    faces: list[RecognisedView]
    """The largest first."""


class DetectionView(View):
    """Every face in a picture."""

    width: int
    height: int
    faces: list[FaceView]
    """The largest first."""


class ComparedView(FaceView):
    """One face of the second picture beside the largest of the first."""

    score: float
    """How near the two are, in the gallery's metric."""
    same: bool
    """Whether it passes the threshold."""


class ComparisonView(View):
    """The faces of two pictures."""

    metric: Metric
    threshold: float
    """Least cosine, or greatest distance, of two faces of one person."""
    reference: FaceView | None
    """The largest face of the first picture; null where it shows none."""
    faces: list[ComparedView]
    """Of the second picture, the largest first."""


@router.post("/recognize")
async def recognize(
    picture: Picture,
    questions: QuestionsPart,
    work: WorkPart,
    limits: LimitsPart,
    candidates: Candidates = 3,
) -> RecognitionView:
    """Tell who is in a picture, each name with its reason. Nothing of the picture is kept."""
    return await work.run(partial(_recognise, questions, picture, limits, candidates))


@router.post("/detect")
async def detect(picture: Picture, questions: QuestionsPart, work: WorkPart, limits: LimitsPart) -> DetectionView:
    """Tell where the faces in a picture are. Nothing of the picture is kept."""
    return await work.run(partial(_detect, questions, picture, limits))


@router.post("/compare")
async def compare(
    first: Picture, second: Picture, questions: QuestionsPart, work: WorkPart, limits: LimitsPart
) -> ComparisonView:
    """Tell how near each face of the second picture is to the largest face of the first. Nothing is kept."""
    return await work.run(partial(_compare, questions, first, second, limits))


def _recognise(
    questions: PictureQuestions, picture: UploadFile, limits: UploadLimits, candidates: int
) -> RecognitionView:
    image = read_upload(picture, limits)
    faces = questions.embed(image, questions.detect(image))
    return RecognitionView(
        **_size(image),
        metric=questions.metric,
        threshold=questions.threshold,
        faces=[_recognised_view(questions.recognise(face, candidates)) for face in faces],
    )


def _detect(questions: PictureQuestions, picture: UploadFile, limits: UploadLimits) -> DetectionView:
    image = read_upload(picture, limits)
    return DetectionView(**_size(image), faces=[face_view(face) for face in questions.detect(image)])


def _compare(
    questions: PictureQuestions, first: UploadFile, second: UploadFile, limits: UploadLimits
) -> ComparisonView:
    image = read_upload(first, limits)
    reference = questions.embed(image, questions.detect(image)[:1])
    image = read_upload(second, limits)
    faces = questions.embed(image, questions.detect(image))
    compared = questions.compare(reference[0], faces) if reference else ()
    return ComparisonView(
        metric=questions.metric,
        threshold=questions.pair_threshold,
        reference=face_view(reference[0]) if reference else None,
        faces=[
            ComparedView(**face_view(each.face).model_dump(), score=round(each.score, 4), same=each.same)
            for each in compared
        ],
    )


def _size(image: Image) -> dict[str, int]:
    return {"width": image.shape[1], "height": image.shape[0]}


def _recognised_view(recognised: RecognisedFace) -> RecognisedView:
    decision = recognised.decision
    return RecognisedView(
        **face_view(recognised.face).model_dump(),
        state=decision.state,
        person=decision.person,
        name=decision.name,
        reason=decision.reason,
        words=decision.words,
        candidates=[_candidate_view(match) for match in recognised.matches],
    )


def _candidate_view(match: Match) -> CandidateView:
    return CandidateView(person=match.person.id, name=match.person.name, score=round(match.score, 4))
