"""API keys, with which programs come in."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from pydantic import Field

from rollcall.store import ApiKeyRecord
from rollcall.web.access import Role
from rollcall.web.parts import AccessPart, Admin, StorePart, for_admins
from rollcall.web.views.view import View

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/keys", tags=["keys"], dependencies=[for_admins])


class KeyView(View):
    """A key with which a program comes in."""

    id: str
    name: str
    """What it is for."""
    role: Role
    added_by: str
    added: float


class NewKeyView(View):
    """A key that is to be made."""

    name: str = Field(min_length=1, max_length=100)
    """What it is for, such as Home Assistant."""
    role: Role


class MadeKeyView(KeyView):
    """A key that was made."""

    key: str
    """The key itself, as `X-API-Key` or `Authorization: Bearer`. It is shown this once only."""


@router.get("")
def list_keys(access: AccessPart) -> list[KeyView]:
    """List the keys, without what opens the door."""
    return [KeyView(**_values(key)) for key in access.keys.all]


@router.post("", status_code=HTTPStatus.CREATED)
def add_key(new: NewKeyView, access: AccessPart, store: StorePart, caller: Admin) -> MadeKeyView:
    """Make a key."""
    key, secret = access.keys.add(new.name, new.role, caller.actor)
    store.audit.add(caller.actor, "key.add", key.id, f"{key.name}, as {key.role}")
    return MadeKeyView(**_values(key), key=secret)


@router.delete("/{key}", status_code=HTTPStatus.NO_CONTENT)
def remove_key(key: str, access: AccessPart, store: StorePart, caller: Admin) -> None:
    """End a key, at once."""
    removed = access.keys.remove(key)
    store.audit.add(caller.actor, "key.remove", removed.id, removed.name)


def _values(key: ApiKeyRecord) -> dict[str, Any]:
    return {"id": key.id, "name": key.name, "role": key.role, "added_by": key.added_by, "added": key.added}
