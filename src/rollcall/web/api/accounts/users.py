"""Who may sign in."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from pydantic import Field

from rollcall.store import UserRecord
from rollcall.web.access import Role
from rollcall.web.parts import AccessPart, Admin, StorePart, for_admins
from rollcall.web.views.view import View

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/users", tags=["users"], dependencies=[for_admins])


class UserView(View):
    """Somebody who may sign in."""

    name: str
    role: Role
    added: float
    has_password: bool


class NewUserView(View):
    """Somebody who is to sign in."""

    name: str = Field(min_length=1, max_length=64)
    role: Role
    password: str = Field(max_length=1000)


class UserChangeView(View):
    """What is to change; what is not given stays."""

    role: Role | None = None
    password: str | None = Field(default=None, max_length=1000)


@router.get("")
def list_users(access: AccessPart) -> list[UserView]:
    """List everybody who may sign in."""
    return [_view(user) for user in access.users.all]


@router.post("", status_code=HTTPStatus.CREATED)
def add_user(new: NewUserView, access: AccessPart, store: StorePart, caller: Admin) -> UserView:
    """Let somebody sign in."""
    user = access.users.add(new.name, new.role, new.password)
    store.audit.add(caller.actor, "user.add", user.name, f"as {user.role}")
    return _view(user)


@router.patch("/{name}")
def change_user(name: str, change: UserChangeView, access: AccessPart, store: StorePart, caller: Admin) -> UserView:
    """Give somebody another role or password; the user's sessions end."""
    if change.role is not None:
        access.users.set_role(name, change.role)
        store.audit.add(caller.actor, "user.role", name, f"now {change.role}")
    if change.password is not None:
        access.users.set_password(name, change.password)
        store.audit.add(caller.actor, "password.change", name)
    user = access.users.get(name)
    if change.role is not None or change.password is not None:
        access.sessions.close_all(name)
    return _view(user)


@router.delete("/{name}", status_code=HTTPStatus.NO_CONTENT)
def remove_user(name: str, access: AccessPart, store: StorePart, caller: Admin) -> None:
    """Let somebody sign in no more, at once."""
    access.users.remove(name)
    access.sessions.close_all(name)
    store.audit.add(caller.actor, "user.remove", name)


def _view(user: UserRecord) -> UserView:
    return UserView(name=user.name, role=Role(user.role), added=user.added, has_password=bool(user.password_hash))
