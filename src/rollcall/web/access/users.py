"""The people who may sign in, held in memory and written through to the store."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from itertools import chain, count

from rollcall.errors import RollcallError
from rollcall.store import Accounts, UserRecord
from rollcall.web.access.passwords import hash_password, is_password
from rollcall.web.access.roles import Role

__all__ = ["FIRST_USER", "UnknownUserError", "UserError", "Users"]

FIRST_USER = "admin"
"""Made at the first start."""
_MAX_NAME = 64


class UserError(RollcallError):
    """A user cannot be so: name taken or unfit, or nobody would be left to administer."""


class UnknownUserError(RollcallError):
    """Nobody of that name may sign in."""


class Users:
    """Everybody who may sign in; reading never waits for the store."""

    def __init__(self, accounts: Accounts, clock: Callable[[], float]) -> None:
        self._accounts = accounts
        self._clock = clock
        self._writing = threading.Lock()
        self._users = {user.name: user for user in accounts.users()}

    @property
    def all(self) -> tuple[UserRecord, ...]:
        """All users by name."""
        return tuple(sorted(self._users.values(), key=lambda user: user.name))

    def get(self, name: str) -> UserRecord:
        """Return a user. Raises UnknownUserError."""
        return self._user(name)

    def role_of(self, name: str) -> Role | None:
        """Return the role of a user, or None where there is no such user."""
        user = self._users.get(name)
        return None if user is None else Role(user.role)

    def has_password(self, name: str) -> bool:
        """Return whether a user chose a password yet."""
        user = self._users.get(name)
        return user is not None and bool(user.password_hash)

    def knows(self, name: str, password: str) -> bool:
        """Return whether that is the user's password; takes as long where there is no such user. Slow on purpose."""
        user = self._users.get(name)
        return is_password(password, user.password_hash if user else "")

    def ensure_first(self) -> UserRecord:
        """Return the first administrator, made without a password where there is none.

        There may be users already: others can be added while nobody has to sign in.
        """
        admins = [user for user in self.all if user.role == Role.ADMIN]
        return min(admins, key=lambda user: user.added) if admins else self.add(self._free_name(), Role.ADMIN)

    def add(self, name: str, role: Role, password: str | None = None) -> UserRecord:
        """Add a user.

        Raises UserError for a name that is taken or unfit and for a role of keys, PasswordError for an easy password.
        """
        name = unicodedata.normalize("NFC", name).strip()
        if not 1 <= len(name) <= _MAX_NAME or any(unicodedata.category(sign)[0] == "C" for sign in name):
            raise UserError(f"A user's name has 1 to {_MAX_NAME} characters and no control characters.")
        _require_sight(role)
        hashed = hash_password(password, name) if password is not None else ""
        with self._writing:
            if name in self._users:
                raise UserError(f"There is a user '{name}' already; choose another name.")
            return self._put(UserRecord(name, hashed, role, self._clock()))

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password. Raises UnknownUserError, PasswordError."""
        hashed = hash_password(password, name)
        with self._writing:
            self._put(replace(self._user(name), password_hash=hashed))

    def set_role(self, name: str, role: Role) -> None:
        """Give a user another role.

        Raises UnknownUserError, and UserError for the last administrator and for a role of keys.
        """
        _require_sight(role)
        with self._writing:
            user = self._user(name)
            if role is not Role.ADMIN:
                self._keep_an_admin_besides(user)
            self._put(replace(user, role=role))

    def remove(self, name: str) -> None:
        """Remove a user. Raises UnknownUserError, and UserError for the last administrator."""
        with self._writing:
            user = self._user(name)
            self._keep_an_admin_besides(user)
            self._accounts.remove_user(name)
            self._users = {key: other for key, other in self._users.items() if key != name}

    def _free_name(self) -> str:
        names = (f"{FIRST_USER}{number}" for number in count(2))
        return next(name for name in chain([FIRST_USER], names) if name not in self._users)

    def _put(self, user: UserRecord) -> UserRecord:
        self._accounts.put_user(user)
        self._users = {**self._users, user.name: user}
        return user

    def _user(self, name: str) -> UserRecord:
        user = self._users.get(name)
        if user is None:
            raise UnknownUserError(f"There is no user '{name}'.")
        return user

    def _keep_an_admin_besides(self, user: UserRecord) -> None:
        if user.role == Role.ADMIN and not any(
            other.role == Role.ADMIN for other in self._users.values() if other.name != user.name
        ):
            raise UserError(f"'{user.name}' is the last administrator; make somebody else one first.")


def _require_sight(role: Role) -> None:
    """Raise UserError for a role with which no page shows anything."""
    if not role.includes(Role.VIEWER):
        raise UserError(f"The role '{role}' is for API keys; a user is at least a viewer.")
