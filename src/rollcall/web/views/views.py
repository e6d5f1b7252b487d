"""What several addresses of the API show; times are Unix seconds, lengths pixels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Annotated, Generic, TypeVar

from fastapi import HTTPException, Path, Query
from pydantic import BaseModel, ConfigDict

from rollcall.errors import StoreError
from rollcall.model import Box, Face
from rollcall.store import Page

__all__ = ["After", "FaceView", "Limit", "Number", "PageView", "View", "box_view", "face_view", "found", "page_view"]

Record = TypeVar("Record")
Shown = TypeVar("Shown")

_SCORE_DIGITS = 4
_LARGEST_NUMBER = 2**63 - 1
"""What a database's integer can hold."""

Number = Annotated[int, Path(ge=1, le=_LARGEST_NUMBER)]
Limit = Annotated[int, Query(ge=1, le=1000, description="Items of the page at most.")]
After = Annotated[
    str | None, Query(max_length=1000, description="`next` of the page before; without it the first page.")
]


class View(BaseModel):
    """A value of the API; the text under a field is its description in the OpenAPI document."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class PageView(View, Generic[Shown]):
    """A part of a longer list."""

    items: list[Shown]
    next: str | None
    """Give this as `after` for the page that follows; null on the last page."""


class QualityView(View):
    """How well a face can be recognised."""

    score: float
    """All of it in one number, 0..1."""
    size: float
    """Side of the face in pixels."""
    sharpness: float
    """0 (blurred) .. 1 (sharp)."""
    frontality: float
    """0 (profile) .. 1 (looks into the camera)."""
    visible: float
    """Share of the face inside the picture, 0..1."""


class FaceView(View):
    """One face in a picture."""

    box: list[float]
    """x1, y1, x2, y2 in pixels."""
    landmarks: list[list[float]]
    """x, y in pixels of eyes, nose and corners of the mouth; left is left in the picture."""
    confidence: float
    """The detector's that this is a face, 0..1."""
    quality: QualityView | None


def page_view(page: Page[Record], show: Callable[[Record], Shown]) -> PageView[Shown]:
    """Return a page of records as the API shows it."""
    return PageView(items=[show(record) for record in page.items], next=page.next)


def box_view(box: Box) -> list[float]:
    """Return a box to a tenth of a pixel."""
    return [round(float(edge), 1) for edge in box]


def face_view(face: Face) -> FaceView:
    """Return a face as the API shows it."""
    quality = face.quality
    return FaceView(
        box=box_view(face.box),
        landmarks=[[round(float(x), 1), round(float(y), 1)] for x, y in face.landmarks],
        confidence=round(float(face.score), _SCORE_DIGITS),
        quality=QualityView(
            score=round(quality.score, _SCORE_DIGITS),
            size=round(quality.size, 1),
            sharpness=round(quality.sharpness, _SCORE_DIGITS),
            frontality=round(quality.frontality, _SCORE_DIGITS),
            visible=round(quality.visible, _SCORE_DIGITS),
        )
        if quality
        else None,
    )


@contextmanager
def found() -> Iterator[None]:
    """Answer 404 where the store says that what is asked for is not there."""
    try:
        yield
    except StoreError as error:
        if error.__cause__ is not None:
            raise
        raise HTTPException(HTTPStatus.NOT_FOUND, str(error)) from None
