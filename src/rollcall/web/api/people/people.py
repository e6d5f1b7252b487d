"""The people of the gallery."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import Field

from rollcall.store import PersonChange, PersonOrder, PersonRecord
from rollcall.web.parts import Operator, RegisterPart, StorePart, for_viewers
from rollcall.web.views.records import After, Limit, PageView, found, page_view
from rollcall.web.views.view import View

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/people", tags=["people"], dependencies=[for_viewers])

_NAME, _TEXT, _TAGS = 300, 10_000, 50
_Text = Annotated[str, Query(max_length=_NAME, description="Only names that hold this, letter case aside.")]
_Tag = Annotated[str | None, Query(max_length=_NAME, description="Only people with this tag.")]
_Active = Annotated[bool | None, Query(description="Only people who are looked for, or only those who are not.")]


class PersonView(View):
    """Somebody in the gallery."""

    id: str
    name: str
    notes: str
    consent: str
    """On what ground this person's face is kept."""
    tags: list[str]
    active: bool
    """Whether this person is looked for."""
    added: float
    photos: int
    """Number of photos."""
    portrait: str | None
    """Address of the first photo."""
    last_seen: float | None
    """When the newest sighting ended; null for who was never seen."""


class NewPersonView(View):
    """Somebody who is to be in the gallery."""

    name: str = Field(min_length=1, max_length=_NAME)
    notes: str = Field(default="", max_length=_TEXT)
    consent: str = Field(default="", max_length=_TEXT)
    tags: list[Annotated[str, Field(max_length=_NAME)]] = Field(default=[], max_length=_TAGS)


class PersonChangeView(View):
    """What is to change; what is not given stays."""

    name: str | None = Field(default=None, min_length=1, max_length=_NAME)
    notes: str | None = Field(default=None, max_length=_TEXT)
    consent: str | None = Field(default=None, max_length=_TEXT)
    tags: list[Annotated[str, Field(max_length=_NAME)]] | None = Field(default=None, max_length=_TAGS)
    active: bool | None = None


class MergeView(View):
    """Somebody who is in the gallery twice."""

    duplicate: str
    """Id of the person whose photos and past go to this one."""


@router.get("")
def list_people(
    store: StorePart,
    text: _Text = "",
    tag: _Tag = None,
    active: _Active = None,
    order: Annotated[PersonOrder, Query(description="Who comes first.")] = PersonOrder.NAME,
    limit: Limit = 100,
    after: After = None,
) -> PageView[PersonView]:
    """Page through the people."""
    page = store.people.page(text=text, tag=tag, active=active, order=order, limit=limit, after=after)
    return page_view(page, _view)


@router.get("/count")
def count_people(store: StorePart, text: _Text = "", tag: _Tag = None, active: _Active = None) -> int:
    """Count the people."""
    return store.people.count(text=text, tag=tag, active=active)


@router.get("/tags")
def list_tags(store: StorePart) -> list[str]:
    """List every tag that somebody has."""
    return sorted(store.people.tags())


@router.post("", status_code=HTTPStatus.CREATED)
def add_person(new: NewPersonView, register: RegisterPart, store: StorePart, caller: Operator) -> PersonView:
    """Add a person; photos follow by themselves. Two people may bear one name."""
    person = register.add(new.name, notes=new.notes, consent=new.consent, tags=new.tags)
    store.audit.add(caller.actor, "person.add", person.id)
    return _view(person)


@router.get("/{person}")
def get_person(person: str, store: StorePart) -> PersonView:
    """Tell of one person."""
    with found():
        return _view(store.people.get(person))


@router.patch("/{person}")
def change_person(
    person: str, change: PersonChangeView, register: RegisterPart, store: StorePart, caller: Operator
) -> PersonView:
    """Change a name (in past sightings too), notes, consent, tags, or whether the person is looked for."""
    with found():
        store.people.get(person)
    changed = register.edit(person, _change(change))
    store.audit.add(caller.actor, "person.change", person, ", ".join(sorted(change.model_fields_set)))
    return _view(changed)


@router.post("/{person}/merge")
def merge_people(
    person: str, merge: MergeView, register: RegisterPart, store: StorePart, caller: Operator
) -> PersonView:
    """Make one person of two: photos and past sightings of `duplicate` go to this one.

    `DELETE /merge/{duplicate}` takes it back.
    """
    with found():
        store.people.get(person)
        store.people.get(merge.duplicate)
    if person == merge.duplicate:
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, "A person cannot be merged with the same person.")
    merged = register.merge(person, merge.duplicate)
    store.audit.add(caller.actor, "person.merge", person, f"with {merge.duplicate}")
    return _view(merged)


@router.delete("/{person}/merge/{duplicate}")
def unmerge_people(
    person: str, duplicate: str, register: RegisterPart, store: StorePart, caller: Operator
) -> PersonView:
    """Take back a wrong merge: `duplicate` is there again with all that it had, and is returned.

    Sightings, photos and corrections since the merge stay with this person. This works for the 16 newest merges since
    the program started, for as long as this person is not erased, removed or merged with another one: take that back
    first.
    """
    with found():
        store.people.get(person)
    found_again = register.unmerge(person, duplicate)
    store.audit.add(caller.actor, "person.unmerge", person, f"from {duplicate}")
    return _view(found_again)


@router.delete("/{person}", status_code=HTTPStatus.NO_CONTENT)
def erase_person(person: str, register: RegisterPart, caller: Operator) -> None:
    """Erase a person: every photo, embedding, sighting and snapshot. Only a line of the audit log tells of it."""
    with found():
        register.erase(person, caller.actor)


def _change(change: PersonChangeView) -> PersonChange:
    tags = None if change.tags is None else tuple(change.tags)
    return PersonChange(change.name, change.notes, change.consent, tags, change.active)


def _view(person: PersonRecord) -> PersonView:
    return PersonView(
        id=person.id,
        name=person.name,
        notes=person.notes,
        consent=person.consent,
        tags=list(person.tags),
        active=person.active,
        added=person.added,
        photos=person.photos,
        portrait=None if person.portrait is None else f"/api/v1/photos/{person.portrait}/image",
        last_seen=person.last_seen,
    )
