"""Who was seen, where and when."""

from __future__ import annotations

from typing import Any

import numpy as np
import simplejpeg
from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select, tuple_, update

from rollcall.errors import StoreError
from rollcall.model import Image, Sighting
from rollcall.store.database import Database, Transaction
from rollcall.store.database.paging import MAX_PAGE, decode_place, encode_place
from rollcall.store.database.schema import people, sightings
from rollcall.store.files.images import Images
from rollcall.store.records import Page, SightingFilter, SightingRecord

__all__ = ["Sightings"]

_ALL = SightingFilter()

# Twice the quality steps of a camera's own picture are lost above 90; below, faces begin to show blocks.
_SNAPSHOT_QUALITY = 90
_SAID = ("person", "name", "score", "reason")
"""What the program says of who it is, unless a user said it."""


class Sightings:
    """The sightings of the store; each call is one short transaction."""

    def __init__(self, database: Database, images: Images) -> None:
        self._database = database
        self._images = images

    def add(self, sighting: Sighting) -> int:
        """Keep a new sighting, with its snapshot where it has one, and return its id.

        Its person's name is that in the store, and none where there is no such person (any more). Its stranger is for
        ``Strangers`` to write, so that what they count is what they have.
        """
        with self._database.write() as transaction:
            values = _values(sighting) | {"image": self._keep(transaction, sighting.snapshot)}
            query = insert(sightings).values(values).returning(sightings.c.id)
            return int(transaction.connection.execute(query).scalar_one())

    def update(self, sighting: Sighting) -> None:
        """Bring the sighting of the same id up to date; without a snapshot the one that is kept stays.

        What a user said of it stays too, and so does its stranger, whom ``Strangers`` writes. Of a person who is not in
        the store any more it says what it said before: whoever merged or removed that person saw to it. Raises
        StoreError where it does not stand in the store, as when it was erased meanwhile.
        """
        same = sightings.c.id == sighting.id
        with self._database.write() as transaction:
            before = transaction.connection.execute(select(sightings.c.image, sightings.c.said).where(same)).first()
            if before is None:
                raise StoreError(f"Sighting {sighting.id} is not in the store (any more).")
            settled = before.said or _is_gone(transaction.connection, sighting.person)
            values = {key: value for key, value in _values(sighting).items() if not settled or key not in _SAID}
            if sighting.snapshot is not None:
                values["image"] = self._keep(transaction, sighting.snapshot)
            transaction.connection.execute(update(sightings).where(same).values(values))
            if "image" in values:
                self._images.drop_unused(transaction, [before.image])

    def rename_camera(self, name: str, new_name: str) -> None:
        """Let what was seen by the camera ``name`` be seen by ``new_name``."""
        with self._database.write() as transaction:
            query = update(sightings).where(sightings.c.camera == name).values(camera=new_name)
            transaction.connection.execute(query)

    def remove(self, sighting: int) -> None:
        """Remove one sighting and its snapshot; an unknown id is no error, since the outcome is the same."""
        same = sightings.c.id == sighting
        with self._database.write() as transaction:
            before = transaction.connection.execute(select(sightings.c.image).where(same)).first()
            if before is not None:
                transaction.connection.execute(delete(sightings).where(same))
                self._images.drop_unused(transaction, before)

    def get(self, sighting: int) -> SightingRecord:
        """Return one sighting. Raises StoreError where there is none of this id."""
        with self._database.read() as connection:
            row = connection.execute(select(sightings).where(sightings.c.id == sighting)).first()
        if row is None:
            raise StoreError(f"Sighting {sighting} is not in the store (any more).")
        return _record(row)

    def page(self, where: SightingFilter = _ALL, *, limit: int = 100, after: str | None = None) -> Page[SightingRecord]:
        """Return sightings, latest start first. ``after``: ``next`` of the page before."""
        limit = min(limit, MAX_PAGE)
        query = _matching(where).order_by(sightings.c.start.desc(), sightings.c.id.desc()).limit(limit + 1)
        if after is None and where.since is not None:
            query = query.where(_begins_with_the_first_since(where.since))
        if after is not None:
            query = query.where(tuple_(sightings.c.start, sightings.c.id) < tuple_(*decode_place(after, 2)))
        with self._database.read() as connection:
            rows = [_record(row) for row in connection.execute(query)]
        last = rows[limit - 1] if len(rows) > limit else None
        return Page(rows[:limit], encode_place(last.start, last.id) if last else None)

    def count(self, where: SightingFilter = _ALL) -> int:
        """Return how many sightings match."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(_matching(where).subquery())).scalar_one())

    def _keep(self, transaction: Transaction, snapshot: Image | None) -> str | None:
        return None if snapshot is None else self._images.keep(transaction, _to_jpeg(snapshot))


def _is_gone(connection: Connection, person: str | None) -> bool:
    return person is not None and connection.execute(select(people.c.id).where(people.c.id == person)).first() is None


def _values(sighting: Sighting) -> dict[str, Any]:
    owner = select(people).where(people.c.id == sighting.person)
    return {
        "camera": sighting.camera,
        "track": sighting.track,
        "start": sighting.start,
        "end": sighting.end,
        # Somebody may have been renamed, removed or erased while still before the camera.
        "person": owner.with_only_columns(people.c.id).scalar_subquery(),
        "name": sighting.name if sighting.person is None else owner.with_only_columns(people.c.name).scalar_subquery(),
        # numpy's numbers are no numbers to a database.
        "score": None if sighting.score is None else float(sighting.score),
        "reason": sighting.reason,
    }


def _record(row: Row[Any]) -> SightingRecord:
    return SightingRecord(**row._mapping)


def _matching(where: SightingFilter) -> Select[Any]:
    column = sightings.c
    query = select(sightings).filter_by(
        **{name: wanted for name in ("camera", "person", "stranger") if (wanted := getattr(where, name)) is not None}
    )
    if where.known is not None:
        query = query.where(column.name.is_not(None) if where.known else column.name.is_(None))
    if where.since is not None:
        query = query.where(column.end >= where.since)
    if where.until is not None:
        query = query.where(column.start < where.until)
    return query


def _begins_with_the_first_since(since: float) -> ColumnElement[bool]:
    """Return what lets the walk from the latest start on stop where nobody was there ``since`` any more.

    No page after the first needs it, since that one was full.
    """
    # A bare start would be looked for along the index of starts, which is the walk itself.
    first = select(func.min(sightings.c.start + 0.0)).where(sightings.c.end >= since)
    return sightings.c.start >= first.scalar_subquery()


def _to_jpeg(snapshot: Image) -> bytes:
    data: bytes = simplejpeg.encode_jpeg(
        np.ascontiguousarray(snapshot), quality=_SNAPSHOT_QUALITY, colorspace="BGR", colorsubsampling="420"
    )
    return data
