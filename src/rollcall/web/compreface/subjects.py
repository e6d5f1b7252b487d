"""CompreFace's subjects: our people, by name."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from fastapi import APIRouter
from pydantic import Field

from rollcall.store import PersonChange, PersonRecord, Store
from rollcall.web.parts import Admin, Operator, RegisterPart, StorePart, for_viewers
from rollcall.web.views.records import found
from rollcall.web.views.view import View

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/recognition/subjects", tags=["compreface"], dependencies=[for_viewers])

_PAGE = 1000


class SubjectNameView(View):
    """A subject's name."""

    subject: str = Field(min_length=1, max_length=300)


class NamesView(View):
    """All subjects' names."""

    subjects: list[str]


class UpdatedView(View):
    """Whether a subject was renamed."""

    updated: bool


class DeletedView(View):
    """How many were deleted."""

    deleted: int


@router.get("")
@router.get("/", include_in_schema=False)
def list_subjects(store: StorePart) -> NamesView:
    """List the names of all subjects."""
    return NamesView(subjects=[person.name for person in _everybody(store)])


@router.post("", status_code=HTTPStatus.CREATED)
def add_subject(new: SubjectNameView, register: RegisterPart, store: StorePart, caller: Operator) -> SubjectNameView:
    """Add a subject; one of that name already is no error."""
    known = bool(store.people.namesakes(new.subject))
    person = register.named(new.subject)
    if not known:
        store.audit.add(caller.actor, "person.add", person.id)
    return SubjectNameView(subject=person.name)


@router.put("/{subject:path}")
def rename_subject(
    subject: str, new: SubjectNameView, register: RegisterPart, store: StorePart, caller: Operator
) -> UpdatedView:
    """Rename a subject; where there is one of the new name, the two become one."""
    with found():
        person = store.people.find(subject)
    other = next((each for each in store.people.namesakes(new.subject) if each.id != person.id), None)
    if other is None:
        register.edit(person.id, PersonChange(name=new.subject))
        store.audit.add(caller.actor, "person.change", person.id, "name")
    else:
        register.merge(other.id, person.id)
        store.audit.add(caller.actor, "person.merge", other.id, f"with {person.id}")
    return UpdatedView(updated=True)


@router.delete("")
def delete_subjects(register: RegisterPart, store: StorePart, caller: Admin) -> DeletedView:
    """Take everybody off the gallery; past sightings keep their names."""
    people = list(_everybody(store))
    for person in people:
        _remove(register, store, caller.actor, person)
    return DeletedView(deleted=len(people))


@router.delete("/{subject:path}")
def delete_subject(subject: str, register: RegisterPart, store: StorePart, caller: Operator) -> SubjectNameView:
    """Take a subject off the gallery; past sightings keep the name."""
    with found():
        person = store.people.find(subject)
        _remove(register, store, caller.actor, person)
    return SubjectNameView(subject=person.name)


def _remove(register: RegisterPart, store: Store, actor: str, person: PersonRecord) -> None:
    register.remove(person.id)
    store.audit.add(actor, "person.remove", person.id)


def _everybody(store: Store) -> Iterator[PersonRecord]:
    page = store.people.page(limit=_PAGE)
    yield from page.items
    while page.next is not None:
        page = store.people.page(limit=_PAGE, after=page.next)
        yield from page.items
