"""CompreFace's examples of subjects: our photos, by a UUID made of their number."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, File, Query, Request, Response, UploadFile

from rollcall.store import PhotoRecord, Store
from rollcall.web.access import Caller
from rollcall.web.compreface.errors import ComprefaceError, ErrorCode
from rollcall.web.compreface.views import image_id, photo_of
from rollcall.web.guards.uploads import read_upload
from rollcall.web.kept_pictures import PICTURE, picture_response
from rollcall.web.parts import Operator, Parts, PartsPart, RegisterPart, StorePart, for_viewers
from rollcall.web.views.records import found
from rollcall.web.views.view import View

__all__ = ["router", "uploads"]

_PREFIX = "/api/v1/recognition/faces"
router = APIRouter(prefix=_PREFIX, tags=["compreface"], dependencies=[for_viewers])
uploads = APIRouter(prefix=_PREFIX, tags=["compreface"], dependencies=[for_viewers])

_FAULT_CODES = {"no_face": ErrorCode.NO_FACE, "several_faces": ErrorCode.TOO_MANY_FACES}

Subject = Annotated[str, Query(min_length=1, max_length=300)]


class ExampleView(View):
    """A photo of a subject."""

    image_id: str
    subject: str


class ExamplesView(View):
    """A numbered page of photos."""

    faces: list[ExampleView]
    page_number: int
    page_size: int
    total_pages: int
    total_elements: int


class DeletedView(View):
    """How many were deleted."""

    deleted: int


@uploads.post("", status_code=HTTPStatus.CREATED)
async def add_example(
    subject: Subject, file: Annotated[UploadFile, File()], parts: PartsPart, caller: Operator
) -> ExampleView:
    """Add a photo of a subject, and the subject where there is none of that name."""
    return await parts.work.run(partial(_add, parts, caller, subject, file))


@router.get("")
def list_examples(
    store: StorePart,
    subject: Annotated[str | None, Query(max_length=300)] = None,
    page: Annotated[int, Query(ge=0, le=10**9)] = 0,
    size: Annotated[int, Query(ge=1, le=1000)] = 20,
) -> ExamplesView:
    """Page through the photos by page number."""
    with found():
        person = store.people.find(subject).id if subject else None
    total = store.photos.count(person=person)
    photos = store.photos.slice(person=person, start=page * size, limit=size)
    names = {owner: store.people.get(owner).name for owner in {photo.person for photo in photos}}
    return ExamplesView(
        faces=[ExampleView(image_id=image_id(photo.id), subject=names[photo.person]) for photo in photos],
        page_number=page,
        page_size=size,
        total_pages=-(-total // size),
        total_elements=total,
    )


@router.delete("")
def delete_examples(subject: Subject, register: RegisterPart, store: StorePart, caller: Operator) -> DeletedView:
    """Remove all photos of a subject, who stays."""
    with found():
        person = store.people.find(subject)
    photos = store.people.photos(person.id)
    for photo in photos:
        register.remove_photo(photo.id)
    store.audit.add(caller.actor, "photo.remove", person.id, f"{len(photos)} photos")
    return DeletedView(deleted=len(photos))


@router.delete("/{image_id}")
def delete_example(image_id: str, register: RegisterPart, store: StorePart, caller: Operator) -> ExampleView:
    """Remove a photo."""
    photo = _find(store, image_id)
    name = store.people.get(photo.person).name
    register.remove_photo(photo.id)
    store.audit.add(caller.actor, "photo.remove", photo.person, f"photo {photo.id}")
    return ExampleView(image_id=image_id, subject=name)


@router.get("/{image_id}/img", response_class=Response, responses=PICTURE)
def get_image(image_id: str, request: Request, store: StorePart) -> Response:
    """Return a photo as it was given."""
    return picture_response(request, store.images, _find(store, image_id).image, None)


def _find(store: Store, text: str) -> PhotoRecord:
    number = photo_of(text)
    if number is None:
        raise ComprefaceError(ErrorCode.IMAGE_NOT_FOUND, f"Image {text} not found", HTTPStatus.NOT_FOUND)
    with found():
        return store.photos.get(number)


def _add(parts: Parts, caller: Caller, subject: str, file: UploadFile) -> ExampleView:
    image = read_upload(file, parts.limits)
    file.file.seek(0)
    data = file.file.read()
    check = parts.register.check(image)
    if check.face is None:
        code = _FAULT_CODES.get(check.fault or "", ErrorCode.VALIDATION)
        raise ComprefaceError(code, f"The photo cannot stand for anybody: {check.words}")
    person = parts.register.named(subject)
    answer = parts.register.add_checked_photo(person.id, data, check)
    if answer.photo is None:
        raise ComprefaceError(ErrorCode.VALIDATION, answer.words)
    parts.store.audit.add(caller.actor, "photo.add", person.id, f"photo {answer.photo}")
    return ExampleView(image_id=image_id(answer.photo), subject=person.name)
