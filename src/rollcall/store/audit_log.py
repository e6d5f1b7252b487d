"""Who did what to whom, and when: what was done with people's faces must be answerable later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from sqlalchemy import Connection, insert, select

from rollcall.store.database import Database
from rollcall.store.database.paging import MAX_PAGE, decode_place, encode_place
from rollcall.store.database.schema import audit
from rollcall.store.records import Page

__all__ = ["AuditAction", "AuditLog", "AuditRecord"]

AuditAction: TypeAlias = Literal[
    "calibration.start",
    "camera.add",
    "camera.change",
    "camera.mask",
    "camera.remove",
    "camera.rename",
    "key.add",
    "key.remove",
    "login",
    "login.refused",
    "logout",
    "password.change",
    "people.import",
    "person.add",
    "person.change",
    "person.erase",
    "person.merge",
    "person.photos",
    "person.remove",
    "person.rename",
    "person.unmerge",
    "photo.add",
    "photo.remove",
    "retention.apply",
    "settings.change",
    "sighting.name",
    "sighting.reject",
    "sightings.export",
    "store.decrypt",
    "store.encrypt",
    "stranger.erase",
    "stranger.heed",
    "stranger.ignore",
    "stranger.merge",
    "stranger.name",
    "stranger.unmerge",
    "stranger.unname",
    "user.add",
    "user.remove",
    "user.role",
]
"""Everything that is written down, as mypy holds the code to it: the pages have words for each."""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One line of the log."""

    id: int
    time: float
    """Unix seconds."""
    actor: str
    """Who: a user, ``key <name>`` for a program, or the program itself."""
    action: str
    """What: an ``AuditAction``, of this version or an older one."""
    subject: str
    """To whom or what, by id, so that an erased name does not stay here."""
    detail: str


class AuditLog:
    """Lines are only added; retention alone takes them away, the oldest first."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def add(self, actor: str, action: AuditAction, subject: str = "", detail: str = "") -> None:
        """Add a line."""
        with self._database.write() as transaction:
            self.write(transaction.connection, actor, action, subject, detail)

    def write(
        self, connection: Connection, actor: str, action: AuditAction, subject: str = "", detail: str = ""
    ) -> None:
        """Add a line in the transaction of what it tells of, so that neither is there without the other."""
        values = {"time": self._clock(), "actor": actor, "action": action, "subject": subject, "detail": detail}
        connection.execute(insert(audit).values(values))

    def page(self, *, limit: int = 100, after: str | None = None) -> Page[AuditRecord]:
        """Return lines, the newest first. ``after``: ``next`` of the page before."""
        limit = min(limit, MAX_PAGE)
        query = select(audit).order_by(audit.c.id.desc()).limit(limit + 1)
        if after is not None:
            query = query.where(audit.c.id < decode_place(after, 1)[0])
        with self._database.read() as connection:
            rows = [AuditRecord(**row._mapping) for row in connection.execute(query)]
        return Page(rows[:limit], encode_place(rows[limit - 1].id) if len(rows) > limit else None)
