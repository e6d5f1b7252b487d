"""Pictures asked about in CompreFace's way: which faces count, and what is told of them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, UploadFile
from starlette.requests import HTTPConnection

from rollcall.model import Face
from rollcall.web.compreface.errors import ComprefaceError, ErrorCode
from rollcall.web.compreface.views import ComprefaceFaceView, SubjectView, VerifiedView, face_view, similarity
from rollcall.web.guards.uploads import read_upload
from rollcall.web.parts import Parts

__all__ = ["Asking", "AskingPart", "Found"]

_MILLISECONDS = 1000.0


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The faces of one picture, embedded, the largest first, and each as it is shown."""

    faces: tuple[Face, ...]
    views: tuple[ComprefaceFaceView, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """One request: with what it is answered, and what the client wants to hear."""

    parts: Parts
    limit: int
    """Largest faces at most; 0 for all."""
    least_score: float
    plugins: frozenset[str]
    status: bool

    def find(self, upload: UploadFile) -> Found:
        """Return the faces of an uploaded picture. Raises ComprefaceError where it shows none, ImageError."""
        questions = self.parts.questions
        image = read_upload(upload, self.parts.limits)
        begin = time.perf_counter()
        faces = tuple(face for face in questions.detect(image) if face.score >= self.least_score)
        if not faces:
            raise ComprefaceError(ErrorCode.NO_FACE, "No face is found in the given image")
        detected = time.perf_counter()
        faces = questions.embed(image, faces[: self.limit or None])
        times = self._times(detected - begin, time.perf_counter() - detected)
        return Found(faces, tuple(face_view(face, self.plugins, times) for face in faces))

    def subjects(self, face: Face, limit: int) -> list[SubjectView]:
        """Return whom a face looks like, the most similar first."""
        questions = self.parts.questions
        matches = questions.recognise(face, limit).matches
        return [
            SubjectView(
                subject=match.person.name, similarity=similarity(questions.metric, match.score, questions.threshold)
            )
            for match in matches
        ]

    def beside(self, reference: Face, found: Found) -> list[VerifiedView]:
        """Return how similar each face is to ``reference``."""
        questions = self.parts.questions
        compared = questions.compare(reference, found.faces)
        return [
            VerifiedView(
                **view.model_dump(), similarity=similarity(questions.metric, each.score, questions.pair_threshold)
            )
            for view, each in zip(found.views, compared, strict=True)
        ]

    @property
    def versions(self) -> dict[str, str] | None:
        """Which models answered, where the client wants to know."""
        pack = self.parts.system.pack.name
        return {"detector": pack, "calculator": pack} if self.status else None

    def _times(self, detector: float, calculator: float) -> dict[str, float] | None:
        if not self.status:
            return None
        return {"detector": round(detector * _MILLISECONDS, 1), "calculator": round(calculator * _MILLISECONDS, 1)}


async def _asking(
    connection: HTTPConnection,
    limit: Annotated[int, Query(ge=0, le=1000)] = 0,
    det_prob_threshold: Annotated[float, Query(ge=0, le=1)] = 0.0,
    face_plugins: Annotated[str, Query(max_length=200)] = "",
    status: bool = False,
) -> Asking:
    plugins = frozenset(plugin.strip() for plugin in face_plugins.split(","))
    return Asking(connection.app.state.parts, limit, det_prob_threshold, plugins, status)


AskingPart = Annotated[Asking, Depends(_asking)]
