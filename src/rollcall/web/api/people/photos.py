"""The photos of people."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, File, Request, Response, UploadFile

from rollcall.service.people.register import PhotoAnswer, Register
from rollcall.store import PhotoRecord
from rollcall.web.kept_pictures import PICTURE, Side, picture_response
from rollcall.web.parts import Operator, RegisterPart, StorePart, WorkPart, for_viewers
from rollcall.web.views.records import Number, found
from rollcall.web.views.view import View
from rollcall.web.views.words import WordsView

__all__ = ["router", "uploads"]

router = APIRouter(prefix="/api/v1", tags=["photos"], dependencies=[for_viewers])
uploads = APIRouter(prefix="/api/v1", tags=["photos"], dependencies=[for_viewers])


class PhotoView(View):
    """One photo of a person."""

    id: int
    person: str
    origin: str
    """Where it came from: folder, upload, sighting, stranger or import."""
    added: float
    image: str
    """Address of the picture as given; `?side=256` for a small one."""


class PhotoAnswerView(WordsView):
    """What came of an uploaded photo."""

    file: str
    """Its name, as uploaded."""
    taken: bool
    fault: str | None
    """Why it was refused, in one word."""
    looks_like: str | None
    """Name of somebody else whom the face looks like."""
    photo: int | None
    """Its number, where it was taken."""


@router.get("/people/{person}/photos")
def list_photos(person: str, store: StorePart) -> list[PhotoView]:
    """List the photos of a person, the oldest first."""
    with found():
        store.people.get(person)
    return [_view(photo) for photo in store.people.photos(person)]


@uploads.post("/people/{person}/photos")
async def add_photos(
    person: str,
    photos: Annotated[list[UploadFile], File(description="One face each.")],
    register: RegisterPart,
    store: StorePart,
    work: WorkPart,
    caller: Operator,
) -> list[PhotoAnswerView]:
    """Add photos; each is checked and answered for by itself, so that a bad one spoils nothing."""
    answers = []
    for photo in photos:
        answer = await work.run(partial(_add, register, person, photo))
        answers.append(_answer_view(photo.filename or "", answer))
        if answer.photo is not None:
            await work.run(partial(store.audit.add, caller.actor, "photo.add", person, f"photo {answer.photo}"))
    return answers


@router.get("/photos/{photo}")
def get_photo(photo: Number, store: StorePart) -> PhotoView:
    """Tell of one photo."""
    with found():
        return _view(store.photos.get(photo))


@router.get("/photos/{photo}/image", response_class=Response, responses=PICTURE)
def get_image(photo: Number, request: Request, store: StorePart, side: Side = None) -> Response:
    """Return the picture as given, or at most `side` pixels wide and high."""
    with found():
        name = store.photos.get(photo).image
        return picture_response(request, store.images, name, side)


@router.delete("/photos/{photo}", status_code=HTTPStatus.NO_CONTENT)
def remove_photo(photo: Number, register: RegisterPart, store: StorePart, caller: Operator) -> None:
    """Remove a photo and what was learned from it."""
    with found():
        person = store.photos.get(photo).person
        register.remove_photo(photo)
    store.audit.add(caller.actor, "photo.remove", person, f"photo {photo}")


def _add(register: Register, person: str, photo: UploadFile) -> PhotoAnswer:
    with found():
        return register.add_photo(person, photo.file.read())


def _view(photo: PhotoRecord) -> PhotoView:
    return PhotoView(
        id=photo.id,
        person=photo.person,
        origin=photo.origin,
        added=photo.added,
        image=f"/api/v1/photos/{photo.id}/image",
    )


def _answer_view(file: str, answer: PhotoAnswer) -> PhotoAnswerView:
    return PhotoAnswerView(
        file=file,
        taken=answer.photo is not None,
        words=answer.words,
        fault=answer.fault,
        looks_like=answer.looks_like,
        photo=answer.photo,
    )
